//! What a backup says of itself.

use std::{fmt, fs, path::Path};

use anyhow::{Context, bail};
use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use super::tree::{self, Sums};

/// The only form there is yet.
const FORM: u32 = 1;
const NAME: &str = "manifest.json";
const SUMS: &str = "SHA256SUMS";

/// What a backup holds.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    form: u32,
    /// The program that made it.
    version: String,
    /// When it was complete.
    made: DateTime<Utc>,
    /// The file with the database.
    pub database: String,
    /// How many files, with the database.
    files: usize,
    bytes: u64,
    /// The checksum of the list of checksums.
    sums: String,
}

impl Manifest {
    /// Writes the list of checksums and the manifest into a backup.
    pub fn write(backup: &Path, database: &str, sums: &Sums) -> anyhow::Result<Self> {
        let (sum, _) = tree::write(sums.text().as_bytes(), &backup.join(SUMS)).context(SUMS)?;
        let manifest = Self {
            form: FORM,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            made: Utc::now().trunc_subsecs(0),
            database: database.to_owned(),
            files: sums.files.len(),
            bytes: sums.bytes,
            sums: sum,
        };
        let text = format!("{}\n", serde_json::to_string_pretty(&manifest)?);
        tree::write(text.as_bytes(), &backup.join(NAME)).context(NAME)?;
        tree::sync_folder(backup)?;
        Ok(manifest)
    }

    /// Reads both; a list that is not the one that was written is refused.
    pub fn read(backup: &Path) -> anyhow::Result<(Self, Sums)> {
        let none = || format!("{} is no backup that `portal backup` has finished", backup.display());
        let text = fs::read_to_string(backup.join(NAME)).with_context(none)?;
        let manifest: Self = serde_json::from_str(&text).with_context(none)?;
        if manifest.form != FORM {
            bail!(
                "the backup is of form {}, made by version {}: restore it with that",
                manifest.form,
                manifest.version
            );
        }
        let list = fs::read(backup.join(SUMS)).with_context(none)?;
        let (sum, _) = tree::pass(list.as_slice(), &mut std::io::sink())?;
        if sum != manifest.sums {
            bail!("{SUMS} was altered: take another backup");
        }
        let sums = Sums::parse(std::str::from_utf8(&list).with_context(none)?)?;
        if sums.files.len() != manifest.files || !sums.files.contains_key(&manifest.database) {
            bail!("{NAME} was altered: take another backup");
        }
        Ok((manifest, sums))
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { database, made, version, bytes, .. } = self;
        write!(f, "{database} and {} files, {bytes} bytes, of {made} (version {version})", self.files - 1)
    }
}
