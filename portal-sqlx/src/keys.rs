//! Reads of what was done under which key. Keys are written with what they made, in [`crate::commit`].

use portal_core::{
    id::AccountId,
    store::{StoreError, Subject},
};
#[cfg(test)]
use uuid::Uuid;

use crate::{
    commit::subject_from_stored,
    conn::Conn,
    error::broken,
    query::{Dialect, Query},
    value::Hash,
};

const RECALL: &str = "select body, subject_kind, subject from portal_idempotency \
     where account = $1 and key = $2 and route = $3";

/// A key as the commit looks it up too.
pub(crate) fn recalled(dialect: Dialect, account: AccountId, route: &str, key: &str) -> Query {
    Query::new(dialect, RECALL).arg(account.0).arg(key).arg(route)
}

pub(crate) async fn recall(
    conn: &mut Conn<'_>,
    account: AccountId,
    route: &str,
    key: &str,
) -> Result<Option<(Subject, [u8; 32])>, StoreError> {
    let query = recalled(conn.dialect(), account, route, key);
    let row: Option<(Hash, String, Vec<u8>)> = conn.one(query).await?;
    let Some((body, kind, id)) = row else { return Ok(None) };
    let subject = subject_from_stored(&kind, &id).ok_or_else(|| broken("an unknown kind of subject"))?;
    Ok(Some((subject, body.0)))
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    vec![recalled(dialect, AccountId(Uuid::nil()), "route", "key")]
}
