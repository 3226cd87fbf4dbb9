//! How people sign in, when they are reminded and asked for their opinion, and how long things are kept.

use crate::{
    definition::{Duration, Text, Who},
    form::Field,
};

/// How people sign in to accounts of the portal's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// With a password.
    pub password: bool,
    /// With a link in a mail.
    pub magic_link: bool,
    /// Who needs a second factor; empty: nobody.
    pub second_factor: Who,
    /// How long a session lasts.
    pub session: SessionProfile,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionProfile {
    /// Clients 8 hours without use and 7 days at most, the team 1 hour and 12 hours.
    Standard,
    /// Everybody 30 minutes without use and 12 hours at most.
    Confidential,
}

/// When people are reminded of their tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminders {
    /// Before a task is due.
    pub before: Vec<Duration>,
    /// After it was due.
    pub after: Vec<Duration>,
}

/// The question that a client is asked about a request.
#[derive(Clone, Debug)]
pub struct Satisfaction {
    /// When it is asked.
    pub ask: Ask,
    /// Own words, instead of the shipped ones.
    pub question: Option<Text>,
    /// The best mark; the worst is 1.
    pub scale: u32,
    /// Whether words may be added.
    pub comment: bool,
    /// How often one person is asked at most.
    pub at_most_every: Duration,
    /// Own fields, instead of the question.
    pub fields: Vec<Field>,
}

/// When a client is asked for an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// When the request got what was asked for.
    Done,
    /// However it ended.
    Closed,
    /// Never.
    Never,
}

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Drafts, after their last change.
    pub drafts: Duration,
    /// Requests without a `keep` of their own, after their end.
    pub requests: Duration,
    /// Documents of kinds without a `keep` of their own, after they were shared.
    pub documents: Duration,
    /// Accounts, after their last use.
    pub accounts: Duration,
    /// The audit log.
    pub audit: Duration,
}

/// How long one sort of thing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// For how long; `None`: for ever.
    pub period: Option<Duration>,
    /// From when.
    pub from: KeepFrom,
    /// What becomes of it then.
    pub then: KeepThen,
}

/// When the time of keeping begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepFrom {
    /// When a document was shared.
    Shared,
    /// When the request ended.
    End,
}

/// What becomes of something whose time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepThen {
    /// It is erased.
    Erase,
    /// It is put away where only the team finds it.
    Archive,
}
