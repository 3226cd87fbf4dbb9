//! Somebody who fills in a form as its pages ask.

use super::{file, valid};
use crate::{
    form::{Field, FieldType, Options, RawAnswers, ShownField, Value, as_typed, listing},
    id::Id,
};

/// Somebody who fills in pages with valid answers, and leaves out some that are optional.
pub(super) struct Walker<'l> {
    pub(super) luck: &'l [u8],
    pub(super) at: usize,
}

impl Walker<'_> {
    fn next(&mut self) -> u8 {
        self.at += 1;
        self.luck[self.at % self.luck.len()].wrapping_add(u8::try_from(self.at % 200).unwrap_or(0))
    }

    /// A file for a field that takes some, as its own upload would bring it.
    pub(super) fn attached(shown: &ShownField<'_>) -> Option<(Id, Value)> {
        let takes = matches!(shown.field.field_type, FieldType::Document { .. }) && shown.required;
        takes.then(|| (shown.place.clone(), Value::Files(vec![file(1)])))
    }

    pub(super) fn filled_in(&mut self, page: &[ShownField<'_>]) -> RawAnswers {
        let mut raw = RawAnswers::new();
        for shown in page.iter().filter(|shown| shown.field.is_asked() && !shown.locked) {
            let n = self.next();
            if shown.required || n.is_multiple_of(3) {
                self.fill(shown.field, shown.place.as_str(), n, &mut raw);
            } else {
                raw.insert(shown.place.to_string(), vec![String::new()]);
            }
        }
        raw
    }

    fn fill(&mut self, field: &Field, place: &str, n: u8, raw: &mut RawAnswers) {
        let mut put = |name: &str, value: String| drop(raw.insert(name.to_owned(), vec![value]));
        match &field.field_type {
            FieldType::Document { .. } => {}
            FieldType::Address => {
                ["street", "city", "country"].iter().for_each(|part| put(&format!("{place}.{part}"), "a".into()));
            }
            FieldType::Choice(options) if options.other && n.is_multiple_of(2) => {
                put(place, "other".into());
                put(&Options::words(place), "mine".into());
            }
            FieldType::Group(group) => {
                let rows = u32::from(n) % group.max + 1;
                put(&listing(place), String::new());
                raw.insert(listing(place), (0..rows).map(|row| row.to_string()).collect());
                for row in 0..rows {
                    for field in group.fields.iter().filter(|field| field.is_asked()) {
                        let n = self.next();
                        self.fill(field, &format!("{place}.{row}.{}", field.id), n, raw);
                    }
                }
            }
            kind => {
                let value = valid(kind, n);
                let sent = if let Value::List(items) = value {
                    items
                } else {
                    vec![as_typed(&value, chrono_tz::Europe::Paris)]
                };
                raw.insert(place.to_owned(), sent);
            }
        }
    }
}
