//! A worker process that is stopped in the middle of sending, and goes on two minutes later.

use std::time::{Duration, Instant};

use portal::core::{
    id::BlobId,
    notification::DeliveryState,
    store::{Change, Changes, Store as _},
};

use crate::{
    mail::{page, submitted, to_peer, until, whole},
    mail_peer::{Does, Peer, Stage},
    mail_process::Process,
    on_both,
    support::World,
};

on_both!(f23_a_stopped_worker_says_nothing_more_when_it_goes_on, world, {
    // A lease lasts 60 s; in the short form the worker stands a little longer.
    let stopped = Duration::from_secs(if std::env::var_os("PORTAL_TEST_LONG").is_some() { 120 } else { 70 });
    let peer = Peer::start().await;
    let portal = to_peer(&world, &peer).await;
    // The first three conversations: one stands before the letter is handed over, one after it was taken.
    peer.does(|stage, talk, number| match (stage, talk.to.as_str()) {
        (Stage::Recipient, "claire@alpha.example") | (Stage::Dot, "nadia@novaterm.example") if number < 3 => {
            Does::Waits
        }
        _ => Does::Well,
    });
    submitted(&world, "claire").await;
    let frozen = Process::start(&world, &peer);
    until("two conversations stand", async || {
        let talks = peer.talks();
        let third = talks.iter().any(|talk| talk.to == "tom@novaterm.example" && talk.over);
        (third && talks.iter().filter(|talk| talk.held).count() == 2).then_some(())
    })
    .await;
    // Stopped before it has told, it would leave that letter to be repeated too.
    until("what came of the third is told", async || {
        let page = page(&world, &portal).await;
        page.iter().any(|sent| sent.delivery.state == DeliveryState::Delivered).then_some(())
    })
    .await;
    stop_between_writes(&world, &frozen).await;
    let since = Instant::now();
    // The server answers while nobody listens.
    peer.release();
    let other = Process::start(&world, &peer);
    until("another worker sends them", async || {
        let page = page(&world, &portal).await;
        page.iter().all(|sent| sent.delivery.state == DeliveryState::Delivered).then_some(())
    })
    .await;
    let told = page(&world, &portal).await;
    println!("f23: back to work {} s after the stop", since.elapsed().as_secs());
    while since.elapsed() < stopped {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    frozen.signal("CONT");
    until("the first worker hangs up", async || peer.talks()[..3].iter().all(|talk| talk.over).then_some(())).await;
    // It lives and works on: the next letters may come from either.
    submitted(&world, "bruno").await;
    until("the next letters", async || (peer.kept().len() >= 7).then_some(())).await;
    until("and their rows", async || {
        let page = page(&world, &portal).await;
        page.iter().all(|sent| sent.delivery.state == DeliveryState::Delivered).then_some(())
    })
    .await;
    drop((frozen, other));

    let after = page(&world, &portal).await;
    for sent in told {
        assert!(after.contains(&sent), "the late result changed nothing: {sent:?}");
    }
    let first = &peer.talks()[..3];
    let cut = first.iter().find(|talk| talk.to == "claire@alpha.example").unwrap();
    assert!(!cut.data, "the letter was not handed over after the stop: {cut:?}");
    for kept in peer.kept() {
        // Taken before the stop, its answer never heard: once more, with the same id.
        let expected = if kept.to == "nadia@novaterm.example" && first_letter(&peer, &kept.id) { 2 } else { 1 };
        assert_eq!(peer.times()[&kept.id], expected, "{kept:?}");
    }
    assert_eq!(peer.times().len(), 6);
    whole(&portal).await;
});

/// Stops the worker while it does not hold SQLite's one write lock: nobody at all could write until it goes on.
async fn stop_between_writes(world: &World, worker: &Process) {
    let mut nothing = Changes::new();
    nothing.push(Change::Release(BlobId(uuid::Uuid::nil())));
    until("it is stopped between two writes", async || {
        worker.signal("STOP");
        let free = world.store.commit(&nothing).await.is_ok();
        if !free {
            worker.signal("CONT");
        }
        free.then_some(())
    })
    .await;
}

/// Whether it is the letter that was taken before the stop.
fn first_letter(peer: &Peer, id: &str) -> bool {
    let kept = peer.kept();
    kept.iter().find(|kept| kept.to == "nadia@novaterm.example").is_some_and(|kept| kept.id == id)
}
