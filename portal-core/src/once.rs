//! Doing something at most once under a key that the caller chose, however often it is sent. The key is written in the
//! same transaction as what it made, so there is no moment at which one of them is there without the other.

use std::future::poll_fn;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use crate::{
    Desk, Refused,
    document::{Incoming, Rejected},
    files::ByteStream,
    store::{IdempotencyKey, Subject},
};

/// The route under which callers' own keys are kept: of one person, each key is for one thing, wherever it was sent.
const ROUTE: &str = "api";

/// A key that the caller chose, and what they sent with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    key: String,
    body: [u8; 32],
}

impl Once {
    /// Longest key, in characters.
    pub const LONGEST: usize = 255;

    /// A key with the SHA-256 of everything that was sent. `None` for a key that is empty or too long.
    pub fn new(key: impl Into<String>, body: [u8; 32]) -> Option<Self> {
        let key = key.into();
        (1..=Self::LONGEST).contains(&key.chars().count()).then_some(Self { key, body })
    }

    /// The same key, sent with a file besides.
    pub(crate) fn with(&self, file: [u8; 32]) -> Self {
        let body = Sha256::new().chain_update(self.body).chain_update(file).finalize().into();
        Self { key: self.key.clone(), body }
    }
}

impl<'a> Desk<'a> {
    /// Does something at most once under a key; without one, it is simply done. `work` gets the desk that writes the
    /// key together with what it does.
    ///
    /// # Errors
    /// [`Refused::Repeated`] when it was done before: it says what was made then. [`Refused::KeyReused`] when the key was
    /// used for something else. What failed before left no key, and is tried afresh.
    pub async fn once<T, F>(self, key: Option<&'a Once>, work: impl FnOnce(Desk<'a>) -> F) -> Result<T, Refused>
    where
        F: Future<Output = Result<T, Refused>>,
    {
        let desk = self.under(key);
        desk.unless_done().await?;
        let done = work(desk).await;
        if let Err(
            Refused::NotFound | Refused::NotHere | Refused::Stale | Refused::Forbidden | Refused::DraftExists(_),
        ) = done
        {
            // The first of two that came at once may have moved things on under the second.
            desk.unless_done().await?;
        }
        done
    }

    /// The same for something that takes in a file, which counts as part of what was sent.
    ///
    /// # Errors
    /// As [`Desk::once`]; [`Refused::Wait`] when the first of two that came at once was done meanwhile.
    pub async fn once_with<T, F>(
        self,
        key: Option<&'a Once>,
        incoming: Incoming<'a>,
        work: impl FnOnce(Desk<'a>, Incoming<'a>) -> F,
    ) -> Result<T, Refused>
    where
        F: Future<Output = Result<T, Refused>>,
    {
        let desk = self.under(key);
        if let (Some(once), Some((made, body))) = (key, desk.recall().await?) {
            return Err(once.with(digest(incoming.bytes).await?).against(made, body));
        }
        let done = work(desk, incoming).await;
        match done {
            Err(Refused::NotFound | Refused::NotHere | Refused::Stale | Refused::Forbidden | Refused::File(_))
                if desk.recall().await?.is_some() =>
            {
                Err(Refused::Wait(1))
            }
            done => done,
        }
    }

    /// The caller's key as it is stored; kept for a day.
    pub(crate) fn key(&self, once: &Once) -> IdempotencyKey {
        IdempotencyKey {
            account: self.viewer.account(),
            route: ROUTE,
            key: once.key.clone(),
            body: once.body,
            expires: self.now() + TimeDelta::hours(24),
        }
    }

    async fn recall(&self) -> Result<Option<(Subject, [u8; 32])>, Refused> {
        match self.once {
            Some(once) => Ok(self.store.recall(self.viewer.account(), ROUTE, &once.key).await?),
            None => Ok(None),
        }
    }

    async fn unless_done(&self) -> Result<(), Refused> {
        match (self.once, self.recall().await?) {
            (Some(once), Some((made, body))) => Err(once.against(made, body)),
            _ => Ok(()),
        }
    }
}

impl Once {
    /// Why it is not done again, given what was done under the key.
    fn against(&self, made: Subject, body: [u8; 32]) -> Refused {
        if body == self.body { Refused::Repeated(made) } else { Refused::KeyReused }
    }
}

/// SHA-256 of bytes that are not kept.
async fn digest(mut bytes: ByteStream<'_>) -> Result<[u8; 32], Refused> {
    let mut digest = Sha256::new();
    while let Some(piece) = poll_fn(|context| bytes.as_mut().poll_next(context)).await {
        digest.update(piece.map_err(|_| Refused::File(Rejected::CutOff))?);
    }
    Ok(digest.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_to_255_characters() {
        for (key, fits) in [("", false), ("k", true), (&"é".repeat(255), true), (&"k".repeat(256), false)] {
            assert_eq!(Once::new(key, [0; 32]).is_some(), fits, "{}", key.len());
        }
    }

    #[test]
    fn a_file_is_part_of_what_was_sent() {
        let once = Once::new("k", [1; 32]).unwrap();
        assert_ne!(once.with([2; 32]), once.with([3; 32]));
        assert_ne!(once.with([2; 32]), once);
    }
}
