//! A job is done only while its lease is surely held: renewed in time, and not a step further once it is over, as when
//! the whole process was stopped for a while (SECURITY F23).

use std::{
    future::poll_fn,
    pin::pin,
    sync::{Mutex, PoisonError},
    task::Poll,
    time::Duration,
};

use portal_core::{Portal, notification::LEASE, store::Lease};
use tokio::time::{self, Instant};

/// How often a lease is renewed (SECURITY §4).
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How soon it is tried again when the database does not answer.
const AGAIN: Duration = Duration::from_secs(3);

/// Until when a lease is surely held: counted from before it was asked for.
#[derive(Debug)]
pub(super) struct Held(Mutex<Instant>);

impl Held {
    /// A lease that was asked for at `since`.
    pub(super) fn until(since: Instant) -> Self {
        Self(Mutex::new(since + lease()))
    }

    fn end(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn renewed(&self, since: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since + lease();
    }

    /// Does a job step by step, each only while the lease is held. `None`: it ended first.
    pub(super) async fn during<T>(&self, job: impl Future<Output = T>) -> Option<T> {
        let mut job = pin!(job);
        poll_fn(|context| match Instant::now() < self.end() {
            true => job.as_mut().poll(context).map(Some),
            false => Poll::Ready(None),
        })
        .await
    }
}

fn lease() -> Duration {
    LEASE.to_std().expect("a lease is not negative")
}

/// Does a job while its lease, asked for at `since`, is renewed. `None`: the lease was lost.
pub(super) async fn held<T>(portal: &Portal, lease: &Lease, since: Instant, job: impl Future<Output = T>) -> Option<T> {
    let held = Held::until(since);
    let heart = async {
        let mut next = since + HEARTBEAT;
        loop {
            time::sleep_until(next).await;
            let asked = Instant::now();
            match time::timeout_at(held.end(), portal.renew(lease)).await {
                Ok(Ok(true)) => {
                    held.renewed(asked);
                    next = asked + HEARTBEAT;
                }
                Ok(Err(_)) if Instant::now() < held.end() => next = Instant::now() + AGAIN,
                _ => return,
            }
        }
    };
    tokio::select! {
        done = held.during(job) => done,
        () = heart => None,
    }
}
