//! Taking a seat that one was invited to. Looking spends nothing, so that a scanner of mails cannot (SECURITY A23).

use super::{
    Account, AccountState, Link, LinkPurpose, LinkState, Membership, MembershipState, Organisation, Scope, Seat,
    SeatLimits, Secret, SignIn, SignedIn, email_key, invite::fault_of_name,
};
use crate::{
    Portal, Refused,
    audit::Action,
    form::{FieldFault, one_line},
    id::{AccountId, Id, MembershipId, OrganisationId, RequestId, Version},
    store::{Change, Changes, Expect, Record, StoreError, Subject},
};

/// An invitation as whoever holds its link sees it.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The address it was sent to.
    pub email: String,
    /// The name that whoever invited gave.
    pub name: String,
    /// The language they are written to in.
    pub locale: String,
    /// Where one would have a place.
    pub seat: Seat,
    /// Whom one would belong to, or whose request it is: the organisation's name; `None`: the team.
    pub organisation: Option<String>,
    /// What the request is about to which one is invited; `None`: not to one alone.
    pub request: Option<String>,
    /// As what.
    pub role: Id,
    /// Who invited.
    pub sender: Option<String>,
    /// Whether the address has an account already: then its password is asked, not a new one.
    pub has_account: bool,
}

/// What somebody fills in who takes a seat. Address and role are the invitation's (SECURITY A09).
#[derive(Clone)]
pub struct AcceptInvitation {
    /// Their name; not asked of those who have an account.
    pub name: String,
    /// A new password, or that of the account; not looked at where nobody has one.
    pub password: String,
    /// The network address it comes from ([`SignIn::from`]).
    pub from: String,
}

impl std::fmt::Debug for AcceptInvitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AcceptInvitation").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Portal {
    /// What a link invites to.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it does not count, or no longer: never sent, spent, taken back, expired.
    pub async fn invitation(&self, secret: &Secret) -> Result<Invited, Refused> {
        let store = &self.parts().store;
        let (link, seat, role, sender) = self.counting(secret).await?;
        let organisation = match seat.organisation() {
            Some(id) => Some(self.inviting(id).await?.name),
            None => None,
        };
        let request = match seat.request() {
            Some(id) => Some(self.titled(id).await?.ok_or(Refused::NotFound)?),
            None => None,
        };
        let has_account = store.account_by_email(&email_key(&link.email)).await?.is_some();
        let sender = store.names(&[sender]).await?.remove(&sender);
        let Link { email, name, locale, .. } = link;
        Ok(Invited { email, name, locale, seat, organisation, request, role, sender, has_account })
    }

    /// Takes the seat and signs in. Of many at once one succeeds (SECURITY A05).
    ///
    /// # Errors
    /// As [`Portal::invitation`]; [`Refused::Answers`] for a name that is missing or a password that is too easy;
    /// [`Refused::Credentials`] and [`Refused::Wait`] when the address has an account and the password is not its.
    pub async fn accept_invitation(&self, secret: &Secret, input: &AcceptInvitation) -> Result<SignedIn, Refused> {
        let (link, seat, role, _) = self.counting(secret).await?;
        let LinkPurpose::Invitation { limits, .. } = link.purpose.clone() else { return Err(Refused::NotFound) };
        let there = self.parts().store.account_by_email(&email_key(&link.email)).await?;
        let (new, enters) = match there {
            // Whoever has the letter would get in with a link, too.
            Some(account) if !self.definition().sign_in.password && account.state.is_active() => (None, Ok(account)),
            Some(_) => {
                let (email, password, from) = (link.email.clone(), input.password.clone(), input.from.clone());
                (None, Err(self.sign_in(&SignIn { email, password, from, browser: None }).await?))
            }
            None => {
                let account = self.new_account(&link, input).await?;
                (Some(account.clone()), Ok(account))
            }
        };
        let account = match &enters {
            Ok(account) => account.id,
            Err(signed_in) => signed_in.account.id,
        };
        let mut changes = self.joined(link, account, seat, role, limits).await?;
        if let Some(account) = new {
            changes.create(Record::Account(account));
        }
        match self.parts().store.commit(&changes).await.map_err(Refused::from) {
            Err(Refused::Stale) => return Err(Refused::NotFound),
            done => done?,
        }
        match enters {
            Err(signed_in) => Ok(signed_in),
            Ok(account) => self.begin_session(account, Action::SessionBeginByLink).await,
        }
    }

    /// Spends an invitation and gives its seat, as long as the organisation is not disabled.
    pub(super) async fn joined(
        &self,
        link: Link,
        account: AccountId,
        seat: Seat,
        role: Id,
        limits: SeatLimits,
    ) -> Result<Changes, Refused> {
        let now = self.now();
        let mut changes = Changes::new();
        if let Some(id) = seat.organisation() {
            // Whoever disables it at the same moment leaves nobody in.
            let version = self.inviting(id).await?.version;
            changes.push(Change::Require(Subject::Organisation(id), version));
        }
        let (id, loaded) = (MembershipId(self.uuid(now)), Expect::Loaded(link.version));
        let state = MembershipState::Active;
        let membership = Membership { id, account, seat, role, limits, state, created: now, version: Version::FIRST };
        changes.write(Record::Link(Link { state: LinkState::Spent, ..link }), loaded);
        changes.create(Record::Membership(membership));
        changes.audit(self.entry(Action::PersonJoined).by(account).at_seat(seat).on(account.0));
        Ok(changes)
    }

    /// What a request is about.
    pub(crate) async fn titled(&self, id: RequestId) -> Result<Option<String>, StoreError> {
        let dossier = self.parts().store.dossier(&Scope::of_the_portal(), id).await?;
        Ok(dossier.map(|dossier| dossier.request.title))
    }

    /// An organisation to which one may come: one that is disabled invites nobody.
    async fn inviting(&self, id: OrganisationId) -> Result<Organisation, Refused> {
        let found = self.parts().store.organisations(&[id]).await?.pop();
        found.filter(|found| found.state.is_active()).ok_or(Refused::NotFound)
    }

    /// An invitation that counts, by the secret of its letter.
    pub(super) async fn counting(&self, secret: &Secret) -> Result<(Link, Seat, Id, AccountId), Refused> {
        let link = self.parts().store.link_by_hash(&secret.hash()).await?;
        let link = link.filter(|link| link.counts(self.now())).ok_or(Refused::NotFound)?;
        match link.purpose.clone() {
            // A role that the definition lost cannot be given any more.
            LinkPurpose::Invitation { seat, role, sender, .. } if self.definition().roles.contains_key(&role) => {
                Ok((link, seat, role, sender))
            }
            _ => Err(Refused::NotFound),
        }
    }

    async fn new_account(&self, link: &Link, input: &AcceptInvitation) -> Result<Account, Refused> {
        let (name, created) = (one_line(&input.name), self.now());
        let chooses = self.definition().sign_in.password;
        let weak = self.judged(&input.password, &[&name, &link.email], seats_of(link)).await?.filter(|_| chooses);
        let faults: Vec<FieldFault> = fault_of_name(&name).into_iter().chain(weak).collect();
        if !faults.is_empty() {
            return Err(Refused::Answers(faults));
        }
        Ok(Account {
            id: AccountId(self.uuid(created)),
            email: link.email.clone(),
            name,
            locale: link.locale.clone(),
            password: if chooses { Some(self.hashed(&input.password).await?) } else { None },
            state: AccountState::Active,
            seen: None,
            created,
            version: Version::FIRST,
        })
    }
}

/// Where a link leads.
fn seats_of(link: &Link) -> Vec<Seat> {
    match link.purpose {
        LinkPurpose::Invitation { seat, .. } => vec![seat],
        _ => Vec::new(),
    }
}
