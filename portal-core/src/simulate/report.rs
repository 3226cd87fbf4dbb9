//! What a played script came to: line by line, as text or as JSON.

use std::fmt;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    definition::{End, WaitsFor},
    id::Id,
    identity::Side,
    request::TaskState,
};

/// What a script came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The script, by the name of its file.
    pub script: Id,
    /// What happened, in order.
    pub lines: Vec<Line>,
    /// What could not be played, or is not as expected, in a sentence; `None`: all went as written.
    pub failure: Option<String>,
    /// Where times are shown.
    #[serde(skip)]
    pub zone: Tz,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// Somebody does something, or the portal by itself.
    Act {
        /// The person; `None`: the portal itself.
        by: Option<String>,
        /// What, in the script's words.
        does: String,
    },
    /// The request stands in a status.
    Status {
        /// Its id.
        status: Id,
        /// In the client's words.
        label: String,
        /// Who must act.
        waits_for: WaitsFor,
        /// How it ended.
        ended: Option<End>,
        /// By when it should be left.
        due: Option<DateTime<Utc>>,
    },
    /// Somebody of the team works it.
    Owner {
        /// The person; `None`: nobody.
        owner: Option<String>,
    },
    /// A task opened, or was given back.
    Opened {
        /// Its template, or the word for its kind.
        task: Id,
        /// What it is called.
        label: String,
        /// Which side must act.
        side: Side,
        /// By when.
        due: Option<DateTime<Utc>>,
    },
    /// A task is in the team's hands, or over.
    Closed {
        /// Its template, or the word for its kind.
        task: Id,
        /// Where it stands.
        state: TaskState,
    },
    /// A document became visible to the client.
    Shared {
        /// Its kind.
        document: Id,
    },
    /// A letter goes out.
    Mail {
        /// To whom.
        to: String,
        /// By which rule.
        rule: Id,
        /// Its subject, in the recipient's language.
        subject: String,
    },
    /// A deadline passed.
    Late {
        /// The task; `None`: the status.
        task: Option<Id>,
    },
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.script)?;
        for line in &self.lines {
            line.write(f, self.zone)?;
        }
        match &self.failure {
            Some(failure) => writeln!(f, "FAILS  {failure}"),
            None => writeln!(f, "as expected"),
        }
    }
}

impl Line {
    fn write(&self, f: &mut fmt::Formatter<'_>, zone: Tz) -> fmt::Result {
        let time = |at: &DateTime<Utc>| at.with_timezone(&zone).format("%a %Y-%m-%d %H:%M").to_string();
        let until = |due: &Option<DateTime<Utc>>| due.map(|due| format!(", due {}", time(&due))).unwrap_or_default();
        let at = time(&self.at);
        match &self.what {
            What::Act { by, does } => writeln!(f, "{at}  {} {does}", by.as_deref().unwrap_or("the portal")),
            What::Status { status, label, waits_for, ended, due } => {
                let acts = acts(*waits_for, *ended);
                writeln!(f, "    status  {status} “{label}”: {acts}{}", until(due))
            }
            What::Owner { owner } => writeln!(f, "    owner   {}", owner.as_deref().unwrap_or("nobody")),
            What::Opened { task, label, side, due } => {
                let side = if *side == Side::Client { "the client" } else { "the team" };
                writeln!(f, "    task    {task} “{label}” opens for {side}{}", until(due))
            }
            What::Closed { task, state } => writeln!(f, "    task    {task} {}", stands(*state)),
            What::Shared { document } => writeln!(f, "    shared  {document}"),
            What::Mail { to, rule, subject } => writeln!(f, "    mail    to {to}: “{subject}” ({rule})"),
            What::Late { task: Some(task) } => writeln!(f, "{at}  the task {task} is late"),
            What::Late { task: None } => writeln!(f, "{at}  the request is late"),
        }
    }
}

fn acts(waits_for: WaitsFor, ended: Option<End>) -> &'static str {
    match (ended, waits_for) {
        (Some(End::Done), _) => "it is done",
        (Some(End::Refused), _) => "it is refused",
        (Some(End::Withdrawn), _) => "it is withdrawn",
        (None, WaitsFor::Client) => "the client acts",
        (None, WaitsFor::ThirdParty) => "a third party acts",
        (None, WaitsFor::Nobody) => "nobody acts",
        (None, WaitsFor::Team | WaitsFor::Tasks) => "the team acts",
    }
}

fn stands(state: TaskState) -> &'static str {
    match state {
        TaskState::Waiting => "waits for others",
        TaskState::Open => "is open",
        TaskState::Checking => "is handed in, to be checked",
        TaskState::Done => "is done",
        TaskState::Refused => "is refused",
        TaskState::Waived => "is waived",
        TaskState::Ended => "is no longer needed",
    }
}
