//! Taking a second factor away from somebody who lost it together with its recovery codes: a command of whoever runs the
//! portal, never a page, since it opens an account to its password alone.

use chrono::{DateTime, Utc};

use super::{AlertKind, Factor, alert::letter, own_links::revoked, sign_in::TRIES};
use crate::{
    Refused,
    audit::{Action, Audit},
    clock::Ids,
    id::{AccountId, AuditId},
    store::{Change, Expect, Record, Store, Subject},
};

impl Factor {
    /// Takes an account's second factor away. Its sessions and links end in the same commit (SECURITY S03, A03), and a
    /// letter tells its person; who must have a factor sets up another with the next sign-in. The store is all it takes, so
    /// that a command can do it beside a running portal.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for an account that is not there or has no second factor.
    pub async fn reset(
        store: &dyn Store,
        ids: &dyn Ids,
        now: DateTime<Utc>,
        account: AccountId,
    ) -> Result<(), Refused> {
        for _ in 0..TRIES {
            let found = store.account(account).await?.ok_or(Refused::NotFound)?;
            store.factor(account).await?.ok_or(Refused::NotFound)?;
            let mut changes = letter(ids, now, &found, AlertKind::FactorRemoved, "");
            changes.push(Change::Remove(Subject::Factor(account)));
            for session in store.sessions(account).await? {
                changes.push(Change::Remove(Subject::Session(session.hash)));
            }
            changes.extend(revoked(store, account, None).await?);
            changes.audit(Audit::new(AuditId(ids.uuid(now)), now, Action::FactorReset).on(account.0));
            let loaded = Expect::Loaded(found.version);
            changes.write(Record::Account(found), loaded);
            match store.commit(&changes).await.map_err(Refused::from) {
                Err(Refused::Stale) => {}
                done => return done,
            }
        }
        Err(Refused::Stale)
    }
}
