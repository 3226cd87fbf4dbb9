//! The worker: claims jobs and does them, each only while its lease is surely held. Nothing runs until the host runs it.

mod hold;

use std::{sync::Arc, time::Duration};

use portal_core::{
    Portal,
    notification::Ready,
    store::{JobKind, Lease, StoreError},
};
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{self, Instant, MissedTickBehavior},
};

use hold::{Held, held};

/// How often it looks for work without being woken.
const POLL: Duration = Duration::from_secs(1);
/// How often it sweeps what has outlived its time.
const SWEEP: Duration = Duration::from_mins(10);
/// How many jobs it does at once, not counting those that have become slow.
const AT_ONCE: usize = 8;
/// A job that takes longer leaves its place to another: it waits for somebody else, not for us.
const QUICK: Duration = Duration::from_secs(1);
/// How many jobs it has in hand at once, slow ones included. Postfix takes 50 connections from one client
/// (`smtpd_client_connection_count_limit`).
const IN_HAND: usize = 48;
/// So many places must be free before it claims while others are busy: a claim for one job each time would cost as much
/// as the job.
const WORTH_A_CLAIM: usize = AT_ONCE / 2;
/// How often it tries to tell what came of a letter while the database is away, and how long it waits in between.
const TELLS: u32 = 300;
const BETWEEN: Duration = Duration::from_secs(1);
/// How long it lets started jobs finish when it stops.
const GRACE: Duration = Duration::from_secs(20);

/// Does the portal's work outside of requests. Any number of processes may run one.
#[derive(Debug)]
pub struct Worker {
    portal: Portal,
    quick: Arc<Semaphore>,
    in_hand: Arc<Semaphore>,
    freed: Arc<Notify>,
}

/// The worker of a portal that was built here.
pub fn worker(portal: &Portal) -> Worker {
    Worker {
        portal: portal.clone(),
        quick: Arc::new(Semaphore::new(AT_ONCE)),
        in_hand: Arc::new(Semaphore::new(IN_HAND)),
        freed: Arc::default(),
    }
}

/// A job's places: among the quick ones, until it has become slow, and among all.
struct Places {
    quick: Place,
    in_hand: Place,
}

/// Says when it becomes free.
struct Place {
    taken: Option<OwnedSemaphorePermit>,
    freed: Arc<Notify>,
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.taken.take());
        self.freed.notify_one();
    }
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
            let mut least = WORTH_A_CLAIM;
            tokio::select! {
                () = &mut shutdown => break,
                _ = poll.tick() => least = 1,
                () = self.portal.rung() => least = 1,
                () = self.freed.notified() => {}
                Some(_) = jobs.join_next() => continue,
                _ = sweep.tick() => { jobs.spawn(swept(self.portal.clone())); continue; }
            }
            self.take(&mut jobs, least).await;
        }
        let finished = async { while jobs.join_next().await.is_some() {} };
        if time::timeout(GRACE, finished).await.is_err() {
            tracing::warn!("jobs were cut off; they are taken up again when their leases end");
        }
    }

    /// Claims for all free places, if there are so many.
    async fn take(&self, jobs: &mut JoinSet<()>, least: usize) {
        let free = self.quick.available_permits().min(self.in_hand.available_permits());
        if free < least {
            return;
        }
        let since = Instant::now();
        let (portal, at_most) = (self.portal.clone(), u16::try_from(free).unwrap_or(u16::MAX));
        // In a task of its own: whatever panics in there, the worker lives on (SECURITY F44).
        let claimed = tokio::spawn(async move {
            let fresh = portal.fresh().await;
            fresh.claim(at_most).await.map(|leases| (fresh, leases))
        });
        let (fresh, leases) = match claimed.await {
            Ok(Ok(claimed)) => claimed,
            Ok(Err(error)) => return tracing::warn!(%error, "the worker cannot reach the database"),
            Err(error) => return tracing::error!(%error, "claiming broke off; what was claimed comes back"),
        };
        leases.iter().for_each(|lease| count(lease, "claimed"));
        let (letters, others): (Vec<_>, Vec<_>) = leases
            .into_iter()
            .map(|lease| (lease, self.places()))
            .partition(|(lease, _)| lease.job.kind == JobKind::Deliver);
        for (lease, places) in others {
            let portal = fresh.clone();
            jobs.spawn(async move { places.during(done(&portal, &lease, since, Box::pin(portal.work(&lease)))).await });
        }
        if !letters.is_empty() {
            jobs.spawn(sent(fresh, letters, since));
        }
    }

    fn places(&self) -> Places {
        let place = |of: &Arc<Semaphore>| {
            let taken = of.clone().try_acquire_owned().expect("only this loop takes places, and it counted them");
            Place { taken: Some(taken), freed: self.freed.clone() }
        };
        Places { quick: place(&self.quick), in_hand: place(&self.in_hand) }
    }
}

impl Places {
    /// Holds the places while a job is done; the quick one only as long as the job is quick.
    async fn during(self, job: impl Future<Output = ()>) {
        let Self { quick, in_hand } = self;
        tokio::pin!(job);
        let slow = time::timeout(QUICK, &mut job).await.is_err();
        drop(quick);
        if slow {
            job.await;
        }
        drop(in_hand);
    }
}

/// Makes claimed letters together, then sends each by itself.
async fn sent(portal: Portal, claimed: Vec<(Lease, Places)>, since: Instant) {
    let (leases, mut places): (Vec<Lease>, Vec<Places>) = claimed.into_iter().unzip();
    let ready = match Held::until(since).during(portal.letters(&leases)).await {
        Some(Ok(ready)) => ready,
        Some(Err(error)) => return tracing::warn!(%error, "letters wait: the database is not available"),
        None => return tracing::warn!("making letters took longer than their leases; they are taken up again"),
    };
    places.truncate(ready.len());
    let mut letters = JoinSet::new();
    for (ready, places) in ready.into_iter().zip(places) {
        let portal = portal.clone();
        letters.spawn(async move {
            let lease = ready.lease().clone();
            places.during(delivered(&portal, &lease, since, ready)).await;
        });
    }
    while letters.join_next().await.is_some() {}
}

/// Does a job while its lease is held.
async fn done(portal: &Portal, lease: &Lease, since: Instant, job: impl Future<Output = Result<(), StoreError>>) {
    match held(portal, lease, since, job).await {
        Some(result) => ended(lease, &result),
        None => lost(lease),
    }
}

/// Hands a letter over while its lease is held, then tells what came of it, however long the database is away: nobody
/// else knows, and the fencing token rejects what comes too late.
async fn delivered(portal: &Portal, lease: &Lease, since: Instant, ready: Ready) {
    let Some(handed) = held(portal, lease, since, Box::pin(portal.hand_over(ready))).await else {
        return lost(lease);
    };
    let mut tries = 0;
    loop {
        let told = portal.tell(&handed).await;
        tries += 1;
        if !matches!(told, Err(StoreError::Unavailable(_))) || tries == TELLS {
            return ended(lease, &told);
        }
        time::sleep(BETWEEN).await;
    }
}

fn ended(lease: &Lease, result: &Result<(), StoreError>) {
    match result {
        Ok(()) => count(lease, "done"),
        Err(error) => {
            count(lease, "failed");
            let error = error as &dyn std::error::Error;
            tracing::warn!(job = %lease.job.id, error, "a job failed; it comes back");
        }
    }
}

fn lost(lease: &Lease) {
    count(lease, "lost");
    tracing::warn!(job = %lease.job.id, "a lease was lost; another worker goes on");
}

fn count(lease: &Lease, event: &'static str) {
    let kind = match lease.job.kind {
        JobKind::Notify => "notify",
        JobKind::Deliver => "deliver",
        JobKind::Wake => "wake",
        JobKind::Link => "link",
        JobKind::Alert => "alert",
        JobKind::Other => "other",
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
