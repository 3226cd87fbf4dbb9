//! A request in a list.

use std::{collections::HashMap, sync::Arc};

use portal_core::{
    definition::{Definition, RequestType},
    id::Id,
    identity::Side,
    request::Words,
    store::Summary,
};
use serde::Serialize;

use super::{Status, Turn, status};
use crate::{
    links::Links,
    tongue::{Tongue, When},
};

/// Forms and workflows by definition and type.
pub type Workflows = HashMap<(String, Id), Arc<RequestType>>;

/// A request in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RequestRow {
    /// What it is about.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its short public name.
    pub reference: String,
    /// What kind of request it is.
    pub kind: String,
    /// Whose it is.
    pub organisation: String,
    /// The project that it belongs to, where a list names it.
    pub project: Option<String>,
    /// Who opened it.
    pub opened_by: String,
    /// Who works it for the team.
    pub owner: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// By when the status should be left.
    pub due: Option<When>,
    /// When something last happened.
    pub activity: When,
}

/// Shows a request in a list of a side. `workflows` holds the form and workflow it keeps, `definition` the words in force.
pub fn request_row(
    summary: &Summary,
    workflows: &Workflows,
    definition: &Definition,
    side: Side,
    links: &Links,
    tongue: &Tongue,
) -> Option<RequestRow> {
    let workflow = workflows.get(&(summary.definition.clone(), summary.request_type.clone()))?;
    let words = Words { live: definition, kept: workflow, locale: tongue.locale() };
    let turn =
        Turn { status: &summary.status, waits_for: summary.waits_for, ended: summary.ended, since: summary.since };
    Some(RequestRow {
        title: summary.title.clone(),
        url: match side {
            Side::Client => links.request(summary.id),
            Side::Team => links.team_request(summary.id),
        },
        reference: summary.reference.to_string(),
        kind: words.request_type().to_owned(),
        organisation: summary.organisation_name.clone(),
        project: None,
        opened_by: summary.opened_by_name.clone(),
        owner: summary.owner_name.clone(),
        status: status(words, turn, side, tongue),
        due: summary.due.filter(|_| summary.ended.is_none()).map(|due| tongue.day(due)),
        activity: tongue.moment(summary.activity),
    })
}
