//! Making a project. The requests that its kind opens begin in the same commit.

use super::{LONGEST_NAME, Project, ProjectForm, ProjectState, opens::Opener};
use crate::{
    Desk, Portal, Refused,
    audit::Action,
    form::{Answers, FieldFault, RawAnswers, Reason, one_line},
    id::{AccountId, Id, OrganisationId, ProjectId, Version},
    identity::{Organisation, Permission, Seat, Viewer, is_of},
    refused::Missing,
    store::{Changes, Record, Subject},
};

/// The step of faults that are not of the fields of a kind.
pub(super) const OWN: &str = "project";

/// What somebody makes at a page or through the API.
#[derive(Clone, Debug)]
pub struct MakeProject {
    /// For whom.
    pub organisation: OrganisationId,
    /// Its kind, as the definition names it.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The fields of its kind, as typed.
    pub fields: RawAnswers,
    /// Who of the client is the requester of what it opens; needed when its kind opens anything.
    pub contact: Option<AccountId>,
}

/// What a program makes.
#[derive(Clone, Debug)]
pub struct NewProject {
    /// For whom.
    pub organisation: OrganisationId,
    /// Its kind, as the definition names it.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The fields of its kind.
    pub fields: Answers,
    /// Who of the client is the requester of what it opens; without one it opens nothing.
    pub contact: Option<AccountId>,
}

impl Desk<'_> {
    /// Makes a project, and the requests that its kind opens. Gives the project.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without `project.manage`, [`Refused::NotFound`] for an organisation out of its reach or a
    /// kind that there is not, [`Refused::Answers`] with every field that will not do; `name` and `contact` among them.
    pub async fn make_project(&self, input: &MakeProject) -> Result<ProjectId, Refused> {
        let organisation = self.makes_projects_for(input.organisation).await?;
        let (id, kind) = self.definition().projects.get_key_value(input.kind.as_str()).ok_or(Refused::NotFound)?;
        let name = one_line(&input.name);
        let mut faults: Vec<FieldFault> = fault_of_name(&name).into_iter().collect();
        let contact = match (kind.opens.is_empty(), input.contact) {
            (false, contact) if !self.is_of(contact, &organisation).await? => {
                faults.push(fault("contact", Reason::Required));
                None
            }
            (_, contact) => contact,
        };
        let (fields, wrong) = ProjectForm::new(self, kind, &organisation, Answers::new()).await?.read(&input.fields);
        faults.extend(wrong);
        if !faults.is_empty() {
            return Err(Refused::Answers(faults));
        }
        let project = begun(self.portal, input.organisation, id, name, fields);
        let (made, mut tries) = (project.id, self.tries());
        loop {
            let mut changes = Changes::new();
            changes.create(Record::Project(project.clone()));
            changes.audit(self.entry(Action::ProjectMade).of(project.organisation).on(made.0));
            if let Some(contact) = contact {
                let opener = Opener { contact, actor: Some(self.viewer.account()) };
                changes.extend(self.opened(&project, kind, &organisation, opener).await?);
            }
            if self.commit(Subject::Project(made), changes, &mut tries).await? {
                return Ok(made);
            }
        }
    }

    /// Who may have what a project opens: the people of its organisation, by name.
    ///
    /// # Errors
    /// As [`Desk::make_project`].
    pub async fn contacts(&self, organisation: OrganisationId) -> Result<Vec<(AccountId, String)>, Refused> {
        self.makes_projects_for(organisation).await?;
        let seated = self.store.seated(Seat::Organisation(organisation)).await?;
        let active = seated.into_iter().map(|(account, _)| account).filter(|account| account.state.is_active());
        Ok(active.map(|account| (account.id, account.name)).collect())
    }

    /// An organisation for which the viewer may make projects.
    async fn makes_projects_for(&self, id: OrganisationId) -> Result<Organisation, Refused> {
        let scope = self.viewer.scope(Permission::ProjectManage);
        match scope.is_all() || scope.organisations().contains(&id) {
            true => self.store.organisations(&[id]).await?.pop().ok_or(Refused::NotFound),
            false if self.makes_projects() => Err(Refused::NotFound),
            false => Err(Refused::Forbidden),
        }
    }

    /// The organisations for which the viewer may make projects, by name; at most 500.
    pub async fn organisations_for_projects(&self) -> Result<Vec<Organisation>, Refused> {
        let scope = self.viewer.scope(Permission::ProjectManage);
        match scope.is_all() {
            true => Ok(self.store.all_organisations(500).await?),
            false => Ok(self.store.organisations(scope.organisations()).await?),
        }
    }

    /// The fields of a new project, to be filled in.
    ///
    /// # Errors
    /// As [`Desk::make_project`].
    pub async fn new_project_form(&self, organisation: OrganisationId, kind: &str) -> Result<ProjectForm, Refused> {
        let organisation = self.makes_projects_for(organisation).await?;
        let kind = self.definition().projects.get(kind).ok_or(Refused::NotFound)?;
        ProjectForm::new(self, kind, &organisation, Answers::new()).await
    }

    async fn is_of(&self, contact: Option<AccountId>, organisation: &Organisation) -> Result<bool, Refused> {
        let people = self.store.seated(Seat::Organisation(organisation.id)).await?;
        Ok(people.iter().any(|(account, _)| Some(account.id) == contact && account.state.is_active()))
    }
}

impl Portal {
    /// Makes a project from a program: the host's own, or the demo. With a contact it also makes the requests that its
    /// kind opens.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for an organisation that there is not, [`Refused::Missing`] for a kind that there is not, a
    /// name that is none, a field that its kind does not have or a value that does not fit it, and for a contact who is not
    /// of the organisation.
    pub async fn add_project(&self, new: &NewProject) -> Result<ProjectId, Refused> {
        let parts = self.parts();
        let organisation = parts.store.organisations(&[new.organisation]).await?.pop().ok_or(Refused::NotFound)?;
        let missing = |what| Refused::Missing(Missing::Text(what));
        let (id, kind) = self.definition().projects.get_key_value(new.kind.as_str()).ok_or(missing("kind"))?;
        let name = one_line(&new.name);
        if fault_of_name(&name).is_some() {
            return Err(missing("name"));
        }
        let known = |id: &Id| kind.fields.iter().find(|field| field.id == *id);
        if !new.fields.iter().all(|(id, value)| known(id).is_some_and(|field| is_of(&field.field_type, value))) {
            return Err(missing("fields"));
        }
        let contact = match new.contact {
            Some(contact) => {
                let people = parts.store.seated(Seat::Organisation(organisation.id)).await?;
                let found = people.into_iter().find(|(account, _)| account.id == contact);
                Some(found.ok_or(missing("contact"))?)
            }
            None => None,
        };
        let project = begun(self, new.organisation, id, name, new.fields.clone());
        let made = project.id;
        let mut changes = Changes::new();
        if let Some((account, seats)) = contact {
            let viewer = Viewer::new(&account, &seats, self.definition());
            let opener = Opener { contact: account.id, actor: None };
            changes.extend(self.desk(&viewer).opened(&project, kind, &organisation, opener).await?);
        }
        changes.create(Record::Project(project));
        changes.audit(self.entry(Action::ProjectMade).of(new.organisation).on(made.0));
        parts.store.commit(&changes).await?;
        parts.bell.ring();
        Ok(made)
    }
}

fn begun(portal: &Portal, organisation: OrganisationId, kind: &Id, name: String, fields: Answers) -> Project {
    let created = portal.now();
    let (id, state, version) = (ProjectId(portal.uuid(created)), ProjectState::Open, Version::FIRST);
    Project { id, organisation, kind: kind.clone(), name, fields, state, created, version }
}

/// What is wrong with a name, if anything.
pub(super) fn fault_of_name(name: &str) -> Option<FieldFault> {
    match name.chars().count() {
        0 => Some(fault("name", Reason::Required)),
        length if length > LONGEST_NAME => Some(fault("name", Reason::TooLong { max: LONGEST_NAME })),
        _ => None,
    }
}

fn fault(field: &str, reason: Reason) -> FieldFault {
    FieldFault { step: Id::from(OWN), field: Id::from(field), reason }
}
