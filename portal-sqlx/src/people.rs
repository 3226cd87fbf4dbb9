//! Reads of people, organisations and sessions.

use std::collections::HashMap;

use portal_core::{
    id::{AccountId, OrganisationId},
    identity::{Account, Membership, Organisation, Seat, Session},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    query::{Dialect, Query},
    table::{AccountRow, MembershipRow, OrganisationRow, SessionRow},
};

const OF_ACCOUNT: &str = " from portal_membership where account = $1 order by created, id";

fn accounts(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(AccountRow::COLUMNS).push(" from portal_account where ")
}

fn memberships_where(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(MembershipRow::COLUMNS)
}

fn sessions_where(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(SessionRow::COLUMNS).push(" from portal_session where ")
}

pub(crate) async fn account(conn: &mut Conn<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = conn.one(accounts(conn.dialect()).push("id = $1").arg(id.0)).await?;
    Ok(row.map(Account::from))
}

pub(crate) async fn account_by_email(conn: &mut Conn<'_>, key: &str) -> Result<Option<Account>, StoreError> {
    if key.contains('\0') {
        return Ok(None);
    }
    let row: Option<AccountRow> = conn.one(accounts(conn.dialect()).push("email_key = $1").arg(key)).await?;
    Ok(row.map(Account::from))
}

pub(crate) async fn names(conn: &mut Conn<'_>, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query =
        Query::new(conn.dialect(), "select id, name from portal_account where ").among("id", ids.iter().map(|id| id.0));
    let rows: Vec<(Uuid, String)> = conn.all(query).await?;
    Ok(rows.into_iter().map(|(id, name)| (AccountId(id), name)).collect())
}

pub(crate) async fn memberships(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Membership>, StoreError> {
    let query = memberships_where(conn.dialect()).push(OF_ACCOUNT).arg(account.0);
    let rows: Vec<MembershipRow> = conn.all(query).await?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

pub(crate) async fn seated(conn: &mut Conn<'_>, seat: Seat) -> Result<Vec<(Account, Vec<Membership>)>, StoreError> {
    let query = accounts(conn.dialect()).push("id in (select account from portal_membership where organisation");
    let query = match seat {
        Seat::Organisation(id) => query.push(" = ").bind(id.0),
        Seat::Team => query.push(" is null"),
    };
    let accounts: Vec<AccountRow> = conn.all(query.push(") order by name, id")).await?;
    let query = memberships_where(conn.dialect())
        .push(" from portal_membership where ")
        .among("account", accounts.iter().map(|account| account.id))
        .push(" order by created, id");
    let rows: Vec<MembershipRow> = if accounts.is_empty() { Vec::new() } else { conn.all(query).await? };
    let mut seats: HashMap<AccountId, Vec<Membership>> = HashMap::new();
    for membership in rows.into_iter().map(Membership::from) {
        seats.entry(membership.account).or_default().push(membership);
    }
    let with_seats = |account: Account| {
        let memberships = seats.remove(&account.id).unwrap_or_default();
        (account, memberships)
    };
    Ok(accounts.into_iter().map(Account::from).map(with_seats).collect())
}

pub(crate) async fn organisations(
    conn: &mut Conn<'_>,
    ids: &[OrganisationId],
) -> Result<Vec<Organisation>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::new(conn.dialect(), "select ")
        .push(OrganisationRow::COLUMNS)
        .push(" from portal_organisation where ")
        .among("id", ids.iter().map(|id| id.0))
        .push(" order by name, id");
    let rows: Vec<OrganisationRow> = conn.all(query).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

pub(crate) async fn session(
    conn: &mut Conn<'_>,
    hash: &[u8; 32],
) -> Result<Option<(Session, Account, Vec<Membership>)>, StoreError> {
    let row: Option<SessionRow> = conn.one(sessions_where(conn.dialect()).push("hash = $1").arg(*hash)).await?;
    let Some(session) = row.map(Session::from) else { return Ok(None) };
    let Some(account) = account(conn, session.account).await? else { return Ok(None) };
    let memberships = memberships(conn, session.account).await?;
    Ok(Some((session, account, memberships)))
}

pub(crate) async fn sessions(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Session>, StoreError> {
    let query = sessions_where(conn.dialect()).push("account = $1 order by created, hash").arg(account.0);
    let rows: Vec<SessionRow> = conn.all(query).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}
