//! Checking the answers of a draft, and sending it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    definition::InProject,
    form::{DraftView, FieldFault},
    identity::Paced,
    request::Submit,
};
use serde::Serialize;

use super::Which;
use crate::{
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show::{self, AnswerRow, AnswerStep},
    tongue::Tongue,
    visit::{Person, Visit},
};

/// The page where one checks before sending.
#[derive(Clone, Debug, Serialize)]
pub struct CheckPage {
    /// What kind of request it is.
    pub kind: String,
    /// The answers, with where to change them.
    pub steps: Vec<AnswerStep>,
    /// Where sending goes.
    pub action: String,
    /// The last step.
    pub back: String,
    /// All its steps, when it has several.
    pub overview: Option<String>,
    /// Where it is begun anew, when a newer version of its form exists.
    pub draft: super::step::Newer,
    /// Where it is thrown away.
    pub discard: String,
    /// Why personal data is asked.
    pub purpose: Option<String>,
    /// What will not do yet; each leads to its step.
    pub faults: Vec<Fault>,
}

pub(crate) async fn show(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    let view = person.desk().draft(draft).await?;
    let faults = view.faults();
    Ok(person.page(CheckPage::of(&person, &view, &faults)).await)
}

pub(crate) async fn send(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    person.desk().pace(Paced::Submit).await?;
    match person.desk().submit(&Submit { draft }).await {
        Ok(receipt) => Ok(Redirect::to(&person.links().receipt(receipt.request)).into_response()),
        Err(Refused::Answers(faults)) => {
            let view = person.desk().draft(draft).await?;
            let page = CheckPage::of(&person, &view, &faults);
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

impl CheckPage {
    fn of(visit: &Visit, view: &DraftView, faults: &[FieldFault]) -> Self {
        let (links, tongue) = (visit.links(), visit.tongue());
        let (id, answers) = (view.draft.id, &view.draft.answers);
        let shown = view.form().shown_steps(answers);
        let step = |step: &&portal_core::definition::Step| {
            let fields = view.form().shown_fields(step, answers);
            show::answer_step(step, fields.into_iter(), answers, tongue, Some(&links.change(id, &step.id)))
        };
        let fault = |fault: &FieldFault| {
            if fault.step == "" && fault.field == "project" {
                let label = tongue.say("project");
                return Fault { field: links.draft_project(id), text: show::field_fault(fault, &label, tongue) };
            }
            let url = format!("{}#{}", links.change(id, &fault.step), show::control(fault.field.as_str()));
            let label = show::place_label(view.workflow.fields(), fault.field.as_str(), tongue);
            Fault { field: url, text: show::field_fault(fault, &label, tongue) }
        };
        Self {
            kind: tongue.text(&view.workflow.label).to_owned(),
            steps: project(visit, view).into_iter().chain(shown.iter().map(step)).collect(),
            action: links.check(id),
            back: shown.last().map_or_else(|| links.requests(), |step| links.step(id, &step.id)),
            overview: (view.workflow.steps.len() > 1).then(|| links.steps(id)),
            draft: super::step::Newer::of(view, links),
            discard: links.discard(id),
            purpose: view.workflow.purpose.as_ref().map(|text| tongue.text(text).to_owned()),
            faults: faults.iter().map(fault).collect(),
        }
    }
}

/// The project as the first of the answers, where there may be one.
fn project(visit: &Visit, view: &DraftView) -> Option<AnswerStep> {
    let label = (view.workflow.project != InProject::None).then(|| visit.tongue().say("project"))?;
    let text = view.project.as_ref().map(|project| project.name.clone());
    let change = Some(visit.links().draft_project(view.draft.id));
    let row = AnswerRow { label: label.clone(), text, files: Vec::new(), table: None, change: change.clone() };
    Some(AnswerStep { label, change, rows: vec![row] })
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "check.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let ready = Self {
            kind: "Request a quote".to_owned(),
            steps: show::sample::answers(),
            action: "/drafts/1/check".to_owned(),
            back: "/drafts/1/steps/documents".to_owned(),
            overview: Some("/drafts/1/steps".to_owned()),
            draft: super::step::Newer { newer: None },
            discard: "/drafts/1/discard".to_owned(),
            purpose: Some("To prepare your quote and to reach you about it.".to_owned()),
            faults: Vec::new(),
        };
        let text = tongue.say_with("fault-required", &[("field", "Brief".into())]);
        let faults = vec![Fault { field: "/drafts/1/steps/documents#f-brief".to_owned(), text }];
        let newer = super::step::Newer { newer: Some("/drafts/1/renew".to_owned()) };
        vec![Self { faults, purpose: None, draft: newer, ..ready.clone() }, ready]
    }
}
