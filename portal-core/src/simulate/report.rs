//! What a played script came to: line by line, as text or as JSON.

use std::fmt;

use chrono::{DateTime, Utc};
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
    /// The script.
    pub script: Id,
    /// What happened, in order.
    pub lines: Vec<Line>,
    /// Where the script and what happened part, in sentences; empty: nowhere.
    pub failures: Vec<String>,
    /// Where times are shown.
    #[serde(skip)]
    pub zone: chrono_tz::Tz,
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
    /// Somebody, or time, does something.
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
        /// Its template, or the kind that was asked for.
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
        /// Its template, or the kind that was asked for.
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
        let time = |at: DateTime<Utc>| at.with_timezone(&self.zone).format("%a %Y-%m-%d %H:%M").to_string();
        let until = |due: &Option<DateTime<Utc>>| due.map(|due| format!(", due {}", time(due))).unwrap_or_default();
        writeln!(f, "{}", self.script)?;
        for Line { at, what } in &self.lines {
            match what {
                What::Act { by, does } => {
                    writeln!(f, "{}  {} {does}", time(*at), by.as_deref().unwrap_or("the portal"))?;
                }
                What::Status { status, label, waits_for, ended, due } => {
                    let acts = match (waits_for, ended) {
                        (_, Some(End::Done)) => "it is done",
                        (_, Some(End::Refused)) => "it is refused",
                        (_, Some(End::Withdrawn)) => "it is withdrawn",
                        (WaitsFor::Client, None) => "the client acts",
                        (WaitsFor::ThirdParty, None) => "a third party acts",
                        (WaitsFor::Nobody, None) => "nobody acts",
                        (WaitsFor::Team | WaitsFor::Tasks, None) => "the team acts",
                    };
                    writeln!(f, "    status  {status} “{label}”: {acts}{}", until(due))?;
                }
                What::Owner { owner } => {
                    writeln!(f, "    owner   {}", owner.as_deref().unwrap_or("nobody"))?;
                }
                What::Opened { task, label, side, due } => {
                    let side = if *side == Side::Client { "the client" } else { "the team" };
                    writeln!(f, "    task    {task} “{label}” opens for {side}{}", until(due))?;
                }
                What::Closed { task, state } => {
                    let state = match state {
                        TaskState::Checking => "is handed in, to be checked",
                        TaskState::Refused => "is refused",
                        TaskState::Waived => "is waived",
                        TaskState::Ended => "is no longer needed",
                        TaskState::Waiting | TaskState::Open | TaskState::Done => "is done",
                    };
                    writeln!(f, "    task    {task} {state}")?;
                }
                What::Shared { document } => writeln!(f, "    shared  {document}")?,
                What::Mail { to, rule, subject } => writeln!(f, "    mail    to {to}: “{subject}” ({rule})")?,
                What::Late { task: Some(task) } => writeln!(f, "{}  late: {task}", time(*at))?,
                What::Late { task: None } => writeln!(f, "{}  late: the request", time(*at))?,
            }
        }
        for failure in &self.failures {
            writeln!(f, "FAILS: {failure}")?;
        }
        Ok(())
    }
}
