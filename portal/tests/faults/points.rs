//! The fault points: each name of the list is a place that the code passes.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use portal::core::{
    fault::{POINTS, hook},
    request::Submit,
};
use tokio::sync::{Mutex as Turn, MutexGuard as Turned};

use crate::{act::filled, on_both, support::World};

/// The hook is the process's: who registers one waits until no other test has one.
static TURN: Turn<()> = Turn::const_new(());

/// A hook of this test alone, gone with it.
pub struct Hooked(#[allow(dead_code, reason = "held until the end")] Turned<'static, ()>);

impl Hooked {
    /// At the points that this test passes on its own thread: all but those of a file on its way to the disk.
    pub async fn here(what: impl Fn(&'static str) + Send + Sync + 'static) -> Self {
        let own = thread::current().id();
        Self::everywhere(move |name| {
            if thread::current().id() == own {
                what(name);
            }
        })
        .await
    }

    /// At every point of the process.
    pub async fn everywhere(what: impl Fn(&'static str) + Send + Sync + 'static) -> Self {
        let turn = TURN.lock().await;
        hook(Some(Arc::new(what)));
        Self(turn)
    }
}

impl Drop for Hooked {
    fn drop(&mut self) {
        hook(None);
    }
}

on_both!(f01_each_point_of_the_list_is_passed, world, {
    let passed = Arc::new(Mutex::new(BTreeSet::new()));
    let seen = passed.clone();
    let hooked =
        Hooked::everywhere(move |name| _ = seen.lock().unwrap_or_else(PoisonError::into_inner).insert(name)).await;
    world.store.migrate().await.unwrap();
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = filled(&desk).await;
    desk.submit(&Submit { draft }).await.unwrap();
    world.letters().await;
    world.portal.sweep().await.unwrap();
    drop(hooked);
    // What leaves over HTTP is killed with the rest, in the tests of the reference server.
    let expected: BTreeSet<_> = POINTS.into_iter().filter(|name| !name.starts_with("answer.")).collect();
    assert_eq!(*passed.lock().unwrap(), expected);
});
