//! Who uses the API: opened before any handler runs, by a token or by the session of a browser.

use std::ops::Deref;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use portal_core::identity::{Secret, Side};

use super::{
    code::Code,
    problem::{Fault, Problem, dress},
};
use crate::{
    ClientAddress, Web,
    entrance::Comer,
    refusal::Tried,
    visit::{self, Person, Visit},
};

/// Somebody who is known.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    person: Person,
    headers: HeaderMap,
}

/// Somebody of the team. For clients the team's addresses do not exist.
#[derive(Clone, Debug)]
pub(crate) struct TeamCaller(Caller);

/// Opens the visit, and gives every failure its shape on the way out.
pub(super) async fn open(State(web): State<Web>, request: Request, next: Next) -> Response {
    let web = web.fresh().await.visited_from(ClientAddress::bucket(request.extensions()));
    let (parts, body) = request.into_parts();
    let known = identify(&web, &parts).await;
    let mut request = Request::from_parts(parts, body);
    let (comer, trouble) = match known {
        Ok(comer) => (comer, None),
        Err(problem) => (Comer::default(), Some(problem)),
    };
    let visit = Visit::new(web, &request, comer);
    let tried = Tried::of(&request, super::PATH);
    request.extensions_mut().insert(visit.clone());
    let response = match trouble {
        None => next.run(request).await,
        Some(problem) => problem.into_response(),
    };
    tried.note(&visit, tried.refused(&response)).await;
    dress(&visit, response)
}

/// A token goes before a session; one that is none lets nobody in, whatever else came with it.
async fn identify(web: &Web, parts: &Parts) -> Result<Comer, Problem> {
    let mut given = parts.headers.get_all(header::AUTHORIZATION).iter();
    let Some(first) = given.next() else { return Ok(visit::identify(web, parts).await?) };
    let token = first.to_str().ok().and_then(bearer).filter(|_| given.next().is_none());
    let token = token.ok_or(Code::InvalidToken)?;
    let entered = web.portal().enter_with_token(&token).await?.ok_or(Code::InvalidToken)?;
    // Its permissions would do; this holds for whatever needs none too.
    if entered.viewer.reads_only() && !parts.method.is_safe() {
        return Err(Code::Forbidden.into());
    }
    Ok(Comer { entered: Some(entered), recognised: None })
}

/// The token of `Bearer …` (RFC 6750 §2.1).
fn bearer(value: &str) -> Option<Secret> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::parse(token.trim_matches(' ')))?
}

impl Caller {
    /// What was sent along.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Says where what was made is.
    pub(super) fn at(&self, inside: &str, mut response: Response) -> Response {
        if let Ok(place) = HeaderValue::from_str(&self.links().to(inside)) {
            response.headers_mut().insert(header::LOCATION, place);
        }
        response
    }

    /// Something of the body that will not do.
    pub(super) fn fault(&self, pointer: &str, code: &'static str) -> Fault {
        let detail = self.tongue().say(&format!("api-fault-{code}"));
        Fault { pointer: Some(pointer.to_owned()), parameter: None, code, detail }
    }

    /// Whose things they are shown.
    pub(super) fn side(&self) -> Side {
        self.viewer().side()
    }
}

impl Deref for Caller {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.person
    }
}

impl Deref for TeamCaller {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let person = Person::from_request_parts(parts, state).await.map_err(|_| Code::NotSignedIn)?;
        Ok(Self { person, headers: parts.headers.clone() })
    }
}

impl<S: Sync> FromRequestParts<S> for TeamCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        match caller.side() {
            Side::Team => Ok(Self(caller)),
            Side::Client => Err(Code::NotFound.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn a08_only_a_whole_token_is_read() {
        let token = "ab".repeat(32);
        assert!(bearer(&format!("Bearer {token}")).is_some() && bearer(&format!("bearer  {token} ")).is_some());
        for wrong in [token.clone(), format!("Basic {token}"), format!("Bearer {token}0"), "Bearer".to_owned()] {
            assert!(bearer(&wrong).is_none(), "{wrong}");
        }
    }
}
