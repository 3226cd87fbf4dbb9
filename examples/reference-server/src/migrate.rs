//! `portal migrate`: brings the tables up to date and ends.

use std::process::ExitCode;

use anyhow::Context;
use portal::store::SqlxStore;

use crate::settings::Place;

/// Something is to be done (`--check`).
const PENDING: u8 = 3;

/// Migrates, or with `check` only tells what is to be done. With `grant`, a server's role gets what it needs.
pub async fn migrate(place: &Place, check: bool, grant: Option<&str>) -> anyhow::Result<ExitCode> {
    let address = place.database();
    if check && address.sqlite_file().is_some_and(|file| !file.exists()) {
        println!("The database is not there yet; `portal migrate` makes it.");
        return Ok(ExitCode::from(PENDING));
    }
    if !check && address.sqlite_file().is_some_and(|file| file.starts_with(&place.data)) {
        crate::folder::make(&place.data)?;
    }
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let done = match (apply(&store, check).await, grant) {
        (Ok(_), Some(role)) => granted(&store, role).await,
        (done, _) => done,
    };
    store.close().await;
    done
}

async fn apply(store: &SqlxStore, check: bool) -> anyhow::Result<ExitCode> {
    let pending = store.pending().await.context("the tables will not do")?;
    if pending.is_empty() {
        println!("The tables are up to date.");
        return Ok(ExitCode::SUCCESS);
    }
    if check {
        println!("To be done by `portal migrate`: {}", pending.join(", "));
        return Ok(ExitCode::from(PENDING));
    }
    store.migrate().await.context("the tables could not be brought up to date")?;
    println!("Done: {}", pending.join(", "));
    Ok(ExitCode::SUCCESS)
}

async fn granted(store: &SqlxStore, role: &str) -> anyhow::Result<ExitCode> {
    let statements = store.grant(role).await.context("the role could not be given its rights (--grant)")?;
    statements.iter().for_each(|statement| println!("{statement};"));
    Ok(ExitCode::SUCCESS)
}
