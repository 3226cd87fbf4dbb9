//! Filling in the form of a script step by step, and sending it.

use chrono::{DateTime, Utc};

use super::player::{Player, answers, told};
use crate::{
    Desk,
    definition::{Step, Written},
    form::{Answers, DraftView, FieldType, ProjectChoice, Value},
    id::{DraftId, Id, OrganisationId, RequestId},
    request::Submit,
    simulate::{Played, first_time},
    store::ProjectFilter,
};

impl Player<'_> {
    /// Begins the form, fills it in, and sends it.
    pub(super) async fn submit(&self) -> Played<RequestId> {
        let script = self.script;
        let organisation = self.cast.organisations.get(&script.organisation);
        let organisation = *organisation.ok_or_else(|| format!("nobody of `{}` is there", script.organisation))?;
        let desk = self.desk(&script.opener)?;
        let project = match &script.project {
            Some(project) => self.project(&desk, organisation, project).await?,
            None => ProjectChoice::NoneOfThem,
        };
        let draft = desk.start_draft_for(&self.workflow.id, organisation, project).await.map_err(told)?;
        for step in &self.workflow.steps {
            let view = desk.draft(draft).await.map_err(told)?;
            if view.step(step.id.as_str()).is_some() {
                self.fill(draft, step, &view).await?;
            }
        }
        desk.submit(&Submit { draft }).await.map(|receipt| receipt.request).map_err(told)
    }

    /// A project of the demo as the portal knows it: by its name.
    async fn project(&self, desk: &Desk<'_>, organisation: OrganisationId, id: &Id) -> Played<ProjectChoice> {
        let of_demo = self.show.demo.organisations.values().find_map(|company| company.projects.get(id));
        let name = &of_demo.ok_or_else(|| format!("no project is called `{id}`"))?.name;
        let filter = ProjectFilter { open: Some(true), organisation: Some(organisation), text: Some(name.clone()) };
        let found = desk.projects(&filter, None, 100).await.map_err(told)?.rows;
        let found = found.into_iter().find(|project| project.name == *name);
        found.map(|project| ProjectChoice::In(project.id)).ok_or_else(|| format!("the project `{id}` is not there"))
    }

    /// Fills in a step: what is typed, then the files, for which some fields show only then.
    async fn fill(&self, draft: DraftId, step: &Step, view: &DraftView) -> Played<()> {
        let desk = self.desk(&self.script.opener)?;
        let raw = self.sent(&self.typed(step, view)?);
        let files = step.fields.iter().filter_map(|field| match self.script.answers.get(&field.id) {
            Some(Written::Files(paths)) => Some((&field.id, paths)),
            _ => None,
        });
        let files: Vec<_> = files.collect();
        if !files.is_empty() {
            desk.keep_step(draft, step.id.as_str(), &raw).await.map_err(told)?;
        }
        for (field, paths) in files {
            for path in paths {
                desk.attach(draft, field.as_str(), self.file(path)?).await.map_err(told)?;
            }
        }
        let (_, read) = desk.save_step(draft, step.id.as_str(), &raw).await.map_err(told)?;
        if read.faults.is_empty() { Ok(()) } else { Err(answers(&read.faults)) }
    }

    /// What somebody types on a step: what the script says, beside what was there already.
    fn typed(&self, step: &Step, view: &DraftView) -> Played<Answers> {
        let mut typed = Answers::new();
        for field in &step.fields {
            let written = self.script.answers.get_key_value(&field.id);
            let value = match (&field.field_type, written) {
                (_, Some((_, Written::Files(_)))) => None,
                (FieldType::Slot { of }, Some((_, Written::Day(day)))) => {
                    let known = known(view, &typed);
                    let slot = of.choose(&view.form().known(&known)).cloned().ok_or("no slot is asked for")?;
                    let from: DateTime<Utc> = self.reading().from(*day);
                    Some(Value::Slot(first_time(&field.id, slot, &view.environment, from)?))
                }
                (_, Some((id, written))) => {
                    let one = [(id.clone(), written.clone())].into_iter().collect();
                    self.reading().answers(&one, [field])?.swap_remove(&field.id)
                }
                (_, None) => view.draft.answers.get(&field.id).cloned(),
            };
            typed.extend(value.map(|value| (field.id.clone(), value)));
        }
        Ok(typed)
    }
}

fn known(view: &DraftView, typed: &Answers) -> Answers {
    view.draft.answers.clone().into_iter().chain(typed.clone()).collect()
}
