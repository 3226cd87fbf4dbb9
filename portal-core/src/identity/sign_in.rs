//! Signing in with an address and a password.

use chrono::{DateTime, Utc};

use super::{
    Account, AccountState, AlertKind, Bucket, Limits, Pending, Secret, Session, Verdict, Viewer,
    account::are_suspended, email_key, password,
};
use crate::{
    Portal, Refused,
    audit::Action,
    id::AccountId,
    identity::PasswordError,
    store::{Changes, Expect, Record, Subject},
};

/// How often a session is begun on an account that others change at the same moment.
const TRIES: u8 = 3;

/// What a person typed, and from where.
#[derive(Clone)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The network address, as the host trusts it: IPv4 whole, IPv6 its /64.
    pub from: String,
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
        let bucket = Bucket::Account(key.clone());
        if let Verdict::Wait(until) = parts.engine.throttle(&Bucket::Address(input.from.clone()), now).await? {
            *outcome = "throttled";
            return Err(Refused::Wait(u32::try_from((until - now).num_seconds().max(1)).unwrap_or(u32::MAX)));
        }
        let has_place = input.email.len() <= 320 && self.definition().sign_in.password;
        let typed = password::prepared(&input.password).filter(|_| has_place);
        let Some(typed) = typed else {
            self.note_refused(self.entry(action)).await?;
            return Err(Refused::Credentials);
        };
        let verdict = parts.engine.throttle(&bucket, now).await?;
        if verdict != Verdict::Go {
            *outcome = "throttled";
        }
        let account = parts.store.account_by_email(&key).await?;
        let hash = account.as_ref().and_then(|account| account.password.as_deref());
        let fits = parts.passwords.verify(&typed, hash).await.map_err(|error| match error {
            PasswordError::Busy => Refused::Wait(2),
            PasswordError::Failed(_) => Refused::Broken(Box::new(error)),
        })?;
        match account {
            Some(account) if fits && verdict == Verdict::Go && account.state == AccountState::Active => {
                parts.engine.forgive(&bucket).await?;
                *outcome = "ok";
                Ok(account)
            }
            unknown => {
                let actor = unknown.map(|account| account.id);
                self.note_refused(self.entry(action).by(actor).on(actor.map(|actor| actor.0))).await?;
                Err(Refused::Credentials)
            }
        }
    }

    /// Lets somebody in without a password: only for a host that knows who it is, and for the start page of the
    /// evaluation mode.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such active account.
    pub async fn sign_in_as(&self, id: AccountId) -> Result<SignedIn, Refused> {
        match self.parts().store.account(id).await? {
            Some(account) if account.state == AccountState::Active => {
                self.begin_session(account, Action::SessionBeginAs).await
            }
            _ => Err(Refused::NotFound),
        }
    }

    /// Begins a session for an account that was just let in. Two at the same moment both get one: who finds the account
    /// changed reads it again, and still gets in when nothing of what let them in has changed.
    pub(super) async fn begin_session(&self, account: Account, action: Action) -> Result<SignedIn, Refused> {
        let mut now = account.clone();
        for _ in 1..TRIES {
            match self.try_session(now, action).await {
                Err(Refused::Stale) => {}
                done => return done,
            }
            let again = self.parts().store.account(account.id).await?;
            let same = again.filter(|again| again.state == account.state && again.password == account.password);
            now = same.ok_or(Refused::Credentials)?;
        }
        match self.try_session(now, action).await {
            Err(Refused::Stale) => Err(Refused::Wait(1)),
            done => done,
        }
    }

    async fn try_session(&self, mut account: Account, action: Action) -> Result<SignedIn, Refused> {
        let (parts, now) = (self.parts(), self.now());
        let memberships = parts.store.memberships(account.id).await?;
        if are_suspended(&memberships) {
            return Err(Refused::Credentials);
        }
        let viewer = Viewer::new(&account, &memberships, self.definition());
        let limits = Limits::of(viewer.side(), self.definition().sign_in.session);
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
            pending: None,
            from: None,
        };
        account.seen = sessions.iter().map(|session| session.seen).max().or(account.seen);
        let mut changes = Changes::new();
        let live: Vec<&Session> = sessions.iter().filter(|session| session.is_live(now)).collect();
        let surplus = (live.len() + 1).saturating_sub(usize::from(Limits::SESSIONS));
        for ended in live.iter().take(surplus) {
            changes.push(crate::store::Change::Remove(Subject::Session(ended.hash)));
        }
        if surplus > 0 {
            changes.extend(self.alert(&account, AlertKind::OldestEnded, ""));
        }
        let expect = Expect::Loaded(account.version);
        changes.create(Record::Session(session.clone()));
        changes.write(Record::Account(account.clone()), expect);
        changes.audit(self.entry(action).by(account.id).on(account.id.0));
        parts.store.commit(&changes).await?;
        Ok(SignedIn { token, expires: session.expires, account, pending: session.pending })
    }
}
