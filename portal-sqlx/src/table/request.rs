//! Requests.

use portal_core::{
    definition::{End, WaitsFor},
    form::Answers,
    id::{AccountId, OrganisationId, ProjectId, RequestId, Version},
    request::Request,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A request. `title_key` is its title in lower case, for searching: SQLite itself lowers ASCII only.
    RequestRow = "portal_request", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        project: Option<Uuid> as uuid,
        reference: String as text,
        request_type: String as text,
        definition: String as text,
        title: String as text,
        title_key: String as text,
        opened_by: Uuid as uuid,
        queue: String as text,
        owner: Option<Uuid> as uuid,
        status: String as text,
        since: Time as time,
        waits_for: Word<WaitsFor> as text,
        ended: Option<Word<End>> as text,
        due: Option<Time> as time,
        reminded: Option<Time> as time,
        answers: Json<Answers> as json,
        team_answers: Json<Answers> as json,
        events: i64 as int,
        submitted: Time as time,
        activity: Time as time,
    }
}

impl From<&Request> for RequestRow {
    fn from(it: &Request) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            project: it.project.map(|id| id.0),
            reference: it.reference.to_string(),
            request_type: it.request_type.to_string(),
            definition: it.definition.clone(),
            title: it.title.clone(),
            title_key: it.title.to_lowercase(),
            opened_by: it.opened_by.0,
            queue: it.queue.to_string(),
            owner: it.owner.map(|id| id.0),
            status: it.status.to_string(),
            since: Time(it.since),
            waits_for: Word(it.waits_for),
            ended: it.ended.map(Word),
            due: it.due.map(Time),
            reminded: it.reminded.map(Time),
            answers: Json(it.answers.clone()),
            team_answers: Json(it.team_answers.clone()),
            events: it.events,
            submitted: Time(it.submitted),
            activity: Time(it.activity),
            version: it.version.0,
        }
    }
}

impl From<RequestRow> for Request {
    fn from(row: RequestRow) -> Self {
        Self {
            id: RequestId(row.id),
            organisation: OrganisationId(row.organisation),
            project: row.project.map(ProjectId),
            reference: row.reference.into(),
            request_type: row.request_type.into(),
            definition: row.definition,
            title: row.title,
            opened_by: AccountId(row.opened_by),
            queue: row.queue.into(),
            owner: row.owner.map(AccountId),
            status: row.status.into(),
            since: row.since.0,
            waits_for: row.waits_for.0,
            ended: row.ended.map(|end| end.0),
            due: row.due.map(|at| at.0),
            reminded: row.reminded.map(|at| at.0),
            answers: row.answers.0,
            team_answers: row.team_answers.0,
            events: row.events,
            submitted: row.submitted.0,
            activity: row.activity.0,
            version: Version(row.version),
        }
    }
}
