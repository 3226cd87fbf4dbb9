//! The two servers, and how each is asked for an operation.

use std::sync::LazyLock;

use serde::Serialize;
use uuid::Uuid;

use crate::{
    load::Request,
    operation::Operation,
    seed::{self, Who},
};

/// Bytes of the file that goes up and down.
pub const FILE: usize = 1024 * 1024;

const BOUNDARY: &str = "the-boundary-of-the-parts";

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The bare server.
    Bare,
    /// The portal.
    Portal,
}

/// A file of 1 MB that begins and ends like a PDF.
pub static PDF: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (head, tail) = (b"%PDF-1.4\n".as_slice(), b"\ntrailer\n<<>>\n%%EOF\n".as_slice());
    let middle = (0_u32..).map(|n| b"0123456789 obj\n"[n as usize % 15]).take(FILE - head.len() - tail.len());
    head.iter().copied().chain(middle).chain(tail.iter().copied()).collect()
});

/// The file in a form.
static UPLOAD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let part = |head: &str| format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n");
    let file = part("name=\"brief\"; filename=\"brief.pdf\"") + "content-type: application/pdf\r\n\r\n";
    let rest = "\r\n".to_owned() + &part("name=\"portal.intent\"") + &format!("\r\nleave\r\n--{BOUNDARY}--\r\n");
    [file.as_bytes(), PDF.as_slice(), rest.as_bytes()].concat()
});

/// The form of the move.
static MOVE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let part = |name: &str| format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n1\r\n");
    format!("{}{}--{BOUNDARY}--\r\n", part("seen"), part("events")).into_bytes()
});

impl Target {
    /// Its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare axum + sqlx",
            Self::Portal => "portal",
        }
    }

    /// The request for an operation. `item` is what it is about: a draft for forms and files, else a request or document.
    pub fn request(self, operation: Operation, item: Uuid) -> Request {
        use Operation as O;
        let (method, path, body): (_, _, &'static [u8]) = match (self, operation) {
            (Self::Portal, O::Submit) => ("POST", format!("/portal/drafts/{item}/check"), b""),
            (Self::Portal, O::List) => ("GET", "/portal/requests".to_owned(), b""),
            (Self::Portal, O::Request) => ("GET", format!("/portal/requests/{item}"), b""),
            (Self::Portal, O::Dashboard) => ("GET", "/portal".to_owned(), b""),
            (Self::Portal, O::Move) => ("POST", format!("/portal/team/requests/{item}/moves/take"), &MOVE),
            (Self::Portal, O::Upload) => ("POST", format!("/portal/drafts/{item}/steps/documents"), &UPLOAD),
            (Self::Portal, O::Download) => ("GET", format!("/portal/documents/{item}"), b""),
            (Self::Bare, O::Submit) => ("POST", format!("/drafts/{item}/submit"), b""),
            (Self::Bare, O::List) => ("GET", "/requests".to_owned(), b""),
            (Self::Bare, O::Request) => ("GET", format!("/requests/{item}"), b""),
            (Self::Bare, O::Dashboard) => ("GET", "/".to_owned(), b""),
            (Self::Bare, O::Move) => ("POST", format!("/requests/{item}/take?seen=1"), b""),
            (Self::Bare, O::Upload) => ("POST", format!("/drafts/{item}/brief"), &UPLOAD),
            (Self::Bare, O::Download) => ("GET", format!("/documents/{item}"), b""),
        };
        let who = match operation {
            O::Submit | O::Upload => Who::Writer,
            O::Move => Who::Team,
            O::List | O::Request | O::Dashboard | O::Download => Who::Reader,
        };
        let mut headers = format!("cookie: __Host-portal={}\r\n", who.token());
        if method == "POST" {
            headers += "sec-fetch-site: same-origin\r\n";
        }
        if !body.is_empty() {
            headers = format!("{headers}content-type: multipart/form-data; boundary={BOUNDARY}\r\n");
        }
        Request::new(method, &path, &headers, body)
    }

    /// The status of an answer that did it.
    pub fn expected(self, operation: Operation) -> u16 {
        match self {
            Self::Portal if operation.uses_up() => 303,
            _ => 200,
        }
    }
}

/// What an operation is about, in a world of so many requests.
pub fn item(operation: Operation, requests: u64, number: u64) -> Uuid {
    match operation {
        Operation::Submit | Operation::Upload => seed::draft(number),
        Operation::Move => seed::fresh_request(number),
        Operation::Download => seed::document(requests),
        Operation::List | Operation::Request | Operation::Dashboard => seed::request(requests),
    }
}
