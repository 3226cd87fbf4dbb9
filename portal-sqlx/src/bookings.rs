//! Reads of places at times.

use chrono::{DateTime, Utc};
use portal_core::{
    booking::Booking,
    id::{DraftId, Id, RequestId},
    store::StoreError,
};

use crate::{
    conn::Conn,
    query::{Dialect, Query},
    table::BookingRow,
};

/// Those that were not given back, before what narrows them.
fn standing(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(BookingRow::COLUMNS).push(" from portal_booking where state <> 'given_back'")
}

fn overlapping(dialect: Dialect, slot: &Id, starts: DateTime<Utc>, ends: DateTime<Utc>) -> Query {
    let of_slot = standing(dialect).push(" and slot = ").bind(slot.as_str());
    of_slot.push(" and ends > ").bind(starts).push(" and starts < ").bind(ends).push(" order by starts, id")
}

fn of_draft(dialect: Dialect, draft: DraftId) -> Query {
    standing(dialect).push(" and draft = ").bind(draft.0).push(" order by id")
}

fn of_request(dialect: Dialect, request: RequestId) -> Query {
    standing(dialect).push(" and request = ").bind(request.0).push(" order by id")
}

fn run_out(dialect: Dialect, before: DateTime<Utc>) -> Query {
    let held = Query::new(dialect, "select ").push(BookingRow::COLUMNS).push(" from portal_booking");
    let held = held.push(" where state = 'held' and held_until <= ").bind(before);
    held.push(" order by held_until, id limit 100")
}

async fn all(conn: &mut Conn<'_>, query: Query) -> Result<Vec<Booking>, StoreError> {
    let rows: Vec<BookingRow> = conn.all(query).await?;
    Ok(rows.into_iter().map(Booking::from).collect())
}

pub(crate) async fn taken(
    conn: &mut Conn<'_>,
    slot: &Id,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
) -> Result<Vec<Booking>, StoreError> {
    let query = overlapping(conn.dialect(), slot, starts, ends);
    all(conn, query).await
}

pub(crate) async fn taken_for_draft(conn: &mut Conn<'_>, draft: DraftId) -> Result<Vec<Booking>, StoreError> {
    let query = of_draft(conn.dialect(), draft);
    all(conn, query).await
}

pub(crate) async fn taken_for_request(conn: &mut Conn<'_>, request: RequestId) -> Result<Vec<Booking>, StoreError> {
    let query = of_request(conn.dialect(), request);
    all(conn, query).await
}

pub(crate) async fn lapsed(conn: &mut Conn<'_>, before: DateTime<Utc>) -> Result<Vec<Booking>, StoreError> {
    let query = run_out(conn.dialect(), before);
    all(conn, query).await
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let (slot, now) = (Id::from("slot"), DateTime::UNIX_EPOCH);
    let (draft, request) = (DraftId(uuid::Uuid::nil()), RequestId(uuid::Uuid::nil()));
    vec![
        overlapping(dialect, &slot, now, now),
        of_draft(dialect, draft),
        of_request(dialect, request),
        run_out(dialect, now),
    ]
}
