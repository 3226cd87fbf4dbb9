//! The ways in: the portal's own accounts, the host's own sign-in, and both beside each other. Who comes is worked out here
//! before anything else happens; the pages that let somebody in stand in `sign_in` and `link`.

mod connections;
mod door;
mod signed_out;
mod stranger;
mod trouble;
mod ways;

use std::error::Error;

use async_trait::async_trait;
use axum::http::request::Parts;
use portal_core::identity::{Introduced, Strangers};

#[cfg(feature = "oidc")]
pub(crate) use self::{connections::confirm_first, door::provider_address};
pub(crate) use self::{
    connections::{CONNECTIONS, routes as connection_routes},
    door::{Comer, Door, Recognised},
    ways::{routes, samples_of_ways},
};
pub use self::{
    connections::{Connection, ConnectionsPage, Offer},
    signed_out::SignedOutPage,
    stranger::StrangerPage,
    trouble::TroublePage,
    ways::{Way, WaysPage},
};

/// Why a host cannot say who comes.
pub type EntranceError = Box<dyn Error + Send + Sync>;

/// The host's own sign-in: who is this, and where do they make themselves known.
///
/// ```
/// # use portal_axum::{Entrance, EntranceError, with_back};
/// # use portal_core::identity::Introduced;
/// # struct User { id: u64, email: String }
/// # struct Login;
/// # impl Login { async fn user(&self, _: &axum::http::HeaderMap) -> Result<Option<User>, EntranceError> { Ok(None) } }
/// #[async_trait::async_trait]
/// impl Entrance for Login {
///     fn issuer(&self) -> &str { "shop" }
///     fn label(&self) -> &str { "your shop account" }
///     async fn identify(&self, parts: &axum::http::request::Parts) -> Result<Option<Introduced>, EntranceError> {
///         let user = self.user(&parts.headers).await?;
///         Ok(user.map(|user| Introduced::new(user.id.to_string()).with_verified_email(user.email)))
///     }
///     fn challenge(&self, back: &str) -> String { with_back("/login", "next", back) }
/// }
/// ```
#[async_trait]
pub trait Entrance: Send + Sync {
    /// The host's word for its own people. It never changes: accounts are known by it and the subject.
    fn issuer(&self) -> &str;

    /// What one signs in with, as it stands after "Sign in with".
    fn label(&self) -> &str;

    /// Whom the host recognises; `None`: nobody.
    ///
    /// # Errors
    /// When it cannot be found out now. Nobody is let in then, as when it panics or takes more than five seconds
    /// (SECURITY F38).
    async fn identify(&self, parts: &Parts) -> Result<Option<Introduced>, EntranceError>;

    /// Where somebody unknown makes themselves known, to come back to `back`: a path on this site, from its root. As the
    /// value of a query it must be encoded: [`with_back`] does it.
    fn challenge(&self, back: &str) -> String;

    /// Where signing out leads. Without it, whoever signs out here is still recognised with their next request.
    fn farewell(&self) -> Option<String> {
        None
    }

    /// What becomes of people whom the host introduces for the first time.
    fn strangers(&self) -> Strangers {
        Strangers::Invited
    }
}

/// The address of a sign-in page with the way back as a value of its query.
pub fn with_back(login: &str, name: &str, back: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair(name, back).finish();
    let joint = if login.contains('?') { '&' } else { '?' };
    format!("{login}{joint}{query}")
}

/// A path below the mount point that may be gone to after signing in; anything else is the start page (X12).
pub fn safe_next(next: &str) -> &str {
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let inside = next.starts_with('/') && !next.starts_with("//");
    if plain && inside { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::{safe_next, with_back};

    #[test]
    fn x12_after_signing_in_one_stays_on_the_site() {
        assert_eq!(safe_next("/tasks/1?a=b"), "/tasks/1?a=b");
        let hostile = ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "data:x", "", "a@b"];
        for next in hostile {
            assert_eq!(safe_next(next), "/", "{next:?}");
        }
    }

    #[test]
    fn x12_the_way_back_is_one_value_of_the_query() {
        assert_eq!(with_back("/login", "next", "/a?b=c&d"), "/login?next=%2Fa%3Fb%3Dc%26d");
        assert_eq!(with_back("/login?by=portal", "next", "/a"), "/login?by=portal&next=%2Fa");
    }
}
