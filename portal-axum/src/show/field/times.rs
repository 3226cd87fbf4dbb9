//! The times that one chooses among: by day, each day folded but the one that matters.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use portal_core::{booking::Opening, form::ShownField, id::Id};
use serde::Serialize;

use super::{FieldView, FormView, control};
use crate::tongue::Tongue;

/// How many times near the one that is gone are named first.
const NEAR: usize = 4;

/// The times of a slot.
#[derive(Clone, Debug, Serialize)]
pub struct TimesView {
    /// How long each is, and on whose clocks; or that none is free.
    pub about: String,
    /// The free times nearest to the one that is gone.
    pub near: Vec<TimeView>,
    /// Whether one may choose none, and whether that is so.
    pub none: Option<bool>,
    /// The free times by day.
    pub days: Vec<DayView>,
}

/// The free times of a day.
#[derive(Clone, Debug, Serialize)]
pub struct DayView {
    /// The `id` of its name.
    pub id: String,
    /// Which day.
    pub label: String,
    /// How many there are.
    pub count: String,
    /// Whether it stands open.
    pub open: bool,
    /// Its times, in order.
    pub times: Vec<TimeView>,
}

/// A time that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct TimeView {
    /// The `id` of its control.
    pub id: String,
    /// What is sent.
    pub value: String,
    /// The day, for whoever hears one time alone.
    pub day: String,
    /// From when until when.
    pub label: String,
    /// Whether it is chosen.
    pub checked: bool,
}

impl FormView<'_> {
    /// The times that a field offers; `None`: it asks for none.
    pub(super) fn times(&self, shown: &ShownField<'_>) -> Option<TimesView> {
        let (slot, openings) = shown.openings.as_ref()?;
        Some(self.offered(shown.place.as_str(), slot, openings, &self.sent(shown), shown.required))
    }

    /// A question for a time that belongs to no form.
    pub fn time_alone(&self, place: &str, label: String, slot: &Id, openings: &[Opening]) -> FieldView {
        let none = Vec::new();
        let sent = self.typed.get(place).unwrap_or(&none);
        FieldView {
            times: Some(self.offered(place, slot, openings, sent, true)),
            fault: self.fault(place, &label),
            ..FieldView::blank(place, "times", "radio", label)
        }
    }

    fn offered(&self, place: &str, slot: &Id, openings: &[Opening], sent: &[String], required: bool) -> TimesView {
        let slot = self.definition.slots.get(slot);
        let asked = sent.first().and_then(|text| DateTime::parse_from_rfc3339(text).ok()).map(|at| at.to_utc());
        let chosen = asked.filter(|asked| openings.iter().any(|opening| opening.starts == *asked));
        let gone = asked.filter(|_| chosen.is_none());
        let days = self.days(place, openings, chosen.or(gone));
        TimesView {
            about: match slot.filter(|_| !openings.is_empty()) {
                Some(slot) => self.tongue.say_with(
                    "times-about",
                    &[
                        ("length", length(slot.length, self.tongue).into()),
                        ("zone", self.definition.time_zone.name().into()),
                    ],
                ),
                None => self.tongue.say("times-none"),
            },
            near: gone.map(|gone| self.near(place, openings, gone)).unwrap_or_default(),
            none: (!required && !openings.is_empty()).then_some(chosen.is_none()),
            days,
        }
    }

    /// The free times by day. The day of the time that was asked for stands open, else the first.
    fn days(&self, place: &str, openings: &[Opening], asked: Option<DateTime<Utc>>) -> Vec<DayView> {
        let of = |at: DateTime<Utc>| at.with_timezone(&self.definition.time_zone).date_naive();
        let mut days: Vec<(NaiveDate, Vec<&Opening>)> = Vec::new();
        for opening in openings {
            let day = of(opening.starts);
            match days.last_mut().filter(|(last, _)| *last == day) {
                Some((_, times)) => times.push(opening),
                None => days.push((day, vec![opening])),
            }
        }
        let open = asked.map(of).filter(|day| days.iter().any(|(other, _)| other == day));
        let open = open.or_else(|| days.first().map(|(day, _)| *day));
        let view = |(number, (day, openings)): (usize, (NaiveDate, Vec<&Opening>))| DayView {
            id: format!("{}-day-{number}", control(place)),
            label: self.tongue.weekday(day),
            count: self.tongue.say_with("times-free", &[("count", openings.len().into())]),
            open: open == Some(day),
            times: openings
                .into_iter()
                .map(|opening| TimeView {
                    checked: asked == Some(opening.starts),
                    label: self.tongue.clock(opening.starts),
                    ..self.time(place, "at", opening)
                })
                .collect(),
        };
        days.into_iter().enumerate().map(view).collect()
    }

    /// The free times nearest to one that is gone, in order.
    fn near(&self, place: &str, openings: &[Opening], gone: DateTime<Utc>) -> Vec<TimeView> {
        let mut near: Vec<&Opening> = openings.iter().collect();
        near.sort_by_key(|opening| (opening.starts - gone).abs());
        near.truncate(NEAR);
        near.sort_by_key(|opening| opening.starts);
        near.into_iter().map(|opening| self.time(place, "near", opening)).collect()
    }

    fn time(&self, place: &str, among: &str, opening: &Opening) -> TimeView {
        let day = opening.starts.with_timezone(&self.definition.time_zone).date_naive();
        TimeView {
            id: format!("{}-{among}-{}", control(place), opening.starts.timestamp()),
            value: opening.starts.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            day: self.tongue.weekday(day),
            label: format!("{}–{}", self.tongue.clock(opening.starts), self.tongue.clock(opening.ends)),
            checked: false,
        }
    }
}

/// How long something lasts: `30 minutes`, `1 hour`, `1 h 30`.
pub(crate) fn length(length: TimeDelta, tongue: &Tongue) -> String {
    let (hours, minutes) = (length.num_hours(), length.num_minutes() % 60);
    match (hours, minutes) {
        (0, minutes) => tongue.say_with("length-minutes", &[("count", minutes.into())]),
        (hours, 0) => tongue.say_with("length-hours", &[("count", hours.into())]),
        (hours, minutes) => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
    }
}
