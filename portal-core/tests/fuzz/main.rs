//! The loader and the conditions under whatever a file may hold: everything that ships and everything that is known to be
//! broken, cut up, mixed and mutilated, for a second each, or a minute with `PORTAL_TEST_LONG=1`. Nothing may panic, run
//! away or point outside its file. A failure tells its seed; `PORTAL_FUZZ_SEED` begins there again.
#![allow(clippy::disallowed_methods, reason = "a fuzzer is told by its environment how long and from where it runs")]

mod conditions;
mod loader;
mod random;

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use self::random::Random;

/// What takes longer has run away, on however slow a machine.
const RUNAWAY: Duration = Duration::from_secs(30);

/// Tries cases, each from a seed of its own, until the time is over; says how many.
fn fuzz(mut case: impl FnMut(&mut Random)) -> u64 {
    let long = env::var_os("PORTAL_TEST_LONG").is_some_and(|value| value == "1");
    let end = Instant::now() + Duration::from_secs(if long { 60 } else { 1 });
    let told = env::var("PORTAL_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    // The short form tries the same each time: what it finds was written, and not drawn by lot.
    let first: u64 = told.unwrap_or_else(|| if long { now() } else { 1 });
    let mut seed = first;
    // What aborts the process instead of panicking is found again from here.
    println!("PORTAL_FUZZ_SEED={first}");
    while seed == first || Instant::now() < end {
        let began = Instant::now();
        let survived = catch_unwind(AssertUnwindSafe(|| case(&mut Random::new(seed)))).is_ok();
        assert!(survived, "PORTAL_FUZZ_SEED={seed} finds it again");
        let took = began.elapsed();
        assert!(took < RUNAWAY, "PORTAL_FUZZ_SEED={seed} took {took:?}");
        seed = seed.wrapping_add(1);
    }
    seed.wrapping_sub(first)
}

#[test]
fn i17_the_loader_survives_whatever_a_folder_holds() {
    let corpus = loader::corpus();
    let cases = fuzz(|random| loader::case(&corpus, random));
    println!("{cases} folders");
}

#[test]
fn i17_conditions_survive_whatever_is_written_and_answered() {
    let cases = fuzz(conditions::case);
    println!("{cases} conditions");
}
