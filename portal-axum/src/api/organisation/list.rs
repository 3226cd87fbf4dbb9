//! The list of the team's clients.

use axum::response::Response;
use chrono::DateTime;
use portal_core::{
    id::OrganisationId,
    identity::{Organisation, OrganisationState, Paced},
    store::{Cursor, OrganisationFilter},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::OrganisationBody;
use crate::api::{caller::TeamCaller, pages, problem::Problem, query::Asked, turn::State};

/// What a list of organisations is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrowed {
    /// Only those whose people may come in, or only those that are disabled.
    #[param(inline)]
    state: Option<State>,
    /// Words of the name.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page begins: the `next` of the page before.
    #[param(max_length = 200)]
    after: Option<String>,
}

/// A page of organisations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Organisations {
    items: Vec<OrganisationBody>,
    /// Where the next page begins; none on the last.
    next: Option<String>,
}

/// List organisations
///
/// The team's clients, by name. For the team only.
#[utoipa::path(get, operation_id = "list_organisations", path = "/organisations", tag = "organisations",
    params(Narrowed), responses((status = 200, description = "A page.", body = Organisations,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`.")))))]
pub(crate) async fn list(caller: TeamCaller, Asked(asked): Asked<Narrowed>) -> Result<Response, Problem> {
    let after = pages::read("organisations", asked.after.as_deref())?.map(|cursor| OrganisationId(cursor.id));
    let filter = asked.filter();
    let (desk, limit) = (caller.desk(), asked.limit.unwrap_or(pages::USUAL));
    if filter.text.is_some() {
        desk.pace(Paced::Search).await?;
    }
    let mut found = desk.organisations_after(&filter, after, limit + 1).await?;
    let more = found.len() > usize::from(limit);
    found.truncate(limit.into());
    let next = found.last().filter(|_| more).map(|(last, _)| cursor(last));
    let items = found.iter().map(|(it, activity)| OrganisationBody::of(&caller, it, *activity)).collect();
    let kept = [
        ("state", asked.state.map(|state| state.word().to_owned())),
        ("text", asked.text.clone()),
        ("limit", asked.limit.map(|limit| limit.to_string())),
    ];
    let page = |next| Organisations { items, next };
    Ok(pages::answer(&caller, "organisations", ("/organisations", &kept), next.as_ref(), page))
}

impl Narrowed {
    fn filter(&self) -> OrganisationFilter {
        let state = self.state.map(|state| match state {
            State::Active => OrganisationState::Active,
            State::Disabled => OrganisationState::Disabled,
        });
        let text = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        OrganisationFilter { state, text }
    }
}

/// Where the list goes on: after this one as it stands then, so that the moment says nothing and no name is in an address.
fn cursor(last: &Organisation) -> Cursor {
    Cursor { at: DateTime::UNIX_EPOCH, id: last.id.0 }
}
