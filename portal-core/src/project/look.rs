//! Looking at projects: their list, and one with how far it is.

use std::{collections::HashMap, sync::Arc};

use super::{Progress, Project};
use crate::{
    Desk, Refused,
    definition::{ProjectKind, RequestType},
    document::Document,
    id::{Id, OrganisationId, ProjectId, RequestId},
    identity::{Organisation, Permission, Side},
    request::{Answered, Task},
    store::{Cursor, Filter, Order, Page, ProjectFilter, Summary},
};

/// A project with how far it is, as far as the viewer sees that.
#[derive(Clone, Debug)]
pub struct ProjectView {
    /// The project.
    pub project: Project,
    /// Whose it is.
    pub organisation: Organisation,
    /// Its kind; `None`: the definition in force does not have it any more.
    pub kind: Option<ProjectKind>,
    /// Its requests that are not over, where something happened last first; at most 50.
    pub ongoing: Vec<Summary>,
    /// How many there are, at most 100.
    pub ongoing_count: u32,
    /// Its requests that are over, where something happened last first; at most 20.
    pub over: Vec<Summary>,
    /// How many there are, at most 100.
    pub over_count: u32,
    /// Its open tasks on the client's side that the viewer can do, what is due soonest first.
    pub mine: Vec<(Task, Summary)>,
    /// Those that only others can do; with the viewer's at most 100.
    pub others: Vec<(Task, Summary)>,
    /// Its documents, newest first; at most 20.
    pub documents: Vec<(Document, Summary)>,
    /// Whether the viewer may change it.
    pub may_manage: bool,
    /// The forms and workflows of the requests, by definition and type.
    pub workflows: HashMap<(String, Id), Arc<RequestType>>,
    /// What was answered in them, where the texts of the viewer's tasks name it.
    pub answered: HashMap<RequestId, Answered>,
}

impl Desk<'_> {
    /// A page of the projects that the viewer sees, newest first, at most so many.
    pub async fn projects(
        &self,
        filter: &ProjectFilter,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Project>, Refused> {
        Ok(self.store.projects(&self.sees(), filter, after, at_most).await?)
    }

    /// How far projects are, by the requests that the viewer sees.
    pub async fn project_progress(&self, projects: &[Project]) -> Result<HashMap<ProjectId, Progress>, Refused> {
        let ids: Vec<ProjectId> = projects.iter().map(|project| project.id).collect();
        Ok(self.store.project_progress(&self.sees(), &ids).await?)
    }

    /// The organisations of projects, by id.
    pub async fn organisations_of(
        &self,
        projects: &[Project],
    ) -> Result<HashMap<OrganisationId, Organisation>, Refused> {
        let mut ids: Vec<OrganisationId> = projects.iter().map(|project| project.organisation).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = self.store.organisations(&ids).await?;
        Ok(found.into_iter().map(|organisation| (organisation.id, organisation)).collect())
    }

    /// A project alone.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer does not see it.
    pub async fn bare_project(&self, id: ProjectId) -> Result<Project, Refused> {
        self.store.project(&self.sees(), id).await?.ok_or(Refused::NotFound)
    }

    /// Whether the viewer may make projects somewhere.
    pub fn makes_projects(&self) -> bool {
        let scope = self.viewer.scope(Permission::ProjectManage);
        scope.is_all() || !scope.organisations().is_empty()
    }

    /// A project with everything its page shows.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer does not see it.
    pub async fn project(&self, id: ProjectId) -> Result<ProjectView, Refused> {
        let project = self.bare_project(id).await?;
        let organisation = self.organisation(project.organisation).await?;
        let (sees, reads) = (self.sees().within(&project), self.reads().within(&project));
        let of = |open| Filter { open: Some(open), project: Some(id), order: Order::Activity, ..Filter::default() };
        let ongoing = self.store.requests(&sees, &of(true), None, 50).await?.rows;
        let over = self.store.requests(&sees, &of(false), None, 20).await?.rows;
        let ongoing_count = self.store.count(&sees, &of(true)).await?;
        let over_count = self.store.count(&sees, &of(false)).await?;
        let tasks = self.store.open_tasks(&sees, Side::Client).await?;
        let (mine, others) = tasks.into_iter().partition(|(task, summary)| self.can_do_listed(task, summary));
        let documents = self.store.documents(&reads, None, None, 20).await?.rows;
        let may_manage = self.viewer.scope(Permission::ProjectManage).holds_project(&project);
        let kind = self.definition().projects.get(&project.kind).cloned();
        let mut view = ProjectView {
            project,
            organisation,
            kind,
            ongoing,
            ongoing_count,
            over,
            over_count,
            mine,
            others,
            documents,
            may_manage,
            workflows: HashMap::new(),
            answered: HashMap::new(),
        };
        view.workflows = self.workflows(view.summaries()).await?;
        let told: Vec<_> = view.mine.iter().map(|(task, summary)| (summary, Some(task))).collect();
        view.answered = self.answered(&told).await?;
        Ok(view)
    }
}

impl ProjectView {
    fn summaries(&self) -> impl Iterator<Item = &Summary> {
        let of_tasks = self.mine.iter().chain(&self.others).map(|(_, summary)| summary);
        let of_documents = self.documents.iter().map(|(_, summary)| summary);
        self.ongoing.iter().chain(&self.over).chain(of_tasks).chain(of_documents)
    }
}
