//! The workbench: everything about one request, for whoever works it.

mod fill;
mod samples;

use axum::{Router, response::Response, routing::get};
use portal_core::{Refused, id::RequestId};
use serde::Serialize;

pub(super) use self::fill::{story, turn};
use super::Which;
use crate::{
    Web,
    page::{Fault, Page, SeenBy},
    path::At,
    problem::Problem,
    request::ProjectLink,
    show::{AnswerStep, DocumentRow, Line, MessageView, OptionView, Status, TaskName},
    tongue::{Tongue, When},
    visit::TeamPerson,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/requests/{request}", get(show))
}

/// One request, for whoever works it.
#[derive(Clone, Debug, Serialize)]
pub struct WorkbenchPage {
    /// The queue.
    pub back: String,
    /// What it is about.
    pub title: String,
    /// Its short public name.
    pub reference: String,
    /// What kind of request it is.
    pub kind: String,
    /// Whose it is.
    pub organisation: String,
    /// The project it belongs to, with its page.
    pub project: Option<ProjectLink>,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub submitted: When,
    /// Where it stands, in the team's words.
    pub status: Status,
    /// What the client reads instead, when the team has words of its own.
    pub client_reads: Option<String>,
    /// By when the status should be left.
    pub due: Option<When>,
    /// Whether that has passed.
    pub late: bool,
    /// Who works it.
    pub owner: Option<String>,
    /// What can be done next, the most likely first.
    pub moves: Vec<MoveButton>,
    /// What the page was made from.
    pub seen: Seen,
    /// What is expected.
    pub tasks: Vec<TaskRow>,
    /// What was, the latest first.
    pub closed_tasks: Vec<TaskRow>,
    /// What both sides read.
    pub messages: Vec<MessageView>,
    /// What only the team reads.
    pub notes: Vec<MessageView>,
    /// Writing to the client.
    pub message_form: Option<WriteForm>,
    /// Writing a note.
    pub note_form: Option<WriteForm>,
    /// What the client answered, by step, and what the team wrote down beside it.
    pub answers: Vec<AnswerStep>,
    /// Where the team writes down its own fields; none: there is none for the reader.
    pub write_url: Option<String>,
    /// Its documents, newest first.
    pub documents: Vec<DocumentRow>,
    /// Adding one.
    pub adding: Option<Adding>,
    /// Why people see it or not, for whoever may ask.
    pub access: Option<String>,
    /// Those who were invited to it alone; none for whoever does not see them.
    pub people: Option<String>,
    /// Choosing the owner.
    pub assigning: Option<Assigning>,
    /// What happened, newest first.
    pub timeline: Vec<Line>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// The state of a request that a page was made from: what is decided on it counts only while it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The request's version.
    pub version: i64,
    /// How many events it had.
    pub events: i64,
}

/// A move as a button.
#[derive(Clone, Debug, Serialize)]
pub struct MoveButton {
    /// What it says.
    pub label: String,
    /// The move's page, and where it is made.
    pub url: String,
    /// Whether one press is enough: it needs nothing, shares nothing and ends nothing.
    pub at_once: bool,
}

/// A task of the request.
#[derive(Clone, Debug, Serialize)]
pub struct TaskRow {
    /// Its words.
    #[serde(flatten)]
    pub name: TaskName,
    /// Its page, when the reader can do it.
    pub url: Option<String>,
    /// The shape and colour of its tag.
    pub tag: &'static str,
    /// Where it stands, in words.
    pub state: String,
    /// Why it was refused.
    pub outcome: Option<String>,
    /// When it was closed.
    pub closed: Option<When>,
}

/// A form for a message or a note.
#[derive(Clone, Debug, Serialize)]
pub struct WriteForm {
    /// Where it goes.
    pub action: String,
    /// What makes two presses one.
    pub key: String,
    /// What was typed.
    pub body: String,
    /// What is wrong with it.
    pub fault: Option<String>,
    /// Usual replies that go into it by a press.
    pub replies: Vec<ReplyButton>,
}

/// A usual reply.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyButton {
    /// Its id.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What goes into the box.
    pub text: String,
    /// The language of the text.
    pub lang: String,
}

/// Choosing what kind of document to add.
#[derive(Clone, Debug, Serialize)]
pub struct Adding {
    /// Where the choice goes.
    pub action: String,
    /// The kinds the team adds.
    pub kinds: Vec<OptionView>,
}

/// Choosing the owner.
#[derive(Clone, Debug, Serialize)]
pub struct Assigning {
    /// Where the choice goes.
    pub action: String,
    /// Who can own it; the empty value is nobody.
    pub owners: Vec<OptionView>,
}

/// What was typed into one of the forms and is not sent.
pub(super) struct Unwritten {
    pub(super) note: bool,
    pub(super) body: String,
    pub(super) key: String,
    /// Why it will not do.
    pub(super) fault: Option<String>,
    /// The usual reply that is to go into it.
    pub(super) reply: Option<String>,
}

async fn show(person: TeamPerson, At(at): At<Which>) -> Result<Response, Problem> {
    let page = WorkbenchPage::load(&person, at.request, None).await?;
    Ok(person.page(page).await)
}

impl WorkbenchPage {
    /// The page as it stands now, with what could not be written.
    pub(super) async fn load(
        person: &TeamPerson,
        request: RequestId,
        unwritten: Option<Unwritten>,
    ) -> Result<Self, Refused> {
        let desk = person.desk();
        let view = desk.request(request).await?;
        let replies = desk.replies(&view, person.tongue().locale()).await?;
        let page = fill::page(person, &view, &desk.owners_of(&view.dossier.request).await?, replies);
        Ok(match unwritten {
            Some(unwritten) => page.with(unwritten),
            None => page,
        })
    }

    fn with(mut self, unwritten: Unwritten) -> Self {
        let (form, field) =
            if unwritten.note { (&mut self.note_form, "note") } else { (&mut self.message_form, "message") };
        if let Some(form) = form {
            let reply = unwritten.reply.and_then(|id| form.replies.iter().find(|reply| reply.value == id));
            form.body = match reply {
                Some(reply) => with_reply(&unwritten.body, &reply.text),
                None => unwritten.body,
            };
            self.summary = unwritten.fault.iter().map(|fault| Fault::at(field, fault.clone())).collect();
            form.key = unwritten.key;
            form.fault = unwritten.fault;
        }
        self
    }
}

/// A usual reply behind what was typed; once, however often it is pressed.
fn with_reply(typed: &str, reply: &str) -> String {
    // A browser sends its lines with CR LF.
    let typed = typed.replace("\r\n", "\n");
    match typed.trim_end() {
        "" => reply.to_owned(),
        before if before.contains(reply) => typed,
        before => format!("{before}\n\n{reply}"),
    }
}

impl Page for WorkbenchPage {
    const TEMPLATE: &'static str = "team/workbench.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        samples::samples(tongue)
    }
}
