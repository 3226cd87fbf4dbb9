//! What was just sent, on top of what was answered before.

use super::{
    super::{
        RawAnswers, Reason,
        asked::{Answer, answered},
        fit::prefilled,
        lookup::Known,
        place::{Place, Row},
        read, sent,
        walk::Walk,
    },
    Rows, Source,
};
use crate::{
    form::{Field, FieldType, Group, Options, Value},
    id::Id,
};

/// What was sent for the fields of one step, on top of what is kept of the others.
pub(in super::super) struct Sent<'s> {
    /// The fields of the step.
    pub(in super::super) fields: &'s [Field],
    /// What was sent, its rows numbered from 0.
    pub(in super::super) raw: &'s RawAnswers,
    /// What was shown and answered before.
    pub(in super::super) was: &'s Walk<'s, 's>,
    /// Fields that come up and that nobody has seen yet.
    pub(in super::super) revealed: Vec<Id>,
}

impl<'s> Sent<'s> {
    /// Whether a place is on the step.
    fn is_here(&self, place: &Place<'_>) -> bool {
        self.fields.iter().any(|field| field.id == *place.root())
    }

    /// Whether nobody has seen a field yet: a page names what it showed of each row.
    fn is_new(&self, place: &Place<'_>) -> bool {
        if sent::has(self.raw, &place.to_string()) {
            return false;
        }
        match place.row {
            None => !self.was.shows(place.id.as_str()),
            Some(row) => {
                let seen = self.raw.get(&sent::listing(&row.to_string()));
                seen.is_some_and(|seen| !seen.iter().any(|other| *place.id == *other.as_str()))
            }
        }
    }

    /// What stood under a name beside a place before.
    fn kept(&self, place: &Place<'_>, name: &str) -> Option<&'s Value> {
        place.beside(name, &mut |name| answered(&self.was.asked, name))
    }
}

impl<'s> Source<'s> for Sent<'s> {
    fn answer(&mut self, place: &Place<'_>, field: &Field, known: &Known<'_>) -> Result<Option<Answer<'s>>, Reason> {
        let here = self.is_here(place);
        if self.is_new(place) {
            if here {
                self.revealed.push(place.named(""));
            }
            return Ok(prefilled(field, known));
        }
        if !here || matches!(field.field_type, FieldType::Document { .. }) {
            return Ok(self.kept(place, place.id.as_str()).map(Answer::Kept));
        }
        Ok(read::value(field, &place.to_string(), self.raw, known)?.map(Answer::from))
    }

    fn words(&mut self, place: &Place<'_>) -> Option<Answer<'s>> {
        if !self.is_here(place) {
            return self.kept(place, &Options::words(place.id.as_str())).map(Answer::Kept);
        }
        let line = read::one_line(self.raw.get(&Options::words(&place.to_string()))?.first()?);
        (!line.is_empty()).then(|| Value::Text(line).into())
    }

    fn rows(&mut self, place: &Place<'_>, group: &Group) -> Rows<'s> {
        if !self.is_here(place) {
            return self.kept(place, place.id.as_str()).into();
        }
        if self.is_new(place) {
            self.revealed.push(place.named(""));
        }
        let count = self.raw.get(&sent::listing(&place.to_string())).map_or(0, Vec::len);
        Rows { count: count.min(group.max as usize + 1), kept: None }
    }

    fn pads(&self, place: &Place<'_>) -> bool {
        !self.raw.contains_key(&sent::listing(&place.to_string()))
    }

    fn insists(&self, row: &Row<'_>) -> bool {
        sent::says_something(self.raw, &row.to_string())
    }
}
