//! What to do, where things stand, what changed since the last visit. Nothing that triggers no decision.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use chrono::TimeDelta;

use crate::{
    Desk, Refused,
    definition::RequestType,
    document::Document,
    form::DraftView,
    id::{AccountId, Id, ProjectId, RequestId},
    identity::Side,
    project::{Progress, Project},
    request::{Answered, Event, Task},
    store::{Filter, Order, ProjectFilter, Summary},
};

/// A client's start page.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// Open tasks that the viewer can do, what is due soonest first.
    pub mine: Vec<(Task, Summary)>,
    /// Open client tasks that only colleagues can do.
    pub colleagues: Vec<(Task, Summary)>,
    /// Requests that are not over, where something happened last first; at most 50.
    pub ongoing: Vec<Summary>,
    /// Forms that were not sent yet.
    pub drafts: Vec<DraftView>,
    /// What others did since the last visit (a month at most), newest first.
    pub news: Vec<(Event, Summary)>,
    /// The latest documents; at most five.
    pub documents: Vec<(Document, Summary)>,
    /// The newest open projects; at most six.
    pub projects: Vec<Project>,
    /// How far they are.
    pub progress: HashMap<ProjectId, Progress>,
    /// Names of those who appear.
    pub names: HashMap<AccountId, String>,
    /// The forms and workflows of the requests, by definition and type.
    pub workflows: HashMap<(String, Id), Arc<RequestType>>,
    /// What was answered in them, where their texts name it.
    pub answered: HashMap<RequestId, Answered>,
}

impl Desk<'_> {
    /// The viewer's start page.
    pub async fn dashboard(&self) -> Result<Dashboard, Refused> {
        let sees = self.sees();
        let month = self.now() - TimeDelta::days(30);
        let since = self.viewer.seen.map_or(month, |seen| seen.max(month));
        let tasks = self.store.open_tasks(&sees, Side::Client).await?;
        let (mine, colleagues) = tasks.into_iter().partition(|(task, summary)| self.can_do_listed(task, summary));
        let open = Filter { open: Some(true), order: Order::Activity, ..Filter::default() };
        let ongoing = self.store.requests(&sees, &open, None, 50).await?.rows;
        let news = self.store.news(&sees, &self.reads(), Side::Client, since).await?;
        let documents = self.store.documents(&self.reads(), None, None, 5).await?.rows;
        let projects = ProjectFilter { open: Some(true), ..ProjectFilter::default() };
        let projects = self.store.projects(&sees, &projects, None, 6).await?.rows;
        let progress = self.project_progress(&projects).await?;
        let names = self.names(news.iter().filter_map(|(event, _)| event.actor)).await?;
        let mut page = Dashboard {
            mine,
            colleagues,
            ongoing,
            drafts: self.drafts().await?,
            news,
            documents,
            projects,
            progress,
            names,
            workflows: HashMap::new(),
            answered: HashMap::new(),
        };
        page.workflows = self.workflows(page.summaries()).await?;
        page.answered = self.answered(&page.told()).await?;
        Ok(page)
    }

    /// The forms and workflows that the requests of a list keep.
    pub async fn workflows<'s>(
        &self,
        summaries: impl IntoIterator<Item = &'s Summary>,
    ) -> Result<HashMap<(String, Id), Arc<RequestType>>, Refused> {
        let mut workflows = HashMap::new();
        for summary in summaries {
            let key = (summary.definition.clone(), summary.request_type.clone());
            if let Entry::Vacant(free) = workflows.entry(key) {
                free.insert(self.workflow(summary).await?);
            }
        }
        Ok(workflows)
    }

    pub(crate) fn can_do_listed(&self, task: &Task, summary: &Summary) -> bool {
        crate::request::doer(self.viewer, task, &summary.facts(Side::Client))
    }
}

impl Dashboard {
    /// The requests of which a task or the status is explained.
    fn told(&self) -> Vec<(&Summary, Option<&Task>)> {
        let tasks = self.mine.iter().chain(&self.colleagues).map(|(task, summary)| (summary, Some(task)));
        tasks.chain(self.ongoing.iter().map(|summary| (summary, None))).collect()
    }

    fn summaries(&self) -> impl Iterator<Item = &Summary> {
        let of_news = self.news.iter().map(|(_, summary)| summary);
        let of_documents = self.documents.iter().map(|(_, summary)| summary);
        self.told().into_iter().map(|(summary, _)| summary).chain(of_news).chain(of_documents)
    }
}
