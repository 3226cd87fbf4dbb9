//! Bookings: times that the team offers (`slots` of portal.yaml) and clients take. A place is held for a draft, taken by
//! the commit that submits it, and given back when it is no longer wanted.

mod agenda;
mod offered;
mod place;
mod sweep;
mod wanted;

pub(crate) use agenda::Agenda;
pub use offered::{Opening, offered};
pub use place::past;
pub use wanted::{Holder, Purpose, Wanted, give_back, reconcile};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::id::{AccountId, BookingId, DraftId, Id, OrganisationId, RequestId, Version};

/// A place at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// For whom.
    pub organisation: OrganisationId,
    /// Which of the definition's slots.
    pub slot: Id,
    /// From when.
    pub starts: DateTime<Utc>,
    /// Until when.
    pub ends: DateTime<Utc>,
    /// The counters at which it was counted ([`Counter::Places`](crate::store::Counter)), so that it is given back as it
    /// was taken.
    pub counted: Vec<Uuid>,
    /// The draft it was first held for.
    pub draft: Option<DraftId>,
    /// The request it belongs to.
    pub request: Option<RequestId>,
    /// The field that asked for it.
    pub field: Id,
    /// Who took it.
    pub account: AccountId,
    /// Whether it is held, booked or given back.
    pub state: BookingState,
    /// Until when it is held; `None` for one that is not.
    pub held_until: Option<DateTime<Utc>>,
    /// When it was taken.
    pub created: DateTime<Utc>,
    /// Its version.
    pub version: Version,
}

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// For a draft, until its time runs out.
    Held,
    /// For a request.
    Booked,
    /// No longer wanted: somebody else may have the place.
    GivenBack,
}

impl Booking {
    /// Whether it keeps its place at a moment. A hold that ran out keeps none, even before the sweep notices.
    pub fn stands(&self, now: DateTime<Utc>) -> bool {
        match self.state {
            BookingState::Held => self.held_until.is_some_and(|until| until > now),
            BookingState::Booked => true,
            BookingState::GivenBack => false,
        }
    }

    /// Whether it shares time with a span.
    pub fn overlaps(&self, starts: DateTime<Utc>, ends: DateTime<Utc>) -> bool {
        self.starts < ends && starts < self.ends
    }
}
