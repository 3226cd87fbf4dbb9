//! What publishing a version reads, to move it: everything, and nobody sees it.

use portal_core::{
    definition::plan::Moving,
    form::Draft,
    id::{Id, RequestId},
    identity::Membership,
    store::{Dossier, StoreError},
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    dossier,
    query::{Dialect, Query},
    reach::Sight,
    table::{DraftRow, MembershipRow},
};

const OPEN: &str = "select id from portal_request where ended is null";
const WITH_OPEN_TASKS: &str = "exists (select 1 from portal_task where portal_task.request = portal_request.id \
     and portal_task.state = 'open')";

/// The open requests that a move may touch. `None`: it touches none.
fn open(dialect: Dialect, moving: &Moving) -> Option<Query> {
    let open = Query::new(dialect, OPEN);
    let narrowed = match moving {
        Moving::Requests { request_type, from, .. } => {
            open.push(" and request_type = ").bind(request_type.as_str()).push(" and status = ").bind(from.as_str())
        }
        Moving::Queue { from, .. } => open.push(" and queue = ").bind(from.as_str()),
        Moving::Role { .. } => open.push(" and ").push(WITH_OPEN_TASKS),
        Moving::Kind { from, .. } => open
            .push(
                " and (exists (select 1 from portal_document where portal_document.request = portal_request.id \
                 and portal_document.kind = ",
            )
            .bind(from.as_str())
            .push(") or ")
            .push(WITH_OPEN_TASKS)
            .push(")"),
        Moving::Drafts { .. } => return None,
    };
    Some(narrowed.push(" order by id"))
}

fn drafts(dialect: Dialect, request_type: &Id) -> Query {
    let all = Query::new(dialect, "select ").push(DraftRow::COLUMNS).push(" from portal_draft where request_type = ");
    all.bind(request_type.as_str()).push(" order by id")
}

fn seats(dialect: Dialect, role: &Id) -> Query {
    let all = Query::new(dialect, "select ").push(MembershipRow::COLUMNS).push(" from portal_membership where role = ");
    all.bind(role.as_str()).push(" order by id")
}

pub(crate) async fn open_requests(conn: &mut Conn<'_>, moving: &Moving) -> Result<Vec<RequestId>, StoreError> {
    let Some(query) = open(conn.dialect(), moving) else { return Ok(Vec::new()) };
    let rows: Vec<(Uuid,)> = conn.all(query).await?;
    Ok(rows.into_iter().map(|(id,)| RequestId(id)).collect())
}

pub(crate) async fn to_move(conn: &mut Conn<'_>, id: RequestId) -> Result<Option<Dossier>, StoreError> {
    dossier::dossier(conn, Sight::Portal, id).await
}

pub(crate) async fn drafts_of(conn: &mut Conn<'_>, request_type: &Id) -> Result<Vec<Draft>, StoreError> {
    let rows: Vec<DraftRow> = conn.all(drafts(conn.dialect(), request_type)).await?;
    Ok(rows.into_iter().map(Draft::from).collect())
}

pub(crate) async fn seats_with(conn: &mut Conn<'_>, role: &Id) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<MembershipRow> = conn.all(seats(conn.dialect(), role)).await?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let id = || Id::from("one");
    let moves = [
        Moving::Requests { request_type: id(), from: id(), to: id() },
        Moving::Queue { from: id(), to: id() },
        Moving::Role { from: id(), to: id() },
        Moving::Kind { from: id(), to: id() },
    ];
    let open = moves.iter().filter_map(|moving| open(dialect, moving));
    open.chain([drafts(dialect, &id()), seats(dialect, &id())]).collect()
}
