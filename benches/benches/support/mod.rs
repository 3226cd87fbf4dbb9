//! Time as the processor spent it on this thread: it survives a machine that others use.
#![allow(dead_code, reason = "each bench uses its part")]

use std::{
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

/// The time that this thread ran so far: of the processor where Linux tells it (proc(5), `schedstat`), else by the clock.
fn spent(began: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| began.elapsed(), Duration::from_nanos)
}

/// The median of `rounds` rounds, each of `times` repetitions, for one repetition.
pub fn median<T>(rounds: usize, times: u32, mut work: impl FnMut() -> T) -> Duration {
    let began = Instant::now();
    let mut taken: Vec<Duration> = (0..rounds)
        .map(|_| {
            let before = spent(began);
            (0..times).for_each(|_| drop(black_box(work())));
            spent(began).saturating_sub(before) / times
        })
        .collect();
    taken.sort();
    taken[rounds / 2]
}

/// What the figures were measured with.
pub fn profile() -> &'static str {
    if cfg!(debug_assertions) {
        "without optimisation: not the figures of a program as it is shipped"
    } else {
        "release"
    }
}
