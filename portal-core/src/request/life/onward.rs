//! How a request goes on by itself, and who must act.

use super::Life;
use crate::{
    definition::{Move, Status, Trigger, WaitsFor},
    id::Id,
    identity::Side,
    request::{Task, TaskState},
};

/// How many moves may follow one another by themselves in one act: a ring of them would never end.
const MOST_HOPS: u8 = 10;

impl Life<'_> {
    /// The client wrote.
    pub fn heard(&mut self) {
        self.go_on(|on| *on == Trigger::Message);
    }

    /// A connector told of a status of theirs.
    pub fn told(&mut self, connector: &Id, word: &str) {
        self.go_on(|on| matches!(on, Trigger::Connector { connector: of, word: is } if of == connector && is == word));
    }

    /// A deadline that had passed when it was set: no time to come would wake the request for it.
    pub(super) fn already_late(&mut self) {
        if self.late_at().is_some_and(|late| late <= self.now()) {
            self.go_on(|on| *on == Trigger::Late);
        }
    }

    /// Nothing that the status waits for is left to do.
    pub(super) fn all_done(&mut self) {
        if !self.waits_for_tasks() {
            self.go_on(|on| *on == Trigger::TasksDone);
        }
    }

    /// Whether a required task of this status is not over, or was refused: then not all is done.
    pub(super) fn waits_for_tasks(&self) -> bool {
        let since = self.dossier.request.since;
        let here = |task: &Task| task.opened >= since;
        let lacking = |task: &Task| match task.state {
            TaskState::Refused => here(task),
            _ => task.is_unfinished() && (!task.stays || here(task)),
        };
        self.tasks().iter().any(|task| task.required && lacking(task))
    }

    /// Takes the first move in the file that this sets off.
    pub(super) fn go_on(&mut self, sets_off: impl Fn(&Trigger) -> bool) {
        let workflow = self.moment.workflow;
        let goes = |found: &Move| {
            found.from.contains(&self.dossier.request.status)
                && found.on.as_ref().is_some_and(&sets_off)
                && self.allows(found)
        };
        if self.hops < MOST_HOPS
            && let Some((id, found)) = workflow.moves.iter().find(|(_, found)| goes(found))
        {
            self.hops += 1;
            self.make(id, found);
        }
    }

    /// Whether the `when` of a move holds.
    pub fn allows(&self, made: &Move) -> bool {
        made.when.as_ref().is_none_or(|when| when.holds(&self.facts()))
    }

    /// Works out who must act and by when, from the status and its tasks.
    pub(super) fn settle(&mut self) {
        let request = &self.dossier.request;
        let status = &self.moment.workflow.statuses[&request.status];
        let waiting = |task: &&Task| task.is_open() && task.required;
        let client = self.tasks().iter().filter(waiting).any(|task| task.side == Side::Client);
        let waits_for = waits_for(status, client);
        let asked = self.tasks().iter().filter(waiting).filter_map(|task| task.due).max();
        let request = &mut self.dossier.request;
        request.waits_for = waits_for;
        if waits_for == WaitsFor::Client && status.ends.is_none() {
            request.due = asked.or(request.due);
        }
    }
}

/// Who must act in a status, when the client has (or has not) a required task open.
pub fn waits_for(status: &Status, client_must: bool) -> WaitsFor {
    match status.waits_for {
        _ if status.ends.is_some() => WaitsFor::Nobody,
        WaitsFor::Tasks if client_must => WaitsFor::Client,
        WaitsFor::Tasks => WaitsFor::Team,
        fixed => fixed,
    }
}
