//! Reads of what is sent, and of what caused it.

use portal_core::{
    id::{ActId, DeliveryId, MessageId},
    notification::Delivery,
    request::{Event, Message},
    store::{Act, Cursor, Page, StoreError, Summary},
};

use crate::{
    conn::Conn,
    dossier::dossier,
    page::page,
    query::{Dialect, Query},
    reach::Sight,
    requests::with_summaries,
    table::{DeliveryRow, EventRow, MessageRow},
};

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
            " from portal_delivery join portal_request on portal_request.id = portal_delivery.request \
             join portal_event on portal_event.id = portal_delivery.event where ",
        )
        .reach_of(sight, "portal_event.audience = 'client'")
        .when(failed, |query| query.push(" and portal_delivery.state = 'failed'"))
        .older("portal_delivery.created", "portal_delivery.id", after)
        .push(" order by portal_delivery.created desc, portal_delivery.id desc")
        .limit(u32::from(at_most) + 1)
}

pub(crate) async fn act(conn: &mut Conn<'_>, id: ActId) -> Result<Option<Act>, StoreError> {
    let rows: Vec<EventRow> = conn.all(events_of_act(conn.dialect(), id)).await?;
    let events: Vec<Event> = rows.into_iter().map(Event::from).collect();
    let Some(request) = events.first().map(|event| event.request) else { return Ok(None) };
    let dossier = dossier(conn, Sight::Portal, Sight::Portal, request).await?;
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
) -> Result<Page<(Delivery, Summary)>, StoreError> {
    if sight.is_nothing() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let rows: Vec<DeliveryRow> = conn.all(list(conn.dialect(), sight, failed, after, at_most)).await?;
    let rows = rows.into_iter().map(Delivery::from).collect();
    let page = page(rows, at_most, |delivery: &Delivery| Cursor { at: delivery.created, id: delivery.id.0 });
    let rows = with_summaries(conn, sight, page.rows, |delivery| delivery.request).await?;
    Ok(Page { rows, next: page.next })
}

pub(crate) async fn message(conn: &mut Conn<'_>, id: MessageId) -> Result<Option<Message>, StoreError> {
    let row: Option<MessageRow> = conn.one(message_by_id(conn.dialect(), id)).await?;
    Ok(row.map(Message::from))
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    let id = uuid::Uuid::nil();
    let after = Cursor { at: chrono::DateTime::UNIX_EPOCH, id };
    let mut all = vec![
        events_of_act(dialect, ActId(id)),
        delivery_by_id(dialect, DeliveryId(id)),
        message_by_id(dialect, MessageId(id)),
    ];
    for failed in [false, true] {
        all.extend([None, Some(&after)].map(|after| list(dialect, sight, failed, after, 20)));
    }
    all
}
