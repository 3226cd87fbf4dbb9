//! Giving a request to somebody of the team.

use super::{OnDuty, Request, Staff, life::Life};
use crate::{
    Desk, Portal, Refused,
    definition::RequestType,
    id::{AccountId, RequestId},
    identity::{Account, Facts, Permission, Scope, Seat, Side, Viewer},
    store::{Expect, Filter, Store, StoreError, Subject},
};

impl Desk<'_> {
    /// Gives a request to somebody of the team, or to nobody.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without the permission, [`Refused::NotFound`] for somebody who does not work requests,
    /// [`Refused::Stale`] when the request changed since it was seen ([`Desk::seeing`]).
    pub async fn assign(&self, request: RequestId, owner: Option<AccountId>) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load(request).await?;
            self.must(Permission::RequestAssign, &loaded.dossier)?;
            if let Some(owner) = owner
                && !self.owners_of(&loaded.dossier.request).await?.iter().any(|account| account.id == owner)
            {
                return Err(Refused::NotFound);
            }
            let version = loaded.dossier.request.version;
            self.saw(version)?;
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier);
            life.assign(owner);
            let changes = life.into_changes(Expect::Loaded(version));
            if self.commit(Subject::Request(request), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// Who of the team is there to own a request, if its type's owners depend on it.
    pub(crate) async fn staff(&self, workflow: &RequestType, of: &Facts<'_>) -> Result<Option<Staff>, Refused> {
        Ok(self.portal.staff(self.store, workflow, of).await?)
    }

    /// Who of the team can own requests, by name. Empty for a client.
    pub async fn owners(&self) -> Result<Vec<Account>, Refused> {
        self.working(|scope, _| !scope.is_nothing()).await
    }

    /// Who of the team can own this request, by name. Empty for a client.
    pub async fn owners_of(&self, request: &Request) -> Result<Vec<Account>, Refused> {
        let facts = request.facts(Side::Client);
        // Somebody may see it only once it is theirs.
        self.working(|scope, owner| scope.admits(&Facts { owner: Some(owner), ..facts })).await
    }

    async fn working(&self, reaches: impl Fn(&Scope, AccountId) -> bool) -> Result<Vec<Account>, Refused> {
        if self.side() != Side::Team {
            return Ok(Vec::new());
        }
        let seated = self.store.seated(Seat::Team).await?;
        let works = |(account, memberships): &(Account, Vec<_>)| {
            let viewer = Viewer::new(account, memberships, self.definition());
            reaches(&viewer.scope(Permission::RequestProcess), account.id)
        };
        let mut owners: Vec<Account> = seated.into_iter().filter(works).map(|(account, _)| account).collect();
        owners.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(owners)
    }
}

impl Portal {
    /// Who of the team is there to own a request, if its type's owners depend on it.
    pub(crate) async fn staff(
        &self,
        store: &dyn Store,
        workflow: &RequestType,
        of: &Facts<'_>,
    ) -> Result<Option<Staff>, StoreError> {
        if !workflow.asks_for_staff() {
            return Ok(None);
        }
        let mut staff = Staff::default();
        for (account, memberships) in store.seated(Seat::Team).await? {
            let viewer = Viewer::new(&account, &memberships, self.definition());
            if !viewer.scope(Permission::RequestProcess).admits(&Facts { owner: Some(account.id), ..*of }) {
                continue;
            }
            let own = Filter { open: Some(true), owner: Some(account.id), ..Filter::default() };
            let open = store.count(&viewer.scope(Permission::RequestView), &own).await?;
            staff.0.push(OnDuty { account: account.id, open });
        }
        Ok(Some(staff))
    }
}
