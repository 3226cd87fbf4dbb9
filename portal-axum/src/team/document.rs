//! Adding a document to a request.

use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{
    Missing, Refused,
    definition::{Definition, Kind},
    form::RawAnswers,
    id::Id,
    identity::{Permission, Side},
    request::RequestView,
};
use serde::{Deserialize, Serialize};

use super::{
    Which,
    attach::{self, FileBox, Wrong},
};
use crate::{
    Web,
    done::Done,
    page::{Fault, Page, SeenBy},
    paging,
    path::At,
    problem::Problem,
    show,
    tongue::Tongue,
    upload::Upload,
    visit::TeamPerson,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/requests/{request}/documents/new", get(show).post(add))
}

/// Adding a document.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentPage {
    /// The request.
    pub back: String,
    /// What it is about.
    pub request: String,
    /// Its short public name.
    pub reference: String,
    /// Where the form goes.
    pub action: String,
    /// The file and its data.
    pub file: FileBox,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Debug, Deserialize)]
struct Chosen {
    #[serde(default)]
    kind: String,
}

async fn show(person: TeamPerson, At(at): At<Which>, Query(chosen): Query<Chosen>) -> Result<Response, Problem> {
    let view = person.desk().request(at.request).await?;
    let page = DocumentPage::of(&person, &view, &chosen.kind, &RawAnswers::new(), None)?;
    Ok(person.page(page).await)
}

async fn add(
    person: TeamPerson,
    At(at): At<Which>,
    Query(chosen): Query<Chosen>,
    mut upload: Upload,
) -> Result<Response, Problem> {
    let attached = attach::receive(&person, at.request, &mut upload).await?;
    if !attached.added.is_empty() {
        let done = Done::DocumentAdded.at(&person.links().team_request(at.request));
        return Ok(Redirect::to(&done).into_response());
    }
    let (definition, tongue) = (person.portal().definition(), person.tongue());
    let kind = Id::from(chosen.kind.as_str());
    let none = Wrong::file(show::missing(&Missing::Document(kind.clone()), definition, tongue));
    let wrong = attached.wrong.into_iter().find(|(of, _)| *of == kind).map_or(none, |(_, wrong)| wrong);
    let view = person.desk().request(at.request).await?;
    let page = DocumentPage::of(&person, &view, &chosen.kind, &upload.into_texts(), Some(&wrong))?;
    Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
}

/// A kind that the team adds.
fn kind<'d>(definition: &'d Definition, id: &str) -> Result<(&'d Id, &'d Kind), Refused> {
    let found = definition.kinds.get_key_value(id).filter(|(_, kind)| kind.added_by.contains(&Side::Team));
    found.ok_or(Refused::NotFound)
}

impl DocumentPage {
    fn of(
        person: &TeamPerson,
        view: &RequestView,
        kind: &str,
        typed: &RawAnswers,
        wrong: Option<&Wrong>,
    ) -> Result<Self, Refused> {
        let request = &view.dossier.request;
        if !person.viewer().scope(Permission::DocumentAdd).admits(&request.facts(Side::Client)) {
            return Err(Refused::Forbidden);
        }
        let (definition, links) = (person.portal().definition(), person.links());
        let kind = self::kind(definition, kind)?;
        let file = FileBox::of(kind, typed, wrong, definition, person.tongue());
        let back = links.team_request(request.id);
        Ok(Self {
            request: request.title.clone(),
            reference: request.reference.to_string(),
            action: paging::address(&format!("{back}/documents/new"), &[("kind", kind.0.as_str())]),
            summary: file.summary(),
            file,
            back,
        })
    }
}

impl Page for DocumentPage {
    const TEMPLATE: &'static str = "team/document.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            back: "/team/requests/1".to_owned(),
            request: "Cooling for the server room".to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
            action: "/team/requests/1/documents/new?kind=quote".to_owned(),
            file: super::sample::file_box(tongue),
            summary: Vec::new(),
        };
        let fault = tongue.say_with("file-cut-off", &[("name", "quote.pdf".into())]);
        let file = FileBox { fault: Some(fault), ..fresh.file.clone() };
        let wrong = Self { summary: file.summary(), file, ..fresh.clone() };
        vec![fresh, wrong]
    }
}
