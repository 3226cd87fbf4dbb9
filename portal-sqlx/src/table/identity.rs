//! Names under which the host and providers know accounts.

use portal_core::{
    id::{AccountId, IdentityId},
    identity::Identity,
};
use uuid::Uuid;

use crate::value::Time;

table! {
    /// A name of an account elsewhere. Issuer and subject are unique together.
    IdentityRow = "portal_identity", on conflict "(id) do nothing" {
        id: Uuid as uuid,
        issuer: String as text,
        subject: String as text,
        account: Uuid as uuid,
        created: Time as time,
    }
}

impl From<&Identity> for IdentityRow {
    fn from(it: &Identity) -> Self {
        Self {
            id: it.id.0,
            issuer: it.issuer.clone(),
            subject: it.subject.clone(),
            account: it.account.0,
            created: Time(it.created),
        }
    }
}

impl From<IdentityRow> for Identity {
    fn from(row: IdentityRow) -> Self {
        Self {
            id: IdentityId(row.id),
            issuer: row.issuer,
            subject: row.subject,
            account: AccountId(row.account),
            created: row.created.0,
        }
    }
}
