//! From what a script writes to the values that a form would have read.

use chrono::{DateTime, NaiveDate, Utc};

use super::people::People;
use crate::{
    clock::Ids,
    definition::{Calendar, Words, Written, due_at},
    form::{Answers, Attachment, Field, FieldType, Person, Value},
    id::{BlobId, Id},
};

/// What values are read with.
pub(super) struct Reading<'a> {
    pub people: &'a People,
    pub ids: &'a dyn Ids,
    pub now: DateTime<Utc>,
    pub zone: chrono_tz::Tz,
    pub calendar: &'a Calendar,
}

impl Reading<'_> {
    /// The answers to fields; what is wrong with one, in a sentence.
    pub fn answers<'f>(&self, words: &Words, fields: impl Iterator<Item = &'f Field> + Clone) -> Result<Answers, String> {
        let mut answers = Answers::new();
        for (name, written) in words {
            let field = fields.clone().find(|field| field.id == *name).ok_or_else(|| format!("there is no field `{name}`"))?;
            answers.insert(Id::from(name.as_str()), self.value(&field.field_type, written, name)?);
        }
        Ok(answers)
    }

    fn value(&self, field: &FieldType, written: &Written, name: &str) -> Result<Value, String> {
        let word = || written.word().ok_or_else(|| format!("`{name}` takes one value"));
        let wrong = |what: &str| format!("`{name}` takes {what}");
        Ok(match field {
            FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. } => {
                Value::Number(word()?.parse().map_err(|_| wrong("a number"))?)
            }
            FieldType::Date { .. } => Value::Date(self.day(word()?).ok_or_else(|| wrong("a day"))?),
            FieldType::YesNo | FieldType::Confirm => Value::Bool(word()?.parse().map_err(|_| wrong("`true` or `false`"))?),
            FieldType::Choices(_) | FieldType::List => {
                Value::List(written.parts().iter().filter_map(Written::word).map(str::to_owned).collect())
            }
            FieldType::Document { .. } => {
                Value::Files(written.parts().iter().filter_map(Written::word).map(|path| self.file(path)).collect())
            }
            FieldType::Person { .. } => {
                let somebody = self.people.by_id.get(word()?).ok_or_else(|| wrong("a person of the demo"))?;
                Value::Person(Person { account: somebody.account.id, name: somebody.account.name.clone() })
            }
            _ => Value::Text(word()?.to_owned()),
        })
    }

    /// A file, as far as it matters here: its name.
    pub fn file(&self, path: &str) -> Attachment {
        Attachment {
            blob: BlobId(self.ids.uuid(self.now)),
            name: path.rsplit('/').next().unwrap_or(path).to_owned(),
            size: 1_000,
            media_type: "application/octet-stream".to_owned(),
        }
    }

    /// `2026-03-20`, or `30 days after today`.
    pub fn day(&self, text: &str) -> Option<NaiveDate> {
        let today = self.now.with_timezone(&self.zone).date_naive();
        match text.split_once(" after today") {
            Some((duration, "")) => self.end_of(duration).map(|end| end.with_timezone(&self.zone).date_naive()),
            _ if text == "today" => Some(today),
            _ => text.parse().ok(),
        }
    }

    /// `2026-03-20T09:00:00Z`, `3 business days after now`, or a day's beginning at nine.
    pub fn moment(&self, text: &str) -> Option<DateTime<Utc>> {
        match text.split_once(" after now") {
            Some((duration, "")) => self.end_of(duration),
            _ => text.parse().ok().or_else(|| self.day(text)?.and_hms_opt(9, 0, 0).map(|at| at.and_utc())),
        }
    }

    fn end_of(&self, duration: &str) -> Option<DateTime<Utc>> {
        Some(due_at(self.now, duration.parse().ok()?, self.calendar, self.zone))
    }
}
