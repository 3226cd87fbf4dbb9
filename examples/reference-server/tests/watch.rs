//! `serve --watch` and `serve --business`: an integrator who edits a folder and looks at the pages.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{fs, path::Path, process::Command, time::Duration};

use support::{PROGRAM, Server};

const PEOPLE: &str = "organisations: {alpha: {name: Alpha}}\npeople:\n  ada: {name: Ada Berg, email: ada@team.example, role: team_admin}\n";

fn write(folder: &Path, name: &str, label: &str) {
    fs::create_dir_all(folder.join("requests")).unwrap();
    fs::write(folder.join("portal.yaml"), format!("portal: small\nname: {name}\n")).unwrap();
    fs::write(folder.join("demo.yaml"), PEOPLE).unwrap();
    let request = format!("request: help\nlabel: Ask us\nfields:\n  - {{id: a, {label}: Subject}}\n");
    fs::write(folder.join("requests/help.yaml"), request).unwrap();
}

/// What a page says once it says this; panics after ten seconds.
async fn says(server: &Server, cookie: &str, path: &str, word: &str) -> String {
    let mut last = String::new();
    for _ in 0..50 {
        last = server.get_with(path, cookie).await;
        if last.contains(word) {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("{path} does not come to say {word}: {last}");
}

#[tokio::test]
async fn what_is_saved_is_in_force_and_a_broken_change_keeps_the_last_good_version_and_is_told_to_the_team() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "First", "label");
    let server = Server::start_with(&["--watch"], &[("PORTAL_DEFINITIONS", folder.path().to_str().unwrap())]);
    let signed_in = server.sign_in("ada%40team.example", "try-the-portal").await;
    let cookie = signed_in.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let page = says(&server, &cookie, "/portal/team/definitions", "In force").await;
    assert!(
        page.contains("Nothing to remark.")
            && page.contains("/portal/team/definitions/help.svg".replace('/', "&#x2f;").as_str()),
        "{page}"
    );
    write(folder.path(), "Second", "label");
    says(&server, &cookie, "/portal/team/definitions", "Second").await;
    write(folder.path(), "Third", "lable");
    let page = says(&server, &cookie, "/portal/team/definitions", "PD009").await;
    assert!(page.contains("requests&#x2f;help.yaml:4:13") && page.contains("^^^^^"), "{page}");
    assert!(page.contains("Second") && !page.contains("Third"), "the last good version stays: {page}");
    write(folder.path(), "Third", "label");
    let page = says(&server, &cookie, "/portal/team/definitions", "Third").await;
    assert!(!page.contains("PD009"), "{page}");
}

#[tokio::test]
async fn a_business_inside_the_program_is_served_by_its_name() {
    let server = Server::start_with(&["--business", "b2b-provider"], &[]);
    assert!(server.get("/portal/sign-in").await.contains("Novaterm"));
    for (arguments, says) in [
        (&["serve", "--business", "nothing-such"][..], "b2b-provider"),
        (&["serve", "--business", "b2b-provider", "--definitions", "x"], "cannot be used with"),
        (&["serve", "--watch"], "--definitions"),
    ] {
        let refused = Command::new(PROGRAM)
            .args(arguments)
            .args(["--listen", "127.0.0.1:0"])
            .env_remove("PORTAL_DEFINITIONS")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(says), "{said}");
    }
}
