//! Tokens of programs.

use portal_core::{
    id::{AccountId, TokenId},
    identity::{Purpose, Token, TokenScope},
};
use uuid::Uuid;

use crate::value::{Hash, Time, Word};

table! {
    /// A token, by the hash of its secret.
    TokenRow = "portal_token", on conflict "(hash) do nothing" {
        hash: Hash as bytes,
        id: Uuid as uuid,
        account: Uuid as uuid,
        purpose: Word<Purpose> as text,
        name: String as text,
        scope: Option<String> as text,
        created: Time as time,
        expires: Time as time,
        used: Option<Time> as time,
    }
}

impl From<&Token> for TokenRow {
    fn from(it: &Token) -> Self {
        Self {
            hash: Hash(it.hash),
            id: it.id.0,
            account: it.account.0,
            purpose: Word(it.purpose),
            name: it.name.clone(),
            scope: it.scope.as_ref().map(written),
            created: Time(it.created),
            expires: Time(it.expires),
            used: it.used.map(Time),
        }
    }
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        Self {
            hash: row.hash.0,
            id: TokenId(row.id),
            account: AccountId(row.account),
            purpose: row.purpose.0,
            name: row.name,
            scope: row.scope.as_deref().map(read),
            created: row.created.0,
            expires: row.expires.0,
            used: row.used.map(|at| at.0),
        }
    }
}

fn written(scope: &TokenScope) -> String {
    serde_json::to_string(scope).expect("a map of words")
}

/// A scope that cannot be read holds nothing: such a token opens nothing.
fn read(text: &str) -> TokenScope {
    serde_json::from_str(text).unwrap_or_default()
}
