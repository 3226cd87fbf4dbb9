//! A scope as a condition: `Scope::admits` in the database.

use portal_core::{
    id::OrganisationId,
    identity::{Exceptions, Layer, Scope},
};

use crate::query::{Query, Sql};

const DOCUMENT_FOR_CLIENT: &str = "portal_document.audience = 'client'";

/// That an event is about no document, or about one with what follows.
const ABOUT_A_DOCUMENT: Sql = Sql {
    postgres: " and (portal_event.kind not in ('document.added', 'document.shared') or exists (select 1 from \
        portal_document where portal_document.id = (portal_event.data ->> 'document')::uuid and ",
    sqlite: " and (portal_event.kind not in ('document.added', 'document.shared') or exists (select 1 from \
        portal_document where portal_document.id = unhex(portal_event.data ->> 'document', '-') and ",
};

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

    /// Its parts by what is not seen of documents; none: the sight itself says all.
    fn layers<'s>(self) -> &'s [Layer]
    where
        Self: 's,
    {
        match self {
            Self::Portal => &[],
            Self::Of(scope) => scope.layers(),
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
        self.within(sight, "portal_request.organisation")
    }

    /// Writes that what belongs to a request is in reach, by its own column of the organisation, and that it is for
    /// whoever looks: only a sight over everything sees what is not `for_client`.
    pub(crate) fn reach_of(self, sight: Sight<'_>, organisation: &'static str, for_client: &'static str) -> Self {
        self.within(sight, organisation).when(!sight.is_all(), |query| query.push(" and ").push(for_client))
    }

    /// Writes that `portal_document`'s row, with its request's, is in reach: a part of the sight reaches it, and sees its
    /// kind.
    pub(crate) fn reach_of_documents(self, sight: Sight<'_>) -> Self {
        let part = |query: Self, layer: &Layer| {
            query.reach_of(Sight::Of(&layer.within), "portal_document.organisation", DOCUMENT_FOR_CLIENT).seen(layer)
        };
        match sight.layers() {
            [] => self.reach_of(sight, "portal_document.organisation", DOCUMENT_FOR_CLIENT),
            [one] => part(self, one),
            [first, others @ ..] => {
                let parts =
                    others.iter().fold(part(self.push("(("), first), |query, layer| part(query.push(") or ("), layer));
                parts.push("))")
            }
        }
    }

    /// Writes that `portal_event`'s row, with its request's, is about no document, or about one within `documents`. What
    /// reaches the event itself is `sight`: where both are one and every kind is seen, nothing is asked.
    pub(crate) fn about_documents_in_reach(self, sight: Sight<'_>, documents: Sight<'_>) -> Self {
        let same = match (sight, documents) {
            (Sight::Of(one), Sight::Of(other)) => one == other && one.layers().is_empty(),
            (_, Sight::Portal) => true,
            (Sight::Portal, _) => false,
        };
        let about = ABOUT_A_DOCUMENT.on(self.dialect);
        match (same, documents.is_nothing()) {
            (true, _) => self,
            (_, true) => self.push(about).push("false))"),
            _ => self.push(about).reach_of_documents(documents).push("))"),
        }
    }

    /// Writes that a document is of a kind that is seen, or that an exception is made.
    fn seen(self, Layer { unseen, within }: &Layer) -> Self {
        let me = within.account().0;
        Exceptions::ALL.into_iter().fold(self, |query, exceptions| {
            let mut kinds = unseen.with(exceptions);
            let Some(first) = kinds.next() else { return query };
            let query = query.push(" and (portal_document.kind not in (").bind(first.as_str());
            kinds
                .fold(query, |query, kind| query.push(", ").bind(kind.as_str()))
                .push(") or portal_document.added_by = ")
                .bind(me)
                .when(exceptions.requester, |query| query.push(" or portal_request.opened_by = ").bind(me))
                .when(exceptions.owner, |query| query.push(" or portal_request.owner = ").bind(me))
                .push(")")
        })
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
