//! Copying files with their checksums, durably.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Component, Path},
};

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};

use crate::folder;

/// How many bytes go at once.
const PIECE: usize = 256 * 1024;

/// The checksum of each file, by its path below the backup's folder. Written as `sha256sum` reads it.
#[derive(Debug, Default, PartialEq)]
pub struct Sums {
    pub files: BTreeMap<String, String>,
    /// All bytes together.
    pub bytes: u64,
}

impl Sums {
    /// Notes a file that is in its place, and makes it durable.
    pub fn add(&mut self, name: &str, path: &Path) -> anyhow::Result<()> {
        let named = || path.display().to_string();
        let file = File::open(path).with_context(named)?;
        file.sync_all().with_context(named)?;
        let (sum, bytes) = pass(file, &mut io::sink()).with_context(named)?;
        self.note(name.to_owned(), sum, bytes);
        Ok(())
    }

    fn note(&mut self, name: String, sum: String, bytes: u64) {
        self.files.insert(name, sum);
        self.bytes += bytes;
    }

    /// A line a file, as `sha256sum --check` takes it.
    pub fn text(&self) -> String {
        self.files.iter().fold(String::new(), |mut text, (name, sum)| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{sum}  {name}");
            text
        })
    }

    /// Reads [`Self::text`]. A path that leads out of the folder is refused.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut sums = Self::default();
        for line in text.lines() {
            let Some((sum, name)) = line.split_once("  ") else {
                bail!("the list of checksums has a line that is none")
            };
            if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
                bail!("the list of checksums names a file outside of the backup");
            }
            sums.files.insert(name.to_owned(), sum.to_owned());
        }
        Ok(sums)
    }
}

/// Copies all files below `from` that are not in `sums` yet. One that goes away meanwhile is left out.
pub fn copy(from: &Path, into: &Path, name: &str, sums: &mut Sums) -> anyhow::Result<()> {
    folder::make(into)?;
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| from.display().to_string()),
    };
    for entry in entries {
        let entry = entry?;
        let Some(part) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let (from, into, name) = (entry.path(), into.join(&part), format!("{name}/{part}"));
        if entry.file_type()?.is_dir() {
            copy(&from, &into, &name, sums)?;
        } else if !sums.files.contains_key(&name) {
            match File::open(&from) {
                Ok(file) => {
                    let (sum, bytes) = write(file, &into).with_context(|| from.display().to_string())?;
                    sums.note(name, sum, bytes);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| from.display().to_string()),
            }
        }
    }
    sync_folder(into)
}

/// Writes a new file durably; gives its checksum and its length.
pub fn write(from: impl Read, into: &Path) -> io::Result<(String, u64)> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(into)?;
    let passed = pass(from, &mut file)?;
    file.sync_all()?;
    Ok(passed)
}

/// Hands bytes on and sums them up.
pub fn pass(mut from: impl Read, into: &mut impl Write) -> io::Result<(String, u64)> {
    let (mut piece, mut hash, mut bytes) = (vec![0; PIECE], Sha256::new(), 0);
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            let sum = hash.finalize().iter().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            });
            return Ok((sum, bytes));
        }
        hash.update(&piece[..read]);
        into.write_all(&piece[..read])?;
        bytes += read as u64;
    }
}

/// Makes the entries of a folder durable, where the system has a call for that.
pub fn sync_folder(folder: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(|| folder.display().to_string())?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_read_as_they_are_written_and_lead_nowhere_else() {
        let mut sums = Sums::default();
        sums.note("blobs/0199/3f/01".to_owned(), "ab".to_owned(), 0);
        sums.note("portal.db".to_owned(), "cd".to_owned(), 0);
        assert_eq!(Sums::parse(&sums.text()).unwrap(), sums);
        for outside in ["ab  ../portal.db", "ab  /etc/passwd", "ab  blobs/../../x", "ab"] {
            assert!(Sums::parse(outside).is_err(), "{outside}");
        }
    }
}
