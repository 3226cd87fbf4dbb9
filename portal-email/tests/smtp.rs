//! Letters handed to a real SMTP server, and what becomes of them when it misbehaves.
#![allow(clippy::unwrap_used, reason = "what fails in a test fails the test")]

mod common;
#[path = "common/peer.rs"]
mod peer;

use std::time::{Duration, Instant};

use common::envelope;
use peer::{Peer, certificate};
use portal_core::channel::{Channel, ChannelError, Envelope};
use portal_email::{Smtp, Timeouts};

fn plain(peer: &Peer) -> Smtp {
    Smtp::from_url(&format!("smtp://127.0.0.1:{}", peer.port)).unwrap()
}

fn impatient(smtp: Smtp) -> Smtp {
    let [connect, command, acceptance] = [100, 200, 700].map(Duration::from_millis);
    smtp.waiting(Timeouts { connect, command, acceptance })
}

async fn temporary(smtp: &Smtp) -> String {
    match smtp.send(&envelope()).await {
        Err(ChannelError::Temporary(said)) => said,
        other => panic!("{other:?} is not temporary"),
    }
}

async fn permanent(smtp: &Smtp) -> String {
    match smtp.send(&envelope()).await {
        Err(ChannelError::Permanent(said)) => said,
        other => panic!("{other:?} is not permanent"),
    }
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_sent() {
    let peer = Peer::start(&[]);
    plain(&peer).send(&envelope()).await.unwrap();
    let (message, facts) = peer.kept(1).unwrap();
    assert_eq!(facts["from"], "portal@durand.example");
    assert_eq!(facts["to"], serde_json::json!(["claire@alpha.example"]));
    assert_eq!(facts["hello"], "durand.example");
    assert!(message.contains("Message-ID: <01993f2a-7c1e-7d10-9c57-2f1d6f0f7a11@portal.example>\r\n"));
    assert!(message.find("text/plain").unwrap() < message.find("text/html").unwrap());
    assert!(peer.kept(2).is_none());
}

#[tokio::test]
async fn we_introduce_ourselves_by_the_name_in_the_url() {
    let peer = Peer::start(&[]);
    let smtp = Smtp::from_url(&format!("smtp://127.0.0.1:{}/portal.example", peer.port)).unwrap();
    smtp.send(&envelope()).await.unwrap();
    assert_eq!(peer.kept(1).unwrap().1["hello"], "portal.example");
}

#[tokio::test]
async fn x14_hostile_names_and_subjects_add_no_recipient_header_or_message() {
    let peer = Peer::start(&[]);
    let mut hostile = envelope();
    hostile.to_name = "x\r\nBcc: evil@example.org\r\n\r\n.\r\nRCPT TO:<evil@example.org>".into();
    hostile.from_name = "a, \"b\" <evil@example.org>".into();
    hostile.letter.subject = "x\r\n.\r\nMAIL FROM:<evil@example.org>".into();
    hostile.letter.paragraphs = vec!["first\r\n.\r\nQUIT\r\n".into(), ".".into()];
    hostile.to = format!("{}@alpha.example", "a".repeat(64));
    plain(&peer).send(&hostile).await.unwrap();
    let (message, facts) = peer.kept(1).unwrap();
    assert_eq!(facts["to"], serde_json::json!([hostile.to]));
    let head = message.split("\r\n\r\n").next().unwrap();
    assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
    assert!(peer.kept(2).is_none());
    assert_eq!(peer.senders(), 1);
    let forged = Envelope { to: "a@b.example>\r\nRCPT TO:<evil@example.org".into(), ..envelope() };
    assert!(matches!(plain(&peer).send(&forged).await, Err(ChannelError::Permanent(_))));
    assert_eq!(peer.senders(), 1);
}

#[tokio::test]
async fn f14_a_4xx_is_temporary_with_the_servers_words() {
    let busy = Peer::start(&["--greeting", "421 4.3.2 too busy"]);
    assert_eq!(temporary(&plain(&busy)).await, "connecting: 421 4.3.2 too busy");
    let full = Peer::start(&["--recipient", "450 4.2.1 mailbox busy"]);
    assert_eq!(temporary(&plain(&full)).await, "recipient: 450 4.2.1 mailbox busy");
    let later = Peer::start(&["--message", "452 4.3.1 no room"]);
    assert_eq!(temporary(&plain(&later)).await, "message: 452 4.3.1 no room");
}

#[tokio::test]
async fn f15_a_5xx_about_the_letter_is_permanent_with_the_servers_words() {
    let unknown = Peer::start(&["--recipient", "550 5.1.1 no such user"]);
    assert_eq!(permanent(&plain(&unknown)).await, "recipient: 550 5.1.1 no such user");
    let spam = Peer::start(&["--message", "554 5.7.1 looks like spam"]);
    assert_eq!(permanent(&plain(&spam)).await, "message: 554 5.7.1 looks like spam");
}

#[tokio::test]
async fn f15_a_5xx_that_is_not_about_the_letter_is_temporary() {
    let closed = Peer::start(&["--greeting", "554 no service"]);
    assert!(temporary(&plain(&closed)).await.contains("554 no service"));
    let locked = Peer::start(&["--user", "durand"]);
    assert!(temporary(&plain(&locked)).await.contains("530"));
    let wrong = Smtp::from_url(&format!("smtp://durand:wrong@127.0.0.1:{}", locked.port)).unwrap();
    assert!(temporary(&wrong).await.starts_with("signing in: 535"));
}

#[tokio::test]
async fn a_long_answer_of_several_lines_is_cut_and_put_on_one() {
    let answer = format!("550-{}\r\n550 second line", "x".repeat(279));
    let peer = Peer::start(&["--recipient", &answer]);
    let said = permanent(&plain(&peer)).await;
    assert_eq!(said.chars().count(), 300);
    assert!(said.contains("xxx secon") && !said.contains(['\r', '\n']), "{said}");
}

#[tokio::test]
async fn f16_silence_at_any_stage_is_temporary_and_bounded() {
    for (stage, step) in [("greeting", "connecting"), ("recipient", "recipient"), ("dot", "message")] {
        let peer = Peer::start(&["--hang", stage]);
        let begun = Instant::now();
        let smtp = impatient(plain(&peer));
        let said = tokio::time::timeout(Duration::from_secs(20), temporary(&smtp)).await.unwrap();
        assert!(said.starts_with(&format!("{step}: no answer within")), "{said}");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test]
async fn f17_a_lost_goodbye_does_not_make_a_taken_letter_a_failure() {
    let peer = Peer::start(&["--hang", "quit"]);
    impatient(plain(&peer)).send(&envelope()).await.unwrap();
    assert!(peer.kept(1).is_some());
}

#[tokio::test]
async fn f17_a_drop_after_the_final_dot_is_tried_again_with_the_same_message_id() {
    let peer = Peer::start(&["--drop", "dot"]);
    let smtp = plain(&peer);
    assert!(temporary(&smtp).await.starts_with("message: "));
    assert!(temporary(&smtp).await.starts_with("message: "));
    let id = |number| {
        let (message, _) = peer.kept(number).unwrap();
        message.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned()
    };
    assert_eq!(id(1), id(2));
}

#[tokio::test]
async fn no_server_is_temporary() {
    let port = Peer::start(&[]).port;
    let smtp = Smtp::from_url(&format!("smtp://127.0.0.1:{port}")).unwrap();
    assert!(temporary(&smtp).await.starts_with("connecting: "));
}

#[tokio::test]
async fn f19_without_starttls_nothing_is_said_in_clear() {
    let peer = Peer::start(&[]);
    let smtp = Smtp::from_url(&format!("smtp://127.0.0.1:{}?tls=required", peer.port)).unwrap();
    assert!(temporary(&smtp).await.starts_with("STARTTLS: "));
    assert_eq!(peer.senders(), 0);
}

#[tokio::test]
async fn f19_a_certificate_that_is_not_trusted_or_not_the_hosts_stops_the_letter() {
    let (_folder, pem) = certificate();
    let offering = Peer::start(&["--certificate", &pem]);
    let wrapped = Peer::start(&["--certificate", &pem, "--implicit"]);
    let trusted = std::fs::read(&pem).unwrap();
    for (url, peer) in [
        (format!("smtp://localhost:{}?tls=required", offering.port), &offering),
        (format!("smtps://localhost:{}", wrapped.port), &wrapped),
    ] {
        temporary(&Smtp::from_url(&url).unwrap()).await;
        let other_host = url.replace("localhost", "127.0.0.1");
        temporary(&Smtp::from_url(&other_host).unwrap().trusting(&trusted).unwrap()).await;
        assert_eq!(peer.senders(), 0);
        Smtp::from_url(&url).unwrap().trusting(&trusted).unwrap().send(&envelope()).await.unwrap();
        assert_eq!(peer.kept(1).unwrap().1["tls"], true);
    }
}

#[tokio::test]
async fn a_user_signs_in_with_the_password_of_the_url() {
    let (_folder, pem) = certificate();
    let peer = Peer::start(&["--certificate", &pem, "--user", "durand"]);
    let url = format!("smtp://durand:p%40ss%20w%C3%B6rd@localhost:{}?tls=required", peer.port);
    let smtp = Smtp::from_url(&url).unwrap().trusting(&std::fs::read(&pem).unwrap()).unwrap();
    smtp.send(&envelope()).await.unwrap();
    assert_eq!(peer.kept(1).unwrap().1["user"], "durand");
    assert!(!format!("{smtp:?}").contains("p@ss"), "{smtp:?}");
}

#[tokio::test]
async fn an_address_beyond_ascii_needs_a_server_that_takes_it() {
    let beyond = Envelope { to: "clairé@alpha.example".into(), ..envelope() };
    let old = Peer::start(&[]);
    assert!(matches!(plain(&old).send(&beyond).await, Err(ChannelError::Permanent(_))));
    let new = Peer::start(&["--utf8"]);
    plain(&new).send(&beyond).await.unwrap();
    assert_eq!(new.kept(1).unwrap().1["to"], serde_json::json!(["clairé@alpha.example"]));
}
