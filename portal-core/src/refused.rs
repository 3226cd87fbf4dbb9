//! Why a use case was not done, in words a page or a program can act on.

use chrono::TimeDelta;

use crate::{
    form::FieldFault,
    id::DraftId,
    store::{Conflict, Counter, StoreError, Subject},
};

/// Why a use case was not done. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It does not exist, or the viewer may not know that it does (404).
    #[error("no such thing")]
    NotFound,
    /// The viewer sees it and may not do this (403).
    #[error("not allowed")]
    Forbidden,
    /// The address or the password is wrong, or the guess came too early: the answer does not say which (401).
    #[error("wrong address or password")]
    Credentials,
    /// The viewer must first prove anew who they are (403): [`crate::identity::Session::FRESH`] has passed since they
    /// did.
    #[error("who it is must be confirmed")]
    Confirm,
    /// It cannot be done from where things stand (409).
    #[error("not possible from here")]
    NotHere,
    /// Nobody would be left who manages the people of a place (409).
    #[error("the last administrator")]
    LastAdministrator,
    /// The viewer has drafts of the same type for the same organisation, newest edit first (409): they may go on with one,
    /// or say that they want another.
    #[error("a draft of this type is there already")]
    DraftExists(Vec<DraftId>),
    /// Somebody changed it since the viewer saw it (409); nothing is overwritten.
    #[error("it changed meanwhile")]
    Stale,
    /// It was done before; this is what it made.
    #[error("done before")]
    Repeated(Subject),
    /// The caller's key was used before for something else (422).
    #[error("the key was used for something else")]
    KeyReused,
    /// Something given will not do (422).
    #[error("{} answers will not do", .0.len())]
    Answers(Vec<FieldFault>),
    /// Something needed was not given (422).
    #[error("something is missing: {0:?}")]
    Missing(Missing),
    /// A file will not do (422).
    #[error("the file was rejected: {0}")]
    File(crate::document::Rejected),
    /// The time was just taken by somebody else (409); this is the place that was full
    /// ([`Counter::Places`]).
    #[error("the time was just taken")]
    NoPlace(uuid::Uuid),
    /// The organisation's space is full (422).
    #[error("no space is left for files")]
    Full,
    /// Too many at once, or a guess too early (429); again after this many seconds.
    #[error("again in {0} seconds")]
    Wait(u32),
    /// The database or another part is away (503).
    #[error("not available now")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Something that must not be (500).
    #[error("broken")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Refused {
    /// Too many, or too early: again after this time.
    pub(crate) fn wait(time: TimeDelta) -> Self {
        Self::Wait(u32::try_from(time.num_seconds().max(1)).unwrap_or(u32::MAX))
    }
}

/// What was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A text: the message, the note, the reason.
    Text(&'static str),
    /// A text is longer than this many characters.
    TextTooLong(&'static str, usize),
    /// A document of a kind.
    Document(crate::id::Id),
    /// At least one task.
    Tasks,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(Conflict::Full(Counter::Places { place, .. })) => Self::NoPlace(place),
            StoreError::Conflict(Conflict::Full(Counter::StoredBytes { .. })) => Self::Full,
            StoreError::Conflict(Conflict::Repeated(subject)) => Self::Repeated(subject),
            StoreError::Conflict(Conflict::KeyReused) => Self::KeyReused,
            StoreError::Conflict(_) => Self::Stale,
            StoreError::Unavailable(source) => Self::Unavailable(source),
            StoreError::Broken(source) => Self::Broken(source),
        }
    }
}
