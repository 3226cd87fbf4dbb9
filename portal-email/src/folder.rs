//! Letters as files, for trying the portal out without a mail server: `.eml` for any mail program, `.json` beside it
//! for a mailbox page.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use chrono::{DateTime, SubsecRound, Utc};
use portal_core::channel::{Channel, ChannelError, Envelope};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use crate::{address::header, compose};

/// How many letters a list shows.
pub const LISTED: usize = 200;

/// A folder that takes every letter. Only we may read it: letters hold links that sign people in.
#[derive(Clone, Debug)]
pub struct EmlFolder {
    folder: PathBuf,
}

/// One letter of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The name of its `.eml` file, by which it is read again.
    pub file: String,
    /// The recipient's address.
    pub to: String,
    /// The recipient's name.
    pub to_name: String,
    /// The subject.
    pub subject: String,
    /// When it was written.
    pub date: DateTime<Utc>,
    /// The plain text.
    pub text: String,
    /// The HTML document.
    pub html: String,
    /// Where its button leads.
    pub link: Option<String>,
}

impl EmlFolder {
    /// Uses a folder, and makes it if it is missing (the one above must exist).
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !folder.is_dir() => Err(error),
            _ => Ok(Self { folder }),
        }
    }

    /// The newest letters first, at most [`LISTED`].
    pub async fn list(&self) -> io::Result<Vec<Mail>> {
        let folder = self.folder.clone();
        aside(move || {
            let entries = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
            let mut letters: Vec<_> = entries.into_iter().filter(|path| has_extension(path, "json")).collect();
            letters.sort_unstable_by(|one, other| other.cmp(one));
            letters.truncate(LISTED);
            letters.iter().map(|path| summary(path)).collect()
        })
        .await
    }

    /// One letter by the name of its file; `None`: there is none of that name.
    pub async fn read(&self, file: &str) -> io::Result<Option<Mail>> {
        let Some(name) = file.strip_suffix(".eml").filter(|name| is_ours(name)) else { return Ok(None) };
        let path = self.folder.join(format!("{name}.json"));
        aside(move || match summary(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        })
        .await
    }
}

#[async_trait]
impl Channel for EmlFolder {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        self.keep(envelope, Utc::now()).await
    }
}

impl EmlFolder {
    /// Keeps a letter as if it had come at a moment.
    ///
    /// # Errors
    /// As the channel's.
    pub async fn keep(&self, envelope: &Envelope, at: DateTime<Utc>) -> Result<(), ChannelError> {
        let date = at.trunc_subsecs(6);
        let (rendered, message) = compose(envelope, date.into())?;
        let name = format!("{}-{}", date.format("%Y%m%dT%H%M%S%.6fZ"), id(&envelope.message_id));
        let mail = Mail {
            file: format!("{name}.eml"),
            to: envelope.to.clone(),
            to_name: header(&envelope.to_name),
            subject: header(&rendered.subject),
            date,
            text: rendered.text,
            html: rendered.html,
            link: envelope.letter.action.as_ref().map(|action| action.url.clone()),
        };
        let folder = self.folder.clone();
        let written = aside(move || {
            write(&folder, &mail.file, &message.formatted())?;
            write(&folder, &format!("{name}.json"), &serde_json::to_vec_pretty(&mail)?)
        });
        written.await.map_err(|error| ChannelError::Temporary(format!("the mail folder cannot be written: {error}")))
    }
}

/// Writes a file that is there wholly or not at all.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let part = folder.join(format!("{name}.part"));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, folder.join(name))
}

fn summary(path: &Path) -> io::Result<Mail> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// The part of a Message-ID that tells one letter from another, fit for a file's name.
fn id(message_id: &str) -> String {
    let left = message_id.trim_start_matches('<').split('@').next().unwrap_or_default();
    left.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(80).collect()
}

/// Whether a name can be one that we gave: no path, no dot but the one of the time.
fn is_ours(name: &str) -> bool {
    !name.contains("..") && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await?
}
