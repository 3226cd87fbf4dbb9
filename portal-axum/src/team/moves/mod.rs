//! Making a move: one page per move that says what will happen and asks for what it needs. When somebody was faster,
//! the page comes back with everything that was typed and says what changed.

mod ask;
mod effects;
mod head;
mod page;
mod passed;
mod reason;
mod samples;
mod typed;

use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{
    Missing, Refused,
    form::FieldFault,
    id::{Id, RequestId},
    request::{OfferedMove, RequestView, TeamForm},
};
use serde::Deserialize;

use self::typed::{Intent, Typed};
pub use self::{
    ask::{AskPage, AskRow, Preview},
    head::{Becomes, Conflict, MoveHead},
    page::{MovePage, ShareView, TextBox},
    passed::{Kept, PassedPage},
};
use super::attach::{self, Attached};
use crate::{Web, done::Done, path::At, problem::Problem, upload::Upload, visit::TeamPerson};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/requests/{request}/moves/{by}", get(show).post(make))
}

#[derive(Debug, Deserialize)]
struct WhichMove {
    request: RequestId,
    by: String,
}

/// One try at a move: what was typed and what came of it.
#[derive(Debug, Default)]
struct Attempt {
    typed: Typed,
    attached: Attached,
    missing: Option<Missing>,
    faults: Vec<FieldFault>,
    stale: bool,
}

async fn show(person: TeamPerson, At(at): At<WhichMove>) -> Result<Response, Problem> {
    answer(&person, &at, Attempt::default(), StatusCode::OK).await
}

async fn make(person: TeamPerson, At(at): At<WhichMove>, mut upload: Upload) -> Result<Response, Problem> {
    let attached = attach::receive(&person, at.request, &mut upload).await?;
    let mut typed = Typed::read(upload.into_texts());
    typed.overtake(&attached);
    if let Some(over) = attach::take_out(&person, at.request, &typed.texts).await? {
        typed.taken_out(over);
    }
    let attempt = Attempt { typed, attached, ..Attempt::default() };
    match attempt.typed.intent {
        Intent::Look => return answer(&person, &at, attempt, StatusCode::OK).await,
        Intent::Make if !attempt.ready() => {
            return answer(&person, &at, attempt, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Intent::Make => {}
    }
    let input = attempt.typed.input(&person, &at).await?;
    match person.desk().move_request(at.request, &input).await {
        Ok(()) => {
            let done = Done::Moved.at(&person.links().team_request(at.request));
            Ok(Redirect::to(&done).into_response())
        }
        Err(refused) => refuse(&person, &at, attempt, refused).await,
    }
}

async fn refuse(person: &TeamPerson, at: &WhichMove, attempt: Attempt, refused: Refused) -> Result<Response, Problem> {
    let (attempt, status) = match refused {
        Refused::Missing(missing) => (Attempt { missing: Some(missing), ..attempt }, StatusCode::UNPROCESSABLE_ENTITY),
        Refused::Answers(faults) => (Attempt { faults, ..attempt }, StatusCode::UNPROCESSABLE_ENTITY),
        Refused::Stale | Refused::NotHere => (Attempt { stale: true, ..attempt }, StatusCode::CONFLICT),
        refused => return Err(refused.into()),
    };
    answer(person, at, attempt, status).await
}

/// The page of the move as the request stands now; when it cannot be made any more, the page that says so.
async fn answer(
    person: &TeamPerson,
    at: &WhichMove,
    attempt: Attempt,
    status: StatusCode,
) -> Result<Response, Problem> {
    let view = person.desk().request(at.request).await?;
    let Some(offered) = view.moves.iter().find(|offered| offered.id == at.by.as_str()) else {
        return passed(person, at, &view, &attempt).await;
    };
    let reader = person.desk().reader_locale(&view).await?;
    let form = person.desk().team_fields(at.request, Some(&offered.id)).await?;
    let scene = Scene { person, view: &view, offered, form: &form, attempt: &attempt, reader: &reader };
    Ok(if offered.asks {
        person.page_with(status, AskPage::of(&scene)).await
    } else {
        person.page_with(status, MovePage::of(&scene)).await
    })
}

async fn passed(
    person: &TeamPerson,
    at: &WhichMove,
    view: &RequestView,
    attempt: &Attempt,
) -> Result<Response, Problem> {
    let (id, made) = view.workflow.moves.get_key_value(at.by.as_str()).ok_or(Refused::NotFound)?;
    if made.by.is_none() {
        return Err(Refused::NotFound.into());
    }
    if !view.works || !person.desk().may_make(made, &view.workflow, &view.dossier) {
        return Err(Refused::Forbidden.into());
    }
    Ok(person.page_with(StatusCode::CONFLICT, PassedPage::of(person, view, id, attempt)).await)
}

/// Everything a move's page is made from.
struct Scene<'a> {
    person: &'a TeamPerson,
    view: &'a RequestView,
    offered: &'a OfferedMove,
    /// The team's own fields that the move needs.
    form: &'a TeamForm,
    attempt: &'a Attempt,
    /// The locale of who opened the request.
    reader: &'a str,
}

impl Attempt {
    /// Whether the move may be tried: no file is wrong, every row of an "ask" says its kind, the deadline is a day.
    fn ready(&self) -> bool {
        self.attached.wrong.is_empty()
            && self.attached.unfit.is_empty()
            && self.typed.rows.iter().all(|row| !row.lacks_kind())
            && self.typed.by_is_a_day()
    }

    /// The first fault of a field of the page.
    fn fault(&self, field: &str) -> Option<&FieldFault> {
        self.faults.iter().find(|fault| fault.field == field)
    }

    /// Whether a document of this kind is what lacks.
    fn lacks(&self, kind: &Id) -> bool {
        self.missing == Some(Missing::Document(kind.clone()))
    }
}
