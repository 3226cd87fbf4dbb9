//! The client's documents: finding and downloading them.

use axum::{
    Router,
    body::Body,
    extract::Query,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use portal_core::{document::Download, id::DocumentId};
use serde::{Deserialize, Serialize};

use crate::{Web, dashboard::Paper, page::Page, paging, path::At, problem::Problem, tongue::Tongue, visit::Person};

/// A downloaded file can do nothing, wherever it is opened (SECURITY U03).
const SANDBOX: &str = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
                       form-action 'none'";

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/documents", get(show)).route("/documents/{document}", get(download))
}

/// The list of documents.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentsPage {
    /// The words looked for.
    pub words: String,
    /// The documents, newest first.
    pub papers: Vec<Paper>,
    /// This list.
    pub action: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    words: String,
    after: String,
}

#[derive(Deserialize)]
struct Which {
    document: DocumentId,
}

async fn show(person: Person, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let words = Some(asked.words.trim()).filter(|words| !words.is_empty());
    let after = paging::read(&asked.after);
    let found = person.desk().documents(words, after.as_ref()).await?;
    let path = person.links().documents();
    let page = |cursor: &str| paging::address(&path, &[("words", &asked.words), ("after", cursor)]);
    let page = DocumentsPage {
        words: asked.words.clone(),
        papers: found.rows.iter().map(|(document, summary)| Paper::of(&person, document, summary)).collect(),
        first: after.is_some().then(|| page("")),
        next: found.next.as_ref().map(|cursor| page(&paging::write(cursor))),
        action: path.clone(),
    };
    Ok(person.page(page).await)
}

async fn download(person: Person, At(Which { document }): At<Which>) -> Result<Response, Problem> {
    Ok(bytes(person.desk().download(document).await?))
}

/// A file as it is given to be kept: whatever it says it is, it does nothing here.
pub(crate) fn bytes(download: Download) -> Response {
    let file = &download.document.file;
    let headers = [
        (header::CONTENT_TYPE, value(&file.media_type)),
        (header::CONTENT_LENGTH, HeaderValue::from(file.size)),
        (header::CONTENT_DISPOSITION, value(&disposition(&file.name))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
        (HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen")),
    ];
    (headers, Body::from_stream(download.bytes)).into_response()
}

/// A stored media type; a neutral one when it is none.
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

fn hex(digit: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(digit)])
}

/// `attachment` with the name in plain ASCII for old readers and in UTF-8 for all others (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_graphic() && !matches!(letter, '"' | '\\' | '%') || letter == ' ' { letter } else { '_' }
    };
    let plain: String = name.chars().map(plain).collect();
    let encoded = name.bytes().fold(String::new(), |mut encoded, byte| {
        match byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => encoded.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
        encoded
    });
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

impl Page for DocumentsPage {
    const TEMPLATE: &'static str = "documents.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let full = Self {
            words: String::new(),
            papers: Paper::samples(tongue),
            action: "/documents".to_owned(),
            first: Some("/documents".to_owned()),
            next: Some("/documents?after=1.2".to_owned()),
        };
        let nothing = Self { papers: Vec::new(), first: None, next: None, ..full.clone() };
        vec![full, Self { words: "plan".to_owned(), ..nothing.clone() }, nothing]
    }
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn u06_a_download_name_is_encoded_for_every_reader() {
        let found = disposition("Plan d’été \"2\".pdf");
        let plain = "attachment; filename=\"Plan d__t_ _2_.pdf\"";
        assert_eq!(found, format!("{plain}; filename*=UTF-8''Plan%20d%E2%80%99%C3%A9t%C3%A9%20%222%22.pdf"));
    }
}
