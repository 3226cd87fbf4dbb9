//! A form of several steps as a list of tasks: how far each step is, and where one goes on.

use axum::response::{IntoResponse, Redirect, Response};
use portal_core::{
    definition::{InProject, Step},
    form::{DraftView, StepState},
};
use serde::Serialize;

use super::{DraftRow, Which};
use crate::{page::Page, path::At, problem::Problem, tongue::Tongue, visit::Person};

/// The list of steps.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewPage {
    /// The draft.
    pub draft: DraftRow,
    /// What kind of request it will be.
    pub kind: String,
    /// Its steps.
    pub steps: Vec<StepRow>,
    /// Where one goes on.
    pub next: NextStep,
    /// Where one checks the answers and sends them, once every step is done.
    pub check: Option<String>,
}

/// A step in the list.
#[derive(Clone, Debug, Serialize)]
pub struct StepRow {
    /// Its heading.
    pub label: String,
    /// Its page; none while it cannot be filled in.
    pub url: Option<String>,
    /// How far it is, as a class: `done`, `team` (to be completed) or `soft`.
    pub tag: &'static str,
    /// The same in words.
    pub state: String,
}

/// Where one goes on.
#[derive(Clone, Debug, Serialize)]
pub struct NextStep {
    /// What comes next.
    pub label: String,
    /// Its page.
    pub url: String,
}

/// Where the draft goes on: at its first step while nothing was saved, and in a form of one step; else at the list.
pub(crate) async fn go_on(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    let view = person.desk().draft(draft).await?;
    let links = person.links();
    let url = match view.next_step() {
        _ if view.workflow.steps.len() > 1 && !view.is_untouched() => links.steps(draft),
        Some(step) => links.step(draft, &step.id),
        None => links.check(draft),
    };
    Ok(Redirect::to(&url).into_response())
}

pub(crate) async fn show(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    let view = person.desk().draft(draft).await?;
    Ok(person.page(OverviewPage::of(&person, &view)).await)
}

impl OverviewPage {
    fn of(person: &Person, view: &DraftView) -> Self {
        let (links, tongue, id) = (person.links(), person.tongue(), view.draft.id);
        let progress = view.progress();
        let row = |(step, state): &(&Step, StepState)| {
            let open = matches!(state, StepState::Done | StepState::ToDo);
            StepRow {
                label: tongue.text(&step.label).to_owned(),
                url: open.then(|| links.step(id, &step.id)),
                tag: tag(*state),
                state: state_of(*state, tongue),
            }
        };
        let check = NextStep { label: tongue.say("check-title"), url: links.check(id) };
        let step = |step: &Step| NextStep { label: tongue.text(&step.label).to_owned(), url: links.step(id, &step.id) };
        let is_open = |(_, state): &(&Step, StepState)| matches!(state, StepState::ToDo | StepState::NotYet);
        Self {
            draft: DraftRow::of(view, links, tongue),
            kind: tongue.text(&view.workflow.label).to_owned(),
            steps: project(person, view).into_iter().chain(progress.iter().map(row)).collect(),
            check: (!progress.iter().any(is_open)).then(|| check.url.clone()),
            next: view.next_step().map_or(check, step),
        }
    }
}

/// The project as the first of the steps, where there may be one.
fn project(person: &Person, view: &DraftView) -> Option<StepRow> {
    let state = match (view.workflow.project, &view.project, view.has_no_project()) {
        (InProject::None, ..) => return None,
        (_, _, true) => StepState::ToDo,
        _ => StepState::Done,
    };
    let tongue = person.tongue();
    let label = view.project.as_ref().map_or_else(|| tongue.say("project-none"), |project| project.name.clone());
    let label = tongue.say_with("project-is", &[("name", label.as_str().into())]);
    let url = Some(person.links().draft_project(view.draft.id));
    Some(StepRow { label, url, tag: tag(state), state: state_of(state, tongue) })
}

fn tag(state: StepState) -> &'static str {
    match state {
        StepState::Done => "done",
        StepState::ToDo => "team",
        StepState::NotYet | StepState::NotNeeded => "soft",
    }
}

fn state_of(state: StepState, tongue: &Tongue) -> String {
    match state {
        StepState::Done => tongue.say("step-done"),
        StepState::ToDo => tongue.say("step-todo"),
        StepState::NotYet => tongue.say("step-not-yet"),
        StepState::NotNeeded => tongue.say("step-not-needed"),
    }
}

impl Page for OverviewPage {
    const TEMPLATE: &'static str = "steps.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let row = |label: &str, url: Option<&str>, state| StepRow {
            label: label.to_owned(),
            url: url.map(str::to_owned),
            tag: tag(state),
            state: state_of(state, tongue),
        };
        let going = Self {
            draft: DraftRow::sample(tongue),
            kind: "Request a quote".to_owned(),
            steps: vec![
                row("Your need", Some("/drafts/1/steps/need"), StepState::Done),
                row("Your project", Some("/drafts/1/steps/project"), StepState::ToDo),
                row("Your site", None, StepState::NotYet),
                row("Your old contract", None, StepState::NotNeeded),
            ],
            next: NextStep { label: "Your project".to_owned(), url: "/drafts/1/steps/project".to_owned() },
            check: None,
        };
        let ready = Self {
            draft: DraftRow { newer: None, ..going.draft.clone() },
            steps: vec![going.steps[0].clone(), row("Your project", Some("/drafts/1/steps/project"), StepState::Done)],
            next: NextStep { label: tongue.say("check-title"), url: "/drafts/1/check".to_owned() },
            check: Some("/drafts/1/check".to_owned()),
            ..going.clone()
        };
        vec![going, ready]
    }
}
