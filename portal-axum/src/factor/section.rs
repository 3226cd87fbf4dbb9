//! What the page of one's account says of one's second factor.

use portal_core::Refused;
use serde::Serialize;

use crate::visit::Person;

/// The section "Two-step sign-in".
#[derive(Clone, Debug, Serialize)]
pub struct FactorSection {
    /// Since when there is one, in words; `None`: there is none.
    pub since: Option<String>,
    /// How many recovery codes are left, in words.
    pub codes: String,
    /// Setting one up, or another in its place.
    pub set: String,
    /// Making recovery codes anew.
    pub renew: String,
    /// Taking it away; `None`: one must have it.
    pub remove: Option<String>,
}

impl FactorSection {
    /// Of the person who looks; `None`: nobody can have a second factor.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn of(person: &Person) -> Result<Option<Self>, Refused> {
        let Some(own) = person.desk().own_factor().await? else { return Ok(None) };
        let (links, tongue) = (person.links(), person.tongue());
        Ok(Some(Self {
            since: own.since.map(|since| tongue.say_with("factor-since", &[("day", tongue.day(since).text.into())])),
            codes: tongue.say_with("factor-codes-left", &[("count", own.codes.into())]),
            set: links.own_factor(),
            renew: links.recovery_codes(),
            remove: (!own.required).then(|| links.remove_factor()),
        }))
    }

    /// For samples: with a factor, without one, with one that one must have.
    pub fn samples() -> [Self; 3] {
        let some = Self {
            since: Some("On since 2 March 2026".to_owned()),
            codes: "9 recovery codes are left".to_owned(),
            set: "/account/second-factor".to_owned(),
            renew: "/account/recovery-codes".to_owned(),
            remove: Some("/account/second-factor/remove".to_owned()),
        };
        [Self { since: None, ..some.clone() }, some.clone(), Self { remove: None, ..some }]
    }
}
