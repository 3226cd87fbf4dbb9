//! Sending the form, and making a move by hand.

use std::collections::BTreeMap;

use super::{
    people::Somebody,
    player::{Played, Player, Stage},
    why::Why,
};
use crate::{
    clock::Ids,
    definition::{PlayedAsk, PlayedDocument, PlayedMove, RequestType, Script, end_of_day},
    document::{Document, FileVersion},
    form::{Answers, Environment, FieldFault, Form, Requirement, Value},
    id::{DocumentId, Id, OrganisationId, Reference, Version},
    identity::{Permission, Side},
    project::Project,
    request::{AskedFor, Beginning, Life, MoveRequest, Particulars, Words, begin, may_make, moved, new_request},
    store::Dossier,
};

impl Player<'_> {
    /// Sends the form.
    pub(super) fn submit(&mut self, script: &Script) -> Played<Dossier> {
        let (by, workflow) = (self.somebody(&script.opener)?, self.stage.workflow);
        let organisation = self.stage.people.organisations.get(&script.organisation);
        let mut organisation = organisation.ok_or_else(|| format!("there is no `{}`", script.organisation))?.clone();
        organisation.attributes = self.attributes(&script.organisation);
        let may = by.viewer.scope(Permission::RequestOpen);
        let project = script.project.as_ref().and_then(|id| self.project(id));
        let reached = may.begins(organisation.id, project.as_ref().map(|project| project.id));
        let openings = Some(self.openings());
        let mut environment = Environment { openings, ..self.environment(by, organisation.id) };
        environment.facts.extend(project.iter().flat_map(Project::facts));
        let form = Form::new(&workflow.steps, &environment);
        let offered = workflow.offered_when.as_ref().is_none_or(|when| when.holds(&form.known(&Answers::new())));
        if !reached || !offered {
            return Err(format!("`{}` is not offered to `{}`", workflow.id, script.opener));
        }
        let mut answers = form.prefill();
        answers.extend(self.reading().answers(&script.answers, workflow.fields())?);
        self.choose_times(script, &environment, &mut answers)?;
        let answers = form.settle(&answers);
        if let Some(id) = script.answers.keys().find(|id| !answers.contains_key(*id)) {
            return Err(format!("`{id}` is answered, and is not asked here"));
        }
        will_do(&form.check(&answers))?;
        let known = form.known(&answers);
        let queue = workflow.queue.choose(&known).cloned().ok_or("no queue takes it")?;
        self.stage.staff.get_or_init(|| self.stage.people.staff(script, &queue));
        let start = workflow.start(&known).clone();
        let beginning = Beginning {
            organisation: organisation.id,
            project: project.as_ref().map(|project| project.id),
            opened_by: by.account.id,
            definition: self.stage.definition.hash.to_string(),
            queue,
            start: start.clone(),
        };
        let moment = self.moment(Some(by));
        let reference = Reference::new(&workflow.prefix, 1);
        let request = new_request(&moment, beginning, answers.clone(), reference);
        let (bookings, visits) = (self.bookings(&request), BTreeMap::new());
        let (tasks, documents) = (Vec::new(), Vec::new());
        self.acts(by, "sends the request");
        let mut life =
            Life::new(moment, Dossier { request, organisation, project, tasks, documents, bookings, visits });
        begin(&mut life, &moment, &start, &known);
        Ok(self.done(life))
    }

    /// What is known around a form.
    pub(super) fn environment(&self, by: &Somebody, organisation: OrganisationId) -> Environment {
        let (stage, zone) = (self.stage, self.stage.definition.time_zone);
        let account = ["account", "account.name", "account.first_name", "account.email", "account.role"];
        let account = account.map(|name| (name.to_owned(), by.viewer.fact(name, organisation)));
        let mut facts: BTreeMap<String, Value> =
            account.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let company = stage.people.organisations.iter().find(|(_, company)| company.id == organisation);
        if let Some((id, company)) = company {
            facts.insert("organisation.name".to_owned(), Value::Text(company.name.clone()));
            let attributes = self.attributes(id).into_iter();
            facts.extend(attributes.map(|(id, value)| (format!("organisation.{id}"), value)));
        }
        let today = self.now.with_timezone(&zone).date_naive();
        let people = Some(stage.people.named(organisation));
        Environment { now: self.now, today, zone, facts, people, openings: None }
    }

    /// A project with what the demo says of it.
    fn project(&self, id: &Id) -> Option<Project> {
        let of_demo = self.stage.demo.organisations.values().find_map(|company| company.projects.get(id))?;
        let fields = &self.stage.definition.projects.get(&of_demo.kind)?.fields;
        let fields = self.reading().answers(&of_demo.fields, fields).ok()?;
        Some(Project { fields, ..self.stage.people.projects.get(id)?.clone() })
    }

    /// What the demo says of a company.
    fn attributes(&self, company: &Id) -> Answers {
        let written = self.stage.demo.organisations.get(company).map(|company| &company.attributes);
        let fields = self.stage.definition.attributes.organisation.values().map(|attribute| &attribute.field);
        written.and_then(|written| self.reading().answers(written, fields).ok()).unwrap_or_default()
    }

    /// Makes a move.
    pub(super) fn make(&mut self, played: &PlayedMove, dossier: Dossier) -> Played<Dossier> {
        let PlayedMove { by: who, name: id, .. } = played;
        let (by, workflow) = (self.somebody(who)?, self.stage.workflow);
        let made = workflow.moves.get(id).ok_or_else(|| format!("there is no move `{id}`"))?;
        let moment = self.moment(Some(by));
        if !may_make(&by.viewer, made, &moment, &dossier) {
            return Err(format!("`{who}` may not make the move `{id}`"));
        }
        let mut fields = dossier.request.team_answers.clone();
        fields.extend(self.team_answers(workflow, made, played, &dossier)?);
        let reason = played.reason.as_ref().map(|word| self.reason(&dossier, by, word)).unwrap_or_default();
        let asked =
            played.asks.iter().map(|PlayedAsk { kind, name }| AskedFor { kind: kind.clone(), name: name.clone() });
        let asked = asked.collect();
        let zone = self.stage.definition.time_zone;
        let due = played.due.map(|due| end_of_day(self.reading().date(due), zone));
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (comment, note, by_id) = (text(&played.comment), text(&played.note), id.to_string());
        let input = MoveRequest { by: by_id, comment, note, reason, asked, ..MoveRequest::default() };
        self.acts(by, &format!("makes the move {id}"));
        let stood = dossier.request.status.clone();
        let mut life = Life::new(moment, dossier);
        for document in self.documents(&played.documents, life.request().id, by, None)? {
            life.add(document);
        }
        match moved(life, id, made, &input, fields, by.account.id, due) {
            Ok(life) => Ok(self.done(life)),
            Err(refused) => Err(format!("the move `{id}` cannot be made from `{stood}`: {refused}")),
        }
    }

    /// The team's answers that go with a move, checked as its page checks them.
    fn team_answers(
        &self,
        workflow: &RequestType,
        made: &crate::definition::Move,
        played: &PlayedMove,
        dossier: &Dossier,
    ) -> Played<Answers> {
        let needed = workflow.needed(made, &dossier.request.team_answers);
        if let Some(id) = played.fields.keys().find(|id| !needed.iter().any(|field| field.id == **id)) {
            return Err(format!("the move `{}` does not ask for the field `{id}`", played.name));
        }
        let answers = self.reading().answers(&played.fields, &needed)?;
        match needed
            .iter()
            .find(|field| matches!(field.required, Requirement::Always) && !answers.contains_key(&field.id))
        {
            Some(field) => Err(format!("the move `{}` needs the field `{}`", played.name, field.id)),
            None => Ok(answers),
        }
    }

    /// A usual reason by its id, in the first language, as it is given by somebody; or a reason in own words.
    pub(super) fn reason(&self, dossier: &Dossier, by: &Somebody, word: &str) -> String {
        let Stage { workflow, definition, people, .. } = self.stage;
        let Some(usual) = workflow.reasons.get(word) else { return word.to_owned() };
        let locale = definition.locales.first().map_or("en", String::as_str);
        let names = people.names();
        let about = Particulars::known(dossier, &names, &by.viewer).for_client();
        Words { live: definition, kept: workflow, locale }.say(&usual.text, &about)
    }

    /// Documents as somebody adds them; seen by `shown`, or as their kinds begin.
    pub(super) fn documents(
        &self,
        played: &[PlayedDocument],
        request: crate::id::RequestId,
        by: &Somebody,
        shown: Option<Side>,
    ) -> Played<Vec<Document>> {
        let (reading, stage) = (self.reading(), self.stage);
        let organisation = stage.people.organisations[&stage.script.organisation].id;
        let document = |PlayedDocument { kind: id, file, fields }: &PlayedDocument| {
            let kind = stage.definition.kinds.get(id).ok_or_else(|| format!("there is no kind `{id}`"))?;
            let file = reading.file(file);
            let audience = shown.unwrap_or(if kind.starts_internal { Side::Team } else { Side::Client });
            let (name, size, media_type) = (file.name.clone(), file.size, file.media_type);
            Ok(Document {
                id: DocumentId(stage.ids.uuid(self.now)),
                organisation,
                request,
                kind: id.clone(),
                audience,
                title: file.name,
                fields: reading.answers(fields, &kind.fields)?,
                file: FileVersion { number: 1, blob: file.blob, name, size, media_type },
                added_by: by.account.id,
                created: self.now,
                shared: (audience == Side::Client).then_some(self.now),
                version: Version::FIRST,
            })
        };
        played.iter().map(document).collect()
    }
}

/// Says which answer will not do.
pub(crate) fn will_do(faults: &[FieldFault]) -> Played<()> {
    match faults.first() {
        None => Ok(()),
        Some(FieldFault { field, reason, .. }) => Err(format!("the answer to `{field}` will not do: {}", Why(reason))),
    }
}
