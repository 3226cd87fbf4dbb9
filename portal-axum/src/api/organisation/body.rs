//! A client as JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use portal_core::{identity::Organisation, store::OrganisationActivity};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{
    answers::{self, Answer},
    caller::Caller,
    turn::State,
};

/// A client, as the team knows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganisationProfile)]
pub(crate) struct OrganisationBody {
    id: Uuid,
    name: String,
    /// Whether its people may come in.
    state: State,
    /// What else is known of it, by attribute.
    attributes: BTreeMap<String, Answer>,
    /// How many of its requests are not over.
    open_requests: u32,
    /// When something last happened in one of its requests.
    last_activity: Option<DateTime<Utc>>,
    /// When it was made.
    created: DateTime<Utc>,
}

impl OrganisationBody {
    pub(super) fn of(caller: &Caller, organisation: &Organisation, activity: Option<OrganisationActivity>) -> Self {
        // What an older definition knew is kept, and shown no more.
        let known = &caller.portal().definition().attributes.organisation;
        let mut attributes = answers::shown(&organisation.attributes);
        attributes.retain(|name, _| known.contains_key(name.as_str()));
        Self {
            id: organisation.id.0,
            name: organisation.name.clone(),
            state: State::active(organisation.state.is_active()),
            attributes,
            open_requests: activity.map_or(0, |activity| activity.open),
            last_activity: activity.map(|activity| activity.last),
            created: organisation.created,
        }
    }
}
