//! Lists: what they are narrowed to, in which order, a page of one, a line of one.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    definition::{End, WaitsFor},
    id::{AccountId, Id, OrganisationId, ProjectId, Reference, RequestId},
    identity::{Facts, Side},
};

/// Where a page of a list goes on: after this row, in the list's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The sort key of the last row seen.
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// Where the next page begins; `None`: this was the last.
    pub next: Option<Cursor>,
}

/// What a list of requests is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only those that are not over (`Some(true)`), or only those that are.
    pub open: Option<bool>,
    /// Only those that wait for this side.
    pub waits_for: Option<WaitsFor>,
    /// Only those with this owner.
    pub owner: Option<AccountId>,
    /// Only those without an owner.
    pub unowned: bool,
    /// Only those of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Only those of this project.
    pub project: Option<ProjectId>,
    /// Words in the title, or the reference, as the person typed them. `%` and `_` mean themselves.
    pub text: Option<String>,
    /// In which order.
    pub order: Order,
}

/// The order of a list of requests. Both go by id among equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// Where something happened last, first.
    #[default]
    Activity,
    /// What is due soonest, first; what has no deadline, last.
    Due,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its id.
    pub id: RequestId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The organisation's name.
    pub organisation_name: String,
    /// The project it belongs to.
    pub project: Option<ProjectId>,
    /// Its short public name.
    pub reference: Reference,
    /// Its type.
    pub request_type: Id,
    /// The definition it keeps.
    pub definition: String,
    /// What it is about.
    pub title: String,
    /// The queue in which it waits for the team.
    pub queue: Id,
    /// Who opened it.
    pub opened_by: AccountId,
    /// Their name.
    pub opened_by_name: String,
    /// Who works it.
    pub owner: Option<AccountId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// Where it stands.
    pub status: Id,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who must act.
    pub waits_for: WaitsFor,
    /// How it ended.
    pub ended: Option<End>,
    /// By when the status should be left.
    pub due: Option<DateTime<Utc>>,
    /// When something last happened.
    pub activity: DateTime<Utc>,
}

impl Summary {
    /// What a scope needs to know of it, for something meant for `audience`.
    pub fn facts(&self, audience: Side) -> Facts<'_> {
        let Self { id, organisation, project, opened_by, owner, .. } = *self;
        let (request_type, queue) = (Some(&self.request_type), Some(&self.queue));
        let request = Some(id);
        Facts { organisation, request, request_type, project, queue, opened_by, owner, audience, paper: None }
    }

    /// Its version-independent identity as a cursor in the given order.
    pub fn cursor(&self, order: Order) -> Cursor {
        let at = match order {
            Order::Activity => self.activity,
            Order::Due => self.due.unwrap_or(DateTime::<Utc>::MAX_UTC),
        };
        Cursor { at, id: self.id.0 }
    }
}
