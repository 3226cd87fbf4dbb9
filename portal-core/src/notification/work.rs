//! The worker's jobs: claimed, done, and what becomes of one that cannot be done. Turning an act into deliveries and waking
//! a request are here, sending a delivery is in `send`. None knows of threads or timers; the crate `portal` runs them.

use std::slice;

use chrono::TimeDelta;

use super::{Candidate, Delivery, caught, delivery::spread, expand};
use crate::{
    Portal,
    fault::point,
    id::{ActId, JobId, RequestId},
    identity::{AccountState, Seat, Viewer},
    store::{Act, Changes, Conflict, Job, JobKind, Lease, Outcome, Record, Store, StoreError},
};

/// How long a claimed job is held (SECURITY §4).
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// How long a job waits that could not be done, each time; after one more failure it is given up (SECURITY §4: five).
pub(super) const POISON: [TimeDelta; 4] =
    [TimeDelta::seconds(10), TimeDelta::minutes(1), TimeDelta::minutes(5), TimeDelta::minutes(15)];

impl Portal {
    /// Takes up to `at_most` jobs that are due.
    pub async fn claim(&self, at_most: u16) -> Result<Vec<Lease>, StoreError> {
        let leases = self.parts().engine.claim(at_most, self.now(), LEASE).await?;
        if !leases.is_empty() {
            point("worker.claimed");
        }
        Ok(leases)
    }

    /// Holds a job longer; `false`: it was lost, stop.
    pub async fn renew(&self, lease: &Lease) -> Result<bool, StoreError> {
        self.parts().engine.renew(lease, LEASE).await
    }

    /// Does one round: claims jobs and does them one after the other. Gives how many were done. A host with many
    /// letters runs the worker of the crate `portal` instead, which does several at once and renews their leases.
    pub async fn tick(&self) -> Result<usize, StoreError> {
        let portal = self.fresh().await;
        let leases = portal.claim(16).await?;
        for lease in &leases {
            portal.work(lease).await?;
        }
        Ok(leases.len())
    }

    /// Does one claimed job. What cannot be done, or panics, is tried again a few times and then given up, in plain sight
    /// of the team.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then the job is claimed again when its lease ends.
    pub async fn work(&self, lease: &Lease) -> Result<(), StoreError> {
        let done = match lease.job.kind {
            JobKind::Notify => caught(self.notify(lease)).await,
            JobKind::Wake => caught(self.wake(lease)).await,
            JobKind::Link => caught(self.send_link(lease)).await,
            JobKind::Alert => caught(self.send_alert(lease)).await,
            JobKind::Deliver => {
                for letter in self.letters(slice::from_ref(lease)).await? {
                    self.send(letter).await?;
                }
                return Ok(());
            }
            JobKind::Other => Err("this program does not know such work; a newer one may have left it".to_owned()),
        };
        match done {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error @ StoreError::Unavailable(_))) => Err(error),
            Ok(Err(error)) => self.stumbled(lease, &told(&error)).await,
            Err(panic) => self.stumbled(lease, &panic).await,
        }
    }

    /// Puts down a job that could not be done, and gives it up after five times.
    pub(super) async fn stumbled(&self, lease: &Lease, why: &str) -> Result<(), StoreError> {
        tracing::error!(job = %lease.job.id, why, "a job cannot be done");
        let now = self.now();
        let outcome = match POISON.get(lease.job.attempts.saturating_sub(1) as usize) {
            Some(wait) => Outcome::Again(now + spread(*wait, self.chance())),
            None => Outcome::GivenUp(now, why.to_owned()),
        };
        self.parts().engine.settle(lease, &outcome, &Changes::new()).await?;
        Ok(())
    }

    /// A number by chance.
    pub(super) fn chance(&self) -> u32 {
        let secret = self.parts().ids.secret();
        u32::from_le_bytes([secret[0], secret[1], secret[2], secret[3]])
    }

    async fn notify(&self, lease: &Lease) -> Result<(), StoreError> {
        let (parts, now) = (self.parts(), self.now());
        let mut changes = Changes::new();
        if let Some(act) = parts.store.act(ActId(lease.job.subject)).await? {
            for delivery in self.deliveries_of(parts.store.as_ref(), &act).await? {
                let id = JobId(self.uuid(now));
                let job = Job { id, kind: JobKind::Deliver, subject: delivery.id.0, due: now, attempts: 0 };
                changes.create(Record::Delivery(delivery));
                changes.create(Record::Job(job));
            }
        }
        if !parts.engine.settle(lease, &Outcome::Done, &changes).await? {
            tracing::warn!(job = %lease.job.id, "the lease was lost; another worker goes on");
        }
        Ok(())
    }

    /// Lets time pass for a request. Somebody may act on it at the same moment: then what they left is looked at again.
    async fn wake(&self, lease: &Lease) -> Result<(), StoreError> {
        let (parts, mut tries) = (self.parts(), 3);
        loop {
            let changes = self.pass_time(parts.store.as_ref(), RequestId(lease.job.subject)).await?;
            // A clock that was set back meanwhile: the moment is yet to come, and this is its job.
            let outcome = changes.due_of(lease.job.id).map_or(Outcome::Done, Outcome::PutOff);
            tries -= 1;
            match parts.engine.settle(lease, &outcome, &changes).await {
                Ok(held) => {
                    if held {
                        parts.bell.ring();
                    } else {
                        tracing::warn!(job = %lease.job.id, "the lease was lost; another worker goes on");
                    }
                    return Ok(());
                }
                Err(StoreError::Conflict(Conflict::Moved(_))) if tries > 0 => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Who is told of an act, by which rule.
    pub(crate) async fn deliveries_of(&self, store: &dyn Store, act: &Act) -> Result<Vec<Delivery>, StoreError> {
        let request = &act.dossier.request;
        let workflow = self.workflow(&request.definition, &request.request_type).await?;
        let candidates = self.candidates(store, act).await?;
        Ok(expand(&self.moment(&workflow, None), act, &candidates))
    }

    /// Everybody of the organisation, at the request and of the team, with what they may see.
    async fn candidates(&self, store: &dyn Store, act: &Act) -> Result<Vec<Candidate>, StoreError> {
        let mut candidates = Vec::new();
        let (request, organisation) = (act.dossier.request.id, act.dossier.request.organisation);
        for seat in [Seat::Organisation(organisation), Seat::Request { request, organisation }, Seat::Team] {
            for (account, memberships) in store.seated(seat).await? {
                let viewer = Viewer::new(&account, &memberships, self.definition());
                let known = |found: &Candidate| found.account.id == account.id;
                if account.state == AccountState::Active && !candidates.iter().any(known) {
                    candidates.push(Candidate { account, viewer });
                }
            }
        }
        Ok(candidates)
    }
}

/// An error with its causes, for the team.
pub(super) fn told(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(why) = cause {
        text = format!("{text}: {why}");
        cause = why.source();
    }
    text.chars().take(300).collect()
}
