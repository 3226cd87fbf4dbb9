//! From what an integrator writes, in a script or for what a project opens, to the values that a form would have read.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Address, Answers, Attachment, Field, FieldType, Person, Value};
use crate::{
    clock::Ids,
    definition::{Calendar, Day, Writings, Written, before, due_at},
    id::{BlobId, Id},
};

/// Who is meant by the names that are written.
pub(crate) trait Called: Sync {
    /// The person of a name.
    fn person(&self, id: &Id) -> Option<Person>;
}

/// Names mean nobody.
pub(crate) struct NobodyKnown;

impl Called for NobodyKnown {
    fn person(&self, _: &Id) -> Option<Person> {
        None
    }
}

/// What values are read with.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub people: &'a dyn Called,
    pub ids: &'a dyn Ids,
    pub now: DateTime<Utc>,
    pub zone: Tz,
    pub calendar: &'a Calendar,
}

impl Reading<'_> {
    /// The answers to fields; what is wrong with one, in a sentence.
    pub fn answers<'f>(
        &self,
        written: &Writings,
        fields: impl IntoIterator<Item = &'f Field>,
    ) -> Result<Answers, String> {
        let fields: Vec<&Field> = fields.into_iter().collect();
        let mut answers = Answers::new();
        for (id, written) in written {
            let field = fields.iter().find(|field| field.id == *id);
            let field = field.ok_or_else(|| format!("no field `{id}` is asked here"))?;
            answers.insert(id.clone(), self.value(field, written)?);
        }
        Ok(answers)
    }

    fn value(&self, field: &Field, written: &Written) -> Result<Value, String> {
        let wrong = || format!("what is written for `{}` does not fit it", field.id);
        Ok(match (&field.field_type, written) {
            (_, Written::Truth(truth)) => Value::Bool(*truth),
            (FieldType::YesNo | FieldType::Confirm, Written::Text(text)) => {
                Value::Bool(text.parse().map_err(|_| wrong())?)
            }
            (FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. }, Written::Text(text)) => {
                Value::Number(text.parse().map_err(|_| wrong())?)
            }
            (_, Written::Number(number)) => Value::Number(*number),
            (FieldType::DateTime { .. } | FieldType::Slot { .. }, Written::Day(day)) => Value::Time(self.moment(*day)),
            (FieldType::Date { .. }, Written::Day(day)) => Value::Date(self.date(*day)),
            (_, Written::Text(text)) => Value::Text(text.clone()),
            (_, Written::List(texts)) => Value::List(texts.clone()),
            (_, Written::Files(paths)) => Value::Files(paths.iter().map(|path| self.file(path)).collect()),
            (_, Written::Person(id)) => {
                Value::Person(self.people.person(id).ok_or_else(|| format!("nobody is called `{id}`"))?)
            }
            (FieldType::Address, Written::Parts(parts)) => {
                let part = |name: &str| parts.get(name).cloned().unwrap_or_default();
                let (street, postal_code) = (part("street"), part("postal_code"));
                Value::Address(Address { street, postal_code, city: part("city"), country: part("country") })
            }
            (FieldType::Group(group), Written::Rows(rows)) => {
                let rows = rows.iter().map(|row| self.answers(row, &group.fields));
                Value::Rows(rows.collect::<Result<_, String>>()?)
            }
            (_, Written::Day(_) | Written::Parts(_) | Written::Rows(_)) => return Err(wrong()),
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

    /// A day.
    pub fn date(&self, day: Day) -> NaiveDate {
        match day {
            Day::On(date) => date,
            other => self.moment(other).with_timezone(&self.zone).date_naive(),
        }
    }

    /// From when on a time is wanted: the moment that is named, else the beginning of the day.
    pub fn from(&self, day: Day) -> DateTime<Utc> {
        match day {
            Day::At(_) => self.moment(day),
            _ => self.local(self.date(day).and_time(NaiveTime::MIN)),
        }
    }

    fn local(&self, at: NaiveDateTime) -> DateTime<Utc> {
        at.and_local_timezone(self.zone).earliest().map_or(at.and_utc(), |at| at.to_utc())
    }

    /// A day as a moment: at nine in the morning.
    pub fn moment(&self, day: Day) -> DateTime<Utc> {
        match day {
            Day::On(date) => self.local(date.and_hms_opt(9, 0, 0).unwrap_or_default()),
            Day::At(at) => self.local(at),
            Day::Today => self.now,
            Day::After(duration) => due_at(self.now, duration, self.calendar, self.zone),
            Day::Before(duration) => before(self.now, duration, self.calendar, self.zone),
        }
    }
}
