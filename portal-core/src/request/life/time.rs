//! Deadlines of a request.

use chrono::{DateTime, TimeDelta, Utc};

use super::Life;
use crate::{
    definition::{Calendar, Cases, Deadline, Duration, Move, before, condition::Lookup, due_at, end_of_day},
    form::Value,
    request::Task,
};

impl Life<'_> {
    /// When a deadline that is set now ends; `None`: what it depends on is not known.
    pub fn deadline(&self, due: &Cases<Deadline>) -> Option<DateTime<Utc>> {
        let facts = self.facts();
        match due.choose(&facts)? {
            Deadline::In(duration) => Some(self.end_of(self.moment.now, *duration)),
            Deadline::At { before: earlier, what } => {
                let zone = self.moment.definition.time_zone;
                let at = match facts.value(what)?.as_ref() {
                    Value::Date(day) => end_of_day(*day, zone),
                    Value::Time(moment) => *moment,
                    Value::Slot(chosen) => chosen.starts,
                    _ => return None,
                };
                Some(match (earlier, self.calendar()) {
                    (Some(earlier), Some(calendar)) => before(at, *earlier, calendar, zone),
                    _ => at,
                })
            }
        }
    }

    /// When a duration ends, by the calendar of the request.
    pub(crate) fn end_of(&self, from: DateTime<Utc>, duration: Duration) -> DateTime<Utc> {
        match self.calendar() {
            Some(calendar) => due_at(from, duration, calendar, self.moment.definition.time_zone),
            None => from + TimeDelta::days(i64::from(duration.count)),
        }
    }

    pub(super) fn calendar(&self) -> Option<&Calendar> {
        let calendars = &self.moment.definition.calendars;
        let chosen = self.moment.workflow.calendar.choose(&self.facts()).and_then(|id| calendars.get(id));
        chosen.or_else(|| calendars.values().next())
    }

    /// Whether the `within` of a move still runs.
    pub fn in_time(&self, made: &Move) -> bool {
        made.within.is_none_or(|within| self.moment.now <= self.end_of(self.dossier.request.since, within))
    }

    /// From when on the status is late: its own due, else the latest due of the required tasks it opened.
    pub fn late_at(&self) -> Option<DateTime<Utc>> {
        let request = &self.dossier.request;
        let status = self.moment.workflow.statuses.get(&request.status)?;
        let opened = |task: &&Task| task.required && task.is_unfinished() && task.opened >= request.since;
        let asked = || self.tasks().iter().filter(opened).filter_map(|task| task.due).max();
        match status.due {
            Some(_) => request.due,
            None => asked(),
        }
    }
}
