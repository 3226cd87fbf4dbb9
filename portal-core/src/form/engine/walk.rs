//! The one way through a form: steps and fields in order, each judged by the answers before it. Whatever is hidden
//! never gets an answer, so nothing that depends on it can see one. After a stop nothing is asked.

use super::{
    Environment, FieldFault,
    fit::{computed, fitting, prefilled},
    lookup::{Known, openings, options, shown},
    rules,
    source::Source,
    view::{ShownField, ShownRow},
};
use crate::{
    definition::Step,
    form::{Answers, Field, FieldType, Group, Options, Value},
    id::Id,
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
pub(super) struct Walk<'a> {
    /// The answers of shown fields, in the order of the form.
    pub(super) answers: Answers,
    /// The steps that apply, each with its shown fields.
    pub(super) shown: Vec<(&'a Step, Vec<&'a Field>)>,
    /// What will not do, in order.
    pub(super) faults: Vec<FieldFault>,
    /// The shown fields of each shown step, as its page shows them.
    pub(super) views: Vec<Vec<ShownField<'a>>>,
}

impl Walk<'_> {
    /// Whether a field is shown.
    pub(super) fn shows(&self, id: &str) -> bool {
        self.shown.iter().any(|(_, fields)| fields.iter().any(|field| field.id == id))
    }
}

/// Walks through the form; `source` says what was answered to each shown field.
pub(super) fn walk<'a>(
    steps: &'a [Step],
    environment: &'a Environment,
    seeks: Seeks,
    source: &mut impl Source,
) -> Walk<'a> {
    let mut walk = Walk { answers: Answers::new(), shown: Vec::new(), faults: Vec::new(), views: Vec::new() };
    for step in steps {
        if !shown(step.show_when.as_ref(), &Known::new(&walk.answers, environment)) {
            continue;
        }
        let mut walker =
            Walker { environment, seeks, source, step: &step.id, faults: Vec::new(), ended: false, fresh: false };
        let level = walker.level(&step.fields, "", None, std::mem::take(&mut walk.answers));
        let ended = walker.ended;
        walk.faults.append(&mut walker.faults);
        walk.answers = level.answers;
        if !level.shown.is_empty() {
            walk.shown.push((step, level.shown));
            walk.views.push(level.views);
        }
        if ended {
            break;
        }
    }
    walk
}

struct Walker<'a, 's, S> {
    environment: &'a Environment,
    seeks: Seeks,
    source: &'s mut S,
    step: &'a Id,
    faults: Vec<FieldFault>,
    /// Whether a stop was met.
    ended: bool,
    /// Whether this is a row that nobody has seen yet.
    fresh: bool,
}

/// The fields of a step, or of one row.
struct Level<'a> {
    answers: Answers,
    shown: Vec<&'a Field>,
    views: Vec<ShownField<'a>>,
}

impl<'a, S: Source> Walker<'a, '_, S> {
    /// Goes through fields that stand side by side. `prefix` is the place of their row, with a point behind.
    fn level(&mut self, fields: &'a [Field], prefix: &str, outer: Option<&Known<'_>>, answers: Answers) -> Level<'a> {
        let mut level = Level { answers, shown: Vec::new(), views: Vec::new() };
        for field in fields {
            let own = if outer.is_some() { fields } else { &[] };
            let known = Known { answers: &level.answers, own, outer, environment: self.environment };
            if !shown(field.show_when.as_ref(), &known) {
                continue;
            }
            let place = if prefix.is_empty() { field.id.clone() } else { Id::from(format!("{prefix}{}", field.id)) };
            let mut rows = Vec::new();
            let value = match &field.field_type {
                FieldType::Group(group) => self.rows(field, group, place.as_str(), &known, &mut rows),
                _ => self.single(field, place.as_str(), &known),
            };
            level.shown.push(field);
            let words = value.as_ref().and_then(|value| self.words(field, place.as_str(), value));
            if let Some(value) = value {
                level.answers.insert(field.id.clone(), value);
            }
            if let Some(words) = words {
                level.answers.insert(Id::from(Options::words(field.id.as_str())), words);
            }
            self.judge(field, place, fields, outer, &mut level, rows);
            if matches!(field.field_type, FieldType::Stop) {
                self.ended = true;
                break;
            }
        }
        level
    }

    /// Notes what will not do, and what a page shows.
    fn judge(
        &mut self,
        field: &'a Field,
        place: Id,
        fields: &'a [Field],
        outer: Option<&Known<'_>>,
        level: &mut Level<'a>,
        rows: Vec<ShownRow<'a>>,
    ) {
        if self.seeks == Seeks::Answers {
            return;
        }
        let own = if outer.is_some() { fields } else { &[] };
        let known = Known { answers: &level.answers, own, outer, environment: self.environment };
        let value = level.answers.get(&field.id);
        if !self.faults.iter().any(|fault| fault.field == place) {
            for (part, reason) in rules::faults(field, value, &known) {
                let at = if part.is_empty() { place.clone() } else { Id::from(format!("{place}.{part}")) };
                self.faults.push(FieldFault { step: self.step.clone(), field: at, reason });
            }
        }
        if self.seeks == Seeks::View {
            let view = ShownField {
                field,
                required: rules::is_required(field, &known),
                locked: field.locked && prefilled(field, &known).is_some(),
                options: options(field, &known, self.environment),
                openings: match &field.field_type {
                    FieldType::Slot { of } => openings(of, &known, self.environment),
                    _ => None,
                },
                value: value.cloned(),
                words: level.answers.get(Options::words(field.id.as_str()).as_str()).cloned(),
                place,
                rows,
            };
            level.views.push(view);
        }
    }

    /// The answer to a field that is no group.
    fn single(&mut self, field: &Field, place: &str, known: &Known<'_>) -> Option<Value> {
        if let Some(value) = &field.value {
            return computed(field, value, known);
        }
        if !field.field_type.has_answer() {
            return None;
        }
        let kept = if field.locked || self.fresh { prefilled(field, known) } else { None };
        match kept.map_or_else(|| self.source.answer(place, field, known), |kept| Ok(Some(kept))) {
            Ok(value) => fitting(field, value?, known),
            Err(reason) => {
                let reason = rules::in_own_words(field, reason);
                self.faults.push(FieldFault { step: self.step.clone(), field: Id::from(place), reason });
                None
            }
        }
    }

    /// What somebody wrote who answered a choice with "other".
    fn words(&mut self, field: &Field, place: &str, value: &Value) -> Option<Value> {
        let chosen = match value {
            Value::Text(id) => id == Options::OTHER,
            Value::List(ids) => ids.iter().any(|id| id == Options::OTHER),
            _ => false,
        };
        if !chosen || !field.field_type.options().is_some_and(|options| options.other) {
            return None;
        }
        self.source.words(&Options::words(place))
    }

    /// The rows of a group. One in which nothing was answered is no row.
    fn rows(
        &mut self,
        field: &'a Field,
        group: &'a Group,
        place: &str,
        known: &Known<'_>,
        views: &mut Vec<ShownRow<'a>>,
    ) -> Option<Value> {
        let there = self.source.rows(place, group);
        let shown = match self.seeks {
            Seeks::View if self.source.pads(place) && (there > 0 || rules::is_required(field, known)) => {
                there.max(group.min.max(1) as usize)
            }
            _ => there,
        };
        let mut rows: Vec<Answers> = Vec::new();
        for number in 0..shown {
            let place = format!("{place}.{number}");
            let before = self.faults.len();
            self.fresh = number >= there;
            let level = self.level(&group.fields, &format!("{place}."), Some(known), Answers::new());
            self.fresh = false;
            let asked = |field: &Field| field.is_asked() && level.answers.contains_key(&field.id);
            if group.fields.iter().any(asked) {
                rows.push(level.answers);
            } else if !self.source.insists(&place) {
                self.faults.truncate(before);
            }
            if self.seeks == Seeks::View {
                views.push(ShownRow { place, fields: level.views });
            }
        }
        (!rows.is_empty()).then_some(Value::Rows(rows))
    }
}
