//! Client companies.

use portal_core::{
    form::Answers,
    id::{OrganisationId, Version},
    identity::Organisation,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::Time;

table! {
    /// A client company.
    OrganisationRow = "portal_organisation", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        name: String as text,
        attributes: Json<Answers> as json,
        created: Time as time,
    }
}

impl From<&Organisation> for OrganisationRow {
    fn from(it: &Organisation) -> Self {
        Self {
            id: it.id.0,
            name: it.name.clone(),
            attributes: Json(it.attributes.clone()),
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
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
