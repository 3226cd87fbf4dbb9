//! Checks of a workflow as a whole: everything is reached, nobody is stuck, each refusal leads somewhere.

use std::{collections::BTreeSet, ops::Range};

use indexmap::IndexMap;

use super::{documents::Kinds, moves::Moves, reader::Reader, statuses::Statuses};
use crate::{
    definition::{Action, Cases, End, Move, Need, Status, TaskTemplate, Trigger, WaitsFor, WhoWord, code},
    id::Id,
    identity::{Role, Side},
};

/// A workflow under check.
pub(super) struct Workflow<'w> {
    pub read: Reader<'w>,
    pub statuses: &'w Statuses,
    pub moves: &'w Moves,
    pub tasks: &'w IndexMap<Id, TaskTemplate>,
    pub kinds: &'w Kinds,
    pub roles: &'w IndexMap<Id, Role>,
    pub start: &'w Cases<Id>,
}

impl Workflow<'_> {
    /// Reports what is wrong with the whole.
    pub fn check(&self) {
        for start in self.start.values() {
            let Some((first, span)) = self.statuses.get(start) else { continue };
            if first.ends.is_some() {
                self.report(&code::START_FINAL, span, format!("a request would start in `{start}`, which is final"));
            }
        }
        let reached = self.reached();
        for (id, (status, span)) in self.statuses {
            if !reached.contains(id) {
                self.report(&code::UNREACHABLE, span, format!("no move leads to `{id}`"));
            }
            if status.ends.is_none() && !self.from(id).any(|found| found.to != *id) {
                self.report(&code::NO_EXIT, span, format!("a request in `{id}` could never leave it"));
            } else if status.ends.is_none() && !self.from(id).any(|found| found.to != *id && is_exit(found)) {
                let message =
                    format!("a request leaves `{id}` by time or another system alone, which only add to that");
                self.report(&code::NO_EXIT, span, message);
            }
            let passes = |found: &Move| matches!(found.on, Some(Trigger::After(_)));
            let dated = self.can_be_late(id) || self.from(id).any(passes);
            if status.waits_for == WaitsFor::Nobody && status.ends.is_none() && !dated {
                let message = format!("`{id}` waits for nobody, until an agreed date, and has no `due`");
                self.report(&code::NO_DATE, span, message);
            }
            if status.waits_for == WaitsFor::Client && status.ends.is_none() && !self.has_something_to_do(id, status) {
                self.report(
                    &code::NOTHING_TO_DO,
                    span,
                    format!("`{id}` waits for the client and gives them nothing to do"),
                );
            }
            self.approvals(id, status, span);
        }
        for (id, (found, span)) in self.moves {
            self.can_go(id, found, span);
        }
    }

    fn report(&self, code: &code::Code, span: &Range<usize>, message: String) {
        self.read.fault(code, span, message);
    }

    fn from<'s>(&'s self, status: &'s Id) -> impl Iterator<Item = &'s Move> {
        self.moves.values().map(|(found, _)| found).filter(move |found| found.from.contains(status))
    }

    fn into<'s>(&'s self, status: &'s Id) -> impl Iterator<Item = &'s Move> {
        self.moves.values().map(|(found, _)| found).filter(move |found| found.to == *status)
    }

    fn reached(&self) -> BTreeSet<Id> {
        let mut next: Vec<&Id> = self.start.values().collect();
        let mut reached: BTreeSet<Id> = next.iter().map(|id| (*id).clone()).collect();
        while let Some(status) = next.pop() {
            next.extend(self.from(status).map(|found| &found.to).filter(|to| reached.insert((*to).clone())));
        }
        reached
    }

    fn opens_client_task(&self, status: &Status) -> bool {
        self.for_client(&status.opens)
    }

    /// Each way in asks for tasks or opens one for the client, or there is no way in.
    fn entered_with_tasks(&self, status: &Id) -> bool {
        let is_start = self.start.values().any(|start| start == status);
        let asks = |found: &Move| found.needs.contains(&Need::Tasks) || self.for_client(&found.opens);
        !is_start && self.into(status).all(asks)
    }

    /// Whether one of these is a required task of the client.
    fn for_client(&self, opened: &[Id]) -> bool {
        let mut opened = opened.iter().filter_map(|id| self.tasks.get(id));
        opened.any(|task| task.required && task.side == Side::Client)
    }

    /// Taking the request back is no way to do what it waits for.
    fn has_something_to_do(&self, id: &Id, status: &Status) -> bool {
        let withdraws =
            |found: &Move| self.statuses.get(&found.to).is_some_and(|(to, _)| to.ends == Some(End::Withdrawn));
        let offered = |found: &Move| {
            found.by.as_ref().is_some_and(|by| by.0.is_empty() || by.0.iter().any(|word| self.is_client(word)))
        };
        self.opens_client_task(status)
            || self.entered_with_tasks(id)
            || self.from(id).any(|found| offered(found) && !withdraws(found))
    }

    fn is_client(&self, word: &WhoWord) -> bool {
        word.side(self.roles).is_none_or(|side| side == Side::Client)
    }

    /// The refusal of an approval leads somewhere, and what is to be approved can be seen.
    fn approvals(&self, id: &Id, status: &Status, span: &Range<usize>) {
        let by_moves = self.into(id).flat_map(|found| &found.opens);
        let opened: BTreeSet<&Id> = status.opens.iter().chain(by_moves).collect();
        for task in opened {
            let Some(template) = self.tasks.get(task) else { continue };
            if !template.action.is_approval() {
                continue;
            }
            if !self.from(id).any(|found| found.on == Some(Trigger::TaskRefused(task.clone()))) {
                self.report(&code::REFUSAL, span, format!("when `{task}` is refused in `{id}`, nothing follows"));
            }
            let Action::ApproveDocument(kind) = &template.action else { continue };
            if self.kinds.by_id.get(kind).is_none_or(|kind| !kind.starts_internal) {
                continue;
            }
            let hidden = |(name, (found, span)): (&Id, &(Move, Range<usize>))| {
                (found.to == *id && !found.shares.contains(kind)).then(|| (name.clone(), span.clone()))
            };
            for (name, span) in self.moves.iter().filter_map(hidden) {
                let message =
                    format!("`{name}` leads to the approval of `{kind}`, which starts internal, and does not share it");
                self.report(&code::NOT_SHARED, &span, message);
            }
        }
    }

    /// Whether something says when a status is late: its `due`, or that of a required task that opens with it.
    fn can_be_late(&self, id: &Id) -> bool {
        let Some((status, _)) = self.statuses.get(id) else { return true };
        let mut opened = status.opens.iter().chain(self.into(id).flat_map(|found| &found.opens));
        let is_due = |task: &Id| self.tasks.get(task).is_some_and(|task| task.required && task.due.is_some());
        status.due.is_some() || opened.any(is_due) || self.into(id).any(|found| found.needs.contains(&Need::Tasks))
    }

    /// A move by itself waits for tasks that somebody opens.
    fn can_go(&self, id: &Id, found: &Move, span: &Range<usize>) {
        let Some(on) = &found.on else { return };
        let status = |id: &Id| self.statuses.get(id).map(|(status, _)| status);
        let opens = |task: &Id| {
            let stays = self.tasks.get(task).is_some_and(|task| task.stays);
            let opened = |status: &Status| status.opens.contains(task);
            let by_move = |from: &Id| self.into(from).any(|found| found.opens.contains(task));
            found.from.iter().filter_map(status).any(opened)
                || found.from.iter().any(by_move)
                || (stays && self.statuses.values().any(|(status, _)| opened(status)))
                || (stays && self.moves.values().any(|(found, _)| found.opens.contains(task)))
        };
        if *on == Trigger::Late && !found.from.iter().any(|from| self.can_be_late(from)) {
            let message = format!("`{id}` waits for lateness, and nothing in its `from` is due");
            self.report(&code::NEVER_GOES, span, message);
        }
        let can = match on {
            Trigger::TasksDone => found.from.iter().any(|from| {
                let required = |id: &Id| self.tasks.get(id).is_some_and(|task| task.required);
                status(from).is_some_and(|status| status.opens.iter().any(required))
                    || self
                        .into(from)
                        .any(|found| found.needs.contains(&Need::Tasks) || found.opens.iter().any(required))
            }),
            Trigger::TaskDone(task) | Trigger::TaskRefused(task) => opens(task),
            Trigger::Late | Trigger::Message | Trigger::After(_) | Trigger::Connector { .. } => true,
        };
        if !can && found.by.is_none() {
            self.report(&code::NEVER_GOES, span, format!("`{id}` waits for tasks that no status in its `from` opens"));
        }
    }
}

/// Whether somebody makes a move, or brings it about: a person, whoever does a task, a client who writes.
fn is_exit(found: &Move) -> bool {
    let brought = |on: &Trigger| {
        matches!(on, Trigger::TasksDone | Trigger::TaskDone(_) | Trigger::TaskRefused(_) | Trigger::Message)
    };
    found.by.is_some() || found.on.as_ref().is_some_and(brought)
}
