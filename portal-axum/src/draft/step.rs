//! One step of a form: shown, saved, gone on from.

use std::collections::BTreeMap;

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    definition::Step,
    form::{DraftView, Field, FieldFault, FieldType, RawAnswers, listing},
    id::{BlobId, DraftId, Id},
    identity::Paced,
};
use serde::{Deserialize, Serialize};

use crate::{
    done::Done,
    links::Links,
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show::{self, FieldView, FormView},
    tongue::{Tongue, When},
    upload::{Part, Upload},
    visit::{Person, Visit},
};

/// The names under which the page's own buttons are sent; no field can have them.
pub(crate) const INTENT: &str = "portal.intent";
const REMOVE: &str = "portal.remove";
pub(crate) const ADD: &str = "portal.add";
pub(crate) const DROP: &str = "portal.drop";

/// A step of a form.
#[derive(Clone, Debug, Serialize)]
pub struct StepPage {
    /// What kind of request it is.
    pub kind: String,
    /// One sentence about it, on the first step.
    pub explain: Option<String>,
    /// The step's heading.
    pub label: String,
    /// All steps that apply.
    pub steps: Vec<StepLink>,
    /// Where the form goes.
    pub action: String,
    /// The step before.
    pub back: Option<String>,
    /// All steps with how far they are, when there are several.
    pub overview: Option<String>,
    /// Where the draft is begun anew, when a newer version of its form exists.
    pub draft: Newer,
    /// Where the draft is thrown away.
    pub discard: String,
    /// Its questions.
    pub fields: Vec<FieldView>,
    /// What will not do.
    pub summary: Vec<Fault>,
    /// Questions that what was just answered brought up.
    pub revealed: Vec<Fault>,
    /// When the draft goes, unless edited.
    pub expires: When,
    /// The way home, where the form ends on this step.
    pub home: Option<String>,
}

/// Whether a newer version of a draft's form exists.
#[derive(Clone, Debug, Serialize)]
pub struct Newer {
    /// Where the draft is begun anew with it.
    pub newer: Option<String>,
}

/// A step among the others.
#[derive(Clone, Debug, Serialize)]
pub struct StepLink {
    /// Its heading.
    pub label: String,
    /// Its page.
    pub url: String,
    /// `past`, `here` or `ahead`.
    pub state: &'static str,
}

/// Which step of which draft.
#[derive(Deserialize)]
pub(crate) struct WhichStep {
    draft: DraftId,
    step: String,
}

/// Where one goes after this step: `check`, when one came from there.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    then: String,
}

/// What came of a post: what was typed, and what will not do.
#[derive(Default)]
struct Outcome {
    typed: RawAnswers,
    faults: Vec<FieldFault>,
    /// What is wrong with files, by field.
    files: BTreeMap<String, String>,
    revealed: Vec<Id>,
}

pub(crate) async fn show(
    person: Person,
    At(at): At<WhichStep>,
    Query(then): Query<After>,
) -> Result<Response, Problem> {
    let view = person.desk().draft(at.draft).await?;
    let step = view.step(&at.step).ok_or(Refused::NotFound)?;
    Ok(person.page(StepPage::of(&person, &view, step, &then, &Outcome::default())).await)
}

pub(crate) async fn save(
    person: Person,
    At(at): At<WhichStep>,
    Query(then): Query<After>,
    mut upload: Upload,
) -> Result<Response, Problem> {
    let files = attach(&person, &at, &mut upload).await?;
    let intent = upload.take(INTENT).unwrap_or_default();
    let removed = detach(&person, &at, upload.take(REMOVE)).await?;
    let (add, drop) = (upload.take(ADD), upload.take(DROP));
    let mut typed = upload.into_texts();
    let rows = rows(&mut typed, add.as_deref(), drop.as_deref());
    let stays = removed || rows || matches!(intent.as_str(), "update" | "leave");
    let (view, read) = match stays {
        true => person.desk().keep_step(at.draft, &at.step, &typed).await?,
        false => person.desk().save_step(at.draft, &at.step, &typed).await?,
    };
    let mut outcome = Outcome { typed: read.typed, faults: read.faults, files, revealed: read.revealed };
    // Nobody has seen what just came up: it is no fault yet.
    outcome.faults.retain(|fault| !outcome.revealed.contains(&fault.field));
    let to = match intent.as_str() {
        _ if removed || rows => None,
        "update" => None,
        "leave" => outcome.files.is_empty().then(|| Done::DraftSaved.at(&person.links().requests())),
        _ => outcome.will_do().then(|| then.next(&person, &view, &at.step)),
    };
    if stays {
        outcome.faults.clear();
    }
    if rows {
        outcome.revealed.clear();
    }
    match to {
        Some(to) => Ok(Redirect::to(&to).into_response()),
        None => Ok(again(&person, &view, &at, &then, &outcome).await),
    }
}

/// Adds a row to those that were sent, or takes one away, when its button was pressed.
pub(crate) fn rows(typed: &mut RawAnswers, add: Option<&str>, drop: Option<&str>) -> bool {
    if let Some(group) = add {
        let rows = typed.entry(listing(group)).or_default();
        let next = rows.iter().filter_map(|row| row.parse::<u32>().ok()).max().map_or(0, |last| last.saturating_add(1));
        rows.push(next.to_string());
        // None of its fields was seen yet, so that each begins with its prefill.
        typed.insert(listing(&format!("{group}.{next}")), vec![String::new()]);
    }
    if let Some((group, row)) = drop.and_then(|place| place.rsplit_once('.')) {
        typed.entry(listing(group)).or_default().retain(|other| other != row);
    }
    add.is_some() || drop.is_some()
}

/// Shows the step again. An answer on it may have hidden the step itself: then one goes on.
async fn again(person: &Person, view: &DraftView, at: &WhichStep, then: &After, outcome: &Outcome) -> Response {
    let Some(step) = view.step(&at.step) else {
        return Redirect::to(&person.links().draft(at.draft)).into_response();
    };
    let wrong = !outcome.faults.is_empty() || !outcome.files.is_empty();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    person.page_with(status, StepPage::of(person, view, step, then, outcome)).await
}

/// Attaches the files of the form one by one, and says what is wrong with those that will not do.
async fn attach(person: &Person, at: &WhichStep, upload: &mut Upload) -> Result<BTreeMap<String, String>, Problem> {
    let mut wrong = BTreeMap::new();
    while let Some(part) = upload.next().await? {
        let Part::File { name, incoming, .. } = part else { continue };
        let file = incoming.name.clone();
        person.desk().pace(Paced::Upload).await?;
        match person.desk().attach(at.draft, &name, incoming).await {
            Ok(()) => {}
            Err(Refused::File(rejected)) => {
                wrong.insert(name, show::rejected(&rejected, &file, person.tongue()));
            }
            Err(Refused::Full) => {
                wrong.insert(name, person.tongue().say("file-no-space"));
            }
            Err(refused) => return Err(refused.into()),
        }
    }
    Ok(wrong)
}

/// Takes a file off the draft when its button was pressed. One that is gone already is no fault.
async fn detach(person: &Person, at: &WhichStep, pressed: Option<String>) -> Result<bool, Problem> {
    let Some((field, blob)) = pressed.as_deref().and_then(|pressed| pressed.split_once(':')) else { return Ok(false) };
    let blob: BlobId = blob.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    match person.desk().detach(at.draft, field, blob).await {
        Ok(()) | Err(Refused::NotFound) => Ok(true),
        Err(refused) => Err(refused.into()),
    }
}

/// The step after this one; after the last, the answers are checked.
fn after(visit: &Visit, view: &DraftView, step: &str) -> String {
    let steps = view.form().shown_steps(&view.draft.answers);
    let order = |id: &Id| view.workflow.steps.iter().position(|step| step.id == *id);
    let here = order(&Id::from(step));
    let next = steps.iter().find(|step| order(&step.id) > here);
    next.map_or_else(|| visit.links().check(view.draft.id), |step| visit.links().step(view.draft.id, &step.id))
}

impl After {
    fn is_check(&self) -> bool {
        self.then == "check"
    }

    /// Where one goes from a step that will do. What a changed answer newly asks for comes before the check.
    fn next(&self, visit: &Visit, view: &DraftView, step: &str) -> String {
        if !self.is_check() {
            return after(visit, view, step);
        }
        let (links, id) = (visit.links(), view.draft.id);
        view.next_step().map_or_else(|| links.check(id), |step| links.change(id, &step.id))
    }
}

impl Newer {
    pub(super) fn of(view: &DraftView, links: &Links) -> Self {
        Self { newer: view.newer.is_some().then(|| links.renew(view.draft.id)) }
    }
}

impl Outcome {
    fn will_do(&self) -> bool {
        self.faults.is_empty() && self.files.is_empty() && self.revealed.is_empty()
    }
}

impl StepPage {
    fn of(person: &Person, view: &DraftView, step: &Step, then: &After, outcome: &Outcome) -> Self {
        let (links, tongue) = (person.links(), person.tongue());
        let (id, answers) = (view.draft.id, &view.draft.answers);
        let form = view.form();
        let explain = person.desk().explain(&view.workflow, view.draft.organisation, tongue.locale());
        let shown = form.page(step, answers, &outcome.typed);
        let ends = shown.iter().any(|shown| matches!(shown.field.field_type, FieldType::Stop));
        let look = FormView {
            typed: &outcome.typed,
            faults: &outcome.faults,
            definition: person.portal().definition(),
            tongue,
        };
        let mut fields = look.fields(&shown, &step.fields);
        for (field, shown) in fields.iter_mut().zip(&shown) {
            field.blank = blank(person, shown.field);
            field.fault = outcome.files.get(&field.name).cloned().or(field.fault.take());
        }
        let steps = form.shown_steps(answers);
        let here = steps.iter().position(|found| found.id == step.id).unwrap_or_default();
        let named = |place: &Id| fields.iter().find_map(|field| field.at(place.as_str()));
        let new = outcome.revealed.iter().filter_map(named);
        let new = new.map(|field| Fault { field: field.id.clone(), text: field.label.clone() }).collect();
        Self {
            kind: tongue.text(&view.workflow.label).to_owned(),
            explain: explain.filter(|_| here == 0),
            label: tongue.text(&step.label).to_owned(),
            back: match then.is_check() {
                true => Some(links.check(id)),
                false => here.checked_sub(1).map(|before| links.step(id, &steps[before].id)),
            },
            steps: links_of(person, view, &steps, here),
            action: if then.is_check() { links.change(id, &step.id) } else { links.step(id, &step.id) },
            overview: (view.workflow.steps.len() > 1).then(|| links.steps(id)),
            draft: Newer::of(view, links),
            discard: links.discard(id),
            summary: fields.iter().flat_map(FieldView::faults).collect(),
            revealed: new,
            home: ends.then(|| links.home()),
            fields,
            expires: tongue.day(view.draft.expires),
        }
    }
}

/// Where the blank is of which a field asks for a copy.
fn blank(visit: &Visit, field: &Field) -> Option<String> {
    let FieldType::Document { kind, .. } = &field.field_type else { return None };
    visit.portal().definition().kinds.get(kind)?.model.as_ref()?;
    Some(visit.links().blank(kind))
}

fn links_of(visit: &Visit, view: &DraftView, steps: &[&Step], here: usize) -> Vec<StepLink> {
    let state = |place: usize| match place.cmp(&here) {
        std::cmp::Ordering::Less => "past",
        std::cmp::Ordering::Equal => "here",
        std::cmp::Ordering::Greater => "ahead",
    };
    let link = |(place, step): (usize, &&Step)| StepLink {
        label: visit.tongue().text(&step.label).to_owned(),
        url: visit.links().step(view.draft.id, &step.id),
        state: state(place),
    };
    steps.iter().enumerate().map(link).collect()
}

impl Page for StepPage {
    const TEMPLATE: &'static str = "step.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let step = |label: &str, state| StepLink { label: label.to_owned(), url: "/drafts/1".to_owned(), state };
        let fresh = Self {
            kind: "Request a quote".to_owned(),
            explain: Some("Tell us what you need. It takes about ten minutes.".to_owned()),
            label: "Your need".to_owned(),
            steps: vec![step("Your need", "here"), step("Your project", "ahead"), step("Documents", "ahead")],
            action: "/drafts/1/steps/need".to_owned(),
            back: None,
            overview: Some("/drafts/1/steps".to_owned()),
            draft: Newer { newer: None },
            discard: "/drafts/1/discard".to_owned(),
            fields: show::sample::fields(tongue, false),
            summary: Vec::new(),
            revealed: Vec::new(),
            expires: show::sample::day(tongue),
            home: None,
        };
        let fields = show::sample::fields(tongue, true);
        let wrong = Self {
            summary: fields.iter().flat_map(FieldView::faults).collect(),
            fields,
            explain: None,
            back: Some("/drafts/1/steps/need".to_owned()),
            steps: vec![step("Your need", "past"), step("Your project", "here"), step("Documents", "ahead")],
            ..fresh.clone()
        };
        let revealed = vec![Fault { field: "f-contract".to_owned(), text: "Contract number".to_owned() }];
        let home = Some("/".to_owned());
        let stopped = Self { fields: show::sample::stopped(), home, ..fresh.clone() };
        let newer = Newer { newer: Some("/drafts/1/renew".to_owned()) };
        vec![fresh.clone(), wrong, Self { revealed, draft: newer, ..fresh }, stopped]
    }
}
