//! The one write: a batch applies wholly or not at all, in an order that is always the same, so that two batches wait
//! for each other instead of blocking each other: what they count on, then rows (parents first), then removals.

mod batch;
mod guard;
mod part;
mod remove;
mod write;

pub(crate) use batch::Batch;
pub(crate) use guard::subject_from_stored;

use portal_core::{fault::point, store::StoreError};

use crate::conn::Conn;

/// Applies a batch in a transaction of its own, or in a savepoint of the one that is open.
pub(crate) async fn commit(conn: &mut Conn<'_>, batch: &Batch) -> Result<(), StoreError> {
    point("commit.before_transaction");
    let mut tx = conn.begin().await?;
    let result = apply(&mut tx.conn(), batch).await;
    point("commit.before_commit");
    let result = tx.end(result).await;
    point("commit.after_commit");
    result
}

/// Applies a batch within the open transaction.
pub(crate) async fn apply(conn: &mut Conn<'_>, batch: &Batch) -> Result<(), StoreError> {
    part::run(conn, batch.parts(conn.dialect())?).await
}

#[cfg(test)]
pub(crate) fn statements(dialect: crate::query::Dialect) -> Vec<crate::query::Query> {
    [write::statements(dialect), guard::statements(dialect), remove::statements(dialect)].concat()
}
