//! The secret key of the portal: from the environment, or from a file in the data folder that the first start makes.

use std::{
    fmt::{self, Write as _},
    fs,
    io::{ErrorKind, Write as _},
    path::Path,
    str::FromStr,
};

use anyhow::{Context, bail};

use crate::settings::Serve;

/// The file in the data folder.
pub const FILE: &str = "secret.key";

/// 32 bytes, written as 64 hexadecimal digits. It is never printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(hidden)")
    }
}

impl FromStr for Key {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        const WANTED: &str = "64 hexadecimal digits are needed, as `openssl rand -hex 32` makes them";
        let text = text.trim();
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(WANTED);
        }
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).map_err(|_| WANTED)?;
        }
        Ok(Self(bytes))
    }
}

impl Key {
    /// The key itself.
    pub fn reveal(self) -> [u8; 32] {
        self.0
    }
}

/// The key that is given, else that of the file; where there is none yet, one is made.
pub fn key(settings: &Serve) -> anyhow::Result<Key> {
    match settings.secret_key {
        Some(key) => Ok(key),
        None => kept(&settings.place.data),
    }
}

fn kept(data: &Path) -> anyhow::Result<Key> {
    let file = data.join(FILE);
    match fs::read_to_string(&file) {
        Ok(text) => read(&file, &text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make(data, &file)?;
            let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
            read(&file, &text)
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

fn read(file: &Path, text: &str) -> anyhow::Result<Key> {
    match text.parse() {
        Ok(key) => Ok(key),
        Err(why) => {
            bail!("{}: {why}. Put the key back that was there: second factors open with it alone", file.display())
        }
    }
}

/// The file appears whole, and the first of two who make it wins.
fn make(data: &Path, file: &Path) -> anyhow::Result<()> {
    let unfinished = data.join(format!("{FILE}.{}", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let digits = portal::new_secret_key().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string does not fail");
        text
    });
    let written = options.open(&unfinished).and_then(|mut it| writeln!(it, "{digits}").and_then(|()| it.sync_all()));
    written.with_context(|| format!("{} cannot be written", unfinished.display()))?;
    let linked = fs::hard_link(&unfinished, file);
    fs::remove_file(&unfinished).with_context(|| format!("{} cannot be removed", unfinished.display()))?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("{} cannot be made", file.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_for_us_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = kept(folder.path()).unwrap();
        assert!(kept(folder.path()).unwrap() == first, "and stays");
        make(folder.path(), &folder.path().join(FILE)).unwrap();
        assert!(kept(folder.path()).unwrap() == first, "who comes second changes nothing");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(kept(tempfile::tempdir().unwrap().path()).unwrap() != first);
    }

    #[test]
    fn a_file_that_is_no_key_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "cut of").unwrap();
        let error = kept(folder.path()).unwrap_err().to_string();
        assert!(error.contains("secret.key") && error.contains("Put the key back"), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), "cut of");
    }

    #[test]
    fn i13_a_key_is_64_digits_and_never_printed() {
        let key: Key = format!("{}\n", "aB".repeat(32)).parse().unwrap();
        assert_eq!((key.reveal(), format!("{key:?}").as_str()), ([0xab; 32], "Key(hidden)"));
        for wrong in ["", "ab", &"g".repeat(64), &"é".repeat(32), &"a".repeat(66)] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }
}
