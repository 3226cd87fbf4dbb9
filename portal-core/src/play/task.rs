//! Doing a task, and checking one that was handed in.

use super::player::{Player, told};
use crate::{
    definition::PlayedTask,
    form::Answers,
    id::{RequestId, TaskId},
    request::{Approval, CloseTask, Task, TaskAction, TaskState, Verdict},
    simulate::{Played, name},
};

impl Player<'_> {
    /// Does a task, or decides about one that was handed in.
    pub(super) async fn close(&self, played: &PlayedTask, request: RequestId) -> Played<()> {
        let dossier = self.dossier(request).await?;
        let id = &played.name;
        let found = dossier.tasks.iter().rev().find(|task| task.is_unfinished() && name(task) == *id);
        let task = found.ok_or_else(|| format!("no task `{id}` is open"))?;
        let done = match task.state {
            TaskState::Checking => {
                let verdict = self.verdict(played, task).await?;
                self.desk(&played.by)?.check_task(task.id, &verdict).await.map(drop).map_err(told)
            }
            _ => self.do_it(played, task, &dossier.request.answers).await,
        };
        done.map_err(|why| format!("`{}` cannot close the task `{id}`: {why}", played.by))
    }

    async fn verdict(&self, played: &PlayedTask, task: &Task) -> Played<Verdict> {
        match (played.approve, &played.reason) {
            (Some(true), _) => Ok(Verdict::Accept),
            (Some(false), Some(_)) => {
                let reason = self.reason(&played.by, task.request, played.reason.as_ref()).await?;
                Ok(Verdict::GiveBack((0..task.items.len()).map(|at| (at, reason.clone())).collect()))
            }
            _ => Err("it was handed in: say `approve`, and a `reason` where it is given back".to_owned()),
        }
    }

    async fn do_it(&self, played: &PlayedTask, task: &Task, before: &Answers) -> Played<()> {
        let desk = self.desk(&played.by)?;
        for document in &played.documents {
            let item = task.items.iter().position(|item| item.kind == document.kind);
            let item = item.ok_or_else(|| format!("it does not ask for `{}`", document.kind))?;
            desk.provide(task.id, item, self.file(&document.file)?).await.map_err(told)?;
        }
        let approval = self.approval(played, task, before).await?;
        desk.close_task(&CloseTask { task: task.id, approval }).await.map(drop).map_err(told)
    }

    async fn approval(&self, played: &PlayedTask, task: &Task, before: &Answers) -> Played<Approval> {
        Ok(match (played.approve, &played.reply, played.book) {
            (Some(true), ..) => Approval::Approve,
            (Some(false), ..) => Approval::Refuse(self.reason(&played.by, task.request, played.reason.as_ref()).await?),
            (None, Some(reply), _) => Approval::Reply(reply.clone()),
            (None, None, Some(day)) => {
                let from = self.reading().from(day);
                Approval::Book(self.first_time(&played.by, task.id, from).await?)
            }
            (None, None, None) if matches!(task.action, TaskAction::Answer | TaskAction::Correct) => {
                let sent = self.reading().answers(&played.answers, self.workflow.asked())?;
                Approval::Answers(self.sent(&before.clone().into_iter().chain(sent).collect()))
            }
            (None, None, None) => Approval::Done,
        })
    }

    /// The first time that the task offers from a moment on.
    async fn first_time(
        &self,
        by: &crate::id::Id,
        task: TaskId,
        from: chrono::DateTime<chrono::Utc>,
    ) -> Played<chrono::DateTime<chrono::Utc>> {
        let view = self.desk(by)?.task(task).await.map_err(told)?;
        let (_, openings) = view.times.ok_or("no time is offered")?;
        let opening = openings.iter().find(|opening| opening.starts >= from).ok_or("from then on no time is free")?;
        Ok(opening.starts)
    }
}
