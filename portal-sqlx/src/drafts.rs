//! Reads of forms that are being filled in.

use portal_core::{
    form::Draft,
    id::{AccountId, DraftId, RequestId},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    query::{Dialect, Query},
    table::DraftRow,
};

const SUBMITTED: &str = "select subject from portal_idempotency \
     where account = $1 and key = $2 and route = 'submit'";

fn drafts_of(dialect: Dialect, account: AccountId) -> Query {
    Query::new(dialect, "select ").push(DraftRow::COLUMNS).push(" from portal_draft where account = $1").arg(account.0)
}

fn draft_of(dialect: Dialect, account: AccountId, id: DraftId) -> Query {
    drafts_of(dialect, account).push(" and id = ").bind(id.0)
}

fn newest_of(dialect: Dialect, account: AccountId) -> Query {
    drafts_of(dialect, account).push(" order by edited desc, id desc limit 100")
}

fn submission(dialect: Dialect, account: AccountId, draft: DraftId) -> Query {
    Query::new(dialect, SUBMITTED).arg(account.0).arg(draft.to_string())
}

pub(crate) async fn draft(conn: &mut Conn<'_>, account: AccountId, id: DraftId) -> Result<Option<Draft>, StoreError> {
    let row: Option<DraftRow> = conn.one(draft_of(conn.dialect(), account, id)).await?;
    Ok(row.map(Draft::from))
}

pub(crate) async fn drafts(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Draft>, StoreError> {
    let rows: Vec<DraftRow> = conn.all(newest_of(conn.dialect(), account)).await?;
    Ok(rows.into_iter().map(Draft::from).collect())
}

/// The draft's id is the key under which its submission happens once.
pub(crate) async fn submitted(
    conn: &mut Conn<'_>,
    account: AccountId,
    draft: DraftId,
) -> Result<Option<RequestId>, StoreError> {
    let row: Option<(Vec<u8>,)> = conn.one(submission(conn.dialect(), account, draft)).await?;
    Ok(row.and_then(|(subject,)| Uuid::from_slice(&subject).ok()).map(RequestId))
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let (account, draft) = (AccountId(Uuid::nil()), DraftId(Uuid::nil()));
    vec![draft_of(dialect, account, draft), newest_of(dialect, account), submission(dialect, account, draft)]
}
