//! The program as somebody tries it: it starts, answers, keeps its data, ends cleanly.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::process::Command;

use support::Server;

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_with_demo_people_and_ends_cleanly_on_ctrl_c() {
    let mut server = Server::start(&[]);
    let start = server.get("/").await;
    assert!(start.starts_with("HTTP/1.1 200") && start.contains("Enter as Claire Martin"), "{start}");
    assert!(start.contains("content-security-policy"), "{start}");
    assert!(server.get("/nowhere").await.starts_with("HTTP/1.1 404"));
    assert!(server.get("/mailbox").await.contains("No mail yet"));
    assert!(server.sign_in("tom%40novaterm.example", "try-the-portal").await.starts_with("HTTP/1.1 303"));
    assert!(server.interrupt(), "exit code 0");
    assert!(server.folder.path().join("portal.db").exists(), "the data is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_of_a_demo_is_sealed_with_its_logs_and_not_after_them() {
    let server = Server::start(&[("PORTAL_NO_PLAY", "false")]);
    for _ in 0..2 {
        let mut verify = Command::new(support::PROGRAM);
        verify.arg("verify").arg("--data").arg(server.folder.path()).env_remove("DATABASE_URL");
        let verified = verify.output().unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        // Long enough for the worker to seal.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn x17_another_host_name_is_not_answered() {
    let server = Server::start(&[]);
    let evil = server.ask("GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n").await;
    assert!(evil.starts_with("HTTP/1.1 421"), "{evil}");
}

#[tokio::test(flavor = "multi_thread")]
async fn x05_a_cross_site_sign_in_is_refused() {
    let server = Server::start(&[]);
    let body = "account=00000000-0000-0000-0000-000000000000";
    for path in ["/demo/enter", "/portal/sign-in", "/portal/sign-out"] {
        let crossed = server
            .ask(&format!(
                "POST {path} HTTP/1.1\r\nhost: {}\r\norigin: https://evil.example\r\nsec-fetch-site: cross-site\r\n\
                 content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                server.address,
                body.len()
            ))
            .await;
        assert!(crossed.starts_with("HTTP/1.1 403"), "{path}: {crossed}");
    }
}

#[test]
fn i12_the_demo_does_not_listen_beyond_this_machine() {
    let ended = Command::new(env!("CARGO_BIN_EXE_portal")).args(["--listen", "0.0.0.0:0"]).output().unwrap();
    assert!(!ended.status.success());
    assert!(String::from_utf8_lossy(&ended.stderr).contains("--no-demo"), "it says the remedy");
}

#[test]
fn a_definition_with_faults_is_refused_with_exit_code_1_and_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("requests")).unwrap();
    std::fs::write(folder.path().join("portal.yaml"), "portal: x\nname: X\nnmae: Y\n").unwrap();
    let request = "request: help\nlabel: Ask\nfields:\n  - {id: a, label: A, show_when: b == 1}\n";
    std::fs::write(folder.path().join("requests/help.yaml"), request).unwrap();
    let run = |args: &[&std::ffi::OsStr]| Command::new(env!("CARGO_BIN_EXE_portal")).args(args).output().unwrap();
    let checked = run(&["check".as_ref(), folder.path().as_os_str()]);
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert_eq!(checked.status.code(), Some(1), "{said}");
    assert!(said.contains("portal.yaml:3:1") && said.contains("requests/help.yaml:4"), "all faults at once: {said}");
    let data = tempfile::tempdir().unwrap();
    let started = run(&[
        "--listen".as_ref(),
        "127.0.0.1:0".as_ref(),
        "--data".as_ref(),
        data.path().as_os_str(),
        "--definitions".as_ref(),
        folder.path().as_os_str(),
    ]);
    assert_eq!(started.status.code(), Some(1), "it does not start");
}

/// `portal token` on the data folder of a server.
fn token(server: &Server, more: &[&str]) -> std::process::Output {
    let mut command = Command::new(support::PROGRAM);
    command.arg("token").arg("--data").arg(server.folder.path()).args(more).env_remove("DATABASE_URL");
    command.output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_made_by_the_command_lets_a_program_in() {
    let server = Server::start(&[]);
    let made = token(&server, &["--person", "claire@alpha.example", "--name", "export", "--days", "1"]);
    let secret = String::from_utf8(made.stdout).unwrap();
    assert!(made.status.success() && secret.trim().len() == 64, "{}", String::from_utf8_lossy(&made.stderr));
    let me = async |token: &str| {
        let head = format!("GET /portal/api/v1/me HTTP/1.1\r\nhost: {}\r\nconnection: close", server.address);
        server.ask(&format!("{head}\r\nauthorization: Bearer {token}\r\n\r\n")).await
    };
    let answer = me(secret.trim()).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("claire@alpha.example"), "{answer}");
    assert!(me(&"0".repeat(64)).await.starts_with("HTTP/1.1 401"));
    for (wrong, says) in [
        (["--person", "nobody@alpha.example", "--name", "x"], "--person"),
        (["--person", "claire@alpha.example", "--name", " "], "--name"),
    ] {
        let refused = token(&server, &wrong);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(says) && refused.stdout.is_empty(), "{said}");
    }
}

/// What somebody hides behind a message of which two ends may differ on where it stops.
const HIDDEN: &str = "GET /portal/sign-in HTTP/1.1\r\nhost: HOST\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn x16_a_message_whose_end_is_ambiguous_hides_no_other() {
    let server = Server::start(&[]);
    let post = "POST /portal/sign-in HTTP/1.1\r\nhost: HOST\r\nsec-fetch-site: same-origin\r\n\
        content-type: application/x-www-form-urlencoded\r\n";
    for (what, message) in [
        (
            "length and chunks",
            format!("{post}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}"),
        ),
        (
            "chunks and length",
            format!("{post}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n{HIDDEN}"),
        ),
        ("two lengths", format!("{post}content-length: 0\r\ncontent-length: 49\r\n\r\n{HIDDEN}")),
        ("a list of lengths", format!("{post}content-length: 0, 49\r\n\r\n{HIDDEN}")),
        ("a signed length", format!("{post}content-length: +0\r\n\r\n{HIDDEN}")),
        ("a folded header", format!("{post}x-folded: one\r\n two\r\ncontent-length: 0\r\n\r\n{HIDDEN}")),
        ("chunks under another name", format!("{post}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n{HIDDEN}")),
        ("a space before the colon", format!("{post}content-length : 0\r\n\r\n{HIDDEN}")),
        ("a length of a chunk with a sign", format!("{post}transfer-encoding: chunked\r\n\r\n+0\r\n\r\n{HIDDEN}")),
        (
            "an endless extension",
            format!("{post}transfer-encoding: chunked\r\n\r\n0;{}\r\n\r\n{HIDDEN}", "x".repeat(1 << 17)),
        ),
    ] {
        let answer = server.told(&message.replace("HOST", &server.address)).await;
        let answers = answer.matches("HTTP/1.1 ").count();
        assert!(answers <= 1, "{what}: the hidden request was answered: {answer}");
        assert!(!answer.starts_with("HTTP/1.1 2"), "{what}: {answer}");
    }
}
