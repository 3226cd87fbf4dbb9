//! Why something given will not do, in words that say what to do about it.

use portal_core::{
    Missing,
    definition::Definition,
    document::Rejected,
    form::{Field, FieldFault, FieldType, Reason, find},
    identity::Weak,
    wording::Arg,
};

use super::field::part_key;
use crate::tongue::Tongue;

/// What to do about an answer.
pub fn field_fault(fault: &FieldFault, label: &str, tongue: &Tongue) -> String {
    let (key, detail): (&str, Option<Arg<'_>>) = match &fault.reason {
        Reason::Invalid(Some(own)) => return tongue.text(own).to_owned(),
        Reason::Required => ("fault-required", None),
        Reason::MustConfirm => ("fault-must-confirm", None),
        Reason::TooLong { max } => ("fault-too-long", Some((*max).into())),
        Reason::Pattern | Reason::Invalid(None) => ("fault-invalid", None),
        Reason::NotAnEmail => ("fault-email", None),
        Reason::NotAPhone => ("fault-phone", None),
        Reason::NotAUrl => ("fault-url", None),
        Reason::NotANumber => ("fault-number", None),
        Reason::NotWhole => ("fault-whole", None),
        Reason::TooManyDecimals { max } => ("fault-decimals", Some((*max).into())),
        Reason::TooSmall { min } => ("fault-too-small", Some(figure(min, tongue).into())),
        Reason::TooLarge { max } => ("fault-too-large", Some(figure(max, tongue).into())),
        Reason::NotADate => ("fault-date", None),
        Reason::TooEarly { min } => ("fault-too-early", Some(tongue.date(*min).text.into())),
        Reason::TooLate { max } => ("fault-too-late", Some(tongue.date(*max).text.into())),
        Reason::NotATime => ("fault-time", None),
        Reason::TooSoon { min } => ("fault-too-early", Some(tongue.moment(*min).text.into())),
        Reason::TooFar { max } => ("fault-too-late", Some(tongue.moment(*max).text.into())),
        Reason::NotAnOption => ("fault-option", None),
        Reason::NotFree => ("fault-not-free", None),
        Reason::TooFewRows { min } => ("fault-too-few-rows", Some((*min).into())),
        Reason::TooManyRows { max } => ("fault-too-many-rows", Some((*max).into())),
        Reason::Weak(weak) => return tongue.say(weak_key(*weak)),
        Reason::Stopped => ("fault-stopped", None),
        Reason::TooManyFiles { max } => ("fault-too-many-files", Some((*max).into())),
    };
    let mut args = vec![("field", Arg::from(label))];
    args.extend(detail.map(|detail| ("limit", detail)));
    tongue.say_with(key, &args)
}

/// What the question at a place is called: with its row, or with the part of the answer that is meant.
pub(crate) fn place_label<'f>(fields: impl IntoIterator<Item = &'f Field>, place: &str, tongue: &Tongue) -> String {
    let fields: Vec<&Field> = fields.into_iter().collect();
    let Some((field, row)) = find(fields.iter().copied(), place) else { return place.to_owned() };
    let mut label = tongue.text(&field.label).to_owned();
    let part =
        place.rsplit_once('.').filter(|(_, last)| *last != field.id.as_str()).and_then(|(_, last)| part_key(last));
    if let Some(key) = part {
        label = format!("{label}, {}", tongue.say(key));
    }
    let group = place.split_once('.').and_then(|(id, _)| fields.iter().find(|field| field.id == id));
    match (row, group.map(|group| &group.field_type)) {
        (Some(row), Some(FieldType::Group(group))) => format!("{}\u{a0}{}, {label}", tongue.text(&group.row), row + 1),
        _ => label,
    }
}

/// What to do about a password.
fn weak_key(weak: Weak) -> &'static str {
    match weak {
        Weak::Short => "password-short",
        Weak::Long => "password-long",
        Weak::Nul => "password-nul",
        Weak::Simple => "password-simple",
        Weak::Common => "password-common",
        Weak::Own => "password-own",
        Weak::Guessable => "password-guessable",
    }
}

/// A bound as typed, in the manner of the locale.
fn figure(typed: &str, tongue: &Tongue) -> String {
    typed.parse().map_or_else(|_| typed.to_owned(), |number| tongue.number(number))
}

/// What to do about a file.
pub fn rejected(rejected: &Rejected, name: &str, tongue: &Tongue) -> String {
    let (key, detail): (&str, Option<Arg<'_>>) = match rejected {
        Rejected::Empty => ("file-empty", None),
        Rejected::CutOff => ("file-cut-off", None),
        Rejected::TooLarge(limit) => ("file-too-large", Some(tongue.size(*limit).into())),
        Rejected::Type(families) => {
            let names: Vec<String> = families.iter().map(|family| tongue.say(family.label_key())).collect();
            ("file-type", Some(names.join(", ").into()))
        }
        Rejected::TooMany(most) => ("file-too-many", Some((*most).into())),
    };
    let mut args = vec![("name", Arg::from(name))];
    args.extend(detail.map(|detail| ("limit", detail)));
    tongue.say_with(key, &args)
}

/// What to give.
pub fn missing(missing: &Missing, definition: &Definition, tongue: &Tongue) -> String {
    match missing {
        Missing::Text(name) => tongue.say(text_key(name)),
        Missing::TextTooLong(_, most) => tongue.say_with("missing-too-long", &[("limit", (*most).into())]),
        Missing::Document(kind) => {
            let label = definition.kinds.get(kind).map_or(kind.as_str(), |kind| tongue.text(&kind.label));
            tongue.say_with("missing-document", &[("kind", label.into())])
        }
        Missing::Tasks => tongue.say("missing-tasks"),
    }
}

fn text_key(name: &str) -> &'static str {
    match name {
        "reason" => "missing-reason",
        "note" => "missing-note",
        _ => "missing-message",
    }
}
