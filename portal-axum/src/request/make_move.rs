//! Making a move, such as withdrawing: on a page of its own, whose button repeats the verb.

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    definition::Need,
    id::RequestId,
    request::{MoveRequest, OfferedMove, Particulars, RequestView},
};
use serde::{Deserialize, Serialize};

use crate::{
    done::Done,
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show,
    tongue::Tongue,
    visit::Person,
};

/// The page of a move.
#[derive(Clone, Debug, Serialize)]
pub struct MovePage {
    /// What the button says.
    pub label: String,
    /// What the request is about.
    pub request: String,
    /// Its short public name.
    pub reference: String,
    /// What it means: the words of the status it enters.
    pub outcome: String,
    /// Whether it takes the request back, or declines it.
    pub ends: bool,
    /// Where it goes.
    pub action: String,
    /// The version of the request that is shown.
    pub seen: i64,
    /// A text that is asked for.
    pub text: Option<TextField>,
    /// What will not do.
    pub summary: Vec<Fault>,
    /// The request changed since it was seen.
    pub stale: bool,
    /// The request.
    pub back: String,
}

/// A text that a move asks for.
#[derive(Clone, Debug, Serialize)]
pub struct TextField {
    /// `reason` or `comment`.
    pub name: &'static str,
    /// The question.
    pub label: String,
    /// What was typed.
    pub value: String,
}

#[derive(Deserialize)]
pub(crate) struct WhichMove {
    request: RequestId,
    by: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    seen: i64,
    reason: String,
    comment: String,
}

pub(crate) async fn show(person: Person, At(at): At<WhichMove>) -> Result<Response, Problem> {
    let view = person.desk().request(at.request).await?;
    let offered = offered(&view, &at.by)?;
    Ok(person.page(MovePage::of(&person, &view, offered, &MoveRequest::default())).await)
}

pub(crate) async fn make(person: Person, At(at): At<WhichMove>, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let Typed { seen, reason, comment } = typed;
    let input = MoveRequest { seen, by: at.by, reason, comment, ..MoveRequest::default() };
    let (status, wrong) = match person.desk().move_request(at.request, &input).await {
        Ok(()) => {
            return Ok(Redirect::to(&Done::Moved.at(&person.links().request(at.request))).into_response());
        }
        Err(Refused::Missing(missing)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(missing)),
        Err(Refused::Stale) => (StatusCode::CONFLICT, None),
        Err(refused) => return Err(refused.into()),
    };
    // The person keeps their text, and sees the request as it is now.
    let view = person.desk().request(at.request).await?;
    let mut page = MovePage::of(&person, &view, offered(&view, &input.by)?, &input);
    page.stale = wrong.is_none();
    let words = |missing| show::missing(&missing, person.portal().definition(), person.tongue());
    page.summary = wrong.map(words).map(|text| Fault::at("text", text)).into_iter().collect();
    Ok(person.page_with(status, page).await)
}

/// The move, if the viewer can make it now; else what one sees of the request says why.
fn offered<'v>(view: &'v RequestView, by: &str) -> Result<&'v OfferedMove, Problem> {
    let known = view.workflow.moves.contains_key(by);
    let found = view.moves.iter().find(|offered| offered.id == by);
    found.ok_or_else(|| if known { Refused::NotHere.into() } else { Refused::NotFound.into() })
}

impl MovePage {
    fn of(person: &Person, view: &RequestView, offered: &OfferedMove, input: &MoveRequest) -> Self {
        let tongue = person.tongue();
        let request = &view.dossier.request;
        let needs = |need: &Need| offered.made.needs.contains(need);
        let text = match (needs(&Need::Reason), needs(&Need::Comment)) {
            (true, _) => Some(("reason", "move-reason", &input.reason)),
            (_, true) => Some(("comment", "move-comment", &input.comment)),
            _ => None,
        };
        let field = |(name, key, value): (&'static str, &str, &String)| TextField {
            name,
            label: tongue.say(key),
            value: value.clone(),
        };
        let to = view.workflow.statuses.get(&offered.made.to);
        let about = Particulars::of(view, person.viewer());
        Self {
            label: tongue.text(&offered.made.label).to_owned(),
            request: request.title.clone(),
            reference: request.reference.to_string(),
            outcome: person.words(&view.workflow).explain(&offered.made.to, &about),
            ends: to.is_some_and(|status| status.ends.is_some()),
            action: person.links().make_move(request.id, &offered.id),
            seen: request.version.0,
            text: text.map(field),
            summary: Vec::new(),
            stale: false,
            back: person.links().request(request.id),
        }
    }
}

impl Page for MovePage {
    const TEMPLATE: &'static str = "move.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let plain = Self {
            label: "Withdraw".to_owned(),
            request: "Cooling for the server room".to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
            outcome: "You took the request back. Nobody works on it any more.".to_owned(),
            ends: true,
            action: "/requests/1/moves/withdraw".to_owned(),
            seen: 3,
            text: None,
            summary: Vec::new(),
            stale: false,
            back: "/requests/1".to_owned(),
        };
        let text = TextField { name: "reason", label: tongue.say("move-reason"), value: String::new() };
        let asking = Self { text: Some(text), ends: false, ..plain.clone() };
        let wrong = Self { summary: vec![Fault::at("text", tongue.say("missing-reason"))], ..asking.clone() };
        vec![plain, Self { stale: true, ..asking }, wrong]
    }
}
