//! Where a walk takes the answers from: those that are kept, those that were just sent, or nothing but the prefill.

mod sent;

pub(super) use self::sent::Sent;
use super::{
    Reason,
    asked::Answer,
    fit::prefilled,
    lookup::Known,
    place::{Place, Row},
};
use crate::form::{Answers, Field, Group, Options, Value};

/// Where answers come from.
pub(super) trait Source<'s> {
    /// What was answered at a place to a field that is no group.
    fn answer(&mut self, place: &Place<'_>, field: &Field, known: &Known<'_>) -> Result<Option<Answer<'s>>, Reason>;
    /// What was written in own words to the choice at a place.
    fn words(&mut self, place: &Place<'_>) -> Option<Answer<'s>>;
    /// The rows of the group at a place.
    fn rows(&mut self, place: &Place<'_>, group: &Group) -> Rows<'s>;
    /// Whether a page adds the rows that a group must have: nobody has seen it yet, so nobody took them away.
    fn pads(&self, place: &Place<'_>) -> bool;
    /// Whether something was sent for a row, so that what is wrong with it is told even if nothing of it could be read.
    fn insists(&self, row: &Row<'_>) -> bool;
}

/// The rows of a group.
#[derive(Clone, Copy, Default)]
pub(super) struct Rows<'s> {
    /// How many.
    pub(super) count: usize,
    /// The answer that they are, where it is kept.
    pub(super) kept: Option<&'s Value>,
}

impl<'s> From<Option<&'s Value>> for Rows<'s> {
    fn from(kept: Option<&'s Value>) -> Self {
        match kept {
            Some(Value::Rows(rows)) => Self { count: rows.len(), kept },
            _ => Self::default(),
        }
    }
}

/// Answers as they are kept.
pub(super) struct Kept<'s> {
    answers: &'s Answers,
    /// Where the next one is expected: they mostly stand in the order of the form.
    next: usize,
}

impl<'s> Kept<'s> {
    pub(super) fn new(answers: &'s Answers) -> Self {
        Self { answers, next: 0 }
    }

    /// What stands under a name beside a place.
    fn beside(&mut self, place: &Place<'_>, name: &str) -> Option<&'s Value> {
        place.beside(name, &mut |name| self.get(name))
    }

    fn get(&mut self, name: &str) -> Option<&'s Value> {
        let is = |at: &usize| self.answers.get_index(*at).is_some_and(|(id, _)| id == name);
        // Of a group each row asks again for the one that was just taken.
        let near = Some(self.next).filter(is).or_else(|| self.next.checked_sub(1).filter(is));
        let at = near.or_else(|| self.answers.get_index_of(name))?;
        self.next = at + 1;
        self.answers.get_index(at).map(|(_, value)| value)
    }
}

impl<'s> Source<'s> for Kept<'s> {
    fn answer(&mut self, place: &Place<'_>, _: &Field, _: &Known<'_>) -> Result<Option<Answer<'s>>, Reason> {
        Ok(self.beside(place, place.id.as_str()).map(Answer::Kept))
    }

    fn words(&mut self, place: &Place<'_>) -> Option<Answer<'s>> {
        let words = self.beside(place, &Options::words(place.id.as_str()));
        words.filter(|words| !words.is_empty()).map(Answer::Kept)
    }

    fn rows(&mut self, place: &Place<'_>, _: &Group) -> Rows<'s> {
        self.beside(place, place.id.as_str()).into()
    }

    fn pads(&self, _: &Place<'_>) -> bool {
        true
    }

    fn insists(&self, _: &Row<'_>) -> bool {
        false
    }
}

/// Nothing but the prefill.
pub(super) struct Fresh;

impl<'s> Source<'s> for Fresh {
    fn answer(&mut self, _: &Place<'_>, field: &Field, known: &Known<'_>) -> Result<Option<Answer<'s>>, Reason> {
        Ok(prefilled(field, known))
    }

    fn words(&mut self, _: &Place<'_>) -> Option<Answer<'s>> {
        None
    }

    fn rows(&mut self, _: &Place<'_>, _: &Group) -> Rows<'s> {
        Rows::default()
    }

    fn pads(&self, _: &Place<'_>) -> bool {
        true
    }

    fn insists(&self, _: &Row<'_>) -> bool {
        false
    }
}
