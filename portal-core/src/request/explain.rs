//! `explain access`: why somebody may or may not see a request, a document or a task, and do what can be done there.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Moment,
    close_task::{doer, permission},
    load::Loaded,
    view::unseen_by,
};
use crate::{
    Desk, Portal, Refused,
    clock::Ids,
    definition::{self, Definition, RequestType},
    document::Document,
    form::{FieldFault, Reason},
    id::{AccountId, DocumentId, Id, OrganisationId, RequestId, TaskId},
    identity::{self, Account, Explanation, Facts, Membership, Permission, Scope, Side, Viewer, email_key},
    store::{Dossier, Filter, Store, StoreError},
};

/// What can be done about a request, in the order in which it is told.
const ABOUT_REQUESTS: [Permission; 7] = [
    Permission::RequestView,
    Permission::RequestMessage,
    Permission::RequestAct,
    Permission::RequestApprove,
    Permission::DocumentAdd,
    Permission::RequestProcess,
    Permission::RequestAssign,
];

/// What somebody may do about a thing, and why.
#[derive(Clone, Debug)]
pub struct AccessExplained {
    /// Who.
    pub person: Account,
    /// What it is about.
    pub object: AccessObject,
    /// The request that it is or belongs to: its short public name.
    pub reference: String,
    /// What the request is about.
    pub title: String,
    /// The request.
    pub request: RequestId,
    /// The definition that it keeps.
    pub definition: String,
    /// Its type.
    pub request_type: Id,
    /// Names of the organisations that appear in the grounds.
    pub organisations: Vec<(OrganisationId, String)>,
    /// What they may do, each with its grounds; the first says whether they see it.
    pub answers: Vec<Explanation>,
    /// The fields of the request whose answers they do not see, if they see the request.
    pub hidden: Vec<Id>,
}

/// What access is explained to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessObject {
    /// A request.
    Request,
    /// A document.
    Document {
        /// The document.
        id: DocumentId,
        /// What it is called.
        title: String,
        /// Its kind.
        kind: Id,
    },
    /// A task.
    Task {
        /// The task.
        id: TaskId,
        /// Whether they can do it now: with the permission, on its side, named by it, and not done yet.
        can_do: bool,
    },
}

/// A thing that was found.
enum Found {
    Request(Box<Dossier>),
    Document(Box<Document>, Box<Dossier>),
    Task(TaskId, Box<Dossier>),
}

impl AccessExplained {
    /// Whether they see it.
    pub fn sees(&self) -> bool {
        self.answers.first().is_some_and(|answer| answer.admitted)
    }

    /// What an organisation of theirs is called.
    pub fn organisation(&self, id: OrganisationId) -> &str {
        self.organisations.iter().find(|(found, _)| *found == id).map_or("", |(_, name)| name)
    }
}

impl Desk<'_> {
    /// Why somebody may or may not: `person` is an address or an account's id, `object` a request's short public name, or
    /// the id of a request, a document or a task.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without the permission `access.explain`; [`Refused::Answers`] for a `person` or an `object`
    /// that there is not, or that is out of the viewer's own reach.
    pub async fn explain_access(&self, person: &str, object: &str) -> Result<AccessExplained, Refused> {
        let scope = self.viewer.scope(Permission::AccessExplain);
        if scope.is_nothing() {
            return Err(Refused::Forbidden);
        }
        let asked = Asked { store: self.store, definition: self.definition(), ids: self.parts().ids.as_ref() };
        asked.explain(&scope, self.now(), (person, object)).await
    }
}

impl Portal {
    /// The same for whoever runs the portal.
    ///
    /// # Errors
    /// As [`Desk::explain_access`].
    pub async fn explain_access(&self, person: &str, object: &str) -> Result<AccessExplained, Refused> {
        let parts = self.parts();
        let asked = Asked { store: parts.store.as_ref(), definition: self.definition(), ids: parts.ids.as_ref() };
        asked.explain(&Scope::of_the_portal(), self.now(), (person, object)).await
    }
}

/// The same on a store alone, by the definition that is in force there: a command asks beside a portal that runs or not.
///
/// # Errors
/// As [`Desk::explain_access`]; [`Refused::NotFound`] while no definition is in force.
pub async fn explain_access(
    store: &dyn Store,
    ids: &dyn Ids,
    now: DateTime<Utc>,
    asked: (&str, &str),
) -> Result<AccessExplained, Refused> {
    let in_force = store.in_force().await?.ok_or(Refused::NotFound)?;
    let definition = stored(&in_force.sources())?;
    Asked { store, definition: &definition, ids }.explain(&Scope::of_the_portal(), now, asked).await
}

fn stored(sources: &[definition::Source]) -> Result<Definition, StoreError> {
    definition::load_stored(sources).map_err(|faults| StoreError::Broken(Box::new(faults)))
}

/// Where it is asked.
struct Asked<'a> {
    store: &'a dyn Store,
    definition: &'a Definition,
    ids: &'a dyn Ids,
}

impl Asked<'_> {
    async fn explain(
        &self,
        scope: &Scope,
        now: DateTime<Utc>,
        (person, object): (&str, &str),
    ) -> Result<AccessExplained, Refused> {
        let account = self.account(person.trim()).await?;
        let found = self.find(scope, object.trim()).await?;
        let (account, found) = match (account, found) {
            (Some(account), Some(found)) => (account, found),
            (account, found) => {
                let missing = [("person", account.is_none()), ("object", found.is_none())];
                let faults = missing.into_iter().filter(|(_, missing)| *missing);
                return Err(Refused::Answers(faults.map(|(field, _)| nowhere(field)).collect()));
            }
        };
        let memberships = self.store.memberships(account.id).await?;
        let viewer = Viewer::new(&account, &memberships, self.definition);
        let why =
            |to: Permission, facts: &Facts<'_>| identity::explain(&account, &memberships, self.definition, to, facts);
        let (object, answers, dossier) = match found {
            Found::Request(dossier) => {
                let facts = dossier.request.facts(Side::Client);
                let answers = ABOUT_REQUESTS.map(|to| why(to, &facts)).to_vec();
                (AccessObject::Request, answers, dossier)
            }
            Found::Document(document, dossier) => {
                let facts = dossier.request.facts(Side::Client);
                let answers =
                    vec![why(Permission::DocumentView, &document.facts(facts)), why(Permission::RequestView, &facts)];
                let Document { id, title, kind, .. } = *document;
                (AccessObject::Document { id, title, kind }, answers, dossier)
            }
            Found::Task(id, dossier) => {
                let task = dossier.tasks.iter().find(|task| task.id == id).ok_or(Refused::NotFound)?;
                let facts = dossier.request.facts(Side::Client);
                let sees = why(Permission::RequestView, &dossier.request.facts(task.side));
                let can_do = task.is_open() && doer(&viewer, task, &facts);
                (AccessObject::Task { id, can_do }, vec![sees, why(permission(task), &facts)], dossier)
            }
        };
        let sees = viewer.scope(Permission::RequestView).admits(&dossier.request.facts(Side::Client));
        let workflow = self.workflow(&dossier).await?;
        let loaded = Loaded { dossier: *dossier, workflow };
        let hidden = if sees { self.hidden(&viewer, &loaded, now) } else { Vec::new() };
        let request = &loaded.dossier.request;
        Ok(AccessExplained {
            organisations: self.organisations(&memberships).await?,
            person: account,
            object,
            reference: request.reference.to_string(),
            title: request.title.clone(),
            request: request.id,
            definition: request.definition.clone(),
            request_type: request.request_type.clone(),
            answers,
            hidden,
        })
    }

    async fn account(&self, person: &str) -> Result<Option<Account>, StoreError> {
        match person.parse::<AccountId>() {
            Ok(id) => self.store.account(id).await,
            Err(_) => self.store.account_by_email(&email_key(person)).await,
        }
    }

    async fn find(&self, scope: &Scope, object: &str) -> Result<Option<Found>, StoreError> {
        let Ok(id) = object.parse::<Uuid>() else { return self.by_reference(scope, object).await };
        if let Some(dossier) = self.store.dossier(scope, RequestId(id)).await? {
            return Ok(Some(Found::Request(Box::new(dossier))));
        }
        if let Some((document, summary)) = self.store.document(scope, DocumentId(id)).await? {
            let dossier = self.store.dossier(scope, summary.id).await?;
            return Ok(dossier.map(|dossier| Found::Document(Box::new(document), Box::new(dossier))));
        }
        let Some(request) = self.store.request_of_task(scope, TaskId(id)).await? else { return Ok(None) };
        let dossier = self.store.dossier(scope, request).await?;
        Ok(dossier.map(|dossier| Found::Task(TaskId(id), Box::new(dossier))))
    }

    async fn by_reference(&self, scope: &Scope, reference: &str) -> Result<Option<Found>, StoreError> {
        if reference.is_empty() {
            return Ok(None);
        }
        let filter = Filter { text: Some(reference.to_owned()), ..Filter::default() };
        let rows = self.store.requests(scope, &filter, None, 100).await?.rows;
        let Some(found) = rows.iter().find(|row| row.reference.as_str().eq_ignore_ascii_case(reference)) else {
            return Ok(None);
        };
        Ok(self.store.dossier(scope, found.id).await?.map(|dossier| Found::Request(Box::new(dossier))))
    }

    /// The form that the request keeps.
    async fn workflow(&self, dossier: &Dossier) -> Result<Arc<RequestType>, StoreError> {
        let (hash, id) = (&dossier.request.definition, &dossier.request.request_type);
        let lost = || crate::portal::broken("a definition lost the type of one of its requests");
        if *self.definition.hash == **hash {
            return self.definition.requests.get(id).cloned().ok_or_else(lost);
        }
        let kept = self.store.definition(hash).await?;
        let kept = kept.ok_or_else(|| crate::portal::broken("a request keeps a definition that is not stored"))?;
        stored(&kept.sources())?.requests.get(id).cloned().ok_or_else(lost)
    }

    fn hidden(&self, viewer: &Viewer, loaded: &Loaded, now: DateTime<Utc>) -> Vec<Id> {
        let (actor, staff) = (Some(viewer.account()), None);
        let (definition, workflow, ids) = (self.definition, &*loaded.workflow, self.ids);
        let moment = Moment { definition, workflow, ids, now, actor, viewer: Some(viewer), staff };
        unseen_by(viewer, &moment, loaded)
    }

    async fn organisations(&self, memberships: &[Membership]) -> Result<Vec<(OrganisationId, String)>, StoreError> {
        let ids: Vec<OrganisationId> =
            memberships.iter().filter_map(|membership| membership.seat.organisation()).collect();
        let found = self.store.organisations(&ids).await?;
        Ok(found.into_iter().map(|organisation| (organisation.id, organisation.name)).collect())
    }
}

fn nowhere(field: &str) -> FieldFault {
    FieldFault { step: Id::from(""), field: Id::from(field), reason: Reason::NotAnOption }
}
