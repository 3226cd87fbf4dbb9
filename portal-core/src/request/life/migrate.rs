//! A request that goes on with a newer version of its form and workflow, as its publication says. It does not leave its
//! status: what it waits for goes on, unless the newer workflow does not know it.

use super::Life;
use crate::{
    definition::{RequestType, WhoWord, plan::Moving, plan::moving},
    id::{Id, TaskId},
    identity::Side,
    request::{Happening, Task, TaskAction, TaskState},
    store::Expect,
};

/// What a publication moves.
#[derive(Clone, Copy)]
pub(crate) struct Migration<'a> {
    /// The hash of the version that is published.
    pub(crate) published: &'a str,
    /// The form and workflow that the request kept so far.
    pub(crate) kept: &'a RequestType,
    /// What is moved.
    pub(crate) moves: &'a [Moving],
}

impl Life<'_> {
    /// Moves the request as far as the publication says, and logs by which of its moves. Gives whether anything was.
    pub(crate) fn migrate(&mut self, migration: Migration<'_>) -> bool {
        let mut made = Vec::new();
        let moves = migration.moves;
        let request = &mut self.dossier.request;
        let queue = moving::queue_after(moves, &request.queue).clone();
        if queue != request.queue {
            made.push(format!("queue.{}={queue}", request.queue));
            request.queue = queue;
        }
        let (request_type, from) = (request.request_type.clone(), request.status.clone());
        if let Some(to) =
            moving::status_after(moves, &request_type, &from).filter(|_| request.definition != migration.published)
        {
            made.push(format!("{request_type}.{from}={to}"));
            migration.published.clone_into(&mut request.definition);
            self.go_on_in(migration.kept, &from, to);
        }
        made.extend(self.rename_kinds(moves));
        made.extend(self.rename_roles(moves));
        if made.is_empty() {
            return false;
        }
        made.sort();
        made.dedup();
        self.log(Side::Team, Happening::Migrated { definition: migration.published.to_owned(), moves: made });
        true
    }

    /// Goes on in a status of the newer workflow.
    fn go_on_in(&mut self, kept: &RequestType, from: &Id, to: &Id) {
        let workflow = self.moment.workflow;
        let status = workflow.statuses.get(to).expect("the plan was made: the newer workflow has the status");
        let goes_on = |task: &Task| match &task.template {
            Some(template) => workflow.tasks.contains_key(template) && (task.stays || status.opens.contains(template)),
            None => true,
        };
        let ending: Vec<TaskId> =
            self.tasks().iter().filter(|task| task.is_unfinished() && !goes_on(task)).map(|task| task.id).collect();
        for task in ending {
            self.end_task(task, TaskState::Ended, None, Happening::TaskEnded { task });
        }
        let since = self.dossier.request.since;
        if from != to {
            let same_words = kept.statuses.get(kept.shown(from)).map(|was| &was.label)
                == workflow.statuses.get(workflow.shown(to)).map(|is| &is.label);
            let audience = if same_words { Side::Team } else { Side::Client };
            let by = Id::from("published");
            self.log(audience, Happening::Moved { by, from: from.clone(), to: to.clone() });
            self.dossier.request.status = to.clone();
            self.dossier.request.since = self.moment.now;
            self.dossier.request.due = status.due.as_ref().and_then(|due| self.deadline(due));
        }
        let there = |life: &Self, template: &Id| {
            let of = |task: &&Task| task.template.as_ref() == Some(template);
            life.tasks().iter().filter(of).any(|task| task.is_unfinished() || task.opened >= since)
        };
        let missing: Vec<&Id> = status.opens.iter().filter(|template| !there(self, template)).collect();
        self.plan(missing.into_iter());
        self.settle();
    }

    fn rename_kinds(&mut self, moves: &[Moving]) -> Vec<String> {
        let mut made = Vec::new();
        for document in &mut self.dossier.documents {
            let kind = moving::kind_after(moves, &document.kind).clone();
            if kind != document.kind {
                self.documents.entry(document.id).or_insert(Expect::Loaded(document.version));
                made.push(format!("kind.{}={kind}", document.kind));
                document.kind = kind;
            }
        }
        let names_kinds = |task: &&mut Task| matches!(task.action, TaskAction::Provide | TaskAction::ApproveDocument);
        let unfinished = self.dossier.tasks.iter_mut().filter(|task| task.is_unfinished());
        for task in unfinished.filter(names_kinds) {
            for item in &mut task.items {
                let kind = moving::kind_after(moves, &item.kind).clone();
                if kind != item.kind {
                    self.tasks.entry(task.id).or_insert(Expect::Loaded(task.version));
                    made.push(format!("kind.{}={kind}", item.kind));
                    item.kind = kind;
                }
            }
        }
        made
    }

    fn rename_roles(&mut self, moves: &[Moving]) -> Vec<String> {
        let mut made = Vec::new();
        for task in self.dossier.tasks.iter_mut().filter(|task| task.is_unfinished()) {
            for word in &mut task.by {
                let WhoWord::Role(role) = word else { continue };
                let after = moving::role_after(moves, role).clone();
                if after != *role {
                    self.tasks.entry(task.id).or_insert(Expect::Loaded(task.version));
                    made.push(format!("role.{role}={after}"));
                    *role = after;
                }
            }
        }
        made
    }
}
