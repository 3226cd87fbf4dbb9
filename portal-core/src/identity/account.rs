//! People, client companies, and who belongs where.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::form::Answers;
use crate::id::{AccountId, Id, MembershipId, OrganisationId, ProjectId, Version};

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
    /// When it was made.
    pub created: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

/// Where a membership places an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// In a client company.
    Organisation(OrganisationId),
    /// In the team.
    Team,
}

/// An account's place in an organisation or in the team, with a role.
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
    /// When it was made.
    pub created: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
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

/// The form under which an address is unique: NFKC, trimmed, lower case. Case folding is Unicode's simple one, so `İ`
/// and `ı` stay different from `i` (SECURITY A24: one account, mail only to the stored address).
pub fn email_key(address: &str) -> String {
    address.trim().nfkc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::email_key;

    #[test]
    fn a24_an_address_is_one_account_in_any_case_space_and_unicode_form() {
        assert_eq!(email_key(" Claire@Alpha.Example "), "claire@alpha.example");
        assert_eq!(email_key("cafe\u{301}@x.example"), email_key("café@x.example"));
        assert_ne!(email_key("ı@x.example"), email_key("i@x.example"));
    }
}
