//! The audit log as a table, streamed page by page: its memory is that of one page, and who hangs up ends it.

use axum::{
    body::{Body, Bytes},
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use futures_util::stream;
use portal_core::{
    Refused,
    audit::Audit,
    store::{AuditFilter, Cursor},
};

use super::{filter::Asked, row::Names};
use crate::{export, problem::Problem, visit::TeamPerson};

/// Rows of a page.
const PAGE: u16 = 500;
const HEAD: [&str; 12] = [
    "at",
    "person_id",
    "person",
    "organisation_id",
    "organisation",
    "action",
    "object_id",
    "object",
    "allowed",
    "from",
    "detail",
    "times",
];

/// Where the table goes on.
enum Next {
    Head,
    Page(Option<Cursor>),
    End,
}

pub(super) async fn export(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let filter = asked.filter(&person).await?;
    let filter = match filter {
        Some(filter) => Some(person.desk().export_audit(&filter).await?),
        None => None,
    };
    let body = stream::try_unfold((person, filter, Next::Head), |(person, filter, next)| async move {
        let (piece, next) = match (next, &filter) {
            (Next::Head, _) => (export::rows([HEAD.map(str::to_owned)]).map_err(broken)?, Next::Page(None)),
            (Next::Page(after), Some(filter)) => page(&person, filter, after.as_ref()).await?,
            (Next::Page(_) | Next::End, _) => return Ok(None),
        };
        Ok::<_, Refused>(Some((Bytes::from(piece), (person, filter, next))))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"audit.csv\"")),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

async fn page(person: &TeamPerson, filter: &AuditFilter, after: Option<&Cursor>) -> Result<(Vec<u8>, Next), Refused> {
    let found = person.desk().audit_log(filter, after, PAGE).await?;
    let names = Names::of(person, &found.rows).await?;
    let bytes = export::rows(found.rows.iter().map(|entry| row(entry, &names))).map_err(broken)?;
    Ok((bytes, found.next.map_or(Next::End, |next| Next::Page(Some(next)))))
}

fn row(entry: &Audit, names: &Names) -> [String; 12] {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        entry.actor.map_or_else(String::new, |id| id.to_string()),
        text(names.actor(entry)),
        entry.organisation.map_or_else(String::new, |id| id.to_string()),
        text(names.organisation(entry)),
        entry.action.clone(),
        entry.object.map_or_else(String::new, |id| id.to_string()),
        text(names.object(entry)),
        entry.allowed.to_string(),
        text(entry.origin.as_deref()),
        text(entry.detail.as_deref()),
        entry.times.to_string(),
    ]
}

fn broken(error: csv::Error) -> Refused {
    Refused::Broken(Box::new(error))
}
