//! `portal reset-factor`: takes a lost second factor away.

use std::process::ExitCode;

use anyhow::{Context, bail};
use portal::{Refused, store::SqlxStore};

use crate::settings::{Lost, Place};

/// Takes it away on the configured database; the portal may be running or not.
pub async fn reset_factor(place: &Place, lost: &Lost) -> anyhow::Result<ExitCode> {
    let address = place.database();
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let told = match (&lost.person, &lost.key) {
        (Some(person), _) => of_person(&store, person).await,
        (None, key) => of_key(&store, key.as_deref().unwrap_or_default()).await,
    };
    store.close().await;
    println!("{}", told?);
    Ok(ExitCode::SUCCESS)
}

async fn of_person(store: &SqlxStore, person: &str) -> anyhow::Result<String> {
    match portal::reset_factor(store, person).await {
        Err(Refused::NotFound) => bail!("nobody with the address {person} has a second factor (--person)"),
        done => done.context("the second factor could not be taken away")?,
    }
    Ok(format!("The second factor of {person} is gone, and they are signed out everywhere. A letter tells them."))
}

async fn of_key(store: &SqlxStore, key: &str) -> anyhow::Result<String> {
    let gone = portal::reset_factors_of_key(store, key).await.context("not all could be taken away: try again")?;
    Ok(match gone {
        0 => format!("No second factor is encrypted with a key that is called {key}."),
        1 => "One second factor is gone. A letter tells its person.".to_owned(),
        gone => format!("{gone} second factors are gone. Letters tell their people."),
    })
}
