//! The shipped words for tasks without a label: they name what is asked for where it has a name.

use super::{documents::Kinds, portal::words};
use crate::{
    definition::{Action, Text},
    id::Id,
};

/// What a task of this kind is called.
pub(super) fn label(action: &Action, kinds: &Kinds) -> Text {
    let list = |ids: &[Id], locale: &str| {
        let named = |id: &Id| kinds.label(id).map_or("", |label| label.get(locale)).to_owned();
        ids.iter().map(named).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let with = |ids: &[Id], en: &str, fr: &str| {
        words(&format!("{en}: {}", list(ids, "en")), &format!("{fr} : {}", list(ids, "fr")))
    };
    match action {
        Action::Provide(asked) => with(asked, "Provide", "Fournir"),
        Action::ApproveDocument(kind) => with(std::slice::from_ref(kind), "Approve", "Approuver"),
        Action::ApproveRequest => words("Approve the request", "Approuver la demande"),
        Action::Answer(_) => words("Answer some questions", "Répondre à quelques questions"),
        Action::Correct(_) => words("Correct your answers", "Corriger vos réponses"),
        Action::Read(what) => with(what, "Read", "Lire"),
        Action::Book(_) => words("Choose a time", "Choisir un créneau"),
        Action::Reply(text) | Action::Do(text) => text.clone(),
    }
}
