//! A form that was sent, with some of its fields open again: those that were flagged, and those that a changed answer
//! newly shows or requires. Nothing else changes, whatever is sent (LANGUAGE §6, "correct").

use std::mem;

use super::{
    Environment, FieldFault, RawAnswers, ReadStep, Reason, ShownField,
    asked::Answer,
    fit::prefilled,
    lookup::Known,
    place::{Place, Row},
    sent,
    source::{Kept, Rows, Sent, Source},
    walk::{Seeks, Walk, walk},
};
use crate::{
    definition::Step,
    form::{Answers, Field, FieldType, Group},
    id::Id,
};

/// Some fields of a form, open for change.
#[derive(Clone, Debug)]
pub struct Reopened<'a> {
    steps: Vec<Step>,
    flagged: Vec<Id>,
    environment: &'a Environment,
}

impl<'a> Reopened<'a> {
    /// Opens the flagged fields of these steps. Files and times are asked for by tasks of their own, so such fields stay.
    pub fn new(mut steps: Vec<Step>, flagged: Vec<Id>, environment: &'a Environment) -> Self {
        // What a field was prefilled with belongs to who sent the form; who corrects it may be somebody else.
        steps.iter_mut().for_each(|step| unlock(&mut step.fields));
        Self { steps, flagged, environment }
    }

    /// The same where nobody asked for it, and a person changes on their own what they once answered. What is given and
    /// locked stays so where it was not answered before: they cannot show it to themselves and then type it.
    pub fn unasked(mut steps: Vec<Step>, flagged: Vec<Id>, before: &Answers, environment: &'a Environment) -> Self {
        let fields = steps.iter_mut().flat_map(|step| &mut step.fields);
        let answered = fields.filter(|field| before.contains_key(&field.id));
        answered.for_each(|field| unlock(std::slice::from_mut(field)));
        Self { steps, flagged, environment }
    }

    /// What a page shows. `typed` is what was typed there last, right or wrong; with nothing typed the flagged fields
    /// hold their answers, or what they are prefilled with.
    pub fn page(&self, answers: &Answers, typed: &RawAnswers) -> Vec<ShownField<'_>> {
        let (open, steps) = if typed.is_empty() {
            let mut begun = Begun { kept: Kept::new(answers), flagged: &self.flagged };
            (self.flagged.clone(), walk(&self.steps, self.environment, Seeks::View, &mut begun).steps)
        } else {
            let was = self.was(answers);
            let open = self.open(&was, typed);
            let typed = sent::numbered(&open, typed);
            let mut sent = Sent { fields: &open, raw: &typed, was: &was, revealed: Vec::new() };
            let steps = walk(&self.steps, self.environment, Seeks::View, &mut sent).steps;
            // Files come and go on their own, so that what was typed opens none of their fields.
            (open.into_iter().map(|field| field.id).chain(self.flagged.clone()).collect(), steps)
        };
        let is_open = |shown: &ShownField<'_>| open.contains(&shown.field.id) && shown.field.is_asked();
        steps.into_iter().flat_map(|shown| shown.view).filter(is_open).collect()
    }

    /// Reads what was sent. The answers are those of before with the open ones replaced, and without those that a change
    /// has hidden.
    pub fn read(&self, raw: &RawAnswers, before: &Answers) -> ReadStep {
        let was = self.was(before);
        let open = self.open(&was, raw);
        let typed = sent::numbered(&open, raw);
        let mut sent = Sent { fields: &open, raw: &typed, was: &was, revealed: Vec::new() };
        let mut after = walk(&self.steps, self.environment, Seeks::Faults, &mut sent);
        let revealed = mem::take(&mut sent.revealed);
        after.faults.retain(|fault| has(&open, root(fault)));
        let mut answers = before.clone();
        answers.retain(|id, _| !was.has(id.as_str()) || after.has(id.as_str()));
        let faults = mem::take(&mut after.faults);
        answers.extend(after.into_answers());
        ReadStep { answers, typed, faults, revealed }
    }

    fn was<'s>(&self, answers: &'s Answers) -> Walk<'_, 's> {
        walk(&self.steps, self.environment, Seeks::Faults, &mut Kept::new(answers))
    }

    /// The fields that may change: the flagged, those that nothing showed before, and those that are wrong only since
    /// others changed.
    fn open(&self, was: &Walk<'_, '_>, raw: &RawAnswers) -> Vec<Field> {
        let fields = || self.steps.iter().flat_map(|step| &step.fields);
        let may = |field: &&Field| {
            field.is_asked() && !matches!(field.field_type, FieldType::Document { .. } | FieldType::Slot { .. })
        };
        let flagged = |field: &&Field| self.flagged.contains(&field.id);
        let mut open: Vec<Field> =
            fields().filter(may).filter(|field| flagged(field) || !was.shows(field.id.as_str())).cloned().collect();
        loop {
            let typed = sent::numbered(&open, raw);
            let mut sent = Sent { fields: &open, raw: &typed, was, revealed: Vec::new() };
            let after = walk(&self.steps, self.environment, Seeks::Faults, &mut sent);
            let is_new = |fault: &&FieldFault| {
                !has(&open, root(fault)) && !was.faults.iter().any(|old| old.field == fault.field)
            };
            let needed: Vec<&str> = after.faults.iter().filter(is_new).map(root).collect();
            let more: Vec<Field> =
                fields().filter(may).filter(|field| needed.contains(&field.id.as_str())).cloned().collect();
            if more.is_empty() {
                return open;
            }
            open.extend(more);
        }
    }
}

fn has(fields: &[Field], id: &str) -> bool {
    fields.iter().any(|field| field.id == id)
}

/// The field that a fault is about, of a row its group.
fn root(fault: &FieldFault) -> &str {
    let place = fault.field.as_str();
    place.split_once('.').map_or(place, |(id, _)| id)
}

fn unlock(fields: &mut [Field]) {
    for field in fields {
        field.locked = false;
        if let FieldType::Group(group) = &mut field.field_type {
            unlock(&mut group.fields);
        }
    }
}

/// The answers so far; flagged fields without one begin with their prefill.
struct Begun<'s> {
    kept: Kept<'s>,
    flagged: &'s [Id],
}

impl<'s> Source<'s> for Begun<'s> {
    fn answer(&mut self, place: &Place<'_>, field: &Field, known: &Known<'_>) -> Result<Option<Answer<'s>>, Reason> {
        let found = self.kept.answer(place, field, known)?;
        let begins = || if self.flagged.contains(&field.id) { prefilled(field, known) } else { None };
        Ok(found.or_else(begins))
    }

    fn words(&mut self, place: &Place<'_>) -> Option<Answer<'s>> {
        self.kept.words(place)
    }

    fn rows(&mut self, place: &Place<'_>, group: &Group) -> Rows<'s> {
        self.kept.rows(place, group)
    }

    fn pads(&self, place: &Place<'_>) -> bool {
        self.kept.pads(place)
    }

    fn insists(&self, row: &Row<'_>) -> bool {
        self.kept.insists(row)
    }
}
