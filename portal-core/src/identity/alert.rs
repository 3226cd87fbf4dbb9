//! Letters that tell somebody that the safety of their account changed, so that they can do something when it was not
//! them. Each is a row, written with the change and sent by the worker.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Account;
use crate::{
    Portal,
    clock::Ids,
    id::{AccountId, AlertId, JobId, Version},
    notification::DeliveryState,
    store::{Changes, Job, JobKind, Record},
};

/// A letter about the safety of an account.
#[derive(Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// Whose account.
    pub account: AccountId,
    /// What happened.
    pub kind: AlertKind,
    /// Where it is sent: the account's address before what happened.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// Their language, a BCP 47 tag.
    pub locale: String,
    /// The address that is spoken of, or who knows the account under another name; else empty.
    pub about: String,
    /// Where the letter stands.
    pub letter: DeliveryState,
    /// Why it failed, or waits.
    pub reason: Option<String>,
    /// How often it was handed over.
    pub attempts: u32,
    /// When it happened.
    pub created: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

/// What happened to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Another password was chosen.
    PasswordChanged,
    /// Another address was asked for; it does not count before it is confirmed (SECURITY A18).
    AddressAsked,
    /// Another address counts from now on; this letter goes to the one before.
    AddressChanged,
    /// Somebody else wanted this address for theirs; they are not told that it is taken (SECURITY A01).
    AddressWanted,
    /// There were too many sessions: the oldest ended (SECURITY S11).
    OldestEnded,
    /// Somebody else's sign-in opens the account from now on.
    IdentityConnected,
    /// It does so no longer.
    IdentityDisconnected,
    /// A second factor was set up.
    FactorAdded,
    /// The second factor was taken away.
    FactorRemoved,
    /// A recovery code was used instead of the second factor.
    RecoveryUsed,
    /// New recovery codes were made; the ones before are worthless.
    RecoveryRenewed,
}

impl AlertKind {
    /// All that there are.
    pub const ALL: [Self; 11] = [
        Self::PasswordChanged,
        Self::AddressAsked,
        Self::AddressChanged,
        Self::AddressWanted,
        Self::OldestEnded,
        Self::IdentityConnected,
        Self::IdentityDisconnected,
        Self::FactorAdded,
        Self::FactorRemoved,
        Self::RecoveryUsed,
        Self::RecoveryRenewed,
    ];

    /// The beginning of the names of its words.
    pub fn word(self) -> &'static str {
        match self {
            Self::PasswordChanged => "password_changed",
            Self::AddressAsked => "address_asked",
            Self::AddressChanged => "address_changed",
            Self::AddressWanted => "address_wanted",
            Self::OldestEnded => "oldest_ended",
            Self::IdentityConnected => "identity_connected",
            Self::IdentityDisconnected => "identity_disconnected",
            Self::FactorAdded => "factor_added",
            Self::FactorRemoved => "factor_removed",
            Self::RecoveryUsed => "recovery_used",
            Self::RecoveryRenewed => "recovery_renewed",
        }
    }

    /// Where its button leads, below the portal's address; `None`: nothing can be done there, as by somebody whose address
    /// is not the account's any more.
    pub(crate) fn leads_to(self) -> Option<&'static str> {
        match self {
            Self::PasswordChanged => Some("forgot"),
            Self::AddressChanged => None,
            Self::AddressWanted => Some("sign-in"),
            _ => Some("account"),
        }
    }
}

impl Portal {
    /// What tells the owner of an account that something happened to its safety: the letter and the job that sends it.
    /// They belong into the batch of what happened. `about`: see [`Alert::about`].
    pub(crate) fn alert(&self, account: &Account, kind: AlertKind, about: &str) -> Changes {
        letter(self.parts().ids.as_ref(), self.now(), account, kind, about)
    }
}

/// What [`Portal::alert`] makes, for a command beside a portal.
pub(super) fn letter(
    ids: &dyn Ids,
    created: DateTime<Utc>,
    account: &Account,
    kind: AlertKind,
    about: &str,
) -> Changes {
    let id = AlertId(ids.uuid(created));
    let mut changes = Changes::new();
    changes.create(Record::Alert(Alert {
        id,
        account: account.id,
        kind,
        email: account.email.clone(),
        name: account.name.clone(),
        locale: account.locale.clone(),
        about: about.to_owned(),
        letter: DeliveryState::Pending,
        reason: None,
        attempts: 0,
        created,
        version: Version::FIRST,
    }));
    let (job, kind) = (JobId(ids.uuid(created)), JobKind::Alert);
    changes.create(Record::Job(Job { id: job, kind, subject: id.0, due: created, attempts: 0 }));
    changes
}

impl std::fmt::Debug for Alert {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alert").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_its_words_in_both_languages_and_says_what_to_do() {
        let wording = crate::notification::wording();
        for kind in AlertKind::ALL {
            for locale in ["en", "fr"] {
                for text in ["subject", "intro", "advice"] {
                    let key = format!("{}-{text}", kind.word());
                    assert!(wording.keys(locale).contains(key.as_str()), "{locale}: {key}");
                }
                let key = format!("{}-button", kind.word());
                assert_eq!(wording.keys(locale).contains(key.as_str()), kind.leads_to().is_some(), "{locale}: {key}");
            }
        }
    }
}
