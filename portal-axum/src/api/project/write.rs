//! Making, changing, closing projects.

use axum::{http::StatusCode, response::Response};
use portal_core::{
    Refused,
    form::{Field, RawAnswers},
    id::{AccountId, Id, OrganisationId, ProjectId},
    project::{ChangeProject, MakeProject},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Which,
    body::{ProjectBody, State},
    of, shown,
};
use crate::{
    api::{
        answers::{self, SentAnswer},
        caller::Caller,
        code::Code,
        made::made,
        problem::Problem,
        sent::Sent,
        tag::Seen,
    },
    path::At,
};

/// A project to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProject {
    /// For whom.
    organisation: Uuid,
    /// Its kind, as the definition names it.
    #[schema(max_length = 100)]
    kind: String,
    #[schema(max_length = 120)]
    name: String,
    /// What else is known of it, by field.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    fields: Map<String, Value>,
    /// Who of the organisation is the requester of what its kind opens; needed when it opens anything.
    contact: Option<Uuid>,
}

/// What is known of a project.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectChange {
    #[schema(max_length = 120)]
    name: String,
    /// What else is known of it, by field; a field that is left out is emptied.
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    fields: Map<String, Value>,
}

/// Whether requests may still be opened in a project.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectTurn {
    #[schema(inline)]
    state: State,
}

/// Make a project
///
/// With the requests that its kind opens.
#[utoipa::path(post, operation_id = "make_project", path = "/projects", tag = "projects", request_body = NewProject,
    responses((status = 201, description = "The project.", body = ProjectBody)))]
pub(crate) async fn make(caller: Caller, Sent { body, once }: Sent<NewProject>) -> Result<Response, Problem> {
    let fields = read(&caller, &Id::from(body.kind.as_str()), &body.fields)?;
    let input = MakeProject {
        organisation: OrganisationId(body.organisation),
        kind: body.kind,
        name: body.name,
        fields,
        contact: body.contact.map(AccountId),
    };
    let done = caller.desk().once(once.as_ref(), |desk| async move { desk.make_project(&input).await }).await;
    let id: ProjectId = made(done).map_err(|refused| told(&caller, refused))?;
    let response = shown(&caller, StatusCode::CREATED, id).await?;
    Ok(caller.at(&format!("/projects/{id}"), response))
}

/// Change a project
///
/// Its name and what else is known of it.
#[utoipa::path(put, operation_id = "change_project", path = "/projects/{project}", tag = "projects", params(Which),
    request_body = ProjectChange, responses((status = 200, description = "The project.", body = ProjectBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn change(
    caller: Caller,
    At(Which { project }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<ProjectChange>,
) -> Result<Response, Problem> {
    let there = caller.desk().bare_project(project).await?;
    let input = ChangeProject { name: body.name, fields: read(&caller, &there.kind, &body.fields)? };
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(project))?));
    let done =
        desk.once(once.as_ref(), |desk| async move { desk.change_project(project, &input).await.map(|()| project) });
    let id = made(done.await).map_err(|refused| told(&caller, refused).of_version())?;
    shown(&caller, StatusCode::OK, id).await
}

/// Close or reopen a project
///
/// In a closed project nothing new is opened; what is there goes on.
#[utoipa::path(put, operation_id = "turn_project", path = "/projects/{project}/state", tag = "projects", params(Which),
    request_body = ProjectTurn, responses((status = 200, description = "The project.", body = ProjectBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn turn(
    caller: Caller,
    At(Which { project }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<ProjectTurn>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(project))?));
    let done = desk.once(once.as_ref(), |desk| async move {
        match body.state {
            State::Open => desk.reopen_project(project).await.map(|()| project),
            State::Closed => desk.close_project(project).await.map(|()| project),
        }
    });
    let id = made(done.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, StatusCode::OK, id).await
}

/// The fields of a kind as a browser would send them.
fn read(caller: &Caller, kind: &Id, sent: &Map<String, Value>) -> Result<RawAnswers, Problem> {
    let kind = caller.portal().definition().projects.get(kind);
    let fields: &[Field] = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let faults = |faults| Problem::with(Code::InvalidInput, faults);
    answers::read(sent, fields, "/fields", caller.tongue()).map_err(faults)
}

/// What will not do, with where it stands in the body.
fn told(caller: &Caller, refused: Refused) -> Problem {
    let Refused::Answers(faults) = refused else { return refused.into() };
    let told = faults.iter().map(|fault| {
        let place = if fault.step == "" { "/fields" } else { "" };
        answers::fault(fault, fault.field.as_str(), place, caller.tongue())
    });
    Problem::with(Code::InvalidInput, told.collect())
}
