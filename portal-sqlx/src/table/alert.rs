//! Letters about the safety of accounts.

use portal_core::{
    id::{AccountId, AlertId, Version},
    identity::{Alert, AlertKind},
    notification::DeliveryState,
};
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A letter about the safety of an account.
    AlertRow = "portal_alert", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        account: Uuid as uuid,
        kind: Word<AlertKind> as text,
        email: String as text,
        name: String as text,
        locale: String as text,
        about: String as text,
        letter: Word<DeliveryState> as text,
        reason: Option<String> as text,
        attempts: i64 as int,
        created: Time as time,
    }
}

impl From<&Alert> for AlertRow {
    fn from(it: &Alert) -> Self {
        Self {
            id: it.id.0,
            account: it.account.0,
            kind: Word(it.kind),
            email: it.email.clone(),
            name: it.name.clone(),
            locale: it.locale.clone(),
            about: it.about.clone(),
            letter: Word(it.letter),
            reason: it.reason.clone(),
            attempts: it.attempts.into(),
            created: Time(it.created),
            version: it.version.0,
        }
    }
}

impl From<AlertRow> for Alert {
    fn from(row: AlertRow) -> Self {
        Self {
            id: AlertId(row.id),
            account: AccountId(row.account),
            kind: row.kind.0,
            email: row.email,
            name: row.name,
            locale: row.locale,
            about: row.about,
            letter: row.letter.0,
            reason: row.reason,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
