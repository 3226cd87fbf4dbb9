//! Letting somebody of the team in from the console of whoever runs the portal: the first person of a fresh one, or somebody
//! who has no other way left. It takes the store itself; nothing on the network does it (SECURITY A20).

use chrono::{DateTime, Utc};

use super::{
    Account, AccountState, Link, LinkPurpose, Membership, MembershipState, Seat, SeatLimits, Secret, Side, email_key,
    invite::{fault, fault_of_name, new_link},
};
use crate::{
    Refused,
    audit::{Action, Audit},
    clock::Ids,
    definition::{self, Definition},
    form::{FieldFault, Reason, is_email, one_line},
    id::{AccountId, AuditId, LinkId, MembershipId, Version},
    notification::DeliveryState,
    store::{Changes, Expect, Record, Store, StoreError},
};

/// Who is let in.
#[derive(Clone, Debug)]
pub struct LetIn {
    /// The address.
    pub email: String,
    /// The name, when nobody has the address yet.
    pub name: String,
    /// The role, when nobody has the address yet: one of the team's.
    pub role: String,
}

/// Gives the secret of a link with which somebody of the team chooses a password within [`Link::RESET`], shown this once;
/// whoever is not there yet is made. No letter leaves, and a link to a password that was sent before is worthless.
///
/// # Errors
/// [`Refused::NotFound`] while no definition is in force; [`Refused::NotHere`] where nobody has a password, and for an
/// account that is a client's or disabled; [`Refused::Answers`] with what will not do of somebody new: a name, an address, a
/// role.
pub async fn let_in(store: &dyn Store, ids: &dyn Ids, now: DateTime<Utc>, who: &LetIn) -> Result<Secret, Refused> {
    let console = Console { store, ids, now };
    let definition = console.definition().await?;
    if !definition.sign_in.password {
        return Err(Refused::NotHere);
    }
    let (account, mut changes) = match store.account_by_email(&email_key(&who.email)).await? {
        Some(account) => (console.of_the_team(account).await?, Changes::new()),
        None => console.newcomer(&definition, who)?,
    };
    let (link, expect) = console.link(&account).await?;
    let secret = Secret::new(ids.secret());
    changes.write(Record::Link(Link { hash: Some(secret.hash()), letter: DeliveryState::Delivered, ..link }), expect);
    changes.audit(console.entry(Action::PasswordResetSent, account.id));
    store.commit(&changes).await?;
    Ok(secret)
}

/// Where it is done.
struct Console<'a> {
    store: &'a dyn Store,
    ids: &'a dyn Ids,
    now: DateTime<Utc>,
}

impl Console<'_> {
    async fn definition(&self) -> Result<Definition, Refused> {
        let in_force = self.store.in_force().await?.ok_or(Refused::NotFound)?;
        let loaded = definition::load_stored(&in_force.sources());
        Ok(loaded.map_err(|faults| StoreError::Broken(Box::new(faults)))?)
    }

    /// An account that is there, if it is one of the team's that may come in.
    async fn of_the_team(&self, account: Account) -> Result<Account, Refused> {
        let places = self.store.memberships(account.id).await?;
        let is_team = !places.is_empty() && places.iter().all(|place| place.seat == Seat::Team);
        if is_team && account.state.is_active() { Ok(account) } else { Err(Refused::NotHere) }
    }

    /// An account with a place in the team, and what makes both.
    fn newcomer(&self, definition: &Definition, who: &LetIn) -> Result<(Account, Changes), Refused> {
        let (name, email) = (one_line(&who.name), who.email.trim().to_owned());
        let role = definition.roles.get_key_value(who.role.as_str()).filter(|(_, role)| role.side == Side::Team);
        let faults: Vec<FieldFault> = [
            fault_of_name(&name),
            (!is_email(&email)).then(|| fault("email", Reason::NotAnEmail)),
            role.is_none().then(|| fault("role", Reason::NotAnOption)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let Some((role, _)) = role.filter(|_| faults.is_empty()) else { return Err(Refused::Answers(faults)) };
        let account = Account {
            id: AccountId(self.ids.uuid(self.now)),
            email,
            name,
            locale: definition.locale("").to_owned(),
            password: None,
            state: AccountState::Active,
            seen: None,
            created: self.now,
            version: Version::FIRST,
        };
        let membership = Membership {
            id: MembershipId(self.ids.uuid(self.now)),
            account: account.id,
            seat: Seat::Team,
            role: role.clone(),
            limits: SeatLimits::default(),
            state: MembershipState::Active,
            created: self.now,
            version: Version::FIRST,
        };
        let mut changes = Changes::new();
        changes.create(Record::Account(account.clone())).create(Record::Membership(membership));
        changes.audit(self.entry(Action::PersonAdded, account.id));
        Ok((account, changes))
    }

    /// The link of an account to a password, made or made anew.
    async fn link(&self, account: &Account) -> Result<(Link, Expect), StoreError> {
        let purpose = LinkPurpose::Reset { account: account.id };
        let to = (account.name.clone(), account.email.clone(), account.locale.clone());
        let open = self.store.links_of(account.id).await?.into_iter().find(|link| link.purpose == purpose);
        Ok(match open {
            Some(link) => {
                let expect = Expect::Loaded(link.version);
                (link.anew(self.now), expect)
            }
            None => (new_link(LinkId(self.ids.uuid(self.now)), purpose, to, self.now), Expect::New),
        })
    }

    fn entry(&self, action: Action, id: AccountId) -> Audit {
        Audit::new(AuditId(self.ids.uuid(self.now)), self.now, action).at_seat(Seat::Team).on(id.0)
    }
}
