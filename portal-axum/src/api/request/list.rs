//! Lists of requests; the team's queue is one of them.

use std::collections::HashMap;

use axum::response::Response;
use portal_core::{
    id::{AccountId, OrganisationId, ProjectId, RequestId},
    identity::Paced,
    request::{Answered, Particulars},
    store::{self, Filter},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{Organisation, Person, Standing, Waits};
use crate::{
    api::{caller::Caller, pages, problem::Problem, query::Asked},
    show::{Turn, Workflows},
};

/// What a list of requests is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrowed {
    /// Only those that are open, or only those that are over.
    open: Option<bool>,
    /// Only those that wait for this side.
    #[param(inline)]
    waits_for: Option<Waits>,
    /// Only those that this person works.
    owner: Option<Uuid>,
    /// Only those that nobody works (`true`).
    unowned: Option<bool>,
    /// Only those of this organisation.
    organisation: Option<Uuid>,
    /// Only those of this project.
    project: Option<Uuid>,
    /// Words of the title, or the reference.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Where something happened last first, or what is due soonest first.
    #[param(inline)]
    order: Option<Order>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page begins: the `next` of the page before.
    #[param(max_length = 200)]
    after: Option<String>,
}

/// The order of a list of requests.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    Activity,
    Due,
}

/// A page of requests.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Requests {
    items: Vec<Summary>,
    /// Where the next page begins; none on the last.
    next: Option<String>,
}

/// A request in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequestSummary)]
pub(crate) struct Summary {
    id: Uuid,
    /// Its short public name.
    reference: String,
    request_type: String,
    label: String,
    title: String,
    organisation: Organisation,
    /// The project it belongs to.
    project: Option<Uuid>,
    opened_by: Person,
    owner: Option<Person>,
    #[serde(flatten)]
    standing: Standing,
    /// When something last happened.
    activity: chrono::DateTime<chrono::Utc>,
}

/// List requests
///
/// Those that the caller sees. The team's queue is `open=true&order=due`, with `owner` or `unowned=true`.
#[utoipa::path(get, operation_id = "list_requests", path = "/requests", tag = "requests", params(Narrowed), responses((status = 200, description = "A page.",
    body = Requests, headers(("Link" = String, description = "The next page, `rel=\"next\"`.")))))]
pub(crate) async fn list(caller: Caller, Asked(asked): Asked<Narrowed>) -> Result<Response, Problem> {
    let due = matches!(asked.order, Some(Order::Due));
    let list = if due { "requests due" } else { "requests" };
    let after = pages::read(list, asked.after.as_deref())?;
    let desk = caller.desk();
    let filter = asked.filter();
    if filter.text.is_some() {
        desk.pace(Paced::Search).await?;
    }
    let found = desk.requests_of(&filter, after.as_ref(), asked.limit.unwrap_or(pages::USUAL)).await?;
    let workflows = desk.workflows(&found.rows).await?;
    let answered = desk.answered(&found.rows.iter().map(|row| (row, None)).collect::<Vec<_>>()).await?;
    let items = found.rows.iter().filter_map(|row| Summary::of(&caller, row, &workflows, &answered)).collect();
    let page = |next| Requests { items, next };
    Ok(pages::answer(&caller, list, ("/requests", &asked.kept()), found.next.as_ref(), page))
}

impl Narrowed {
    fn filter(&self) -> Filter {
        Filter {
            open: self.open,
            waits_for: self.waits_for.map(Into::into),
            owner: self.owner.map(AccountId),
            unowned: self.unowned.unwrap_or_default(),
            organisation: self.organisation.map(OrganisationId),
            project: self.project.map(ProjectId),
            text: self.text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
            order: match self.order {
                Some(Order::Due) => store::Order::Due,
                _ => store::Order::Activity,
            },
        }
    }

    fn kept(&self) -> [(&'static str, Option<String>); 9] {
        let word = |value: serde_json::Value| value.as_str().map(str::to_owned);
        [
            ("open", self.open.map(|is| is.to_string())),
            ("waits_for", serde_json::to_value(self.waits_for).ok().and_then(word)),
            ("owner", self.owner.map(|id| id.to_string())),
            ("unowned", self.unowned.map(|is| is.to_string())),
            ("organisation", self.organisation.map(|id| id.to_string())),
            ("project", self.project.map(|id| id.to_string())),
            ("text", self.text.clone()),
            ("order", serde_json::to_value(self.order).ok().and_then(word)),
            ("limit", self.limit.map(|limit| limit.to_string())),
        ]
    }
}

impl Summary {
    /// A row, when its workflow is known.
    pub(crate) fn of(
        caller: &Caller,
        row: &store::Summary,
        workflows: &Workflows,
        answered: &HashMap<RequestId, Answered>,
    ) -> Option<Self> {
        let about = Particulars::listed(row, answered.get(&row.id), caller.viewer());
        let workflow = workflows.get(&(row.definition.clone(), row.request_type.clone()))?;
        let turn = Turn { status: &row.status, waits_for: row.waits_for, ended: row.ended, since: row.since };
        let owner = row.owner.map(|id| Person { id: id.0, name: row.owner_name.clone().unwrap_or_default() });
        Some(Self {
            id: row.id.0,
            reference: row.reference.to_string(),
            request_type: row.request_type.to_string(),
            label: caller.words(workflow).request_type().to_owned(),
            title: row.title.clone(),
            organisation: Organisation { id: row.organisation.0, name: row.organisation_name.clone() },
            project: row.project.map(|id| id.0),
            opened_by: Person { id: row.opened_by.0, name: row.opened_by_name.clone() },
            owner,
            standing: Standing::of(workflow, &turn, row.due, &about, caller),
            activity: row.activity,
        })
    }
}
