//! What a checked definition says, as plain values. Everything here has passed the checks of [`super::load`]: every
//! name resolves, every condition has the right type, every status has somebody with a way out.

use std::sync::Arc;

use chrono::NaiveTime;
use indexmap::IndexMap;

use super::{Condition, Duration, Text, Who};
use crate::{
    form::Field,
    id::Id,
    identity::{Role, Side},
};

/// A portal as its integrator defined it, in one version.
#[derive(Clone, Debug)]
pub struct Definition {
    /// SHA-256 over paths and bytes of all files, in hexadecimal: the name of this version.
    pub hash: Arc<str>,
    /// The id of the portal.
    pub id: Id,
    /// Its name, as people read it.
    pub name: Text,
    /// The locales it is written in; the first is the fallback. Never empty.
    pub locales: Vec<String>,
    /// Where deadlines and dates are read.
    pub time_zone: chrono_tz::Tz,
    /// ISO 4217 code of amounts without one of their own.
    pub currency: String,
    /// Look and sender.
    pub branding: Branding,
    /// Opening hours by id; the first is the default. Never empty.
    pub calendars: IndexMap<Id, Calendar>,
    /// Queues by id; the first is the default. Never empty.
    pub queues: IndexMap<Id, Queue>,
    /// Roles by id, the built-in ones included.
    pub roles: IndexMap<Id, Role>,
    /// Request types by id, in the order of their file names.
    pub requests: IndexMap<Id, Arc<RequestType>>,
    /// Kinds of document by id, `attachment` included.
    pub kinds: IndexMap<Id, Kind>,
    /// Notification rules by id, built-in ones first.
    pub rules: IndexMap<Id, Rule>,
    /// How long things are kept.
    pub retention: Retention,
}

impl Definition {
    /// The best shipped locale for a person's wish (`fr-CA` finds `fr`), else the portal's first.
    pub fn locale<'a>(&'a self, wish: &str) -> &'a str {
        let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let exact = self.locales.iter().find(|locale| locale.eq_ignore_ascii_case(wish));
        let near = || self.locales.iter().find(|locale| language(locale) == language(wish));
        exact.or_else(near).unwrap_or(&self.locales[0])
    }

    /// Whether every submission is confirmed to whoever sent it: a rule says so without a condition.
    pub fn confirms(&self) -> bool {
        self.rules.values().any(|rule| {
            rule.when.is_none()
                && rule.request_type.is_none()
                && rule.on.iter().any(|on| on == "request.submitted")
                && rule.to.contains(&Recipient::Requester)
        })
    }
}

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Drafts, after their last change.
    pub drafts: Duration,
    /// Requests without a `keep` of their own, after their end.
    pub requests: Duration,
}

/// Look, support and sender.
#[derive(Clone, Debug, Default)]
pub struct Branding {
    /// Accent colour as `#rrggbb`, at least 4.5:1 against white (WCAG 2.2, 1.4.3).
    pub accent: Option<String>,
    /// Greeting on the sign-in page.
    pub welcome: Option<Text>,
    /// Where people get help by mail.
    pub support_email: Option<String>,
    /// Where people get help by phone.
    pub support_phone: Option<String>,
    /// Link to the privacy notice.
    pub privacy: Option<String>,
    /// Name on outgoing mail; default: the portal's name.
    pub sender_name: Option<String>,
    /// Address on outgoing mail; default: `portal@` and the host of the base URL.
    pub sender_email: Option<String>,
}

/// When the team is there.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Open spans per weekday, Monday first, in order and without overlap.
    pub hours: [Vec<(NaiveTime, NaiveTime)>; 7],
    /// Days on which nothing is open.
    pub holidays: Vec<Holiday>,
}

/// A day on which nothing is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// The same day each year: month, day.
    Yearly(u32, u32),
    /// Days after Easter Sunday (Gregorian).
    Easter(i64),
    /// One day.
    Once(chrono::NaiveDate),
}

/// Where requests wait for the team.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub label: Text,
}

/// A form and its workflow.
#[derive(Clone, Debug)]
pub struct RequestType {
    /// Its id.
    pub id: Id,
    /// What a person asks for, in a few words.
    pub label: Text,
    /// One sentence about it.
    pub explain: Option<Text>,
    /// Start of the reference: letters and digits in upper case.
    pub prefix: String,
    /// Who may open it, beside the permission; empty: whoever has `request.open`.
    pub opened_by: Who,
    /// The field that names a request in lists and mails.
    pub title: Option<Id>,
    /// The queue it enters.
    pub queue: Id,
    /// The calendar its deadlines count in.
    pub calendar: Id,
    /// The team's own time until the end.
    pub due: Option<Duration>,
    /// Why personal data is asked.
    pub purpose: Option<Text>,
    /// How long it is kept after its end.
    pub keep: Option<Duration>,
    /// The pages of the form, in order. Empty: no form.
    pub steps: Vec<Step>,
    /// Fields that only the team fills in.
    pub team_fields: Vec<Field>,
    /// Task templates by id.
    pub tasks: IndexMap<Id, TaskTemplate>,
    /// Statuses by id; the first is where a request starts.
    pub statuses: IndexMap<Id, Status>,
    /// Moves by id, in the order of the file: of several that could go by themselves, the first is taken.
    pub moves: IndexMap<Id, Move>,
    /// Usual reasons by id.
    pub reasons: IndexMap<Id, Reason>,
}

impl RequestType {
    /// The status a request starts in.
    ///
    /// # Panics
    /// Never for a checked type: its workflow has a status.
    pub fn start(&self) -> &Id {
        self.statuses.keys().next().expect("a checked workflow has a status")
    }

    /// The fields of all steps, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// The status whose words a client reads: itself, or the one it is shown as.
    pub fn shown<'a>(&'a self, status: &'a Id) -> &'a Id {
        self.statuses.get(status).and_then(|found| found.shown_as.as_ref()).unwrap_or(status)
    }
}

/// One page of a form.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its id.
    pub id: Id,
    /// Its heading.
    pub label: Text,
    /// When it applies.
    pub show_when: Option<Condition>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// A stage of a request.
#[derive(Clone, Debug)]
pub struct Status {
    /// In the client's words.
    pub label: Text,
    /// What it means for the client, in a sentence.
    pub explain: Text,
    /// In the team's words; default: `label`.
    pub team_label: Option<Text>,
    /// Who must act while it lasts.
    pub waits_for: WaitsFor,
    /// How it ends here, if it does.
    pub ends: Option<End>,
    /// The status whose label and explanation a client sees instead.
    pub shown_as: Option<Id>,
    /// How long it should last at most.
    pub due: Option<Duration>,
    /// Task templates that it opens.
    pub opens: Vec<Id>,
}

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// The client.
    Client,
    /// The team.
    Team,
    /// Somebody outside.
    ThirdParty,
    /// Nobody until an agreed date, or it is over.
    Nobody,
    /// The client while a required client task is open, else the team. Only in definitions, never in a request's row.
    Tasks,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It got what was asked for.
    Done,
    /// The team declined.
    Refused,
    /// The client took it back, or it lapsed.
    Withdrawn,
}

/// A permitted change of status.
#[derive(Clone, Debug)]
pub struct Move {
    /// What it is called on the button.
    pub label: Text,
    /// The statuses it leaves; `open` was written out to all that are not final.
    pub from: Vec<Id>,
    /// The status it enters.
    pub to: Id,
    /// Who may make it by hand; `None`: nobody, it only goes by itself.
    pub by: Option<Who>,
    /// What makes it go by itself.
    pub on: Option<Trigger>,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// What a person must give to make it.
    pub needs: Vec<Need>,
    /// Kinds of document that it makes visible to the client.
    pub shares: Vec<Id>,
    /// Makes the actor the owner.
    pub owner_is_actor: bool,
    /// How long after entering `from` it may still be made.
    pub within: Option<Duration>,
}

/// What makes a move go by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// All required tasks of the status are done.
    TasksDone,
    /// This task is done.
    TaskDone(Id),
    /// The approval was refused.
    TaskRefused(Id),
}

/// What a person must give to make a move by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// A message to the client.
    Comment,
    /// An internal note.
    Note,
    /// A reason, shown to the client.
    Reason,
    /// At least one task for the client.
    Tasks,
    /// A document of this kind on the request.
    Document(Id),
    /// An answer to this team field.
    Field(Id),
}

/// A task that a status or a move opens.
#[derive(Clone, Debug)]
pub struct TaskTemplate {
    /// What to do, in a few words.
    pub label: Text,
    /// Why, in a sentence.
    pub reason: Option<Text>,
    /// What kind of action.
    pub action: Action,
    /// Who may do it; empty: clients who may act.
    pub by: Who,
    /// By when.
    pub due: Option<Duration>,
    /// Whether the status waits for it.
    pub required: bool,
    /// Whether it outlives the status it opened in.
    pub stays: bool,
}

/// The kinds of expected action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Hand in documents of these kinds.
    Provide(Vec<Id>),
    /// Approve the latest shared document of this kind.
    ApproveDocument(Id),
    /// Approve the request itself.
    ApproveRequest,
}

/// A usual reason for a move or a task, with its text.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What the team picks.
    pub label: Text,
    /// The moves, fields and kinds it is offered for; empty: all.
    pub applies_to: Vec<Id>,
    /// What the client reads.
    pub text: Text,
}

/// A kind of document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub label: Text,
    /// Which sides add it.
    pub added_by: Vec<Side>,
    /// Whether a new one is hidden from the client until shared.
    pub starts_internal: bool,
    /// Families of content that are accepted.
    pub accepts: Vec<crate::document::Family>,
    /// Largest size in bytes.
    pub max_size: u64,
    /// Its own data.
    pub fields: Vec<Field>,
    /// How long it is kept.
    pub keep: Option<Duration>,
}

/// A notification rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: Id,
    /// The events it listens to, such as `request.submitted`.
    pub on: Vec<String>,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// Who is told.
    pub to: Vec<Recipient>,
    /// Own subject, instead of the shipped one.
    pub subject: Option<Text>,
    /// Own first sentence, instead of the shipped one.
    pub intro: Option<Text>,
    /// Whether people may not mute it.
    pub always: bool,
    /// Only for one request type, where the rule stands in its file.
    pub request_type: Option<Id>,
}

/// Who is told by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Who opened the request.
    Requester,
    /// The owner; without one, everybody who works the queue.
    Owner,
    /// Who can close the task.
    Doers,
    /// Who may read the document, on the client's side.
    Readers,
    /// The other side of a message: the owner for a client's, the requester for the team's.
    OtherSide,
    /// Everybody with a role.
    Role(Id),
    /// Everybody of a side.
    Side(Side),
}
