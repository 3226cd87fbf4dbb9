//! The rows that the statements read, and those that they write.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// Declares a row with its columns; it can be read and answered with.
macro_rules! row {
    ($(#[$doc:meta])* $row:ident { $($column:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[allow(clippy::struct_field_names, reason = "the names are the statements'")]
        #[derive(Debug, Serialize, sqlx::FromRow)]
        pub(super) struct $row {
            $(pub(super) $column: $type,)*
        }
    };
}

row! {
    /// Who comes, with one of their seats.
    Visitor {
        hash: Vec<u8>,
        account: Uuid,
        begun: DateTime<Utc>,
        used: DateTime<Utc>,
        expires: DateTime<Utc>,
        idle_seconds: i64,
        email: String,
        email_key: String,
        name: String,
        locale: String,
        password: Option<String>,
        state: String,
        seen: Option<DateTime<Utc>>,
        created: DateTime<Utc>,
        version: i64,
        seat: Option<Uuid>,
        organisation: Option<Uuid>,
        role: Option<String>,
        limits: Option<Value>,
        seated: Option<DateTime<Utc>>,
        seat_version: Option<i64>,
        organisation_name: Option<String>,
        organisation_created: Option<DateTime<Utc>>,
        organisation_version: Option<i64>,
    }
}

row! {
    /// A line of a list.
    Summary {
        of_id: Uuid,
        of_organisation: Uuid,
        of_organisation_name: String,
        of_project: Option<Uuid>,
        of_reference: String,
        of_request_type: String,
        of_definition: String,
        of_title: String,
        of_opened_by: Uuid,
        of_opened_by_name: String,
        of_owner: Option<Uuid>,
        of_owner_name: Option<String>,
        of_status: String,
        of_since: DateTime<Utc>,
        of_waits_for: String,
        of_ended: Option<String>,
        of_due: Option<DateTime<Utc>>,
        of_activity: DateTime<Utc>,
    }
}

/// A row that belongs to a request, with the request.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub(super) struct Listed<T> {
    #[sqlx(flatten)]
    #[serde(flatten)]
    pub(super) row: T,
    #[sqlx(flatten)]
    #[serde(flatten)]
    pub(super) of: Summary,
}

row! {
    /// What groups requests.
    Project {
        id: Uuid,
        organisation: Uuid,
        kind: String,
        name: String,
        name_key: String,
        fields: Value,
        state: String,
        created: DateTime<Utc>,
        version: i64,
    }
}

row! {
    /// A form that is being filled in.
    Draft {
        id: Uuid,
        account: Uuid,
        organisation: Uuid,
        project: Option<Uuid>,
        request_type: String,
        definition: String,
        answers: Value,
        step: Option<String>,
        visited: Value,
        created: DateTime<Utc>,
        edited: DateTime<Utc>,
        expires: DateTime<Utc>,
        version: i64,
    }
}

row! {
    /// A request with its surroundings.
    Request {
        id: Uuid,
        organisation: Uuid,
        project: Option<Uuid>,
        reference: String,
        request_type: String,
        definition: String,
        title: String,
        title_key: String,
        opened_by: Uuid,
        queue: String,
        owner: Option<Uuid>,
        status: String,
        since: DateTime<Utc>,
        waits_for: String,
        ended: Option<String>,
        due: Option<DateTime<Utc>>,
        reminded: Option<DateTime<Utc>>,
        answers: Value,
        team_answers: Value,
        events: i64,
        submitted: DateTime<Utc>,
        activity: DateTime<Utc>,
        version: i64,
        organisation_name: String,
        organisation_created: DateTime<Utc>,
        organisation_version: i64,
        visits: Value,
    }
}

row! {
    /// Something that is expected.
    Task {
        id: Uuid,
        organisation: Uuid,
        request: Uuid,
        template: Option<String>,
        side: String,
        action: String,
        allowed: Value,
        reason: String,
        items: Value,
        due: Option<DateTime<Utc>>,
        reminded: Option<DateTime<Utc>>,
        required: bool,
        stays: bool,
        state: String,
        outcome: Option<String>,
        opened: DateTime<Utc>,
        closed: Option<DateTime<Utc>>,
        closed_by: Option<Uuid>,
        version: i64,
    }
}

row! {
    /// A document with its latest file.
    Document {
        id: Uuid,
        organisation: Uuid,
        request: Uuid,
        kind: String,
        audience: String,
        title: String,
        title_key: String,
        fields: Value,
        number: i64,
        added_by: Uuid,
        created: DateTime<Utc>,
        shared: Option<DateTime<Utc>>,
        version: i64,
        blob: Uuid,
        name: String,
        size: i64,
        media_type: String,
    }
}

row! {
    /// What happened.
    Event {
        id: Uuid,
        request: Uuid,
        seq: i64,
        act: Uuid,
        organisation: Uuid,
        actor: Option<Uuid>,
        audience: String,
        kind: String,
        data: Value,
        at: DateTime<Utc>,
    }
}

row! {
    /// What was said.
    Message {
        id: Uuid,
        organisation: Uuid,
        request: Uuid,
        author: Uuid,
        audience: String,
        body: String,
        at: DateTime<Utc>,
    }
}

/// A request to be written; moments are microseconds since 1970.
#[derive(Debug, Serialize)]
pub(super) struct NewRequest<'a> {
    pub(super) id: Uuid,
    pub(super) organisation: Uuid,
    pub(super) project: Option<Uuid>,
    pub(super) reference: &'a str,
    pub(super) request_type: &'a str,
    pub(super) definition: &'a str,
    pub(super) title: &'a str,
    pub(super) title_key: String,
    pub(super) opened_by: Uuid,
    pub(super) queue: &'a str,
    pub(super) owner: Option<Uuid>,
    pub(super) status: &'a str,
    pub(super) since: i64,
    pub(super) waits_for: &'a str,
    pub(super) ended: Option<&'a str>,
    pub(super) due: Option<i64>,
    pub(super) reminded: Option<i64>,
    pub(super) answers: &'a Value,
    pub(super) team_answers: Value,
    pub(super) events: i64,
    pub(super) submitted: i64,
    pub(super) activity: i64,
    pub(super) version: i64,
}

/// An event to be written.
#[derive(Debug, Serialize)]
pub(super) struct NewEvent {
    pub(super) id: Uuid,
    pub(super) request: Uuid,
    pub(super) seq: i64,
    pub(super) act: Uuid,
    pub(super) organisation: Uuid,
    pub(super) actor: Uuid,
    pub(super) audience: &'static str,
    pub(super) kind: &'static str,
    pub(super) data: Value,
    pub(super) at: i64,
}

/// Work for the worker, to be written.
#[derive(Debug, Serialize)]
pub(super) struct NewJob {
    pub(super) id: Uuid,
    pub(super) kind: &'static str,
    pub(super) subject: Uuid,
    pub(super) due: i64,
    pub(super) attempts: i64,
}

/// What happened to a form, to be written.
#[derive(Debug, Serialize)]
pub(super) struct NewFigure<'a> {
    pub(super) id: Uuid,
    pub(super) day: i64,
    pub(super) request_type: &'a str,
    pub(super) definition: &'a str,
    pub(super) kind: &'static str,
    pub(super) step: Option<&'a str>,
    pub(super) field: Option<&'a str>,
    pub(super) code: Option<&'a str>,
    pub(super) seconds: Option<i64>,
}

/// A draft to be written.
#[derive(Debug, Serialize)]
pub(super) struct NewDraft<'a> {
    pub(super) id: Uuid,
    pub(super) account: Uuid,
    pub(super) organisation: Uuid,
    pub(super) project: Option<Uuid>,
    pub(super) request_type: &'a str,
    pub(super) definition: &'a str,
    pub(super) answers: &'a Value,
    pub(super) step: &'a str,
    pub(super) visited: &'a Value,
    pub(super) created: i64,
    pub(super) edited: i64,
    pub(super) expires: i64,
    pub(super) version: i64,
}

/// A blob to be written.
#[derive(Debug, Serialize)]
pub(super) struct NewBlob {
    pub(super) id: Uuid,
    pub(super) organisation: Uuid,
    pub(super) sha256: String,
    pub(super) size: i64,
    pub(super) media_type: &'static str,
    pub(super) draft: Option<Uuid>,
    pub(super) created: i64,
}

/// An entry of the audit log, to be written.
#[derive(Debug, Serialize)]
pub(super) struct NewAudit {
    pub(super) id: Uuid,
    pub(super) at: i64,
    pub(super) actor: Uuid,
    pub(super) organisation: Uuid,
    pub(super) action: &'static str,
    pub(super) object: Uuid,
    pub(super) allowed: bool,
    pub(super) origin: &'static str,
    pub(super) detail: Option<&'static str>,
    pub(super) times: i64,
}

impl NewAudit {
    /// Something that somebody did to an object of an organisation.
    pub(super) fn new(actor: Uuid, organisation: Uuid, action: &'static str, object: Uuid, at: i64) -> Self {
        let (id, origin) = (Uuid::now_v7(), "127.0.0.1");
        Self { id, at, actor, organisation, action, object, allowed: true, origin, detail: None, times: 1 }
    }
}

/// Rows as the value of a statement that writes them.
pub(super) fn value<T: Serialize>(rows: &[T]) -> Result<String, serde_json::Error> {
    serde_json::to_string(rows)
}
