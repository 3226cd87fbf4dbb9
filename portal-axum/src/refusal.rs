//! Refusals on their way out: each is noted in the audit log once, with the route's pattern and never the address, which may
//! hold what somebody typed. One layer around all routes: no handler can forget it (SECURITY P08).

use axum::{
    extract::{MatchedPath, Request},
    http::{Method, StatusCode},
    response::Response,
};
use portal_core::{Refused, audit::Action};
use uuid::Uuid;

use crate::{links::Links, visit::Visit};

/// What somebody tries, kept until the answer is known.
pub(crate) struct Tried {
    /// The method and the route's pattern below the mount point; `None`: there is no such route.
    route: Option<String>,
    /// The last thing that the address names by an id.
    object: Option<Uuid>,
    /// Whether it is a page that somebody looks at.
    looks: bool,
}

/// Marks an answer whose reason a handler gave; without it, a layer before the handlers answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It refuses.
    Why,
    /// Nothing is left to note: it asks for a proof of who it is first, or what it refuses was noted where it was decided.
    Settled,
}

impl Told {
    /// What a use case said.
    pub(crate) fn of(refused: &Refused) -> Self {
        if matches!(refused, Refused::Confirm) { Self::Settled } else { Self::Why }
    }
}

impl Tried {
    /// `inside`: where the routes lie below the mount point.
    pub(crate) fn of(request: &Request, inside: &str) -> Self {
        let mounted = Links::of(request).to("");
        let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let path = request.uri().path();
        Self {
            route: matched.and_then(|matched| below(matched, &mounted)).map(|pattern| {
                let method = if request.method().is_safe() { "GET" } else { known(request.method()) };
                format!("{method} {inside}{pattern}")
            }),
            object: path.rsplit('/').find_map(|part| Uuid::try_parse(part).ok()),
            looks: inside.is_empty() && request.method().is_safe(),
        }
    }

    /// What an answer is in the audit log, if it is a refusal.
    pub(crate) fn refused(&self, answer: &Response) -> Option<Action> {
        let told = answer.extensions().get::<Told>();
        Some(match answer.status() {
            StatusCode::NOT_FOUND => Action::AccessNotFound,
            StatusCode::TOO_MANY_REQUESTS => Action::AccessThrottled,
            StatusCode::FORBIDDEN => match told {
                Some(Told::Why) => Action::AccessForbidden,
                Some(Told::Settled) => return None,
                None => Action::AccessForeignForm,
            },
            // A stranger who opens a page is asked to sign in, which refuses nothing.
            StatusCode::UNAUTHORIZED if !self.looks => Action::AccessUnknown,
            _ => return None,
        })
    }

    /// Notes a refusal. That it could not be noted keeps nobody from the answer.
    pub(crate) async fn note(&self, visit: &Visit, refused: Option<Action>) {
        let (Some(route), Some(action)) = (&self.route, refused) else { return };
        let by = visit.entered().map(|entered| entered.account.id);
        if let Err(error) = visit.portal().note_refusal(action, by, self.object, route).await {
            tracing::error!(reference = visit.reference(), %error, "a refusal could not be noted in the audit log");
        }
    }
}

/// A pattern below the mount point: as many parts less as the mount has.
fn below<'p>(pattern: &'p str, mounted: &str) -> Option<&'p str> {
    let mut rest = pattern;
    for _ in mounted.matches('/') {
        rest = rest.strip_prefix('/').and_then(|rest| rest.find('/').map(|next| &rest[next..])).unwrap_or("/");
    }
    // The router's own word for what is below a mount and has no route.
    (!rest.contains("{*")).then_some(rest)
}

fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn p08_a_route_is_named_by_its_pattern_below_the_mount() {
        assert_eq!(below("/portal/requests/{request}", "/portal"), Some("/requests/{request}"));
        assert_eq!(below("/{tenant}/portal/", "/alpha/portal"), Some("/"));
        assert_eq!(below("/portal", "/portal"), Some("/"));
        assert_eq!(below("/requests", ""), Some("/requests"));
        assert_eq!(below("/portal/{*rest}", "/portal"), None);
    }
}
