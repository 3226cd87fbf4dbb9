//! Reads of people, organisations and sessions.

use std::collections::HashMap;

use portal_core::{
    form::Answers,
    id::{AccountId, OrganisationId},
    identity::{
        Account, AccountState, Factor, Membership, MembershipState, Organisation, OrganisationState, Pending, Seat,
        SeatLimits, Session, Token,
    },
    store::{StoreError, Visitor},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    conn::Conn,
    query::{Dialect, Query},
    table::{AccountRow, FactorRow, MembershipRow, OrganisationRow, SessionRow, TokenRow},
    value::{Hash, Time, Word},
};

fn accounts(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(AccountRow::COLUMNS).push(" from portal_account where ")
}

fn account_by_id(dialect: Dialect, id: AccountId) -> Query {
    accounts(dialect).push("id = $1").arg(id.0)
}

fn account_by_key(dialect: Dialect, key: &str) -> Query {
    accounts(dialect).push("email_key = $1").arg(key)
}

fn accounts_seated(dialect: Dialect, seat: Seat) -> Query {
    at(accounts(dialect).push("id in (select account from portal_membership where "), seat).push(") order by name, id")
}

/// Ends a `where` with the place that a membership or an invitation is about.
pub(crate) fn at(query: Query, seat: Seat) -> Query {
    match seat {
        Seat::Organisation(id) => query.push("organisation = ").bind(id.0).push(" and request is null"),
        Seat::Request { request, .. } => query.push("request = ").bind(request.0),
        Seat::Team => query.push("organisation is null"),
    }
}

fn memberships_by_organisation(dialect: Dialect, id: OrganisationId) -> Query {
    Query::new(dialect, "select ")
        .push(MembershipRow::COLUMNS)
        .push(" from portal_membership where organisation = $1 order by created, id")
        .arg(id.0)
}

fn names_by_id(dialect: Dialect, ids: impl IntoIterator<Item = AccountId>) -> Query {
    Query::new(dialect, "select id, name from portal_account where ").among("id", ids.into_iter().map(|id| id.0))
}

fn memberships_of(dialect: Dialect, accounts: impl IntoIterator<Item = Uuid>) -> Query {
    Query::new(dialect, "select ")
        .push(MembershipRow::COLUMNS)
        .push(" from portal_membership where ")
        .among("account", accounts)
        .push(" order by created, id")
}

fn organisations_by_id(dialect: Dialect, ids: impl IntoIterator<Item = OrganisationId>) -> Query {
    Query::new(dialect, "select ")
        .push(OrganisationRow::COLUMNS)
        .push(" from portal_organisation where ")
        .among("id", ids.into_iter().map(|id| id.0))
        .push(" order by name, id")
}

fn organisations_by_name(dialect: Dialect, at_most: u16) -> Query {
    Query::new(dialect, "select ")
        .push(OrganisationRow::COLUMNS)
        .push(" from portal_organisation order by name, id")
        .limit(at_most.into())
}

/// A session with its account, and a row for each seat of the account: its columns are empty when there is none.
const VISITOR: &str = "select portal_session.hash, portal_session.account, portal_session.created as begun, \
     portal_session.seen as used, portal_session.expires, portal_session.idle_seconds, portal_session.authenticated, \
     portal_session.pending, portal_session.browser, portal_session.address, portal_session.two_step, portal_account.email, portal_account.email_key, portal_account.name, portal_account.locale, portal_account.password, portal_account.state, \
     portal_account.seen, portal_account.created, portal_account.version, portal_membership.id as seat, \
     portal_membership.organisation, portal_membership.request, portal_membership.role, portal_membership.limits, portal_membership.state as seat_state, \
     portal_membership.created as seated, \
     portal_membership.version as seat_version, portal_organisation.name as organisation_name, \
     portal_organisation.name_key as organisation_name_key, \
     portal_organisation.attributes as organisation_attributes, portal_organisation.state as organisation_state, \
     portal_organisation.created as organisation_created, portal_organisation.version as organisation_version \
     from portal_session join portal_account on portal_account.id = portal_session.account \
     left join portal_membership on portal_membership.account = portal_account.id \
     left join portal_organisation on portal_organisation.id = portal_membership.organisation \
     where portal_session.hash = $1 order by portal_membership.created, portal_membership.id";

#[derive(Debug, sqlx::FromRow)]
struct VisitorRow {
    hash: Hash,
    account: Uuid,
    begun: Time,
    used: Time,
    expires: Time,
    idle_seconds: i64,
    authenticated: Time,
    pending: Option<Word<Pending>>,
    browser: Option<String>,
    address: Option<String>,
    two_step: bool,
    email: String,
    email_key: String,
    name: String,
    locale: String,
    password: Option<String>,
    state: Word<AccountState>,
    seen: Option<Time>,
    created: Time,
    version: i64,
    seat: Option<Uuid>,
    organisation: Option<Uuid>,
    request: Option<Uuid>,
    role: Option<String>,
    limits: Option<Json<SeatLimits>>,
    seat_state: Option<Word<MembershipState>>,
    seated: Option<Time>,
    seat_version: Option<i64>,
    organisation_name: Option<String>,
    organisation_name_key: Option<String>,
    organisation_attributes: Option<Json<Answers>>,
    organisation_state: Option<Word<OrganisationState>>,
    organisation_created: Option<Time>,
    organisation_version: Option<i64>,
}

fn factor_of(dialect: Dialect, account: AccountId) -> Query {
    Query::new(dialect, "select ").push(FactorRow::COLUMNS).push(" from portal_factor where id = $1").arg(account.0)
}

/// What is sealed begins with the name of its key, up to the dot.
const FACTOR_KEYS: &str = "select distinct substr(secret, 1, 8) as name from portal_factor order by name";

fn factors_of(dialect: Dialect, key: &str) -> Query {
    Query::new(dialect, "select id from portal_factor where substr(secret, 1, 8) = $1 order by id").arg(key)
}

fn sessions_where(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(SessionRow::COLUMNS).push(" from portal_session where ")
}

fn visitor_by_hash(dialect: Dialect, hash: [u8; 32]) -> Query {
    Query::new(dialect, VISITOR).arg(hash)
}

fn token_by_hash(dialect: Dialect, hash: [u8; 32]) -> Query {
    Query::new(dialect, "select ").push(TokenRow::COLUMNS).push(" from portal_token where hash = $1").arg(hash)
}

fn tokens_newest(dialect: Dialect, of: Option<&[AccountId]>, at_most: u16) -> Query {
    Query::new(dialect, "select ")
        .push(TokenRow::COLUMNS)
        .push(" from portal_token where ")
        .when(of.is_none(), |query| query.push("true"))
        .with(of, |query, of| query.among("account", of.iter().map(|id| id.0)))
        .push(" order by created desc, id desc")
        .limit(at_most.into())
}

fn accounts_by_id(dialect: Dialect, ids: impl IntoIterator<Item = Uuid>) -> Query {
    accounts(dialect).among("id", ids)
}

fn sessions_of(dialect: Dialect, account: AccountId) -> Query {
    sessions_where(dialect).push("account = $1 order by created, hash").arg(account.0)
}

pub(crate) async fn account(conn: &mut Conn<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = conn.one(account_by_id(conn.dialect(), id)).await?;
    Ok(row.map(Account::from))
}

pub(crate) async fn account_by_email(conn: &mut Conn<'_>, key: &str) -> Result<Option<Account>, StoreError> {
    if key.contains('\0') {
        return Ok(None);
    }
    let row: Option<AccountRow> = conn.one(account_by_key(conn.dialect(), key)).await?;
    Ok(row.map(Account::from))
}

pub(crate) async fn names(conn: &mut Conn<'_>, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = conn.all(names_by_id(conn.dialect(), ids.iter().copied())).await?;
    Ok(rows.into_iter().map(|(id, name)| (AccountId(id), name)).collect())
}

pub(crate) async fn memberships(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<MembershipRow> = conn.all(memberships_of(conn.dialect(), [account.0])).await?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

pub(crate) async fn seated(conn: &mut Conn<'_>, seat: Seat) -> Result<Vec<(Account, Vec<Membership>)>, StoreError> {
    let accounts: Vec<AccountRow> = conn.all(accounts_seated(conn.dialect(), seat)).await?;
    let query = memberships_of(conn.dialect(), accounts.iter().map(|account| account.id));
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

pub(crate) async fn memberships_in(
    conn: &mut Conn<'_>,
    organisation: OrganisationId,
) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<MembershipRow> = conn.all(memberships_by_organisation(conn.dialect(), organisation)).await?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

pub(crate) async fn organisations(
    conn: &mut Conn<'_>,
    ids: &[OrganisationId],
) -> Result<Vec<Organisation>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<OrganisationRow> = conn.all(organisations_by_id(conn.dialect(), ids.iter().copied())).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

pub(crate) async fn all_organisations(conn: &mut Conn<'_>, at_most: u16) -> Result<Vec<Organisation>, StoreError> {
    let rows: Vec<OrganisationRow> = conn.all(organisations_by_name(conn.dialect(), at_most)).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

pub(crate) async fn session(conn: &mut Conn<'_>, hash: &[u8; 32]) -> Result<Option<Visitor>, StoreError> {
    let rows: Vec<VisitorRow> = conn.all(visitor_by_hash(conn.dialect(), *hash)).await?;
    let memberships = rows.iter().filter_map(VisitorRow::membership).collect();
    let organisations = rows.iter().filter_map(VisitorRow::organisation).collect();
    let visitor = |row: VisitorRow| {
        let (session, account) = row.session_and_account();
        Visitor { session, account, memberships, organisations }
    };
    Ok(rows.into_iter().next().map(visitor))
}

impl VisitorRow {
    fn membership(&self) -> Option<Membership> {
        let row = MembershipRow {
            id: self.seat?,
            account: self.account,
            organisation: self.organisation,
            request: self.request,
            role: self.role.clone()?,
            limits: self.limits.clone()?,
            state: self.seat_state?,
            created: self.seated?,
            version: self.seat_version?,
        };
        Some(row.into())
    }

    fn organisation(&self) -> Option<Organisation> {
        let row = OrganisationRow {
            id: self.organisation?,
            name: self.organisation_name.clone()?,
            name_key: self.organisation_name_key.clone()?,
            attributes: self.organisation_attributes.clone()?,
            state: self.organisation_state?,
            created: self.organisation_created?,
            version: self.organisation_version?,
        };
        Some(row.into())
    }

    fn session_and_account(self) -> (Session, Account) {
        let session = SessionRow {
            hash: self.hash,
            account: self.account,
            created: self.begun,
            seen: self.used,
            expires: self.expires,
            idle_seconds: self.idle_seconds,
            authenticated: self.authenticated,
            pending: self.pending,
            two_step: self.two_step,
            browser: self.browser,
            address: self.address,
        };
        let account = AccountRow {
            id: self.account,
            email: self.email,
            email_key: self.email_key,
            name: self.name,
            locale: self.locale,
            password: self.password,
            state: self.state,
            seen: self.seen,
            created: self.created,
            version: self.version,
        };
        (session.into(), account.into())
    }
}

pub(crate) async fn token(
    conn: &mut Conn<'_>,
    hash: &[u8; 32],
) -> Result<Option<(Token, Account, Vec<Membership>)>, StoreError> {
    let row: Option<TokenRow> = conn.one(token_by_hash(conn.dialect(), *hash)).await?;
    let Some(token) = row.map(Token::from) else { return Ok(None) };
    let Some(account) = account(conn, token.account).await? else { return Ok(None) };
    let memberships = memberships(conn, token.account).await?;
    Ok(Some((token, account, memberships)))
}

pub(crate) async fn tokens(
    conn: &mut Conn<'_>,
    of: Option<&[AccountId]>,
    at_most: u16,
) -> Result<Vec<(Token, Account)>, StoreError> {
    let tokens: Vec<TokenRow> = conn.all(tokens_newest(conn.dialect(), of, at_most)).await?;
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let query = accounts_by_id(conn.dialect(), tokens.iter().map(|token| token.account));
    let owners: Vec<AccountRow> = conn.all(query).await?;
    let owners: HashMap<AccountId, Account> =
        owners.into_iter().map(Account::from).map(|account| (account.id, account)).collect();
    let with_owner = |token: Token| owners.get(&token.account).cloned().map(|owner| (token, owner));
    Ok(tokens.into_iter().map(Token::from).filter_map(with_owner).collect())
}

pub(crate) async fn factor(conn: &mut Conn<'_>, account: AccountId) -> Result<Option<Factor>, StoreError> {
    let row: Option<FactorRow> = conn.one(factor_of(conn.dialect(), account)).await?;
    row.map(Factor::try_from).transpose()
}

pub(crate) async fn factor_keys(conn: &mut Conn<'_>) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = conn.all(Query::new(conn.dialect(), FACTOR_KEYS)).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

pub(crate) async fn factors_of_key(conn: &mut Conn<'_>, name: &str) -> Result<Vec<AccountId>, StoreError> {
    let rows: Vec<(Uuid,)> = conn.all(factors_of(conn.dialect(), name)).await?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

pub(crate) async fn sessions(conn: &mut Conn<'_>, account: AccountId) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<SessionRow> = conn.all(sessions_of(conn.dialect(), account)).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let id = AccountId(Uuid::nil());
    let organisation = OrganisationId(Uuid::nil());
    vec![
        account_by_id(dialect, id),
        account_by_key(dialect, "key"),
        accounts_seated(dialect, Seat::Team),
        accounts_seated(dialect, Seat::Organisation(organisation)),
        accounts_seated(dialect, Seat::Request { request: portal_core::id::RequestId(Uuid::nil()), organisation }),
        memberships_by_organisation(dialect, organisation),
        names_by_id(dialect, [id]),
        memberships_of(dialect, [id.0]),
        organisations_by_id(dialect, [organisation]),
        organisations_by_name(dialect, 20),
        visitor_by_hash(dialect, [0; 32]),
        token_by_hash(dialect, [0; 32]),
        tokens_newest(dialect, None, 9),
        tokens_newest(dialect, Some(&[id]), 9),
        accounts_by_id(dialect, [id.0]),
        sessions_of(dialect, id),
        factor_of(dialect, id),
        Query::new(dialect, FACTOR_KEYS),
        factors_of(dialect, "0a1b2c3d"),
    ]
}
