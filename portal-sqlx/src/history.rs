//! What happened to requests and what was said.

use chrono::{DateTime, Utc};
use portal_core::{
    id::{AccountId, RequestId},
    identity::Side,
    request::{Event, Message},
    store::{History, StoreError, Summary},
};

use crate::{
    conn::Conn,
    query::{Dialect, Query},
    reach::{Shown, Sight},
    requests::Listed,
    table::{EventRow, MessageRow},
};

const EVENT_FOR_CLIENT: &str = "portal_event.audience = 'client'";
const MESSAGE_FOR_CLIENT: &str = "portal_message.audience = 'client'";

const EVENTS: &str = " from portal_event join portal_request on portal_request.id = portal_event.request";

/// What somebody sees of events: those within `of`, and of documents those within `documents`.
#[derive(Clone, Copy)]
struct Sights<'a> {
    of: Sight<'a>,
    documents: Sight<'a>,
}

fn within(query: Query, sights: Sights<'_>, audience: Side) -> Query {
    query
        .push(" where ")
        .reach_of(sights.of, "portal_event.organisation", Shown { to_client: EVENT_FOR_CLIENT, to_team: None })
        .when(audience == Side::Client && sights.of.sees_notes(), |query| query.push(" and ").push(EVENT_FOR_CLIENT))
        .about_documents_in_reach(sights.of, sights.documents)
}

fn events_of(dialect: Dialect, sights: Sights<'_>, id: RequestId, audience: Side) -> Query {
    let events = Query::new(dialect, "select ").push(EventRow::COLUMNS).push(EVENTS);
    within(events, sights, audience).push(" and portal_event.request = ").bind(id.0).push(" order by portal_event.seq")
}

fn messages_of(dialect: Dialect, sight: Sight<'_>, id: RequestId, audience: Side) -> Query {
    Query::new(dialect, "select ")
        .push(MessageRow::COLUMNS)
        .push(" from portal_message join portal_request on portal_request.id = portal_message.request where ")
        .reach_of(sight, "portal_message.organisation", Shown { to_client: MESSAGE_FOR_CLIENT, to_team: None })
        .when(audience == Side::Client && sight.sees_notes(), |query| query.push(" and ").push(MESSAGE_FOR_CLIENT))
        .push(" and portal_message.request = ")
        .bind(id.0)
        .push(" order by portal_message.at, portal_message.id")
}

/// The bound is a subquery of its own: Postgres sees no value in it, so that it expects the same of every bound and keeps one
/// plan. With the bare value it takes each bound for a rare one, and plans anew each time, for ten times as long as it reads.
fn events_since(dialect: Dialect, sights: Sights<'_>, audience: Side, since: DateTime<Utc>, but: AccountId) -> Query {
    let events =
        Query::new(dialect, "select ").push(EventRow::COLUMNS).push(", ").summary().push(EVENTS).summary_from();
    within(events, sights, audience)
        .push(" and portal_event.at > (select ")
        .bind(since)
        .when(dialect == Dialect::Postgres, |query| query.push("::timestamptz"))
        .push(") and (portal_event.actor is null or portal_event.actor <> ")
        .bind(but.0)
        .push(") order by portal_event.at desc, portal_event.id desc limit 20")
}

pub(crate) async fn history(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    documents: Sight<'_>,
    id: RequestId,
    audience: Side,
) -> Result<History, StoreError> {
    if sight.is_nothing() {
        return Ok(History::default());
    }
    let events: Vec<EventRow> =
        conn.all(events_of(conn.dialect(), Sights { of: sight, documents }, id, audience)).await?;
    let messages: Vec<MessageRow> = conn.all(messages_of(conn.dialect(), sight, id, audience)).await?;
    Ok(History {
        events: events.into_iter().map(Event::from).collect(),
        messages: messages.into_iter().map(Message::from).collect(),
    })
}

pub(crate) async fn news(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    documents: Sight<'_>,
    audience: Side,
    since: DateTime<Utc>,
    but: AccountId,
) -> Result<Vec<(Event, Summary)>, StoreError> {
    if sight.is_nothing() {
        return Ok(Vec::new());
    }
    let query = events_since(conn.dialect(), Sights { of: sight, documents }, audience, since, but);
    let rows: Vec<Listed<EventRow>> = conn.all(query).await?;
    Ok(rows.into_iter().map(Listed::pair).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    let (id, account) = (RequestId(uuid::Uuid::nil()), AccountId(uuid::Uuid::nil()));
    let nothing = portal_core::conformance::scope(account, &[]);
    let of = |audience| {
        let [same, none] = [sight, Sight::Of(&nothing)].map(|documents| {
            let sights = Sights { of: sight, documents };
            [
                events_of(dialect, sights, id, audience),
                events_since(dialect, sights, audience, DateTime::UNIX_EPOCH, account),
            ]
        });
        [same.to_vec(), none.to_vec(), vec![messages_of(dialect, sight, id, audience)]].concat()
    };
    [of(Side::Client), of(Side::Team)].concat()
}
