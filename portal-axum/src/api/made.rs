//! What a use case made, done now or, under the caller's own key, before: a repeat is answered like the first try.

use portal_core::{
    Refused,
    id::{
        AccountId, DeliveryId, DocumentId, DraftId, LinkId, MembershipId, MessageId, OrganisationId, ProjectId,
        RequestId, TaskId,
    },
    store::Subject,
};

/// The id of something that use cases make or change.
pub(crate) trait Made: Sized {
    /// The id, when the subject is of this kind.
    fn of(subject: Subject) -> Option<Self>;
}

macro_rules! made {
    ($($id:ident of $subject:ident),+) => {$(
        impl Made for $id {
            fn of(subject: Subject) -> Option<Self> {
                match subject {
                    Subject::$subject(id) => Some(id),
                    _ => None,
                }
            }
        }
    )+};
}

made!(DraftId of Draft, RequestId of Request, TaskId of Task, DocumentId of Document, MessageId of Message,
    DeliveryId of Delivery, ProjectId of Project, OrganisationId of Organisation, MembershipId of Membership,
    AccountId of Account, LinkId of Link);

/// The id of what was made, now or before.
pub(crate) fn made<T: Made>(done: Result<T, Refused>) -> Result<T, Refused> {
    match done {
        Err(Refused::Repeated(subject)) => T::of(subject).ok_or(Refused::KeyReused),
        done => done,
    }
}
