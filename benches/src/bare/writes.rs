//! Submitting a form and taking a request, without a rule.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::Connection as _;
use uuid::Uuid;

use super::{
    App, Failed,
    rows::{Document, Draft, NewAudit, NewEvent, NewFigure, NewJob, NewRequest, Request, Task, value},
    statements,
};

pub(super) async fn submit(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Json<Value>, Failed> {
    let &[enter, draft, _begin, write, _commit] = statements!("submit") else {
        return Err(Failed(StatusCode::NOT_IMPLEMENTED));
    };
    let (mut conn, visitor) = app.enter(&headers, enter).await?;
    let draft: Option<Draft> = sqlx::query_as(draft).bind(visitor.account).bind(id).fetch_optional(&mut *conn).await?;
    let draft = draft.ok_or(Failed(StatusCode::NOT_FOUND))?;
    let (request, act, now) = (Uuid::now_v7(), Uuid::now_v7(), Utc::now());
    let at = now.timestamp_micros();
    let due = (now + TimeDelta::days(1)).timestamp_micros();
    let title = draft.answers["subject"]["text"].as_str().unwrap_or_default();
    let reference = format!("QUO-{}", request.simple());
    let new = NewRequest {
        id: request,
        organisation: draft.organisation,
        project: draft.project,
        reference: &reference,
        request_type: &draft.request_type,
        definition: &draft.definition,
        title,
        title_key: title.to_lowercase(),
        opened_by: draft.account,
        queue: "sales",
        owner: None,
        status: "received",
        since: at,
        waits_for: "team",
        ended: None,
        due: Some(due),
        reminded: None,
        answers: &draft.answers,
        team_answers: json!({}),
        events: 1,
        submitted: at,
        activity: at,
        version: 1,
    };
    let event = NewEvent {
        id: Uuid::now_v7(),
        request,
        seq: 1,
        act,
        organisation: draft.organisation,
        actor: visitor.account,
        audience: "client",
        kind: "request.submitted",
        data: json!({"kind": "request.submitted", "status": "received"}),
        at,
    };
    let jobs = jobs(act, at, request, due);
    let day = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let figure = NewFigure {
        id: Uuid::now_v7(),
        day: day.timestamp_micros(),
        request_type: &draft.request_type,
        definition: &draft.definition,
        kind: "submitted",
        step: None,
        field: None,
        code: None,
        seconds: Some((now - draft.created).num_seconds()),
    };
    let body: [u8; 32] = Sha256::digest(id).into();
    let audit = NewAudit::new(visitor.account, draft.organisation, "request.submitted", request, at);
    let mut tx = conn.begin().await?;
    let written = sqlx::query(write)
        .bind(visitor.account)
        .bind(id.to_string())
        .bind("submit")
        .bind(body.to_vec())
        .bind("request")
        .bind(request.as_bytes().to_vec())
        .bind(now + TimeDelta::days(90))
        .bind(vec![visitor.seat.unwrap_or_default()])
        .bind(value(&[new])?)
        .bind(value(&[event])?)
        .bind(value(&[audit])?)
        .bind(value(&jobs)?)
        .bind(value(&[figure])?)
        .bind(vec![id])
        .fetch_all(&mut *tx)
        .await?;
    if written.len() < 8 {
        return Err(Failed(StatusCode::CONFLICT));
    }
    tx.commit().await?;
    Ok(Json(json!({ "request": request })))
}

pub(super) async fn take(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Json<Value>, Failed> {
    let &[enter, request, tasks, documents, _begin, write, _commit] = statements!("move") else {
        return Err(Failed(StatusCode::NOT_IMPLEMENTED));
    };
    let (mut conn, visitor) = app.enter(&headers, enter).await?;
    let request: Option<Request> = sqlx::query_as(request).bind(id).fetch_optional(&mut *conn).await?;
    let request = request.ok_or(Failed(StatusCode::NOT_FOUND))?;
    let _: Vec<Task> = sqlx::query_as(tasks).bind(id).fetch_all(&mut *conn).await?;
    let _: Vec<Document> = sqlx::query_as(documents).bind(id).fetch_all(&mut *conn).await?;
    let (act, now) = (Uuid::now_v7(), Utc::now());
    let (at, due) = (now.timestamp_micros(), (now + TimeDelta::days(3)).timestamp_micros());
    let event = |seq: i64, kind: &'static str, data: Value| NewEvent {
        id: Uuid::now_v7(),
        request: id,
        seq: request.events + seq,
        act,
        organisation: request.organisation,
        actor: visitor.account,
        audience: "client",
        kind,
        data,
        at,
    };
    let moved = json!({"kind": "request.moved", "by": "take", "from": "received", "to": "processing"});
    let assigned = json!({"kind": "request.assigned", "owner": visitor.account});
    let events = [event(1, "request.moved", moved), event(2, "request.assigned", assigned)];
    let jobs = jobs(act, at, id, due);
    let new = NewRequest {
        id,
        organisation: request.organisation,
        project: request.project,
        reference: &request.reference,
        request_type: &request.request_type,
        definition: &request.definition,
        title: &request.title,
        title_key: request.title.to_lowercase(),
        opened_by: request.opened_by,
        queue: &request.queue,
        owner: Some(visitor.account),
        status: "processing",
        since: at,
        waits_for: "team",
        ended: None,
        due: Some(due),
        reminded: None,
        answers: &request.answers,
        team_answers: request.team_answers,
        events: request.events + 2,
        submitted: request.submitted.timestamp_micros(),
        activity: at,
        version: request.version,
    };
    let audit = NewAudit::new(visitor.account, request.organisation, "request.moved", id, at);
    let mut tx = conn.begin().await?;
    let written = sqlx::query(write)
        .bind(vec![visitor.seat.unwrap_or_default()])
        .bind(value(&[new])?)
        .bind(value(&events)?)
        .bind(value(&[audit])?)
        .bind(value(&jobs)?)
        .fetch_all(&mut *tx)
        .await?;
    if written.len() < 7 {
        return Err(Failed(StatusCode::CONFLICT));
    }
    tx.commit().await?;
    Ok(Json(json!({ "request": id })))
}

/// What is left to do: to tell of an act, and to wake the request at its due.
fn jobs(act: Uuid, at: i64, request: Uuid, due: i64) -> [NewJob; 2] {
    let job = |kind, subject, due| NewJob { id: Uuid::now_v7(), kind, subject, due, attempts: 0 };
    [job("notify", act, at), job("wake", request, due)]
}
