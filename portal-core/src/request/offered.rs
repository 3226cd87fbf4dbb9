//! What may be done from here: which types somebody may open, which moves they may make.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Request, life::Life};
use crate::{
    Desk,
    definition::{Move, Need, RequestType},
    id::{Id, OrganisationId},
    identity::{Permission, Side},
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
    /// The types the viewer may open, in the order of the definition.
    pub fn offers(&self) -> Vec<Offer> {
        let scope = self.viewer.scope(Permission::RequestOpen);
        let offered = |request_type: &Arc<RequestType>| {
            let organisation = self.viewer.organisations().find(|id| {
                let reached = scope.organisations().contains(id) || scope.own().contains(id);
                reached && request_type.opened_by.includes(self.viewer, *id, self.viewer.account(), None)
            })?;
            Some(Offer { request_type: request_type.clone(), organisation })
        };
        self.definition().requests.values().filter_map(offered).collect()
    }

    /// The moves the viewer may make by hand now, in the order of the file.
    pub(crate) fn offered_moves(&self, workflow: &RequestType, dossier: &Dossier) -> Vec<OfferedMove> {
        let offered = |made: &Move| {
            let life = Life::new(self.moment(workflow), dossier.clone());
            let now = made.from.contains(&dossier.request.status) && life.allows(made) && life.in_time(made);
            now && self.may_make(made, &dossier.request)
        };
        let due = |made: &Move| Some(self.moment(workflow).due(workflow.statuses.get(&made.to)?.due?));
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
    pub(crate) fn may_make(&self, made: &Move, request: &Request) -> bool {
        let permission = match self.viewer.is_on(Side::Team, request.organisation) {
            true => Permission::RequestProcess,
            false => Permission::RequestAct,
        };
        self.viewer.scope(permission).admits(&request.facts(Side::Client))
            && made
                .by
                .as_ref()
                .is_some_and(|by| by.includes(self.viewer, request.organisation, request.opened_by, request.owner))
    }
}
