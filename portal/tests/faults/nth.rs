//! A store, an engine and a file storage whose N-th call fails: before it does anything, after it did all and only the
//! answer is lost, or with a panic.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use portal::core::{
    audit::{Audit, Log, Seal},
    booking::Booking,
    definition::plan::{Moving, Standing},
    document::{Blob, Document},
    files::{ByteStream, Files, FilesError, Stored},
    form::{Answers, Draft},
    id::{
        AccountId, ActId, AlertId, BlobId, DeliveryId, DocumentId, DraftId, Id, JobId, LinkId, MessageId,
        OrganisationId, ProjectId, Reference, RequestId, TaskId,
    },
    identity::{
        Account, Alert, Bucket, Device, Factor, Identity, Link, Membership, Organisation, Scope, Seat, Session, Side,
        Token, Verdict,
    },
    notification::Delivery,
    project::{Progress, Project},
    request::{Answered, Event, Message, Task},
    store::{
        Act, AuditFilter, AuditLog, Bookings, Changes, Cursor, DefinitionVersion, Definitions, Deliveries, Documents,
        Dossier, Drafts, Engine, Filter, FormFigures, GivenUp, History, Identities, Keys, Lease, Links,
        OrganisationActivity, OrganisationFilter, Organisations, Outcome, Outgoing, Page, People, ProjectFilter,
        Projects, Publishing, Requests, Sent, Store, StoreError, Subject, Summary, Turn, Visitor,
    },
    verify::Broken,
};

/// When a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing has happened.
    Before,
    /// It has happened, and nobody learns of it.
    After,
    /// With a panic, before anything has happened.
    Panic,
}

/// Which call fails. Shared by all that may fail.
#[derive(Clone, Debug, Default)]
pub struct Fate(Arc<Left>);

/// How many calls are left until one fails; 0: none does.
#[derive(Debug, Default)]
struct Left {
    before: AtomicU32,
    after: AtomicU32,
    panic: AtomicU32,
}

impl Fate {
    /// The N-th call from now fails.
    pub fn fail(&self, nth: u32, when: When) {
        let left = match when {
            When::Before => &self.0.before,
            When::After => &self.0.after,
            When::Panic => &self.0.panic,
        };
        left.store(nth, Ordering::SeqCst);
    }

    /// No call fails from now on. Gives whether one has failed.
    pub fn relent(&self) -> bool {
        let Left { before, after, panic } = &*self.0;
        [before, after, panic].map(|left| left.swap(0, Ordering::SeqCst)) == [0, 0, 0]
    }
}

fn strikes(left: &AtomicU32) -> bool {
    left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) == Ok(1)
}

/// An error that a failing call may give.
trait Fails {
    fn struck() -> Self;
}

impl Fails for StoreError {
    fn struck() -> Self {
        Self::Unavailable("this call fails".into())
    }
}

impl Fails for FilesError {
    fn struck() -> Self {
        Self::Storage("this call fails".to_owned())
    }
}

/// A part of a portal whose calls may fail.
pub struct Nth<T: ?Sized> {
    pub inner: Arc<T>,
    pub fate: Fate,
}

impl<T: ?Sized> Nth<T> {
    async fn call<R, E: Fails>(&self, call: impl Future<Output = Result<R, E>>) -> Result<R, E> {
        if strikes(&self.fate.0.before) {
            return Err(E::struck());
        }
        assert!(!strikes(&self.fate.0.panic), "this call panics");
        let done = call.await;
        if strikes(&self.fate.0.after) { Err(E::struck()) } else { done }
    }
}

/// The methods of a trait, each passed on through [`Nth::call`].
macro_rules! pass_on {
    ($trait:ident of $inner:ty: $error:ty { $(fn $name:ident($($arg:ident: $type:ty),*) -> $out:ty;)* }) => {
        #[async_trait]
        impl $trait for Nth<$inner> {
            $(async fn $name(&self, $($arg: $type),*) -> Result<$out, $error> {
                self.call(self.inner.$name($($arg),*)).await
            })*
        }
    };
}

pass_on! { People of dyn Store: StoreError {
    fn account(id: AccountId) -> Option<Account>;
    fn account_by_email(key: &str) -> Option<Account>;
    fn names(ids: &[AccountId]) -> HashMap<AccountId, String>;
    fn memberships(account: AccountId) -> Vec<Membership>;
    fn seated(seat: Seat) -> Vec<(Account, Vec<Membership>)>;
    fn organisations(ids: &[OrganisationId]) -> Vec<Organisation>;
    fn all_organisations(at_most: u16) -> Vec<Organisation>;
    fn memberships_in(organisation: OrganisationId) -> Vec<Membership>;
    fn session(hash: &[u8; 32]) -> Option<Visitor>;
    fn token(hash: &[u8; 32]) -> Option<(Token, Account, Vec<Membership>)>;
    fn tokens(of: Option<&[AccountId]>, at_most: u16) -> Vec<(Token, Account)>;
    fn factor(account: AccountId) -> Option<Factor>;
    fn factor_keys() -> Vec<String>;
    fn factors_of_key(name: &str) -> Vec<AccountId>;
    fn sessions(account: AccountId) -> Vec<Session>;
}}

pass_on! { Links of dyn Store: StoreError {
    fn link(id: LinkId) -> Option<Link>;
    fn link_by_hash(hash: &[u8; 32]) -> Option<Link>;
    fn invitations_to(seat: Seat) -> Vec<Link>;
    fn invitations_in(organisation: OrganisationId) -> Vec<Link>;
    fn links_of(account: AccountId) -> Vec<Link>;
    fn alert(id: AlertId) -> Option<Alert>;
}}

pass_on! { Identities of dyn Store: StoreError {
    fn identity(issuer: &str, subject: &str) -> Option<(Identity, Account)>;
    fn identities_of(account: AccountId) -> Vec<Identity>;
}}

pass_on! { Organisations of dyn Store: StoreError {
    fn organisations_after(filter: &OrganisationFilter, after: Option<OrganisationId>, at_most: u16) -> Vec<Organisation>;
    fn organisation_activity(scope: &Scope, ids: &[OrganisationId]) -> HashMap<OrganisationId, OrganisationActivity>;
}}

pass_on! { Definitions of dyn Store: StoreError {
    fn in_force() -> Option<DefinitionVersion>;
    fn newest() -> Option<String>;
    fn definition(hash: &str) -> Option<DefinitionVersion>;
    fn standing(now: DateTime<Utc>) -> Standing;
}}

pass_on! { Publishing of dyn Store: StoreError {
    fn open_requests(moving: &Moving) -> Vec<RequestId>;
    fn to_move(id: RequestId) -> Option<Dossier>;
    fn drafts_of(request_type: &Id) -> Vec<Draft>;
    fn seats_with(role: &Id) -> Vec<Membership>;
}}

pass_on! { Keys of dyn Store: StoreError {
    fn recall(account: AccountId, route: &str, key: &str) -> Option<(Subject, [u8; 32])>;
}}

pass_on! { Drafts of dyn Store: StoreError {
    fn draft(account: AccountId, id: DraftId) -> Option<Draft>;
    fn drafts(account: AccountId) -> Vec<Draft>;
    fn submitted(account: AccountId, draft: DraftId) -> Option<RequestId>;
    fn form_figures(since: DateTime<Utc>) -> FormFigures;
}}

pass_on! { Bookings of dyn Store: StoreError {
    fn taken(slot: &Id, starts: DateTime<Utc>, ends: DateTime<Utc>) -> Vec<Booking>;
    fn taken_for_draft(draft: DraftId) -> Vec<Booking>;
    fn taken_for_request(request: RequestId) -> Vec<Booking>;
    fn lapsed(before: DateTime<Utc>) -> Vec<Booking>;
}}

pass_on! { Projects of dyn Store: StoreError {
    fn project(scope: &Scope, id: ProjectId) -> Option<Project>;
    fn projects(scope: &Scope, filter: &ProjectFilter, after: Option<&Cursor>, at_most: u16) -> Page<Project>;
    fn project_progress(scope: &Scope, ids: &[ProjectId]) -> HashMap<ProjectId, Progress>;
    fn projects_by_id(ids: &[ProjectId]) -> Vec<Project>;
}}

pass_on! { Requests of dyn Store: StoreError {
    fn dossier(scope: &Scope, id: RequestId) -> Option<Dossier>;
    fn request_of_task(scope: &Scope, id: TaskId) -> Option<RequestId>;
    fn requests(scope: &Scope, filter: &Filter, after: Option<&Cursor>, at_most: u16) -> Page<Summary>;
    fn count(scope: &Scope, filter: &Filter) -> u32;
    fn last_answers(scope: &Scope, organisation: OrganisationId, request_type: &Id) -> Option<Answers>;
    fn answered(scope: &Scope, ids: &[RequestId]) -> HashMap<RequestId, Answered>;
    fn open_tasks(scope: &Scope, side: Side) -> Vec<(Task, Summary)>;
    fn history(scope: &Scope, documents: &Scope, id: RequestId, audience: Side) -> History;
    fn news(scope: &Scope, documents: &Scope, audience: Side, since: DateTime<Utc>) -> Vec<(Event, Summary)>;
}}

pass_on! { Documents of dyn Store: StoreError {
    fn document(scope: &Scope, id: DocumentId) -> Option<(Document, Summary)>;
    fn documents(scope: &Scope, text: Option<&str>, after: Option<&Cursor>, at_most: u16) -> Page<(Document, Summary)>;
    fn known_blobs(ids: &[BlobId]) -> Vec<BlobId>;
    fn loose_blobs(before: DateTime<Utc>) -> Vec<Blob>;
    fn blobs(after: Option<BlobId>, at_most: u16) -> Vec<Blob>;
}}

pass_on! { Deliveries of dyn Store: StoreError {
    fn act(id: ActId) -> Option<Act>;
    fn delivery(id: DeliveryId) -> Option<Delivery>;
    fn deliveries(scope: &Scope, failed: bool, after: Option<&Cursor>, at_most: u16) -> Page<Sent>;
    fn outgoing(ids: &[DeliveryId]) -> Vec<Outgoing>;
    fn given_up() -> Vec<GivenUp>;
    fn message(id: MessageId) -> Option<Message>;
}}

pass_on! { AuditLog of dyn Store: StoreError {
    fn audit(filter: &AuditFilter, after: Option<&Cursor>, at_most: u16) -> Page<Audit>;
    fn count_audit(filter: &AuditFilter) -> u64;
    fn references(scope: &Scope, ids: &[RequestId]) -> HashMap<RequestId, Reference>;
}}

pass_on! { Store of dyn Store: StoreError {
    fn commit(changes: &Changes) -> ();
}}

pass_on! { Engine of dyn Engine: StoreError {
    fn claim(at_most: u16, now: DateTime<Utc>, lease: TimeDelta) -> Vec<Lease>;
    fn renew(held: &Lease, lease: TimeDelta) -> bool;
    fn sending(held: &[Lease], now: DateTime<Utc>) -> Vec<Turn>;
    fn close(held: &Lease, outcome: &Outcome, delivery: &Delivery) -> bool;
    fn settle(held: &Lease, outcome: &Outcome, changes: &Changes) -> bool;
    fn revive(job: JobId, now: DateTime<Utc>) -> bool;
    fn throttle(bucket: &Bucket, now: DateTime<Utc>) -> Verdict;
    fn forgive(bucket: &Bucket) -> ();
    fn touch(session: &[u8; 32], from: Option<&Device>, now: DateTime<Utc>) -> ();
    fn touch_token(token: &[u8; 32], now: DateTime<Utc>) -> ();
    fn sweep(now: DateTime<Utc>) -> u64;
    fn seal(log: Log, now: DateTime<Utc>, at_most: u16) -> Option<Seal>;
    fn purge_audit(before: DateTime<Utc>, now: DateTime<Utc>) -> Vec<i64>;
    fn waiting(now: DateTime<Utc>) -> Option<DateTime<Utc>>;
    fn verify() -> Vec<Broken>;
    fn ping() -> ();
}}

pass_on! { Files of dyn Files: FilesError {
    fn put(key: BlobId, bytes: ByteStream<'_>, limit: u64) -> Stored;
    fn get(key: BlobId) -> ByteStream<'static>;
    fn remove(key: BlobId) -> ();
    fn stored_before(before: DateTime<Utc>, after: Option<BlobId>, at_most: u16) -> Vec<BlobId>;
    fn sweep_unfinished(before: DateTime<Utc>) -> u64;
}}
