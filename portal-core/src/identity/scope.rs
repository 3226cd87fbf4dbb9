//! How far somebody's sight goes, as data: the store turns it into a `where`, [`Scope::admits`] is its twin in memory.

use super::Side;
use crate::id::{AccountId, OrganisationId};

/// What a viewer may reach with one permission. Only a [`super::Viewer`] gives one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    account: AccountId,
    all: bool,
    organisations: Vec<OrganisationId>,
    own: Vec<OrganisationId>,
}

/// What a scope is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Who opened the request it belongs to.
    pub opened_by: AccountId,
    /// The side it is meant for; what is meant for the team is reached only by a scope over everything.
    pub audience: Side,
}

impl Scope {
    pub(super) fn nothing(account: AccountId) -> Self {
        Self { account, all: false, organisations: Vec::new(), own: Vec::new() }
    }

    pub(super) fn add_all(&mut self) {
        self.all = true;
    }

    pub(super) fn add_organisation(&mut self, id: OrganisationId) {
        self.organisations.push(id);
    }

    pub(super) fn add_own(&mut self, id: OrganisationId) {
        self.own.push(id);
    }

    /// Whether everything is in reach: the team's sight.
    pub fn is_all(&self) -> bool {
        self.all
    }

    /// Whether nothing can be in reach.
    pub fn is_nothing(&self) -> bool {
        !self.all && self.organisations.is_empty() && self.own.is_empty()
    }

    /// Whose own things `own` is about.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Organisations of which everything shown to clients is in reach.
    pub fn organisations(&self) -> &[OrganisationId] {
        &self.organisations
    }

    /// Organisations of which only the account's own requests are in reach.
    pub fn own(&self) -> &[OrganisationId] {
        &self.own
    }

    /// Whether something is in reach.
    pub fn admits(&self, facts: &Facts) -> bool {
        self.all
            || (facts.audience == Side::Client
                && (self.organisations.contains(&facts.organisation)
                    || (self.own.contains(&facts.organisation) && facts.opened_by == self.account)))
    }
}
