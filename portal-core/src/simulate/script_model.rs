//! A played request, as plain values: who sends it, what is done with it, and how it must stand at the end.

use super::Duration;
use crate::id::Id;

/// A script: one request from its submission on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its id: the file's name.
    pub id: Id,
    /// The type of the request.
    pub request: Id,
    /// The person of the demo who sends it.
    pub by: Id,
    /// For which company, when the team sends it.
    pub organisation: Option<Id>,
    /// The answers.
    pub answers: Words,
    /// What is done with it, in order.
    pub play: Vec<Play>,
    /// Where it must stand at the end.
    pub expect: Expect,
}

/// One thing that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    /// The line of the file.
    pub line: usize,
    /// What.
    pub what: Doing,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Time goes by.
    Wait(Duration),
    /// Somebody makes a move.
    Move {
        /// The person.
        by: Id,
        /// The move.
        made: Id,
        /// What they give.
        with: Given,
    },
    /// Somebody does something with a task.
    Task {
        /// The person.
        by: Id,
        /// Its template; of one that the team asked for by hand, a kind of document.
        task: Id,
        /// What they do.
        how: How,
    },
    /// Somebody writes a message, or a note.
    Say {
        /// The person.
        by: Id,
        /// The text.
        text: String,
        /// Whether only the team reads it.
        note: bool,
    },
}

/// What comes with a move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// A message to the client.
    pub comment: String,
    /// An internal note.
    pub note: String,
    /// Why: a text, or one of the type's reasons.
    pub reason: String,
    /// The kinds of document that the client is asked for, with what exactly.
    pub tasks: Words,
    /// Team fields.
    pub fields: Words,
    /// Documents by kind, each with its file and its own data.
    pub documents: Words,
}

/// What is done with a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// It is done, read, ticked.
    Done,
    /// Yes.
    Approve,
    /// No, and why.
    Refuse(String),
    /// An answer in their own words.
    Reply(String),
    /// Answers to its fields.
    Answers(Words),
    /// Documents by kind.
    Documents(Words),
    /// A time.
    Book(String),
    /// The team accepts what was handed in.
    Accept,
    /// The team gives it back, and why.
    GiveBack(String),
    /// The team does without it, and why.
    Waive(String),
}

/// Where a request must stand at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// The status.
    pub status: Option<Id>,
    /// The open tasks by template, in any order.
    pub open: Option<Vec<Id>>,
}

/// Names with what was written for them.
pub type Words = Vec<(String, Written)>;

/// A value as it was written; what it means is decided by the field it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A word.
    Word(String),
    /// Several.
    List(Vec<Written>),
    /// A map.
    Map(Words),
}

impl Written {
    /// The word, if it is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The parts of a list; a single value is a list of one.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::List(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }
}
