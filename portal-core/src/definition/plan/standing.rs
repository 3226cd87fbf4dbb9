//! What a database holds that a definition could touch, in counts.

use crate::{definition::WhoWord, id::Id};

/// What a database holds that a definition could touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Open requests, by the definition they keep, type, status and queue.
    pub requests: Vec<Count<(String, Id, Id, Id)>>,
    /// Drafts, by the definition they keep and type.
    pub drafts: Vec<Count<(String, Id)>>,
    /// Seats by role.
    pub roles: Vec<Count<Id>>,
    /// Documents of open requests, by the request's type and their kind.
    pub documents: Vec<Count<(Id, Id)>>,
    /// Places at times to come, by slot.
    pub bookings: Vec<Count<Id>>,
    /// Open projects, by their kind.
    pub projects: Vec<Count<Id>>,
    /// Open tasks: those that the team asked by hand name what no workflow does.
    pub tasks: Vec<OpenTask>,
}

/// How many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count<T> {
    /// Of what.
    pub of: T,
    /// How many; never 0.
    pub count: u64,
}

/// What an open task names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTask {
    /// The type of its request.
    pub request_type: Id,
    /// The status of its request.
    pub status: Id,
    /// Who may do it.
    pub by: Vec<WhoWord>,
    /// The kinds of document it asks for.
    pub kinds: Vec<Id>,
}

impl Standing {
    /// The definitions that drafts and open requests keep, each once.
    pub fn kept(&self) -> Vec<&str> {
        let requests = self.requests.iter().map(|count| count.of.0.as_str());
        let mut kept: Vec<&str> = requests.chain(self.drafts.iter().map(|count| count.of.0.as_str())).collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    }
}
