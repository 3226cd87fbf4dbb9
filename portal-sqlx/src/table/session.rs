//! Signed-in browsers.

use portal_core::{
    id::AccountId,
    identity::{Device, Pending, Session},
};
use uuid::Uuid;

use crate::value::{Hash, Time, Word};

table! {
    /// A session, by the hash of its token.
    SessionRow = "portal_session", on conflict "(hash) do nothing" {
        hash: Hash as bytes,
        account: Uuid as uuid,
        created: Time as time,
        seen: Time as time,
        expires: Time as time,
        idle_seconds: i64 as int,
        authenticated: Time as time,
        pending: Option<Word<Pending>> as text,
        browser: Option<String> as text,
        address: Option<String> as text,
        two_step: bool as bool,
    }
}

impl From<&Session> for SessionRow {
    fn from(it: &Session) -> Self {
        Self {
            hash: Hash(it.hash),
            account: it.account.0,
            created: Time(it.created),
            seen: Time(it.seen),
            expires: Time(it.expires),
            idle_seconds: it.idle_seconds,
            authenticated: Time(it.authenticated),
            pending: it.pending.map(Word),
            browser: it.from.as_ref().map(|from| from.browser.clone()),
            address: it.from.as_ref().map(|from| from.address.clone()),
            two_step: it.two_step,
        }
    }
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            hash: row.hash.0,
            account: AccountId(row.account),
            created: row.created.0,
            seen: row.seen.0,
            expires: row.expires.0,
            idle_seconds: row.idle_seconds,
            authenticated: row.authenticated.0,
            pending: row.pending.map(|word| word.0),
            two_step: row.two_step,
            from: row.browser.zip(row.address).map(|(browser, address)| Device { browser, address }),
        }
    }
}
