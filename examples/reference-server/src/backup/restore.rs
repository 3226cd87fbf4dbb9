//! Putting a backup back: everything is checked before anything gets its place, and nothing that is there is touched.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use portal::store::SqlxStore;

use super::{BLOBS, POSTGRES, beside, manifest::Manifest, parent, postgres, tree};
use crate::{
    folder, secret,
    settings::{Address, Place},
};

/// Where files stand until all of them are there and good.
const UNFINISHED: &str = ".restoring";

/// Restores a backup into an empty data folder, and an empty Postgres.
pub async fn restore(place: &Place, backup: &Path) -> anyhow::Result<ExitCode> {
    let (manifest, sums) = Manifest::read(backup)?;
    let address = place.database();
    if address.is_postgres() != (manifest.database == POSTGRES) {
        bail!(
            "the backup holds {}: --database-url (DATABASE_URL) names a database of the other kind",
            manifest.database
        );
    }
    empty(place, &address).await?;
    let unfinished = place.data.join(UNFINISHED);
    clear(&unfinished)?;
    folder::make(&unfinished.join(BLOBS))?;
    for (name, sum) in &sums.files {
        let into = unfinished.join(name);
        folder::make(parent(&into))?;
        let from = File::open(backup.join(name)).with_context(|| format!("{name} is missing from the backup"))?;
        let (copied, _) = tree::write(from, &into).with_context(|| name.clone())?;
        if copied != *sum {
            clear(&unfinished)?;
            bail!("{name} is not what was backed up: its checksum differs. Take another backup; nothing was restored");
        }
    }
    in_its_place(place, &address, &unfinished, &manifest.database)?;
    let store = SqlxStore::open(address.reveal()).await.context("the restored database cannot be opened")?;
    let released = store.release_jobs().await.context("the restored database cannot be used");
    store.close().await;
    released?;
    println!("Restored: {manifest}. `portal verify` checks it; `portal serve` brings older tables up to date.");
    if !place.data.join(secret::FILE).exists() {
        println!(
            "Before serving, put {} back, or set PORTAL_SECRET_KEY: second factors open with it alone.",
            secret::FILE
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses whatever holds something.
async fn empty(place: &Place, address: &Address) -> anyhow::Result<()> {
    folder::make(&place.data)?;
    let mut entries = fs::read_dir(&place.data)?.filter_map(Result::ok).map(|entry| entry.file_name());
    // The key is not in a backup: it may be there first.
    let harmless = |name: &std::ffi::OsString| {
        name.to_string_lossy().ends_with(UNFINISHED) || *name == *"lost+found" || *name == *secret::FILE
    };
    if let Some(name) = entries.find(|name| !harmless(name)) {
        let data = place.data.display();
        bail!("{data} is not empty (it holds {}): move it away, or name another with --data", name.to_string_lossy());
    }
    if let Some(file) = address.sqlite_file().filter(|file| file.exists()) {
        bail!("{} is there already: move it away, or name another with --database-url", file.display());
    }
    if address.is_postgres() {
        let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
        let pending = store.pending().await;
        store.close().await;
        let untouched = pending.is_ok_and(|pending| pending.first().is_some_and(|first| first.starts_with("0001 ")));
        if !untouched {
            bail!("the database has the portal's tables already: make a new one, or name another with --database-url");
        }
    }
    Ok(())
}

/// The database comes last on SQLite: without it nothing of this counts.
fn in_its_place(place: &Place, address: &Address, unfinished: &Path, database: &str) -> anyhow::Result<()> {
    let copied = unfinished.join(database);
    let sqlite = address.sqlite_file().map(|file| staged(&copied, file)).transpose()?;
    if address.is_postgres() {
        postgres::restore(&copied, address)?;
    }
    let files = place.data.join("files");
    folder::make(&files)?;
    fs::rename(unfinished.join(BLOBS), files.join(BLOBS)).context("the files cannot be put in their place")?;
    tree::sync_folder(&files)?;
    if let Some((staged, file)) = sqlite {
        fs::rename(staged, &file).context("the database cannot be put in its place")?;
        tree::sync_folder(parent(&file))?;
    }
    clear(unfinished)?;
    tree::sync_folder(&place.data)
}

/// The database beside its place, in the same file system.
fn staged(copied: &Path, file: PathBuf) -> anyhow::Result<(PathBuf, PathBuf)> {
    let staged = beside(&file, "restoring");
    if staged.exists() {
        fs::remove_file(&staged).with_context(|| staged.display().to_string())?;
    }
    tree::write(File::open(copied)?, &staged).with_context(|| staged.display().to_string())?;
    Ok((staged, file))
}

fn clear(folder: &Path) -> anyhow::Result<()> {
    match folder.exists() {
        true => fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display())),
        false => Ok(()),
    }
}
