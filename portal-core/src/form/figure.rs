//! Form figures: how people get on with a form. Each is a row of ids and codes, written with what it tells of. It holds
//! no answer, not whose form it was, and no more of its time than the day, so that nobody can be found by it.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::{Draft, FieldFault};
use crate::{
    Desk,
    id::{FigureId, Id},
    store::{Changes, Record},
};

/// A draft that rested longer was put aside and taken up again.
const PAUSE: TimeDelta = TimeDelta::minutes(30);

/// One row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFigure {
    /// Its id.
    pub id: FigureId,
    /// The beginning of the day (UTC).
    pub day: DateTime<Utc>,
    /// The type of request.
    pub request_type: Id,
    /// Hash of the definition that the draft keeps.
    pub definition: String,
    /// What happened.
    pub what: FormEvent,
}

/// What happened to a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormEvent {
    /// It was begun.
    Started,
    /// A step was shown for the first time.
    Reached {
        /// The step.
        step: Id,
    },
    /// Somebody went on from a step, and an answer would not do.
    Fault {
        /// The step.
        step: Id,
        /// The field, as `items.price` where it stands in a row.
        field: Id,
        /// Why: the code that the API gives.
        code: String,
    },
    /// It was taken up again after a pause of half an hour.
    Resumed {
        /// Where it was left.
        step: Option<Id>,
    },
    /// It came to no request.
    Abandoned {
        /// Where it was left.
        step: Option<Id>,
        /// How.
        how: Abandoned,
    },
    /// It was sent.
    Submitted {
        /// How long after it was begun, pauses included.
        seconds: i64,
    },
}

/// How a form was abandoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abandoned {
    /// Its author threw it away.
    Discarded,
    /// Nobody went on with it, and its time was over.
    Expired,
    /// Its author began it anew with a newer form.
    Renewed,
}

impl FormEvent {
    /// What it is called in rows.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Reached { .. } => "reached",
            Self::Fault { .. } => "fault",
            Self::Resumed { .. } => "resumed",
            Self::Abandoned { .. } => "abandoned",
            Self::Submitted { .. } => "submitted",
        }
    }
}

impl Abandoned {
    /// The code in rows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Discarded => "discarded",
            Self::Expired => "expired",
            Self::Renewed => "renewed",
        }
    }
}

/// The beginning of a moment's day.
fn day(at: DateTime<Utc>) -> DateTime<Utc> {
    at.date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// A place without the numbers of rows: all rows of a group are counted as one.
fn unnumbered(place: &Id) -> Id {
    let parts = place.as_str().split('.').filter(|part| part.parse::<usize>().is_err());
    Id::from(parts.collect::<Vec<_>>().join("."))
}

impl Desk<'_> {
    /// Logs what happens to a draft, in the batch that does it.
    pub(crate) fn figure(&self, changes: &mut Changes, draft: &Draft, what: FormEvent) {
        let day = day(self.now());
        // An id made for the beginning of the day tells no more of the time than the row does.
        let id = FigureId(self.portal.uuid(day));
        let (request_type, definition) = (draft.request_type.clone(), draft.definition.clone());
        changes.create(Record::FormFigure(FormFigure { id, day, request_type, definition, what }));
    }

    /// Logs that a draft begins at a step.
    pub(super) fn figure_start(&self, changes: &mut Changes, draft: &Draft) {
        self.figure(changes, draft, FormEvent::Started);
        if let Some(step) = draft.step.clone() {
            self.figure(changes, draft, FormEvent::Reached { step });
        }
    }

    /// Logs that a draft was taken up again, if it was; `before` is the draft as it was left.
    pub(crate) fn figure_pause(&self, changes: &mut Changes, before: &Draft) {
        if self.now() - before.edited >= PAUSE {
            self.figure(changes, before, FormEvent::Resumed { step: before.step.clone() });
        }
    }

    /// Logs what an edit did: what is visited now and was not before, and the answers that would not do.
    pub(super) fn figure_edit(&self, changes: &mut Changes, before: &Draft, after: &Draft, faults: &[FieldFault]) {
        self.figure_pause(changes, before);
        for step in after.visited.keys().filter(|step| !before.visited.contains_key(*step)) {
            self.figure(changes, after, FormEvent::Reached { step: step.clone() });
        }
        for FieldFault { step, field, reason } in faults {
            let (step, field, code) = (step.clone(), unnumbered(field), reason.code().to_owned());
            self.figure(changes, after, FormEvent::Fault { step, field, code });
        }
    }
}
