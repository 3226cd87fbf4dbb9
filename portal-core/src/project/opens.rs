//! The requests that a kind of project opens: they begin with the project, each as if its form had been sent.

use std::collections::BTreeMap;

use super::Project;
use crate::{
    Desk, Refused,
    definition::{Opening, ProjectKind},
    form::{Form, NobodyKnown, Reading},
    id::{AccountId, Reference},
    identity::{Facts, Organisation, Side},
    portal::broken,
    request::{Beginning, Life, Moment, begin, new_request},
    store::{Changes, Dossier, Expect},
};

/// Who opens the requests of a project, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Opener {
    /// Their requester.
    pub contact: AccountId,
    /// Who did it; `None`: the portal itself.
    pub actor: Option<AccountId>,
}

impl Desk<'_> {
    /// What is written so that a project that is being made has its requests.
    pub(super) async fn opened(
        &self,
        project: &Project,
        kind: &ProjectKind,
        organisation: &Organisation,
        opener: Opener,
    ) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        for opening in &kind.opens {
            changes.extend(self.open_one(opening, project, organisation, opener).await?);
        }
        Ok(changes)
    }

    async fn open_one(
        &self,
        opening: &Opening,
        project: &Project,
        organisation: &Organisation,
        opener: Opener,
    ) -> Result<Changes, Refused> {
        let definition = self.definition();
        let found = definition.requests.get(&opening.request);
        let workflow = found.ok_or_else(|| broken("a project opens a request type that there is not"))?;
        let environment = self.around_form(organisation, Some(project), workflow, None).await?;
        let form = Form::new(&workflow.steps, &environment);
        let calendar = definition.calendars.values().next().expect("a checked definition has a calendar");
        let (ids, zone) = (self.parts().ids.as_ref(), definition.time_zone);
        let reading = Reading { people: &NobodyKnown, ids, now: project.created, zone, calendar };
        let written = reading.answers(&opening.answers, workflow.fields());
        let mut answers = form.prefill();
        answers.extend(written.map_err(|_| broken("what a project answers does not fit the form"))?);
        let answers = form.settle(&answers);
        let known = form.known(&answers);
        let queue = workflow.queue.choose(&known).cloned().expect("the last case of a checked type always holds");
        let facts = Facts {
            organisation: organisation.id,
            request: None,
            request_type: Some(&opening.request),
            project: Some(project.id),
            queue: Some(&queue),
            opened_by: opener.contact,
            owner: None,
            audience: Side::Client,
            paper: None,
        };
        let staff = self.staff(workflow, &facts).await?;
        let moment = Moment { staff: staff.as_ref(), actor: opener.actor, ..self.moment(workflow) };
        let random = u64::from_le_bytes(ids.secret()[..8].try_into().expect("eight of 32 bytes"));
        let start = workflow.start(&known).clone();
        let beginning = Beginning {
            organisation: organisation.id,
            project: Some(project.id),
            opened_by: opener.contact,
            definition: definition.hash.to_string(),
            queue: queue.clone(),
            start: start.clone(),
        };
        let request = new_request(&moment, beginning, answers.clone(), Reference::new(&workflow.prefix, random));
        let mut life = Life::new(
            moment,
            Dossier {
                request,
                organisation: organisation.clone(),
                project: Some(project.clone()),
                tasks: Vec::new(),
                documents: Vec::new(),
                bookings: Vec::new(),
                visits: BTreeMap::new(),
            },
        );
        begin(&mut life, &moment, &start, &known);
        if let Some(due) = opening.due.filter(|_| life.request().ended.is_none()) {
            let due = life.end_of(project.created, due);
            life.request_mut().due = Some(due);
        }
        Ok(life.into_changes(Expect::New))
    }
}
