//! The core's traits on both bodies, pooled and borrowed: each takes a connection and calls the room's function.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portal_core::{
    audit::Audit,
    booking::Booking,
    definition::plan::{Moving, Standing},
    document::{Blob, Document},
    form::{Answers, Draft},
    id::{
        AccountId, ActId, AlertId, BlobId, DeliveryId, DocumentId, DraftId, Id, LinkId, MessageId, OrganisationId,
        ProjectId, Reference, RequestId, TaskId,
    },
    identity::{Account, Alert, Factor, Identity, Link, Membership, Organisation, Scope, Seat, Session, Side, Token},
    notification::Delivery,
    project::{Progress, Project},
    request::{Answered, Event, Message, Task},
    store::{
        Act, AuditFilter, AuditLog, Bookings, Changes, Cursor, DefinitionVersion, Definitions, Deliveries, Documents,
        Dossier, Drafts, Filter, FormFigures, GivenUp, History, Identities, Keys, Links, OrganisationActivity,
        OrganisationFilter, Organisations, Outgoing, Page, People, ProjectFilter, Projects, Publishing, Requests, Sent,
        Store, StoreError, Subject, Summary, Visitor,
    },
};

use crate::{
    Borrowed, SqlxStore, audit, bookings, commit::Batch, definitions, deliveries, documents, dossier, drafts, figures,
    history, identities, keys, links, moving, organisations, outgoing, people, projects, reach::Sight::Of, requests,
    standing,
};

/// The traits for one body.
macro_rules! body {
    ($body:ty) => {
        body! { $body, People, people {
            fn account(id: AccountId) -> Option<Account> = account(id);
            fn account_by_email(key: &str) -> Option<Account> = account_by_email(key);
            fn names(ids: &[AccountId]) -> HashMap<AccountId, String> = names(ids);
            fn memberships(account: AccountId) -> Vec<Membership> = memberships(account);
            fn seated(seat: Seat) -> Vec<(Account, Vec<Membership>)> = seated(seat);
            fn organisations(ids: &[OrganisationId]) -> Vec<Organisation> = organisations(ids);
            fn all_organisations(at_most: u16) -> Vec<Organisation> = all_organisations(at_most);
            fn memberships_in(organisation: OrganisationId) -> Vec<Membership> = memberships_in(organisation);
            fn session(hash: &[u8; 32]) -> Option<Visitor> = session(hash);
            fn token(hash: &[u8; 32]) -> Option<(Token, Account, Vec<Membership>)> = token(hash);
            fn tokens(of: Option<&[AccountId]>, at_most: u16) -> Vec<(Token, Account)> = tokens(of, at_most);
            fn factor(account: AccountId) -> Option<Factor> = factor(account);
            fn factor_keys() -> Vec<String> = factor_keys();
            fn factors_of_key(name: &str) -> Vec<AccountId> = factors_of_key(name);
            fn sessions(account: AccountId) -> Vec<Session> = sessions(account);
        }}
        body! { $body, Organisations, organisations {
            fn organisations_after(filter: &OrganisationFilter, after: Option<OrganisationId>, at_most: u16)
                -> Vec<Organisation> = organisations_after(filter, after, at_most);
            fn organisation_activity(scope: &Scope, ids: &[OrganisationId])
                -> HashMap<OrganisationId, OrganisationActivity> = organisation_activity(Of(scope), ids);
        }}
        body! { $body, Definitions, definitions {
            fn in_force() -> Option<DefinitionVersion> = in_force();
            fn newest() -> Option<String> = newest_in_force();
            fn definition(hash: &str) -> Option<DefinitionVersion> = definition(hash);
            fn standing(now: DateTime<Utc>) -> Standing = standing(now) of standing;
        }}
        body! { $body, Publishing, moving {
            fn open_requests(moving: &Moving) -> Vec<RequestId> = open_requests(moving);
            fn to_move(id: RequestId) -> Option<Dossier> = to_move(id);
            fn drafts_of(request_type: &Id) -> Vec<Draft> = drafts_of(request_type);
            fn seats_with(role: &Id) -> Vec<Membership> = seats_with(role);
        }}
        body! { $body, Keys, keys {
            fn recall(account: AccountId, route: &str, key: &str) -> Option<(Subject, [u8; 32])>
                = recall(account, route, key);
        }}
        body! { $body, Drafts, drafts {
            fn draft(account: AccountId, id: DraftId) -> Option<Draft> = draft(account, id);
            fn drafts(account: AccountId) -> Vec<Draft> = drafts(account);
            fn submitted(account: AccountId, draft: DraftId) -> Option<RequestId> = submitted(account, draft);
            fn form_figures(since: DateTime<Utc>) -> FormFigures = form_figures(since) of figures;
        }}
        body! { $body, Bookings, bookings {
            fn taken(slot: &Id, starts: DateTime<Utc>, ends: DateTime<Utc>) -> Vec<Booking> = taken(slot, starts, ends);
            fn taken_for_draft(draft: DraftId) -> Vec<Booking> = taken_for_draft(draft);
            fn taken_for_request(request: RequestId) -> Vec<Booking> = taken_for_request(request);
            fn lapsed(before: DateTime<Utc>) -> Vec<Booking> = lapsed(before);
        }}
        body! { $body, Links, links {
            fn link(id: LinkId) -> Option<Link> = link(id);
            fn link_by_hash(hash: &[u8; 32]) -> Option<Link> = link_by_hash(hash);
            fn invitations_to(seat: Seat) -> Vec<Link> = invitations_to(seat);
            fn invitations_in(organisation: OrganisationId) -> Vec<Link> = invitations_in(organisation);
            fn links_of(account: AccountId) -> Vec<Link> = links_of(account);
            fn alert(id: AlertId) -> Option<Alert> = alert(id);
        }}
        body! { $body, Identities, identities {
            fn identity(issuer: &str, subject: &str) -> Option<(Identity, Account)> = identity(issuer, subject);
            fn identities_of(account: AccountId) -> Vec<Identity> = identities_of(account);
        }}
        body! { $body, Projects, projects {
            fn project(scope: &Scope, id: ProjectId) -> Option<Project> = project(Of(scope), id);
            fn projects(scope: &Scope, filter: &ProjectFilter, after: Option<&Cursor>, at_most: u16) -> Page<Project>
                = projects(Of(scope), filter, after, at_most);
            fn project_progress(scope: &Scope, ids: &[ProjectId]) -> HashMap<ProjectId, Progress>
                = project_progress(Of(scope), ids);
            fn projects_by_id(ids: &[ProjectId]) -> Vec<Project> = projects_by_id(ids);
        }}
        body! { $body, Requests, requests {
            fn dossier(scope: &Scope, id: RequestId) -> Option<Dossier> = dossier(Of(scope), id) of dossier;
            fn request_of_task(scope: &Scope, id: TaskId) -> Option<RequestId>
                = request_of_task(Of(scope), id) of dossier;
            fn requests(scope: &Scope, filter: &Filter, after: Option<&Cursor>, at_most: u16) -> Page<Summary>
                = requests(Of(scope), filter, after, at_most);
            fn count(scope: &Scope, filter: &Filter) -> u32 = count(Of(scope), filter);
            fn last_answers(scope: &Scope, organisation: OrganisationId, request_type: &Id) -> Option<Answers>
                = last_answers(Of(scope), scope.account(), organisation, request_type);
            fn answered(scope: &Scope, ids: &[RequestId]) -> HashMap<RequestId, Answered> = answered(Of(scope), ids);
            fn open_tasks(scope: &Scope, side: Side) -> Vec<(Task, Summary)> = open_tasks(Of(scope), side) of dossier;
            fn history(scope: &Scope, documents: &Scope, id: RequestId, audience: Side) -> History
                = history(Of(scope), Of(documents), id, audience) of history;
            fn news(scope: &Scope, documents: &Scope, audience: Side, since: DateTime<Utc>) -> Vec<(Event, Summary)>
                = news(Of(scope), Of(documents), audience, since, scope.account()) of history;
        }}
        body! { $body, Documents, documents {
            fn document(scope: &Scope, id: DocumentId) -> Option<(Document, Summary)> = document(Of(scope), id);
            fn documents(scope: &Scope, text: Option<&str>, after: Option<&Cursor>, at_most: u16)
                -> Page<(Document, Summary)> = documents(Of(scope), text, after, at_most);
            fn known_blobs(ids: &[BlobId]) -> Vec<BlobId> = known_blobs(ids);
            fn loose_blobs(before: DateTime<Utc>) -> Vec<Blob> = loose_blobs(before);
            fn blobs(after: Option<BlobId>, at_most: u16) -> Vec<Blob> = blobs(after, at_most);
        }}
        body! { $body, Deliveries, deliveries {
            fn act(id: ActId) -> Option<Act> = act(id);
            fn delivery(id: DeliveryId) -> Option<Delivery> = delivery(id);
            fn deliveries(scope: &Scope, failed: bool, after: Option<&Cursor>, at_most: u16) -> Page<Sent>
                = deliveries(Of(scope), failed, after, at_most);
            fn outgoing(ids: &[DeliveryId]) -> Vec<Outgoing> = outgoing(ids) of outgoing;
            fn given_up() -> Vec<GivenUp> = given_up();
            fn message(id: MessageId) -> Option<Message> = message(id);
        }}
        body! { $body, AuditLog, audit {
            fn audit(filter: &AuditFilter, after: Option<&Cursor>, at_most: u16) -> Page<Audit>
                = audit(filter, after, at_most);
            fn count_audit(filter: &AuditFilter) -> u64 = count(filter);
            fn references(scope: &Scope, ids: &[RequestId]) -> HashMap<RequestId, Reference>
                = references(Of(scope), ids);
        }}

        #[async_trait]
        impl Store for $body {
            async fn commit(&self, changes: &Changes) -> Result<(), StoreError> {
                if changes.is_empty() {
                    return Ok(());
                }
                self.apply(Batch::new(changes)?).await
            }
        }
    };
    ($body:ty, $trait:ident, $room:ident {
        $(fn $name:ident($($arg:ident: $type:ty),*) -> $out:ty
            = $function:ident($($value:expr),*) $(of $other:ident)?;)*
    }) => {
        #[async_trait]
        impl $trait for $body {
            $(async fn $name(&self, $($arg: $type),*) -> Result<$out, StoreError> {
                self.limit(async { with!(self, conn => body!(@room $room $($other)?, $function)(conn, $($value),*)) })
                    .await
            })*
        }
    };
    (@room $room:ident, $function:ident) => { $room::$function };
    (@room $room:ident $other:ident, $function:ident) => { $other::$function };
}

body!(SqlxStore);
body!(Borrowed<'_>);
