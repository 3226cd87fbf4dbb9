//! Client companies.

use portal_core::{
    form::Answers,
    id::{OrganisationId, Version},
    identity::{Organisation, OrganisationState},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A client company. `name_key` is its name in lower case, for listing and searching: SQLite itself lowers ASCII only.
    OrganisationRow = "portal_organisation", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        name: String as text,
        name_key: String as text,
        attributes: Json<Answers> as json,
        state: Word<OrganisationState> as text,
        created: Time as time,
    }
}

impl From<&Organisation> for OrganisationRow {
    fn from(it: &Organisation) -> Self {
        Self {
            id: it.id.0,
            name: it.name.clone(),
            name_key: it.name.to_lowercase(),
            attributes: Json(it.attributes.clone()),
            state: Word(it.state),
            created: Time(it.created),
            version: it.version.0,
        }
    }
}

impl From<OrganisationRow> for Organisation {
    fn from(row: OrganisationRow) -> Self {
        Self {
            id: OrganisationId(row.id),
            name: row.name,
            attributes: row.attributes.0,
            state: row.state.0,
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
