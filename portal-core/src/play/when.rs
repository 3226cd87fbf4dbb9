//! When each step of the scripts was taken: in open hours, with a little while between two of them. What is over now lies
//! further back; what is still open was worked on lately, so that its deadlines lie ahead.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Play;
use crate::{
    definition::{Calendar, Definition, PlayedStep, Script, due_at, open_spans},
    id::Id,
};

/// How far back the first script begins, in days.
const REACH: u64 = 29;
/// How many days lie between the beginnings of two that are over.
const APART: u64 = 9;
/// How far back one may begin at the most, if it takes so long.
const MOST: u64 = 400;
/// What somebody takes until they do the next thing.
const PAUSE: TimeDelta = TimeDelta::minutes(23);

/// When the form is sent and each step is taken, in order.
pub(super) type Times = Vec<DateTime<Utc>>;

/// The scripts with their times, those that began first first.
pub(super) fn spread(definition: &Definition, play: &Play<'_>, now: DateTime<Utc>) -> Vec<(Id, Times)> {
    let Some(calendar) = definition.calendars.values().next() else { return Vec::new() };
    let clock = Clock { calendar, zone: definition.time_zone };
    let (mut over, mut open) = (0, 0);
    let mut spread = Vec::new();
    for (at, id) in (0..).zip(&play.demo.play) {
        let Some(script) = play.scripts.get(id) else { continue };
        let times = match is_over(definition, script) {
            true => {
                let first = REACH.saturating_sub(APART * over);
                over += 1;
                clock.latest(script, at, first, now)
            }
            false => {
                let first = clock.working_days(open, now);
                open += 1;
                clock.latest(script, at, first, now)
            }
        };
        spread.extend(times.map(|times| (id.clone(), times)));
    }
    spread.sort_by_key(|(_, times)| times.first().copied());
    spread
}

/// Whether it expects to end.
fn is_over(definition: &Definition, script: &Script) -> bool {
    let workflow = definition.requests.get(&script.request);
    let status = script.expect.status.as_ref().and_then(|status| workflow?.statuses.get(status));
    status.is_some_and(|status| status.ends.is_some())
}

#[derive(Clone, Copy)]
struct Clock<'a> {
    calendar: &'a Calendar,
    zone: Tz,
}

impl Clock<'_> {
    /// So many days back, one less once nobody works any more today: a deadline of the next day would have passed.
    fn working_days(self, back: u64, now: DateTime<Utc>) -> u64 {
        let day = |at: DateTime<Utc>| at.with_timezone(&self.zone).date_naive();
        back.saturating_sub(u64::from(day(self.open(now)) > day(now)))
    }

    /// The times of a script that begins so many days ago, or as many more as it needs to be played until now.
    fn latest(self, script: &Script, at: i64, days: u64, now: DateTime<Utc>) -> Option<Times> {
        let today = now.with_timezone(&self.zone).date_naive();
        let morning = NaiveTime::from_hms_opt(9, 20, 0)? + TimeDelta::minutes(41 * (at % 9));
        let begins = (days..=MOST).filter_map(|days| {
            let local = today.checked_sub_days(Days::new(days))?.and_time(morning);
            let begins = local.and_local_timezone(self.zone).earliest()?.to_utc();
            let opens = self.open(begins);
            (opens.with_timezone(&self.zone).date_naive() == local.date()).then_some(opens)
        });
        begins.map(|begins| self.times(script, begins)).find(|times| times.last().is_some_and(|last| *last <= now))
    }

    /// When each step of a script is taken that begins then.
    fn times(self, script: &Script, begins: DateTime<Utc>) -> Times {
        let mut at = begins;
        let mut times = vec![at];
        for step in &script.play {
            at = match step {
                PlayedStep::Wait(duration) => due_at(at, *duration, self.calendar, self.zone),
                _ => self.open(at + PAUSE),
            };
            times.push(at);
        }
        times
    }

    /// This moment, or the first after it in open hours.
    fn open(self, at: DateTime<Utc>) -> DateTime<Utc> {
        open_spans(at, self.calendar, self.zone).next().map_or(at, |(opens, _)| opens.max(at))
    }
}
