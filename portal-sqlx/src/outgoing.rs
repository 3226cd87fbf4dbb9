//! Deliveries on their way, with what their letters are made from: a few statements for all of them.

use std::collections::{HashMap, HashSet};

use portal_core::{
    document::Document,
    id::{AccountId, DeliveryId, OrganisationId, ProjectId},
    identity::{Account, Membership},
    notification::Delivery,
    request::{Event, Request, Task},
    store::{Outgoing, StoreError},
};
use uuid::Uuid;

use crate::{
    conn::{Conn, Row},
    documents, people, projects,
    query::{Dialect, Query},
    reach::Sight,
    table::{AccountRow, DeliveryRow, EventRow, MembershipRow, RequestRow, StoredDocument, TaskRow},
};

fn by_ids(dialect: Dialect, columns: &'static str, table: &'static str, column: &'static str, ids: Vec<Uuid>) -> Query {
    Query::new(dialect, "select ").push(columns).push(table).among(column, ids)
}

fn deliveries(dialect: Dialect, ids: Vec<Uuid>) -> Query {
    by_ids(dialect, DeliveryRow::COLUMNS, " from portal_delivery where ", "id", ids)
}

fn events(dialect: Dialect, ids: Vec<Uuid>) -> Query {
    by_ids(dialect, EventRow::COLUMNS, " from portal_event where ", "id", ids)
}

fn requests(dialect: Dialect, ids: Vec<Uuid>) -> Query {
    by_ids(dialect, RequestRow::COLUMNS, " from portal_request where ", "id", ids)
}

fn tasks(dialect: Dialect, ids: Vec<Uuid>) -> Query {
    by_ids(dialect, TaskRow::COLUMNS, " from portal_task where ", "id", ids)
}

fn papers(dialect: Dialect, ids: Vec<Uuid>) -> Query {
    documents::counted(dialect, Sight::Portal).push(" and ").among("portal_document.id", ids)
}

fn accounts(dialect: Dialect, ids: Vec<Uuid>) -> Query {
    by_ids(dialect, AccountRow::COLUMNS, " from portal_account where ", "id", ids)
}

fn memberships(dialect: Dialect, accounts: Vec<Uuid>) -> Query {
    by_ids(dialect, MembershipRow::COLUMNS, " from portal_membership where ", "account", accounts)
        .push(" order by created, id")
}

/// The rows of a statement over some ids; no statement for none.
async fn found<R: Row, T: From<R>>(
    conn: &mut Conn<'_>,
    ids: impl IntoIterator<Item = Uuid>,
    query: impl FnOnce(Dialect, Vec<Uuid>) -> Query,
) -> Result<Vec<T>, StoreError> {
    let ids: HashSet<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<R> = conn.all(query(conn.dialect(), ids.into_iter().collect())).await?;
    Ok(rows.into_iter().map(T::from).collect())
}

pub(crate) async fn outgoing(conn: &mut Conn<'_>, ids: &[DeliveryId]) -> Result<Vec<Outgoing>, StoreError> {
    let waiting: Vec<Delivery> = found::<DeliveryRow, _>(conn, ids.iter().map(|id| id.0), deliveries).await?;
    let happened = waiting.iter().map(|delivery| delivery.event.0);
    let happened: Vec<Event> = found::<EventRow, _>(conn, happened, events).await?;
    let about: Vec<Request> =
        found::<RequestRow, _>(conn, waiting.iter().map(|delivery| delivery.request.0), requests).await?;
    let asked = happened.iter().filter_map(|event| event.what.object());
    let asked: Vec<Task> = found::<TaskRow, _>(conn, asked, tasks).await?;
    let shown = happened.iter().filter_map(|event| event.what.document()).map(|id| id.0);
    let shown: Vec<Document> = found::<StoredDocument, _>(conn, shown, papers).await?;
    let told = || waiting.iter().map(|delivery| delivery.recipient.0);
    let told_accounts: Vec<Account> = found::<AccountRow, _>(conn, told(), accounts).await?;
    let seats: Vec<Membership> = found::<MembershipRow, _>(conn, told(), memberships).await?;
    let owners: HashSet<OrganisationId> = about.iter().map(|request| request.organisation).collect();
    let owners = people::organisations(conn, &owners.into_iter().collect::<Vec<_>>()).await?;
    let of_projects: Vec<ProjectId> = about.iter().filter_map(|request| request.project).collect();
    let of_projects = projects::projects_by_id(conn, &of_projects).await?;
    let acted = happened.iter().filter_map(|event| event.actor);
    let stand = about.iter().flat_map(|request| [Some(request.opened_by), request.owner]).flatten();
    let named: HashSet<AccountId> = acted.chain(stand).collect();
    let names = people::names(conn, &named.into_iter().collect::<Vec<_>>()).await?;

    let events: HashMap<_, &Event> = happened.iter().map(|event| (event.id, event)).collect();
    let requests: HashMap<_, &Request> = about.iter().map(|request| (request.id, request)).collect();
    let tasks: HashMap<_, &Task> = asked.iter().map(|task| (task.id.0, task)).collect();
    let papers: HashMap<_, &Document> = shown.iter().map(|document| (document.id, document)).collect();
    let accounts: HashMap<_, &Account> = told_accounts.iter().map(|account| (account.id, account)).collect();
    let whole = |delivery: Delivery| {
        let event: Event = (*events.get(&delivery.event)?).clone();
        let request: Request = (*requests.get(&delivery.request)?).clone();
        Some(Outgoing {
            account: (*accounts.get(&delivery.recipient)?).clone(),
            memberships: seats.iter().filter(|seat| seat.account == delivery.recipient).cloned().collect(),
            actor: event.actor.and_then(|actor| names.get(&actor).cloned()),
            task: event.what.object().and_then(|id| tasks.get(&id).copied().cloned()),
            document: event.what.document().and_then(|id| papers.get(&id).copied().cloned()),
            organisation: owners.iter().find(|organisation| organisation.id == request.organisation)?.clone(),
            project: of_projects.iter().find(|project| Some(project.id) == request.project).cloned(),
            requester: names.get(&request.opened_by).cloned().unwrap_or_default(),
            owner: request.owner.and_then(|owner| names.get(&owner).cloned()),
            event,
            request,
            delivery,
        })
    };
    Ok(waiting.into_iter().filter_map(whole).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let none = || vec![Uuid::nil()];
    [deliveries, events, requests, tasks, papers, accounts, memberships].map(|query| query(dialect, none())).into()
}
