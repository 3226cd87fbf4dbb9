//! Answers that move from one form to another.

use std::mem::discriminant;

use super::{Form, prefilled, walk::walk};
use crate::{
    definition::Step,
    form::{Answers, Field, FieldType},
};

impl Form<'_> {
    /// The answers to another form that fit this one: of fields that are here with the same type. A field that the other
    /// form lacks begins with its prefill.
    pub fn carry(&self, from: &[Step], answers: &Answers) -> Answers {
        let before = |field: &Field| from.iter().flat_map(|step| &step.fields).find(|old| old.id == field.id);
        let carried = walk(self.steps, self.environment, |_, field, known| match before(field) {
            Some(old) if same_type(&old.field_type, &field.field_type) => answers.get(&field.id).cloned(),
            Some(_) => None,
            None => prefilled(field, known),
        });
        carried.answers
    }
}

/// Whether an answer to the one means the same as an answer to the other: bounds and options may differ, what is asked
/// for may not.
fn same_type(one: &FieldType, other: &FieldType) -> bool {
    match (one, other) {
        (FieldType::Money { currency: one, .. }, FieldType::Money { currency: other, .. }) => one == other,
        (FieldType::Document { kind: one, .. }, FieldType::Document { kind: other, .. }) => one == other,
        _ => discriminant(one) == discriminant(other),
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{fixture, form::Value, id::Id};

    const BEFORE: &str = r"
request: quote
label: Ask
fields:
  - {id: subject, label: Subject}
  - {id: kind, type: choice, label: Kind, options: [{id: new, label: New}, {id: old, label: Old}]}
  - {id: budget, type: money, label: Budget}
  - {id: remark, label: Remark}
";

    const AFTER: &str = r"
request: quote
label: Ask
fields:
  - {id: kind, type: choice, label: Kind, options: [{id: new, label: New}, {id: other, label: Other}]}
  - {id: subject, type: long_text, label: Subject}
  - {id: budget, type: money, min: 5, label: Budget}
  - {id: company, label: Company, prefill: organisation.name}
";

    #[test]
    fn answers_stay_where_the_field_is_there_with_the_same_type() {
        let (before, after) = (fixture::request_type(BEFORE), fixture::request_type(AFTER));
        let environment = fixture::environment();
        let text = |text: &str| Value::Text(text.to_owned());
        let answers = [("subject", text("A roof")), ("kind", text("old")), ("budget", Value::Number(Decimal::TWO))];
        let answers: Answers = answers.into_iter().map(|(id, value)| (Id::from(id), value)).collect();
        let carried = Form::new(&after.steps, &environment).carry(&before.steps, &answers);
        let expected = [("budget", Value::Number(Decimal::TWO)), ("company", text("Alpha"))];
        assert_eq!(carried, expected.into_iter().map(|(id, value)| (Id::from(id), value)).collect::<Answers>());
    }

    #[test]
    fn an_option_that_is_still_offered_stays() {
        let (before, after) = (fixture::request_type(BEFORE), fixture::request_type(AFTER));
        let environment = fixture::environment();
        let answers: Answers = [(Id::from("kind"), Value::Text("new".to_owned()))].into_iter().collect();
        let carried = Form::new(&after.steps, &environment).carry(&before.steps, &answers);
        assert_eq!(carried.get("kind"), answers.get("kind"));
    }
}
