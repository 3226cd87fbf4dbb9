//! What becomes of letters: sent once, tried again, given up in plain sight.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use crate::support::{World, definition_folder};
use async_trait::async_trait;
use chrono::TimeDelta;
use portal::{
    Portal,
    core::{
        channel::{Channel, ChannelError, Envelope},
        form::RawAnswers,
        notification::DeliveryState,
        request::{MoveRequest, Submit},
        store::Filter,
    },
};

/// A mail server that answers what it is told, and remembers what it was given.
#[derive(Clone, Default)]
struct Scripted {
    answers: Arc<Mutex<Vec<Result<(), ChannelError>>>>,
    given: Arc<Mutex<Vec<Envelope>>>,
    tries: Arc<AtomicUsize>,
}

#[async_trait]
impl Channel for Scripted {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        self.tries.fetch_add(1, Ordering::SeqCst);
        self.given.lock().unwrap().push(envelope.clone());
        self.answers.lock().unwrap().pop().unwrap_or(Ok(()))
    }
}

/// The same database seen through another mail server.
async fn through(world: &World, mail: Scripted) -> Portal {
    portal::builder(world.store.clone())
        .secret_key([7; 32])
        .definitions(definition_folder())
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("files")).unwrap())
        .mail(mail)
        .build()
        .await
        .unwrap()
}

async fn submit(world: &World) {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("quote").await.unwrap();
    let typed = |answers: &[(&str, &str)]| -> RawAnswers {
        answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
    };
    for (step, answers) in [
        ("need", typed(&[("subject", "Heating"), ("kind", "maintenance"), ("details", "Yearly.")])),
        ("project", typed(&[("start", "2099-01-15"), ("visit", "no")])),
        ("documents", typed(&[("terms", "yes")])),
    ] {
        desk.save_step(draft, step, &answers).await.unwrap();
    }
    desk.submit(&Submit { draft }).await.unwrap();
}

/// Tom makes a move on the only request there is.
async fn moved(world: &World, by: &str, reason: &str) {
    let tom = world.viewer("tom").await;
    let desk = world.portal.desk(&tom);
    let request = desk.requests(&Filter::default(), None).await.unwrap().rows[0].id;
    let seen = desk.request(request).await.unwrap().dossier.request.version.0;
    let input = MoveRequest { seen, by: by.to_owned(), reason: reason.to_owned(), ..MoveRequest::default() };
    desk.move_request(request, &input).await.unwrap();
}

async fn states(world: &World, portal: &Portal) -> Vec<(DeliveryState, Option<String>)> {
    let nadia = world.viewer("nadia").await;
    let page = portal.desk(&nadia).deliveries(false, None).await.unwrap();
    page.rows.into_iter().map(|sent| (sent.delivery.state, sent.delivery.reason)).collect()
}

on_both!(one_message_per_person_and_each_sent_once, world, {
    submit(&world).await;
    let mail = Scripted::default();
    let portal = through(&world, mail.clone()).await;
    while portal.tick().await.unwrap() > 0 {}
    while world.portal.tick().await.unwrap() > 0 {}
    let mut to: Vec<String> = mail.given.lock().unwrap().iter().map(|envelope| envelope.to.clone()).collect();
    to.sort();
    assert_eq!(to, ["claire@alpha.example", "nadia@novaterm.example", "tom@novaterm.example"]);
    assert!(states(&world, &portal).await.iter().all(|(state, _)| *state == DeliveryState::Delivered));
    let given = mail.given.lock().unwrap().clone();
    let claire = given.iter().find(|envelope| envelope.to == "claire@alpha.example").unwrap();
    assert!(claire.message_id.ends_with("@novaterm.example>"), "{}", claire.message_id);
    let url = &claire.letter.action.as_ref().unwrap().url;
    assert!(url.starts_with("https://novaterm.example/portal/requests/"), "a02: {url}");
});

on_both!(f14_a_temporary_failure_waits_for_its_next_try, world, {
    submit(&world).await;
    let temporary = || Err(ChannelError::Temporary("451 later".to_owned()));
    let mail =
        Scripted { answers: Arc::new(Mutex::new(vec![temporary(), temporary(), temporary()])), ..Default::default() };
    let portal = through(&world, mail.clone()).await;
    while portal.tick().await.unwrap() > 0 {}
    assert_eq!(mail.tries.load(Ordering::SeqCst), 3, "the next try is a minute away");
    for (state, reason) in states(&world, &portal).await {
        assert_eq!((state, reason.as_deref()), (DeliveryState::Pending, Some("451 later")));
    }
});

on_both!(f15_a_permanent_failure_is_given_up_at_once_and_tried_again_by_hand, world, {
    submit(&world).await;
    let permanent = || Err(ChannelError::Permanent("550 no such user".to_owned()));
    let mail =
        Scripted { answers: Arc::new(Mutex::new(vec![permanent(), permanent(), permanent()])), ..Default::default() };
    let portal = through(&world, mail.clone()).await;
    while portal.tick().await.unwrap() > 0 {}
    let failed = states(&world, &portal).await;
    assert!(
        failed
            .iter()
            .all(|(state, reason)| *state == DeliveryState::Failed && reason.as_deref() == Some("550 no such user"))
    );
    let nadia = world.viewer("nadia").await;
    let first = portal.desk(&nadia).deliveries(true, None).await.unwrap().rows.remove(0).delivery.id;
    portal.desk(&nadia).retry_delivery(first).await.unwrap();
    while portal.tick().await.unwrap() > 0 {}
    let again = states(&world, &portal).await;
    assert_eq!(again.iter().filter(|(state, _)| *state == DeliveryState::Delivered).count(), 1);
    let given = mail.given.lock().unwrap().clone();
    let ids: Vec<&String> = given.iter().map(|envelope| &envelope.message_id).collect();
    assert_eq!(ids.len(), 4);
    assert!(ids[..3].contains(&ids[3]), "the repeat keeps its Message-ID");
});

on_both!(f24_two_workers_share_the_jobs_and_send_nothing_twice, world, {
    for _ in 0..5 {
        submit(&world).await;
    }
    let mail = Scripted::default();
    let (one, other) = (through(&world, mail.clone()).await, through(&world, mail.clone()).await);
    let run = |portal: Portal| async move {
        for _ in 0..20 {
            portal.tick().await.unwrap();
        }
    };
    tokio::join!(run(one), run(other));
    let given = mail.given.lock().unwrap().clone();
    let mut ids: Vec<String> = given.into_iter().map(|envelope| envelope.message_id).collect();
    let sent = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((sent, ids.len()), (15, 15));
});

on_both!(lag_says_how_long_work_has_waited_though_no_worker_runs, world, {
    assert!(world.portal.lag().await.unwrap().is_zero(), "nothing waits");
    submit(&world).await;
    world.clock.pass(chrono::TimeDelta::minutes(10));
    let lag = world.portal.lag().await.unwrap();
    assert!(lag >= chrono::TimeDelta::minutes(10) && lag < chrono::TimeDelta::minutes(20), "{lag}");
    world.letters().await;
    assert!(world.portal.lag().await.unwrap().is_zero(), "all of it is done");
});

on_both!(letters_that_leave_late_tell_of_the_status_that_each_one_is_about, world, {
    submit(&world).await;
    moved(&world, "take", "").await;
    moved(&world, "refuse", "Too far away.").await;
    let mail = Scripted::default();
    let portal = through(&world, mail.clone()).await;
    while portal.tick().await.unwrap() > 0 {}
    // One waits for the one before it.
    world.clock.pass(TimeDelta::minutes(2));
    while world.portal.tick().await.unwrap() > 0 {}
    let given = mail.given.lock().unwrap().clone();
    let sent = world.post.0.lock().unwrap().clone();
    let told: Vec<(String, String, bool)> = given
        .iter()
        .chain(&sent)
        .filter(|envelope| envelope.to == "claire@alpha.example")
        .map(|envelope| {
            let fact = |label: &str| envelope.letter.facts.iter().find(|(name, _)| name == label);
            (envelope.letter.subject.clone(), fact("Status").unwrap().1.clone(), fact("By").is_some())
        })
        .collect();
    let told: Vec<(&str, &str, bool)> = told.iter().map(|(it, status, due)| (&**it, &**status, *due)).collect();
    let expected = [
        ("We have your request: Heating", "Received", false),
        ("Heating: In progress", "In progress", false),
        ("New message: Heating", "Declined", false),
    ];
    assert_eq!(told, expected);
});
