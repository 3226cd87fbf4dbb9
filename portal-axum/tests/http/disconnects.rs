//! A client that hangs up in the middle of a change: it is whole or absent.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use portal::core::clock::Clock;

use super::{
    client::Client,
    world::{World, filled_in},
};

/// The usual clock, which says when a task looks at it that goes on without the client.
struct Bell(Arc<AtomicBool>);

impl Clock for Bell {
    fn now(&self) -> DateTime<Utc> {
        if tokio::task::try_id().is_some() {
            self.0.store(true, Ordering::SeqCst);
        }
        Utc::now()
    }
}

#[tokio::test]
async fn what_was_begun_runs_to_its_end_when_the_client_hangs_up() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    let rung = Arc::new(AtomicBool::new(false));
    let mut hasty = Client::new(portal_axum::router(world.with_clock(Bell(rung.clone())).await));
    hasty.cookies = claire.cookies.clone();
    let path = format!("{draft}/check");
    {
        let mut sending = Box::pin(hasty.post(&path, &[]));
        while !rung.load(Ordering::SeqCst) {
            assert!((&mut sending).now_or_never().is_none(), "it ended before the client could hang up");
            tokio::time::sleep(Duration::from_micros(50)).await;
        }
    }
    for _ in 0..100 {
        if claire.get("/requests").await.text().contains("class=\"ref\"") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the request was never sent");
}

#[tokio::test]
async fn a_client_who_hangs_up_at_any_moment_cuts_nothing_in_half() {
    let usual = World::new().await;
    let world = usual.unpaced().await;
    let mut claire = world.browser("claire").await;
    let mut drafts = Vec::new();
    for n in 0..12 {
        drafts.push(filled_in(&mut claire, &format!("Request {n}")).await);
    }
    for (n, draft) in (0u64..).zip(&drafts) {
        let path = format!("{draft}/check");
        drop(tokio::time::timeout(Duration::from_micros(400 * n), claire.post(&path, &[])).await);
    }
    // Each is a request or still a draft that can be sent, and no connection is left inside a transaction.
    for draft in &drafts {
        claire.post(&format!("{draft}/check"), &[]).await.to();
    }
    assert_eq!(claire.get("/requests").await.is(200).text().matches("class=\"ref\"").count(), 12);
}
