//! `portal verify`.

use std::process::ExitCode;

use anyhow::{Context, bail};
use portal::{
    core::verify::{Broken, verify as check},
    files::Disk,
    store::SqlxStore,
};

use crate::settings::Place;

/// Checks what must hold of the database and the files. The exit code is 0 when all holds, 1 when something does not, 2
/// when it could not be checked.
pub async fn verify(place: &Place) -> ExitCode {
    match broken(place).await {
        Ok(broken) if broken.is_empty() => {
            println!("All invariants hold.");
            ExitCode::SUCCESS
        }
        Ok(broken) => {
            broken.iter().for_each(|broken| println!("{broken}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

async fn broken(place: &Place) -> anyhow::Result<Vec<Broken>> {
    let file = place.data.join("portal.db");
    if place.database_url.is_none() && !file.exists() {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let store =
        SqlxStore::open(place.database().reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let files = Disk::open(place.data.join("files")).context("the files cannot be opened (PORTAL_DATA)")?;
    let broken = check(&store, &store, &files, chrono::Utc::now()).await.context("it could not be checked")?;
    store.close().await;
    Ok(broken)
}
