//! Client organisations, as the team sees and makes them.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};

use super::{
    ChangeOrganisation, Organisation, OrganisationForm, OrganisationState, People, Permission, Seat, Side,
    invite::fault_of_name,
};
use crate::{
    Desk, Refused,
    audit::Action,
    definition::RequestType,
    desk::Tries,
    form::{Answers, one_line},
    id::{Id, OrganisationId, ProjectId, Version},
    project::{Progress, Project},
    store::{
        Changes, Expect, Filter, OrganisationActivity, OrganisationFilter, ProjectFilter, Record, Subject, Summary,
    },
};

/// An organisation with everything its page shows.
#[derive(Clone, Debug)]
pub struct OrganisationView {
    /// The organisation.
    pub organisation: Organisation,
    /// Its people and open invitations.
    pub people: People,
    /// Its projects, newest first; at most 50.
    pub projects: Vec<Project>,
    /// How far they are.
    pub progress: HashMap<ProjectId, Progress>,
    /// Its requests that are not over, where something happened last first; at most 20.
    pub requests: Vec<Summary>,
    /// The forms and workflows of the requests, by definition and type.
    pub workflows: HashMap<(String, Id), Arc<RequestType>>,
    /// How many are not over, and when something last happened; `None`: there never was one.
    pub activity: Option<OrganisationActivity>,
    /// Whether the viewer may change, disable and enable it.
    pub may_edit: bool,
}

impl Desk<'_> {
    /// Whether the viewer sees all organisations: somebody of the team who is not narrowed.
    pub fn sees_organisations(&self) -> bool {
        self.side() == Side::Team && self.viewer.scope(Permission::PeopleView).is_all()
    }

    /// Whether the viewer makes, changes, disables and enables organisations.
    pub fn edits_organisations(&self) -> bool {
        self.side() == Side::Team && self.viewer.scope(Permission::OrganisationEdit).is_all()
    }

    /// Organisations in the order of their names, after this one, with what goes on in them.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a client, [`Refused::Forbidden`] for whoever of the team sees only some.
    pub async fn organisations_after(
        &self,
        filter: &OrganisationFilter,
        after: Option<OrganisationId>,
        at_most: u16,
    ) -> Result<Vec<(Organisation, Option<OrganisationActivity>)>, Refused> {
        self.must_see_organisations()?;
        let found = self.store.organisations_after(filter, after, at_most).await?;
        let ids: Vec<OrganisationId> = found.iter().map(|organisation| organisation.id).collect();
        let activity = self.store.organisation_activity(&self.sees(), &ids).await?;
        Ok(found
            .into_iter()
            .map(|it| (activity.get(&it.id).copied(), it))
            .map(|(activity, it)| (it, activity))
            .collect())
    }

    /// One organisation, with what goes on in it.
    ///
    /// # Errors
    /// As [`Desk::organisations_after`]; [`Refused::NotFound`] for one that there is not.
    pub async fn bare_organisation(
        &self,
        id: OrganisationId,
    ) -> Result<(Organisation, Option<OrganisationActivity>), Refused> {
        self.must_see_organisations()?;
        let organisation = self.store.organisations(&[id]).await?.pop().ok_or(Refused::NotFound)?;
        let activity = self.store.organisation_activity(&self.sees(), &[id]).await?.remove(&id);
        Ok((organisation, activity))
    }

    /// One organisation with everything its page shows.
    ///
    /// # Errors
    /// As [`Desk::organisations_after`]; [`Refused::NotFound`] for one that there is not.
    pub async fn organisation_view(&self, id: OrganisationId) -> Result<OrganisationView, Refused> {
        self.must_see_organisations()?;
        let people = self.people(Seat::Organisation(id)).await?;
        let organisation = people.organisation.clone().ok_or(Refused::NotFound)?;
        let sees = self.sees();
        let filter = ProjectFilter { organisation: Some(id), ..ProjectFilter::default() };
        let projects = self.store.projects(&sees, &filter, None, 50).await?.rows;
        let progress = self.project_progress(&projects).await?;
        let open = Filter { open: Some(true), organisation: Some(id), ..Filter::default() };
        let requests = self.store.requests(&sees, &open, None, 20).await?.rows;
        let workflows = self.workflows(&requests).await?;
        let activity = self.store.organisation_activity(&sees, &[id]).await?.remove(&id);
        let may_edit = self.edits_organisations();
        Ok(OrganisationView { organisation, people, projects, progress, requests, workflows, activity, may_edit })
    }

    /// The name and the attributes of an organisation, to be filled in; `None`: of a new one.
    ///
    /// # Errors
    /// As [`Desk::change_organisation`].
    pub async fn organisation_form(
        &self,
        id: Option<OrganisationId>,
    ) -> Result<(Organisation, OrganisationForm), Refused> {
        let organisation = match id {
            Some(id) => self.edited_organisation(id).await?,
            None => self.fresh_organisation()?,
        };
        let form = OrganisationForm::new(self, &organisation).await?;
        Ok((organisation, form))
    }

    /// Makes an organisation, as yet without people.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a client, [`Refused::Forbidden`] without `organisation.edit` everywhere,
    /// [`Refused::Answers`] with every field that will not do.
    pub async fn make_organisation(&self, input: &ChangeOrganisation) -> Result<OrganisationId, Refused> {
        let organisation = self.filled_in(self.fresh_organisation()?, input).await?;
        let id = organisation.id;
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::OrganisationAdded).of(id).on(id.0));
        changes.create(Record::Organisation(organisation));
        self.commit(Subject::Organisation(id), changes, &mut Tries::once()).await?;
        Ok(id)
    }

    /// Changes the name and the attributes of an organisation.
    ///
    /// # Errors
    /// As [`Desk::make_organisation`]; [`Refused::NotFound`] for one that there is not, [`Refused::Stale`] when it changed
    /// since it was seen ([`Desk::seeing`]).
    pub async fn change_organisation(&self, id: OrganisationId, input: &ChangeOrganisation) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let organisation = self.edited_organisation(id).await?;
            self.saw(organisation.version)?;
            let loaded = Expect::Loaded(organisation.version);
            let changed = self.filled_in(organisation, input).await?;
            let mut changes = Changes::new();
            changes.audit(self.entry(Action::OrganisationChanged).of(id).on(id.0));
            changes.write(Record::Organisation(changed), loaded);
            if self.commit(Subject::Organisation(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    async fn filled_in(&self, was: Organisation, input: &ChangeOrganisation) -> Result<Organisation, Refused> {
        let name = one_line(&input.name);
        let form = OrganisationForm::new(self, &was).await?;
        let (attributes, wrong) = form.read(&input.attributes);
        let faults: Vec<_> = fault_of_name(&name).into_iter().chain(wrong).collect();
        if faults.is_empty() { Ok(Organisation { name, attributes, ..was }) } else { Err(Refused::Answers(faults)) }
    }

    fn fresh_organisation(&self) -> Result<Organisation, Refused> {
        self.must_edit_organisations()?;
        let now = self.now();
        Ok(new_organisation(OrganisationId(self.portal.uuid(now)), String::new(), Answers::new(), now))
    }

    /// An organisation that the viewer may change.
    pub(super) async fn edited_organisation(&self, id: OrganisationId) -> Result<Organisation, Refused> {
        self.must_edit_organisations()?;
        self.store.organisations(&[id]).await?.pop().ok_or(Refused::NotFound)
    }

    /// An organisation, if there is one: the viewer's own as it was read on the way in, or another.
    pub(super) async fn organisation_if_there(&self, id: OrganisationId) -> Result<Option<Organisation>, Refused> {
        match self.viewer.organisation(id) {
            Some(known) => Ok(Some(known.clone())),
            None => Ok(self.store.organisations(&[id]).await?.pop()),
        }
    }

    fn must_see_organisations(&self) -> Result<(), Refused> {
        match (self.sees_organisations(), self.side()) {
            (true, _) => Ok(()),
            (false, Side::Team) => Err(Refused::Forbidden),
            (false, Side::Client) => Err(Refused::NotFound),
        }
    }

    fn must_edit_organisations(&self) -> Result<(), Refused> {
        self.must_see_organisations()?;
        if self.edits_organisations() { Ok(()) } else { Err(Refused::Forbidden) }
    }
}

/// A new organisation whose people may come in.
pub(super) fn new_organisation(
    id: OrganisationId,
    name: String,
    attributes: Answers,
    created: DateTime<Utc>,
) -> Organisation {
    let (state, version) = (OrganisationState::Active, Version::FIRST);
    Organisation { id, name, attributes, state, created, version }
}
