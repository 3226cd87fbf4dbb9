//! Places at one request, and invitations to them.

use std::collections::BTreeMap;

use portal::core::{
    id::{AccountId, Id, MembershipId, OrganisationId, Version},
    identity::{Account, AccountState, Invite, Membership, MembershipState, Seat, SeatLimits},
    store::{Changes, People as _, Record, Store as _},
};

use super::{Scene, Whose};

impl Scene {
    /// Who was invited to one request: Gus to Claire's; to the others somebody who does not come.
    pub(super) async fn guests(&mut self, companies: &BTreeMap<String, OrganisationId>) {
        let (nadia, ines) = (self.viewer("nadia").await, self.account("ines").await.unwrap());
        let created = self.world.portal.now();
        let claire = self.world.store.account(self.account("claire").await.unwrap()).await.unwrap().unwrap();
        let gus = Account {
            id: AccountId(uuid::Uuid::now_v7()),
            email: "gus@matrix.example".to_owned(),
            name: "gus".to_owned(),
            locale: "en".to_owned(),
            password: claire.password,
            state: AccountState::Active,
            seen: None,
            created,
            version: Version::FIRST,
        };
        for (whose, account, company) in
            [(Whose::Claires, gus.id, "alpha"), (Whose::Alines, ines, "alpha"), (Whose::Brunos, ines, "beta")]
        {
            let request = self.things[&("request", whose)].parse().unwrap();
            let seat = Seat::Request { request, organisation: companies[company] };
            let id = MembershipId(uuid::Uuid::now_v7());
            let (role, limits, state) = (Id::from("client_user"), SeatLimits::default(), MembershipState::Active);
            let place = Membership { id, account, seat, role, limits, state, created, version: Version::FIRST };
            let mut changes = Changes::new();
            if account == gus.id {
                changes.create(Record::Account(gus.clone()));
            }
            changes.create(Record::Membership(place));
            self.world.store.commit(&changes).await.unwrap();
            self.keep("guest", whose, id);
            let (name, email) = ("Expert".to_owned(), "expert@elsewhere.example".to_owned());
            let invite =
                Invite { seat, name, email, role: "client_viewer".to_owned(), projects: None, locale: "en".to_owned() };
            let desk = self.world.portal.desk(&nadia);
            let invitation = desk.invite(&Invite { email: format!("{company}@{request}.example"), ..invite }).await;
            self.keep("guest invitation", whose, invitation.unwrap());
        }
        self.world.work(None).await;
    }
}
