//! Faults of the whole program: one module each; `program` and `browser` are the program and its client.
#![allow(clippy::unwrap_used, reason = "a test may")]

/// Runs a test on a place of each database.
macro_rules! on_both {
    ($name:ident, $what:ident) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                $what(Place::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                $what(Place::postgres().await).await;
            }
        }
    };
}

mod backup;
mod big;
mod browser;
mod cluster;
mod crash;
mod database;
mod descriptors;
mod disk;
mod kills;
mod ledger;
mod log;
mod lost;
mod measures;
mod migrate;
mod panic;
mod place;
mod program;
mod same;
mod slow;
mod smtp;
mod stop;
#[path = "../support/mod.rs"]
mod support;
mod wire;

/// Whether the long form is asked for (`scripts/test --long`).
fn long() -> bool {
    std::env::var_os("PORTAL_TEST_LONG").is_some()
}
