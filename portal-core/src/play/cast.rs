//! The people of the demo as the portal knows them.

use indexmap::IndexMap;

use super::Play;
use crate::{
    Portal,
    form::{Called, Person},
    id::{AccountId, Id, OrganisationId},
    identity::{Permission, Seat, Viewer},
    store::{Filter, Store, StoreError},
};

/// Everybody who plays.
pub(super) struct Cast {
    /// What each may see and do, by their id in the demo.
    pub viewers: IndexMap<Id, Viewer>,
    /// The same as answers name them.
    persons: IndexMap<Id, Person>,
    /// The companies, by their id in the demo.
    pub organisations: IndexMap<Id, OrganisationId>,
}

impl Called for Cast {
    fn person(&self, id: &Id) -> Option<Person> {
        self.persons.get(id).cloned()
    }
}

impl Cast {
    pub async fn of(portal: &Portal, store: &dyn Store, play: &Play<'_>) -> Result<Self, StoreError> {
        let mut cast = Self { viewers: IndexMap::new(), persons: IndexMap::new(), organisations: IndexMap::new() };
        for (id, person) in &play.demo.people {
            let Some(account) = play.people.get(id) else { continue };
            let Some(account) = store.account(*account).await? else { continue };
            let memberships = store.memberships(account.id).await?;
            let seats: Vec<OrganisationId> = memberships
                .iter()
                .filter_map(|membership| match membership.seat {
                    Seat::Organisation(id) => Some(id),
                    Seat::Request { .. } | Seat::Team => None,
                })
                .collect();
            if let (Some(company), Some(seat)) = (&person.organisation, seats.first()) {
                cast.organisations.insert(company.clone(), *seat);
            }
            let organisations = store.organisations(&seats).await?;
            let viewer = Viewer::new(&account, &memberships, portal.definition()).of(organisations);
            cast.viewers.insert(id.clone(), viewer);
            cast.persons.insert(id.clone(), Person { account: account.id, name: account.name });
        }
        Ok(cast)
    }

    /// Whether any of them sees a request: then people have used the portal already.
    pub async fn know_requests(&self, store: &dyn Store) -> Result<bool, StoreError> {
        for viewer in self.viewers.values() {
            if store.count(&viewer.scope(Permission::RequestView), &Filter::default()).await? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first of them.
    pub fn first(&self) -> Option<AccountId> {
        self.viewers.values().next().map(Viewer::account)
    }
}
