//! Reading a posted form with files: texts are collected, files are handed on one by one as streams.

use std::pin::Pin;

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
};
use futures_util::TryStreamExt;
use portal_core::{document::Incoming, files::FilesError, form::RawAnswers};

use crate::problem::Problem;

/// Most texts and most files of one form (SECURITY §4).
const MOST_TEXTS: usize = 1000;
const MOST_FILES: usize = 100;
/// Most bytes of all texts together (SECURITY §4).
const MOST_BYTES: usize = 1024 * 1024;

/// A posted form that is being read.
#[derive(Debug)]
pub struct Upload {
    parts: Multipart,
    texts: RawAnswers,
    bytes: usize,
    counted: (usize, usize),
}

/// What comes next in a form.
#[derive(Debug)]
pub enum Part<'a> {
    /// A text; it was kept.
    Text,
    /// A file input that was left empty.
    NoFile,
    /// A file.
    File {
        /// The name of its field.
        name: String,
        /// Its bytes, as they arrive.
        incoming: Incoming<'a>,
        /// The texts before it.
        texts: &'a RawAnswers,
    },
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let parts = Multipart::from_request(request, state).await;
        let parts = parts.map_err(|rejection| Problem::Status(rejection.status()))?;
        Ok(Self { parts, texts: RawAnswers::new(), bytes: 0, counted: (0, 0) })
    }
}

impl Upload {
    /// Reads on; `None` at the end. What is left of the last file is passed over.
    ///
    /// # Errors
    /// 400 for a form that cannot be read or was cut off, 413 for one that is too long.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Problem> {
        let part = self.parts.next_field().await.map_err(|error| Problem::Status(error.status()))?;
        let Some(part) = part else { return Ok(None) };
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file) if file.is_empty() => Ok(Some(Part::NoFile)),
            Some(file) => {
                self.counted.1 += 1;
                within(self.counted.1 <= MOST_FILES)?;
                let incoming = Incoming { name: file, bytes: stream(part) };
                Ok(Some(Part::File { name, incoming, texts: &self.texts }))
            }
            None => {
                let text = part.text().await.map_err(|error| Problem::Status(error.status()))?;
                self.bytes += text.len() + name.len();
                self.counted.0 += 1;
                within(self.bytes <= MOST_BYTES && self.counted.0 <= MOST_TEXTS)?;
                self.texts.entry(name).or_default().push(text);
                Ok(Some(Part::Text))
            }
        }
    }

    /// Takes what was sent under a name of the page's own, such as the button that was pressed.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.texts.remove(name)?.into_iter().next()
    }

    /// The texts, after the last file.
    pub fn into_texts(self) -> RawAnswers {
        self.texts
    }
}

fn within(fits: bool) -> Result<(), Problem> {
    if fits { Ok(()) } else { Err(Problem::Status(StatusCode::PAYLOAD_TOO_LARGE)) }
}

fn stream(part: Field<'_>) -> Pin<Box<dyn futures_core::Stream<Item = Result<bytes::Bytes, FilesError>> + Send + '_>> {
    Box::pin(part.map_err(|error| FilesError::Interrupted(error.body_text())))
}
