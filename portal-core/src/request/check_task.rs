//! What the team does with a task that a client handed in: accepts it, or gives parts of it back. And doing without one.

use super::{Moment, life::Life, move_request::written};
use crate::{
    Desk, Refused,
    id::{RequestId, TaskId},
    identity::{Permission, Side},
    refused::Missing,
    request::{Task, TaskState},
    store::{Dossier, Expect, Subject},
};

/// What the team decides about a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything will do.
    Accept,
    /// These parts will not, each with its reason, which the client reads.
    GiveBack(Vec<(usize, String)>),
    /// It is not needed any more, and why.
    Waive(String),
}

impl Desk<'_> {
    /// Decides about a task for the team. Gives the request it belongs to.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without the permission to work requests, [`Refused::NotHere`] when the task does not wait
    /// for this, [`Refused::Missing`] without a reason, [`Refused::Stale`] when the task changed since it was seen
    /// ([`Desk::seeing`]).
    pub async fn check_task(&self, id: TaskId, verdict: &Verdict) -> Result<RequestId, Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load_of_task(id).await?;
            self.must(Permission::RequestProcess, &loaded.dossier)?;
            let task = super::close_task::find(&loaded, id)?;
            self.saw(task.version)?;
            let (version, request) = (loaded.dossier.request.version, loaded.dossier.request.id);
            let staff = self.staff(&loaded.workflow, &loaded.dossier.request.facts(Side::Client)).await?;
            let moment = Moment { staff: staff.as_ref(), ..self.moment(&loaded.workflow) };
            let life = decided(moment, &loaded.dossier, task, verdict)?;
            if self.commit(Subject::Task(id), life.into_changes(Expect::Loaded(version)), &mut tries).await? {
                return Ok(request);
            }
        }
    }
}

/// The rule: what is decided about a task, if it may be.
pub(crate) fn decided<'a>(
    moment: Moment<'a>,
    dossier: &Dossier,
    task: &Task,
    verdict: &Verdict,
) -> Result<Life<'a>, Refused> {
    let mut life = Life::new(moment, dossier.clone());
    let reason = |text: &str| match written("reason", text)? {
        empty if empty.is_empty() => Err(Refused::Missing(Missing::Text("reason"))),
        reason => Ok(reason),
    };
    match verdict {
        Verdict::Waive(why) if task.is_unfinished() => life.waive(task.id, reason(why)?),
        Verdict::Accept if task.state == TaskState::Checking => life.accept(task.id),
        Verdict::GiveBack(parts) if task.state == TaskState::Checking => {
            let wrong = parts.is_empty() || parts.iter().any(|(at, _)| *at >= task.items.len());
            if wrong {
                return Err(Refused::Missing(Missing::Text("reason")));
            }
            let reasons: Result<Vec<_>, Refused> = parts.iter().map(|(at, why)| Ok((*at, reason(why)?))).collect();
            life.give_back(task.id, &reasons?);
        }
        _ => return Err(Refused::NotHere),
    }
    Ok(life)
}
