//! Fault points: named places in the code where a test build may be killed, made to panic or held (SECURITY F01).
//!
//! Without the feature `fault-points` a point is nothing at all. With it, a point calls the hook that a test, or the test
//! build of a server, has registered; without a hook it costs one relaxed load.

/// Every point, in the order in which a new portal and a submission with a file pass them, then the sweep. A name says the room and the
/// place.
pub const POINTS: [&str; 13] = [
    "migrate.ran",
    "files.written",
    "files.renamed",
    "files.before_row",
    "commit.before_transaction",
    "commit.between_tables",
    "commit.before_commit",
    "commit.after_commit",
    "answer.before_it_leaves",
    "worker.claimed",
    "worker.before_sending",
    "worker.sent",
    "sweep.between",
];

/// A place where a fault may be put. Without the feature `fault-points`: nothing.
#[cfg(not(feature = "fault-points"))]
#[inline(always)]
#[allow(clippy::inline_always, reason = "it must not leave even a call")]
pub fn point(_name: &'static str) {}

#[cfg(feature = "fault-points")]
pub use armed::{Hook, hook, point};

#[cfg(feature = "fault-points")]
mod armed {
    use std::sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    };

    use super::POINTS;

    /// What happens at the points.
    pub type Hook = Arc<dyn Fn(&'static str) + Send + Sync>;

    static ARMED: AtomicBool = AtomicBool::new(false);
    static HOOK: RwLock<Option<Hook>> = RwLock::new(None);

    /// A place where a fault may be put: calls the hook, if there is one.
    ///
    /// # Panics
    /// When the hook does, and (in debug builds) when [`POINTS`] lacks the name.
    pub fn point(name: &'static str) {
        debug_assert!(POINTS.contains(&name), "{name} is not among the points");
        if ARMED.load(Ordering::Relaxed) {
            // Called without the lock: a hook that holds or panics must not keep the others.
            let hook = HOOK.read().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some(hook) = hook {
                hook(name);
            }
        }
    }

    /// Registers what happens at every point of this process, in place of what did; `None`: nothing.
    pub fn hook(hook: Option<Hook>) {
        ARMED.store(hook.is_some(), Ordering::Relaxed);
        *HOOK.write().unwrap_or_else(PoisonError::into_inner) = hook;
    }
}
