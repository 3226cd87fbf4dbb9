//! The page of a move that asks the client for something: what exactly, why, by when, and how they will read it.

use portal_core::{Missing, id::Id, identity::Side, request::Item};
use serde::Serialize;

use super::{
    Becomes, MoveHead, Scene, TextBox,
    page::{note_box, reason_box, reasons},
    reason::ReasonOption,
    samples,
    typed::{MOST_ROWS, Row},
};
use crate::{
    page::{Fault, Page, SeenBy},
    show::{self, OptionView},
    tongue::Tongue,
};

/// The page where the client is asked for something.
#[derive(Clone, Debug, Serialize)]
pub struct AskPage {
    /// What will happen.
    #[serde(flatten)]
    pub head: MoveHead,
    /// What the client is asked for.
    pub rows: Vec<AskRow>,
    /// Whether another row fits.
    pub more: bool,
    /// What is wrong with all rows together.
    pub rows_fault: Option<String>,
    /// The usual reasons.
    pub reasons: Vec<ReasonOption>,
    /// Why.
    pub reason: TextBox,
    /// The deadline as typed.
    pub by: String,
    /// The earliest one, for the date picker.
    pub by_min: String,
    /// What counts without one.
    pub by_hint: String,
    /// What is wrong with it.
    pub by_fault: Option<String>,
    /// A note.
    pub note: TextBox,
    /// How the client will read it.
    pub preview: Preview,
}

/// One thing the client is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct AskRow {
    /// Counted from 1.
    pub number: usize,
    /// The kinds that clients hand in.
    pub kinds: Vec<OptionView>,
    /// What exactly.
    pub name: String,
    /// What is wrong.
    pub fault: Option<String>,
}

/// How the client will read it, in their language.
#[derive(Clone, Debug, Serialize)]
pub struct Preview {
    /// The status.
    pub becomes: Becomes,
    /// What to do.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What exactly.
    pub items: Vec<String>,
    /// What to say when that is nothing.
    pub nothing: String,
    /// By when, in a sentence.
    pub due: Option<String>,
}

impl AskPage {
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let rows = rows(scene);
        let reason = reason_box(scene, !scene.offered.made.needs.contains(&portal_core::definition::Need::Reason));
        let note = note_box(scene);
        let (rows_fault, by_fault) = (rows_fault(scene), by_fault(scene));
        let of_rows =
            rows.iter().filter_map(|row| Some(Fault::at(&format!("kind-{}", row.number), row.fault.clone()?)));
        let of_all = rows_fault.clone().map(|fault| Fault::at("kind-1", fault));
        let of_by = by_fault.clone().map(|fault| Fault::at("by", fault));
        let of_texts = [&reason, &note].into_iter().filter_map(|text| Some(Fault::at(text.name, text.fault.clone()?)));
        let summary = of_all.into_iter().chain(of_rows).chain(of_texts).chain(of_by).collect();
        Self {
            head: MoveHead::of(scene, summary),
            more: rows.len() < MOST_ROWS,
            rows_fault,
            reasons: reasons(scene),
            by: scene.attempt.typed.by.clone(),
            by_min: today(scene).to_string(),
            by_hint: by_hint(scene),
            by_fault,
            preview: Preview::of(scene, &reason.value),
            reason,
            note,
            rows,
        }
    }
}

fn today(scene: &Scene<'_>) -> chrono::NaiveDate {
    let zone = scene.person.portal().definition().time_zone;
    scene.person.portal().now().with_timezone(&zone).date_naive()
}

fn rows(scene: &Scene<'_>) -> Vec<AskRow> {
    let typed = &scene.attempt.typed.rows;
    let one = [Row::default()];
    let typed = if typed.is_empty() { &one[..] } else { typed };
    let row = |(place, row): (usize, &Row)| AskRow {
        number: place + 1,
        kinds: kinds(scene, place + 1, &row.kind),
        name: row.name.clone(),
        fault: row.lacks_kind().then(|| scene.person.tongue().say("ask-kind-missing")),
    };
    typed.iter().enumerate().map(row).collect()
}

fn kinds(scene: &Scene<'_>, number: usize, chosen: &str) -> Vec<OptionView> {
    let kinds = scene.person.portal().definition().kinds.iter();
    let handed_in = kinds.filter(|(_, kind)| kind.added_by.contains(&Side::Client));
    let option = |(id, label): (&Id, &str)| OptionView {
        id: format!("kind-{number}-{id}"),
        value: id.to_string(),
        label: label.to_owned(),
        checked: *id == chosen,
    };
    handed_in.map(|(id, kind)| option((id, scene.person.tongue().text(&kind.label)))).collect()
}

fn rows_fault(scene: &Scene<'_>) -> Option<String> {
    let (definition, tongue) = (scene.person.portal().definition(), scene.person.tongue());
    let missing = scene.attempt.missing.as_ref().filter(|missing| **missing == Missing::Tasks);
    missing.map(|missing| show::missing(missing, definition, tongue))
}

fn by_hint(scene: &Scene<'_>) -> String {
    let tongue = scene.person.tongue();
    match scene.offered.due {
        Some(due) => tongue.say_with("ask-by-hint", &[("day", tongue.day(due).text.into())]),
        None => tongue.say("ask-by-none"),
    }
}

fn by_fault(scene: &Scene<'_>) -> Option<String> {
    let tongue = scene.person.tongue();
    if !scene.attempt.typed.by_is_a_day() {
        return Some(tongue.say("ask-by-wrong"));
    }
    scene.attempt.fault("asked_by").map(|fault| show::field_fault(fault, &tongue.say("ask-by"), tongue))
}

impl Preview {
    fn of(scene: &Scene<'_>, reason: &str) -> Self {
        let definition = scene.person.portal().definition();
        let tongue = Tongue::of(definition, scene.reader);
        let name = |asked: portal_core::request::AskedFor| {
            let item = Item { name: asked.name, ..Item::new(asked.kind) };
            show::item_name(&item, definition, &tongue)
        };
        let day = scene.attempt.typed.day().map(|day| tongue.date(day));
        let due = day.or_else(|| scene.offered.due.map(|due| tongue.day(due)));
        Self {
            becomes: Becomes::of(scene),
            title: tongue.say("task-provide"),
            reason: reason.to_owned(),
            items: scene.attempt.typed.asked().into_iter().map(name).collect(),
            nothing: tongue.say("ask-preview-nothing"),
            due: due.map(|due| tongue.say_with("ask-preview-by", &[("day", due.text.into())])),
        }
    }
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "team/ask.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        samples::asks(tongue)
    }
}
