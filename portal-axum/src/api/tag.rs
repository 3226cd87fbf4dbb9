//! Versions as entity tags (RFC 9110 §8.8): what one saw, to be said when one changes it.

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use portal_core::id::{AccountId, Version};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{caller::Caller, code::Code, problem::Problem};

/// A thing with a version, as one person sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Of {
    kind: &'static str,
    id: Uuid,
}

impl Of {
    /// A thing by what it is and its id.
    pub(crate) fn new(kind: &'static str, id: Uuid) -> Self {
        Self { kind, id }
    }

    /// Tells one person's tags of this thing from all others, so that nobody is answered by another's (SECURITY T19).
    fn mark(self, reader: AccountId) -> String {
        let of = format!("{}/{}/{reader}", self.kind, self.id);
        hex(&Sha256::digest(of)[..8])
    }
}

/// The tag of an answer: the version, whose it is, and what exactly was said.
fn tag(of: Of, version: Version, reader: AccountId, body: &[u8]) -> String {
    format!("\"{version}.{}.{}\"", of.mark(reader), hex(&Sha256::digest(body)[..8]))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Caller {
    /// Answers with a thing and its tag, or that it is as it was when the caller saw it last.
    pub(crate) fn shows<T: Serialize>(&self, status: StatusCode, of: Of, version: Version, body: &T) -> Response {
        let Ok(body) = serde_json::to_vec(body) else { return Problem::from(Code::Broken).into_response() };
        let tag = tag(of, version, self.account().id, &body);
        let known = status == StatusCode::OK && self.has(&tag);
        let status = if known { StatusCode::NOT_MODIFIED } else { status };
        let body = if known { Body::empty() } else { Body::from(body) };
        let mut response = (status, body).into_response();
        if !known {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }

    fn has(&self, tag: &str) -> bool {
        tags(self.headers(), &header::IF_NONE_MATCH).any(|known| known.trim_start_matches("W/") == tag)
    }
}

fn tags<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> impl Iterator<Item = &'h str> {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// The tags that a change must name (`If-Match`).
#[derive(Clone, Debug)]
pub(crate) struct Seen(Vec<String>);

impl<S: Sync> FromRequestParts<S> for Seen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let given: Vec<String> = tags(&parts.headers, &header::IF_MATCH).map(str::to_owned).collect();
        // A star says "whatever it is now": the one thing that this header is there to keep from happening.
        match given.iter().any(|tag| tag == "*") || given.is_empty() {
            true => Err(Code::VersionRequired.into()),
            false => Ok(Self(given)),
        }
    }
}

impl Seen {
    /// The version that the caller saw of a thing.
    pub(crate) fn version(&self, caller: &Caller, of: Of) -> Result<Version, Problem> {
        let mark = of.mark(caller.account().id);
        let read = |tag: &String| {
            let mut parts = tag.strip_prefix('"')?.strip_suffix('"')?.split('.');
            let (version, whose) = (parts.next()?.parse().ok()?, parts.next()?);
            (whose == mark).then_some(Version(version))
        };
        self.0.iter().find_map(read).ok_or_else(|| Code::VersionMismatch.into())
    }
}
