//! Second factors.

use portal_core::{
    id::{AccountId, Version},
    identity::Factor,
    store::StoreError,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    error::broken,
    value::{Time, hex, unhex},
};

table! {
    /// A second factor, by its account. The hashes of its recovery codes are in hexadecimal digits.
    FactorRow = "portal_factor", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        secret: String as text,
        codes: Json<Vec<String>> as jsonb,
        step: i64 as int,
        since: Time as time,
    }
}

impl From<&Factor> for FactorRow {
    fn from(it: &Factor) -> Self {
        Self {
            id: it.account.0,
            secret: it.secret.clone(),
            codes: Json(it.codes.iter().map(|code| hex(code)).collect()),
            step: it.step,
            since: Time(it.since),
            version: it.version.0,
        }
    }
}

impl TryFrom<FactorRow> for Factor {
    type Error = StoreError;

    fn try_from(row: FactorRow) -> Result<Self, StoreError> {
        let code = |text: &String| unhex(text)?.try_into().ok();
        let codes: Option<Vec<[u8; 32]>> = row.codes.0.iter().map(code).collect();
        Ok(Self {
            account: AccountId(row.id),
            secret: row.secret,
            codes: codes.ok_or_else(|| broken("the hash of a recovery code has another length"))?,
            step: row.step,
            since: row.since.0,
            version: Version(row.version),
        })
    }
}
