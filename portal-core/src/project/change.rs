//! Changing a project, closing it, and opening it again.

use super::{Project, ProjectForm, ProjectState, make::fault_of_name};
use crate::{
    Desk, Refused,
    audit::Action,
    form::{FieldFault, RawAnswers, one_line},
    id::ProjectId,
    identity::Permission,
    store::{Changes, Expect, Record, Subject},
};

/// What somebody changes.
#[derive(Clone, Debug)]
pub struct ChangeProject {
    /// What people call it.
    pub name: String,
    /// The fields of its kind, as typed; what is left out is emptied.
    pub fields: RawAnswers,
}

impl Desk<'_> {
    /// Changes the name and the fields of a project.
    ///
    /// # Errors
    /// [`Refused::NotFound`] out of sight, [`Refused::Forbidden`] without `project.manage` there, [`Refused::Answers`] with
    /// every field that will not do, [`Refused::Stale`] when the project changed since it was seen ([`Desk::seeing`]).
    pub async fn change_project(&self, id: ProjectId, input: &ChangeProject) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let project = self.managed_project(id).await?;
            let organisation = self.organisation(project.organisation).await?;
            let name = one_line(&input.name);
            let mut faults: Vec<FieldFault> = fault_of_name(&name).into_iter().collect();
            let fields = match self.definition().projects.get(&project.kind) {
                Some(kind) => {
                    let form = ProjectForm::new(self, kind, &organisation, project.fields.clone()).await?;
                    let (fields, wrong) = form.read(&input.fields);
                    faults.extend(wrong);
                    fields
                }
                // A kind that the definition lost: what is known stays as it is.
                None => project.fields.clone(),
            };
            if !faults.is_empty() {
                return Err(Refused::Answers(faults));
            }
            let changed = Project { name, fields, ..project };
            if self.wrote_project(changed, Action::ProjectChanged, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// Closes a project: nothing new is opened in it, and what is there goes on.
    ///
    /// # Errors
    /// As [`Desk::change_project`]; [`Refused::NotHere`] when it is closed already.
    pub async fn close_project(&self, id: ProjectId) -> Result<(), Refused> {
        self.turn_project(id, ProjectState::Closed, Action::ProjectClosed).await
    }

    /// Opens a closed project again.
    ///
    /// # Errors
    /// As [`Desk::change_project`]; [`Refused::NotHere`] when it is open.
    pub async fn reopen_project(&self, id: ProjectId) -> Result<(), Refused> {
        self.turn_project(id, ProjectState::Open, Action::ProjectReopened).await
    }

    async fn turn_project(&self, id: ProjectId, state: ProjectState, action: Action) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let project = self.managed_project(id).await?;
            if project.state == state {
                return Err(Refused::NotHere);
            }
            if self.wrote_project(Project { state, ..project }, action, &mut tries).await? {
                return Ok(());
            }
        }
    }

    async fn wrote_project(
        &self,
        project: Project,
        action: Action,
        tries: &mut crate::desk::Tries,
    ) -> Result<bool, Refused> {
        let (id, loaded) = (project.id, Expect::Loaded(project.version));
        let mut changes = Changes::new();
        changes.audit(self.entry(action).of(project.organisation).on(project.id.0));
        changes.write(Record::Project(project), loaded);
        self.commit(Subject::Project(id), changes, tries).await
    }

    /// A project that the viewer may change, with its fields to be filled in; of a kind that the definition lost, none.
    ///
    /// # Errors
    /// As [`Desk::change_project`].
    pub async fn project_form(&self, id: ProjectId) -> Result<(Project, Option<ProjectForm>), Refused> {
        let project = self.managed_project(id).await?;
        let organisation = self.organisation(project.organisation).await?;
        let form = match self.definition().projects.get(&project.kind) {
            Some(kind) => Some(ProjectForm::new(self, kind, &organisation, project.fields.clone()).await?),
            None => None,
        };
        Ok((project, form))
    }

    /// A project that the viewer may change, as they saw it.
    async fn managed_project(&self, id: ProjectId) -> Result<Project, Refused> {
        let manages = self.viewer.scope(Permission::ProjectManage);
        let seen = self.store.project(&self.sees(), id).await?;
        let project = match seen {
            Some(project) => project,
            None => self.store.project(&manages, id).await?.ok_or(Refused::NotFound)?,
        };
        if !manages.holds_project(&project) {
            return Err(Refused::Forbidden);
        }
        self.saw(project.version)?;
        Ok(project)
    }
}
