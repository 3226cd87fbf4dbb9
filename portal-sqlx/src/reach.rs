//! A scope as a condition: `Scope::admits` in the database.

use portal_core::identity::Scope;

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
    fn is_all(self) -> bool {
        match self {
            Self::Portal => true,
            Self::Of(scope) => scope.is_all(),
        }
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
        match sight {
            Sight::Of(scope) if !scope.is_all() => self
                .push("(")
                .among("portal_request.organisation", scope.organisations().iter().map(|id| id.0))
                .push(" or (")
                .among("portal_request.organisation", scope.own().iter().map(|id| id.0))
                .push(" and portal_request.opened_by = ")
                .bind(scope.account().0)
                .push("))"),
            _ => self.push("true"),
        }
    }

    /// Writes that `portal_request`'s row is in reach, and that what belongs to it is for whoever looks: only a sight
    /// over everything sees what is not `for_client`.
    pub(crate) fn reach_of(self, sight: Sight<'_>, for_client: &'static str) -> Self {
        self.reach(sight).when(!sight.is_all(), |query| query.push(" and ").push(for_client))
    }
}
