//! The shop's word for who sends a request: its own session, by the shop's own id of its user.

use async_trait::async_trait;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use portal::{
    core::identity::{Introduced, Place},
    pages::{Entrance, EntranceError, with_back},
};

use crate::shop::Shop;

/// The shop as the portal's door.
pub struct Login(pub Shop);

#[async_trait]
impl Entrance for Login {
    fn issuer(&self) -> &'static str {
        "shop"
    }

    fn label(&self) -> &'static str {
        "your shop account"
    }

    /// The shop verifies every address before it makes a user, so it may vouch for it; and it says for which company one comes.
    async fn identify(&self, parts: &Parts) -> Result<Option<Introduced>, EntranceError> {
        let Some(user) = self.0.user(&CookieJar::from_headers(&parts.headers)).await? else { return Ok(None) };
        let place = Place { seat: user.seat, role: user.role.into() };
        Ok(Some(Introduced::new(user.id.to_string()).named(user.name).with_verified_email(user.email).placed(place)))
    }

    fn challenge(&self, back: &str) -> String {
        with_back("/login", "next", back)
    }

    fn farewell(&self) -> Option<String> {
        Some("/logout".to_owned())
    }
}
