//! The pages, as JSON.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    App, Failed,
    rows::{Document, Draft, Event, Listed, Message, Project, Request, Summary, Task},
    statements,
};

#[derive(Debug, Serialize)]
pub(super) struct ListPage {
    requests: Vec<Summary>,
    drafts: Vec<Draft>,
    projects: Vec<Project>,
}

pub(super) async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Json<ListPage>, Failed> {
    let &[enter, requests, drafts, projects] = statements!("list") else {
        return Err(Failed(StatusCode::NOT_IMPLEMENTED));
    };
    let (mut conn, visitor) = app.enter(&headers, enter).await?;
    let requests = sqlx::query_as(requests).bind(visitor.organisation).fetch_all(&mut *conn).await?;
    let drafts = sqlx::query_as(drafts).bind(visitor.account).fetch_all(&mut *conn).await?;
    let projects = sqlx::query_as(projects).bind(visitor.organisation).fetch_all(&mut *conn).await?;
    Ok(Json(ListPage { requests, drafts, projects }))
}

#[derive(Debug, Serialize)]
pub(super) struct RequestPage {
    request: Request,
    tasks: Vec<Task>,
    documents: Vec<Document>,
    events: Vec<Event>,
    messages: Vec<Message>,
    names: Vec<(Uuid, String)>,
}

pub(super) async fn request(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Json<RequestPage>, Failed> {
    let &[enter, request, tasks, documents, events, messages, names] = statements!("request") else {
        return Err(Failed(StatusCode::NOT_IMPLEMENTED));
    };
    let (mut conn, visitor) = app.enter(&headers, enter).await?;
    let of = visitor.organisation;
    let request: Option<Request> = sqlx::query_as(request).bind(id).bind(of).fetch_optional(&mut *conn).await?;
    let request = request.ok_or(Failed(StatusCode::NOT_FOUND))?;
    let tasks = sqlx::query_as(tasks).bind(id).fetch_all(&mut *conn).await?;
    let documents: Vec<Document> = sqlx::query_as(documents).bind(of).bind(id).fetch_all(&mut *conn).await?;
    let events: Vec<Event> = sqlx::query_as(events).bind(of).bind(id).fetch_all(&mut *conn).await?;
    let messages: Vec<Message> = sqlx::query_as(messages).bind(of).bind(id).fetch_all(&mut *conn).await?;
    let mut people: Vec<Uuid> = events.iter().filter_map(|event| event.actor).collect();
    people.extend(messages.iter().map(|message| message.author));
    people.extend(documents.iter().map(|document| document.added_by));
    people.extend([request.opened_by].into_iter().chain(request.owner));
    people.sort_unstable();
    people.dedup();
    let names = sqlx::query_as(names).bind(people).fetch_all(&mut *conn).await?;
    Ok(Json(RequestPage { request, tasks, documents, events, messages, names }))
}

#[derive(Debug, Serialize)]
pub(super) struct Dashboard {
    tasks: Vec<Listed<Task>>,
    ongoing: Vec<Summary>,
    news: Vec<Listed<Event>>,
    documents: Vec<Listed<Document>>,
    projects: Vec<Project>,
    names: Vec<(Uuid, String)>,
    drafts: Vec<Draft>,
}

pub(super) async fn dashboard(State(app): State<App>, headers: HeaderMap) -> Result<Json<Dashboard>, Failed> {
    let &[enter, tasks, ongoing, news, documents, projects, names, drafts] = statements!("dashboard") else {
        return Err(Failed(StatusCode::NOT_IMPLEMENTED));
    };
    let (mut conn, visitor) = app.enter(&headers, enter).await?;
    let (of, account) = (visitor.organisation, visitor.account);
    let tasks = sqlx::query_as(tasks).bind("client").bind(of).fetch_all(&mut *conn).await?;
    let ongoing = sqlx::query_as(ongoing).bind(of).fetch_all(&mut *conn).await?;
    let news = sqlx::query_as(news).bind(of).bind(visitor.seen).bind(account);
    let news: Vec<Listed<Event>> = news.fetch_all(&mut *conn).await?;
    let documents = sqlx::query_as(documents).bind(of).fetch_all(&mut *conn).await?;
    let projects = sqlx::query_as(projects).bind(of).fetch_all(&mut *conn).await?;
    let mut people: Vec<Uuid> = news.iter().filter_map(|news| news.row.actor).collect();
    people.sort_unstable();
    people.dedup();
    let names = sqlx::query_as(names).bind(people).fetch_all(&mut *conn).await?;
    let drafts = sqlx::query_as(drafts).bind(account).fetch_all(&mut *conn).await?;
    Ok(Json(Dashboard { tasks, ongoing, news, documents, projects, names, drafts }))
}
