//! A file as a body: the bytes themselves, streamed, under a media type that no form of a browser can send.

use axum::{
    body::Body,
    extract::{FromRequest, OriginalUri, Request},
    http::header,
};
use futures_util::TryStreamExt;
use portal_core::{Once, document::Incoming, files::FilesError};

use super::{code::Code, problem::Problem, sent};
use crate::visit::Visit;

/// The media type of files.
const MEDIA_TYPE: &str = "application/octet-stream";

/// A file that is being sent.
#[derive(Debug)]
pub(crate) struct Upload {
    body: Body,
    once: Option<Once>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let visit = parts.extensions.get::<Visit>().ok_or(Code::Broken)?;
        let mut kinds = parts.headers.get_all(header::CONTENT_TYPE).iter();
        let kind = kinds.next().and_then(|kind| kind.to_str().ok()).filter(|_| kinds.next().is_none());
        if !kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(MEDIA_TYPE)) {
            return Err(Code::UnsupportedMediaType.into());
        }
        let target = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let target = target.path_and_query().map_or("", |target| target.as_str());
        let once = sent::key(visit, &parts.headers, &parts.method, target, &[])?;
        Ok(Self { body, once })
    }
}

impl Upload {
    /// The caller's own key, and the file under a name.
    pub(crate) fn file(self, name: &str) -> (Option<Once>, Incoming<'static>) {
        let bytes = self.body.into_data_stream().map_err(|error| FilesError::Interrupted(error.to_string()));
        (self.once, Incoming { name: name.to_owned(), bytes: Box::pin(bytes) })
    }
}
