//! The client's documents: finding and downloading them.

use axum::{
    Router,
    body::Body,
    extract::Query,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{
    definition::{Resource, ResourceContent},
    document::{Download, Opened, Shipped},
    id::{DocumentId, Id},
    identity::Paced,
};
use serde::{Deserialize, Serialize};

use crate::{Web, dashboard::Paper, page::Page, paging, path::At, problem::Problem, tongue::Tongue, visit::Person};

/// A downloaded file can do nothing, wherever it is opened (SECURITY U03).
const SANDBOX: &str = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
                       form-action 'none'";

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/documents", get(show))
        .route("/documents/{document}", get(download))
        .route("/documents/shared/{id}", get(resource))
        .route("/documents/blank/{id}", get(blank))
}

/// The list of documents.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentsPage {
    /// The words looked for.
    pub words: String,
    /// The documents, newest first.
    pub papers: Vec<Paper>,
    /// What ships with the portal.
    pub shared: Vec<Shared>,
    /// This list.
    pub action: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// A document that ships with the portal.
#[derive(Clone, Debug, Serialize)]
pub struct Shared {
    /// Its name.
    pub label: String,
    /// Its kind by name.
    pub kind: String,
    /// Where it is opened.
    pub url: String,
    /// Whether it leads out of the portal.
    pub leads_out: bool,
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

#[derive(Deserialize)]
struct Named {
    id: String,
}

async fn show(person: Person, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let words = Some(asked.words.trim()).filter(|words| !words.is_empty());
    if words.is_some() {
        person.desk().pace(Paced::Search).await?;
    }
    let after = paging::read(&asked.after);
    let found = person.desk().documents(words, after.as_ref()).await?;
    let path = person.links().documents();
    let page = |cursor: &str| paging::address(&path, &[("words", &asked.words), ("after", cursor)]);
    let page = DocumentsPage {
        words: asked.words.clone(),
        shared: if after.is_none() { shared(&person, words) } else { Vec::new() },
        papers: found.rows.iter().map(|(document, summary)| Paper::of(&person, document, summary)).collect(),
        first: after.is_some().then(|| page("")),
        next: found.next.as_ref().map(|cursor| page(&paging::write(cursor))),
        action: path.clone(),
    };
    Ok(person.page(page).await)
}

/// The resources that somebody is offered, with these words in their names.
fn shared(person: &Person, words: Option<&str>) -> Vec<Shared> {
    let words = words.map(str::to_lowercase);
    let all = person.desk().resources().into_iter().map(|(id, resource)| Shared::of(person, id, resource));
    all.filter(|shared| words.as_ref().is_none_or(|words| shared.label.to_lowercase().contains(words))).collect()
}

impl Shared {
    fn of(person: &Person, id: &Id, resource: &Resource) -> Self {
        let kind = person.portal().definition().kinds.get(&resource.kind);
        Self {
            label: person.tongue().text(&resource.label).to_owned(),
            kind: kind.map_or_else(String::new, |kind| person.tongue().text(&kind.label).to_owned()),
            url: person.links().shared(id),
            leads_out: matches!(resource.content, ResourceContent::Link(_)),
        }
    }
}

async fn resource(person: Person, At(Named { id }): At<Named>) -> Result<Response, Problem> {
    Ok(shipped(person.desk().open_resource(&id)?))
}

async fn blank(person: Person, At(Named { id }): At<Named>) -> Result<Response, Problem> {
    Ok(shipped(person.desk().blank(&id)?))
}

/// What a part of a reading task shows.
pub(crate) fn opened(opened: Opened) -> Response {
    match opened {
        Opened::Shipped(found) => shipped(found),
        Opened::Document(download) => bytes(*download),
    }
}

/// A shipped file to be kept; or the way to where a link leads, which is told nothing of where one came from.
pub(crate) fn shipped(found: Shipped) -> Response {
    match found {
        Shipped::File { name, media_type, bytes } => {
            let length = bytes.len() as u64;
            given(&name, media_type, length, Body::from(bytes))
        }
        Shipped::Link(address) => {
            let headers = [(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"))];
            (headers, Redirect::to(&address)).into_response()
        }
    }
}

async fn download(person: Person, At(Which { document }): At<Which>) -> Result<Response, Problem> {
    Ok(bytes(person.desk().download(document).await?))
}

/// A file as it is given to be kept: whatever it says it is, it does nothing here.
pub(crate) fn bytes(download: Download) -> Response {
    let file = &download.document.file;
    given(&file.name, &file.media_type, file.size, Body::from_stream(download.bytes))
}

fn given(name: &str, media_type: &str, length: u64, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, value(media_type)),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, value(&disposition(name))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
        (HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen")),
    ];
    (headers, body).into_response()
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

impl Shared {
    fn sample(label: &str, leads_out: bool) -> Self {
        let (kind, url) = ("Guide".to_owned(), "/documents/shared/guide".to_owned());
        Self { label: label.to_owned(), kind, url, leads_out }
    }
}

impl Page for DocumentsPage {
    const TEMPLATE: &'static str = "documents.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let full = Self {
            words: String::new(),
            papers: Paper::samples(tongue),
            shared: vec![Shared::sample("Before our technician comes", false), Shared::sample("Priority line", true)],
            action: "/documents".to_owned(),
            first: Some("/documents".to_owned()),
            next: Some("/documents?after=1.2".to_owned()),
        };
        let nothing = Self { papers: Vec::new(), shared: Vec::new(), first: None, next: None, ..full.clone() };
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
