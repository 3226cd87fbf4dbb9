//! The same submission sent 64 times at once under one key, the first of them held, the program killed in the middle: it
//! happens once, and everybody is told so.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    browser::{Answer, Browser},
    long,
    place::Place,
    program::{PATIENCE, Program},
};

/// How many send it at once.
const TIMES: usize = 64;
/// The key they all use; other people use it too, for something of their own.
const KEY: &str = "idempotency-key: the same\r\n";
/// Between two tries.
const BREATH: Duration = Duration::from_millis(100);

/// A start whose first commit is held for so many seconds.
fn held(place: &Place, seconds: u64) -> Program {
    place.start().with("PORTAL_FAULT", format!("commit.before_commit:1:hold {seconds}")).start()
}

/// A draft that can be submitted: its path below the API, and its version's tag as a header.
async fn ready(browser: &Browser, subject: &str) -> (String, String) {
    let draft = browser.filled_in(subject).await.unwrap().trim_start_matches("/portal").to_owned();
    let tag = browser.api("GET", &draft, "", "").await.unwrap().header("etag").expect("a draft has a tag");
    (draft, format!("if-match: {tag}\r\n"))
}

/// Sends a submission under the key until it is told what came of it. 503 and a cut connection are the only reasons to try
/// again.
async fn told(
    browser: Browser,
    place: watch::Receiver<String>,
    path: String,
    tag: String,
    away: Arc<Notify>,
) -> Answer {
    loop {
        let now = browser.moved(&place.borrow());
        match now.api("POST", &format!("{path}/submission"), &format!("{tag}{KEY}"), "").await {
            Ok(answer) if answer.status == 503 => {
                assert!(answer.header("retry-after").is_some(), "{answer:?}");
                away.notify_one();
            }
            Ok(answer) => return answer,
            Err(_) => {}
        }
        sleep(BREATH).await;
    }
}

/// Where what was made is. The answer must tell of something made.
#[track_caller]
fn made(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.header("location").expect("it says where")
}

async fn it_happens_once(place: Place) {
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    let aline = Browser::of(&server.address, "aline").await;
    let bruno = Browser::of(&server.address, "bruno").await;
    let (draft, tag) = ready(&claire, "Sent 64 times").await;
    let hers = ready(&aline, "A colleague").await;
    let his = ready(&bruno, "Another company").await;
    place.settles(&server).await;
    server.kill();

    // Nothing else is left to do, so the first of them is the first commit there is. It is held for longer than anybody
    // waits, and others are sent away; then all is cut.
    let server = held(&place, 600);
    let (address, moves) = watch::channel(server.address.clone());
    let away = Arc::new(Notify::new());
    let mut people = JoinSet::new();
    for _ in 0..TIMES {
        people.spawn(told(claire.clone(), moves.clone(), draft.clone(), tag.clone(), away.clone()));
    }
    let sent_away = timeout(PATIENCE, away.notified()).await;
    assert!(sent_away.is_ok(), "while the first is held, others are told to come back\n{}", server.log());
    let requests = "select count(*) from portal_request";
    server.kill();
    assert_eq!(place.number(requests).await, 0, "what was cut is not there by half");

    let server = held(&place, if long() { 30 } else { 6 });
    address.send_replace(server.address.clone());
    let answers = people.join_all().await;
    let request = made(&answers[0]);
    assert_eq!(answers.len(), TIMES);
    assert!(answers.iter().all(|answer| made(answer) == request), "all are told of the same request");
    assert_eq!(place.number(requests).await, 1, "it was made once");

    // Whatever else comes under the key is refused, and does nothing.
    let claire = claire.moved(&server.address);
    for (path, body) in
        [(format!("{draft}/submission"), "{}"), ("/drafts".to_owned(), r#"{"request_type": "quote", "another": true}"#)]
    {
        let other = claire.api("POST", &path, &format!("{tag}{KEY}"), body).await.unwrap();
        assert!(other.status == 422 && other.body.contains("\"idempotency_key_reused\""), "{other:?}");
    }
    let drafts = "select count(*) from portal_draft where account = (select opened_by from portal_request)";
    assert_eq!((place.number(requests).await, place.number(drafts).await), (1, 0), "nothing else was made");

    // The same key of others is another key: each has their own request, again and again.
    for (browser, (draft, tag)) in [(&aline, &hers), (&bruno, &his)] {
        let send = || told(browser.clone(), moves.clone(), draft.clone(), tag.clone(), away.clone());
        let theirs = made(&send().await);
        assert!(theirs != request && made(&send().await) == theirs, "t18: {theirs}");
    }
    place.settles(&server).await;
    one_set_of_letters(&place).await;
    place.holds();
}

/// The request sent 64 times was told of to as many people, as often, as the one that a colleague sent twice.
async fn one_set_of_letters(place: &Place) {
    let of = |title: &'static str| async move {
        let told = format!(
            "select count(*) from portal_delivery where act in (select e.act from portal_event e join portal_request r \
             on r.id = e.request where e.kind = 'request.submitted' and r.title = '{title}')"
        );
        place.number(&told).await
    };
    let (often, seldom) = (of("Sent 64 times").await, of("A colleague").await);
    assert!(often > 0 && often == seldom, "{often} letters for the one, {seldom} for the other");
    let submitted = "select count(*) from portal_event where kind = 'request.submitted'";
    assert_eq!(place.number(submitted).await, 3, "each was submitted once");
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_t18_sent_64_times_at_once_held_and_cut_it_happens_once_sqlite() {
    it_happens_once(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_t18_sent_64_times_at_once_held_and_cut_it_happens_once_postgres() {
    it_happens_once(Place::postgres().await).await;
}
