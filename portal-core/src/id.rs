//! Identifiers: UUIDv7 newtypes, versions, references and the ids of definitions.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares newtypes over [`Uuid`], so that a request's id can never be passed where a task's is expected.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person.
    AccountId,
    /// An account's place in an organisation or in the team.
    MembershipId,
    /// A client company.
    OrganisationId,
    /// What groups an organisation's requests.
    ProjectId,
    /// A form that is being filled in.
    DraftId,
    /// A submitted request.
    RequestId,
    /// One expected action.
    TaskId,
    /// A place at a time.
    BookingId,
    /// A message or a note.
    MessageId,
    /// A document in the library.
    DocumentId,
    /// Stored bytes.
    BlobId,
    /// One entry of the event log.
    EventId,
    /// What one person did in one go: the events that were appended together.
    ActId,
    /// One message to one person over one channel.
    DeliveryId,
    /// What lets programs in.
    TokenId,
    /// A link that lets somebody in once.
    LinkId,
    /// A letter about the safety of an account.
    AlertId,
    /// A name under which the host or a provider knows an account.
    IdentityId,
    /// Work that waits for the worker.
    JobId,
    /// One entry of the audit log.
    AuditId,
    /// One row of the form figures.
    FigureId,
}

/// How often a row was changed. A new row has version 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub i64);

impl Version {
    /// The version of a row that is being created.
    pub const FIRST: Self = Self(1);

    /// The version after this one.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The id of something that an integrator named: a field, a status, a role. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Arc<str>);

impl Id {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The field of an answer's place: `kind` of `kind.other`. An integrator's id is its own.
    pub fn root(&self) -> &str {
        self.0.split_once('.').map_or(&*self.0, |(root, _)| root)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The short public name of a request, such as `QUO-7F3K-9M2C`.
///
/// The letters are Crockford's base 32 without the confusable I, L, O and U; 40 random bits. It names, it does not
/// authorise: who may see the request is decided by the scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// A reference from a prefix and 40 random bits (the upper 24 of `random` are not used).
    pub fn new(prefix: &str, random: u64) -> Self {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let letter = |place: u32| char::from(LETTERS[(random >> (5 * place) & 31) as usize]);
        let group = |from: u32| (from..from + 4).map(letter).collect::<String>();
        Self(format!("{prefix}-{}-{}", group(0), group(4)))
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Reference {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn a_reference_has_its_prefix_and_two_groups_of_four() {
        assert_eq!(Reference::new("QUO", 0).as_str(), "QUO-0000-0000");
        assert_eq!(Reference::new("QUO", u64::MAX).as_str(), "QUO-ZZZZ-ZZZZ");
    }
}
