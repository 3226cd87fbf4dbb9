//! Statuses, and the moves between them.

use super::{Assignee, Cases, Deadline};
use crate::{
    definition::{Condition, Duration, Phrase, Text, Who},
    id::Id,
};

/// A stage of a request.
#[derive(Clone, Debug)]
pub struct Status {
    /// In the client's words.
    pub label: Text,
    /// What it means for the client, in a sentence.
    pub explain: Phrase,
    /// In the team's words; default: `label`.
    pub team_label: Option<Text>,
    /// Who must act while it lasts.
    pub waits_for: WaitsFor,
    /// How it ends here, if it does.
    pub ends: Option<End>,
    /// The status whose label and explanation a client sees instead.
    pub shown_as: Option<Id>,
    /// By when it should be left.
    pub due: Option<Cases<Deadline>>,
    /// Whether the client may still change the answers.
    pub editable: bool,
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
    /// Task templates that it opens in the status it enters.
    pub opens: Vec<Id>,
    /// Who works the request from then on; `None`: as before.
    pub owner: Option<Cases<Assignee>>,
    /// How long after entering `from` it may still be made.
    pub within: Option<Duration>,
}

impl Move {
    /// Whether whoever makes it always becomes the owner.
    pub fn owner_is_actor(&self) -> bool {
        self.owner == Some(Cases::always(Assignee::Actor))
    }
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
    /// The status should have been left, or what it waits for should have been done.
    Late,
    /// The client wrote.
    Message,
    /// So long after the status was entered.
    After(Duration),
    /// Another system told of a status of its own.
    Connector {
        /// Which one.
        connector: Id,
        /// Its word for the status.
        word: String,
    },
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
