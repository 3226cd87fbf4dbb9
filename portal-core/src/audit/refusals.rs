//! How many refusals are noted one by one: a flood of them must not fill the table. The counts are of this process and
//! live in its memory; one that ends suddenly forgets those of its last minute.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

/// So many of one network address are noted one by one within a minute.
const OF_ONE: u32 = 30;
/// So many of all addresses are.
const OF_ALL: u32 = 300;

/// Counts refusals by network address and minute. The first 30 of an address within a minute, and the first 300 of all,
/// have an entry each; the others are counted, and the count becomes one entry when the minute is over: at the next
/// refusal, or with the sweep. So a flood writes at most 600 entries a minute, and its size is known.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    number: i64,
    alone: u32,
    /// By address; no more than have an entry of their own, and one for all others.
    of: BTreeMap<Option<String>, Count>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    alone: u32,
    more: u32,
}

/// What becomes of a refusal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// It has an entry of its own.
    pub alone: bool,
    /// What was counted in a minute that is over, by address.
    pub past: Vec<(Option<String>, u32)>,
}

impl Refusals {
    /// Counts one.
    pub(super) fn count(&self, origin: Option<&str>, now: DateTime<Utc>) -> Counted {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let past = minute.turned(now);
        let origin = origin.map(str::to_owned);
        let known = minute.of.get(&origin).copied().unwrap_or_default();
        let alone = known.alone < OF_ONE && minute.alone < OF_ALL;
        // An address that has no entry of its own is one of the others: the map stays as small as the entries are few.
        let key = if alone || known.alone > 0 { origin } else { None };
        let count = minute.of.entry(key).or_default();
        match alone {
            true => count.alone += 1,
            false => count.more = count.more.saturating_add(1),
        }
        minute.alone += u32::from(alone);
        Counted { alone, past }
    }

    /// Takes what was counted in a minute that is over.
    pub(super) fn past(&self, now: DateTime<Utc>) -> Vec<(Option<String>, u32)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).turned(now)
    }
}

impl Minute {
    fn turned(&mut self, now: DateTime<Utc>) -> Vec<(Option<String>, u32)> {
        let number = now.timestamp().div_euclid(60);
        if number == self.number {
            return Vec::new();
        }
        let past = std::mem::replace(self, Self { number, ..Self::default() });
        let more = past.of.into_iter().map(|(origin, count)| (origin, count.more));
        more.filter(|(_, more)| *more > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::fixture::monday;

    fn alone(refusals: &Refusals, origin: &str, times: u32, now: DateTime<Utc>) -> u32 {
        (0..times).map(|_| u32::from(refusals.count(Some(origin), now).alone)).sum()
    }

    #[test]
    fn p08_a_flood_from_one_address_is_counted_and_another_is_still_noted() {
        let (refusals, now) = (Refusals::default(), monday());
        assert_eq!(alone(&refusals, "192.0.2.1", 1000, now), OF_ONE);
        assert_eq!(alone(&refusals, "192.0.2.2", 2, now), 2);
        let later = refusals.count(Some("192.0.2.2"), now + TimeDelta::minutes(1));
        assert_eq!(later, Counted { alone: true, past: vec![(Some("192.0.2.1".to_owned()), 1000 - OF_ONE)] });
        assert!(refusals.past(now + TimeDelta::minutes(2)).is_empty());
    }

    #[test]
    fn p08_a_flood_from_everywhere_is_bounded_in_entries_and_in_memory() {
        let (refusals, now) = (Refusals::default(), monday());
        let noted: u32 = (0..5_000).map(|n| alone(&refusals, &format!("2001:db8:0:{n:x}::/64"), 1, now)).sum();
        assert_eq!(noted, OF_ALL);
        assert!(refusals.0.lock().unwrap().of.len() <= OF_ALL as usize + 1);
        assert_eq!(refusals.past(now + TimeDelta::minutes(1)), [(None, 5_000 - OF_ALL)]);
    }
}
