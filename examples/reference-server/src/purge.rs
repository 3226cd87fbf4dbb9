//! `portal purge`: removes what has outlived its time in the audit log.

use std::process::ExitCode;

use anyhow::{Context, bail};
use portal::store::SqlxStore;

use crate::settings::Place;

/// Removes it on the configured database; the portal may be running or not.
pub async fn purge(place: &Place) -> anyhow::Result<ExitCode> {
    let address = place.database();
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let gone = portal::purge_audit(&store).await;
    store.close().await;
    match gone.context("the audit log could not be looked through")? {
        0 => println!("Nothing has outlived its time."),
        1 => println!("One batch of the audit log is gone; its seal stays."),
        gone => println!("{gone} batches of the audit log are gone; their seals stay."),
    }
    Ok(ExitCode::SUCCESS)
}
