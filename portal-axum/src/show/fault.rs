//! Why something given will not do, in words that say what to do about it.

use portal_core::{
    Missing,
    definition::Definition,
    document::Rejected,
    form::{FieldFault, Reason},
    wording::Arg,
};

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
        Reason::NotAnOption => ("fault-option", None),
        Reason::TooManyFiles { max } => ("fault-too-many-files", Some((*max).into())),
    };
    let mut args = vec![("field", Arg::from(label))];
    args.extend(detail.map(|detail| ("limit", detail)));
    tongue.say_with(key, &args)
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
