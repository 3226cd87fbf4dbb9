//! Messages and notes.

use portal_core::{
    id::{AccountId, MessageId, OrganisationId, RequestId},
    identity::Side,
    request::Message,
};
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A message, or a note of the team.
    MessageRow = "portal_message", on conflict "(id) do nothing" {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        request: Uuid as uuid,
        author: Uuid as uuid,
        audience: Word<Side> as text,
        body: String as text,
        at: Time as time,
    }
}

impl From<&Message> for MessageRow {
    fn from(it: &Message) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            request: it.request.0,
            author: it.author.0,
            audience: Word(it.audience),
            body: it.body.clone(),
            at: Time(it.at),
        }
    }
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        Self {
            id: MessageId(row.id),
            organisation: OrganisationId(row.organisation),
            request: RequestId(row.request),
            author: AccountId(row.author),
            audience: row.audience.0,
            body: row.body,
            at: row.at.0,
        }
    }
}
