//! The worker's two jobs: turning an act into deliveries, and sending a delivery. Neither knows of threads or timers;
//! the crate `portal` runs them.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Candidate, Delivery, DeliveryState, compose, compose::Occasion, expand, next_attempt};
use crate::{
    Portal,
    channel::{ChannelError, Envelope},
    fault::point,
    id::{ActId, DeliveryId, JobId},
    identity::{Account, AccountState, Seat, Viewer},
    portal::broken,
    request::Moment,
    store::{Act, Changes, Expect, Job, JobKind, Lease, Outcome, Record, StoreError},
};

/// How long a claimed job is held (SECURITY §4).
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// After this many failures to make a letter it is given up (SECURITY §4, poison).
const POISON: u32 = 5;

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
        let leases = self.claim(16).await?;
        for lease in &leases {
            self.work(lease).await?;
        }
        Ok(leases.len())
    }

    /// Does one claimed job. An error leaves it to be claimed again when its lease ends.
    pub async fn work(&self, lease: &Lease) -> Result<(), StoreError> {
        match lease.job.kind {
            JobKind::Notify => self.notify(lease).await,
            JobKind::Deliver => self.deliver(lease).await,
        }
    }

    async fn notify(&self, lease: &Lease) -> Result<(), StoreError> {
        let (parts, now) = (self.parts(), self.now());
        let mut changes = Changes::new();
        if let Some(act) = parts.store.act(ActId(lease.job.subject)).await? {
            let request = &act.dossier.request;
            let workflow = self.workflow(&request.definition, &request.request_type).await?;
            let candidates = self.candidates(&act).await?;
            let moment = Moment {
                definition: self.definition(),
                workflow: &workflow,
                ids: parts.ids.as_ref(),
                now,
                actor: None,
            };
            for delivery in expand(&moment, &act, &candidates) {
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

    /// Everybody of the organisation and of the team, with what they may see.
    async fn candidates(&self, act: &Act) -> Result<Vec<Candidate>, StoreError> {
        let mut candidates = Vec::new();
        for seat in [Seat::Organisation(act.dossier.request.organisation), Seat::Team] {
            for (account, memberships) in self.parts().store.seated(seat).await? {
                let viewer = Viewer::new(&account, &memberships, self.definition());
                let known = |found: &Candidate| found.account.id == account.id;
                if account.state == AccountState::Active && !candidates.iter().any(known) {
                    candidates.push(Candidate { account, viewer });
                }
            }
        }
        Ok(candidates)
    }

    async fn deliver(&self, lease: &Lease) -> Result<(), StoreError> {
        let (parts, now) = (self.parts(), self.now());
        let delivery = parts.store.delivery(DeliveryId(lease.job.subject)).await?;
        let waits = |delivery: &Delivery| matches!(delivery.state, DeliveryState::Pending | DeliveryState::Sending);
        let Some(delivery) = delivery.filter(waits) else {
            parts.engine.settle(lease, &Outcome::Done, &Changes::new()).await?;
            return Ok(());
        };
        let sent = match self.envelope(&delivery).await {
            Ok(Some(envelope)) => {
                point("worker.before_sending");
                if !parts.engine.sending(lease).await? {
                    return Ok(());
                }
                let sent = parts.mail.send(&envelope).await;
                point("worker.sent");
                sent
            }
            Ok(None) => return self.settle(lease, delivery, now, Err(Held::Gone)).await,
            Err(error @ StoreError::Unavailable(_)) => return Err(error),
            Err(error) if lease.job.attempts >= POISON => Err(ChannelError::Permanent(error.to_string())),
            Err(error) => Err(ChannelError::Temporary(error.to_string())),
        };
        self.settle(lease, delivery, now, sent.map_err(Held::Failed)).await
    }

    async fn settle(
        &self,
        lease: &Lease,
        delivery: Delivery,
        now: DateTime<Utc>,
        sent: Result<(), Held>,
    ) -> Result<(), StoreError> {
        let parts = self.parts();
        let jitter = parts.ids.secret()[0];
        let (delivery, outcome) = settled(delivery, lease.job.attempts, now, sent, jitter);
        // Whoever touched the row meanwhile, only the lease's holder says what became of it: the token guards it, not
        // the version.
        let fresh = parts.store.delivery(delivery.id).await?.map_or(delivery.version, |row| row.version);
        let mut changes = Changes::new();
        metrics::counter!("portal_deliveries_total", "channel" => delivery.channel.clone(), "state" => delivery.state.word())
            .increment(1);
        changes.write(Record::Delivery(delivery), Expect::Loaded(fresh));
        if !parts.engine.settle(lease, &outcome, &changes).await? {
            tracing::warn!(job = %lease.job.id, "the lease was lost after sending; the other worker repeats the same Message-ID");
        }
        Ok(())
    }

    /// The letter of a delivery; `None` when its recipient or its subject is gone.
    async fn envelope(&self, delivery: &Delivery) -> Result<Option<Envelope>, StoreError> {
        let parts = self.parts();
        let Some(account) = parts.store.account(delivery.recipient).await? else { return Ok(None) };
        let Some(act) = parts.store.act(delivery.act).await? else { return Ok(None) };
        let memberships = parts.store.memberships(account.id).await?;
        let viewer = Viewer::new(&account, &memberships, self.definition());
        let request = &act.dossier.request;
        let event = act.events.iter().find(|event| event.id == delivery.event);
        let event = event.ok_or_else(|| broken("a delivery without its event"))?;
        let sees = viewer.scope(crate::identity::Permission::RequestView).admits(&request.facts(event.audience));
        if account.state != AccountState::Active || !sees {
            return Ok(None);
        }
        let workflow = self.workflow(&request.definition, &request.request_type).await?;
        let names = parts.store.names(&event.actor.into_iter().collect::<Vec<_>>()).await?;
        let letter = compose(&Occasion {
            definition: self.definition(),
            workflow: &workflow,
            wording: &parts.wording,
            base_url: &parts.base_url,
            act: &act,
            event,
            rule: &delivery.rule,
            account: &account,
            viewer: &viewer,
            actor: event.actor.and_then(|actor| names.get(&actor).cloned()),
        });
        Ok(Some(self.address(delivery, &account, letter)))
    }

    fn address(&self, delivery: &Delivery, account: &Account, letter: super::Letter) -> Envelope {
        let host = self.base_url().host_str().unwrap_or("localhost");
        let branding = &self.definition().branding;
        let own = || format!("portal@{host}");
        Envelope {
            message_id: format!("<{}@{host}>", delivery.id),
            to: account.email.clone(),
            to_name: account.name.clone(),
            from: branding.sender_email.clone().unwrap_or_else(own),
            from_name: branding.sender_name.clone().unwrap_or_else(|| letter.portal.clone()),
            letter,
        }
    }
}

/// Why a letter did not leave.
enum Held {
    /// The other side did not take it.
    Failed(ChannelError),
    /// Its recipient may not have it any more.
    Gone,
}

/// The rule: what becomes of a delivery and its job after a try.
fn settled(
    mut delivery: Delivery,
    attempts: u32,
    now: DateTime<Utc>,
    sent: Result<(), Held>,
    jitter: u8,
) -> (Delivery, Outcome) {
    delivery.attempts = attempts;
    let (state, reason, outcome) = match sent {
        Ok(()) => (DeliveryState::Delivered, None, Outcome::Done),
        Err(Held::Gone) => (DeliveryState::Suppressed, Some("recipient_gone".to_owned()), Outcome::Done),
        Err(Held::Failed(ChannelError::Permanent(reason))) => (DeliveryState::Failed, Some(reason), Outcome::Done),
        Err(Held::Failed(ChannelError::Temporary(reason))) => match next_attempt(attempts, now, jitter) {
            Some(again) => (DeliveryState::Pending, Some(reason), Outcome::Again(again)),
            None => (DeliveryState::Failed, Some(reason), Outcome::Done),
        },
    };
    delivery.delivered = (state == DeliveryState::Delivered).then_some(now);
    delivery.state = state;
    delivery.reason = reason;
    (delivery, outcome)
}
