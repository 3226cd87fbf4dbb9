//! Published definitions.

use portal_core::store::{DefinitionVersion, StoreError};
use sqlx::types::Json;

use crate::{
    error::broken,
    value::{Files, Time},
};

table! {
    /// A published definition. Publishing it again puts it in force again.
    DefinitionRow = "portal_definition", on conflict "(hash) do update set published = excluded.published" {
        hash: String as text,
        files: Json<Files> as jsonb,
        published: Time as time,
    }
}

impl From<&DefinitionVersion> for DefinitionRow {
    fn from(it: &DefinitionVersion) -> Self {
        Self { hash: it.hash.clone(), files: Json(Files::new(&it.files)), published: Time(it.published) }
    }
}

impl TryFrom<DefinitionRow> for DefinitionVersion {
    type Error = StoreError;

    fn try_from(row: DefinitionRow) -> Result<Self, StoreError> {
        let files = row.files.0.read().ok_or_else(|| broken("a definition's files are not hexadecimal"))?;
        Ok(Self { hash: row.hash, files, published: row.published.0 })
    }
}
