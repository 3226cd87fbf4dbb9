//! What a changing request brings: its JSON body, checked against the document, and the caller's own key.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, OriginalUri, Request},
    http::{HeaderMap, Method, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use portal_core::Once;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{
    code::Code,
    description, json,
    problem::{Fault, Problem},
    schema::Check,
};
use crate::visit::Visit;

/// Longest JSON body, in bytes (SECURITY §4).
pub(super) const LONGEST: usize = 256 * 1024;
/// The header with the caller's own key.
pub(super) const KEY: &str = "idempotency-key";

/// A JSON body, with the caller's own key if there is one.
#[derive(Debug)]
pub(crate) struct Sent<T> {
    pub(crate) body: T,
    pub(crate) once: Option<Once>,
}

/// A body without a member, for addresses that say everything. It may be left out.
#[derive(Debug, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

impl<T: DeserializeOwned + ToSchema + Send, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let visit = parts.extensions.get::<Visit>().ok_or(Code::Broken)?;
        let optional = T::name() == Nothing::name();
        let bytes = whole(body).await?;
        let value = if optional && bytes.is_empty() && !parts.headers.contains_key(header::CONTENT_TYPE) {
            Value::Object(serde_json::Map::new())
        } else {
            must_be_json(&parts.headers)?;
            json::read(&bytes).map_err(|what| malformed(visit, &what))?
        };
        let target = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let once = key(visit, &parts.headers, &parts.method, target.path(), &bytes)?;
        Ok(Self { body: checked(visit, value)?, once })
    }
}

/// What the body says, when it is what the document asks for.
fn checked<T: DeserializeOwned + ToSchema>(visit: &Visit, value: Value) -> Result<T, Problem> {
    let document = description::document();
    let components = &document["components"];
    let check = Check { components, tongue: visit.tongue() };
    let faults = check.faults(&components["schemas"][T::name().as_ref()], &value, "");
    if !faults.is_empty() {
        return Err(Problem::with(Code::InvalidInput, faults));
    }
    serde_json::from_value(value).map_err(|_| Problem::with(Code::InvalidInput, vec![check.fault("", "format")]))
}

async fn whole(body: Body) -> Result<Bytes, Problem> {
    match Limited::new(body, LONGEST).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Code::TooLarge.into()),
        Err(error) if cut_by_the_layer(error.as_ref()) => Err(Code::TooLarge.into()),
        Err(_) => Err(Code::MalformedRequest.into()),
    }
}

/// Whether the layer around all addresses found the body too long before we did.
fn cut_by_the_layer(mut error: &(dyn std::error::Error + 'static)) -> bool {
    loop {
        match error.source() {
            Some(source) => error = source,
            None => return error.is::<LengthLimitError>(),
        }
    }
}

/// Only `application/json`, in UTF-8: no form of a browser can send it (SECURITY X02).
fn must_be_json(headers: &HeaderMap) -> Result<(), Problem> {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let kind = given.next().and_then(|kind| kind.to_str().ok()).filter(|_| given.next().is_none());
    let kind = kind.map(|kind| kind.to_ascii_lowercase().replace([' ', '"'], ""));
    match kind.as_deref() {
        Some("application/json" | "application/json;charset=utf-8") => Ok(()),
        _ => Err(Code::UnsupportedMediaType.into()),
    }
}

fn malformed(visit: &Visit, what: &str) -> Problem {
    let detail = format!("{} ({what})", visit.tongue().say("api-fault-json"));
    let fault = Fault { pointer: Some(String::new()), parameter: None, code: "json", detail };
    Problem::with(Code::MalformedBody, vec![fault])
}

/// The caller's own key with everything they sent: another address or another body is something else.
pub(super) fn key(
    visit: &Visit,
    headers: &HeaderMap,
    method: &Method,
    target: &str,
    body: &[u8],
) -> Result<Option<Once>, Problem> {
    let mut given = headers.get_all(KEY).iter();
    let Some(first) = given.next() else { return Ok(None) };
    let mut sent = Sha256::new();
    for part in [method.as_str().as_bytes(), target.as_bytes()] {
        sent.update((part.len() as u64).to_be_bytes());
        sent.update(part);
    }
    let sent = sent.chain_update(body).finalize().into();
    let text = first.to_str().ok().map(str::trim).filter(|_| given.next().is_none());
    let once = text.and_then(|text| Once::new(text, sent));
    once.map(Some).ok_or_else(|| {
        let detail = visit.tongue().say("api-fault-key");
        let fault = Fault { pointer: None, parameter: Some("Idempotency-Key".to_owned()), code: "format", detail };
        Problem::with(Code::MalformedRequest, vec![fault])
    })
}
