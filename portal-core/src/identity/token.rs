//! Tokens with which programs come in for a person: made by a command, shown once, stored as a hash.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{AccountState, Secret, TokenScope};
use crate::{
    Portal, Refused,
    audit::{Action, Audit},
    clock::Ids,
    form::one_line,
    id::{AccountId, AuditId, TokenId},
    refused::Missing,
    store::{Changes, Record, Store},
};

/// What a token is for; it is good for nothing else (SECURITY A06).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Using the API for its account.
    Api,
}

/// A token as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// By what it is named: its hash is nobody's business.
    pub id: TokenId,
    /// Hash of its secret.
    pub hash: [u8; 32],
    /// For whom.
    pub account: AccountId,
    /// What for.
    pub purpose: Purpose,
    /// What its owner calls it.
    pub name: String,
    /// How far it goes; `None`: as far as its account.
    pub scope: Option<TokenScope>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it ends. There is none without an end (SECURITY A04).
    pub expires: DateTime<Utc>,
    /// Last use, to the minute.
    pub used: Option<DateTime<Utc>>,
}

impl Token {
    /// Longest life.
    pub const LONGEST: TimeDelta = TimeDelta::days(365);
    /// Longest name, in characters.
    pub const LONGEST_NAME: usize = 100;

    /// Whether it is good for this, now.
    pub fn opens(&self, purpose: Purpose, now: DateTime<Utc>) -> bool {
        self.purpose == purpose && now < self.expires
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("account", &self.account).field("name", &self.name).finish_non_exhaustive()
    }
}

/// A token that is to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// For whom.
    pub account: AccountId,
    /// What it is called.
    pub name: String,
    /// How long it is good: a moment to [`Token::LONGEST`].
    pub lifetime: TimeDelta,
    /// How far it goes; `None`: as far as its account.
    pub scope: Option<TokenScope>,
}

impl NewToken {
    /// The token as it is stored, and its secret.
    pub(super) fn drawn(self, ids: &dyn Ids, created: DateTime<Utc>) -> (Token, Secret) {
        let secret = Secret::new(ids.secret());
        let Self { account, name, lifetime, scope } = self;
        let (id, hash, expires) = (TokenId(ids.uuid(created)), secret.hash(), created + lifetime);
        (Token { id, hash, account, purpose: Purpose::Api, name, scope, created, expires, used: None }, secret)
    }
}

impl Token {
    /// Makes a token for the API and shows its secret this once. The store is all it takes, so that a command can do it
    /// beside a running portal.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for an account that is not there or may not come in; [`Refused::Missing`] for a name that is
    /// empty or too long, a scope that holds nothing, or a life that is not between a moment and [`Token::LONGEST`].
    pub async fn make(
        store: &dyn Store,
        ids: &dyn Ids,
        created: DateTime<Utc>,
        new: NewToken,
    ) -> Result<Secret, Refused> {
        let (account, name) = (new.account, one_line(&new.name));
        if name.is_empty() {
            return Err(Refused::Missing(Missing::Text("name")));
        }
        if name.chars().count() > Self::LONGEST_NAME {
            return Err(Refused::Missing(Missing::TextTooLong("name", Self::LONGEST_NAME)));
        }
        if new.lifetime <= TimeDelta::zero() || new.lifetime > Self::LONGEST {
            return Err(Refused::Missing(Missing::Text("lifetime")));
        }
        if new.scope.as_ref().is_some_and(TokenScope::is_nothing) {
            return Err(Refused::Missing(Missing::Text("scope")));
        }
        let found = store.account(account).await?.filter(|account| account.state == AccountState::Active);
        found.ok_or(Refused::NotFound)?;
        let (token, secret) = NewToken { name, ..new }.drawn(ids, created);
        let mut changes = Changes::new();
        changes.create(Record::Token(token));
        changes.audit(Audit::new(AuditId(ids.uuid(created)), created, Action::TokenMade).on(account.0));
        store.commit(&changes).await?;
        Ok(secret)
    }
}

impl Portal {
    /// Makes a token for the API that goes as far as its account ([`Token::make`]).
    ///
    /// # Errors
    /// As [`Token::make`].
    pub async fn make_token(&self, account: AccountId, name: &str, lifetime: TimeDelta) -> Result<Secret, Refused> {
        self.make_scoped_token(NewToken { account, name: name.to_owned(), lifetime, scope: None }).await
    }

    /// Makes a token for the API ([`Token::make`]).
    ///
    /// # Errors
    /// As [`Token::make`].
    pub async fn make_scoped_token(&self, new: NewToken) -> Result<Secret, Refused> {
        let parts = self.parts();
        Token::make(parts.store.as_ref(), parts.ids.as_ref(), self.now(), new).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        Token {
            id: TokenId(uuid::Uuid::nil()),
            hash: [0xab; 32],
            account: AccountId(uuid::Uuid::nil()),
            purpose: Purpose::Api,
            name: "nightly export".to_owned(),
            scope: None,
            created: DateTime::UNIX_EPOCH,
            expires: DateTime::UNIX_EPOCH + TimeDelta::days(1),
            used: None,
        }
    }

    #[test]
    fn a04_a_token_is_refused_from_its_end_on() {
        let token = token();
        assert!(token.opens(Purpose::Api, token.expires - TimeDelta::microseconds(1)));
        assert!(!token.opens(Purpose::Api, token.expires));
    }

    #[test]
    fn s10_a_token_does_not_show_itself() {
        assert!(!format!("{:?}", token()).contains("171"), "171 is 0xab, a byte of the hash");
    }
}
