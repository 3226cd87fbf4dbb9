//! The worker: claims jobs and does them, each with its lease renewed while it runs. Nothing runs until the host runs it.

use std::time::Duration;

use portal_core::{
    Portal,
    store::{JobKind, Lease},
};
use tokio::{
    task::JoinSet,
    time::{self, MissedTickBehavior},
};

/// How often it looks for work without being woken.
const POLL: Duration = Duration::from_secs(1);
/// How often a lease is renewed (SECURITY §4).
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often it sweeps what has outlived its time.
const SWEEP: Duration = Duration::from_mins(10);
/// How many jobs it does at once.
const AT_ONCE: usize = 8;
/// How long it lets started jobs finish when it stops.
const GRACE: Duration = Duration::from_secs(20);

/// Does the portal's work outside of requests. Any number of processes may run one.
#[derive(Debug)]
pub struct Worker {
    portal: Portal,
}

/// The worker of a portal that was built here.
pub fn worker(portal: &Portal) -> Worker {
    Worker { portal: portal.clone() }
}

impl Worker {
    /// Works until `shutdown` is ready, then lets started jobs finish, for at most 20 seconds.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        tokio::pin!(shutdown);
        let mut jobs = JoinSet::new();
        let mut poll = time::interval(POLL);
        let mut sweep = time::interval(SWEEP);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                _ = poll.tick() => {}
                () = self.portal.rung() => {}
                Some(_) = jobs.join_next() => {}
                _ = sweep.tick() => { jobs.spawn(swept(self.portal.clone())); }
            }
            self.take(&mut jobs).await;
        }
        let finished = async { while jobs.join_next().await.is_some() {} };
        if time::timeout(GRACE, finished).await.is_err() {
            tracing::warn!("jobs were cut off; they are taken up again when their leases end");
        }
    }

    async fn take(&self, jobs: &mut JoinSet<()>) {
        let free = AT_ONCE.saturating_sub(jobs.len());
        if free == 0 {
            return;
        }
        match self.portal.claim(u16::try_from(free).unwrap_or(u16::MAX)).await {
            Ok(leases) => leases.into_iter().for_each(|lease| {
                count(&lease, "claimed");
                jobs.spawn(done(self.portal.clone(), lease));
            }),
            Err(error) => tracing::warn!(%error, "the worker cannot reach the database"),
        }
    }
}

/// Does a job while its lease is renewed; stops when the lease is lost.
async fn done(portal: Portal, lease: Lease) {
    let heart = async {
        loop {
            time::sleep(HEARTBEAT).await;
            if !matches!(portal.renew(&lease).await, Ok(true)) {
                return;
            }
        }
    };
    tokio::select! {
        result = portal.work(&lease) => match result {
            Ok(()) => count(&lease, "done"),
            Err(error) => {
                count(&lease, "failed");
                tracing::warn!(job = %lease.job.id, error = &error as &dyn std::error::Error, "a job failed; it comes back");
            }
        },
        () = heart => {
            count(&lease, "lost");
            tracing::warn!(job = %lease.job.id, "a lease was lost; another worker goes on");
        }
    }
}

fn count(lease: &Lease, event: &'static str) {
    let kind = match lease.job.kind {
        JobKind::Notify => "notify",
        JobKind::Deliver => "deliver",
    };
    metrics::counter!("portal_worker_jobs_total", "kind" => kind, "event" => event).increment(1);
}

async fn swept(portal: Portal) {
    match portal.sweep().await {
        Ok(0) => {}
        Ok(gone) => tracing::info!(gone, "swept what had outlived its time"),
        Err(error) => tracing::warn!(%error, "the sweep failed; it comes back"),
    }
}
