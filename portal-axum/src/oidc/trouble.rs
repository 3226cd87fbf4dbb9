//! Why nobody came in by a provider. Never a server error of ours, but when the provider cannot be reached.

use axum::{http::StatusCode, response::Response};
use portal_core::audit::Action;

use super::{Provider, flow::again, pending::Purpose};
use crate::{entrance::TroublePage, refusal::Told, visit::Visit};

/// Why nobody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It does not answer, or not as a provider does.
    Unreachable,
    /// The person said no there, or may not use the portal with that account.
    Denied,
    /// The provider wants something first that it cannot ask for now.
    NotDone,
    /// The answer is to something that this browser did not begin, or that it began too long ago, or it came twice.
    Expired,
    /// The provider took the code back, or what it says does not hold.
    Failed,
    /// The invitation went to somebody else.
    SomebodyElse,
    /// The provider's account is connected to another account here.
    Taken,
}

impl Trouble {
    /// What the provider's word for an error means (RFC 6749 §4.1.2.1, `OpenID` Connect Core §3.1.2.6).
    pub(super) fn of_word(word: &str) -> Self {
        match word {
            "access_denied" => Self::Denied,
            "temporarily_unavailable"
            | "server_error"
            | "login_required"
            | "interaction_required"
            | "consent_required"
            | "account_selection_required" => Self::NotDone,
            _ => Self::Failed,
        }
    }

    /// Its status, and its name among the words and in the audit log.
    fn page(self) -> (StatusCode, &'static str) {
        match self {
            Self::Unreachable => (StatusCode::SERVICE_UNAVAILABLE, "unreachable"),
            Self::Denied => (StatusCode::FORBIDDEN, "denied"),
            Self::NotDone => (StatusCode::BAD_REQUEST, "not-done"),
            Self::Expired => (StatusCode::BAD_REQUEST, "expired"),
            Self::Failed => (StatusCode::BAD_REQUEST, "failed"),
            Self::SomebodyElse => (StatusCode::FORBIDDEN, "somebody-else"),
            Self::Taken => (StatusCode::CONFLICT, "taken"),
        }
    }

    /// Its page, from which one tries again.
    pub(super) async fn show(self, visit: &Visit, provider: &Provider, purpose: &Purpose) -> Response {
        let (status, name) = self.page();
        self.note(visit, name, purpose).await;
        let places = (again(visit, provider, purpose), visit.links().sign_in());
        let mut response =
            visit.problem_page(status, TroublePage::of(visit.tongue(), name, provider.label(), places)).await;
        response.extensions_mut().insert(Told::Settled);
        response
    }

    /// Notes that somebody was refused, with what they tried. Nobody is by a provider that is away, and connecting notes
    /// itself whom it refuses.
    async fn note(self, visit: &Visit, name: &str, purpose: &Purpose) {
        let tried = match purpose {
            Purpose::SignIn(_) => Action::SessionBeginIntroduced,
            Purpose::Accept(_) => Action::PersonJoined,
            Purpose::Connect => Action::IdentityConnected,
        };
        if matches!(self, Self::Unreachable | Self::Taken) {
            return;
        }
        let by = visit.entered().map(|entered| entered.account.id);
        if let Err(error) = visit.portal().note_refusal(tried, by, None, name).await {
            tracing::error!(reference = visit.reference(), %error, "a refusal could not be noted in the audit log");
        }
    }
}
