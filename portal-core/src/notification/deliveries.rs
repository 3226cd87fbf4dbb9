//! What was sent and what became of it, for the team; and trying again what failed or was given up.

use super::{Delivery, DeliveryState};
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    id::{DeliveryId, JobId, RequestId},
    identity::{Permission, Scope},
    request::Request,
    store::{Changes, Cursor, Expect, GivenUp, Job, JobKind, Page, Record, Sent, Subject},
};

impl Desk<'_> {
    /// A page of messages and their requests, newest first, at most 50; with `failed`, only those that failed.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `delivery.manage`.
    pub async fn deliveries(&self, failed: bool, after: Option<&Cursor>) -> Result<Page<Sent>, Refused> {
        self.deliveries_of(failed, after, 50).await
    }

    /// The same, at most so many.
    ///
    /// # Errors
    /// As [`Desk::deliveries`].
    pub async fn deliveries_of(
        &self,
        failed: bool,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Sent>, Refused> {
        Ok(self.store.deliveries(&self.manages()?, failed, after, at_most).await?)
    }

    /// One message with its request.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `delivery.manage`, [`Refused::NotFound`] out of its reach.
    pub async fn delivery(&self, id: DeliveryId) -> Result<(Delivery, Request), Refused> {
        let scope = self.manages()?;
        let outgoing = self.store.outgoing(&[id]).await?.pop().ok_or(Refused::NotFound)?;
        let facts = outgoing.request.facts(outgoing.event.audience);
        let about = outgoing.document.as_ref().is_none_or(|document| scope.admits(&document.facts(facts)));
        if !about || !scope.admits(&facts) {
            return Err(Refused::NotFound);
        }
        Ok((outgoing.delivery, outgoing.request))
    }

    /// Sends a failed message again, with the same Message-ID.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `delivery.manage`, [`Refused::NotFound`] out of its reach, [`Refused::NotHere`]
    /// when the message has not failed, or no longer.
    pub async fn retry_delivery(&self, id: DeliveryId) -> Result<(), Refused> {
        let (delivery, _) = self.delivery(id).await?;
        let expect = Expect::Loaded(delivery.version);
        let delivery = again(delivery)?;
        let now = self.now();
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::DeliveryRetry).of(delivery.organisation).on(id.0));
        let job = JobId(self.portal.uuid(now));
        changes.create(Record::Job(Job { id: job, kind: JobKind::Deliver, subject: id.0, due: now, attempts: 0 }));
        changes.write(Record::Delivery(delivery), expect);
        match self.commit(Subject::Delivery(id), changes, &mut Tries::once()).await {
            Err(Refused::Stale) => Err(Refused::NotHere),
            done => done.map(|_| ()),
        }
    }

    /// Work of the portal that was given up, newest first, at most 50: nobody was told of an act, or a message cannot be
    /// read. Only who manages all messages sees it.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `delivery.manage`.
    pub async fn given_up(&self) -> Result<Vec<GivenUp>, Refused> {
        let scope = self.manages()?;
        if !scope.is_all() {
            return Ok(Vec::new());
        }
        let mut given_up = self.store.given_up().await?;
        if scope.hides_types() {
            let about: Vec<RequestId> = given_up.iter().filter_map(|job| Some(job.request.as_ref()?.0)).collect();
            let seen = self.store.answered(&scope, &about).await?;
            given_up.retain(|job| job.request.as_ref().is_none_or(|(id, ..)| seen.contains_key(id)));
        }
        Ok(given_up)
    }

    /// Takes up again work that was given up.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `delivery.manage` over everything, [`Refused::NotHere`] when it was not given up, or
    /// is no longer.
    pub async fn retry_job(&self, id: JobId) -> Result<(), Refused> {
        let scope = self.manages()?;
        if !scope.is_all() {
            return Err(Refused::Forbidden);
        }
        if scope.hides_types() && !self.given_up().await?.iter().any(|job| job.id == id) {
            return Err(Refused::NotHere);
        }
        let now = self.now();
        if !self.parts().engine.revive(id, now).await? {
            return Err(Refused::NotHere);
        }
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::JobRetry).on(id.0));
        let made = Subject::Account(self.viewer.account());
        self.commit(made, changes, &mut Tries::once()).await.map(|_| ())
    }

    fn manages(&self) -> Result<Scope, Refused> {
        let scope = self.viewer.scope(Permission::DeliveryManage);
        if scope.is_nothing() { Err(Refused::Forbidden) } else { Ok(scope) }
    }
}

/// The rule: only what failed is tried again; what the other side said last stays until it says something else.
fn again(delivery: Delivery) -> Result<Delivery, Refused> {
    match delivery.state {
        DeliveryState::Failed => Ok(Delivery { state: DeliveryState::Pending, attempts: 0, ..delivery }),
        _ => Err(Refused::NotHere),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::{CLAIRE, account, monday, organisation},
        id::{ActId, EventId, Id, RequestId, Version},
    };

    fn delivery(state: DeliveryState) -> Delivery {
        Delivery {
            id: DeliveryId(uuid::Uuid::from_u128(1)),
            organisation: organisation(1),
            request: RequestId(uuid::Uuid::from_u128(2)),
            act: ActId(uuid::Uuid::from_u128(3)),
            event: EventId(uuid::Uuid::from_u128(4)),
            rule: Id::from("receipt"),
            recipient: account(CLAIRE),
            channel: "mail".to_owned(),
            state,
            reason: Some("550 no such user".to_owned()),
            attempts: 12,
            tried: Some(monday()),
            created: monday(),
            delivered: None,
            version: Version::FIRST,
        }
    }

    #[test]
    fn f15_only_what_failed_is_tried_again_and_from_the_start() {
        let retried = again(delivery(DeliveryState::Failed)).unwrap();
        assert_eq!((retried.state, retried.attempts), (DeliveryState::Pending, 0));
        assert_eq!(retried.reason.as_deref(), Some("550 no such user"));
        let others =
            [DeliveryState::Pending, DeliveryState::Sending, DeliveryState::Delivered, DeliveryState::Suppressed];
        for state in others {
            assert!(matches!(again(delivery(state)), Err(Refused::NotHere)), "{state:?}");
        }
    }
}
