//! Who sends a request. Built in: the cookie of a session that began on our sign-in page; a host that knows its people
//! puts its own in front.

use async_trait::async_trait;
use axum::http::request::Parts;
use portal_core::{Portal, Refused, identity::Entered};

use crate::{cookies, links::Links};

/// Recognises people, and says where they make themselves known.
#[async_trait]
pub trait Entrance: Send + Sync {
    /// Who sends this request; `None`: we do not know.
    ///
    /// # Errors
    /// When it cannot be found out now. Nobody is let in then.
    async fn identify(&self, portal: &Portal, parts: &Parts) -> Result<Option<Entered>, Refused>;

    /// Where somebody unknown makes themselves known, to come back to `next` (a path below the mount point).
    fn challenge(&self, links: &Links, next: &str) -> String;
}

/// The portal's own accounts.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnAccounts;

#[async_trait]
impl Entrance for OwnAccounts {
    async fn identify(&self, portal: &Portal, parts: &Parts) -> Result<Option<Entered>, Refused> {
        match cookies::token(&parts.headers) {
            Some(token) => portal.enter(&token).await,
            None => Ok(None),
        }
    }

    fn challenge(&self, links: &Links, next: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        if next == "/" { links.sign_in() } else { format!("{}?{query}", links.sign_in()) }
    }
}

/// A path below the mount point that may be gone to after signing in; anything else is the start page (X12).
pub fn safe_next(next: &str) -> &str {
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let inside = next.starts_with('/') && !next.starts_with("//");
    if plain && inside { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn x12_after_signing_in_one_stays_on_the_site() {
        assert_eq!(safe_next("/tasks/1?a=b"), "/tasks/1?a=b");
        let hostile = ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "data:x", "", "a@b"];
        for next in hostile {
            assert_eq!(safe_next(next), "/", "{next:?}");
        }
    }
}
