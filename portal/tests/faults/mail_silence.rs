//! A mail server that falls silent in the middle of some conversations: the other letters do not wait for them.

use std::time::Duration;

use chrono::TimeDelta;
use portal::email::{Smtp, Timeouts};
use tokio::sync::oneshot;

use crate::{
    mail::{balanced, page, submitted, through, until},
    mail_peer::{Does, Peer, STAGES, Stage},
    on_both,
    support::World,
};

/// More than a worker does at once.
const HANGING: usize = 10;

/// So long that no conversation ends by itself while the test runs.
fn patient() -> Timeouts {
    let long = Duration::from_mins(10);
    Timeouts { connect: long, command: long, acceptance: long }
}

on_both!(f16_letters_do_not_wait_for_those_whose_server_is_silent, world, {
    let peer = Peer::start().await;
    let portal = through(&world, Smtp::from_url(&peer.url()).unwrap().waiting(patient())).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = tokio::spawn(portal::worker(&portal).run(async { _ = stopped.await }));
    for silent in STAGES {
        let before = peer.kept().len();
        let first = peer.talks().len();
        peer.does(move |stage, talk, number| {
            // Before the recipient is named, the first conversations; then those to one host.
            let known = !matches!(silent, Stage::Greeting | Stage::Hello | Stage::Sender);
            let this = if known { talk.to.ends_with("@beta.example") } else { number < first + HANGING };
            if stage == silent && this { Does::Silence } else { Does::Well }
        });
        for _ in 0..HANGING {
            submitted(&world, "bruno").await;
        }
        submitted(&world, "claire").await;
        let hanging = || peer.talks()[first..].iter().filter(|talk| talk.held && !talk.over).count();
        let others = 3 * (HANGING + 1) - HANGING;
        until("the other letters", async || (peer.kept().len() >= before + others).then_some(())).await;
        until("the silent ones", async || (hanging() >= HANGING).then_some(())).await;
        peer.behaves();
        peer.release();
        until("nothing hangs", async || (hanging() == 0).then_some(())).await;
        // Those that hung come back in a minute.
        world.clock.pass(TimeDelta::minutes(2));
        let all = 3 * (HANGING + 1);
        until("those that hung", async || (peer.kept().len() >= before + all).then_some(())).await;
    }
    until("all is told", async || {
        page(&world, &portal).await.iter().all(|sent| !sent.delivery.is_open()).then_some(())
    })
    .await;
    let mut waits = Vec::new();
    for sent in page(&world, &portal).await.iter().filter(|sent| sent.delivery.attempts == 1) {
        waits.push(sent.delivery.delivered.unwrap() - sent.delivery.created);
    }
    waits.sort();
    let p95 = waits[waits.len() * 95 / 100];
    println!("f16: {} letters beside silent ones, p95 {} ms", waits.len(), p95.num_milliseconds());
    stop.send(()).unwrap();
    worker.await.unwrap();
    balanced(&world, &portal, &peer).await;
});
