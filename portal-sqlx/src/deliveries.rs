//! Reads of what is sent, and of what caused it.

use portal_core::{
    id::{ActId, DeliveryId, JobId, MessageId, RequestId},
    notification::Delivery,
    request::{Event, Message},
    store::{Act, Cursor, GivenUp, Page, Sent, StoreError, Summary},
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    dossier::dossier,
    engine::kind,
    page::page,
    query::{Dialect, Query},
    reach::{Shown, Sight},
    requests::with_summaries,
    table::{DeliveryRow, EventRow, MessageRow},
    value::Time,
};

/// Clients see what was sent of what is meant for both sides.
const OF_CLIENT: Shown = Shown { to_client: "portal_event.audience = 'client'", to_team: None };

/// The request is that of the delivery, or of the act, or the subject itself.
const GIVEN_UP: &str = "select portal_job.id, portal_job.kind, portal_job.attempts, portal_job.failed, portal_job.reason, \
     portal_request.id as request, portal_request.title, portal_request.reference from portal_job \
     left join portal_request on portal_request.id = coalesce( \
     (select request from portal_delivery where portal_delivery.id = portal_job.subject), \
     (select request from portal_event where portal_event.act = portal_job.subject limit 1), portal_job.subject) \
     where portal_job.failed is not null order by portal_job.failed desc, portal_job.id desc limit 50";

#[derive(Debug, sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    delivery: DeliveryRow,
    next: Option<Time>,
}

#[derive(Debug, sqlx::FromRow)]
struct GivenUpRow {
    id: Uuid,
    kind: String,
    attempts: i64,
    failed: Time,
    reason: Option<String>,
    request: Option<Uuid>,
    title: Option<String>,
    reference: Option<String>,
}

impl From<GivenUpRow> for GivenUp {
    fn from(row: GivenUpRow) -> Self {
        let request = row.request.zip(row.title).zip(row.reference);
        Self {
            id: JobId(row.id),
            kind: kind(&row.kind),
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            at: row.failed.0,
            reason: row.reason.unwrap_or_default(),
            request: request.map(|((id, title), reference)| (RequestId(id), title, reference.into())),
        }
    }
}

fn events_of_act(dialect: Dialect, id: ActId) -> Query {
    Query::new(dialect, "select ")
        .push(EventRow::COLUMNS)
        .push(" from portal_event where act = $1 order by request, seq")
        .arg(id.0)
}

fn delivery_by_id(dialect: Dialect, id: DeliveryId) -> Query {
    Query::new(dialect, "select ").push(DeliveryRow::COLUMNS).push(" from portal_delivery where id = $1").arg(id.0)
}

fn message_by_id(dialect: Dialect, id: MessageId) -> Query {
    Query::new(dialect, "select ").push(MessageRow::COLUMNS).push(" from portal_message where id = $1").arg(id.0)
}

fn list(dialect: Dialect, sight: Sight<'_>, failed: bool, after: Option<&Cursor>, at_most: u16) -> Query {
    Query::new(dialect, "select ")
        .push(DeliveryRow::COLUMNS)
        .push(
            ", portal_job.due as next from portal_delivery \
             join portal_request on portal_request.id = portal_delivery.request \
             join portal_event on portal_event.id = portal_delivery.event \
             left join portal_job on portal_job.subject = portal_delivery.id and portal_job.failed is null where ",
        )
        .reach_of(sight, "portal_delivery.organisation", OF_CLIENT)
        .about_documents_in_reach(sight, sight)
        .push(match failed {
            true => " and portal_delivery.state = 'failed'",
            // A state that this program does not know: the job is given up, and seen among those.
            false => " and portal_delivery.state in ('pending', 'sending', 'delivered', 'failed', 'suppressed')",
        })
        .older("portal_delivery.created", "portal_delivery.id", after)
        .push(" order by portal_delivery.created desc, portal_delivery.id desc")
        .limit(u32::from(at_most) + 1)
}

pub(crate) async fn act(conn: &mut Conn<'_>, id: ActId) -> Result<Option<Act>, StoreError> {
    let rows: Vec<EventRow> = conn.all(events_of_act(conn.dialect(), id)).await?;
    let events: Vec<Event> = rows.into_iter().map(Event::from).collect();
    let Some(request) = events.first().map(|event| event.request) else { return Ok(None) };
    let dossier = dossier(conn, Sight::Portal, request).await?;
    Ok(dossier.map(|dossier| Act { events, dossier }))
}

pub(crate) async fn delivery(conn: &mut Conn<'_>, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
    let row: Option<DeliveryRow> = conn.one(delivery_by_id(conn.dialect(), id)).await?;
    Ok(row.map(Delivery::from))
}

pub(crate) async fn deliveries(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    failed: bool,
    after: Option<&Cursor>,
    at_most: u16,
) -> Result<Page<Sent>, StoreError> {
    if sight.is_nothing() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let rows: Vec<ListedRow> = conn.all(list(conn.dialect(), sight, failed, after, at_most)).await?;
    let page = page(rows, at_most, |row| Cursor { at: row.delivery.created.0, id: row.delivery.id });
    let rows = with_summaries(conn, sight, page.rows, |row| RequestId(row.delivery.request)).await?;
    let sent = |(row, request): (ListedRow, Summary)| Sent {
        delivery: Delivery::from(row.delivery),
        request,
        next: row.next.map(|at| at.0),
    };
    Ok(Page { rows: rows.into_iter().map(sent).collect(), next: page.next })
}

pub(crate) async fn given_up(conn: &mut Conn<'_>) -> Result<Vec<GivenUp>, StoreError> {
    let rows: Vec<GivenUpRow> = conn.all(Query::new(conn.dialect(), GIVEN_UP)).await?;
    Ok(rows.into_iter().map(GivenUp::from).collect())
}

pub(crate) async fn message(conn: &mut Conn<'_>, id: MessageId) -> Result<Option<Message>, StoreError> {
    let row: Option<MessageRow> = conn.one(message_by_id(conn.dialect(), id)).await?;
    Ok(row.map(Message::from))
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    let id = Uuid::nil();
    let after = Cursor { at: chrono::DateTime::UNIX_EPOCH, id };
    let mut all = vec![
        events_of_act(dialect, ActId(id)),
        delivery_by_id(dialect, DeliveryId(id)),
        message_by_id(dialect, MessageId(id)),
        Query::new(dialect, GIVEN_UP),
    ];
    for failed in [false, true] {
        all.extend([None, Some(&after)].map(|after| list(dialect, sight, failed, after, 20)));
    }
    all
}
