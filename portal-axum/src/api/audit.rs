//! The audit log. For who sees all of it.

use axum::response::Response;
use chrono::{DateTime, Utc};
use portal_core::{
    audit::{Audit, Group},
    id::{AccountId, OrganisationId},
    store::{AuditFilter, AuditObject},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{caller::TeamCaller, pages, problem::Problem, query::Asked};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list))
}

/// One entry: ids and codes alone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct EntryBody {
    id: Uuid,
    at: DateTime<Utc>,
    /// Who; none: nobody who is signed in, or the portal itself.
    person: Option<Uuid>,
    /// Whose data.
    organisation: Option<Uuid>,
    /// What, such as `request.moved`; `access.…` is a refusal of an address.
    action: String,
    /// On what.
    object: Option<Uuid>,
    /// Whether it was done.
    allowed: bool,
    /// From which network address, IPv6 by its /64; none: by the portal itself, a command or the host's own code.
    from: Option<String>,
    /// A code more, such as the route that was refused.
    detail: Option<String>,
    /// How often, where refusals are counted together.
    times: u32,
}

/// A page of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditPage {
    items: Vec<EntryBody>,
    /// Where the next page begins; none on the last.
    next: Option<String>,
}

/// What kind of thing.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    SignIn,
    People,
    Requests,
    Documents,
    Projects,
    Portal,
    Refusals,
}

/// What the log is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrowed {
    /// By whom.
    person: Option<Uuid>,
    /// Whose data.
    organisation: Option<Uuid>,
    /// What kind of thing.
    #[param(inline)]
    kind: Option<Kind>,
    /// Whether it was done (`true`) or refused (`false`).
    allowed: Option<bool>,
    /// From this moment on.
    since: Option<DateTime<Utc>>,
    /// Before this moment.
    until: Option<DateTime<Utc>>,
    /// On what: an id, or the reference of a request. Of a request also its documents and tasks.
    #[param(max_length = 100)]
    about: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page begins: the `next` of the page before.
    #[param(max_length = 200)]
    after: Option<String>,
}

/// List entries of the audit log
///
/// Who did what, when, from where, and what was refused; newest first. For who has `audit.view` over everything.
#[utoipa::path(get, operation_id = "list_audit_entries", path = "/audit", tag = "team", params(Narrowed),
    responses((status = 200, description = "A page.", body = AuditPage,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`.")))))]
async fn list(caller: TeamCaller, Asked(asked): Asked<Narrowed>) -> Result<Response, Problem> {
    let after = pages::read("audit", asked.after.as_deref())?;
    let at_most = asked.limit.unwrap_or(pages::USUAL);
    let found = caller.desk().audit_log(&asked.filter(), after.as_ref(), at_most).await?;
    let items = found.rows.into_iter().map(EntryBody::from).collect();
    let page = |next| AuditPage { items, next };
    Ok(pages::answer(&caller, "audit", ("/audit", &asked.kept()), found.next.as_ref(), page))
}

impl Narrowed {
    fn filter(&self) -> AuditFilter {
        let about = |text: &String| match text.parse() {
            Ok(id) => AuditObject::Id(id),
            Err(_) => AuditObject::Reference(text.to_uppercase()),
        };
        AuditFilter {
            actor: self.person.map(AccountId),
            organisation: self.organisation.map(OrganisationId),
            group: self.kind.map(Group::from),
            allowed: self.allowed,
            since: self.since.map(storable),
            until: self.until.map(storable),
            about: self.about.as_ref().map(about),
        }
    }

    /// What stays on the way to the next page.
    fn kept(&self) -> [(&'static str, Option<String>); 8] {
        let word = |kind: Kind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned);
        [
            ("person", self.person.map(|id| id.to_string())),
            ("organisation", self.organisation.map(|id| id.to_string())),
            ("kind", self.kind.and_then(word)),
            ("allowed", self.allowed.map(|is| is.to_string())),
            ("since", self.since.map(|at| at.to_rfc3339())),
            ("until", self.until.map(|at| at.to_rfc3339())),
            ("about", self.about.clone()),
            ("limit", self.limit.map(|limit| limit.to_string())),
        ]
    }
}

/// A moment that every database can hold: nothing is older.
fn storable(at: DateTime<Utc>) -> DateTime<Utc> {
    at.max(DateTime::UNIX_EPOCH)
}

impl From<Kind> for Group {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::SignIn => Self::SignIn,
            Kind::People => Self::People,
            Kind::Requests => Self::Requests,
            Kind::Documents => Self::Documents,
            Kind::Projects => Self::Projects,
            Kind::Portal => Self::Portal,
            Kind::Refusals => Self::Refusals,
        }
    }
}

impl From<Audit> for EntryBody {
    fn from(entry: Audit) -> Self {
        Self {
            id: entry.id.0,
            at: entry.at,
            person: entry.actor.map(|id| id.0),
            organisation: entry.organisation.map(|id| id.0),
            action: entry.action,
            object: entry.object,
            allowed: entry.allowed,
            from: entry.origin,
            detail: entry.detail,
            times: entry.times,
        }
    }
}
