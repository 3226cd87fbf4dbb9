//! A scope as a condition: `Scope::admits` in the database.

use portal_core::{id::OrganisationId, identity::Scope};

use crate::query::Query;

/// Whose sight a read has.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sight<'a> {
    /// The portal's own, for the worker.
    Portal,
    /// A person's.
    Of(&'a Scope),
}

impl Sight<'_> {
    /// Whether everything can be found.
    pub(crate) fn is_all(self) -> bool {
        match self {
            Self::Portal => true,
            Self::Of(scope) => scope.is_all(),
        }
    }

    /// Whether it is a person's of the team: a scope over everything comes from a seat there alone.
    pub(crate) fn is_of_the_team(self) -> bool {
        matches!(self, Self::Of(scope) if scope.is_all())
    }

    /// Whether no query can find anything.
    pub(crate) fn is_nothing(self) -> bool {
        match self {
            Self::Portal => false,
            Self::Of(scope) => scope.is_nothing(),
        }
    }
}

impl Query {
    /// Writes that `portal_request`'s row is in reach.
    pub(crate) fn reach(self, sight: Sight<'_>) -> Self {
        self.within(sight, "portal_request.organisation")
    }

    /// Writes that what belongs to a request is in reach, by its own column of the organisation, and that it is for
    /// whoever looks: only a sight over everything sees what is not `for_client`.
    pub(crate) fn reach_of(self, sight: Sight<'_>, organisation: &'static str, for_client: &'static str) -> Self {
        self.within(sight, organisation).when(!sight.is_all(), |query| query.push(" and ").push(for_client))
    }

    /// One branch per kind of reach there is, so that an index that begins with the organisation serves.
    fn within(self, sight: Sight<'_>, column: &'static str) -> Self {
        let Sight::Of(scope) = sight else { return self.push("true") };
        match (scope.is_all(), scope.organisations(), scope.own()) {
            (true, ..) => self.push("true"),
            (_, all, []) => self.of(column, all),
            (_, [], own) => self.own(scope, column, own),
            (_, all, own) => self.push("(").of(column, all).push(" or (").own(scope, column, own).push("))"),
        }
    }

    fn own(self, scope: &Scope, column: &'static str, own: &[OrganisationId]) -> Self {
        self.of(column, own).push(" and ").is("portal_request.opened_by", scope.account().0)
    }

    /// Most people belong to one organisation: then the index gives the order too.
    fn of(self, column: &'static str, organisations: &[OrganisationId]) -> Self {
        match organisations {
            [one] => self.is(column, one.0),
            several => self.among(column, several.iter().map(|id| id.0)),
        }
    }
}
