//! A field of a form: its question, what was typed, what is wrong with it.

use portal_core::{
    definition::{Condition, Definition, Kind},
    form::{Answers, Field, FieldFault, FieldType, RawAnswers, Requirement, Value},
};
use serde::Serialize;

use super::field_fault;
use crate::{page::Fault, tongue::Tongue};

/// A field as its page shows it.
#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that a template shows or not")]
pub struct FieldView {
    /// The `id` of its first control.
    pub id: String,
    /// The name under which it is sent.
    pub name: String,
    /// How it is drawn: `line`, `lines`, `number`, `choice`, `choices`, `confirm`, `files`, `info`.
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
    /// Whether a field must be answered.
    pub required: &'a dyn Fn(&Field) -> bool,
    /// Whether an option of a choice, by id, is offered.
    pub offered: &'a dyn Fn(&Field, &str) -> bool,
    /// What was answered.
    pub answers: &'a Answers,
    /// What was typed last, right or wrong.
    pub typed: &'a RawAnswers,
    /// What will not do.
    pub faults: &'a [FieldFault],
    /// For kinds of document.
    pub definition: &'a Definition,
    /// In which language.
    pub tongue: &'a Tongue,
}

/// The `id` of a field's first control. Its own namespace, so that no field can take the place of the page's own ids.
pub fn control(field: &Field) -> String {
    format!("f-{}", field.id)
}

impl FormView<'_> {
    /// Shows fields of one page. `all` are those that could be on it, for knowing which depend on which.
    pub fn fields(&self, shown: &[&Field], all: &[Field]) -> Vec<FieldView> {
        shown.iter().map(|field| FieldView { controls: controls(field, all), ..self.field(field) }).collect()
    }

    /// The lines of the error summary.
    pub fn summary(&self, shown: &[&Field]) -> Vec<Fault> {
        let words = |field: &&Field| self.fault(field).map(|text| Fault { field: control(field), text });
        shown.iter().filter_map(words).collect()
    }

    /// Shows one field.
    pub fn field(&self, field: &Field) -> FieldView {
        let (shape, input) = shape(&field.field_type);
        let kind = match &field.field_type {
            FieldType::Document { kind, .. } => self.definition.kinds.get(kind),
            _ => None,
        };
        let files = self.files(field);
        let value = self.sent(field).first().cloned().unwrap_or_default();
        let most = if let FieldType::Document { max, .. } = field.field_type { max as usize } else { 0 };
        FieldView {
            id: control(field),
            name: field.id.to_string(),
            shape,
            input: if input == "date" && !is_plain_date(&value) { "text" } else { input },
            label: self.tongue.text(&field.label).to_owned(),
            hint: field.hint.as_ref().map(|hint| self.tongue.text(hint).to_owned()),
            fault: self.fault(field),
            optional: !(self.required)(field) && shape != "info",
            autocomplete: field.autocomplete.clone(),
            value,
            unit: self.unit(field),
            options: self.options(field),
            room: files.len() < most,
            several: most.saturating_sub(files.len()) > 1,
            files,
            limits: kind.map(|kind| limits(kind, most, self.tongue)),
            accept: kind.map(accept).unwrap_or_default(),
            controls: false,
        }
    }

    fn fault(&self, field: &Field) -> Option<String> {
        let fault = self.faults.iter().find(|fault| fault.field == field.id)?;
        Some(field_fault(fault, self.tongue.text(&field.label), self.tongue))
    }

    /// What stands in the form: what was typed last, else what was answered before.
    fn sent(&self, field: &Field) -> Vec<String> {
        match (self.typed.get(field.id.as_str()), self.answers.get(&field.id)) {
            (Some(typed), _) => typed.clone(),
            (None, Some(Value::List(items))) => items.clone(),
            (None, Some(value)) => vec![portal_core::form::as_typed(value)],
            (None, None) => Vec::new(),
        }
    }

    fn options(&self, field: &Field) -> Vec<OptionView> {
        let sent = self.sent(field);
        let option = |(place, (value, label)): (usize, (String, String))| OptionView {
            id: if place == 0 { control(field) } else { format!("{}-{place}", control(field)) },
            checked: sent.contains(&value),
            value,
            label,
        };
        let named: Vec<(String, String)> = match &field.field_type {
            FieldType::Choice(options) | FieldType::Choices(options) => options
                .iter()
                .filter(|option| (self.offered)(field, option.id.as_str()))
                .map(|option| (option.id.to_string(), self.tongue.text(&option.label).to_owned()))
                .collect(),
            FieldType::YesNo => {
                vec![("yes".into(), self.tongue.say("answer-yes")), ("no".into(), self.tongue.say("answer-no"))]
            }
            FieldType::Confirm => vec![("yes".into(), self.tongue.text(&field.label).to_owned())],
            _ => Vec::new(),
        };
        named.into_iter().enumerate().map(option).collect()
    }

    fn files(&self, field: &Field) -> Vec<FileView> {
        let Some(Value::Files(files)) = self.answers.get(&field.id) else { return Vec::new() };
        let view = |file: &portal_core::form::Attachment| FileView {
            name: file.name.clone(),
            size: self.tongue.size(file.size),
            remove: format!("{}:{}", field.id, file.blob),
        };
        files.iter().map(view).collect()
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

fn shape(field_type: &FieldType) -> (&'static str, &'static str) {
    match field_type {
        FieldType::Text { .. } => ("line", "text"),
        FieldType::Email => ("line", "email"),
        FieldType::Phone => ("line", "tel"),
        FieldType::Url => ("line", "url"),
        FieldType::Date { .. } => ("line", "date"),
        FieldType::LongText { .. } => ("lines", "text"),
        FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. } => ("number", "text"),
        FieldType::Choice(_) | FieldType::YesNo => ("choice", "radio"),
        FieldType::Choices(_) => ("choices", "checkbox"),
        FieldType::Confirm => ("confirm", "checkbox"),
        FieldType::Document { .. } => ("files", "file"),
        FieldType::Person { .. } | FieldType::List | FieldType::Info => ("info", "text"),
    }
}

/// Whether a browser's date box can show it; what was typed otherwise is shown as text, so that it is not lost.
fn is_plain_date(value: &str) -> bool {
    value.is_empty() || value.parse::<chrono::NaiveDate>().is_ok()
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

/// Whether another field of the page names this one in a condition. Too often is harmless: it only offers to look again.
fn controls(field: &Field, all: &[Field]) -> bool {
    let names = |source: &str| {
        let mut words = source.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        words.any(|word| word == field.id.as_str())
    };
    let others = all.iter().filter(|other| other.id != field.id);
    others.flat_map(conditions).any(names)
}

/// The conditions that decide what of a field is shown.
fn conditions(field: &Field) -> Vec<&str> {
    let options = match &field.field_type {
        FieldType::Choice(options) | FieldType::Choices(options) => options.as_slice(),
        _ => &[],
    };
    let of_options = options.iter().filter_map(|option| option.show_when.as_ref());
    let required = if let Requirement::When(condition) = &field.required { Some(condition) } else { None };
    field.show_when.iter().chain(of_options).chain(required).map(Condition::source).collect()
}
