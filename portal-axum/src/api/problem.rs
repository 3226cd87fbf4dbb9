//! When something is not done: handlers answer with a code, and on the way out it becomes `application/problem+json`
//! (RFC 9457) in the person's language. So a panic, a foreign form and a missing address all have the same shape.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use portal_core::{Missing, Refused, document::Rejected};
use serde::Serialize;
use utoipa::ToSchema;

use super::code::Code;
use crate::{refusal::Told, show, visit::Visit};

/// The media type of problems.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was not done.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    why: Why,
}

/// What is known besides the code.
#[derive(Debug)]
enum Why {
    Code,
    Faults(Vec<Fault>),
    Refused(Refused),
}

/// Something given that will not do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ProblemError)]
pub struct Fault {
    /// Where it stands in the body: a JSON Pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pointer: Option<String>,
    /// The query parameter or header, when it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parameter: Option<String>,
    /// Why, for programs.
    pub code: &'static str,
    /// What to do about it, in the person's language.
    pub detail: String,
}

/// A problem as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Shape {
    /// Where the code is explained.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    kind: String,
    /// What happened, in the person's language.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What to do, in the person's language.
    detail: String,
    /// The stable word for programs.
    code: &'static str,
    /// What will not do, one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
    /// By what support finds this request in the log.
    request_id: String,
}

/// Travels with a bare answer to where it gets its body.
#[derive(Clone)]
struct Bare(Arc<Problem>);

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self { code, why: Why::Code }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let code = match &refused {
            Refused::NotFound => Code::NotFound,
            Refused::Forbidden => Code::Forbidden,
            Refused::Confirm => Code::ConfirmationNeeded,
            Refused::Credentials => Code::NotSignedIn,
            Refused::NotHere => Code::NotPossible,
            Refused::LastAdministrator => Code::LastAdministrator,
            Refused::DraftExists(_) => Code::DraftExists,
            Refused::Stale | Refused::NoPlace(_) | Refused::Repeated(_) => Code::Conflict,
            Refused::KeyReused => Code::KeyReused,
            Refused::Answers(_) | Refused::Missing(_) => Code::InvalidInput,
            Refused::File(Rejected::TooLarge(_)) => Code::TooLarge,
            Refused::File(_) => Code::FileRejected,
            Refused::Full => Code::NoSpace,
            Refused::Wait(_) => Code::Wait,
            Refused::Unavailable(_) => Code::Unavailable,
            Refused::Broken(_) => Code::Broken,
        };
        Self { code, why: Why::Refused(refused) }
    }
}

impl Problem {
    /// A code with what will not do.
    pub(super) fn with(code: Code, faults: Vec<Fault>) -> Self {
        Self { code, why: Why::Faults(faults) }
    }

    /// After a version was given, a conflict means that it is no longer the one.
    pub(super) fn of_version(self) -> Self {
        if self.code == Code::Conflict { Code::VersionMismatch.into() } else { self }
    }

    fn retry_after(&self) -> Option<u32> {
        match (&self.why, self.code) {
            (Why::Refused(Refused::Wait(seconds)), _) => Some(*seconds),
            (_, Code::Unavailable) => Some(5),
            (_, Code::Conflict) => Some(1),
            _ => None,
        }
    }

    fn errors(&self, visit: &Visit) -> Vec<Fault> {
        match &self.why {
            Why::Faults(faults) => faults.clone(),
            Why::Refused(Refused::Answers(faults)) => {
                let label = |fault: &portal_core::form::FieldFault| fault.field.to_string();
                faults.iter().map(|fault| super::answers::fault(fault, &label(fault), "", visit.tongue())).collect()
            }
            Why::Refused(Refused::Missing(missing)) => vec![needed(missing, visit)],
            Why::Refused(Refused::File(rejected)) => vec![rejected_file(rejected, visit)],
            _ => Vec::new(),
        }
    }
}

fn needed(missing: &Missing, visit: &Visit) -> Fault {
    let (pointer, code) = match missing {
        Missing::Text(name) => (format!("/{name}"), "required"),
        Missing::TextTooLong(name, _) => (format!("/{name}"), "too_long"),
        Missing::Document(_) => (String::new(), "document_required"),
        Missing::Tasks => ("/asked".to_owned(), "required"),
    };
    let detail = show::missing(missing, visit.portal().definition(), visit.tongue());
    Fault { pointer: Some(pointer), parameter: None, code, detail }
}

fn rejected_file(rejected: &Rejected, visit: &Visit) -> Fault {
    let code = match rejected {
        Rejected::Empty => "empty",
        Rejected::TooLarge(_) => "too_large",
        Rejected::Type(_) => "type",
        Rejected::CutOff => "cut_off",
        Rejected::TooMany(_) => "too_many",
    };
    let name = visit.tongue().say("api-the-file");
    let detail = show::rejected(rejected, &name, visit.tongue());
    Fault { pointer: Some(String::new()), parameter: None, code, detail }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(match &self.why {
            Why::Refused(refused) => Told::of(refused),
            Why::Code | Why::Faults(_) => Told::Why,
        });
        response.extensions_mut().insert(Bare(Arc::new(self)));
        response
    }
}

/// Gives every failure its body, and every answer its request id.
pub(super) fn dress(visit: &Visit, response: Response) -> Response {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let mut response = if failed { dressed(visit, &response) } else { response };
    if let Ok(id) = HeaderValue::from_str(visit.reference()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

fn dressed(visit: &Visit, bare: &Response) -> Response {
    let problem = bare.extensions().get::<Bare>().map(|bare| bare.0.clone());
    let problem = problem.unwrap_or_else(|| Arc::new(Code::of(bare.status()).into()));
    note(visit, &problem);
    let (code, tongue) = (problem.code, visit.tongue());
    let sent = Shape {
        kind: visit.links().to(&format!("/docs#{}", code.word())),
        title: tongue.say(&code.title_key()),
        status: code.status().as_u16(),
        detail: tongue.say(&code.advice_key()),
        code: code.word(),
        errors: problem.errors(visit),
        request_id: visit.reference().to_owned(),
    };
    let body = serde_json::to_vec(&sent).unwrap_or_default();
    let mut response = (code.status(), [(header::CONTENT_TYPE, MEDIA_TYPE)], Body::from(body)).into_response();
    let headers = response.headers_mut();
    if let Some(seconds) = problem.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if code.status() == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"portal\""));
    }
    if let Some(allow) = bare.headers().get(header::ALLOW) {
        headers.insert(header::ALLOW, allow.clone());
    }
    response
}

fn note(visit: &Visit, problem: &Problem) {
    let (reference, code) = (visit.reference(), problem.code.word());
    match &problem.why {
        Why::Refused(refused @ (Refused::Unavailable(source) | Refused::Broken(source))) => {
            // Shown by `Display`: a database error's `Debug` repeats values of the row.
            let source = source.as_ref() as &(dyn std::error::Error + 'static);
            tracing::error!(reference, code, %refused, source, "a request failed");
        }
        _ if problem.code.status().is_server_error() => tracing::error!(reference, code, "a request failed"),
        _ => tracing::debug!(reference, code, "a request was refused"),
    }
}
