//! The definition in force, as the team sees it: since when, its workflows as pictures and in words, what it warns of, and
//! why a change of the folder was not put in force.

mod sample;

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use portal_core::{
    definition::{DefinitionView, Diagram, Fault, Faults, NotPublished, Severity, plan::Effect},
    portal::RefusedChange,
};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    links::Links,
    page::{Page, SeenBy},
    path::At,
    problem::Problem,
    tongue::{Tongue, When},
    visit::TeamPerson,
};

/// What a picture may load when somebody opens it alone: nothing but its own style sheet.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/definitions", get(show)).route("/team/definitions/{file}", get(picture))
}

/// The definition in force.
#[derive(Clone, Debug, Serialize)]
pub struct DefinitionsPage {
    /// The beginning of its hash.
    pub version: String,
    /// The whole hash.
    pub hash: String,
    /// Since when it is in force.
    pub since: When,
    /// Its files, each with its size.
    pub files: Vec<(String, String)>,
    /// Why the last change of the folder was not put in force.
    pub refused: Option<Change>,
    /// What the version in force warns of.
    pub lints: Vec<FaultRow>,
    /// Its request types.
    pub types: Vec<TypeRow>,
}

/// A change that was not put in force.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// When.
    pub at: When,
    /// Why, in a sentence.
    pub why: String,
    /// Its faults.
    pub faults: Vec<FaultRow>,
    /// What it would break.
    pub breaks: Vec<BreakRow>,
}

/// A fault, or what is only warned of.
#[derive(Clone, Debug, Serialize)]
pub struct FaultRow {
    /// Its code.
    pub code: &'static str,
    /// Whether it stops the definition.
    pub stops: bool,
    /// File, line and column.
    pub place: String,
    /// The line, with a caret under the text in question; none where there is no line to show.
    pub line: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// Something that would break.
#[derive(Clone, Debug, Serialize)]
pub struct BreakRow {
    /// What, and how many.
    pub what: String,
    /// Why, and what to do.
    pub reasons: Vec<String>,
}

/// A request type with its workflow.
#[derive(Clone, Debug, Serialize)]
pub struct TypeRow {
    /// Its name.
    pub label: String,
    /// Its id.
    pub id: String,
    /// The address of the picture.
    pub picture: String,
    /// The workflow in words, a sentence a line.
    pub words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Which {
    file: String,
}

async fn show(person: TeamPerson) -> Result<Response, Problem> {
    let view = person.desk().definition_in_force().await?;
    Ok(person.page(DefinitionsPage::of(&view, person.links(), person.tongue())).await)
}

/// A workflow as a picture, in the reader's language.
async fn picture(person: TeamPerson, At(Which { file }): At<Which>) -> Result<Response, Problem> {
    person.desk().may_publish()?;
    let definition = person.portal().definition();
    let id = file.strip_suffix(".svg");
    let found = id.and_then(|id| definition.requests.values().find(|found| found.id == id));
    let found = found.ok_or(Problem::Refused(portal_core::Refused::NotFound))?;
    let svg = Diagram::of(definition, found, person.tongue().locale()).svg();
    let media = HeaderValue::from_static("image/svg+xml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_SECURITY_POLICY, POLICY)], svg).into_response())
}

impl DefinitionsPage {
    fn of(view: &DefinitionView, links: &Links, tongue: &Tongue) -> Self {
        let DefinitionView { version, definition, lints, refused } = view;
        let size = |bytes: &[u8]| tongue.size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let types = definition.requests.values().map(|found| {
            let diagram = Diagram::of(definition, found, tongue.locale());
            TypeRow {
                label: tongue.text(&found.label).to_owned(),
                id: found.id.to_string(),
                picture: links.to(&format!("/team/definitions/{}.svg", found.id)),
                words: diagram.description().lines().map(str::to_owned).collect(),
            }
        });
        Self {
            version: version.hash.chars().take(12).collect(),
            hash: version.hash.clone(),
            since: tongue.moment(version.published),
            files: version.files.iter().map(|(path, bytes)| (path.clone(), size(bytes))).collect(),
            refused: refused.as_ref().map(|refused| Change::of(refused, tongue)),
            lints: FaultRow::all(lints),
            types: types.collect(),
        }
    }
}

impl Change {
    fn of(refused: &RefusedChange, tongue: &Tongue) -> Self {
        let (key, faults, breaks) = match &refused.why {
            NotPublished::Faults(faults) => ("definition-has-faults", FaultRow::all(faults), Vec::new()),
            NotPublished::Breaks(plan) => ("definition-breaks", Vec::new(), plan.breaks().map(BreakRow::of).collect()),
            NotPublished::Busy | NotPublished::Store(_) => ("definition-not-now", Vec::new(), Vec::new()),
        };
        Self { at: tongue.moment(refused.at), why: tongue.say(key), faults, breaks }
    }
}

impl FaultRow {
    fn all(faults: &Faults) -> Vec<Self> {
        faults.faults.iter().map(|fault| Self::of(fault, faults)).collect()
    }

    fn of(fault: &Fault, among: &Faults) -> Self {
        Self {
            code: fault.code,
            stops: fault.severity == Severity::Error,
            place: format!("{}:{}:{}", fault.path, fault.line, fault.column),
            line: among.under_caret(fault),
            message: fault.message.clone(),
            help: fault.help.clone(),
        }
    }
}

impl BreakRow {
    fn of(effect: &Effect) -> Self {
        let what = match effect.count {
            0 => effect.held.to_string(),
            count => format!("{count} {}", effect.held),
        };
        let reasons = effect.reasons.iter().map(|reason| format!("{} {}", reason.message, reason.help)).collect();
        Self { what, reasons }
    }
}
