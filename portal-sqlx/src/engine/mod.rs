//! What stands outside a batch: leases, the throttle, the touch of a session, the sweep.

mod lease;
mod seal;
mod sweep;
mod throttle;
mod turn;

pub(crate) use lease::kind;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    audit::{Log, Seal},
    id::JobId,
    identity::{Bucket, Device, Verdict},
    notification::Delivery,
    store::{Changes, Engine, Lease, Outcome, StoreError, Turn},
    verify::Broken,
};

use crate::{SqlxStore, commit::Batch, pool::to_the_end};

pub(crate) use lease::release;
pub(crate) use seal::{entries, seals_after};

#[async_trait]
impl Engine for SqlxStore {
    async fn claim(&self, at_most: u16, now: DateTime<Utc>, lease: TimeDelta) -> Result<Vec<Lease>, StoreError> {
        self.limit(async { with!(write self, conn => lease::claim(conn, at_most, now, lease)) }).await
    }

    async fn renew(&self, held: &Lease, lease: TimeDelta) -> Result<bool, StoreError> {
        self.limit(async { with!(write self, conn => lease::renew(conn, held, lease)) }).await
    }

    async fn sending(&self, held: &[Lease], now: DateTime<Utc>) -> Result<Vec<Turn>, StoreError> {
        self.limit(async { with!(write self, conn => turn::sending(conn, held, now)) }).await
    }

    async fn close(&self, held: &Lease, outcome: &Outcome, delivery: &Delivery) -> Result<bool, StoreError> {
        let (store, held, outcome, delivery) = (self.clone(), held.clone(), outcome.clone(), delivery.clone());
        self.limit(to_the_end(async move {
            with!(transaction store, conn => turn::close(conn, &held, &outcome, &delivery))
        }))
        .await
    }

    async fn revive(&self, job: JobId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.limit(async { with!(write self, conn => lease::revive(conn, job, now)) }).await
    }

    async fn settle(&self, held: &Lease, outcome: &Outcome, changes: &Changes) -> Result<bool, StoreError> {
        let (store, held, outcome, batch) = (self.clone(), held.clone(), outcome.clone(), Batch::new(changes)?);
        self.limit(to_the_end(
            async move { with!(transaction store, conn => lease::settle(conn, &held, &outcome, &batch)) },
        ))
        .await
    }

    async fn throttle(&self, bucket: &Bucket, now: DateTime<Utc>) -> Result<Verdict, StoreError> {
        let (store, bucket) = (self.clone(), bucket.clone());
        self.limit(to_the_end(async move { with!(transaction store, conn => throttle::throttle(conn, &bucket, now)) }))
            .await
    }

    async fn forgive(&self, bucket: &Bucket) -> Result<(), StoreError> {
        self.limit(async { with!(self, conn => sweep::forgive(conn, bucket)) }).await
    }

    async fn touch(&self, session: &[u8; 32], from: Option<&Device>, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.limit(async { with!(self, conn => sweep::touch(conn, session, from, now)) }).await
    }

    async fn touch_token(&self, token: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
        self.limit(async { with!(self, conn => sweep::touch_token(conn, token, now)) }).await
    }

    async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        self.limit(async { with!(self, conn => sweep::sweep(conn, now)) }).await
    }

    async fn seal(&self, log: Log, now: DateTime<Utc>, at_most: u16) -> Result<Option<Seal>, StoreError> {
        let store = self.clone();
        let work = async move { with!(transaction store, conn => seal::seal(conn, log, now, at_most)) };
        self.limit(to_the_end(work)).await
    }

    async fn purge_audit(&self, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
        let mut gone = Vec::new();
        if !self.limit(async { with!(self, conn => seal::may_purge(conn)) }).await? {
            return Ok(gone);
        }
        loop {
            let store = self.clone();
            let work = async move { with!(transaction store, conn => seal::purge_next(conn, before, now)) };
            match self.limit(to_the_end(work)).await? {
                Some(number) => gone.push(number),
                None => return Ok(gone),
            }
        }
    }

    async fn waiting(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.limit(async { with!(self, conn => lease::waiting(conn, now)) }).await
    }

    async fn verify(&self) -> Result<Vec<Broken>, StoreError> {
        Self::verify(self).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.limit(async { with!(self, conn => sweep::ping(conn)) }).await
    }
}

#[cfg(test)]
pub(crate) fn statements(dialect: crate::query::Dialect) -> Vec<crate::query::Query> {
    [
        lease::statements(dialect),
        seal::statements(dialect),
        turn::statements(dialect),
        throttle::statements(dialect),
        sweep::statements(dialect),
    ]
    .concat()
}
