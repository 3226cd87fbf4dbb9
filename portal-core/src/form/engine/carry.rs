//! Answers that move from one form to another.

use std::mem::discriminant;

use super::{
    Form, Reason,
    asked::Answer,
    fit::prefilled,
    lookup::Known,
    place::{Place, Row},
    source::{Rows, Source},
    walk::{Seeks, walk},
};
use crate::{
    definition::Step,
    form::{Answers, Field, FieldType, Group, Options, Value, find},
};

impl Form<'_> {
    /// The answers to another form that fit this one: of fields that are here with the same type. A field that the other
    /// form lacks begins with its prefill.
    pub fn carry(&self, from: &[Step], answers: &Answers) -> Answers {
        walk(self.steps, self.environment, Seeks::Answers, &mut Carried { from, answers }).into_answers()
    }
}

/// The answers to another form.
struct Carried<'s> {
    from: &'s [Step],
    answers: &'s Answers,
}

impl<'s> Carried<'s> {
    /// The field of the other form at a place.
    fn before(&self, place: &Place<'_>) -> Option<&'s Field> {
        find(self.from.iter().flat_map(|step| &step.fields), &place.to_string()).map(|(field, _)| field)
    }

    /// What stands under a name beside a place.
    fn beside(&self, place: &Place<'_>, name: &str) -> Option<&'s Value> {
        place.beside(name, &mut |name| self.answers.get(name))
    }
}

impl<'s> Source<'s> for Carried<'s> {
    fn answer(&mut self, place: &Place<'_>, field: &Field, known: &Known<'_>) -> Result<Option<Answer<'s>>, Reason> {
        Ok(match self.before(place) {
            Some(old) if same_type(&old.field_type, &field.field_type) => {
                self.beside(place, place.id.as_str()).map(Answer::Kept)
            }
            Some(_) => None,
            None => prefilled(field, known),
        })
    }

    fn words(&mut self, place: &Place<'_>) -> Option<Answer<'s>> {
        self.beside(place, &Options::words(place.id.as_str())).map(Answer::Kept)
    }

    fn rows(&mut self, place: &Place<'_>, _: &Group) -> Rows<'s> {
        self.beside(place, place.id.as_str()).into()
    }

    fn pads(&self, _: &Place<'_>) -> bool {
        false
    }

    fn insists(&self, _: &Row<'_>) -> bool {
        false
    }
}

/// Whether an answer to the one means the same as an answer to the other: bounds and options may differ, what is asked
/// for may not.
fn same_type(one: &FieldType, other: &FieldType) -> bool {
    match (one, other) {
        (FieldType::Money { currency: one, .. }, FieldType::Money { currency: other, .. }) => one == other,
        (FieldType::Document { kind: one, .. }, FieldType::Document { kind: other, .. }) => one == other,
        (FieldType::Person { side: one }, FieldType::Person { side: other }) => one == other,
        _ => discriminant(one) == discriminant(other),
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{fixture, id::Id};

    const BEFORE: &str = r"
request: quote
label: Ask
fields:
  - {id: subject, label: Subject}
  - {id: kind, type: choice, other: true, label: Kind, options: [{id: new, label: New}, {id: old, label: Old}]}
  - {id: budget, type: money, label: Budget}
  - {id: remark, label: Remark}
  - {id: items, type: group, label: Items, row: Item, fields: [{id: name, label: Item}, {id: price, type: money, label: Price}]}
";

    const AFTER: &str = r"
request: quote
label: Ask
fields:
  - {id: kind, type: choice, other: true, label: Kind, options: [{id: new, label: New}, {id: later, label: Later}]}
  - {id: subject, type: long_text, label: Subject}
  - {id: budget, type: money, min: 5, label: Budget}
  - {id: company, label: Company, prefill: organisation.name}
  - {id: items, type: group, label: Items, row: Item, fields: [{id: name, label: Item}, {id: price, type: integer, label: Price},
     {id: place, label: Place, prefill: organisation.name}]}
";

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn answers<const N: usize>(answers: [(&str, Value); N]) -> Answers {
        answers.into_iter().map(|(id, value)| (Id::from(id), value)).collect()
    }

    fn carried(before: &Answers) -> Answers {
        let (old, new) = (fixture::request_type(BEFORE), fixture::request_type(AFTER));
        Form::new(&new.steps, &fixture::environment()).carry(&old.steps, before)
    }

    #[test]
    fn answers_stay_where_the_field_is_there_with_the_same_type() {
        let budget = || ("budget", Value::Number(Decimal::TWO));
        let before = answers([("subject", text("A roof")), ("kind", text("old")), budget()]);
        assert_eq!(carried(&before), answers([budget(), ("company", text("Alpha"))]));
    }

    #[test]
    fn an_option_that_is_still_offered_stays_and_own_words_with_it() {
        let company = || ("company", text("Alpha"));
        for kept in
            [answers([("kind", text("new"))]), answers([("kind", text("other")), ("kind.other", text("Round"))])]
        {
            let expected = kept.clone().into_iter().chain(answers([company()])).collect::<Answers>();
            assert_eq!(carried(&kept), expected);
        }
    }

    #[test]
    fn rows_stay_with_what_is_still_asked_in_them() {
        let row = answers([("name", text("Door")), ("price", Value::Number(Decimal::TEN))]);
        let found = carried(&answers([("items", Value::Rows(vec![row]))]));
        let expected = answers([("name", text("Door")), ("place", text("Alpha"))]);
        assert_eq!(found.get("items"), Some(&Value::Rows(vec![expected])));
    }
}
