//! `portal publish FOLDER`: puts a version in force for all servers on a database, and moves what would break.

use std::{process::ExitCode, time::Duration};

use anyhow::{Context, bail};
use portal::{
    core::definition::{self, NotPublished, Published},
    store::SqlxStore,
};

use crate::{check, settings};

/// It cannot be tried.
const NOTHING: u8 = 2;
/// How long running servers may go on with the version before.
const TAKEN_UP: Duration = Duration::from_secs(2);

/// Publishes. The exit code is 0, or 1 when it is refused with its reasons, or 2 when it cannot be tried: a folder is missing,
/// the database cannot be reached.
pub async fn publish(asked: &settings::Publish) -> ExitCode {
    match told(asked).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(NOTHING)
        }
    }
}

async fn told(asked: &settings::Publish) -> anyhow::Result<ExitCode> {
    let sources = check::read(&asked.folder)?;
    let address = asked.place.database();
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let pending = store.pending().await.context("the tables will not do")?;
    if !pending.is_empty() {
        bail!("the tables are not up to date: run `portal migrate` first");
    }
    let done = portal::publish(&store, &sources, &asked.moves).await;
    let code = match done {
        Ok(published) => {
            say(&published);
            after(&store, &sources, asked).await?
        }
        Err(NotPublished::Store(error)) => return Err(error).context("the database cannot be used"),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    };
    store.close().await;
    Ok(code)
}

fn say(Published { new, requests, drafts, people }: &Published) {
    println!("{}", if *new { "Published: it is in force." } else { "It was in force before." });
    for (count, what) in [(requests, "open requests"), (drafts, "drafts"), (people, "people")] {
        if *count > 0 {
            println!("Moved: {count} {what}.");
        }
    }
}

/// Moves what was submitted to a running server before it took the version up.
async fn after(
    store: &SqlxStore,
    sources: &[definition::Source],
    asked: &settings::Publish,
) -> anyhow::Result<ExitCode> {
    if asked.moves.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    tokio::time::sleep(TAKEN_UP).await;
    match portal::publish(store, sources, &asked.moves).await {
        Ok(Published { requests: 0, drafts: 0, people: 0, .. }) => Ok(ExitCode::SUCCESS),
        Ok(meanwhile) => {
            println!("What came in meanwhile:");
            say(&meanwhile);
            Ok(ExitCode::SUCCESS)
        }
        Err(NotPublished::Store(error)) => Err(error).context("the database cannot be used"),
        Err(why) => {
            eprintln!("It is in force, and something came in meanwhile that it does not know: {why}");
            Ok(ExitCode::FAILURE)
        }
    }
}
