//! A field of a form: its question, what was typed, what is wrong with it.

mod controls;
mod group;
mod parts;
mod shape;
mod times;

pub(super) use self::parts::part_key;

use portal_core::{
    definition::{Definition, Kind},
    form::{Attachment, Field, FieldFault, FieldType, Offered, RawAnswers, ShownField, Value, as_typed},
};
use serde::Serialize;

pub(super) use self::times::length;
use self::{controls::controls, shape::shape};
pub use self::{
    group::{AddRow, RowView},
    times::{DayView, TimeView, TimesView},
};
use super::written;
use crate::{page::Fault, show::field_fault, tongue::Tongue};

/// A field as its page shows it.
#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that a template shows or not")]
pub struct FieldView {
    /// The `id` of its first control.
    pub id: String,
    /// The name under which it is sent.
    pub name: String,
    /// How it is drawn: `line`, `lines`, `number`, `choice`, `choices`, `select`, `confirm`, `files`, `parts`, `times`,
    /// `group`, `fixed`, `info`, `stop`.
    pub shape: &'static str,
    /// The `type` of a line.
    pub input: &'static str,
    /// The question.
    pub label: String,
    /// A line of help.
    pub hint: Option<String>,
    /// What is wrong.
    pub fault: Option<String>,
    /// Whether it may be left empty.
    pub optional: bool,
    /// WHATWG autocomplete token.
    pub autocomplete: Option<String>,
    /// What stands in the box.
    pub value: String,
    /// What stands behind the box: a unit, a currency.
    pub unit: Option<String>,
    /// The options of a choice.
    pub options: Vec<OptionView>,
    /// The files there are.
    pub files: Vec<FileView>,
    /// What files may be, said first.
    pub limits: Option<String>,
    /// Usual extensions, for the file dialogue.
    pub accept: String,
    /// Whether another file fits.
    pub room: bool,
    /// Whether several files fit.
    pub several: bool,
    /// Whether other questions on the page depend on it.
    pub controls: bool,
    /// What is typed on its own: the lines of an address, own words.
    pub parts: Vec<FieldView>,
    /// The times that one chooses among.
    pub times: Option<TimesView>,
    /// The rows of a group.
    pub rows: Vec<RowView>,
    /// How a row is added, where another fits.
    pub add: Option<AddRow>,
    /// Whether its value is computed from others on the page.
    pub computed: bool,
    /// Where the blank to fill in is.
    pub blank: Option<String>,
}

/// An option of a choice.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// The `id` of its control.
    pub id: String,
    /// What is sent.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// Whether it is taken.
    pub checked: bool,
}

/// A file that is there already.
#[derive(Clone, Debug, Serialize)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// How long, in words.
    pub size: String,
    /// What the button that takes it back sends.
    pub remove: String,
}

/// What fields are shown with.
#[derive(Clone, Copy)]
pub struct FormView<'a> {
    /// What was typed last, right or wrong.
    pub typed: &'a RawAnswers,
    /// What will not do.
    pub faults: &'a [FieldFault],
    /// For kinds of document.
    pub definition: &'a Definition,
    /// In which language.
    pub tongue: &'a Tongue,
}

/// The `id` of the first control at a place. Its own namespace, so that no field can take the place of the page's own ids.
pub fn control(place: &str) -> String {
    format!("f-{place}")
}

impl FieldView {
    /// An empty box.
    pub(super) fn blank(place: &str, shape: &'static str, input: &'static str, label: String) -> Self {
        Self {
            id: control(place),
            name: place.to_owned(),
            shape,
            input,
            label,
            hint: None,
            fault: None,
            optional: false,
            autocomplete: None,
            value: String::new(),
            unit: None,
            options: Vec::new(),
            files: Vec::new(),
            limits: None,
            accept: String::new(),
            room: false,
            several: false,
            controls: false,
            parts: Vec::new(),
            times: None,
            rows: Vec::new(),
            add: None,
            computed: false,
            blank: None,
        }
    }

    /// The lines of the error summary: its own, those of its parts and of its rows.
    pub fn faults(&self) -> Vec<Fault> {
        let own = self.fault.clone().map(|text| Fault { field: self.id.clone(), text });
        let inner = self.rows.iter().flat_map(|row| &row.fields).chain(&self.parts);
        own.into_iter().chain(inner.flat_map(Self::faults)).collect()
    }

    /// The field at a place: itself, a part, a field of a row.
    pub fn at(&self, place: &str) -> Option<&Self> {
        let mut inner = self.rows.iter().flat_map(|row| &row.fields).chain(&self.parts);
        if self.name == place { Some(self) } else { inner.find_map(|field| field.at(place)) }
    }
}

impl FormView<'_> {
    /// Shows fields of one page. `all` are those that could be on it, for knowing which depend on which.
    pub fn fields(&self, shown: &[ShownField<'_>], all: &[Field]) -> Vec<FieldView> {
        shown.iter().map(|field| FieldView { controls: controls(field.field, all), ..self.field(field) }).collect()
    }

    /// Shows one field.
    pub fn field(&self, shown: &ShownField<'_>) -> FieldView {
        let field = shown.field;
        let (shape, input) = shape(shown);
        let label = self.tongue.text(&field.label).to_owned();
        let kind = match &field.field_type {
            FieldType::Document { kind, .. } => self.definition.kinds.get(kind),
            _ => None,
        };
        let files = files(shown, self.tongue);
        let value = match shape {
            "fixed" => shown.value.as_ref().map(|value| written(field, value, self.tongue)).unwrap_or_default(),
            _ => self.sent(shown).first().cloned().unwrap_or_default(),
        };
        let most = if let FieldType::Document { max, .. } = field.field_type { max as usize } else { 0 };
        let input = if shape::fits(input, &value) { input } else { "text" };
        FieldView {
            hint: field.hint.as_ref().map(|hint| self.tongue.text(hint).to_owned()),
            fault: self.fault(shown.place.as_str(), &label),
            optional: !shown.required && field.is_asked() && !shown.locked,
            autocomplete: field.autocomplete.clone(),
            value,
            unit: if shape == "fixed" { None } else { self.unit(field) },
            options: self.options(shown),
            room: files.len() < most,
            several: most.saturating_sub(files.len()) > 1,
            files,
            limits: kind.map(|kind| limits(kind, most, self.tongue)),
            accept: kind.map(accept).unwrap_or_default(),
            parts: self.parts(shown),
            times: self.times(shown).filter(|_| shape == "times"),
            rows: self.rows(shown),
            add: self.add(shown),
            computed: field.value.is_some(),
            ..FieldView::blank(shown.place.as_str(), shape, input, label)
        }
    }

    fn fault(&self, place: &str, label: &str) -> Option<String> {
        let fault = self.faults.iter().find(|fault| fault.field == place)?;
        Some(field_fault(fault, label, self.tongue))
    }

    /// What stands in the form: what was typed last, else what was answered before.
    fn sent(&self, shown: &ShownField<'_>) -> Vec<String> {
        match (self.typed.get(shown.place.as_str()), &shown.value) {
            (Some(typed), _) => typed.clone(),
            (None, Some(Value::List(items))) => items.clone(),
            (None, Some(value)) => vec![as_typed(value, self.definition.time_zone)],
            (None, None) => Vec::new(),
        }
    }

    fn options(&self, shown: &ShownField<'_>) -> Vec<OptionView> {
        let sent = self.sent(shown);
        let control = control(shown.place.as_str());
        let option = |(place, (value, label)): (usize, (String, String))| OptionView {
            id: if place == 0 { control.clone() } else { format!("{control}-{place}") },
            checked: sent.contains(&value),
            value,
            label,
        };
        let say = |key: &str| self.tongue.say(key);
        let label = |offered: &Offered<'_>| match offered.label() {
            Some(text) => self.tongue.text(&text).to_owned(),
            None => say("answer-other"),
        };
        let named: Vec<(String, String)> = match &shown.field.field_type {
            FieldType::YesNo => vec![("yes".into(), say("answer-yes")), ("no".into(), say("answer-no"))],
            FieldType::Confirm => vec![("yes".into(), self.tongue.text(&shown.field.label).to_owned())],
            _ => shown.options.iter().map(|offered| (offered.id(), label(offered))).collect(),
        };
        named.into_iter().enumerate().map(option).collect()
    }

    fn unit(&self, field: &Field) -> Option<String> {
        match &field.field_type {
            FieldType::Money { currency, .. } => Some(currency.clone()),
            FieldType::Integer { unit, .. } | FieldType::Decimal { unit, .. } => {
                unit.as_ref().map(|unit| self.tongue.text(unit).to_owned())
            }
            _ => None,
        }
    }
}

fn files(shown: &ShownField<'_>, tongue: &Tongue) -> Vec<FileView> {
    let Some(Value::Files(files)) = &shown.value else { return Vec::new() };
    let view = |file: &Attachment| FileView {
        name: file.name.clone(),
        size: tongue.size(file.size),
        remove: format!("{}:{}", shown.place, file.blob),
    };
    files.iter().map(view).collect()
}

/// What files of a kind may be: `PDF or image, up to 25 MB each, at most 3 files`.
pub(crate) fn limits(kind: &Kind, most: usize, tongue: &Tongue) -> String {
    let names: Vec<String> = kind.accepts.iter().map(|family| tongue.say(family.label_key())).collect();
    let args =
        [("families", names.join(", ").into()), ("size", tongue.size(kind.max_size).into()), ("most", most.into())];
    tongue.say_with("file-limits", &args)
}

/// The usual extensions of what a kind accepts.
pub(crate) fn accept(kind: &Kind) -> String {
    kind.accepts.iter().flat_map(|family| family.extensions()).copied().collect::<Vec<_>>().join(",")
}
