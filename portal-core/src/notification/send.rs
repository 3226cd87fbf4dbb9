//! Sending: claimed deliveries become letters, a letter goes to the channel, and the delivery says what came of it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Delivery, DeliveryState, Letter, OwnLetter,
    caught::caught,
    compose,
    compose::Occasion,
    delivery::spread,
    expand::may_see,
    hosts::Place,
    next_attempt,
    work::{POISON, told},
};
use crate::{
    Portal,
    channel::{ChannelError, Envelope},
    fault::point,
    id::DeliveryId,
    identity::{Account, AccountState, Viewer},
    request::{Happening, Task},
    store::{Changes, Lease, Outcome, Outgoing, StoreError, Turn},
};

/// How long a letter waits when too many are on their way to its host.
const CROWDED: TimeDelta = TimeDelta::minutes(1);

/// A letter that may go: its delivery is marked as being sent.
#[derive(Debug)]
pub struct Ready {
    lease: Lease,
    delivery: Delivery,
    envelope: Envelope,
    place: Place,
}

impl Ready {
    /// The job it is held by.
    pub fn lease(&self) -> &Lease {
        &self.lease
    }
}

/// A letter that was handed to the channel, and what is to be told of it.
#[derive(Debug)]
pub struct Handed {
    lease: Lease,
    delivery: Delivery,
    outcome: Outcome,
}

/// The code of the reason why a letter is not to be sent.
pub(crate) struct Suppressed(pub(crate) &'static str);

impl Portal {
    /// Makes the letters of claimed deliveries; those that are made together share their reads. What is not to be sent,
    /// or not yet, is settled here and left out.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then the jobs are claimed again when their leases end.
    pub async fn letters(&self, leases: &[Lease]) -> Result<Vec<Ready>, StoreError> {
        let ids: Vec<DeliveryId> = leases.iter().map(|lease| DeliveryId(lease.job.subject)).collect();
        let found = match self.parts().store.outgoing(&ids).await {
            Ok(found) => found,
            Err(error @ StoreError::Unavailable(_)) => return Err(error),
            Err(error) if leases.len() < 2 => {
                for lease in leases {
                    self.stumbled(lease, &told(&error)).await?;
                }
                return Ok(Vec::new());
            }
            // One of them cannot be read: each by itself, so that the others go.
            Err(_) => {
                let mut ready = Vec::new();
                for lease in leases {
                    ready.extend(Box::pin(self.letters(std::slice::from_ref(lease))).await?);
                }
                return Ok(ready);
            }
        };
        let mut found: HashMap<_, _> = found.into_iter().map(|outgoing| (outgoing.delivery.id, outgoing)).collect();
        let mut ready = Vec::new();
        for lease in leases {
            let outgoing = found.remove(&DeliveryId(lease.job.subject));
            ready.extend(self.readied(lease, outgoing).await?);
        }
        self.begin(ready).await
    }

    /// One letter; settles what needs none.
    async fn readied(&self, lease: &Lease, outgoing: Option<Outgoing>) -> Result<Option<Ready>, StoreError> {
        let Some(outgoing) = outgoing.filter(|outgoing| outgoing.delivery.is_open()) else {
            self.parts().engine.settle(lease, &Outcome::Done, &Changes::new()).await?;
            return Ok(None);
        };
        let made = match caught(self.make(&outgoing)).await {
            Ok(Ok(made)) => made,
            Ok(Err(error @ StoreError::Unavailable(_))) => return Err(error),
            Ok(Err(error)) => return self.fault(lease, outgoing.delivery, &told(&error)).await.map(|()| None),
            Err(panic) => return self.fault(lease, outgoing.delivery, &panic).await.map(|()| None),
        };
        let delivery = outgoing.delivery;
        match made {
            Err(Suppressed(code)) => {
                let delivery = Delivery { state: DeliveryState::Suppressed, reason: Some(code.to_owned()), ..delivery };
                self.close(lease, &Outcome::Done, &delivery).await?;
                Ok(None)
            }
            Ok(envelope) => match self.parts().hosts.enter(&envelope.to) {
                Some(place) => Ok(Some(Ready { lease: lease.clone(), delivery, envelope, place })),
                None => {
                    let again = Outcome::PutOff(self.now() + spread(CROWDED, self.chance()));
                    let reason = Some("host_busy".to_owned());
                    self.close(lease, &again, &Delivery { state: DeliveryState::Pending, reason, ..delivery }).await?;
                    Ok(None)
                }
            },
        }
    }

    /// Asks for all whether they may go now, and puts off those that are behind others.
    async fn begin(&self, ready: Vec<Ready>) -> Result<Vec<Ready>, StoreError> {
        if ready.is_empty() {
            return Ok(ready);
        }
        let leases: Vec<Lease> = ready.iter().map(|ready| ready.lease.clone()).collect();
        point("worker.before_sending");
        let turns = self.parts().engine.sending(&leases, self.now()).await?;
        let mut now = Vec::new();
        for (ready, turn) in ready.into_iter().zip(turns) {
            match turn {
                Turn::Now => now.push(ready),
                Turn::Later(due) => {
                    self.parts().engine.settle(&ready.lease, &Outcome::PutOff(due), &Changes::new()).await?;
                }
                Turn::Lost => {}
            }
        }
        Ok(now)
    }

    /// Hands a letter to the channel and writes what came of it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when that cannot be written; then it is sent again, with the same Message-ID, when
    /// its lease ends. Who can wait calls [`Portal::hand_over`] and tries [`Portal::tell`] again.
    pub async fn send(&self, ready: Ready) -> Result<(), StoreError> {
        self.tell(&self.hand_over(ready).await).await
    }

    /// Hands a letter to the channel. What came of it is still to be told.
    pub async fn hand_over(&self, ready: Ready) -> Handed {
        let Ready { lease, delivery, envelope, place } = ready;
        let sent = match delivery.channel.as_str() {
            "mail" => caught(self.parts().mail.send(&envelope)).await,
            other => Ok(Err(ChannelError::Permanent(format!("there is no channel called {other}")))),
        };
        point("worker.sent");
        drop(place);
        let (delivery, outcome) = match sent {
            Ok(sent) => settled(delivery, self.now(), sent, self.chance()),
            Err(panic) => self.stumbled_over(&lease, delivery, &panic),
        };
        Handed { lease, delivery, outcome }
    }

    /// Writes what came of a letter. Telling again what was told changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; trying again may help.
    pub async fn tell(&self, handed: &Handed) -> Result<(), StoreError> {
        self.close(&handed.lease, &handed.outcome, &handed.delivery).await
    }

    async fn fault(&self, lease: &Lease, delivery: Delivery, why: &str) -> Result<(), StoreError> {
        let (delivery, outcome) = self.stumbled_over(lease, delivery, why);
        self.close(lease, &outcome, &delivery).await
    }

    /// What becomes of a delivery whose letter cannot be made: it fails after five times. Claims that ended at the channel
    /// do not count.
    fn stumbled_over(&self, lease: &Lease, delivery: Delivery, why: &str) -> (Delivery, Outcome) {
        tracing::error!(delivery = %delivery.id, why, "a letter cannot be made");
        let faults = lease.job.attempts.saturating_sub(delivery.attempts).max(1);
        let (state, outcome) = match POISON.get(faults as usize - 1) {
            Some(wait) => (DeliveryState::Pending, Outcome::Again(self.now() + spread(*wait, self.chance()))),
            None => (DeliveryState::Failed, Outcome::Done),
        };
        (Delivery { state, reason: Some(why.to_owned()), ..delivery }, outcome)
    }

    async fn close(&self, lease: &Lease, outcome: &Outcome, delivery: &Delivery) -> Result<(), StoreError> {
        if self.parts().engine.close(lease, outcome, delivery).await? {
            let (channel, state) = (delivery.channel.clone(), delivery.state.word());
            metrics::counter!("portal_deliveries_total", "channel" => channel, "state" => state).increment(1);
        } else {
            tracing::warn!(job = %lease.job.id, "the lease was lost; another worker goes on, with the same Message-ID");
        }
        Ok(())
    }

    /// The letter of a delivery, unless its recipient may not have it any more or need not.
    pub(crate) async fn make(&self, outgoing: &Outgoing) -> Result<Result<Envelope, Suppressed>, StoreError> {
        let Outgoing { delivery, account, memberships, event, request, .. } = outgoing;
        let viewer = Viewer::new(account, memberships, self.definition());
        let sees = may_see(&viewer, event, request, outgoing.document.as_ref());
        if account.state != AccountState::Active || !sees {
            return Ok(Err(Suppressed("recipient_gone")));
        }
        if is_settled(outgoing) {
            return Ok(Err(Suppressed("no_longer_needed")));
        }
        let workflow = self.workflow(&request.definition, &request.request_type).await?;
        let parts = self.parts();
        let occasion = Occasion {
            definition: self.definition(),
            workflow: &workflow,
            wording: &parts.wording,
            base_url: &parts.base_url,
            outgoing,
            viewer: &viewer,
        };
        let envelope = self.address(delivery, account, compose(&occasion));
        Ok(Ok(Envelope { own: OwnLetter::of(&occasion), ..envelope }))
    }

    fn address(&self, delivery: &Delivery, account: &Account, letter: Letter) -> Envelope {
        let host = self.base_url().host_str().unwrap_or("localhost");
        let branding = &self.definition().branding;
        let own = || format!("portal@{host}");
        Envelope {
            message_id: format!("<{}@{host}>", delivery.id),
            to: account.email.clone(),
            to_name: account.name.clone(),
            from: branding.sender_email.clone().unwrap_or_else(own),
            from_name: branding.sender_name.clone().unwrap_or_else(|| letter.portal.clone()),
            replies: branding.replies.clone(),
            letter,
            own: None,
        }
    }
}

/// Whether what a letter asks for was done meanwhile, or what it warns of is over.
fn is_settled(outgoing: &Outgoing) -> bool {
    let open = outgoing.task.as_ref().is_some_and(Task::is_open);
    match &outgoing.event.what {
        Happening::DueSoon | Happening::Late => {
            outgoing.request.ended.is_some() || outgoing.request.since > outgoing.event.at
        }
        Happening::TaskDueSoon { .. } | Happening::TaskLate { .. } => !open,
        _ => outgoing.delivery.rule == "action_required" && !open,
    }
}

/// The rule: what becomes of a delivery and its job after a try.
fn settled(
    mut delivery: Delivery,
    now: DateTime<Utc>,
    sent: Result<(), ChannelError>,
    chance: u32,
) -> (Delivery, Outcome) {
    delivery.attempts += 1;
    delivery.tried = Some(now);
    let (state, reason, outcome) = match sent {
        Ok(()) => (DeliveryState::Delivered, None, Outcome::Done),
        Err(ChannelError::Permanent(reason)) => (DeliveryState::Failed, Some(reason), Outcome::Done),
        Err(ChannelError::Temporary(reason)) => match next_attempt(delivery.attempts, delivery.created, now, chance) {
            Some(again) => (DeliveryState::Pending, Some(reason), Outcome::Again(again)),
            None => (DeliveryState::Failed, Some(reason), Outcome::Done),
        },
    };
    delivery.delivered = (state == DeliveryState::Delivered).then_some(now);
    delivery.state = state;
    delivery.reason = reason;
    (delivery, outcome)
}
