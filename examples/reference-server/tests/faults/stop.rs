//! Told to end: what is being answered is finished, and what was acknowledged is there at the next start.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};

use crate::{
    browser::{Answer, Browser},
    place::Place,
    program::PATIENCE,
};

/// A message of which the server has begun to read the body: it has said so, and waits for the rest.
struct Begun {
    stream: TcpStream,
    body: String,
}

impl Begun {
    async fn new(browser: &Browser, request: &str, text: &str) -> Self {
        let (head, body) = browser.form(&format!("{request}/messages"), &[("body", text), ("key", text)]);
        let head = head.replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
        let mut stream = TcpStream::connect(&browser.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut heard = [0; 25];
        timeout(PATIENCE, stream.read_exact(&mut heard)).await.expect("it is told to go on").unwrap();
        assert_eq!(String::from_utf8_lossy(&heard), "HTTP/1.1 100 Continue\r\n\r\n");
        Self { stream, body }
    }

    async fn finish(mut self) -> std::io::Result<Answer> {
        self.stream.write_all(self.body.as_bytes()).await?;
        Answer::from(&mut self.stream).await
    }
}

/// Writes messages one after the other until the server takes no more; gives those that were acknowledged.
async fn writes(browser: Browser, request: String, who: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for n in 0.. {
        let text = format!("loose-{who}-{n}.");
        match browser.post(&format!("{request}/messages"), &[("body", &text), ("key", &text)]).await {
            Ok(answer) if answer.status == 303 => acknowledged.push(text),
            // Others wrote to the same request, three times just before.
            Ok(answer) if answer.status == 409 => {}
            Ok(answer) => panic!("{answer:?}"),
            Err(_) => break,
        }
    }
    acknowledged
}

async fn what_is_answered_is_finished(place: Place) {
    let mut server = place.start().with("PORTAL_TIMEOUT_BODY", 600).start();
    let claire = Browser::of(&server.address, "claire").await;
    let draft = claire.filled_in("Stopped under load").await.unwrap();
    let request = claire.submit(&draft).await.unwrap();

    let mut begun = Vec::new();
    for n in 0..8 {
        begun.push(Begun::new(&claire, &request, &format!("begun-{n}.")).await);
    }
    let mut loose = JoinSet::new();
    for who in 0..4 {
        loose.spawn(writes(claire.clone(), request.clone(), who));
    }
    server.signal("TERM");
    server.says("Ending").await;
    let acknowledged = loose.join_all().await.concat();
    assert!(TcpStream::connect(&server.address).await.is_err(), "nobody new is let in");
    for begun in begun {
        let answer = begun.finish().await.unwrap();
        assert_eq!(answer.status, 303, "what was begun is finished: {answer:?}");
    }
    let ended = server.ended().await;
    assert_eq!(ended.code(), Some(0), "{}", server.log());
    assert!(server.said("Ended."), "nothing was cut off:\n{}", server.log());

    let server = place.start().start();
    let page = claire.moved(&server.address).get(&request).await.unwrap();
    let begun = (0..8).map(|n| format!("begun-{n}."));
    for text in begun.chain(acknowledged) {
        assert_eq!(page.body.matches(&text).count(), 1, "{text} is there once");
    }
    place.settles(&server).await;
    place.holds();
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_told_to_end_under_load_what_is_answered_is_finished_sqlite() {
    what_is_answered_is_finished(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_told_to_end_under_load_what_is_answered_is_finished_postgres() {
    what_is_answered_is_finished(Place::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_told_twice_it_ends_at_once() {
    let place = Place::sqlite();
    let mut server = place.start().with("PORTAL_TIMEOUT_BODY", 600).with("PORTAL_TIMEOUT_STOP", 600).start();
    let claire = Browser::of(&server.address, "claire").await;
    let request = claire.submit(&claire.filled_in("Never told").await.unwrap()).await.unwrap();
    let begun = Begun::new(&claire, &request, "It never arrives.").await;
    server.signal("TERM");
    server.says("Ending").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(server.runs(), "it waits for what is being answered");
    server.signal("TERM");
    // Long before the ten minutes that it would have waited.
    assert_eq!(server.ended().await.code(), Some(1), "{}", server.log());
    assert!(server.said("Ended at once"), "{}", server.log());
    drop(begun);
    place.holds();
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_what_does_not_finish_is_cut_off_and_that_is_said() {
    let place = Place::sqlite();
    let mut server = place.start().with("PORTAL_TIMEOUT_BODY", 600).with("PORTAL_TIMEOUT_STOP", 1).start();
    let claire = Browser::of(&server.address, "claire").await;
    let request = claire.submit(&claire.filled_in("Cut off").await.unwrap()).await.unwrap();
    let begun = Begun::new(&claire, &request, "It never arrives.").await;
    server.signal("INT");
    assert_eq!(server.ended().await.code(), Some(0), "{}", server.log());
    assert!(server.said("cut off"), "{}", server.log());
    drop(begun);
    place.holds();
}
