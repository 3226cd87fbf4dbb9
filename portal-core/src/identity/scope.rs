//! How far somebody's sight goes, as data: the store turns it into a `where`, [`Scope::admits`] is its twin in memory.

use super::{Side, Unseen};
use crate::{
    id::{AccountId, Id, OrganisationId, ProjectId, RequestId},
    project::Project,
};

/// What a viewer may reach with one permission. Only a [`super::Viewer`] gives one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    account: AccountId,
    all: bool,
    organisations: Vec<OrganisationId>,
    own: Vec<OrganisationId>,
    projects: Vec<ProjectId>,
    own_in: Vec<ProjectId>,
    invited: Vec<RequestId>,
    of_team: Vec<TeamReach>,
    /// The same reach in parts, one for each set of request types and kinds that some of the viewer's roles do not see; none
    /// where every role sees all of them.
    layers: Vec<Layer>,
}

/// How far somebody of the team reaches who does not reach everything: whatever fulfils each of these that is said. One of
/// them is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamReach {
    /// It belongs to one of these projects.
    pub projects: Option<Vec<ProjectId>>,
    /// It waits in one of these queues.
    pub queues: Option<Vec<Id>>,
    /// The account works it.
    pub owned: bool,
}

impl TeamReach {
    /// Whether projects alone say how far it goes.
    fn is_of_projects(&self) -> bool {
        self.queues.is_none() && !self.owned
    }

    fn names(&self, project: ProjectId) -> bool {
        self.projects.as_ref().is_some_and(|named| named.contains(&project))
    }

    fn is_nothing(&self) -> bool {
        self.projects.as_ref().is_some_and(Vec::is_empty) || self.queues.as_ref().is_some_and(Vec::is_empty)
    }

    fn reaches(&self, facts: &Facts<'_>, account: AccountId) -> bool {
        self.projects.as_ref().is_none_or(|named| facts.project.is_some_and(|project| named.contains(&project)))
            && self.queues.as_ref().is_none_or(|named| facts.queue.is_some_and(|queue| named.contains(queue)))
            && (!self.owned || facts.owner == Some(account))
    }
}

/// A part of a scope within which the same request types and kinds of document are not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What is not seen there.
    pub unseen: Unseen,
    /// How far it reaches. It has no layers of its own.
    pub within: Scope,
}

/// What a scope is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'k> {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The request it belongs to; `None`: to none, or to one that is not opened yet.
    pub request: Option<RequestId>,
    /// The type of the request it belongs to; `None`: it belongs to none.
    pub request_type: Option<&'k Id>,
    /// The project that the request belongs to.
    pub project: Option<ProjectId>,
    /// The queue in which the request waits for the team.
    pub queue: Option<&'k Id>,
    /// Who opened the request it belongs to.
    pub opened_by: AccountId,
    /// Who works that request for the team.
    pub owner: Option<AccountId>,
    /// The side it is meant for; what is meant for the team is reached only by the team's sight.
    pub audience: Side,
    /// What kind of document it is; `None`: it is something else.
    pub paper: Option<Paper<'k>>,
}

/// What a scope is asked about a document.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'k> {
    /// Its kind.
    pub kind: &'k Id,
    /// Who added it; `None`: any document of the kind is meant.
    pub added_by: Option<AccountId>,
}

impl Scope {
    pub(super) fn nothing(account: AccountId) -> Self {
        let (organisations, own, projects, own_in) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (invited, of_team, layers) = (Vec::new(), Vec::new(), Vec::new());
        Self { account, all: false, organisations, own, projects, own_in, invited, of_team, layers }
    }

    /// The sight of whoever runs the portal, who has its database anyway.
    pub(crate) fn of_the_portal() -> Self {
        Self { all: true, ..Self::nothing(AccountId(uuid::Uuid::nil())) }
    }

    pub(super) fn add_organisation(&mut self, id: OrganisationId) {
        self.organisations.push(id);
    }

    pub(super) fn add_own(&mut self, id: OrganisationId) {
        self.own.push(id);
    }

    pub(super) fn add_projects(&mut self, ids: &[ProjectId]) {
        self.projects.extend(ids);
    }

    pub(super) fn add_own_in(&mut self, ids: &[ProjectId]) {
        self.own_in.extend(ids);
    }

    pub(super) fn add_invited(&mut self, id: RequestId) {
        self.invited.push(id);
    }

    pub(super) fn add_of_team(&mut self, reach: TeamReach) {
        if reach == TeamReach::default() {
            self.all = true;
        } else if !reach.is_nothing() {
            self.of_team.push(reach);
        }
    }

    /// Puts a part beside the others, or together with the one that hides the same; one that reaches nothing is none.
    pub(super) fn add_layer(&mut self, unseen: &Unseen, add: impl FnOnce(&mut Self)) {
        let same = self.layers.iter().position(|layer| layer.unseen == *unseen);
        let mut layer = match same {
            Some(place) => self.layers.swap_remove(place),
            None => Layer { unseen: unseen.clone(), within: Self::nothing(self.account) },
        };
        add(&mut layer.within);
        self.layers.extend(Some(layer).filter(|layer| !layer.within.is_nothing()));
    }

    /// Whether everything is in reach: the sight of somebody of the team whose membership is not narrowed.
    pub fn is_all(&self) -> bool {
        self.all
    }

    /// Whether nothing can be in reach.
    pub fn is_nothing(&self) -> bool {
        !self.all && !self.is_of_client() && self.of_team.is_empty()
    }

    /// Whether something is in reach as clients see it.
    pub fn is_of_client(&self) -> bool {
        let (organisations, projects) = ([&self.organisations, &self.own], [&self.projects, &self.own_in]);
        organisations.iter().any(|ids| !ids.is_empty())
            || projects.iter().any(|ids| !ids.is_empty())
            || !self.invited.is_empty()
    }

    /// Whose own things `own` is about.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Organisations of which everything shown to clients is in reach.
    pub fn organisations(&self) -> &[OrganisationId] {
        &self.organisations
    }

    /// Organisations of which only the account's own requests are in reach.
    pub fn own(&self) -> &[OrganisationId] {
        &self.own
    }

    /// Projects of which everything shown to clients is in reach.
    pub fn projects(&self) -> &[ProjectId] {
        &self.projects
    }

    /// Projects of which only the account's own requests are in reach.
    pub fn own_in(&self) -> &[ProjectId] {
        &self.own_in
    }

    /// Requests of which everything shown to clients is in reach, because the account was invited to them.
    pub fn invited(&self) -> &[RequestId] {
        &self.invited
    }

    /// What is in reach as the team sees it: whatever one of these reaches.
    pub fn of_team(&self) -> &[TeamReach] {
        &self.of_team
    }

    /// Projects that are named, whatever of them is in reach.
    pub fn named_projects(&self) -> impl Iterator<Item = ProjectId> {
        let of_team = self.of_team.iter().flat_map(|reach| reach.projects.iter().flatten());
        [&self.projects, &self.own_in].into_iter().flatten().chain(of_team).copied()
    }

    /// Its parts by the request types and kinds that are not seen: one of them must reach what is asked about. None: the
    /// scope itself says all.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Whether some request types are not seen, so that a part of it must reach a request.
    pub fn hides_types(&self) -> bool {
        self.layers.iter().any(|layer| layer.unseen.has_types())
    }

    /// Whether something is in reach.
    pub fn admits(&self, facts: &Facts<'_>) -> bool {
        let part = |layer: &Layer| layer.within.reaches(facts) && layer.unseen.admits(facts, self.account);
        self.reaches(facts) && (self.layers.is_empty() || self.layers.iter().any(part))
    }

    fn reaches(&self, facts: &Facts<'_>) -> bool {
        let is_own = facts.opened_by == self.account;
        let within = |named: &[ProjectId]| facts.project.is_some_and(|project| named.contains(&project));
        self.all
            || self.of_team.iter().any(|reach| reach.reaches(facts, self.account))
            || (facts.audience == Side::Client
                && (self.organisations.contains(&facts.organisation)
                    || (is_own && self.own.contains(&facts.organisation))
                    || within(&self.projects)
                    || (is_own && within(&self.own_in))
                    || facts.request.is_some_and(|request| self.invited.contains(&request))))
    }

    /// Whether a project itself is in reach: those of an organisation for whoever sees anything of it, else those that are
    /// named.
    pub fn admits_project(&self, project: &Project) -> bool {
        self.all
            || [&self.organisations, &self.own].iter().any(|ids| ids.contains(&project.organisation))
            || self.named_projects().any(|id| id == project.id)
    }

    /// Whether all of a project is in reach, and not only what is the account's own or waits in some queue.
    pub fn holds_project(&self, project: &Project) -> bool {
        self.all
            || self.organisations.contains(&project.organisation)
            || self.projects.contains(&project.id)
            || self.of_team.iter().any(|reach| reach.is_of_projects() && reach.names(project.id))
    }

    /// Whether somebody may begin something for an organisation, in a project or in none.
    pub fn begins(&self, organisation: OrganisationId, project: Option<ProjectId>) -> bool {
        let within = |project: ProjectId| {
            [&self.projects, &self.own_in].iter().any(|named| named.contains(&project))
                || self.of_team.iter().any(|reach| reach.is_of_projects() && reach.names(project))
        };
        self.all
            || self.organisations.contains(&organisation)
            || self.own.contains(&organisation)
            || project.is_some_and(within)
    }

    /// The same sight of one project alone. Somebody who was invited to requests has none of a project.
    #[must_use]
    pub fn within(&self, project: &Project) -> Self {
        let (id, organisation) = (project.id, project.organisation);
        let mut narrow = Self::nothing(self.account);
        if self.all {
            narrow.of_team.push(TeamReach { projects: Some(vec![id]), ..TeamReach::default() });
        }
        let reaches = self.of_team.iter().filter(|reach| reach.projects.is_none() || reach.names(id));
        narrow.of_team.extend(reaches.map(|reach| TeamReach { projects: Some(vec![id]), ..reach.clone() }));
        if self.organisations.contains(&organisation) || self.projects.contains(&id) {
            narrow.projects.push(id);
        }
        if self.own.contains(&organisation) || self.own_in.contains(&id) {
            narrow.own_in.push(id);
        }
        let part = |layer: &Layer| Layer { unseen: layer.unseen.clone(), within: layer.within.within(project) };
        narrow.layers = self.layers.iter().map(part).filter(|layer| !layer.within.is_nothing()).collect();
        narrow
    }
}
