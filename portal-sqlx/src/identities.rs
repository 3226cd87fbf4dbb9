//! Reads of the names under which the host and providers know accounts.

use portal_core::{
    id::AccountId,
    identity::{Account, Identity},
    store::StoreError,
};

use crate::{
    conn::Conn,
    people,
    query::{Dialect, Query},
    table::IdentityRow,
};

fn identities(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(IdentityRow::COLUMNS).push(" from portal_identity where ")
}

fn by_name(dialect: Dialect, issuer: &str, subject: &str) -> Query {
    identities(dialect).push("issuer = $1 and subject = $2").arg(issuer).arg(subject)
}

fn of_account(dialect: Dialect, account: AccountId) -> Query {
    identities(dialect).push("account = $1 order by created, id").arg(account.0)
}

pub(crate) async fn identity(
    conn: &mut Conn<'_>,
    issuer: &str,
    subject: &str,
) -> Result<Option<(Identity, Account)>, StoreError> {
    if [issuer, subject].iter().any(|text| text.contains('\0')) {
        return Ok(None);
    }
    let row: Option<IdentityRow> = conn.one(by_name(conn.dialect(), issuer, subject)).await?;
    let Some(identity) = row.map(Identity::from) else { return Ok(None) };
    let account = people::account(conn, identity.account).await?;
    Ok(account.map(|account| (identity, account)))
}

pub(crate) async fn identities_of(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Identity>, StoreError> {
    let rows: Vec<IdentityRow> = conn.all(of_account(conn.dialect(), account)).await?;
    Ok(rows.into_iter().map(Identity::from).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    vec![by_name(dialect, "issuer", "subject"), of_account(dialect, AccountId(uuid::Uuid::nil()))]
}
