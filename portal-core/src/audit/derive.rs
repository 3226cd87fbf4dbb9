//! What a batch is in the audit log when its use case did not say: by the first event it appends, or by what it writes.

use super::{Action, Audit};
use crate::{
    id::OrganisationId,
    identity::LinkPurpose,
    store::{Change, Changes, Expect, Record, Subject},
};

impl Audit {
    /// Completes an entry with what a batch tells: what was made of it, whose it is, and what it is about.
    pub(crate) fn about(self, made: Subject, changes: &Changes) -> Self {
        let event = changes.as_slice().iter().find_map(|change| match change {
            Change::Append(event) => Some(event),
            _ => None,
        });
        let organisation = changes.as_slice().iter().find_map(organisation);
        // The history says what happened within a request; here one finds all of it by the request.
        let object = event.map_or_else(|| object(made), |event| Some(event.request.0));
        self.of(organisation).on(object)
    }
}

/// What a batch that made something is called.
pub(crate) fn derived(made: Subject, changes: &Changes) -> Action {
    let changes = changes.as_slice();
    let appended: Vec<Action> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Append(event) => Action::parse(event.what.kind()),
            _ => None,
        })
        .collect();
    // The documents that a task or a move brings are told of first, and are not what was done.
    let happened = appended.iter().find(|action| **action != Action::DocumentAdded).or(appended.first()).copied();
    let gone = changes.iter().any(|change| matches!(change, Change::Remove(subject) if *subject == made));
    let new = |change: &Change| match change {
        Change::Write(record, Expect::New) => matches!(record.as_ref(), Record::Draft(_) | Record::Document(_)),
        _ => false,
    };
    happened.unwrap_or(match made {
        Subject::Draft(_) if gone => Action::DraftDiscarded,
        Subject::Draft(_) if changes.iter().any(new) => Action::DraftBegun,
        Subject::Draft(_) => Action::DraftSaved,
        Subject::Membership(_) if gone => Action::MembershipRemoved,
        Subject::Membership(_) => Action::MembershipChanged,
        Subject::Organisation(_) => Action::OrganisationChanged,
        Subject::Account(_) | Subject::Alert(_) | Subject::Factor(_) => Action::AccountChanged,
        Subject::Session(_) => Action::SessionEnd,
        Subject::Token(_) => Action::TokenChanged,
        Subject::Link(_) => Action::LinkChanged,
        Subject::Identity(_) => Action::IdentityChanged,
        Subject::Project(_) => Action::ProjectChanged,
        Subject::Request(_) => Action::RequestChanged,
        Subject::Task(_) => Action::TaskSaved,
        Subject::Message(_) => Action::MessagePosted,
        Subject::Document(_) if changes.iter().any(new) => Action::DocumentAdded,
        Subject::Document(_) | Subject::Blob(_) => Action::DocumentChanged,
        Subject::Delivery(_) => Action::DeliveryRetry,
        Subject::Booking(_) => Action::BookingChanged,
    })
}

/// The id of what was made. The hash of a session or a token is no name for it.
fn object(made: Subject) -> Option<uuid::Uuid> {
    Some(match made {
        Subject::Organisation(id) => id.0,
        Subject::Account(id) | Subject::Factor(id) => id.0,
        Subject::Alert(id) => id.0,
        Subject::Membership(id) => id.0,
        Subject::Link(id) => id.0,
        Subject::Identity(id) => id.0,
        Subject::Project(id) => id.0,
        Subject::Draft(id) => id.0,
        Subject::Request(id) => id.0,
        Subject::Task(id) => id.0,
        Subject::Message(id) => id.0,
        Subject::Document(id) => id.0,
        Subject::Blob(id) => id.0,
        Subject::Delivery(id) => id.0,
        Subject::Booking(id) => id.0,
        Subject::Session(_) | Subject::Token(_) => return None,
    })
}

/// Whose data a line is about.
fn organisation(change: &Change) -> Option<OrganisationId> {
    match change {
        Change::Append(event) => Some(event.organisation),
        Change::Write(record, _) => match record.as_ref() {
            Record::Organisation(row) => Some(row.id),
            Record::Project(row) => Some(row.organisation),
            Record::Draft(row) => Some(row.organisation),
            Record::Request(row) => Some(row.organisation),
            Record::Task(row) => Some(row.organisation),
            Record::Message(row) => Some(row.organisation),
            Record::Document(row) => Some(row.organisation),
            Record::Delivery(row) => Some(row.organisation),
            Record::Booking(row) => Some(row.organisation),
            Record::Membership(row) => row.seat.organisation(),
            Record::Link(row) => match row.purpose {
                LinkPurpose::Invitation { seat, .. } => seat.organisation(),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
