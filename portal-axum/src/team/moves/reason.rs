//! Usual reasons: a choice that fills the text, in the language of who will read it.

use portal_core::{
    definition::{Definition, Reason, RequestType},
    id::Id,
    request::{Particulars, Words},
};

use super::typed::Typed;
use crate::{show::OptionView, tongue::Tongue};

/// The reasons in force that are offered for a move, by id.
pub(super) fn usual<'d>(
    definition: &'d Definition,
    kept: &'d RequestType,
    by: &'d str,
) -> impl Iterator<Item = (&'d Id, &'d Reason)> {
    let offered = move |reason: &Reason| reason.applies_to.is_empty() || reason.applies_to.iter().any(|id| id == by);
    all(definition, kept).filter(move |(_, reason)| offered(reason))
}

/// Reasons are live for all at once: those of the definition in force go before the ones the request keeps.
fn all<'d>(definition: &'d Definition, kept: &'d RequestType) -> impl Iterator<Item = (&'d Id, &'d Reason)> {
    definition.requests.get(&kept.id).map_or(kept, |live| live.as_ref()).reasons.iter()
}

/// The choices on the page: each usual reason with its text, then none of them.
pub(super) fn options(
    reasons: &[(&Id, &Reason)],
    chosen: &str,
    text: &dyn Fn(&Reason) -> String,
    tongue: &Tongue,
) -> Vec<ReasonOption> {
    let option = |(place, (id, reason)): (usize, &(&Id, &Reason))| ReasonOption {
        option: OptionView {
            id: format!("usual-{place}"),
            value: id.to_string(),
            label: tongue.text(&reason.label).to_owned(),
            checked: *id == chosen,
        },
        text: text(reason),
    };
    let own = ReasonOption {
        option: OptionView {
            id: "usual-own".to_owned(),
            value: String::new(),
            label: tongue.say("move-reason-own"),
            checked: !reasons.iter().any(|(id, _)| **id == chosen),
        },
        text: String::new(),
    };
    reasons.iter().enumerate().map(option).chain([own]).collect()
}

/// A usual reason as a choice.
#[derive(Clone, Debug, serde::Serialize)]
pub struct ReasonOption {
    /// The choice.
    #[serde(flatten)]
    pub option: OptionView,
    /// What the client would read.
    pub text: String,
}

/// The text that counts: what was written, unless it is empty or still the text of another usual reason; then the text
/// of the chosen one.
pub(super) fn chosen(words: Words<'_>, about: &Particulars<'_>, typed: &Typed) -> String {
    let text = |reason: &Reason| words.say(&reason.text, about);
    let (definition, kept) = (words.live, words.kept);
    let written = typed.reason.trim();
    let is_usual = |written: &str| all(definition, kept).any(|(_, reason)| text(reason).trim() == written);
    let wanted = all(definition, kept).find(|(id, _)| **id == typed.usual.as_str());
    match wanted {
        Some((_, reason)) if written.is_empty() || is_usual(written) => text(reason),
        _ => typed.reason.clone(),
    }
}
