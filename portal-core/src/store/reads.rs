//! Reads, grouped by room. Every read of client data takes a [`Scope`].

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{
    Act, AuditLog, Changes, Cursor, Filter, FormFigures, GivenUp, Identities, Links, Organisations, Outgoing, Page,
    Projects, Sent, StoreError, Subject, Summary,
};
use crate::{
    booking::Booking,
    definition::{
        Source,
        plan::{Moving, Standing},
    },
    document::{Blob, Document},
    form::{Answers, Draft},
    id::{AccountId, ActId, BlobId, DeliveryId, DocumentId, DraftId, Id, MessageId, OrganisationId, RequestId, TaskId},
    identity::{Account, Factor, Membership, Organisation, Scope, Seat, Session, Side, Token},
    notification::Delivery,
    project::Project,
    request::{Answered, Event, Message, Request, Task},
};

/// A session with everything that lets its person in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub account: Account,
    /// All their seats, oldest first.
    pub memberships: Vec<Membership>,
    /// The organisations they have seats in.
    pub organisations: Vec<Organisation>,
}

/// Everything a decision about a request needs, in one read.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// The request.
    pub request: Request,
    /// Whose it is.
    pub organisation: Organisation,
    /// The project it belongs to.
    pub project: Option<Project>,
    /// All its tasks, oldest first.
    pub tasks: Vec<Task>,
    /// Its documents, newest first: all that a decision counts, whoever may see them. Who shows them leaves out what
    /// the viewer's scope does not admit.
    pub documents: Vec<Document>,
    /// The times that are booked for it, whether over or not.
    pub bookings: Vec<Booking>,
    /// How often it entered each status, by the event log.
    pub visits: BTreeMap<Id, u32>,
}

/// What happened to a request and what was said.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct History {
    /// Its events for the audience, oldest first.
    pub events: Vec<Event>,
    /// Its messages (and notes, for the team), oldest first.
    pub messages: Vec<Message>,
}

/// A published definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionVersion {
    /// Its hash.
    pub hash: String,
    /// Its files, by path.
    pub files: Vec<(String, Vec<u8>)>,
    /// When it was published. The newest is in force.
    pub published: DateTime<Utc>,
}

impl DefinitionVersion {
    /// Its files, as the loader takes them.
    pub fn sources(&self) -> Vec<Source> {
        self.files.iter().map(|(path, bytes)| Source { path: path.clone(), bytes: bytes.clone() }).collect()
    }
}

/// People, organisations, sessions.
#[async_trait]
pub trait People: Send + Sync {
    /// An account by id.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;
    /// An account by [`crate::identity::email_key`].
    async fn account_by_email(&self, key: &str) -> Result<Option<Account>, StoreError>;
    /// Names by id, for showing who did what.
    async fn names(&self, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, StoreError>;
    /// All seats of an account, oldest first.
    async fn memberships(&self, account: AccountId) -> Result<Vec<Membership>, StoreError>;
    /// Everybody with a seat there, with the account and all its memberships.
    async fn seated(&self, seat: Seat) -> Result<Vec<(Account, Vec<Membership>)>, StoreError>;
    /// All seats in an organisation and at its requests, oldest first.
    async fn memberships_in(&self, organisation: OrganisationId) -> Result<Vec<Membership>, StoreError>;
    /// Organisations by id, in the order of their names.
    async fn organisations(&self, ids: &[OrganisationId]) -> Result<Vec<Organisation>, StoreError>;
    /// The first organisations in the order of their names.
    async fn all_organisations(&self, at_most: u16) -> Result<Vec<Organisation>, StoreError>;
    /// A session by the hash of its token, with everything that lets its person in; ended or not.
    async fn session(&self, hash: &[u8; 32]) -> Result<Option<Visitor>, StoreError>;
    /// A token by its hash, with its account and the account's memberships; ended or not.
    async fn token(&self, hash: &[u8; 32]) -> Result<Option<(Token, Account, Vec<Membership>)>, StoreError>;
    /// Tokens with whose they are, newest first: of these accounts, or all.
    async fn tokens(&self, of: Option<&[AccountId]>, at_most: u16) -> Result<Vec<(Token, Account)>, StoreError>;
    /// The second factor of an account.
    async fn factor(&self, account: AccountId) -> Result<Option<Factor>, StoreError>;
    /// The names of the keys with which the secrets of second factors are sealed, in order.
    async fn factor_keys(&self) -> Result<Vec<String>, StoreError>;
    /// Whose second factors are sealed with the key of this name, in the order of their ids.
    async fn factors_of_key(&self, name: &str) -> Result<Vec<AccountId>, StoreError>;
    /// The sessions of an account, oldest first.
    async fn sessions(&self, account: AccountId) -> Result<Vec<Session>, StoreError>;
}

/// Published definitions.
#[async_trait]
pub trait Definitions: Send + Sync {
    /// The one in force: the newest.
    async fn in_force(&self) -> Result<Option<DefinitionVersion>, StoreError>;
    /// The hash of the one in force.
    async fn newest(&self) -> Result<Option<String>, StoreError>;
    /// One by hash.
    async fn definition(&self, hash: &str) -> Result<Option<DefinitionVersion>, StoreError>;
    /// What a definition could touch, in counts that tell nothing of anybody; `now` parts what is to come from what is over.
    async fn standing(&self, now: DateTime<Utc>) -> Result<Standing, StoreError>;
}

/// What publishing a version reads, to move it: everything, and it is shown to nobody.
#[async_trait]
pub trait Publishing: Send + Sync {
    /// The open requests that a move may touch; perhaps others, too.
    async fn open_requests(&self, moving: &Moving) -> Result<Vec<RequestId>, StoreError>;
    /// A request with all its tasks and documents.
    async fn to_move(&self, id: RequestId) -> Result<Option<Dossier>, StoreError>;
    /// All drafts of a type.
    async fn drafts_of(&self, request_type: &Id) -> Result<Vec<Draft>, StoreError>;
    /// All seats with a role.
    async fn seats_with(&self, role: &Id) -> Result<Vec<Membership>, StoreError>;
}

/// Forms being filled in. A draft is reached only by its author.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// One of the account's drafts.
    async fn draft(&self, account: AccountId, id: DraftId) -> Result<Option<Draft>, StoreError>;
    /// The account's drafts, newest edit first; at most 100.
    async fn drafts(&self, account: AccountId) -> Result<Vec<Draft>, StoreError>;
    /// The form figures of the days since that moment, counted.
    async fn form_figures(&self, since: DateTime<Utc>) -> Result<FormFigures, StoreError>;
    /// What a submission with this key made, if it happened.
    async fn submitted(&self, account: AccountId, draft: DraftId) -> Result<Option<RequestId>, StoreError>;
}

/// Places at times. These reads serve to find out what is free and to keep the books; they are shown to nobody.
#[async_trait]
pub trait Bookings: Send + Sync {
    /// What was not given back of a slot and shares time with a span, in the order of the starts.
    async fn taken(&self, slot: &Id, starts: DateTime<Utc>, ends: DateTime<Utc>) -> Result<Vec<Booking>, StoreError>;
    /// What a draft took and did not give back.
    async fn taken_for_draft(&self, draft: DraftId) -> Result<Vec<Booking>, StoreError>;
    /// What a request took and did not give back.
    async fn taken_for_request(&self, request: RequestId) -> Result<Vec<Booking>, StoreError>;
    /// Holds that ran out before a moment, oldest first; at most 100.
    async fn lapsed(&self, before: DateTime<Utc>) -> Result<Vec<Booking>, StoreError>;
}

/// What was done under which key.
#[async_trait]
pub trait Keys: Send + Sync {
    /// What an account made under a key, and the body it was used with; `None`: nothing yet.
    async fn recall(
        &self,
        account: AccountId,
        route: &str,
        key: &str,
    ) -> Result<Option<(Subject, [u8; 32])>, StoreError>;
}

/// Requests, their tasks and history.
#[async_trait]
pub trait Requests: Send + Sync {
    /// Everything a decision needs, of a request within the scope.
    async fn dossier(&self, scope: &Scope, id: RequestId) -> Result<Option<Dossier>, StoreError>;
    /// The request that a task belongs to.
    async fn request_of_task(&self, scope: &Scope, id: TaskId) -> Result<Option<RequestId>, StoreError>;
    /// A page of requests.
    async fn requests(
        &self,
        scope: &Scope,
        filter: &Filter,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Summary>, StoreError>;
    /// How many there are, at most 100 (shown as "99+").
    async fn count(&self, scope: &Scope, filter: &Filter) -> Result<u32, StoreError>;
    /// The answers of the newest request of a type in reach that the scope's own account opened for an organisation.
    async fn last_answers(
        &self,
        scope: &Scope,
        organisation: OrganisationId,
        request_type: &Id,
    ) -> Result<Option<Answers>, StoreError>;
    /// What was answered in these requests, as far as they are in reach.
    async fn answered(&self, scope: &Scope, ids: &[RequestId]) -> Result<HashMap<RequestId, Answered>, StoreError>;
    /// Open tasks of a side with their requests, what is due soonest first; at most 100.
    async fn open_tasks(&self, scope: &Scope, side: Side) -> Result<Vec<(Task, Summary)>, StoreError>;
    /// What happened to one request and what was said, for an audience: `Client` sees what is meant for both sides. What
    /// happened to documents is told of those that `documents` admits.
    async fn history(
        &self,
        scope: &Scope,
        documents: &Scope,
        id: RequestId,
        audience: Side,
    ) -> Result<History, StoreError>;
    /// What happened lately in reach and after `since`, newest first, by others than the account; at most 20. Of
    /// documents only what happened to those that `documents` admits.
    async fn news(
        &self,
        scope: &Scope,
        documents: &Scope,
        audience: Side,
        since: DateTime<Utc>,
    ) -> Result<Vec<(Event, Summary)>, StoreError>;
}

/// Documents and their bytes. What a client attached to a task that is still open is not sent yet: the team's sight, over
/// everything or over projects, does not find it, here or among a request's ([`Requests::dossier`]).
#[async_trait]
pub trait Documents: Send + Sync {
    /// One document with its request's reference.
    async fn document(&self, scope: &Scope, id: DocumentId) -> Result<Option<(Document, Summary)>, StoreError>;
    /// A page of documents with their requests, newest first.
    async fn documents(
        &self,
        scope: &Scope,
        text: Option<&str>,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<(Document, Summary)>, StoreError>;
    /// Which of these blobs have a row.
    async fn known_blobs(&self, ids: &[BlobId]) -> Result<Vec<BlobId>, StoreError>;
    /// Blobs older than `before` that neither a document nor a draft holds; at most 100.
    async fn loose_blobs(&self, before: DateTime<Utc>) -> Result<Vec<Blob>, StoreError>;
    /// All blobs by id, so many after this one.
    async fn blobs(&self, after: Option<BlobId>, at_most: u16) -> Result<Vec<Blob>, StoreError>;
}

/// What is sent, and what became of it.
#[async_trait]
pub trait Deliveries: Send + Sync {
    /// The events of an act with their request.
    async fn act(&self, id: ActId) -> Result<Option<Act>, StoreError>;
    /// One delivery.
    async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError>;
    /// A page of deliveries with their requests, newest first; with `failed`, only those.
    async fn deliveries(
        &self,
        scope: &Scope,
        failed: bool,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Sent>, StoreError>;
    /// Deliveries with what their letters are made from, in a few statements for all of them. One that is not there is
    /// left out.
    async fn outgoing(&self, ids: &[DeliveryId]) -> Result<Vec<Outgoing>, StoreError>;
    /// Work that was given up, newest first; at most 50.
    async fn given_up(&self) -> Result<Vec<GivenUp>, StoreError>;
    /// The text of a message.
    async fn message(&self, id: MessageId) -> Result<Option<Message>, StoreError>;
}

/// All reads, and the one write. A batch applies wholly or not at all.
#[async_trait]
pub trait Store:
    People
    + Links
    + Identities
    + Organisations
    + Definitions
    + Publishing
    + Keys
    + Drafts
    + Bookings
    + Projects
    + Requests
    + Documents
    + Deliveries
    + AuditLog
{
    /// Applies a batch, or nothing of it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when something the batch counted on is no longer so.
    async fn commit(&self, changes: &Changes) -> Result<(), StoreError>;
}
