//! Who was invited, to one request or to the team; and a program.

use std::collections::BTreeMap;

use portal::core::{
    id::{AccountId, Id, MembershipId, OrganisationId, Version},
    identity::{Account, AccountState, Invite, MakeToken, Membership, MembershipState, Seat, SeatLimits, TokenScope},
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

    /// Who was invited to the team, and a token of Claire's that the team made.
    pub(super) async fn of_the_team(&mut self) {
        let nadia = self.viewer("nadia").await;
        let desk = self.world.portal.desk(&nadia);
        let (name, email) = ("Newcomer".to_owned(), "newcomer@novaterm.example".to_owned());
        let (role, locale) = ("team_member".to_owned(), "en".to_owned());
        let invite = Invite { seat: Seat::Team, name, email, role, projects: None, locale };
        let invitation = desk.invite(&invite).await.unwrap();
        let gone = desk.invite(&Invite { email: "gone@novaterm.example".to_owned(), ..invite }).await.unwrap();
        desk.revoke_invitation(Seat::Team, gone).await.unwrap();
        let person = "claire@alpha.example".to_owned();
        let token = MakeToken { person, name: "stock".to_owned(), days: 90, scope: TokenScope::read_only() };
        for _ in 0..2 {
            desk.make_token(&token).await.unwrap();
        }
        let tokens = desk.tokens().await.unwrap();
        desk.revoke_token(tokens[0].token.id).await.unwrap();
        self.keep("summons", Whose::Claires, invitation);
        self.keep("summons", Whose::Gone, gone);
        self.keep("program", Whose::Claires, tokens[1].token.id);
        self.keep("program", Whose::Gone, tokens[0].token.id);
    }
}
