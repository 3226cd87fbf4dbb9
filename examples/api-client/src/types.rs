//! What the API answers with, as far as the example reads it. Members that are not named here are passed over.

use serde::Deserialize;

/// The person whose token it is.
#[derive(Debug, Deserialize)]
pub struct Me {
    pub name: String,
    pub organisations: Vec<Named>,
}

/// Something by name.
#[derive(Debug, Deserialize)]
pub struct Named {
    pub name: String,
}

/// A form that is being filled in.
#[derive(Debug, Deserialize)]
pub struct Draft {
    pub id: String,
}

/// A page of requests.
#[derive(Debug, Deserialize)]
pub struct Requests {
    pub items: Vec<Summary>,
}

/// A request in a list.
#[derive(Debug, Deserialize)]
pub struct Summary {
    pub title: String,
}

/// A request.
#[derive(Debug, Deserialize)]
pub struct Request {
    pub id: String,
    pub title: String,
    pub status: Status,
    pub tasks: Vec<Task>,
}

/// Where a request stands, in words.
#[derive(Debug, Deserialize)]
pub struct Status {
    pub label: String,
}

/// One expected action.
#[derive(Debug, Deserialize)]
pub struct Task {
    pub id: String,
    pub title: String,
    pub state: String,
}

/// Why something was not done (RFC 9457).
#[derive(Debug, Deserialize)]
pub struct Problem {
    pub code: String,
    pub title: String,
    pub detail: String,
    pub request_id: String,
}
