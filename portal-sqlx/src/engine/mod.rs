//! What stands outside a batch: leases, the throttle, the touch of a session, the sweep.

mod lease;
mod sweep;
mod throttle;
mod turn;

pub(crate) use lease::kind;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    id::JobId,
    identity::{Bucket, Verdict},
    notification::Delivery,
    store::{Changes, Engine, Lease, Outcome, StoreError, Turn},
    verify::Broken,
};

use crate::{SqlxStore, commit::Batch, pool::to_the_end};

pub(crate) use lease::release;

#[async_trait]
impl Engine for SqlxStore {
    async fn claim(&self, at_most: u16, now: DateTime<Utc>, lease: TimeDelta) -> Result<Vec<Lease>, StoreError> {
        self.limit(async { lease::claim(&mut self.hold_to_write().await?.conn(), at_most, now, lease).await }).await
    }

    async fn renew(&self, held: &Lease, lease: TimeDelta) -> Result<bool, StoreError> {
        self.limit(async { lease::renew(&mut self.hold_to_write().await?.conn(), held, lease).await }).await
    }

    async fn sending(&self, held: &[Lease], now: DateTime<Utc>) -> Result<Vec<Turn>, StoreError> {
        self.limit(async { turn::sending(&mut self.hold_to_write().await?.conn(), held, now).await }).await
    }

    async fn close(&self, held: &Lease, outcome: &Outcome, delivery: &Delivery) -> Result<bool, StoreError> {
        let (store, held, outcome, delivery) = (self.clone(), held.clone(), outcome.clone(), delivery.clone());
        self.limit(to_the_end(async move {
            turn::close(&mut store.hold_to_write().await?.conn(), &held, &outcome, &delivery).await
        }))
        .await
    }

    async fn revive(&self, job: JobId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.limit(async { lease::revive(&mut self.hold_to_write().await?.conn(), job, now).await }).await
    }

    async fn settle(&self, held: &Lease, outcome: &Outcome, changes: &Changes) -> Result<bool, StoreError> {
        let (store, held, outcome, batch) = (self.clone(), held.clone(), outcome.clone(), Batch::new(changes)?);
        self.limit(to_the_end(async move {
            lease::settle(&mut store.hold_to_write().await?.conn(), &held, &outcome, &batch).await
        }))
        .await
    }

    async fn throttle(&self, bucket: &Bucket, now: DateTime<Utc>) -> Result<Verdict, StoreError> {
        let (store, bucket) = (self.clone(), bucket.clone());
        self.limit(to_the_end(async move {
            throttle::throttle(&mut store.hold_to_write().await?.conn(), &bucket, now).await
        }))
        .await
    }

    async fn forgive(&self, bucket: &Bucket) -> Result<(), StoreError> {
        self.limit(async { sweep::forgive(&mut self.hold().await?.conn(), bucket).await }).await
    }

    async fn touch(&self, session: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
        self.limit(async { sweep::touch(&mut self.hold().await?.conn(), session, now).await }).await
    }

    async fn touch_token(&self, token: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
        self.limit(async { sweep::touch_token(&mut self.hold().await?.conn(), token, now).await }).await
    }

    async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        self.limit(async { sweep::sweep(&mut self.hold().await?.conn(), now).await }).await
    }

    async fn waiting(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.limit(async { lease::waiting(&mut self.hold().await?.conn(), now).await }).await
    }

    async fn verify(&self) -> Result<Vec<Broken>, StoreError> {
        Self::verify(self).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.limit(async { sweep::ping(&mut self.hold().await?.conn()).await }).await
    }
}

#[cfg(test)]
pub(crate) fn statements(dialect: crate::query::Dialect) -> Vec<crate::query::Query> {
    [lease::statements(dialect), turn::statements(dialect), throttle::statements(dialect), sweep::statements(dialect)]
        .concat()
}
