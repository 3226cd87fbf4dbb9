//! A request as JSON, in the words and within the sight of the side that reads it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use portal_core::{
    definition::{End, Need, RequestType, WaitsFor},
    id::AccountId,
    identity::Side,
    request::{OfferedMove, Particulars, Request, RequestView, UsualReply},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api::{
        answers::{self, Answer},
        caller::Caller,
        document::DocumentBody,
        project::ProjectName,
        task::TaskBody,
    },
    show::{self, Turn},
};

/// A request with its tasks, documents and what may be done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Request)]
pub(crate) struct RequestBody {
    id: Uuid,
    /// Its short public name.
    reference: String,
    request_type: String,
    label: String,
    title: String,
    organisation: Organisation,
    /// The project it belongs to.
    project: Option<ProjectName>,
    opened_by: Person,
    /// Who works it for the team.
    owner: Option<Person>,
    #[serde(flatten)]
    standing: Standing,
    submitted: DateTime<Utc>,
    /// When something last happened.
    activity: DateTime<Utc>,
    /// The client's answers, by field.
    answers: BTreeMap<String, Answer>,
    /// The team's own answers; only for the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    team_answers: Option<BTreeMap<String, Answer>>,
    /// Its tasks, oldest first; a client sees the client's.
    tasks: Vec<TaskBody>,
    /// Its documents, newest first.
    documents: Vec<DocumentBody>,
    /// The moves that the caller can make now.
    moves: Vec<MoveBody>,
    /// Whether the caller may write a message.
    may_write: bool,
    /// The usual replies, ready for this request; only for the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<Vec<ReplyBody>>,
    /// Whether the caller may change the answers.
    may_change: bool,
}

/// A usual reply to one request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UsualReply)]
pub(crate) struct ReplyBody {
    id: String,
    /// What it is called, in the caller's language.
    label: String,
    /// What the client would read, with its names filled in.
    text: String,
    /// The language of the text: of who opened the request.
    locale: String,
}

impl From<UsualReply> for ReplyBody {
    fn from(reply: UsualReply) -> Self {
        Self { id: reply.id.to_string(), label: reply.label, text: reply.text, locale: reply.locale }
    }
}

/// Where a request stands, in the words of the side that reads it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Standing {
    status: StatusBody,
    #[schema(inline)]
    waits_for: Waits,
    /// By when the status should be left.
    due: Option<DateTime<Utc>>,
    /// How it ended; none while it is open.
    #[schema(inline)]
    ended: Option<Ended>,
}

/// A status in words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Status)]
pub(crate) struct StatusBody {
    id: String,
    label: String,
    /// What it means, in a sentence.
    explain: String,
    /// Who must act, in words; none when it is over.
    turn: Option<String>,
    since: DateTime<Utc>,
}

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Waits {
    Client,
    Team,
    ThirdParty,
    Nobody,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ended {
    Done,
    Refused,
    Withdrawn,
}

/// A person by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Person {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

/// A client organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Organisation {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

/// A move that can be made now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Move)]
pub(crate) struct MoveBody {
    id: String,
    label: String,
    /// The status it leads to.
    to: String,
    /// Whether it ends the request.
    ends: bool,
    /// What must be given: `comment`, `note`, `reason`, `asked` (what the client is asked for), `document:KIND` (which must
    /// be on the request) or `field:FIELD` (in `fields`).
    needs: Vec<String>,
    /// By when the status it leads to should be left.
    due: Option<DateTime<Utc>>,
}

impl RequestBody {
    pub(super) fn of(caller: &Caller, view: &RequestView, replies: Vec<UsualReply>) -> Self {
        let side = caller.side();
        let (request, workflow) = (&view.dossier.request, view.workflow.as_ref());
        let person = |id: AccountId| Person { id: id.0, name: view.names.get(&id).cloned().unwrap_or_default() };
        let tasks = view.dossier.tasks.iter().filter(|task| side == Side::Team || task.side == Side::Client);
        let organisation = &view.dossier.organisation;
        let about = Particulars::of(view, caller.viewer());
        Self {
            id: request.id.0,
            reference: request.reference.to_string(),
            request_type: request.request_type.to_string(),
            label: caller.words(workflow).request_type().to_owned(),
            title: request.title.clone(),
            organisation: Organisation { id: organisation.id.0, name: organisation.name.clone() },
            project: view.dossier.project.as_ref().map(ProjectName::of),
            opened_by: person(request.opened_by),
            owner: request.owner.map(person),
            standing: Standing::of(workflow, &turn(request), request.due, &about, caller),
            submitted: request.submitted,
            activity: request.activity,
            answers: answers::shown(&request.answers),
            team_answers: (side == Side::Team || !request.team_answers.is_empty())
                .then(|| answers::shown(&request.team_answers)),
            tasks: tasks
                .map(|task| TaskBody::of(caller, task, workflow, (&view.dossier, &about), view.mine.contains(&task.id)))
                .collect(),
            documents: view.dossier.documents.iter().map(|document| DocumentBody::of(caller, document)).collect(),
            moves: view.moves.iter().map(|offered| MoveBody::of(caller, workflow, offered)).collect(),
            may_write: view.may_write,
            replies: (side == Side::Team).then(|| replies.into_iter().map(ReplyBody::from).collect()),
            may_change: view.may_change,
        }
    }
}

fn turn(request: &Request) -> Turn<'_> {
    Turn { status: &request.status, waits_for: request.waits_for, ended: request.ended, since: request.since }
}

impl Standing {
    pub(crate) fn of(
        workflow: &RequestType,
        turn: &Turn<'_>,
        due: Option<DateTime<Utc>>,
        about: &Particulars<'_>,
        caller: &Caller,
    ) -> Self {
        let side = caller.side();
        let words = caller.words(workflow);
        let explain = words.explain(turn.status, about);
        let words = show::status(words, *turn, side, caller.tongue()).explained(explain);
        let id = if side == Side::Client { workflow.shown(turn.status) } else { turn.status };
        Self {
            status: StatusBody {
                id: id.to_string(),
                label: words.label,
                explain: words.explain,
                turn: words.turn,
                since: turn.since,
            },
            waits_for: turn.waits_for.into(),
            due: due.filter(|_| turn.ended.is_none()),
            ended: turn.ended.map(Into::into),
        }
    }
}

impl From<WaitsFor> for Waits {
    fn from(waits: WaitsFor) -> Self {
        match waits {
            WaitsFor::Client => Self::Client,
            WaitsFor::Team | WaitsFor::Tasks => Self::Team,
            WaitsFor::ThirdParty => Self::ThirdParty,
            WaitsFor::Nobody => Self::Nobody,
        }
    }
}

impl From<Waits> for WaitsFor {
    fn from(waits: Waits) -> Self {
        match waits {
            Waits::Client => Self::Client,
            Waits::Team => Self::Team,
            Waits::ThirdParty => Self::ThirdParty,
            Waits::Nobody => Self::Nobody,
        }
    }
}

impl From<End> for Ended {
    fn from(end: End) -> Self {
        match end {
            End::Done => Self::Done,
            End::Refused => Self::Refused,
            End::Withdrawn => Self::Withdrawn,
        }
    }
}

impl MoveBody {
    fn of(caller: &Caller, workflow: &RequestType, offered: &OfferedMove) -> Self {
        let to = if caller.side() == Side::Client { workflow.shown(&offered.made.to) } else { &offered.made.to };
        let need = |need: &Need| match need {
            Need::Comment => "comment".to_owned(),
            Need::Note => "note".to_owned(),
            Need::Reason => "reason".to_owned(),
            Need::Tasks => "asked".to_owned(),
            Need::Document(kind) => format!("document:{kind}"),
            Need::Field(field) => format!("field:{field}"),
        };
        let shared = offered.made.shares.iter().map(|kind| format!("document:{kind}"));
        Self {
            id: offered.id.to_string(),
            label: caller.tongue().text(&offered.made.label).to_owned(),
            to: to.to_string(),
            ends: workflow.statuses.get(&offered.made.to).is_some_and(|status| status.ends.is_some()),
            needs: offered.made.needs.iter().map(need).chain(shared).collect(),
            due: offered.due,
        }
    }
}
