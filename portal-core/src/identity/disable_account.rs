//! Disabling an account, enabling it again, and starting a new password for somebody: nobody else ever sees or sets one.

use super::{
    Account, AccountState, Bucket, LinkPurpose, LinkState, Membership, Permission, Seat, Verdict, email_key,
    people::{administers, keeps_an_administrator},
};
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    id::{AccountId, MembershipId},
    store::{Change, Changes, Expect, Record, Subject},
};

/// Why an account or an organisation is disabled: a word for the audit log, which keeps nothing that somebody wrote
/// (SECURITY T06).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisableReason {
    /// They left, or the contract is over.
    Left,
    /// Somebody else may be using it.
    Security,
    /// What they did.
    Conduct,
    /// Something else.
    Other,
}

impl DisableReason {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Left, Self::Security, Self::Conduct, Self::Other];

    /// The word in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Security => "security",
            Self::Conduct => "conduct",
            Self::Other => "other",
        }
    }

    /// Reads what [`DisableReason::name`] gives; anything else is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

impl Desk<'_> {
    /// Disables an account: its person is out with the next request, everywhere, and so are their programs and links
    /// (SECURITY S04).
    ///
    /// # Errors
    /// [`Refused::NotFound`] for whoever does not manage the people of every organisation, [`Refused::Forbidden`] for
    /// oneself and for somebody whose role goes beyond the viewer's; [`Refused::LastAdministrator`] for the last of the
    /// team; [`Refused::NotHere`] when it is disabled already.
    pub async fn disable_account(&self, id: AccountId, why: DisableReason) -> Result<(), Refused> {
        let (account, memberships) = self.account_to_disable(id).await?;
        if !account.state.is_active() {
            return Err(Refused::NotHere);
        }
        let mut changes = Changes::new();
        let in_team = memberships.iter().find(|place| place.seat == Seat::Team);
        if let Some(place) = in_team.filter(|place| administers(place, self.definition())) {
            let team = self.people(Seat::Team).await?;
            changes.extend(keeps_an_administrator(&team, place.id, None, self.definition())?);
        }
        for session in self.store.sessions(id).await? {
            changes.push(Change::Remove(Subject::Session(session.hash)));
        }
        for mut link in self.store.links_of(id).await? {
            let expect = Expect::Loaded(link.version);
            link.state = LinkState::Revoked;
            changes.write(Record::Link(link), expect);
        }
        // What they are about to change counts on their places being as they were: so it does not land any more.
        for place in memberships {
            let expect = Expect::Loaded(place.version);
            changes.write(Record::Membership(place), expect);
        }
        self.turn_account(account, AccountState::Disabled, Some(why), changes).await
    }

    /// Enables an account again.
    ///
    /// # Errors
    /// As [`Desk::disable_account`].
    pub async fn enable_account(&self, id: AccountId) -> Result<(), Refused> {
        let (account, _) = self.account_to_disable(id).await?;
        if account.state.is_active() {
            return Err(Refused::NotHere);
        }
        self.turn_account(account, AccountState::Active, None, Changes::new()).await
    }

    async fn turn_account(
        &self,
        account: Account,
        state: AccountState,
        why: Option<DisableReason>,
        mut changes: Changes,
    ) -> Result<(), Refused> {
        let (id, expect) = (account.id, Expect::Loaded(account.version));
        let action = if state.is_active() { Action::AccountEnabled } else { Action::AccountDisabled };
        let entry = self.entry(action).on(id.0);
        changes.audit(match why {
            Some(why) => entry.with(why.name()),
            None => entry,
        });
        changes.write(Record::Account(Account { state, ..account }), expect);
        self.commit(Subject::Account(id), changes, &mut Tries::once()).await.map(|_| ())
    }

    /// Sends somebody a letter with a link to a new password (SECURITY A19). A link that was sent before is worthless from
    /// then on.
    ///
    /// # Errors
    /// As [`Desk::seated`]; [`Refused::NotHere`] when the account is disabled, [`Refused::NotFound`] where nobody has a
    /// password; [`Refused::Wait`] after three letters to the address within an hour, or ten that the viewer caused
    /// (SECURITY R07).
    pub async fn send_reset(&self, seat: Seat, id: MembershipId) -> Result<(), Refused> {
        let account = self.seated(seat, id).await?.account;
        if !self.definition().sign_in.password {
            return Err(Refused::NotFound);
        }
        if !account.state.is_active() {
            return Err(Refused::NotHere);
        }
        let now = self.now();
        let by = Bucket::LettersFrom(self.viewer.account().0.to_string());
        for bucket in [by, Bucket::Letters(email_key(&account.email))] {
            if let Verdict::Wait(until) = self.parts().engine.throttle(&bucket, now).await? {
                return Err(Refused::wait(until - now));
            }
        }
        // The letter is part of what is decided: done under a caller's key, it has left or it has not.
        let purpose = LinkPurpose::Reset { account: account.id };
        let (link, expect) = self.portal.link_anew(&account, purpose, &account.email).await?;
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::PasswordResetSent).at_seat(seat).on(account.id.0));
        changes.create(Record::Job(self.portal.link_job(link.id, now)));
        changes.write(Record::Link(link), expect);
        self.commit(Subject::Account(account.id), changes, &mut Tries::once()).await.map(|_| ())
    }

    async fn account_to_disable(&self, id: AccountId) -> Result<(Account, Vec<Membership>), Refused> {
        if !self.viewer.scope(Permission::PeopleManage).is_all() {
            return Err(Refused::NotFound);
        }
        let account = self.store.account(id).await?.ok_or(Refused::NotFound)?;
        let memberships = self.store.memberships(id).await?;
        if self.may_disable(id, &memberships) { Ok((account, memberships)) } else { Err(Refused::Forbidden) }
    }

    /// Whether the viewer may disable an account: of the team, not their own, and nobody whose role goes beyond theirs.
    pub(super) fn may_disable(&self, id: AccountId, memberships: &[Membership]) -> bool {
        let below = |place: &Membership| {
            let role = self.definition().roles.get(&place.role);
            role.is_none_or(|role| self.viewer.covers(role, place.seat))
        };
        id != self.viewer.account()
            && self.viewer.scope(Permission::PeopleManage).is_all()
            && memberships.iter().all(below)
    }
}
