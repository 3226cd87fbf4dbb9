//! Planning: what publishing a version would mean for what a database holds.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use portal_core::{
    definition::{
        self, Definition, Source,
        plan::{self, Moving, Plan},
    },
    store::{DefinitionVersion, Store, StoreError},
};

/// What publishing `new` would mean for what a store holds. `old`: what it is compared with; `None`: the version in force.
/// `moves`: what would be moved in the same step. Nothing is written.
///
/// # Errors
/// When the store cannot be read, or holds a version that cannot.
pub async fn plan(
    store: &dyn Store,
    old: Option<Vec<Source>>,
    new: &[Source],
    definition: &Definition,
    moves: &[Moving],
    now: DateTime<Utc>,
) -> Result<Plan, StoreError> {
    let standing = store.standing(now).await?;
    let in_force = store.in_force().await?;
    let mut kept = BTreeMap::new();
    for hash in standing.kept() {
        let version = store.definition(hash).await?.ok_or_else(|| broken("a definition is kept and not stored"))?;
        kept.insert(hash.to_owned(), Arc::new(load(&sources(&version))?));
    }
    let before = in_force.as_ref().map(sources).unwrap_or_default();
    if let Some(version) = in_force.filter(|version| !kept.contains_key(&version.hash)) {
        kept.insert(version.hash, Arc::new(load(&before)?));
    }
    let differences = plan::differences(&old.unwrap_or(before), new);
    Ok(Plan { differences, effects: Some(plan::effects(definition, &kept, &standing, moves)) })
}

fn sources(version: &DefinitionVersion) -> Vec<Source> {
    version.files.iter().map(|(path, bytes)| Source { path: path.clone(), bytes: bytes.clone() }).collect()
}

fn load(sources: &[Source]) -> Result<Definition, StoreError> {
    definition::load_stored(sources).map_err(|faults| StoreError::Broken(Box::new(faults)))
}

fn broken(what: &'static str) -> StoreError {
    StoreError::Broken(what.into())
}
