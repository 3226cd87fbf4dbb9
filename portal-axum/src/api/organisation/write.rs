//! Making and changing a client.

use axum::{http::StatusCode, response::Response};
use portal_core::{
    Refused,
    form::FieldFault,
    id::OrganisationId,
    identity::{ChangeOrganisation, OrganisationForm},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Which, body::OrganisationBody, of, shown};
use crate::{
    api::{
        answers::{self, SentAnswer},
        caller::{Caller, TeamCaller},
        code::Code,
        made::made,
        problem::Problem,
        sent::Sent,
        tag::Seen,
    },
    path::At,
};

/// Where the attributes stand in a body.
const ATTRIBUTES: &str = "/attributes";

/// An organisation to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrganisation {
    #[schema(max_length = 120)]
    name: String,
    /// What else is known of it, by attribute.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    attributes: Map<String, Value>,
}

/// What is known of an organisation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationChange {
    #[schema(max_length = 120)]
    name: String,
    /// What else is known of it, by attribute; one that is left out is emptied. Attributes that the caller may not change,
    /// and lists, which a program of the host keeps, stay as they are, and are unknown here.
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    attributes: Map<String, Value>,
}

/// Make an organisation
///
/// A client, as yet without people: they are invited. For the team only.
#[utoipa::path(post, operation_id = "make_organisation", path = "/organisations", tag = "organisations",
    request_body = NewOrganisation, responses((status = 201, description = "The organisation.", body = OrganisationBody)))]
pub(crate) async fn make(caller: TeamCaller, Sent { body, once }: Sent<NewOrganisation>) -> Result<Response, Problem> {
    let (_, form) = caller.desk().organisation_form(None).await?;
    let input = read(&caller, &form, body.name, &body.attributes)?;
    let done = caller.desk().once(once.as_ref(), |desk| async move { desk.make_organisation(&input).await }).await;
    let id: OrganisationId = made(done).map_err(|refused| told(&caller, &form, refused))?;
    let response = shown(&caller, StatusCode::CREATED, id).await?;
    Ok(caller.at(&format!("/organisations/{id}"), response))
}

/// Change an organisation
///
/// Its name and what else is known of it. For the team only.
#[utoipa::path(put, operation_id = "change_organisation", path = "/organisations/{organisation}", tag = "organisations",
    params(Which), request_body = OrganisationChange,
    responses((status = 200, description = "The organisation.", body = OrganisationBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn change(
    caller: TeamCaller,
    At(Which { organisation }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<OrganisationChange>,
) -> Result<Response, Problem> {
    let version = seen.version(&caller, of(organisation))?;
    let (_, form) = caller.desk().organisation_form(Some(organisation)).await?;
    let input = read(&caller, &form, body.name, &body.attributes)?;
    let desk = caller.desk().seeing(Some(version));
    let done = desk.once(once.as_ref(), |desk| async move {
        desk.change_organisation(organisation, &input).await.map(|()| organisation)
    });
    let id = made(done.await).map_err(|refused| told(&caller, &form, refused).of_version())?;
    shown(&caller, StatusCode::OK, id).await
}

/// What was sent, as a browser would send it.
fn read(
    caller: &Caller,
    form: &OrganisationForm,
    name: String,
    sent: &Map<String, Value>,
) -> Result<ChangeOrganisation, Problem> {
    let attributes = answers::read(sent, &form.step().fields, ATTRIBUTES, caller.tongue())
        .map_err(|faults| Problem::with(Code::InvalidInput, faults))?;
    Ok(ChangeOrganisation { name, attributes })
}

/// What will not do, with where it stands in the body. No attribute is called `name`.
fn told(caller: &Caller, form: &OrganisationForm, refused: Refused) -> Problem {
    let Refused::Answers(found) = refused else { return refused.into() };
    let (of_name, others): (Vec<FieldFault>, Vec<FieldFault>) =
        found.into_iter().partition(|fault| fault.field == "name");
    let (tongue, steps) = (caller.tongue(), std::slice::from_ref(form.step()));
    let label = tongue.say("organisation-name");
    let names = of_name.iter().map(|fault| answers::fault(fault, &label, "", tongue));
    Problem::with(Code::InvalidInput, names.chain(answers::faults(&others, steps, ATTRIBUTES, tongue)).collect())
}
