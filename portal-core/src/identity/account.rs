//! People, client companies, and who belongs where.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::Side;
use crate::form::Answers;
use crate::id::{AccountId, Id, MembershipId, OrganisationId, ProjectId, RequestId, Version};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The address mail goes to, as the person wrote it.
    pub email: String,
    /// Full name.
    pub name: String,
    /// The person's language, a BCP 47 tag.
    pub locale: String,
    /// Argon2id in PHC form; `None` while no password was chosen.
    pub password: Option<String>,
    /// Whether the person may sign in.
    pub state: AccountState,
    /// When the dashboard was last read: what changed since is shown there.
    pub seen: Option<DateTime<Utc>>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

impl Account {
    /// The name to greet with: the first word of the full name.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
}

/// Whether a person may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Yes.
    Active,
    /// No; nothing reaches them.
    Disabled,
}

impl AccountState {
    /// Whether the person may sign in.
    pub fn is_active(self) -> bool {
        self == Self::Active
    }
}

/// A client company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What else is known of it: the attributes that `portal.yaml` names, by id.
    pub attributes: Answers,
    /// Whether its people may come in.
    pub state: OrganisationState,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

/// Whether the people of an organisation may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationState {
    /// Yes.
    Active,
    /// No: all its places are suspended, and nobody is invited.
    Disabled,
}

impl OrganisationState {
    /// Whether its people may come in.
    pub fn is_active(self) -> bool {
        self == Self::Active
    }
}

/// Where a membership places an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// In a client company.
    Organisation(OrganisationId),
    /// At one request of a client company, and nowhere else there: for an expert from outside, or a colleague who would not
    /// see it.
    Request {
        /// The request.
        request: RequestId,
        /// Whose it is.
        organisation: OrganisationId,
    },
    /// In the team.
    Team,
}

impl Seat {
    /// Whose client one is there; `None`: nobody's.
    pub fn organisation(self) -> Option<OrganisationId> {
        match self {
            Self::Organisation(id) | Self::Request { organisation: id, .. } => Some(id),
            Self::Team => None,
        }
    }

    /// The one request that it is a place at.
    pub fn request(self) -> Option<RequestId> {
        match self {
            Self::Request { request, .. } => Some(request),
            Self::Organisation(_) | Self::Team => None,
        }
    }

    /// The side on which one stands there: roles of the other one give nothing.
    pub fn side(self) -> Side {
        match self {
            Self::Organisation(_) | Self::Request { .. } => Side::Client,
            Self::Team => Side::Team,
        }
    }
}

/// An account's place in an organisation, at one of its requests, or in the team, with a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// Who.
    pub account: AccountId,
    /// Where.
    pub seat: Seat,
    /// As what.
    pub role: Id,
    /// To what its reaches are narrowed.
    pub limits: SeatLimits,
    /// Whether it gives anything.
    pub state: MembershipState,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

/// Whether a membership gives anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipState {
    /// Yes.
    Active,
    /// No: its organisation is disabled (SECURITY S04).
    Suspended,
}

/// Whether somebody has places, and all of them are suspended: then they do not come in at all (SECURITY S04).
pub(super) fn are_suspended(memberships: &[Membership]) -> bool {
    !memberships.is_empty() && memberships.iter().all(|found| found.state == MembershipState::Suspended)
}

/// To what the reaches of a membership are narrowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatLimits {
    /// The projects it names: nothing else is in reach of it. `None`: it is not narrowed, and a reach of `projects` gives
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<Vec<ProjectId>>,
    /// The queues it names, in the team alone: nothing else is in reach of it. `None`: it is not narrowed, and a reach of
    /// `queues` gives nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queues: Option<Vec<Id>>,
}

impl SeatLimits {
    /// Whether it goes nowhere that the other does not go.
    pub fn is_within(&self, other: &Self) -> bool {
        within(self.projects.as_ref(), other.projects.as_ref()) && within(self.queues.as_ref(), other.queues.as_ref())
    }

    /// Whether there is something that both go to.
    pub fn meets(&self, other: &Self) -> bool {
        meet(self.projects.as_ref(), other.projects.as_ref()) && meet(self.queues.as_ref(), other.queues.as_ref())
    }

    /// Whether it is narrowed to anything.
    pub fn is_narrowed(&self) -> bool {
        self.projects.is_some() || self.queues.is_some()
    }

    /// What somebody who goes this far gives to somebody else: as far as they go themselves, or to some of those projects
    /// (SECURITY T12). `None`: they cannot give that, or it is nothing.
    pub fn give(&self, wanted: Option<Vec<ProjectId>>) -> Option<Self> {
        let mut given = self.clone();
        if wanted.is_some() {
            given.projects = wanted;
        }
        let is_something = given.projects.as_ref().is_none_or(|named| !named.is_empty());
        (is_something && given.is_within(self)).then_some(given)
    }
}

fn within<T: PartialEq>(mine: Option<&Vec<T>>, theirs: Option<&Vec<T>>) -> bool {
    match (mine, theirs) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(mine), Some(theirs)) => mine.iter().all(|id| theirs.contains(id)),
    }
}

fn meet<T: PartialEq>(mine: Option<&Vec<T>>, theirs: Option<&Vec<T>>) -> bool {
    match (mine, theirs) {
        (Some(mine), Some(theirs)) => mine.iter().any(|id| theirs.contains(id)),
        (Some(only), None) | (None, Some(only)) => !only.is_empty(),
        (None, None) => true,
    }
}

/// The form under which an address is unique: NFKC, trimmed, lower case. Case folding is Unicode's simple one, so `İ`
/// and `ı` stay different from `i` (SECURITY A24: one account, mail only to the stored address).
pub fn email_key(address: &str) -> String {
    address.trim().nfkc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{SeatLimits, email_key};
    use crate::id::ProjectId;

    fn projects(numbers: &[u128]) -> Vec<ProjectId> {
        numbers.iter().map(|number| ProjectId(Uuid::from_u128(*number))).collect()
    }

    fn limits(numbers: &[u128]) -> SeatLimits {
        SeatLimits { projects: Some(projects(numbers)), ..SeatLimits::default() }
    }

    #[test]
    fn t12_a_narrowed_inviter_gives_what_they_hold_and_no_more() {
        let (whole, narrow) = (SeatLimits::default(), limits(&[1, 2]));
        assert_eq!(whole.give(None), Some(SeatLimits::default()));
        assert_eq!(whole.give(Some(projects(&[7]))), Some(limits(&[7])));
        assert_eq!(narrow.give(None), Some(narrow.clone()), "nothing said: as far as they go themselves");
        assert_eq!(narrow.give(Some(projects(&[2]))), Some(limits(&[2])));
        assert_eq!(narrow.give(Some(projects(&[2, 3]))), None);
        assert_eq!(whole.give(Some(Vec::new())), None, "to nothing nobody is invited");
    }

    #[test]
    fn t12_a_place_is_within_another_when_it_goes_nowhere_else() {
        assert!(limits(&[1]).is_within(&SeatLimits::default()) && limits(&[1]).is_within(&limits(&[1, 2])));
        assert!(!SeatLimits::default().is_within(&limits(&[1])) && !limits(&[1, 3]).is_within(&limits(&[1, 2])));
        assert!(limits(&[1, 3]).meets(&limits(&[1, 2])) && limits(&[1]).meets(&SeatLimits::default()));
        assert!(!limits(&[3]).meets(&limits(&[1, 2])) && !limits(&[]).meets(&SeatLimits::default()));
    }

    #[test]
    fn a24_an_address_is_one_account_in_any_case_space_and_unicode_form() {
        assert_eq!(email_key(" Claire@Alpha.Example "), "claire@alpha.example");
        assert_eq!(email_key("cafe\u{301}@x.example"), email_key("café@x.example"));
        assert_ne!(email_key("ı@x.example"), email_key("i@x.example"));
    }
}
