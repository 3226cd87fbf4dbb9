//! What may be done from here: which types somebody may open, which moves they may make.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Facts, Moment, life::Life};
use crate::{
    Desk,
    definition::{Condition, InProject, Move, Need, Relations, RequestType},
    form::{Answers, Form},
    id::{Id, OrganisationId},
    identity::{Organisation, Permission, Side, Viewer},
    project::Project,
    store::Dossier,
};

/// A request type that the viewer may open.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The type.
    pub request_type: Arc<RequestType>,
    /// For which of the viewer's organisations.
    pub organisation: OrganisationId,
}

/// A move that the viewer may make by hand.
#[derive(Clone, Debug)]
pub struct OfferedMove {
    /// Its id.
    pub id: Id,
    /// The move.
    pub made: Move,
    /// Whether it asks the client for something: its page is the "ask" page.
    pub asks: bool,
    /// By when the status it leads to should be left, if the move is made now.
    pub due: Option<DateTime<Utc>>,
}

impl Desk<'_> {
    /// The types the viewer may open, in the order of the definition: each once for each of their organisations that it
    /// can be for.
    pub fn offers(&self) -> Vec<Offer> {
        let scope = self.viewer.scope(Permission::RequestOpen);
        let is_for = |request_type: &Arc<RequestType>, organisation: OrganisationId| {
            let in_projects = request_type.project != InProject::None && self.viewer.begins_in_projects(organisation);
            (scope.begins(organisation, None) || in_projects) && self.opens(request_type, organisation)
        };
        let offered = |request_type: &Arc<RequestType>| {
            let organisations = self.viewer.organisations().filter(|id| is_for(request_type, *id));
            let offer = |organisation| Offer { request_type: request_type.clone(), organisation };
            organisations.map(offer).collect::<Vec<_>>()
        };
        self.definition().requests.values().flat_map(offered).collect()
    }

    /// The types the viewer may open in a project, in the order of the definition.
    pub fn offers_in(&self, project: &Project) -> Vec<Offer> {
        let begins = self.viewer.scope(Permission::RequestOpen).begins(project.organisation, Some(project.id));
        let fits =
            |offer: &Offer| offer.request_type.project != InProject::None && offer.organisation == project.organisation;
        match project.is_open() && begins {
            true => self.offers().into_iter().filter(fits).collect(),
            false => Vec::new(),
        }
    }

    /// Whether a type exists for one of the viewer's organisations, and is theirs to open.
    pub(crate) fn opens(&self, request_type: &RequestType, organisation: OrganisationId) -> bool {
        self.opens_for(request_type, organisation, self.viewer.organisation(organisation))
    }

    /// Whether a type exists for an organisation, and the viewer may open it there. `company` is what was read of it.
    pub(crate) fn opens_for(
        &self,
        request_type: &RequestType,
        organisation: OrganisationId,
        company: Option<&Organisation>,
    ) -> bool {
        let account = self.viewer.account();
        let relations = Relations { matter: organisation.into(), requester: account, owner: None, known: None };
        let exists = |when: &Condition| {
            company.is_some_and(|company| {
                let environment = self.environment(company, None);
                when.holds(&Form::new(&[], &environment).known(&Answers::new()))
            })
        };
        request_type.opened_by.includes(self.viewer, &relations)
            && request_type.offered_when.as_ref().is_none_or(exists)
    }

    /// The moves the viewer may make by hand now, in the order of the file.
    pub(crate) fn offered_moves(&self, workflow: &RequestType, dossier: &Dossier) -> Vec<OfferedMove> {
        let offered = |made: &Move| {
            let life = Life::new(self.moment(workflow), dossier.clone());
            let now = made.from.contains(&dossier.request.status) && life.allows(made) && life.in_time(made);
            now && self.may_make(made, workflow, dossier)
        };
        let life = Life::new(self.moment(workflow), dossier.clone());
        let due = |made: &Move| life.deadline(workflow.statuses.get(&made.to)?.due.as_ref()?);
        let moves = workflow.moves.iter().filter(|(_, made)| offered(made));
        moves
            .map(|(id, made)| OfferedMove {
                id: id.clone(),
                made: made.clone(),
                asks: made.needs.contains(&Need::Tasks),
                due: due(made),
            })
            .collect()
    }

    /// Whether the viewer is one of those who may make this move on this request, wherever it stands.
    pub fn may_make(&self, made: &Move, workflow: &RequestType, dossier: &Dossier) -> bool {
        may_make(self.viewer, made, &self.moment(workflow), dossier)
    }
}

/// The rule: whether somebody is one of those who may make a move on a request, wherever it stands.
pub(crate) fn may_make(viewer: &Viewer, made: &Move, moment: &Moment<'_>, dossier: &Dossier) -> bool {
    let request = &dossier.request;
    let permission = match viewer.is_on(Side::Team, request) {
        true => Permission::RequestProcess,
        false => Permission::RequestAct,
    };
    let facts = Facts::new(moment, dossier);
    let relations = Relations { known: Some(&facts), ..request.relations() };
    viewer.scope(permission).admits(&request.facts(Side::Client))
        && made.by.as_ref().is_some_and(|by| by.includes(viewer, &relations))
}
