//! The definition in force, as one process knows it: other processes publish too, so the database is asked now and then.

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Portal,
    definition::{Definition, NotPublished, Published, Source, plan::Moving, publish},
    notification::caught,
    store::StoreError,
};

/// How long one may go on without asking which version is in force.
const ASK_AGAIN: TimeDelta = TimeDelta::seconds(1);

/// The definition in force, and a change that was refused.
#[derive(Debug)]
pub struct InForce {
    current: RwLock<Arc<Definition>>,
    refused: RwLock<Option<Arc<RefusedChange>>>,
    /// When it was last asked for, in microseconds since 1970.
    asked: AtomicI64,
}

/// A change of the folder that was not put in force, for the team to see.
#[derive(Debug)]
pub struct RefusedChange {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: NotPublished,
}

impl InForce {
    /// A definition that was put, or found, in force.
    pub fn new(definition: Definition) -> Self {
        Self { current: RwLock::new(Arc::new(definition)), refused: RwLock::new(None), asked: AtomicI64::new(0) }
    }

    pub(crate) fn current(&self) -> Arc<Definition> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, definition: Arc<Definition>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = definition;
    }

    /// Whether it is time to ask again; whoever is told so asks, and nobody else meanwhile.
    fn is_time(&self, now: DateTime<Utc>) -> bool {
        let (asked, now) = (self.asked.load(Ordering::Relaxed), now.timestamp_micros());
        let due = (now - asked).abs() >= ASK_AGAIN.num_microseconds().unwrap_or_default();
        due && self.asked.compare_exchange(asked, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl Portal {
    /// The portal with the version that is in force now. Each piece of work (a visit, a job, what a host does in one go)
    /// begins with one of its own and sees one version to its end. The database is asked once a second; when it does not
    /// answer, the version that was known stays.
    pub async fn fresh(&self) -> Self {
        if self.parts().in_force.is_time(self.now()) {
            const TOLD: &str = "the definition in force cannot be read; the one that was known stays";
            match caught(self.catch_up()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(error = &error as &dyn std::error::Error, "{TOLD}"),
                Err(panic) => tracing::error!(panic, "{TOLD}"),
            }
        }
        self.latest()
    }

    /// The portal with the newest version that this process knows.
    #[must_use]
    pub fn latest(&self) -> Self {
        self.with(self.parts().in_force.current())
    }

    /// Takes up the version that is in force in the database.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let in_force = &self.parts().in_force;
        let Some(hash) = self.parts().store.newest().await? else { return Ok(()) };
        if *in_force.current().hash != *hash {
            in_force.set(self.definition_of(&hash).await?);
            tracing::info!(hash, "another version of the definition is in force");
        }
        Ok(())
    }

    /// Puts a version in force for all processes on this database, and moves what is to be moved, in one commit.
    ///
    /// # Errors
    /// When it has faults, or something breaks that is not moved; the last good one stays in force.
    pub async fn publish(&self, sources: &[Source], moves: &[Moving]) -> Result<Published, NotPublished> {
        let parts = self.parts();
        let (store, clock, ids) = (parts.store.as_ref(), parts.clock.as_ref(), parts.ids.as_ref());
        let published = publish(store, clock, ids, parts.renderers, sources, moves).await?;
        self.refuse(None);
        parts.bell.ring();
        self.catch_up().await?;
        Ok(published)
    }

    /// Keeps why a change of the folder was not put in force, for the team to see; `None`: there is nothing to tell.
    pub fn refuse(&self, why: Option<NotPublished>) {
        let refused = why.map(|why| Arc::new(RefusedChange { at: self.now(), why }));
        *self.parts().in_force.refused.write().unwrap_or_else(PoisonError::into_inner) = refused;
    }

    /// The last change of the folder, if it was not put in force.
    pub fn refused_change(&self) -> Option<Arc<RefusedChange>> {
        self.parts().in_force.refused.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
