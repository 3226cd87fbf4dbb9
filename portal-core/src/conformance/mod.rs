//! What every store must pass. A store's tests implement a harness and call [`store`], and [`engine`] if it is pooled.
//! A failure begins with the name of its case, `Operation/Case`.

mod audit;
mod bookings;
mod case;
mod commit;
mod drafts;
mod engine;
mod figures;
mod fixtures;
mod guards;
mod guests;
mod identities;
mod links;
mod lists;
mod organisations;
mod races;
mod reads;
mod records;
mod scopes;
mod standing;
mod turns;

use std::sync::Arc;

use async_trait::async_trait;

use crate::{
    id::{AccountId, RequestId},
    identity::{Exceptions, Reach, Scope, Seat, SeatLimits, Unseen},
    store::{Engine, Store},
};

/// Gives stores to check.
#[async_trait]
pub trait Harness: Send + Sync {
    /// A store without a row, shared with nobody.
    async fn fresh(&self) -> Arc<dyn Store>;
}

/// Gives pooled stores to check.
#[async_trait]
pub trait EngineHarness: Send + Sync {
    /// A store without a row, shared with nobody, and its engine.
    async fn fresh(&self) -> (Arc<dyn Store>, Arc<dyn Engine>);
}

/// Checks reads and batches.
///
/// # Panics
/// When a case fails; the message begins with its name.
pub async fn store(harness: &dyn Harness) {
    records::check(harness).await;
    links::check(harness).await;
    guests::check(harness).await;
    identities::check(harness).await;
    audit::check(harness).await;
    commit::check(harness).await;
    guards::check(harness).await;
    races::check(harness).await;
    reads::check(harness).await;
    drafts::check(harness).await;
    figures::check(harness).await;
    lists::check(harness).await;
    organisations::check(harness).await;
    scopes::check(harness).await;
    bookings::check(harness).await;
    standing::check(harness).await;
}

/// Checks leases, the throttle and the sweep.
///
/// # Panics
/// When a case fails; the message begins with its name.
pub async fn engine(harness: &dyn EngineHarness) {
    engine::check(harness).await;
}

/// What an account with these reaches may see, in seats that are narrowed, and at requests that it was invited to.
pub fn scope_in(account: AccountId, reaches: &[(Seat, Reach, SeatLimits)], invited: &[RequestId]) -> Scope {
    let all = reaches.iter().map(|(seat, reach, limits)| (*seat, *reach, limits.clone(), Unseen::default()));
    let invited: Vec<_> = invited.iter().map(|request| (*request, Unseen::default())).collect();
    fixtures::sight(account, &all.collect::<Vec<_>>(), &invited)
}

/// What an account with these reaches may see, for further checks of a store.
pub fn scope(account: AccountId, reaches: &[(Seat, Reach)]) -> Scope {
    fixtures::scope(account, reaches)
}

/// The same where some request types and kinds of document are not seen, each with its exceptions.
pub fn narrowed_scope(
    account: AccountId,
    reaches: &[(Seat, Reach)],
    types: &[(&str, Exceptions)],
    kinds: &[(&str, Exceptions)],
) -> Scope {
    let narrowed = reaches.iter().map(|(seat, reach)| (*seat, *reach, Unseen::these(types, kinds)));
    fixtures::narrowed(account, &narrowed.collect::<Vec<_>>())
}
