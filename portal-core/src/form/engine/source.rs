//! Where a walk takes the answers from: those that are kept, those that were just sent, or nothing but the prefill.

use super::{RawAnswers, Reason, fit::prefilled, lookup::Known, read, sent, walk::Walk};
use crate::{
    form::{Answers, Field, FieldType, Group, Value, answer_at},
    id::Id,
};

/// Where answers come from. Places are those of [`FieldFault`](super::FieldFault).
pub(super) trait Source {
    /// What was answered at a place to a field that is no group.
    fn answer(&mut self, place: &str, field: &Field, known: &Known<'_>) -> Result<Option<Value>, Reason>;
    /// What was written at the place of somebody's own words.
    fn words(&mut self, place: &str) -> Option<Value>;
    /// How many rows a group has there.
    fn rows(&mut self, place: &str, group: &Group) -> usize;
    /// Whether a page adds the rows that a group must have: nobody has seen it yet, so nobody took them away.
    fn pads(&self, place: &str) -> bool;
    /// Whether something was sent for a row, so that what is wrong with it is told even if nothing of it could be read.
    fn insists(&self, place: &str) -> bool;
}

/// Answers as they are kept.
pub(super) struct Kept<'s>(pub(super) &'s Answers);

impl Source for Kept<'_> {
    fn answer(&mut self, place: &str, _: &Field, _: &Known<'_>) -> Result<Option<Value>, Reason> {
        Ok(answer_at(self.0, place).cloned())
    }

    fn words(&mut self, place: &str) -> Option<Value> {
        answer_at(self.0, place).filter(|words| !words.is_empty()).cloned()
    }

    fn rows(&mut self, place: &str, _: &Group) -> usize {
        match answer_at(self.0, place) {
            Some(Value::Rows(rows)) => rows.len(),
            _ => 0,
        }
    }

    fn pads(&self, _: &str) -> bool {
        true
    }

    fn insists(&self, _: &str) -> bool {
        false
    }
}

/// Nothing but the prefill.
pub(super) struct Fresh;

impl Source for Fresh {
    fn answer(&mut self, _: &str, field: &Field, known: &Known<'_>) -> Result<Option<Value>, Reason> {
        Ok(prefilled(field, known))
    }

    fn words(&mut self, _: &str) -> Option<Value> {
        None
    }

    fn rows(&mut self, _: &str, _: &Group) -> usize {
        0
    }

    fn pads(&self, _: &str) -> bool {
        true
    }

    fn insists(&self, _: &str) -> bool {
        false
    }
}

/// What was sent for the fields of one step, on top of what is kept of the others.
pub(super) struct Sent<'s, 'a> {
    /// The fields of the step.
    pub(super) fields: &'s [Field],
    /// What was sent, its rows numbered from 0.
    pub(super) raw: &'s RawAnswers,
    /// What was shown and answered before.
    pub(super) was: &'s Walk<'a>,
    /// Fields that come up and that nobody has seen yet.
    pub(super) revealed: Vec<Id>,
}

impl Sent<'_, '_> {
    /// Whether a place is on the step.
    fn is_here(&self, place: &str) -> bool {
        let id = place.split_once('.').map_or(place, |(id, _)| id);
        self.fields.iter().any(|field| field.id == id)
    }

    /// Whether nobody has seen a field yet: a page names what it showed of each row.
    fn is_new(&self, place: &str) -> bool {
        if sent::has(self.raw, place) {
            return false;
        }
        match place.rsplit_once('.') {
            None => !self.was.shows(place),
            Some((row, id)) => {
                let seen = self.raw.get(&sent::listing(row));
                seen.is_some_and(|seen| !seen.iter().any(|other| other == id))
            }
        }
    }
}

impl Source for Sent<'_, '_> {
    fn answer(&mut self, place: &str, field: &Field, known: &Known<'_>) -> Result<Option<Value>, Reason> {
        let here = self.is_here(place);
        if self.is_new(place) {
            if here {
                self.revealed.push(Id::from(place));
            }
            return Ok(prefilled(field, known));
        }
        if !here || matches!(field.field_type, FieldType::Document { .. }) {
            return Ok(answer_at(&self.was.answers, place).cloned());
        }
        read::value(field, place, self.raw, known)
    }

    fn words(&mut self, place: &str) -> Option<Value> {
        if !self.is_here(place) {
            return answer_at(&self.was.answers, place).cloned();
        }
        let line = read::one_line(self.raw.get(place)?.first()?);
        (!line.is_empty()).then_some(Value::Text(line))
    }

    fn rows(&mut self, place: &str, group: &Group) -> usize {
        if !self.is_here(place) {
            return Kept(&self.was.answers).rows(place, group);
        }
        if self.is_new(place) {
            self.revealed.push(Id::from(place));
        }
        let rows = self.raw.get(&sent::listing(place)).map_or(0, Vec::len);
        rows.min(group.max as usize + 1)
    }

    fn pads(&self, place: &str) -> bool {
        !self.raw.contains_key(&sent::listing(place))
    }

    fn insists(&self, place: &str) -> bool {
        sent::says_something(self.raw, place)
    }
}
