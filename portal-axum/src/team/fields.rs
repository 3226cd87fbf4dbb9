//! The team's own fields of a request, filled in at any time.

use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, form::FieldFault, id::Version, request::WriteFields};
use serde::Serialize;

use super::{
    Which,
    attach::{self, Attached},
    workbench::Seen,
};
use crate::{
    Web,
    done::Done,
    page::{Fault, Page, SeenBy},
    path::At,
    problem::Problem,
    show::FieldView,
    tongue::Tongue,
    upload::Upload,
    visit::TeamPerson,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/requests/{request}/fields", get(show).post(write))
}

/// The team's own fields of a request.
#[derive(Clone, Debug, Serialize)]
pub struct FieldsPage {
    /// The request.
    pub back: String,
    /// What it is about.
    pub request: String,
    /// Its short public name.
    pub reference: String,
    /// Where the form goes.
    pub action: String,
    /// What the page was made from.
    pub seen: Seen,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// Whether the request changed while the page was open.
    pub stale: bool,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// What was typed, and what came of it.
#[derive(Debug, Default)]
struct Attempt {
    texts: portal_core::form::RawAnswers,
    attached: Attached,
    faults: Vec<FieldFault>,
    seen: Option<Version>,
    stale: bool,
}

async fn show(person: TeamPerson, At(at): At<Which>) -> Result<Response, Problem> {
    answer(&person, &at, &Attempt::default(), StatusCode::OK).await
}

async fn write(person: TeamPerson, At(at): At<Which>, mut upload: Upload) -> Result<Response, Problem> {
    let attached = attach::receive(&person, at.request, &mut upload).await?;
    let texts = upload.into_texts();
    let taken = attach::take_out(&person, at.request, &texts).await?;
    let first = |name: &str| texts.get(name).and_then(|values| values.first()).map(String::as_str).unwrap_or_default();
    let mut seen = first("seen").parse().ok().map(Version);
    // One's own files, and what one took out, make the page no older.
    for over in attached.added.iter().map(|added| added.over).chain(taken) {
        seen = seen.map(|seen| if seen == over { Version(seen.0 + 1) } else { seen });
    }
    let looks = !first("portal.intent").is_empty() || !first("portal.remove").is_empty();
    let attempt = Attempt { texts, attached, seen, ..Attempt::default() };
    if looks {
        return answer(&person, &at, &attempt, StatusCode::OK).await;
    }
    if !attempt.attached.unfit.is_empty() {
        return answer(&person, &at, &attempt, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let input = WriteFields { request: at.request, fields: attach::scoped(&attempt.texts, "team") };
    match person.desk().seeing(Some(attempt.seen.unwrap_or(Version(0)))).write_fields(&input).await {
        Ok(request) => Ok(Redirect::to(&Done::FieldsKept.at(&person.links().team_request(request))).into_response()),
        Err(Refused::Answers(faults)) => {
            answer(&person, &at, &Attempt { faults, ..attempt }, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Refused::Stale) => {
            answer(&person, &at, &Attempt { stale: true, seen: None, ..attempt }, StatusCode::CONFLICT).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn answer(person: &TeamPerson, at: &Which, attempt: &Attempt, status: StatusCode) -> Result<Response, Problem> {
    let form = person.desk().team_fields(at.request, None).await?;
    if form.is_empty() {
        return Err(Refused::NotFound.into());
    }
    let view = person.desk().request(at.request).await?;
    let request = &view.dossier.request;
    let around = (&**person.portal().definition(), person.tongue());
    let fields = attach::team_fields(&form, &attempt.texts, &attempt.faults, &attempt.attached.unfit, around);
    let seen = Seen::of(&view);
    let page = FieldsPage {
        back: person.links().team_request(request.id),
        request: request.title.clone(),
        reference: request.reference.to_string(),
        action: person.links().team_fields(request.id),
        seen: attempt.seen.map_or(seen, |version| Seen { version: version.0, ..seen }),
        summary: fields.iter().flat_map(FieldView::faults).collect(),
        stale: attempt.stale,
        fields,
    };
    Ok(person.page_with(status, page).await)
}

impl Page for FieldsPage {
    const TEMPLATE: &'static str = "team/fields.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            back: "/team/requests/1".to_owned(),
            request: "Cooling for the server room".to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
            action: "/team/requests/1/fields".to_owned(),
            seen: Seen { version: 4, events: 4 },
            fields: crate::show::sample::fields(tongue, false),
            stale: false,
            summary: Vec::new(),
        };
        let fields = crate::show::sample::fields(tongue, true);
        let wrong = Self { summary: fields.iter().flat_map(FieldView::faults).collect(), fields, ..fresh.clone() };
        vec![fresh.clone(), wrong, Self { stale: true, ..fresh }]
    }
}
