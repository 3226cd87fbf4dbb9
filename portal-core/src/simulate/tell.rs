//! What an act came to, line by line, and whom it tells.

use url::Url;

use super::{
    people::Somebody,
    player::{Player, Stage},
    report::{Line, What},
};
use crate::{
    id::{Id, TaskId},
    notification::{Delivery, Occasion, compose, expand},
    request::{Event, Happening, Life, Task, TaskAction, TaskState},
    store::{Act, Dossier, Outgoing},
};

impl Player<'_> {
    pub(super) fn tell(&mut self, what: What) {
        self.lines.push(Line { at: self.now, what });
    }

    /// Says who does something.
    pub(super) fn acts(&mut self, by: &Somebody, does: &str) {
        self.tell(What::Act { by: Some(by.account.name.clone()), does: does.to_owned() });
    }

    /// Ends an act.
    pub(super) fn done(&mut self, life: Life<'_>) -> Dossier {
        let (dossier, events) = life.into_parts();
        for event in &events {
            if let Some(what) = self.happened(event, &dossier) {
                self.tell(what);
            }
        }
        if !events.is_empty() {
            self.mails(&Act { events, dossier: dossier.clone() });
        }
        dossier
    }

    fn happened(&self, event: &Event, dossier: &Dossier) -> Option<What> {
        let task = |id: &TaskId| dossier.tasks.iter().find(|task| task.id == *id);
        let closed = |id: &TaskId, state| Some(What::Closed { task: name(task(id)?), state });
        match &event.what {
            Happening::Submitted { status } | Happening::Moved { to: status, .. } => Some(self.status(status, dossier)),
            Happening::Assigned { owner } => {
                Some(What::Owner { owner: owner.and_then(|owner| self.stage.people.name(owner)) })
            }
            Happening::TaskOpened { task: id } | Happening::TaskReturned { task: id } => {
                let task = task(id)?;
                let (label, side, due) = (self.label(task), task.side, task.due);
                Some(What::Opened { task: name(task), label, side, due })
            }
            Happening::TaskDone { task } => closed(task, TaskState::Done),
            Happening::TaskRefused { task } => closed(task, TaskState::Refused),
            Happening::TaskWaived { task } => closed(task, TaskState::Waived),
            Happening::TaskEnded { task } => closed(task, TaskState::Ended),
            Happening::TaskHandedIn { task } => closed(task, TaskState::Checking),
            Happening::DocumentShared { document } => {
                let found = dossier.documents.iter().find(|found| found.id == *document)?;
                Some(What::Shared { document: found.kind.clone() })
            }
            _ => None,
        }
    }

    fn status(&self, status: &Id, dossier: &Dossier) -> What {
        let (workflow, request) = (self.stage.workflow, &dossier.request);
        let shown = workflow.statuses.get(workflow.shown(status));
        let label = shown.map_or("", |status| status.label.get(self.locale())).to_owned();
        // An act may go through several statuses: only the last is known whole.
        let last = request.status == *status;
        let fixed = workflow.statuses.get(status).map_or(request.waits_for, |status| status.waits_for);
        What::Status {
            status: status.clone(),
            label,
            waits_for: if last { request.waits_for } else { fixed },
            ended: request.ended.filter(|_| last),
            due: request.due.filter(|_| last && request.ended.is_none()),
        }
    }

    fn locale(&self) -> &str {
        self.stage.definition.locales.first().map_or("en", String::as_str)
    }

    fn label(&self, task: &Task) -> String {
        let template = task.template.as_ref().and_then(|id| self.stage.workflow.tasks.get(id));
        let kind = |id: &Id| self.stage.definition.kinds.get(id).map(|kind| kind.label.get(self.locale()).to_owned());
        let asked = || task.items.iter().filter_map(|item| kind(&item.kind)).collect::<Vec<_>>().join(", ");
        template.map_or_else(asked, |template| template.label.get(self.locale()).to_owned())
    }

    /// The letters that an act causes, by the rules in force.
    fn mails(&mut self, act: &Act) {
        let moment = self.moment(None);
        let candidates = self.stage.people.candidates(act.dossier.request.organisation);
        for delivery in expand(&moment, act, &candidates) {
            let mail = self.mail(act, delivery);
            mail.into_iter().for_each(|mail| self.tell(mail));
        }
    }

    fn mail(&self, act: &Act, delivery: Delivery) -> Option<What> {
        let Stage { definition, workflow, people, ref wording, .. } = *self.stage;
        let to = people.find(delivery.recipient)?;
        let event = act.events.iter().find(|event| event.id == delivery.event)?.clone();
        let task = event.what.object().and_then(|id| act.dossier.tasks.iter().find(|task| task.id.0 == id)).cloned();
        let document = event.what.document().and_then(|id| act.dossier.documents.iter().find(|found| found.id == id));
        let document = document.cloned();
        let rule = delivery.rule.clone();
        let outgoing = Outgoing {
            delivery,
            account: to.account.clone(),
            memberships: to.memberships.clone(),
            actor: event.actor.and_then(|actor| people.name(actor)),
            event,
            task,
            document,
            requester: people.name(act.dossier.request.opened_by).unwrap_or_default(),
            owner: act.dossier.request.owner.and_then(|owner| people.name(owner)),
            request: act.dossier.request.clone(),
            organisation: act.dossier.organisation.clone(),
            project: act.dossier.project.clone(),
        };
        let base_url = Url::parse("https://portal.example/").expect("a plain address");
        let (base_url, outgoing, viewer) = (&base_url, &outgoing, &to.viewer);
        let letter = compose(&Occasion { definition, workflow, wording, base_url, outgoing, viewer });
        Some(What::Mail { to: to.account.name.clone(), rule, subject: letter.subject })
    }
}

/// What a task is called in a script: its template, or the word for its kind where the team opened it by hand.
pub(crate) fn name(task: &Task) -> Id {
    let kind = || match task.action {
        TaskAction::Provide => "provide",
        TaskAction::Answer => "answer",
        TaskAction::Correct => "correct",
        TaskAction::ApproveDocument | TaskAction::ApproveRequest => "approve",
        TaskAction::Read => "read",
        TaskAction::Reply => "reply",
        TaskAction::Book => "book",
        TaskAction::Do => "do",
    };
    task.template.clone().unwrap_or_else(|| Id::from(kind()))
}
