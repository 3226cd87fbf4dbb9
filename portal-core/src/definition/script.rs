//! Played requests and the answers in them, as plain values. `simulate` and the demo play them.

use chrono::{NaiveDate, NaiveDateTime};
use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::Duration;
use crate::id::Id;

/// Answers as an integrator writes them: by field, in the order written.
pub type Writings = IndexMap<Id, Written>;

/// One answer as an integrator writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// `true` or `false`.
    Truth(bool),
    /// A text, or the id of an option.
    Text(String),
    /// A number or an amount.
    Number(Decimal),
    /// A day or a moment.
    Day(Day),
    /// Several options, or several texts.
    List(Vec<String>),
    /// Files of the folder, by their paths.
    Files(Vec<String>),
    /// A person of the demo.
    Person(Id),
    /// The parts of something that has some, such as an address.
    Parts(IndexMap<String, String>),
    /// The rows of a group.
    Rows(Vec<Writings>),
}

/// A day or a moment, perhaps seen from the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// This day.
    On(NaiveDate),
    /// This moment, in the portal's time zone.
    At(NaiveDateTime),
    /// The present day, or the present moment.
    Today,
    /// So long after the present: `30 days after today`.
    After(Duration),
    /// So long before the present.
    Before(Duration),
}

/// A played request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The request type.
    pub request: Id,
    /// The person of the demo who opens it.
    pub opener: Id,
    /// The organisation it is for.
    pub organisation: Id,
    /// The project it belongs to.
    pub project: Option<Id>,
    /// The answers to the form.
    pub answers: Writings,
    /// What happens then, in order.
    pub play: Vec<Step>,
    /// What is true in the end.
    pub expect: Expect,
}

/// What happens in a played request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Time passes.
    Wait(Duration),
    /// Somebody makes a move.
    Move(PlayedMove),
    /// Somebody does a task.
    Task(PlayedTask),
    /// Somebody writes a message.
    Message {
        /// The person of the demo.
        by: Id,
        /// The words.
        text: String,
    },
}

/// A move made by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayedMove {
    /// The person of the demo.
    pub by: Id,
    /// The move.
    pub name: Id,
    /// Answers to team fields.
    pub fields: Writings,
    /// Documents that are added, in order.
    pub documents: Vec<PlayedDocument>,
    /// A message to the client.
    pub comment: Option<String>,
    /// An internal note.
    pub note: Option<String>,
    /// A reason: the id of a usual one, or words.
    pub reason: Option<String>,
    /// What the client is asked for with it, in order.
    pub asks: Vec<PlayedAsk>,
    /// By when.
    pub due: Option<Day>,
}

/// A document that the client is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayedAsk {
    /// Its kind.
    pub kind: Id,
    /// What exactly; empty: the kind's label says enough.
    pub name: String,
}

/// A task that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayedTask {
    /// The person of the demo.
    pub by: Id,
    /// Its template, or the word for its kind (`provide`, `correct`) where the team opened it by hand.
    pub name: Id,
    /// The decision, of an approval.
    pub approve: Option<bool>,
    /// Why it was refused, or returned.
    pub reason: Option<String>,
    /// Answers.
    pub answers: Writings,
    /// Documents that are handed in, in order.
    pub documents: Vec<PlayedDocument>,
    /// An answer in one's own words.
    pub reply: Option<String>,
    /// The time that is booked.
    pub book: Option<Day>,
}

/// A document in a played request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayedDocument {
    /// Its kind.
    pub kind: Id,
    /// The path of its file in the folder.
    pub file: String,
    /// Its own data.
    pub fields: Writings,
}

/// What is true when everything was played.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// The status.
    pub status: Option<Id>,
    /// The templates of the open tasks; `None`: nothing is said.
    pub open: Option<Vec<Id>>,
}
