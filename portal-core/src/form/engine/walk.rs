//! The one way through a form: steps and fields in order, each judged by the answers before it. Whatever is hidden
//! never gets an answer, so nothing that depends on it can see one. After a stop nothing is asked.

use std::ops::Range;

use super::{
    Environment, FieldFault, Reason,
    asked::{Answer, Asked, answered, into_answers, is_unchanged},
    fit::{computed, fitting, prefilled},
    lookup::{Known, Level, shown},
    place::{Place, Row},
    rules,
    source::Source,
    view::{ShownField, ShownRow},
};
use crate::{
    definition::Step,
    form::{Answers, Field, FieldType, Group, Value},
};

/// What a walk looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seeks {
    /// The answers alone.
    Answers,
    /// The answers, and what will not do.
    Faults,
    /// Everything that a page shows; of groups also rows that are still blank.
    View,
}

/// What came of a walk.
pub(super) struct Walk<'a, 's> {
    /// The shown fields, in the order of the form.
    pub(super) asked: Vec<Asked<'a, 's>>,
    /// The steps that apply.
    pub(super) steps: Vec<ShownStep<'a>>,
    /// What will not do, in order.
    pub(super) faults: Vec<FieldFault>,
}

/// A step that applies.
pub(super) struct ShownStep<'a> {
    pub(super) step: &'a Step,
    /// The places of its fields among those that are shown.
    pub(super) fields: Range<usize>,
    /// The same as its page shows them.
    pub(super) view: Vec<ShownField<'a>>,
}

impl Walk<'_, '_> {
    /// Whether a field is shown.
    pub(super) fn shows(&self, id: &str) -> bool {
        self.asked.iter().any(|asked| asked.field.id == *id)
    }

    /// Whether there is an answer under a name.
    pub(super) fn has(&self, name: &str) -> bool {
        answered(&self.asked, name).is_some()
    }

    /// The answers of shown fields, in the order of the form.
    pub(super) fn into_answers(self) -> Answers {
        into_answers(self.asked)
    }
}

/// Walks through the form; `source` says what was answered to each shown field.
pub(super) fn walk<'a, 's>(
    steps: &'a [Step],
    environment: &'a Environment,
    seeks: Seeks,
    source: &mut impl Source<'s>,
) -> Walk<'a, 's> {
    let mut asked = Vec::with_capacity(steps.iter().map(|step| step.fields.len()).sum());
    let mut walk = Walker { environment, seeks, source, faults: Vec::new(), ended: false };
    let mut applying = Vec::new();
    for step in steps {
        let from = asked.len();
        if !shown(step.show_when.as_ref(), &walk.known(&asked, &[], None)) {
            continue;
        }
        let view = walk.level(step, &step.fields, None, &mut asked);
        if asked.len() > from {
            applying.push(ShownStep { step, fields: from..asked.len(), view });
        }
        if walk.ended {
            break;
        }
    }
    Walk { faults: walk.faults, asked, steps: applying }
}

struct Walker<'a, 'w, S> {
    environment: &'a Environment,
    seeks: Seeks,
    source: &'w mut S,
    faults: Vec<FieldFault>,
    /// Whether a stop was met.
    ended: bool,
}

impl<'a, S> Walker<'a, '_, S> {
    /// What is known once these fields were asked that stand side by side with `fields`.
    fn known<'k>(&self, asked: &'k [Asked<'_, '_>], fields: &'k [Field], row: Option<&'k Row<'k>>) -> Known<'k>
    where
        'a: 'k,
    {
        let own = if row.is_some() { fields } else { &[] };
        Known { answers: Level::Asked(asked), own, outer: row.map(|row| row.known), environment: self.environment }
    }
}

impl<'a, 's, S: Source<'s>> Walker<'a, '_, S> {
    /// Goes through fields that stand side by side, and adds those that are shown to `asked`.
    fn level(
        &mut self,
        step: &'a Step,
        fields: &'a [Field],
        row: Option<&Row<'_>>,
        asked: &mut Vec<Asked<'a, 's>>,
    ) -> Vec<ShownField<'a>> {
        let mut views = Vec::new();
        for field in fields {
            let known = self.known(asked, fields, row);
            if !shown(field.show_when.as_ref(), &known) {
                continue;
            }
            let place = Place { id: &field.id, row };
            let mut rows = Vec::new();
            let found = match &field.field_type {
                FieldType::Group(group) => Ok(self.rows(step, field, group, &place, &known, &mut rows)),
                _ => self.single(field, &place, &known),
            };
            let (value, unread) = found.map_or_else(|reason| (None, Some(reason)), |value| (value, None));
            let words = value.as_deref().filter(|value| rules::wants_words(field, value));
            let words = words.and_then(|_| self.source.words(&place));
            asked.push(Asked { field, value, words });
            let known = self.known(asked, fields, row);
            let last = asked.last().expect("it was just added");
            let mut note = |part: &str, reason| {
                self.faults.push(FieldFault { step: step.id.clone(), field: place.named(part), reason });
            };
            match unread {
                Some(reason) => note("", rules::in_own_words(field, reason)),
                None if self.seeks == Seeks::Answers => {}
                None => rules::faults(last, &known).into_iter().for_each(|(part, reason)| note(part, reason)),
            }
            if self.seeks == Seeks::View {
                views.push(ShownField::new(last, &place, &known, self.environment, rows));
            }
            if matches!(field.field_type, FieldType::Stop) {
                self.ended = true;
                break;
            }
        }
        views
    }

    /// The answer to a field that is no group.
    fn single(&mut self, field: &Field, place: &Place<'_>, known: &Known<'_>) -> Result<Option<Answer<'s>>, Reason> {
        if let Some(value) = &field.value {
            return Ok(computed(field, value, known));
        }
        if !field.field_type.has_answer() {
            return Ok(None);
        }
        let begins = field.locked || place.row.is_some_and(|row| row.fresh);
        if let Some(kept) = if begins { prefilled(field, known) } else { None } {
            return Ok(Some(kept));
        }
        let answer = self.source.answer(place, field, known)?;
        Ok(answer.and_then(|answer| fitting(field, answer, known)))
    }

    /// The rows of a group. One in which nothing was answered is no row.
    fn rows(
        &mut self,
        step: &'a Step,
        field: &'a Field,
        group: &'a Group,
        place: &Place<'_>,
        known: &Known<'_>,
        views: &mut Vec<ShownRow<'a>>,
    ) -> Option<Answer<'s>> {
        let there = self.source.rows(place, group);
        let shown = match self.seeks {
            Seeks::View if self.source.pads(place) && (there.count > 0 || rules::is_required(field, known)) => {
                there.count.max(group.min.max(1) as usize)
            }
            _ => there.count,
        };
        let mut rows: Vec<Vec<Asked<'_, '_>>> = Vec::new();
        for number in 0..shown {
            let fresh = number >= there.count || place.row.is_some_and(|row| row.fresh);
            let row = Row { group: *place, number, fresh, known };
            let before = self.faults.len();
            let mut asked = Vec::with_capacity(group.fields.len());
            let fields = self.level(step, &group.fields, Some(&row), &mut asked);
            if asked.iter().any(|asked| asked.field.is_asked() && asked.value.is_some()) {
                rows.push(asked);
            } else if !self.source.insists(&row) {
                self.faults.truncate(before);
            }
            if self.seeks == Seeks::View {
                views.push(ShownRow { place: row.to_string(), fields });
            }
        }
        if rows.is_empty() {
            return None;
        }
        match there.kept {
            Some(kept @ Value::Rows(were))
                if were.len() == rows.len() && rows.iter().zip(were).all(|(row, was)| is_unchanged(row, was)) =>
            {
                Some(Answer::Kept(kept))
            }
            _ => Some(Value::Rows(rows.into_iter().map(into_answers).collect()).into()),
        }
    }
}
