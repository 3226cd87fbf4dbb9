//! `portal publish` beside a server that runs.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use support::{PROGRAM, Server};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A folder whose portal is called so.
fn folder(name: &str, more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("requests")).unwrap();
    fs::write(folder.path().join("portal.yaml"), format!("portal: small\nname: {name}\n{more}")).unwrap();
    let request = "request: help\nlabel: Ask us\nfields:\n  - {id: a, label: Subject}\n";
    fs::write(folder.path().join("requests/help.yaml"), request).unwrap();
    let role = if more.is_empty() { "client_user" } else { "checker" };
    let demo = format!(
        "organisations:\n  alpha: {{name: Alpha}}\npeople:\n  bea: {{name: Bea Roy, email: bea@alpha.example, organisation: alpha, role: {role}}}\n"
    );
    fs::write(folder.path().join("demo.yaml"), demo).unwrap();
    folder
}

fn publish(folder: &Path, data: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.arg("publish").arg(folder).arg("--data").arg(data).args(more).env_remove("DATABASE_URL");
    command.output().unwrap()
}

const CHECKER: &str = "roles:\n  checker: {label: Checker, like: client_user}\n";

/// Whether the sign-in page comes to bear this name within five seconds.
async fn comes_to_be(server: &Server, name: &str) -> bool {
    for _ in 0..25 {
        if server.get("/portal/sign-in").await.contains(name) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    false
}

#[tokio::test]
async fn a_running_server_takes_up_what_is_published_and_what_would_break_is_refused_unless_it_is_moved() {
    let (old, new) = (folder("First name", CHECKER), folder("Second name", ""));
    let server = Server::start(&[("PORTAL_DEFINITIONS", old.path().to_str().unwrap())]);
    let data: PathBuf = server.folder.path().to_owned();
    assert!(comes_to_be(&server, "First name").await);
    let refused = publish(new.path(), &data, &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("The role `checker` is gone.") && said(&refused).contains("--move role.checker"));
    let done = publish(new.path(), &data, &["--move", "role.checker=client_user"]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert_eq!(said(&done), "Published: it is in force.\nMoved: 1 people.\n");
    assert!(comes_to_be(&server, "Second name").await);
    let again = publish(new.path(), &data, &[]);
    assert_eq!(said(&again), "It was in force before.\n");
}

#[test]
fn what_cannot_be_tried_is_exit_code_2_with_the_reason() {
    let (sound, nowhere) = (folder("Name", ""), tempfile::tempdir().unwrap());
    let missing = publish(&nowhere.path().join("no"), nowhere.path(), &[]);
    assert!(missing.status.code() == Some(2) && said(&missing).contains("there is no folder"), "{}", said(&missing));
    let no_database = publish(sound.path(), nowhere.path(), &[]);
    assert_eq!(no_database.status.code(), Some(2));
    assert!(said(&no_database).contains("there is no database at"), "{}", said(&no_database));
    fs::write(sound.path().join("portal.yaml"), "portal: small\n").unwrap();
    let server = Server::start(&[]);
    let faults = publish(sound.path(), server.folder.path(), &[]);
    assert_eq!(faults.status.code(), Some(1));
    assert!(said(&faults).contains("error[PD011]"), "{}", said(&faults));
}
