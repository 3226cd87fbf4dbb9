//! Making tokens beside a portal that runs or not: the store is all it takes.

use chrono::TimeDelta;
use portal_core::{
    Refused,
    clock::now,
    identity::{NewToken, Secret, Token, TokenScope, email_key},
    store::People as _,
};
use portal_sqlx::SqlxStore;

use crate::clock::{SystemClock, SystemIds};

/// Makes a token for the API for the person with this address, as far as `scope` goes (`None`: as far as they), and shows its
/// secret this once.
///
/// # Errors
/// [`Refused::NotFound`] when nobody has the address or they may not come in; [`Refused::Missing`] for a name or a life
/// that will not do ([`Token::make`]).
pub async fn make_token(
    store: &SqlxStore,
    email: &str,
    name: &str,
    lifetime: TimeDelta,
    scope: Option<TokenScope>,
) -> Result<Secret, Refused> {
    let account = store.account_by_email(&email_key(email)).await?.ok_or(Refused::NotFound)?;
    let new = NewToken { account: account.id, name: name.to_owned(), lifetime, scope };
    Token::make(store, &SystemIds, now(&SystemClock), new).await
}
