//! Reads of links that are spent once, and of letters about the safety of accounts.

use portal_core::{
    id::{AccountId, AlertId, LinkId, OrganisationId},
    identity::{Alert, Link, Seat},
    store::StoreError,
};

use crate::{
    conn::Conn,
    people::at,
    query::{Dialect, Query},
    table::{AlertRow, LinkRow},
};

fn links(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(LinkRow::COLUMNS).push(" from portal_link where ")
}

fn by_id(dialect: Dialect, id: LinkId) -> Query {
    links(dialect).push("id = $1").arg(id.0)
}

fn by_hash(dialect: Dialect, hash: [u8; 32]) -> Query {
    links(dialect).push("hash = $1").arg(hash)
}

fn invitations(dialect: Dialect, seat: Seat) -> Query {
    at(links(dialect).push("purpose = 'invitation' and state = 'open' and "), seat)
        .push(" order by created desc, id desc")
}

fn invitations_by_organisation(dialect: Dialect, id: OrganisationId) -> Query {
    links(dialect)
        .push("purpose = 'invitation' and state = 'open' and organisation = $1 order by created desc, id desc")
        .arg(id.0)
}

fn own(dialect: Dialect, account: AccountId) -> Query {
    links(dialect).push("state = 'open' and account = $1 order by created desc, id desc").arg(account.0)
}

fn alert_by_id(dialect: Dialect, id: AlertId) -> Query {
    Query::new(dialect, "select ").push(AlertRow::COLUMNS).push(" from portal_alert where id = $1").arg(id.0)
}

pub(crate) async fn link(conn: &mut Conn<'_>, id: LinkId) -> Result<Option<Link>, StoreError> {
    let row: Option<LinkRow> = conn.one(by_id(conn.dialect(), id)).await?;
    Ok(row.map(Link::from))
}

pub(crate) async fn link_by_hash(conn: &mut Conn<'_>, hash: &[u8; 32]) -> Result<Option<Link>, StoreError> {
    let row: Option<LinkRow> = conn.one(by_hash(conn.dialect(), *hash)).await?;
    Ok(row.map(Link::from))
}

pub(crate) async fn invitations_to(conn: &mut Conn<'_>, seat: Seat) -> Result<Vec<Link>, StoreError> {
    let rows: Vec<LinkRow> = conn.all(invitations(conn.dialect(), seat)).await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

pub(crate) async fn invitations_in(conn: &mut Conn<'_>, organisation: OrganisationId) -> Result<Vec<Link>, StoreError> {
    let rows: Vec<LinkRow> = conn.all(invitations_by_organisation(conn.dialect(), organisation)).await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

pub(crate) async fn links_of(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Link>, StoreError> {
    let rows: Vec<LinkRow> = conn.all(own(conn.dialect(), account)).await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

pub(crate) async fn alert(conn: &mut Conn<'_>, id: AlertId) -> Result<Option<Alert>, StoreError> {
    let row: Option<AlertRow> = conn.one(alert_by_id(conn.dialect(), id)).await?;
    Ok(row.map(Alert::from))
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let id = uuid::Uuid::nil();
    vec![
        by_id(dialect, LinkId(id)),
        by_hash(dialect, [0; 32]),
        invitations(dialect, Seat::Team),
        invitations(dialect, Seat::Organisation(OrganisationId(id))),
        invitations(
            dialect,
            Seat::Request { request: portal_core::id::RequestId(id), organisation: OrganisationId(id) },
        ),
        invitations_by_organisation(dialect, OrganisationId(id)),
        own(dialect, AccountId(id)),
        alert_by_id(dialect, AlertId(id)),
    ]
}
