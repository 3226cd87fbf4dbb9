//! The head and the parts of a message.
#![allow(clippy::unwrap_used, reason = "what fails in a test fails the test")]

mod common;

use std::time::{Duration, SystemTime};

use common::envelope;
use portal_core::channel::Envelope;
use portal_email::{MessageError, message, render};

fn made(envelope: &Envelope) -> Result<String, MessageError> {
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_360_000);
    let message = message(envelope, &render(&envelope.letter).unwrap(), date)?;
    Ok(String::from_utf8(message.formatted()).unwrap())
}

/// The names of the headers, in order.
fn headers(message: &str) -> Vec<&str> {
    let head = message.split("\r\n\r\n").next().unwrap();
    head.split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split(':').next().unwrap())
        .collect()
}

const HEADERS: [&str; 8] =
    ["Date", "Message-ID", "From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"];

#[test]
fn a_message_has_its_headers_and_no_reply_to() {
    let text = made(&envelope()).unwrap();
    assert_eq!(headers(&text), HEADERS);
    assert!(text.contains("Message-ID: <01993f2a-7c1e-7d10-9c57-2f1d6f0f7a11@portal.example>\r\n"));
    assert!(text.contains("Auto-Submitted: auto-generated\r\n"));
    assert!(text.contains("From: \"Durand Services\" <portal@durand.example>\r\n"));
    assert!(text.contains("To: \"Claire Martin\" <claire@alpha.example>\r\n"));
    assert!(text.contains("Date: Sun, 22 Nov 2026 "), "{text}");
}

#[test]
fn an_answer_goes_where_somebody_reads_it() {
    let text = made(&Envelope { replies: Some("desk@durand.example".into()), ..envelope() }).unwrap();
    assert!(text.contains("Reply-To: desk@durand.example\r\n"), "{text}");
    let bad = Envelope { replies: Some("a@b.example\r\nBcc: evil@example.org".into()), ..envelope() };
    assert!(matches!(made(&bad), Err(MessageError::Sender)));
}

#[test]
fn text_comes_first_and_html_second_in_seven_bits() {
    let text = made(&envelope()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("multipart/alternative"));
    assert!(body.find("text/plain; charset=utf-8").unwrap() < body.find("text/html; charset=utf-8").unwrap());
    assert!(text.is_ascii());
    assert!(text.split("\r\n").all(|line| line.len() <= 998 && !line.contains('\n')));
}

#[test]
fn x14_no_text_opens_another_header() {
    for hostile in [
        "x\r\nBcc: evil@example.org",
        "x\nBcc: evil@example.org",
        "x\rBcc: evil@example.org",
        "\r\n\r\nbody",
        "a, evil@example.org",
        "\"quoted\" <evil@example.org>",
        "=?utf-8?q?=0d=0aBcc:_evil@example.org?=",
        "\\\"",
        "é\r\nBcc: evil@example.org",
        &"long ".repeat(500),
        &"w".repeat(2_000),
    ] {
        let mut hostile_envelope = envelope();
        hostile_envelope.to_name = hostile.into();
        hostile_envelope.from_name = hostile.into();
        hostile_envelope.letter.subject = hostile.into();
        let text = made(&hostile_envelope).unwrap();
        assert_eq!(headers(&text), HEADERS, "{hostile}");
        let to = text.split("\r\nTo: ").nth(1).unwrap().split("\r\nSubject").next().unwrap();
        assert!(to.ends_with("<claire@alpha.example>"), "{to}");
    }
}

#[test]
fn x14_the_message_goes_to_the_one_recipient() {
    let mut hostile = envelope();
    hostile.to_name = "a@b.example, \"evil\" <evil@example.org>,".into();
    let message = message(&hostile, &render(&hostile.letter).unwrap(), SystemTime::UNIX_EPOCH).unwrap();
    let to: Vec<_> = message.envelope().to().iter().map(ToString::to_string).collect();
    assert_eq!(to, ["claire@alpha.example"]);
    assert_eq!(message.envelope().from().unwrap().to_string(), "portal@durand.example");
}

#[test]
fn x14_addresses_and_ids_that_are_none_are_refused() {
    for bad in ["", "claire", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "Claire <a@b.example>"] {
        assert!(matches!(made(&Envelope { to: bad.into(), ..envelope() }), Err(MessageError::Recipient)), "{bad:?}");
        assert!(matches!(made(&Envelope { from: bad.into(), ..envelope() }), Err(MessageError::Sender)), "{bad:?}");
    }
    for bad in ["", "1@x", "<1@x", "<1>", "<1@x>\r\nBcc: c@d.example", "<1@x> <2@x>", "<1@é>", "<@x>", "<a@b@c>"] {
        let bad_id = Envelope { message_id: bad.into(), ..envelope() };
        assert!(matches!(made(&bad_id), Err(MessageError::MessageId)), "{bad:?}");
    }
}

#[test]
fn x14_a_long_local_part_stays_one_address() {
    let long = format!("{}@alpha.example", "a".repeat(64));
    let text = made(&Envelope { to: long.clone(), ..envelope() }).unwrap();
    assert_eq!(headers(&text), HEADERS);
    assert!(text.contains(&format!("<{long}>")));
}
