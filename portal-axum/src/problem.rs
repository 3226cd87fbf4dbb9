//! When something is not done: handlers answer with a bare status, and on the way out it gets its page, in the person's
//! language and frame. So a panic, a foreign form and a missing page all look like the portal.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use portal_core::Refused;
use serde::Serialize;

use crate::{entrance::StrangerPage, page::Page, refusal::Told, tongue::Tongue, visit::Visit};

/// Why a handler gives no page.
#[derive(Debug)]
pub enum Problem {
    /// The use case was not done.
    Refused(Refused),
    /// One must sign in first.
    SignIn,
    /// Something else.
    Status(StatusCode),
}

/// Marks an answer that has its page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dressed;

/// Travels with a bare answer to where it gets its page.
#[derive(Clone)]
struct Bare(Arc<Problem>);

/// The page of a problem. It says what happened, what to do, and the way home.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemPage {
    /// What happened.
    pub title: String,
    /// What to do.
    pub advice: String,
    /// For support. Not on 404, where it would tell "not yours" from "does not exist" (SECURITY, twin answer).
    pub reference: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<StatusCode> for Problem {
    fn from(status: StatusCode) -> Self {
        Self::Status(status)
    }
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Status(status) => *status,
            Self::Refused(refused) => match refused {
                Refused::NotFound => StatusCode::NOT_FOUND,
                Refused::Forbidden | Refused::Confirm => StatusCode::FORBIDDEN,
                Refused::Credentials => StatusCode::UNAUTHORIZED,
                Refused::NotHere
                | Refused::LastAdministrator
                | Refused::Stale
                | Refused::NoPlace(_)
                | Refused::Repeated(_)
                | Refused::DraftExists(_) => StatusCode::CONFLICT,
                Refused::KeyReused | Refused::Answers(_) | Refused::Missing(_) | Refused::File(_) | Refused::Full => {
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                Refused::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
                Refused::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                Refused::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    /// After how many seconds trying again makes sense.
    fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Refused(Refused::Wait(seconds)) => Some(*seconds),
            Self::Refused(Refused::Unavailable(_)) => Some(5),
            _ => None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(match &self {
            Self::Refused(refused) => Told::of(refused),
            Self::SignIn | Self::Status(_) => Told::Why,
        });
        response.extensions_mut().insert(Bare(Arc::new(self)));
        response
    }
}

/// Gives a failure without a page its page.
pub(crate) async fn dress(visit: &Visit, response: Response) -> Response {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || response.extensions().get::<Dressed>().is_some() {
        return response;
    }
    let problem = response.extensions().get::<Bare>().map(|bare| bare.0.clone());
    let (status, problem) = match problem.as_deref() {
        Some(Problem::SignIn) => {
            match (visit.recognised(), visit.web().door().challenge(visit.links(), visit.here())) {
                // Sent to sign in again, somebody who has signed in would come back for ever.
                (Some(recognised), _) => return StrangerPage::show(visit, recognised).await,
                (None, Ok(place)) => return Redirect::to(&place).into_response(),
                (None, Err(refused)) => {
                    let problem = Problem::from(refused);
                    (problem.status(), Some(Arc::new(problem)))
                }
            }
        }
        _ => (status, problem),
    };
    if let (Some(Problem::Refused(Refused::Confirm)), true) = (problem.as_deref(), visit.has_session()) {
        let next = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", visit.here()).finish();
        return Redirect::to(&format!("{}?{next}", visit.links().confirm())).into_response();
    }
    note(visit, status, problem.as_deref());
    let mut dressed = visit.problem_page(status, ProblemPage::of(visit.tongue(), status, visit.reference())).await;
    for name in [header::RETRY_AFTER, header::ALLOW, header::REFERRER_POLICY] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

fn note(visit: &Visit, status: StatusCode, problem: Option<&Problem>) {
    let reference = visit.reference();
    match problem {
        Some(Problem::Refused(refused @ (Refused::Unavailable(source) | Refused::Broken(source)))) => {
            // Shown by `Display`: a database error's `Debug` repeats values of the row.
            let source = source.as_ref() as &(dyn std::error::Error + 'static);
            tracing::error!(reference, %refused, source, "a request failed");
        }
        _ if status.is_server_error() => tracing::error!(reference, %status, "a request failed"),
        _ => tracing::debug!(reference, %status, "a request was refused"),
    }
}

impl ProblemPage {
    fn of(tongue: &Tongue, status: StatusCode, reference: &str) -> Self {
        let name = match status.as_u16() {
            403 => "forbidden",
            404 | 405 => "not-found",
            409 => "conflict",
            413 => "too-large",
            422 => "unprocessable",
            429 => "wait",
            503 => "unavailable",
            500.. => "broken",
            _ => "bad-request",
        };
        let shown = status != StatusCode::NOT_FOUND;
        Self {
            title: tongue.say(&format!("problem-{name}")),
            advice: tongue.say(&format!("problem-{name}-advice")),
            reference: shown.then(|| reference.to_owned()),
        }
    }
}

impl Page for ProblemPage {
    const TEMPLATE: &'static str = "problem.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let statuses = [400, 403, 404, 409, 413, 422, 429, 500, 503];
        let of = |code| StatusCode::from_u16(code).map(|status| Self::of(tongue, status, "7F3K9-M2C4D"));
        statuses.into_iter().filter_map(|code| of(code).ok()).collect()
    }
}
