//! Time as the processor spent it on this thread: whatever else the machine does, it says what a piece of work costs.
#![allow(clippy::disallowed_methods, reason = "a test measures")]

use std::{
    fs,
    time::{Duration, Instant},
};

/// What a piece of work takes: of the processor where Linux tells it, else by the clock.
pub fn time(work: impl FnOnce()) -> Duration {
    let (before, began) = (spent(), Instant::now());
    work();
    match (before, spent()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => began.elapsed(),
    }
}

/// The time that this thread ran so far (proc(5), `schedstat`).
fn spent() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
