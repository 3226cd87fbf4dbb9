//! Signing in with an address and a password.

use chrono::{DateTime, Utc};

use super::{
    Account, AccountState, AlertKind, Bucket, Limits, Pending, Secret, Session, Verdict, Viewer,
    account::are_suspended, email_key, password,
};
use crate::{
    FactorRule, Portal, Refused,
    audit::Action,
    id::AccountId,
    identity::PasswordError,
    store::{Changes, Expect, Record, StoreError, Subject},
};

/// How often a session is begun on an account that others change at the same moment.
pub(super) const TRIES: u8 = 3;

/// What stands between a proof of who somebody is and an open session.
pub(super) enum Second {
    /// Their second factor, if they have one or must have one.
    Asked,
    /// Nothing: whoever lets them in knows who it is, or has asked for one that counts.
    Spared,
    /// Nothing more: they proved that they have it, and this is what that changes.
    Given(Changes),
}

/// What a person typed, and from where.
#[derive(Clone)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The network address, as the host trusts it: IPv4 whole, IPv6 its /64.
    pub from: String,
    /// What the browser kept of an earlier sign-in ([`Portal::known_browser`]): guesses made elsewhere then cost it no wait.
    pub browser: Option<String>,
}

/// A session that has just begun.
#[derive(Debug)]
pub struct SignedIn {
    /// For the cookie; it is not kept anywhere.
    pub token: Secret,
    /// When it ends at the latest.
    pub expires: DateTime<Utc>,
    /// Who signed in.
    pub account: Account,
    /// What is missing before it opens anything; `None`: nothing.
    pub pending: Option<Pending>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("email", &self.email).finish_non_exhaustive()
    }
}

impl Portal {
    /// Signs somebody in. An unknown address, a disabled account, a wrong password and a guess that came too early all
    /// get [`Refused::Credentials`] after the same work (SECURITY A01, R03).
    ///
    /// # Errors
    /// [`Refused::Credentials`]; [`Refused::Wait`] when too many guesses came from one network address.
    pub async fn sign_in(&self, input: &SignIn) -> Result<SignedIn, Refused> {
        let mut outcome = "refused";
        let portal = self.visited_from(input.from.as_str());
        let signed_in = match portal.check_password(input, Action::SessionBegin, &mut outcome).await {
            Ok(account) => portal.begin_session(account, Action::SessionBegin).await,
            Err(refused) => Err(refused),
        };
        metrics::counter!("portal_sign_ins_total", "outcome" => outcome).increment(1);
        signed_in
    }

    /// Whose address and password these are, after counting the try. Says what came of it for the measure, which is
    /// finer than what the person learns.
    pub(super) async fn check_password(
        &self,
        input: &SignIn,
        action: Action,
        outcome: &mut &'static str,
    ) -> Result<Account, Refused> {
        let (parts, now) = (self.parts(), self.now());
        let key = email_key(&input.email);
        if let Verdict::Wait(until) = parts.engine.throttle(&Bucket::Address(input.from.clone()), now).await? {
            *outcome = "throttled";
            return Err(Refused::wait(until - now));
        }
        let has_place = input.email.len() <= 320 && self.definition().sign_in.password;
        let typed = password::prepared(&input.password).filter(|_| has_place);
        let Some(typed) = typed else {
            self.note_refused(self.entry(action)).await?;
            return Err(Refused::Credentials);
        };
        let account = parts.store.account_by_email(&key).await?;
        let bucket = match &account {
            Some(account) => self.guesses_at(account, key, input.browser.as_deref()),
            None => Bucket::Nobody(key),
        };
        let verdict = parts.engine.throttle(&bucket, now).await?;
        if verdict != Verdict::Go {
            *outcome = "throttled";
        }
        let hash = account.as_ref().and_then(|account| account.password.as_deref());
        let fits = self.is_password(&typed, hash).await?;
        match account {
            Some(account) if fits && verdict == Verdict::Go && account.state == AccountState::Active => {
                parts.engine.forgive(&bucket).await?;
                *outcome = "ok";
                self.hashed_anew(account, &typed).await
            }
            unknown => {
                let actor = unknown.map(|account| account.id);
                self.note_refused(self.entry(action).by(actor).on(actor.map(|actor| actor.0))).await?;
                Err(Refused::Credentials)
            }
        }
    }

    /// The account with a hash of the parameters in force (SECURITY A21): of a password that fits, since it is known at this
    /// moment alone. Where somebody has changed the account meanwhile, the password must fit what it has become.
    async fn hashed_anew(&self, account: Account, typed: &str) -> Result<Account, Refused> {
        let parts = self.parts();
        if !account.password.as_deref().is_some_and(|hash| parts.passwords.is_outdated(hash)) {
            return Ok(account);
        }
        let (id, loaded) = (account.id, account.version);
        let anew = Account { password: Some(self.hashed(typed).await?), ..account };
        let mut changes = Changes::new();
        changes.write(Record::Account(anew.clone()), Expect::Loaded(loaded));
        changes.audit(self.entry(Action::PasswordHashed).by(id).on(id.0));
        match parts.store.commit(&changes).await {
            Ok(()) => return Ok(Account { version: loaded.next(), ..anew }),
            Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let found =
            parts.store.account(id).await?.filter(|found| found.state.is_active()).ok_or(Refused::Credentials)?;
        if self.is_password(typed, found.password.as_deref()).await? { Ok(found) } else { Err(Refused::Credentials) }
    }

    async fn is_password(&self, typed: &str, hash: Option<&str>) -> Result<bool, Refused> {
        self.parts().passwords.verify(typed, hash).await.map_err(|error| match error {
            PasswordError::Busy => Refused::Wait(2),
            PasswordError::Failed(_) => Refused::Broken(Box::new(error)),
        })
    }

    /// Lets somebody in without a password, and without asking for a second factor: only for a host that knows who it is,
    /// and for the start page of the evaluation mode.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such active account.
    pub async fn sign_in_as(&self, id: AccountId) -> Result<SignedIn, Refused> {
        match self.parts().store.account(id).await? {
            Some(account) if account.state == AccountState::Active => {
                self.session_of(account, Action::SessionBeginAs, &Second::Spared).await
            }
            _ => Err(Refused::NotFound),
        }
    }

    /// Begins a session for an account whose person has proved who they are. It waits for their second factor, if they have
    /// one or must have one ([`SignedIn::pending`]).
    pub(super) async fn begin_session(&self, account: Account, action: Action) -> Result<SignedIn, Refused> {
        self.session_of(account, action, &Second::Asked).await
    }

    /// Begins a session for an account that was just let in. Two at the same moment both get one: who finds the account
    /// changed reads it again, and still gets in when nothing of what let them in has changed.
    pub(super) async fn session_of(
        &self,
        account: Account,
        action: Action,
        second: &Second,
    ) -> Result<SignedIn, Refused> {
        let mut now = account.clone();
        for _ in 1..TRIES {
            match self.try_session(now, action, second).await {
                Err(Refused::Stale) => {}
                done => return done,
            }
            let again = self.parts().store.account(account.id).await?;
            let same = again.filter(|again| again.state == account.state && again.password == account.password);
            now = same.ok_or(Refused::Credentials)?;
        }
        match self.try_session(now, action, second).await {
            Err(Refused::Stale) => Err(Refused::Wait(1)),
            done => done,
        }
    }

    pub(super) async fn try_session(
        &self,
        mut account: Account,
        action: Action,
        second: &Second,
    ) -> Result<SignedIn, Refused> {
        let (parts, now) = (self.parts(), self.now());
        let memberships = parts.store.memberships(account.id).await?;
        if are_suspended(&memberships) {
            return Err(Refused::Credentials);
        }
        let viewer = Viewer::new(&account, &memberships, self.definition());
        let pending = match second {
            Second::Asked => self.missing(account.id, self.must_have_factor(&viewer)).await?,
            Second::Spared | Second::Given(_) => None,
        };
        let (limits, action) = match pending {
            Some(pending) => (Limits { idle: pending.lasts(), absolute: pending.lasts() }, Action::SessionPending),
            None => (Limits::of(viewer.side(), self.definition().sign_in.session), action),
        };
        let sessions = parts.store.sessions(account.id).await?;
        let token = Secret::new(parts.ids.secret());
        let session = Session {
            hash: token.hash(),
            account: account.id,
            created: now,
            seen: now,
            expires: now + limits.absolute,
            idle_seconds: limits.idle.num_seconds(),
            authenticated: now,
            pending,
            two_step: pending.is_none() && !matches!(second, Second::Asked),
            from: None,
        };
        // Those that wait are no visits, and push out no session that opens.
        let (open, waiting): (Vec<&Session>, Vec<&Session>) = sessions.iter().partition(|it| it.pending.is_none());
        account.seen = open.iter().map(|session| session.seen).max().or(account.seen);
        let mut changes = match second {
            Second::Given(changes) => changes.clone(),
            Second::Asked | Second::Spared => Changes::new(),
        };
        let mut live = if pending.is_none() { open } else { waiting };
        live.retain(|session| session.is_live(now));
        let surplus = (live.len() + 1).saturating_sub(usize::from(Limits::SESSIONS));
        for ended in live.iter().take(surplus) {
            changes.push(crate::store::Change::Remove(Subject::Session(ended.hash)));
        }
        if surplus > 0 && pending.is_none() {
            changes.extend(self.alert(&account, AlertKind::OldestEnded, ""));
        }
        let expect = Expect::Loaded(account.version);
        changes.create(Record::Session(session.clone()));
        changes.write(Record::Account(account.clone()), expect);
        changes.audit(self.entry(action).by(account.id).on(account.id.0));
        parts.store.commit(&changes).await?;
        Ok(SignedIn { token, expires: session.expires, account, pending: session.pending })
    }

    /// What is missing before a session of this account opens anything.
    async fn missing(&self, account: AccountId, must: bool) -> Result<Option<Pending>, StoreError> {
        Ok(match self.parts().store.factor(account).await? {
            Some(_) => Some(Pending::Code),
            None => must.then_some(Pending::Enrolment),
        })
    }

    /// Whether somebody must have a second factor.
    pub(super) fn must_have_factor(&self, viewer: &Viewer) -> bool {
        let who = &self.definition().sign_in.second_factor;
        self.parts().factor_rule == FactorRule::AsDefined && viewer.is_among(who)
    }
}
