//! Coming in by the host's own sign-in or a provider's: by issuer and subject, whatever the address says (SECURITY A22).

use super::{
    Account, AccountState, AlertKind, Entered, Identity, Introduced, Introducer, Membership, MembershipState, Place,
    Seat, SeatLimits, SignedIn, Strangers, Viewer, account::are_suspended, email_key, sign_in::Second,
};
use crate::{
    Portal, Refused,
    audit::Action,
    form::one_line,
    id::{AccountId, IdentityId, MembershipId, Version},
    store::{Changes, Record},
};

/// Longest name that is taken over from an issuer, in characters.
const LONGEST_NAME: usize = 120;

impl Portal {
    /// Who comes, as the host introduces them with each request; `None`: nobody whom we let in. Rights are worked out afresh
    /// each time (SECURITY S04, T09). Where the host says which place they have, they have that one alone (T20).
    pub async fn recognise(&self, by: Introducer<'_>, who: &Introduced) -> Result<Option<Entered>, Refused> {
        let Some(account) = self.introduced(by, who).await? else { return Ok(None) };
        let mut memberships = self.parts().store.memberships(account.id).await?;
        if let Some(Place { seat, .. }) = who.place {
            memberships.retain(|membership| membership.seat == seat);
        }
        if are_suspended(&memberships) {
            return Ok(None);
        }
        let viewer = Viewer::new(&account, &memberships, self.definition());
        let viewer = who.proven.into_iter().fold(viewer, Viewer::authenticated_at);
        Ok(Some(Entered { viewer, account, session: None }))
    }

    /// Begins a session for somebody whom a provider has just introduced. It waits for their second factor as after a password,
    /// unless they have shown one that counts ([`Introduced::with_second_factor`]).
    ///
    /// # Errors
    /// [`Refused::Credentials`] for whomever we do not let in: not known, not allowed, disabled, without the place that they
    /// are said to have. The answer does not say which.
    pub async fn sign_in_introduced(&self, by: Introducer<'_>, who: &Introduced) -> Result<SignedIn, Refused> {
        let found = self.introduced(by, who).await?;
        let outcome = if found.is_some() { "ok" } else { "refused" };
        metrics::counter!("portal_sign_ins_total", "outcome" => outcome).increment(1);
        match found {
            Some(account) => {
                let second = if who.two_step { Second::Spared } else { Second::Asked };
                self.session_of(account, Action::SessionBeginIntroduced, &second).await
            }
            None => {
                self.note_refused(self.entry(Action::SessionBeginIntroduced)).await?;
                Err(Refused::Credentials)
            }
        }
    }

    /// Says under which name an issuer knows an account: for a host that makes people by program.
    ///
    /// # Errors
    /// [`Refused::NotFound`] without such an account; [`Refused::Stale`] when the name is another account's, or the same
    /// one's already; [`Refused::NotHere`] for a name that is none.
    pub async fn add_identity(&self, issuer: &str, subject: &str, account: AccountId) -> Result<IdentityId, Refused> {
        let by = Introducer { issuer, strangers: Strangers::Invited };
        let who = Introduced::new(subject);
        if !by.is_sound() || !who.is_sound() {
            return Err(Refused::NotHere);
        }
        let account = self.parts().store.account(account).await?.ok_or(Refused::NotFound)?;
        let identity = self.new_identity(by, &who, account.id);
        let (id, mut changes) = (identity.id, Changes::new());
        changes.create(Record::Identity(identity));
        changes.audit(self.entry(Action::IdentityAdded).on(account.id.0));
        self.parts().store.commit(&changes).await?;
        Ok(id)
    }

    /// The account of somebody who is introduced, if it may come in.
    async fn introduced(&self, by: Introducer<'_>, who: &Introduced) -> Result<Option<Account>, Refused> {
        if !by.is_sound() || !who.is_sound() {
            return Ok(None);
        }
        let store = &self.parts().store;
        let account = match store.identity(by.issuer, &who.subject).await? {
            Some((_, account)) => Some(account),
            None => match self.admit(by, who).await {
                Ok(Some(admitted)) => Some(admitted),
                // Perhaps another request of the same person was faster, and what was asked for here is there since.
                Ok(None) | Err(Refused::Stale) => {
                    store.identity(by.issuer, &who.subject).await?.map(|(_, account)| account)
                }
                Err(refused) => return Err(refused),
            },
        };
        let Some(account) = account.filter(|account| account.state == AccountState::Active) else { return Ok(None) };
        let Some(Place { seat, .. }) = &who.place else { return Ok(Some(account)) };
        let seats = store.memberships(account.id).await?;
        Ok(seats.iter().any(|membership| membership.seat == *seat).then_some(account))
    }

    /// Somebody who comes for the first time.
    async fn admit(&self, by: Introducer<'_>, who: &Introduced) -> Result<Option<Account>, Refused> {
        let Some(email) = who.verified_email() else { return Ok(None) };
        let there = self.parts().store.account_by_email(&email_key(email)).await?;
        let mut changes = Changes::new();
        let (account, action) = match (there, &who.place) {
            (Some(account), _) if by.strangers == Strangers::ByVerifiedAddress && account.state.is_active() => {
                changes.extend(self.alert(&account, AlertKind::IdentityConnected, by.issuer));
                (account, Action::IdentityLinked)
            }
            (None, Some(place)) if self.has(place).await? => {
                let account = self.newcomer(who, email);
                changes.create(Record::Account(account.clone()));
                changes.create(Record::Membership(self.seated(account.id, place)));
                (account, Action::PersonAdmitted)
            }
            _ => return Ok(None),
        };
        changes.create(Record::Identity(self.new_identity(by, who, account.id)));
        changes.audit(self.entry(action).by(account.id).on(account.id.0));
        self.parts().store.commit(&changes).await?;
        Ok(Some(account))
    }

    /// Whether there is such a place to have.
    async fn has(&self, place: &Place) -> Result<bool, Refused> {
        let role = self.definition().roles.get(&place.role);
        let fits = role.is_some_and(|role| role.side == place.seat.side());
        match place.seat {
            Seat::Organisation(id) if fits => {
                let found = self.parts().store.organisations(&[id]).await?.pop();
                Ok(found.is_some_and(|organisation| organisation.state.is_active()))
            }
            // A host names organisations and its team; to one request people are invited here.
            Seat::Request { .. } => Ok(false),
            Seat::Organisation(_) | Seat::Team => Ok(fits),
        }
    }

    fn newcomer(&self, who: &Introduced, email: &str) -> Account {
        let created = self.now();
        let given = one_line(who.name.as_deref().unwrap_or_default());
        let name: String = given.chars().take(LONGEST_NAME).collect();
        Account {
            id: AccountId(self.uuid(created)),
            email: email.to_owned(),
            name: if name.is_empty() { email.to_owned() } else { name },
            locale: self.definition().locale(who.locale.as_deref().unwrap_or_default()).to_owned(),
            password: None,
            state: AccountState::Active,
            seen: None,
            created,
            version: Version::FIRST,
        }
    }

    fn seated(&self, account: AccountId, place: &Place) -> Membership {
        let created = self.now();
        Membership {
            id: MembershipId(self.uuid(created)),
            account,
            seat: place.seat,
            role: place.role.clone(),
            limits: SeatLimits::default(),
            state: MembershipState::Active,
            created,
            version: Version::FIRST,
        }
    }

    pub(super) fn new_identity(&self, by: Introducer<'_>, who: &Introduced, account: AccountId) -> Identity {
        let created = self.now();
        let id = IdentityId(self.uuid(created));
        Identity { id, issuer: by.issuer.to_owned(), subject: who.subject.clone(), account, created }
    }
}
