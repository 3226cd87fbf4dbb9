//! How far somebody's sight goes, as data: the store turns it into a `where`, [`Scope::admits`] is its twin in memory.

use super::{Side, Unseen};
use crate::id::{AccountId, Id, OrganisationId};

/// What a viewer may reach with one permission. Only a [`super::Viewer`] gives one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    account: AccountId,
    all: bool,
    organisations: Vec<OrganisationId>,
    own: Vec<OrganisationId>,
    /// The same reach in parts, one for each set of kinds that some of the viewer's roles do not see; none where every
    /// role sees every kind.
    layers: Vec<Layer>,
}

/// A part of a scope within which the same kinds of document are not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What is not seen there.
    pub unseen: Unseen,
    /// How far it reaches. It has no layers of its own.
    pub within: Scope,
}

/// What a scope is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'k> {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Who opened the request it belongs to.
    pub opened_by: AccountId,
    /// Who works that request for the team.
    pub owner: Option<AccountId>,
    /// The side it is meant for; what is meant for the team is reached only by a scope over everything.
    pub audience: Side,
    /// What kind of document it is; `None`: it is something else.
    pub paper: Option<Paper<'k>>,
}

/// What a scope is asked about a document.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'k> {
    /// Its kind.
    pub kind: &'k Id,
    /// Who added it; `None`: any document of the kind is meant.
    pub added_by: Option<AccountId>,
}

impl Scope {
    pub(super) fn nothing(account: AccountId) -> Self {
        Self { account, all: false, organisations: Vec::new(), own: Vec::new(), layers: Vec::new() }
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

    /// Puts a part beside the others, or together with the one that hides the same; one that reaches nothing is none.
    pub(super) fn add_layer(&mut self, unseen: &Unseen, add: impl FnOnce(&mut Self)) {
        let same = self.layers.iter().position(|layer| layer.unseen == *unseen);
        let mut layer = match same {
            Some(place) => self.layers.swap_remove(place),
            None => Layer { unseen: unseen.clone(), within: Self::nothing(self.account) },
        };
        add(&mut layer.within);
        self.layers.extend(Some(layer).filter(|layer| !layer.within.is_nothing()));
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

    /// Its parts by what is not seen of documents: one of them must reach a document. None: the scope itself says all.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Whether something is in reach.
    pub fn admits(&self, facts: &Facts<'_>) -> bool {
        match (facts.paper, self.layers.as_slice()) {
            (None, _) | (_, []) => self.reaches(facts),
            (Some(paper), layers) => layers
                .iter()
                .any(|layer| layer.within.reaches(facts) && layer.unseen.admits(paper, facts, self.account)),
        }
    }

    fn reaches(&self, facts: &Facts<'_>) -> bool {
        self.all
            || (facts.audience == Side::Client
                && (self.organisations.contains(&facts.organisation)
                    || (self.own.contains(&facts.organisation) && facts.opened_by == self.account)))
    }
}
