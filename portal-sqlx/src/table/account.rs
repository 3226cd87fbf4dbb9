//! People.

use portal_core::{
    id::{AccountId, Version},
    identity::{Account, AccountState, email_key},
};
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A person. The address is unique under its key.
    AccountRow = "portal_account", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        email: String as text,
        email_key: String as text,
        name: String as text,
        locale: String as text,
        password: Option<String> as text,
        state: Word<AccountState> as text,
        seen: Option<Time> as time,
        created: Time as time,
    }
}

impl From<&Account> for AccountRow {
    fn from(it: &Account) -> Self {
        Self {
            id: it.id.0,
            email: it.email.clone(),
            email_key: email_key(&it.email),
            name: it.name.clone(),
            locale: it.locale.clone(),
            password: it.password.clone(),
            state: Word(it.state),
            seen: it.seen.map(Time),
            created: Time(it.created),
            version: it.version.0,
        }
    }
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            id: AccountId(row.id),
            email: row.email,
            name: row.name,
            locale: row.locale,
            password: row.password,
            state: row.state.0,
            seen: row.seen.map(|at| at.0),
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
