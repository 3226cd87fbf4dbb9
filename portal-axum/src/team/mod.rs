//! The team's pages: the queue, the workbench of one request, its moves, and what was sent. For clients none of them
//! exists.

mod access;
mod assign;
mod attach;
mod audit;
mod definitions;
mod deliveries;
mod document;
mod fields;
mod forms;
mod moves;
mod organisations;
mod projects;
mod queue;
mod sample;
mod workbench;
mod write;

use axum::Router;
use portal_core::{id::RequestId, identity::Permission};
use serde::Deserialize;

pub(crate) use self::access::of as access_of;
pub use self::{
    access::AccessPage,
    audit::AuditPage,
    definitions::DefinitionsPage,
    deliveries::DeliveriesPage,
    document::DocumentPage,
    fields::FieldsPage,
    forms::FormsPage,
    moves::{AskPage, MovePage, PassedPage},
    organisations::{OrganisationFormPage, OrganisationPage, OrganisationsPage},
    projects::{BeginProjectPage, ProjectFormPage},
    queue::QueuePage,
    workbench::WorkbenchPage,
};
use crate::{Web, page::Place, visit::Visit};

/// The routes below `/team`.
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(queue::routes())
        .merge(workbench::routes())
        .merge(write::routes())
        .merge(assign::routes())
        .merge(access::routes())
        .merge(projects::routes())
        .merge(organisations::routes())
        .merge(deliveries::routes())
        .merge(audit::routes())
        .merge(definitions::routes())
        .merge(forms::routes())
}

/// The team's routes that take files.
pub fn upload_routes() -> Router<Web> {
    Router::new().merge(document::routes()).merge(fields::routes()).merge(moves::routes())
}

/// The team's navigation.
pub fn places(visit: &Visit) -> Vec<Place> {
    let mut places = vec![visit.place("nav-queue", "/team/queue")];
    let may = |permission| visit.entered().is_some_and(|entered| !entered.viewer.scope(permission).is_nothing());
    if visit.portal().definition().has_projects() && may(Permission::RequestView) {
        places.push(visit.place("nav-projects", "/team/projects"));
    }
    if visit.entered().is_some_and(|entered| visit.portal().desk(&entered.viewer).sees_organisations()) {
        places.push(visit.place("nav-organisations", "/team/organisations"));
    }
    places.extend(visit.people_place());
    if may(Permission::DeliveryManage) {
        places.push(visit.place("nav-deliveries", "/team/deliveries"));
    }
    if may(Permission::TokenManage) {
        places.push(visit.place("nav-tokens", "/team/tokens"));
    }
    if may(Permission::MeasureView) {
        places.push(visit.place("nav-forms", "/team/forms"));
    }
    if visit.entered().is_some_and(|entered| visit.portal().desk(&entered.viewer).sees_audit()) {
        places.push(visit.place("nav-audit", "/team/audit"));
    }
    if may(Permission::DefinitionPublish) {
        places.push(visit.place("nav-definitions", "/team/definitions"));
    }
    places
}

/// Which request.
#[derive(Debug, Deserialize)]
struct Which {
    request: RequestId,
}

/// A key that makes two presses of one button the same.
fn key() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}
