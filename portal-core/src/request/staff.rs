//! Who of the team is there to own requests.

use crate::id::AccountId;

/// Somebody who works requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnDuty {
    /// Who.
    pub account: AccountId,
    /// How many open requests they own.
    pub open: u32,
}

/// Everybody of the team who works requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff(pub Vec<OnDuty>);

impl Staff {
    /// Whoever owns the fewest open requests; among equals the first.
    pub fn least_busy(&self) -> Option<AccountId> {
        self.0.iter().min_by_key(|person| person.open).map(|person| person.account)
    }

    /// Whether somebody is there.
    pub fn has(&self, account: AccountId) -> bool {
        self.0.iter().any(|person| person.account == account)
    }
}
