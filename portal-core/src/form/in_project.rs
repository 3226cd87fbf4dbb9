//! The project that a request will belong to: asked before the form, kept by the draft, changed until it is sent.

use super::{Draft, FieldFault, Reason};
use crate::{
    Desk, Refused,
    definition::{InProject, RequestType},
    id::{DraftId, Id, OrganisationId, ProjectId},
    identity::Permission,
    project::Project,
    store::{Changes, Expect, ProjectFilter, Record, Subject},
};

/// What somebody said of the project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Nothing yet.
    #[default]
    Unsaid,
    /// It belongs to none of them.
    NoneOfThem,
    /// It belongs to this one.
    In(ProjectId),
}

/// What is to be asked before a form is begun.
#[derive(Clone, Debug)]
pub struct AskedProject {
    /// The type that is begun.
    pub request_type: std::sync::Arc<RequestType>,
    /// For whom.
    pub organisation: OrganisationId,
    /// The projects that may be chosen, by name.
    pub projects: Vec<Project>,
    /// Whether one must be chosen.
    pub required: bool,
}

impl AskedProject {
    /// What goes without saying: none where there are none, the only one where one is needed.
    pub fn goes_without_saying(&self) -> Option<Choice> {
        match (self.required, self.projects.as_slice()) {
            (false, []) => Some(Choice::NoneOfThem),
            (true, [only]) => Some(Choice::In(only.id)),
            _ => None,
        }
    }
}

impl Desk<'_> {
    /// What is to be asked of the project before a type is begun; `None`: its requests belong to none.
    ///
    /// # Errors
    /// As [`Desk::drafts_like`].
    pub async fn asked_project(
        &self,
        request_type: &str,
        organisation: Option<OrganisationId>,
    ) -> Result<Option<AskedProject>, Refused> {
        let offer = self.offer(request_type, organisation)?;
        let Some(required) = self.asks_project(&offer.request_type, offer.organisation) else { return Ok(None) };
        let organisation = offer.organisation;
        let projects = self.projects_to_choose(organisation).await?;
        Ok(Some(AskedProject { request_type: offer.request_type, organisation, projects, required }))
    }

    /// What may be chosen for a draft instead of its project; `None`: its request belongs to none.
    ///
    /// # Errors
    /// As [`Desk::draft`].
    pub async fn other_projects(&self, id: DraftId) -> Result<Option<AskedProject>, Refused> {
        let view = self.draft(id).await?;
        let Some(required) = self.asks_project(&view.workflow, view.draft.organisation) else { return Ok(None) };
        let organisation = view.draft.organisation;
        let projects = self.projects_to_choose(organisation).await?;
        Ok(Some(AskedProject { request_type: view.workflow, organisation, projects, required }))
    }

    /// Says to which project the request of a draft will belong.
    ///
    /// # Errors
    /// [`Refused::NotHere`] when its requests belong to none, [`Refused::Answers`] for a project that cannot be chosen,
    /// or none where one is needed; [`Refused::Stale`] when the draft changed since it was seen ([`Desk::seeing`]).
    pub async fn choose_project(&self, id: DraftId, choice: Choice) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let view = self.draft(id).await?;
            self.saw(view.draft.version)?;
            let mut draft = view.draft;
            if view.workflow.project == InProject::None {
                return Err(Refused::NotHere);
            }
            let chosen = self.chosen(choice, &view.workflow, draft.organisation).await?;
            draft.project = chosen.map(|project| project.id);
            draft.edited = self.now();
            draft.expires = super::edit_draft::expiry(draft.edited);
            let loaded = Expect::Loaded(draft.version);
            let mut changes = Changes::new();
            changes.write(Record::Draft(draft), loaded);
            if self.commit(Subject::Draft(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// The open projects of an organisation that the viewer may begin something in, by name; at most 100.
    async fn projects_to_choose(&self, organisation: OrganisationId) -> Result<Vec<Project>, Refused> {
        let filter = ProjectFilter { open: Some(true), organisation: Some(organisation), text: None };
        let mut found = self.store.projects(&self.sees(), &filter, None, 100).await?.rows;
        found.retain(|project| self.may_choose(project, organisation));
        found.sort_by_cached_key(|project| (project.name.to_lowercase(), project.id));
        Ok(found)
    }

    /// Whether the viewer, who sees a project, may begin something in it for an organisation.
    fn may_choose(&self, project: &Project, organisation: OrganisationId) -> bool {
        let begins = self.viewer.scope(Permission::RequestOpen).begins(organisation, Some(project.id));
        project.organisation == organisation && project.is_open() && begins
    }

    /// Whether a project must be named: where the type says so, and for somebody whose reach is one of projects alone.
    /// `None`: the requests of the type belong to none.
    pub fn asks_project(&self, workflow: &RequestType, organisation: OrganisationId) -> Option<bool> {
        match workflow.project {
            InProject::None => None,
            InProject::Optional => Some(!self.viewer.scope(Permission::RequestOpen).begins(organisation, None)),
            InProject::Required => Some(true),
        }
    }

    /// The project that is meant, if it can be chosen. Where nothing was said, the only one that must be.
    pub(super) async fn chosen(
        &self,
        choice: Choice,
        workflow: &RequestType,
        organisation: OrganisationId,
    ) -> Result<Option<Project>, Refused> {
        let Some(required) = self.asks_project(workflow, organisation) else { return Ok(None) };
        if let (false, Choice::Unsaid | Choice::NoneOfThem) = (required, choice) {
            return Ok(None);
        }
        // One that is named need not be among the first hundred.
        if let Choice::In(id) = choice {
            let found = self.store.project(&self.sees(), id).await?;
            let found = found.filter(|project| self.may_choose(project, organisation));
            return found.map(Some).ok_or_else(|| fault(Reason::NotAnOption));
        }
        let mut projects = self.projects_to_choose(organisation).await?;
        match (choice, projects.len()) {
            (Choice::Unsaid, 1) => Ok(projects.pop()),
            _ => Err(fault(Reason::Required)),
        }
    }

    /// The project of a draft that is being sent.
    ///
    /// # Errors
    /// [`Refused::Answers`] when it cannot be chosen any more, or one is needed.
    pub(crate) async fn project_of(&self, draft: &Draft, workflow: &RequestType) -> Result<Option<Project>, Refused> {
        self.chosen(said(draft), workflow, draft.organisation).await
    }

    /// The project of a draft, as long as it can be chosen.
    pub(super) async fn shown_project(
        &self,
        draft: &Draft,
        workflow: &RequestType,
    ) -> Result<(Option<Project>, Option<FieldFault>), Refused> {
        match self.project_of(draft, workflow).await {
            Ok(project) => Ok((project, None)),
            Err(Refused::Answers(mut faults)) => Ok((None, faults.pop())),
            Err(refused) => Err(refused),
        }
    }
}

fn said(draft: &Draft) -> Choice {
    draft.project.map_or(Choice::NoneOfThem, Choice::In)
}

fn fault(reason: Reason) -> Refused {
    Refused::Answers(vec![FieldFault { step: Id::from(""), field: Id::from("project"), reason }])
}
