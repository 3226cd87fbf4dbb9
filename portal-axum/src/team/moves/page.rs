//! The page of a move that asks the client for nothing.

use portal_core::{
    Missing,
    definition::{Need, Reason},
    id::Id,
};
use serde::Serialize;

use super::{
    Attempt, MoveHead, Scene,
    effects::{about, words},
    reason,
    reason::ReasonOption,
    samples,
};
use crate::{
    page::{Fault, Page, SeenBy},
    show::{self, DocumentRow, FieldView, document_row},
    team::attach::{self, FileBox, Wrong},
    tongue::Tongue,
};

/// The page of a move.
#[derive(Clone, Debug, Serialize)]
pub struct MovePage {
    /// What will happen.
    #[serde(flatten)]
    pub head: MoveHead,
    /// Whether it declines the request.
    pub ends_badly: bool,
    /// The documents it needs or shares, by kind.
    pub shares: Vec<ShareView>,
    /// The team's own fields that it needs.
    pub fields: Vec<FieldView>,
    /// The usual reasons.
    pub reasons: Vec<ReasonOption>,
    /// Its texts, in order.
    pub texts: Vec<TextBox>,
}

/// A kind of document that a move needs or shares.
#[derive(Clone, Debug, Serialize)]
pub struct ShareView {
    /// What the kind is called.
    pub label: String,
    /// Whether the client will see them afterwards.
    pub shared: bool,
    /// Those that are there, newest first.
    pub documents: Vec<DocumentRow>,
    /// Another one.
    pub file: FileBox,
}

/// A text on the page.
#[derive(Clone, Debug, Serialize)]
pub struct TextBox {
    /// Its `id` and name.
    pub name: &'static str,
    /// The question.
    pub label: String,
    /// Who will read it.
    pub hint: String,
    /// What was typed.
    pub value: String,
    /// What is wrong.
    pub fault: Option<String>,
    /// Whether it may be left empty.
    pub optional: bool,
    /// Whether only the team reads it.
    pub internal: bool,
}

impl MovePage {
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let shares: Vec<ShareView> = kinds(scene).into_iter().filter_map(|kind| share(scene, kind)).collect();
        let fields = fields(scene);
        let texts = texts(scene);
        let of_fields = fields.iter().flat_map(FieldView::faults);
        let of_texts = texts.iter().filter_map(|text| Some(Fault::at(text.name, text.fault.clone()?)));
        let of_files = shares.iter().flat_map(|share| share.file.summary());
        let summary = of_fields.chain(of_texts).chain(of_files).collect();
        let status = scene.view.workflow.statuses.get(&scene.offered.made.to);
        let badly = |end| end != portal_core::definition::End::Done;
        Self {
            head: MoveHead::of(scene, summary),
            ends_badly: status.and_then(|status| status.ends).is_some_and(badly),
            reasons: if needs(scene, &Need::Reason) { reasons(scene) } else { Vec::new() },
            shares,
            fields,
            texts,
        }
    }
}

fn needs(scene: &Scene<'_>, need: &Need) -> bool {
    scene.offered.made.needs.contains(need)
}

/// The kinds of document that the move needs or shares.
fn kinds<'a>(scene: &Scene<'a>) -> Vec<&'a Id> {
    let needed = scene.offered.made.needs.iter();
    let needed = needed.filter_map(|need| if let Need::Document(kind) = need { Some(kind) } else { None });
    let mut kinds: Vec<&Id> = scene.offered.made.shares.iter().chain(needed).collect();
    let mut known = Vec::new();
    kinds.retain(|kind| {
        !known.contains(kind) && {
            known.push(*kind);
            true
        }
    });
    kinds
}

fn share(scene: &Scene<'_>, id: &Id) -> Option<ShareView> {
    let (definition, tongue) = (scene.person.portal().definition(), scene.person.tongue());
    let kind = definition.kinds.get_key_value(id)?;
    let missing = || Wrong::file(show::missing(&Missing::Document(id.clone()), definition, tongue));
    let lacks = scene.attempt.lacks(id).then(missing);
    let wrong = scene.attempt.attached.wrong.get(id).or(lacks.as_ref());
    let there = scene.view.dossier.documents.iter().filter(|document| document.kind == *id);
    Some(ShareView {
        label: tongue.text(&kind.1.label).to_owned(),
        shared: scene.offered.made.shares.contains(id),
        documents: there.map(|it| document_row(it, definition, scene.person.links(), tongue)).collect(),
        file: FileBox::of(kind, &typed_for_another(scene, id), wrong, definition, tongue),
    })
}

/// What was typed for a document's own data; nothing once it is there.
fn typed_for_another(scene: &Scene<'_>, kind: &Id) -> portal_core::form::RawAnswers {
    let attempt = scene.attempt;
    let waits = attempt.attached.added.is_empty() || attempt.attached.wrong.contains_key(kind);
    if waits { attempt.typed.texts.clone() } else { portal_core::form::RawAnswers::new() }
}

fn fields(scene: &Scene<'_>) -> Vec<FieldView> {
    let around = (&**scene.person.portal().definition(), scene.person.tongue());
    let Attempt { typed, faults, attached, .. } = scene.attempt;
    attach::team_fields(scene.form, &typed.texts, faults, &attached.unfit, around)
}

/// The usual reasons for this move.
pub(super) fn reasons(scene: &Scene<'_>) -> Vec<ReasonOption> {
    let definition = scene.person.portal().definition();
    let usual: Vec<_> = reason::usual(definition, &scene.view.workflow, scene.offered.id.as_str()).collect();
    if usual.is_empty() {
        return Vec::new();
    }
    let about = about(scene);
    let text = |reason: &Reason| words(scene).say(&reason.text, &about);
    reason::options(&usual, &scene.attempt.typed.usual, &text, scene.person.tongue())
}

fn texts(scene: &Scene<'_>) -> Vec<TextBox> {
    let reason = needs(scene, &Need::Reason).then(|| reason_box(scene, false));
    let comment =
        text(scene, "comment", "bench-message", "move-comment-hint", &Need::Comment, &scene.attempt.typed.comment);
    // One text for the client is enough.
    let client = reason.unwrap_or(comment);
    vec![client, note_box(scene)]
}

/// The box for the reason.
pub(super) fn reason_box(scene: &Scene<'_>, optional: bool) -> TextBox {
    let typed = &scene.attempt.typed;
    let value = reason::chosen(words(scene), &about(scene), typed);
    TextBox { optional, ..text(scene, "reason", "team-reason", "move-reason-hint", &Need::Reason, &value) }
}

/// The box for a note.
pub(super) fn note_box(scene: &Scene<'_>) -> TextBox {
    let typed = &scene.attempt.typed.note;
    TextBox { internal: true, ..text(scene, "note", "bench-note", "bench-note-hint", &Need::Note, typed) }
}

fn text(scene: &Scene<'_>, name: &'static str, label: &str, hint: &str, need: &Need, value: &str) -> TextBox {
    let (definition, tongue) = (scene.person.portal().definition(), scene.person.tongue());
    let about = |missing: &&Missing| matches!(missing, Missing::Text(of) | Missing::TextTooLong(of, _) if *of == name);
    let missing = scene.attempt.missing.as_ref().filter(about);
    TextBox {
        name,
        label: tongue.say(label),
        hint: tongue.say(hint),
        value: value.to_owned(),
        fault: missing.map(|missing| show::missing(missing, definition, tongue)),
        optional: !needs(scene, need),
        internal: false,
    }
}

impl Page for MovePage {
    const TEMPLATE: &'static str = "team/move.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        samples::moves(tongue)
    }
}
