//! What time alone does to a request: moves that go by lateness or by the time spent in a status, and the events by which
//! people are told that a deadline comes near, or has passed. And when it will do so next: the worker is woken then.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::Life;
use crate::{
    definition::{Duration, Trigger, WaitsFor, before},
    id::{JobId, RequestId, TaskId},
    identity::Side,
    request::{Happening, Task},
    store::{Job, JobKind},
};

/// A deadline that people are told of.
struct Deadline<'a> {
    due: DateTime<Utc>,
    /// Since when it stands: what lies before is not told of it.
    since: DateTime<Utc>,
    /// Up to when it was told of.
    told: DateTime<Utc>,
    /// How long after it they are told that it has passed; never: at once.
    after: &'a [Duration],
}

/// What people are to be told of a deadline now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Soon,
    Late,
}

impl<'a> Life<'a> {
    /// Time went by: takes the first move that is due by lateness or by the time spent here, and tells of the deadlines that
    /// are near, or have passed. Gives whether anything came of it.
    pub fn time_passed(&mut self) -> bool {
        let before = (self.hops, self.events.len());
        let (late, now) = (self.late_at(), self.moment.now);
        let since = self.dossier.request.since;
        let after = |duration: &Duration| self.end_of(since, *duration) <= now;
        let workflow = self.moment.workflow;
        let moves = workflow.moves.values().filter_map(|made| made.on.as_ref());
        let due: Vec<&Trigger> = moves
            .filter(|on| match on {
                Trigger::Late => late.is_some_and(|late| late <= now),
                Trigger::After(duration) => after(duration),
                _ => false,
            })
            .collect();
        self.go_on(|on| due.contains(&on));
        self.remind();
        before != (self.hops, self.events.len())
    }

    /// When time alone will next do something; `None`: never. What it depends on may have changed by then.
    pub fn wakes(&self) -> Option<DateTime<Utc>> {
        let request = &self.dossier.request;
        let here = self.moment.workflow.moves.values().filter(|made| made.from.contains(&request.status));
        let moves = here.filter_map(|made| match made.on {
            Some(Trigger::Late) => self.late_at(),
            Some(Trigger::After(duration)) => Some(self.end_of(request.since, duration)),
            _ => None,
        });
        let of_tasks = self.tasks().iter().filter_map(|task| self.of_task(task)).flat_map(|due| self.marks(&due));
        let of_request = self.of_request().into_iter().flat_map(|due| self.marks(&due));
        let all = moves.chain(of_tasks.chain(of_request).map(|(at, _)| at));
        all.filter(|at| *at > self.moment.now).min()
    }

    /// The job that wakes the request then. Of one moment there is one, however often it is written.
    pub(crate) fn wake(&self) -> Option<Job> {
        let (due, subject) = (self.wakes()?, self.dossier.request.id);
        Some(Job { id: waker(subject, due), kind: JobKind::Wake, subject: subject.0, due, attempts: 0 })
    }

    fn remind(&mut self) {
        let now = self.moment.now;
        let told: Vec<(TaskId, Word)> =
            self.tasks().iter().filter_map(|task| Some((task.id, self.word(&self.of_task(task)?)?))).collect();
        for (task, word) in told {
            self.edit_task(task, |task| task.reminded = Some(now));
            let audience = self.audience(task);
            self.log(
                audience,
                match word {
                    Word::Soon => Happening::TaskDueSoon { task },
                    Word::Late => Happening::TaskLate { task },
                },
            );
        }
        if let Some(word) = self.of_request().and_then(|due| self.word(&due)) {
            self.dossier.request.reminded = Some(now);
            let what = if word == Word::Late { Happening::Late } else { Happening::DueSoon };
            self.log(Side::Team, what);
        }
    }

    /// Of several things that are to be told by now, the last counts.
    fn word(&self, of: &Deadline<'_>) -> Option<Word> {
        let now = self.moment.now;
        let past = self.marks(of).into_iter().filter(|(at, _)| *at > of.told && *at <= now);
        past.max_by_key(|(at, _)| *at).map(|(_, word)| word)
    }

    /// The deadline of an open task.
    fn of_task(&self, task: &Task) -> Option<Deadline<'a>> {
        let due = task.due.filter(|_| task.is_open())?;
        let after = &self.moment.definition.reminders.after;
        Some(Deadline { due, since: task.opened, told: task.reminded.unwrap_or(task.opened), after })
    }

    /// The deadline by which the team should have gone on. While another side must act it does not count: those have their
    /// tasks.
    fn of_request(&self) -> Option<Deadline<'a>> {
        let request = &self.dossier.request;
        let team = request.ended.is_none() && request.waits_for == WaitsFor::Team;
        let (due, since) = (request.due.filter(|_| team)?, request.since);
        Some(Deadline { due, since, told: request.reminded.map_or(since, |told| told.max(since)), after: &[] })
    }

    /// When people are told of a deadline: before it as the portal's `reminders` say, unless it did not stand yet; and when
    /// it has passed.
    fn marks(&self, of: &Deadline<'_>) -> Vec<(DateTime<Utc>, Word)> {
        let reminders = &self.moment.definition.reminders;
        let zone = self.moment.definition.time_zone;
        let earlier = |duration: &Duration| Some(before(of.due, *duration, self.calendar()?, zone));
        let soon = reminders.before.iter().filter_map(earlier).filter(|at| *at > of.since && *at < of.due);
        let mut marks: Vec<_> = soon.map(|at| (at, Word::Soon)).collect();
        let late = of.after.iter().map(|duration| self.end_of(of.due, *duration));
        marks.extend(late.map(|at| (at, Word::Late)));
        if of.after.is_empty() {
            marks.push((of.due, Word::Late));
        }
        marks
    }
}

/// The id of the job that wakes a request at a moment: bits of the SHA-256 of both, in a UUID of version 8 (RFC 9562, 5.8).
fn waker(request: RequestId, at: DateTime<Utc>) -> JobId {
    let hash = Sha256::new().chain_update(request.0).chain_update(at.timestamp_micros().to_be_bytes()).finalize();
    let bits = hash[..16].try_into().expect("sixteen of 32 bytes");
    JobId(uuid::Builder::from_custom_bytes(bits).into_uuid())
}
