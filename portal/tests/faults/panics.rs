//! Something panics in the middle of the work: it costs that act, or that job, alone (SECURITY F44). What a page then shows is
//! proven with the reference server.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use portal::{
    Refused,
    core::{channel::Envelope, request::Submit},
};
use tokio::sync::oneshot;

use crate::{
    act::{filled, run},
    every_operation::{failing, holds, shipped},
    nth::{Fate, When},
    on_both,
    points::Hooked,
    support::World,
};

/// More than a pool has connections.
const OFTEN: u32 = 12;
/// Longest wait for what must come in the end.
const PATIENCE: Duration = Duration::from_mins(1);

on_both!(f44_panics_within_transactions_leave_nothing_and_no_connection_behind, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = filled(&desk).await;
    for point in ["commit.before_transaction", "commit.between_tables", "commit.before_commit"] {
        let panicking = Hooked::here(move |name| assert!(name != point, "a fault at {name}")).await;
        for _ in 0..OFTEN {
            let tried = desk.submit(&Submit { draft }).await;
            assert!(matches!(tried, Err(Refused::Broken(_))), "{point}: {tried:?}");
        }
        drop(panicking);
        assert!(desk.draft(draft).await.is_ok(), "{point}: the draft is as it was");
        holds(&world, point).await;
    }
    desk.submit(&Submit { draft }).await.unwrap();
    assert_eq!(world.letters().await.len(), 3);
    holds(&world, "in the end").await;
});

on_both!(f44_a_panic_while_an_older_definition_is_read_poisons_no_lock, world, {
    let claire = world.viewer("claire").await;
    let drafts = world.portal.desk(&claire);
    let mut newer = shipped();
    let portal_yaml = newer.iter_mut().find(|source| source.path == "portal.yaml").unwrap();
    portal_yaml.bytes.extend(b"\n# A newer edition.\n");
    for nth in 1.. {
        let draft = filled(&drafts).await;
        let fate = Fate::default();
        let portal = failing(&world, &fate, newer.clone()).await;
        assert_ne!(portal.definition().hash, world.portal.definition().hash, "the draft keeps an older one");
        let desk = portal.desk(&claire);
        fate.fail(nth, When::Panic);
        let panicked = AssertUnwindSafe(desk.submit(&Submit { draft })).catch_unwind().await.is_err();
        fate.relent();
        desk.submit(&Submit { draft }).await.unwrap();
        if !panicked {
            break;
        }
    }
    holds(&world, "in the end").await;
});

fn sent(world: &World) -> Vec<Envelope> {
    world.post.0.lock().unwrap().clone()
}

on_both!(f44_a_panic_in_the_worker_costs_its_job_one_lease_and_the_worker_lives_on, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    for point in ["worker.claimed", "worker.before_sending", "worker.sent"] {
        let passed = Arc::new(AtomicU32::new(0));
        let count = passed.clone();
        let panicking = Hooked::here(move |name| {
            assert!(name != point || count.fetch_add(1, Ordering::SeqCst) > 0, "a fault at {name}");
        })
        .await;
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = tokio::spawn(portal::worker(&world.portal).run(async move { drop(stopped.await) }));
        let draft = filled(&desk).await;
        desk.submit(&Submit { draft }).await.unwrap();
        let since = Instant::now();
        while passed.load(Ordering::SeqCst) == 0 {
            assert!(since.elapsed() < PATIENCE, "{point} is not passed");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let draft = filled(&desk).await;
        let second = desk.submit(&Submit { draft }).await.unwrap().request;
        let of_second = |letter: &Envelope| letter.letter.action.as_ref().unwrap().url.contains(&second.to_string());
        while sent(&world).iter().filter(|letter| of_second(letter)).count() < 3 {
            assert!(since.elapsed() < PATIENCE, "{point}: the worker works on");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        drop(stop);
        worker.await.expect("the worker ends when it is told");
        drop(panicking);
        // The lease of what was cut off ends.
        run(&world, "update portal_job set held_until = null").await;
        while world.portal.tick().await.unwrap() > 0 {}
        let mut letters: Vec<String> = world.post.0.lock().unwrap().drain(..).map(|letter| letter.message_id).collect();
        let repeated = point == "worker.sent";
        assert_eq!(letters.len(), 6 + usize::from(repeated), "{point}");
        letters.sort();
        letters.dedup();
        assert_eq!(letters.len(), 6, "{point}: the same letter was repeated");
        holds(&world, point).await;
    }
});
