//! Killed at each named point, started again: what was acknowledged is there once, the rest wholly or not at all.

use std::process::Command;

use crate::support::PROGRAM;

#[test]
fn f01_an_unknown_point_is_refused_with_the_list_of_points() {
    let asked = Command::new(PROGRAM).env("PORTAL_FAULT", "commit.nowhere:1:kill").output().unwrap();
    let said = String::from_utf8_lossy(&asked.stderr);
    assert_eq!(asked.status.code(), Some(2), "{said}");
    assert!(said.contains("commit.before_commit"), "{said}");
}
