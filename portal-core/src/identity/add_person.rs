//! Making organisations and people from a program: the host's own sign-up, or the demo.

use super::{
    Account, AccountState, Membership, MembershipState, Seat, SeatLimits, email_key, organisation::new_organisation,
};
use crate::{
    Portal, Refused,
    audit::Action,
    id::{AccountId, Id, MembershipId, OrganisationId, Version},
    identity::Side,
    portal::broken,
    refused::Missing,
    store::{Changes, Conflict, Record, StoreError},
};

/// Somebody to be let in.
#[derive(Clone)]
pub struct NewPerson {
    /// Full name.
    pub name: String,
    /// Address for sign-in and mail.
    pub email: String,
    /// BCP 47 tag of their language.
    pub locale: String,
    /// The password; [`check_policy`](super::check_policy) says which will do.
    pub password: String,
    /// Their company; `None`: the team.
    pub organisation: Option<OrganisationId>,
    /// Their role, as the definition names it.
    pub role: String,
}

impl std::fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPerson").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Portal {
    /// Makes a client company.
    pub async fn add_organisation(&self, name: &str) -> Result<OrganisationId, Refused> {
        let created = self.now();
        let id = OrganisationId(self.uuid(created));
        let mut changes = Changes::new();
        let organisation = new_organisation(id, name.trim().to_owned(), [].into(), created);
        changes.create(Record::Organisation(organisation));
        changes.audit(self.entry(Action::OrganisationAdded).of(id).on(id.0));
        self.parts().store.commit(&changes).await?;
        Ok(id)
    }

    /// Makes an account with a seat.
    ///
    /// # Errors
    /// [`Refused::Missing`] for an address that is none, a password that is too easy, or a role that does not exist for
    /// this side; [`Refused::Stale`] when the address is taken.
    pub async fn add_person(&self, person: &NewPerson) -> Result<AccountId, Refused> {
        let side = if person.organisation.is_some() { Side::Client } else { Side::Team };
        let role = self.definition().roles.get(person.role.as_str());
        if role.is_none_or(|role| role.side != side) {
            return Err(Refused::Missing(Missing::Text("role")));
        }
        if !email_key(&person.email).contains('@') {
            return Err(Refused::Missing(Missing::Text("email")));
        }
        let seat = person.organisation.map(Seat::Organisation);
        if self.judged(&person.password, &[&person.name, &person.email], seat).await?.is_some() {
            return Err(Refused::Missing(Missing::Text("password")));
        }
        let (parts, created) = (self.parts(), self.now());
        let password = self.hashed(&person.password).await?;
        let id = AccountId(self.uuid(created));
        let account = Account {
            id,
            email: person.email.trim().to_owned(),
            name: person.name.trim().to_owned(),
            locale: person.locale.clone(),
            password: Some(password),
            state: AccountState::Active,
            seen: None,
            created,
            version: Version::FIRST,
        };
        let membership = Membership {
            id: MembershipId(self.uuid(created)),
            account: id,
            seat: person.organisation.map_or(Seat::Team, Seat::Organisation),
            role: Id::from(person.role.as_str()),
            limits: SeatLimits::default(),
            state: MembershipState::Active,
            created,
            version: Version::FIRST,
        };
        let mut changes = Changes::new();
        changes.create(Record::Account(account)).create(Record::Membership(membership));
        changes.audit(self.entry(Action::PersonAdded).of(person.organisation).on(id.0));
        match parts.store.commit(&changes).await {
            Ok(()) => Ok(id),
            Err(StoreError::Conflict(Conflict::Moved(_))) => Err(broken("an id was drawn twice").into()),
            Err(error) => Err(error.into()),
        }
    }

    /// An account and its company by address, for a host that makes people by program.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<(AccountId, Option<OrganisationId>)>, Refused> {
        let store = &self.parts().store;
        let Some(account) = store.account_by_email(&email_key(email)).await? else { return Ok(None) };
        let seats = store.memberships(account.id).await?;
        let organisation = seats.iter().find_map(|membership| match membership.seat {
            Seat::Organisation(id) => Some(id),
            Seat::Request { .. } | Seat::Team => None,
        });
        Ok(Some((account.id, organisation)))
    }
}
