//! Links that are spent once, and where their letters stand.

use portal_core::{
    id::{AccountId, LinkId, Version},
    identity::{Link, LinkPurpose, LinkState, Seat, SeatLimits, email_key},
    notification::DeliveryState,
};
use sqlx::types::Json;
use uuid::Uuid;

use super::membership::seat;
use crate::value::{Hash, Time, Word};

const INVITATION: &str = "invitation";
const RESET: &str = "reset";
const ADDRESS: &str = "address";
const SIGN_IN: &str = "sign_in";

table! {
    /// A link. An invitation without an organisation is one to the team, with a request one to that alone.
    LinkRow = "portal_link", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        purpose: String as text,
        organisation: Option<Uuid> as uuid,
        request: Option<Uuid> as uuid,
        account: Option<Uuid> as uuid,
        email: String as text,
        email_key: String as text,
        name: String as text,
        locale: String as text,
        role: String as text,
        limits: Json<SeatLimits> as jsonb,
        sender: Option<Uuid> as uuid,
        hash: Option<Hash> as bytes,
        state: Word<LinkState> as text,
        letter: Word<DeliveryState> as text,
        reason: Option<String> as text,
        attempts: i64 as int,
        created: Time as time,
        expires: Time as time,
    }
}

/// What is told apart by purpose: place, account, role, limits and sender.
type Meant = (&'static str, Option<Seat>, Option<Uuid>, String, SeatLimits, Option<Uuid>);

/// A link of an account.
fn own(purpose: &'static str, account: AccountId) -> Meant {
    (purpose, None, Some(account.0), String::new(), SeatLimits::default(), None)
}

impl From<&Link> for LinkRow {
    fn from(it: &Link) -> Self {
        let (purpose, seat, account, role, limits, sender) = match &it.purpose {
            LinkPurpose::Invitation { seat, role, limits, sender } => {
                (INVITATION, Some(*seat), None, role.to_string(), limits.clone(), Some(sender.0))
            }
            LinkPurpose::Reset { account } => own(RESET, *account),
            LinkPurpose::Address { account } => own(ADDRESS, *account),
            LinkPurpose::SignIn { account } => own(SIGN_IN, *account),
        };
        Self {
            id: it.id.0,
            purpose: purpose.to_owned(),
            organisation: seat.and_then(Seat::organisation).map(|id| id.0),
            request: seat.and_then(Seat::request).map(|id| id.0),
            account,
            email: it.email.clone(),
            email_key: email_key(&it.email),
            name: it.name.clone(),
            locale: it.locale.clone(),
            role,
            limits: Json(limits),
            sender,
            hash: it.hash.map(Hash),
            state: Word(it.state),
            letter: Word(it.letter),
            reason: it.reason.clone(),
            attempts: it.attempts.into(),
            created: Time(it.created),
            expires: Time(it.expires),
            version: it.version.0,
        }
    }
}

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        let purpose = match row.account.map(AccountId) {
            Some(account) if row.purpose == ADDRESS => LinkPurpose::Address { account },
            Some(account) if row.purpose == SIGN_IN => LinkPurpose::SignIn { account },
            Some(account) => LinkPurpose::Reset { account },
            None => LinkPurpose::Invitation {
                seat: seat(row.organisation, row.request),
                role: row.role.into(),
                limits: row.limits.0,
                sender: AccountId(row.sender.unwrap_or_default()),
            },
        };
        Self {
            id: LinkId(row.id),
            purpose,
            email: row.email,
            name: row.name,
            locale: row.locale,
            hash: row.hash.map(|hash| hash.0),
            state: row.state.0,
            letter: row.letter.0,
            reason: row.reason,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            created: row.created.0,
            expires: row.expires.0,
            version: Version(row.version),
        }
    }
}
