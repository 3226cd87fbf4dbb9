//! Doing a task, and checking one that was handed in.

use super::{
    act::will_do,
    people::Somebody,
    player::{Played, Player, unfinished},
    tell::name,
};
use crate::{
    Refused,
    definition::PlayedTask,
    form::{self, Reopened},
    identity::{Permission, Side},
    request::{
        Approval, Life, Task, TaskState, Verdict, answered, asks, checked, complete, decide, doer, keep, open_fields,
    },
    store::Dossier,
};

impl Player<'_> {
    /// Does a task, or decides about one that was handed in.
    pub(super) fn close(&mut self, played: &PlayedTask, dossier: Dossier) -> Played<Dossier> {
        let PlayedTask { by: who, name: id, .. } = played;
        let by = self.somebody(who)?;
        let found = dossier.tasks.iter().rev().find(|task| task.is_unfinished() && name(task) == *id).cloned();
        let task = found.ok_or_else(|| format!("no task `{id}` is open; these are: {}", unfinished(&dossier.tasks)))?;
        match task.state {
            TaskState::Checking => self.check(played, by, &task, &dossier),
            TaskState::Open if doer(&by.viewer, &task, &dossier.request.facts(Side::Client)) => {
                self.do_it(played, by, &task, dossier)
            }
            TaskState::Open => Err(format!("`{who}` cannot do the task `{id}`")),
            _ => Err(format!("the task `{id}` waits for others")),
        }
    }

    fn check(&mut self, played: &PlayedTask, by: &Somebody, task: &Task, dossier: &Dossier) -> Played<Dossier> {
        let id = &played.name;
        let works = by.viewer.scope(Permission::RequestProcess).admits(&dossier.request.facts(Side::Client));
        if !works {
            return Err(format!("the task `{id}` was handed in, and `{}` does not check it", played.by));
        }
        let verdict = match (played.approve, &played.reason) {
            (Some(true), _) => Verdict::Accept,
            (Some(false), Some(reason)) => {
                let reason = self.reason(dossier, by, reason);
                Verdict::GiveBack((0..task.items.len()).map(|at| (at, reason.clone())).collect())
            }
            _ => return Err(format!("`{id}` was handed in: say `approve`, and a `reason` where it is given back")),
        };
        self.acts(by, &format!("{} the task {id}", if verdict == Verdict::Accept { "accepts" } else { "gives back" }));
        let by = self.somebody(&played.by)?;
        let life = checked(self.moment(Some(by)), dossier, task, &verdict);
        life.map(|life| self.done(life)).map_err(|refused| cannot(id, &refused))
    }

    fn do_it(&mut self, played: &PlayedTask, by: &Somebody, task: &Task, dossier: Dossier) -> Played<Dossier> {
        let id = &played.name;
        let approval = match (played.approve, &played.reply) {
            (Some(true), _) => Approval::Approve,
            (Some(false), _) => {
                let reason = played.reason.as_ref().map(|reason| self.reason(&dossier, by, reason));
                Approval::Refuse(reason.unwrap_or_default())
            }
            (None, Some(reply)) => Approval::Reply(reply.clone()),
            (None, None) => Approval::Done,
        };
        let does = match &approval {
            Approval::Approve => "approves",
            Approval::Refuse(_) => "refuses",
            Approval::Reply(_) => "replies to",
            Approval::Book(_) => "books",
            Approval::Done if played.book.is_some() => "books",
            Approval::Done | Approval::Answers(_) => "does",
        };
        self.acts(by, &format!("{does} the task {id}"));
        let by = self.somebody(&played.by)?;
        let mut life = Life::new(self.moment(Some(by)), dossier);
        for document in self.documents(&played.documents, life.request().id, by, Some(task.side))? {
            let (kind, added) = (document.kind.clone(), document.id);
            life.add(document);
            life.edit_task(task.id, |task| {
                task.items.iter_mut().filter(|item| item.kind == kind).for_each(|item| item.documents.push(added));
            });
        }
        if asks(task) {
            self.answer(played, by, task, &mut life)?;
            life.close(task.id, Ok(()));
        } else if let Some(day) = played.book {
            let at = self.reading().moment(day);
            life.edit_task(task.id, |task| task.items.iter_mut().for_each(|item| item.booked = Some(at)));
            life.close(task.id, Ok(()));
        } else {
            let task = life.tasks().iter().find(|found| found.id == task.id).unwrap_or(task).clone();
            let outcome = decide(&task, &approval).map_err(|refused| cannot(id, &refused))?;
            if let Approval::Reply(text) = &approval {
                let audience = if self.stage.workflow.client_sees(&task) { Side::Client } else { Side::Team };
                life.say(audience, by.account.id, text.clone());
            }
            life.close(task.id, outcome);
        }
        Ok(self.done(life))
    }
}

impl Player<'_> {
    /// Puts the answers that a task asks for among those of the request.
    fn answer(&self, played: &PlayedTask, by: &Somebody, task: &Task, life: &mut Life<'_>) -> Played<()> {
        let (id, workflow) = (&played.name, self.stage.workflow);
        let sent = self.reading().answers(&played.answers, workflow.asked())?;
        let mut environment = self.environment(by, life.request().organisation);
        complete(&mut environment, workflow.asked(), &life.facts());
        // Whoever opens the page sees what was answered before, and sends it again beside what they change.
        let before = life.request().answers.clone();
        let typed = before.clone().into_iter().chain(sent.clone()).collect();
        let raw = form::as_sent(&typed, environment.zone);
        let form = Reopened::new(workflow.asking(), open_fields(task, &[]), &environment);
        let (answers, items) = match answered(&form, task, &raw, &before) {
            Err(Refused::Answers(faults)) => return will_do(&faults),
            done => done.map_err(|refused| cannot(id, &refused))?,
        };
        if let Some(other) = sent.keys().find(|field| sent.get(*field) != answers.get(*field)) {
            return Err(format!("the task `{id}` does not open `{other}`"));
        }
        keep(life, workflow, task.id, answers, items);
        Ok(())
    }
}

fn cannot(id: &crate::id::Id, refused: &Refused) -> String {
    format!("the task `{id}` cannot be closed so: {refused}")
}
