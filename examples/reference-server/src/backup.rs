//! `portal backup` and `portal restore`: the database and the files in one folder, with a checksum of each file. The
//! folder appears under its name only when it is whole.

mod manifest;
mod postgres;
mod restore;
mod tree;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use portal::store::SqlxStore;

use crate::{
    folder, secret,
    settings::{Address, Place},
};
use manifest::Manifest;
use tree::Sums;

pub use restore::restore;

/// The copy of a SQLite database.
const SQLITE: &str = "portal.db";
/// The dump of a Postgres, in `pg_dump`'s custom format.
const POSTGRES: &str = "portal.dump";
/// The files, laid out as in the data folder.
const BLOBS: &str = "blobs";

/// Copies everything into a new folder.
pub async fn backup(place: &Place, into: &Path) -> anyhow::Result<ExitCode> {
    if into.exists() {
        bail!("{} is there already: name a folder that is not there yet", into.display());
    }
    let unfinished = beside(into, "part");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).with_context(|| format!("cannot remove {}", unfinished.display()))?;
    }
    folder::make(&unfinished)?;
    let copied = copy(place, &unfinished).await;
    let manifest = match copied {
        Ok(manifest) => manifest,
        Err(error) => {
            let _ = fs::remove_dir_all(&unfinished);
            return Err(error);
        }
    };
    fs::rename(&unfinished, into).with_context(|| format!("cannot name the backup {}", into.display()))?;
    tree::sync_folder(parent(into))?;
    println!("{}: {manifest}", into.display());
    if place.data.join(secret::FILE).exists() {
        println!(
            "{} is not in it, so that nobody who finds the backup reads what it protects: keep it elsewhere.",
            secret::FILE
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Files go before and after the database. Bytes are there before their row and go after it, a day old at least; so
/// each row of the copied database finds its bytes in one of the two rounds. Bytes without a row do no harm.
async fn copy(place: &Place, into: &Path) -> anyhow::Result<Manifest> {
    let (files, mut sums) = (place.data.join("files").join(BLOBS), Sums::default());
    tree::copy(&files, &into.join(BLOBS), BLOBS, &mut sums)?;
    let address = place.database();
    let database = match address.is_postgres() {
        true => {
            postgres::dump(&address, &into.join(POSTGRES))?;
            POSTGRES
        }
        false => {
            sqlite(&address, &into.join(SQLITE)).await?;
            SQLITE
        }
    };
    sums.add(database, &into.join(database))?;
    tree::copy(&files, &into.join(BLOBS), BLOBS, &mut sums)?;
    Manifest::write(into, database, &sums)
}

async fn sqlite(address: &Address, into: &Path) -> anyhow::Result<()> {
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let copied = store.copy_to(into).await.context("the database could not be copied");
    store.close().await;
    copied
}

/// The same name with another ending, in the same folder.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
