//! Client companies.

use portal_core::{
    id::{OrganisationId, Version},
    identity::Organisation,
};
use uuid::Uuid;

use crate::value::Time;

table! {
    /// A client company.
    OrganisationRow = "portal_organisation", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        name: String as text,
        created: Time as time,
    }
}

impl From<&Organisation> for OrganisationRow {
    fn from(it: &Organisation) -> Self {
        Self { id: it.id.0, name: it.name.clone(), created: Time(it.created), version: it.version.0 }
    }
}

impl From<OrganisationRow> for Organisation {
    fn from(row: OrganisationRow) -> Self {
        Self { id: OrganisationId(row.id), name: row.name, created: row.created.0, version: Version(row.version) }
    }
}
