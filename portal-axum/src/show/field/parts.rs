//! What is typed on its own below a question: the lines of an address, the own words of whoever chose "other".

use portal_core::form::{Address, FieldType, Options, ShownField, Value};

use super::{FieldView, FormView};

/// The parts of an address with the key of their words and their WHATWG autocomplete token.
const LINES: [(&str, &str, &str); 4] = [
    ("street", "address-street", "street-address"),
    ("postal_code", "address-postal-code", "postal-code"),
    ("city", "address-city", "address-level2"),
    ("country", "address-country", "country-name"),
];

/// The key of the words for a part of an answer, by the last piece of its place.
pub(in crate::show) fn part_key(part: &str) -> Option<&'static str> {
    let line = LINES.iter().find(|(id, ..)| *id == part).map(|(_, key, _)| *key);
    line.or((part == Options::OTHER).then_some("answer-other-words"))
}

impl FormView<'_> {
    pub(super) fn parts(&self, shown: &ShownField<'_>) -> Vec<FieldView> {
        match &shown.field.field_type {
            FieldType::Address if !shown.locked => self.address(shown),
            kind if kind.options().is_some_and(|options| options.other) => vec![self.words(shown)],
            _ => Vec::new(),
        }
    }

    fn address(&self, shown: &ShownField<'_>) -> Vec<FieldView> {
        let written = match &shown.value {
            Some(Value::Address(address)) => address.clone(),
            _ => Address::default(),
        };
        let line = |(part, key, token): (&str, &str, &str)| {
            let place = format!("{}.{part}", shown.place);
            let label = self.tongue.say(key);
            let typed = self.typed.get(&place).and_then(|typed| typed.first());
            let value = typed.map_or(written.part(part).unwrap_or_default(), String::as_str).to_owned();
            let shape = if part == "street" { "lines" } else { "line" };
            FieldView {
                fault: self.fault(&place, &label),
                value,
                optional: part == "postal_code" && shown.required,
                autocomplete: (shown.field.autocomplete.as_deref() != Some("off")).then(|| token.to_owned()),
                ..FieldView::blank(&place, shape, "text", label)
            }
        };
        LINES.map(line).into()
    }

    fn words(&self, shown: &ShownField<'_>) -> FieldView {
        let place = Options::words(shown.place.as_str());
        let label = self.tongue.say("answer-other-words");
        let typed = self.typed.get(&place).and_then(|typed| typed.first()).cloned();
        let written = match &shown.words {
            Some(Value::Text(words)) => words.clone(),
            _ => String::new(),
        };
        FieldView {
            fault: self.fault(&place, &label),
            value: typed.unwrap_or(written),
            ..FieldView::blank(&place, "line", "text", label)
        }
    }
}
