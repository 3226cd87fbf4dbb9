//! Playing the scripts of the demo through the use cases, as if each step were taken at its moment in the past: whoever
//! opens the door for the first time finds a portal that has lived. Nothing of it is sent: the letters are given back with
//! their dates.

mod act;
mod cast;
mod form;
mod player;
mod task;
mod when;

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use crate::{
    Portal,
    channel::Envelope,
    definition::{Demo, Script, Source},
    id::{AccountId, ActId, Id},
    store::{Change, Changes, Conflict, IdempotencyKey, Store, StoreError, Subject},
};

use self::{cast::Cast, player::Player};

/// What is played, by whom.
#[derive(Clone, Copy, Debug)]
pub struct Play<'a> {
    /// The demo that names the scripts.
    pub demo: &'a Demo,
    /// The scripts of the folder.
    pub scripts: &'a IndexMap<Id, Script>,
    /// The files of the folder: those that are handed in are among them.
    pub files: &'a [Source],
    /// The accounts of the demo's people.
    pub people: &'a BTreeMap<Id, AccountId>,
    /// What becomes of the letters.
    pub letters: Letters,
}

/// What becomes of the letters of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// Whoever plays keeps them where people look at them: they count as delivered at their moment.
    Kept,
    /// They are not sent to anybody, and say why: they tell of a past that was only played.
    HeldBack,
}

/// A letter of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastLetter {
    /// The letter.
    pub envelope: Envelope,
    /// When it would have left.
    pub at: DateTime<Utc>,
}

/// Why the scripts were not played. Whoever undoes the transaction has nothing of them.
#[derive(Debug, thiserror::Error)]
pub enum NotPlayed {
    /// A script cannot be played, or does not end as it expects.
    #[error("scripts/{script}.yaml: {why}")]
    Script {
        /// By the name of its file.
        script: Id,
        /// Why, in a sentence.
        why: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The acts that were played, of which nobody was told yet.
#[derive(Debug, Default)]
pub(crate) struct Acts(Mutex<Vec<ActId>>);

impl Acts {
    /// Takes the telling of acts out of a batch, and remembers them.
    pub(crate) fn take_from(&self, changes: &mut Changes) {
        let acts = changes.without_telling();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(acts);
    }

    fn drain(&self) -> Vec<ActId> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Portal {
    /// Plays the scripts that the demo names, spread over the last 30 days, once in the life of a database: `None` when they
    /// were played before, or people have used the portal already. `store` is one open transaction: undone as a whole when
    /// something goes wrong, and of two who play at once one finds that it was done.
    ///
    /// # Errors
    /// When a script cannot be played, or the database fails. Then the transaction is to be undone.
    pub async fn play(&self, store: &dyn Store, play: &Play<'_>) -> Result<Option<Vec<PastLetter>>, NotPlayed> {
        let now = self.now();
        let cast = Cast::of(self, store, play).await?;
        if play.demo.play.is_empty() || cast.know_requests(store).await? || !first(store, &cast, now).await? {
            return Ok(None);
        }
        let mut letters = Vec::new();
        for (script, times) in when::spread(self.definition(), play, now) {
            let mut player = Player::new(self, store, play, &cast, &script)?;
            let played = player.play(&times, now).await;
            played.map_err(|why| NotPlayed::Script { script: script.clone(), why })?;
            letters.extend(player.letters);
        }
        letters.sort_by_key(|letter| letter.at);
        Ok(Some(letters))
    }
}

/// Notes that the past is played; `false`: it was before.
async fn first(store: &dyn Store, cast: &Cast, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(account) = cast.first() else { return Ok(false) };
    let key = IdempotencyKey {
        account,
        route: "play",
        key: "demo".to_owned(),
        body: Sha256::digest("demo").into(),
        // For ever, as far as anybody tries a portal out.
        expires: now + TimeDelta::days(36_500),
    };
    let mut changes = Changes::new();
    changes.push(Change::Once(key, Subject::Account(account)));
    match store.commit(&changes).await {
        Ok(()) => Ok(true),
        Err(StoreError::Conflict(Conflict::Repeated(_))) => Ok(false),
        Err(error) => Err(error),
    }
}
