//! `portal plan OLD NEW`: what publishing a version would do, for people or for programs.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::{Context, bail};
use portal::{
    core::definition::{
        self, Definition, Source,
        plan::{self, Plan},
    },
    store::SqlxStore,
};

use crate::{
    check,
    settings::{self, Address, Format},
};

/// It cannot be planned.
const NOTHING: u8 = 2;

/// Prints the plan. The exit code is 0, or 1 when something breaks, or 2 when it cannot be planned: a folder is missing or
/// has faults, the database cannot be reached.
pub async fn plan(asked: &settings::Plan) -> ExitCode {
    match told(asked).await {
        Ok(breaks) if breaks => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(NOTHING)
        }
    }
}

async fn told(asked: &settings::Plan) -> anyhow::Result<bool> {
    let (old, new) = match &asked.folders[..] {
        [new] if asked.database.is_some() => (None, new),
        [old, new] => (Some(check::read(old)?), new),
        _ => bail!("name the older folder too, or with --database the database that holds the version in force"),
    };
    let new = check::read(new)?;
    let definition = load(&new)?;
    let plan = match &asked.database {
        Some(address) => {
            let store = open(address).await?;
            let plan = against(&store, old, &new, &definition, &asked.moves).await;
            store.close().await;
            plan?
        }
        None => Plan { differences: plan::differences(&old.unwrap_or_default(), &new), effects: None },
    };
    let text = match asked.format {
        Format::Json => serde_json::to_string_pretty(&plan)? + "\n",
        Format::Text => plan.to_string(),
    };
    write!(io::stdout(), "{text}").context("the plan cannot be written")?;
    Ok(plan.breaks().next().is_some())
}

/// A definition without a fault.
fn load(sources: &[Source]) -> anyhow::Result<Definition> {
    let (definition, _) = portal::check(sources).context("a definition with faults is not published")?;
    Ok(definition)
}

async fn open(address: &Address) -> anyhow::Result<SqlxStore> {
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {}", file.display());
    }
    SqlxStore::open(address.reveal()).await.context("the database cannot be reached (--database)")
}

async fn against(
    store: &SqlxStore,
    old: Option<Vec<Source>>,
    new: &[Source],
    loaded: &Definition,
    moves: &[plan::Moving],
) -> anyhow::Result<Plan> {
    let pending = store.pending().await.context("the tables will not do")?;
    if !pending.is_empty() {
        bail!("the tables are not up to date: run `portal migrate` first");
    }
    definition::planned(store, old, new, loaded, moves, chrono::Utc::now()).await.context("the database cannot be read")
}
