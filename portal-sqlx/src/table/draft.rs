//! Forms that are being filled in.

use portal_core::{
    form::{Answers, Draft, Visits},
    id::{AccountId, DraftId, Id, OrganisationId, ProjectId, Version},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::Time;

table! {
    /// A draft.
    DraftRow = "portal_draft", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        account: Uuid as uuid,
        organisation: Uuid as uuid,
        project: Option<Uuid> as uuid,
        request_type: String as text,
        definition: String as text,
        answers: Json<Answers> as json,
        step: Option<String> as text,
        visited: Json<Visits> as json,
        created: Time as time,
        edited: Time as time,
        expires: Time as time,
    }
}

impl From<&Draft> for DraftRow {
    fn from(it: &Draft) -> Self {
        Self {
            id: it.id.0,
            account: it.account.0,
            organisation: it.organisation.0,
            project: it.project.map(|id| id.0),
            request_type: it.request_type.to_string(),
            definition: it.definition.clone(),
            answers: Json(it.answers.clone()),
            step: it.step.as_ref().map(Id::to_string),
            visited: Json(it.visited.clone()),
            created: Time(it.created),
            edited: Time(it.edited),
            expires: Time(it.expires),
            version: it.version.0,
        }
    }
}

impl From<DraftRow> for Draft {
    fn from(row: DraftRow) -> Self {
        Self {
            id: DraftId(row.id),
            account: AccountId(row.account),
            organisation: OrganisationId(row.organisation),
            project: row.project.map(ProjectId),
            request_type: row.request_type.into(),
            definition: row.definition,
            answers: row.answers.0,
            step: row.step.map(Id::from),
            visited: row.visited.0,
            created: row.created.0,
            edited: row.edited.0,
            expires: row.expires.0,
            version: Version(row.version),
        }
    }
}
