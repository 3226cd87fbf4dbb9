//! A scope as a condition: `Scope::admits` in the database.

use portal_core::{
    id::{Id, OrganisationId, ProjectId, RequestId},
    identity::{Exceptions, Layer, Scope, TeamReach},
};
use uuid::Uuid;

use crate::query::{Query, Sql};

/// The project of the request that a row belongs to.
const PROJECT: &str = "portal_request.project";
const REQUEST: &str = "portal_request.id";
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
    /// Whether it is a person's who sees something as the team does: everything, or a part of it.
    pub(crate) fn is_of_the_team(self) -> bool {
        matches!(self, Self::Of(scope) if scope.is_all() || !scope.of_team().is_empty())
    }

    /// Whether something is found that is meant for the team alone.
    pub(crate) fn sees_notes(self) -> bool {
        matches!(self, Self::Portal) || self.is_of_the_team()
    }

    /// Its parts by what is not seen; none: the sight itself says all.
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

/// What a side sees of the rows that belong to a request, where it does not see all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    /// A person of a client.
    pub(crate) to_client: &'static str,
    /// A person of the team.
    pub(crate) to_team: Option<&'static str>,
}

impl Query {
    /// Writes that `portal_request`'s row is in reach.
    pub(crate) fn reach(self, sight: Sight<'_>) -> Self {
        self.within(sight, "portal_request.organisation", None)
    }

    /// Writes that what belongs to a request is in reach, by its own column of the organisation, and that it is for
    /// whoever looks.
    pub(crate) fn reach_of(self, sight: Sight<'_>, organisation: &'static str, shown: Shown) -> Self {
        self.within(sight, organisation, Some(shown))
    }

    /// Writes that `portal_document`'s row, with its request's, is in reach: a part of the sight reaches it, and sees its
    /// kind and the type of its request.
    pub(crate) fn reach_of_documents(self, sight: Sight<'_>, to_team: Option<&'static str>) -> Self {
        let shown = Some(Shown { to_client: DOCUMENT_FOR_CLIENT, to_team });
        let column = "portal_document.organisation";
        match sight.layers() {
            [] => self.whole(sight, column, shown),
            layers => {
                self.in_parts(layers, column, shown, |query, layer| query.of_seen_types(layer).of_seen_kinds(layer))
            }
        }
    }

    /// Writes that a row, with its request's, is in reach: where some request types are not seen, a part of the sight
    /// reaches it, and sees the type of the request.
    fn within(self, sight: Sight<'_>, column: &'static str, shown: Option<Shown>) -> Self {
        match sight {
            Sight::Of(scope) if scope.hides_types() => {
                self.in_parts(scope.layers(), column, shown, Self::of_seen_types)
            }
            _ => self.whole(sight, column, shown),
        }
    }

    /// Writes that one of the parts of a sight reaches a row, with what is asked of each part.
    fn in_parts(
        self,
        layers: &[Layer],
        column: &'static str,
        shown: Option<Shown>,
        seen: impl Fn(Self, &Layer) -> Self,
    ) -> Self {
        let part = |query: Self, layer: &Layer| {
            seen(query.push("(").whole(Sight::Of(&layer.within), column, shown).push(")"), layer)
        };
        match layers {
            [] => self.push("false"),
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
            _ => self.push(about).reach_of_documents(documents, None).push("))"),
        }
    }

    /// Writes that a request is of a type that is seen, or that an exception is made.
    fn of_seen_types(self, Layer { unseen, within }: &Layer) -> Self {
        Exceptions::ALL.into_iter().fold(self, |query, exceptions| {
            let types = unseen.types_with(exceptions);
            query.none_of("portal_request.request_type", types, |query| query.excepted(exceptions, within))
        })
    }

    /// Writes that a document is of a kind that is seen, or that an exception is made.
    fn of_seen_kinds(self, Layer { unseen, within }: &Layer) -> Self {
        Exceptions::ALL.into_iter().fold(self, |query, exceptions| {
            query.none_of("portal_document.kind", unseen.kinds_with(exceptions), |query| {
                let query = query.push(" or portal_document.added_by = ").bind(within.account().0);
                query.excepted(exceptions, within)
            })
        })
    }

    /// Writes that a column is none of these ids, or what else is enough; nothing, where there are none.
    fn none_of<'i>(
        self,
        column: &'static str,
        mut ids: impl Iterator<Item = &'i Id>,
        or: impl FnOnce(Self) -> Self,
    ) -> Self {
        let Some(first) = ids.next() else { return self };
        let query = self.push(" and (").push(column).push(" not in (").bind(first.as_str());
        or(ids.fold(query, |query, id| query.push(", ").bind(id.as_str())).push(")")).push(")")
    }

    /// Adds the people of the request who see it in spite of their role.
    fn excepted(self, exceptions: Exceptions, within: &Scope) -> Self {
        let me = within.account().0;
        self.when(exceptions.requester, |query| query.push(" or portal_request.opened_by = ").bind(me))
            .when(exceptions.owner, |query| query.push(" or portal_request.owner = ").bind(me))
    }

    /// Writes how far a sight reaches, whatever is not seen within.
    fn whole(self, sight: Sight<'_>, column: &'static str, shown: Option<Shown>) -> Self {
        let Sight::Of(scope) = sight else { return self.push("true") };
        let to_team = shown.and_then(|shown| shown.to_team);
        let to_client = shown.map(|shown| shown.to_client);
        let and =
            |query: Self, more: Option<&'static str>| query.with(more, |query, more| query.push(" and ").push(more));
        if scope.is_all() {
            return and(self.push("true"), to_team);
        }
        let of_team = |query: Self| and(query.of_team(scope), to_team);
        match (scope.is_of_client(), scope.of_team().is_empty()) {
            (true, true) => and(self.of_client(scope, column), to_client),
            (true, false) => {
                of_team(and(self.push("((").of_client(scope, column), to_client).push(") or (")).push("))")
            }
            (false, _) => of_team(self),
        }
    }

    /// Writes what somebody of the team reaches who does not reach everything.
    fn of_team(self, scope: &Scope) -> Self {
        let several = scope.of_team().len() > 1;
        let mut query = self.when(several, |query| query.push("("));
        for (place, reach) in scope.of_team().iter().enumerate() {
            query = query.when(place > 0, |query| query.push(" or ")).push("(").of_reach(reach, scope).push(")");
        }
        query.when(several, |query| query.push(")"))
    }

    fn of_reach(self, reach: &TeamReach, scope: &Scope) -> Self {
        let TeamReach { projects, queues, owned } = reach;
        let (in_queues, after_queues) = (queues.is_some(), projects.is_some() || queues.is_some());
        self.with(projects.as_ref(), |query, named| query.of(PROJECT, ids(named)))
            .when(projects.is_some() && in_queues, |query| query.push(" and "))
            .with(queues.as_ref(), |query, named| query.any_of("portal_request.queue", named))
            .when(after_queues && *owned, |query| query.push(" and "))
            .when(*owned, |query| query.is("portal_request.owner", scope.account().0))
    }

    /// Writes that a column is one of these ids.
    fn any_of(self, column: &'static str, ids: &[Id]) -> Self {
        let Some((first, others)) = ids.split_first() else { return self.push("false") };
        let query = self.push(column).push(" in (").bind(first.as_str());
        others.iter().fold(query, |query, id| query.push(", ").bind(id.as_str())).push(")")
    }

    /// One branch per kind of reach there is, so that an index that begins with the organisation, or with the project,
    /// serves.
    fn of_client(self, scope: &Scope, column: &'static str) -> Self {
        let branches = [
            (column, ids(scope.organisations()), false),
            (column, ids(scope.own()), true),
            (PROJECT, ids(scope.projects()), false),
            (PROJECT, ids(scope.own_in()), true),
            (REQUEST, ids(scope.invited()), false),
        ];
        let branches: Vec<_> = branches.into_iter().filter(|(_, ids, _)| !ids.is_empty()).collect();
        let several = branches.len() > 1;
        let mut query = self.when(several, |query| query.push("("));
        for (place, (column, ids, is_own)) in branches.into_iter().enumerate() {
            query = query
                .when(place > 0, |query| query.push(" or "))
                .when(several, |query| query.push("("))
                .of(column, ids)
                .when(is_own, |query| query.push(" and ").is("portal_request.opened_by", scope.account().0))
                .when(several, |query| query.push(")"));
        }
        query.when(several, |query| query.push(")"))
    }

    /// Most people belong to one organisation: then the index gives the order too.
    fn of(self, column: &'static str, ids: Vec<Uuid>) -> Self {
        match ids.as_slice() {
            [one] => self.is(column, *one),
            _ => self.among(column, ids),
        }
    }
}

/// The ids of organisations, of projects, or of requests.
fn ids<T: Named>(named: &[T]) -> Vec<Uuid> {
    named.iter().map(Named::id).collect()
}

/// What a reach names.
trait Named {
    fn id(&self) -> Uuid;
}

impl Named for OrganisationId {
    fn id(&self) -> Uuid {
        self.0
    }
}

impl Named for ProjectId {
    fn id(&self) -> Uuid {
        self.0
    }
}

impl Named for RequestId {
    fn id(&self) -> Uuid {
        self.0
    }
}
