//! `owner` of request types and moves: a path to a person of the team, `least_busy`, `nobody`; in moves also `actor`.

use super::{
    reader::Reader,
    who::{self, Path},
    yaml::Node,
};
use crate::{
    definition::{Assignee, Cases, code, condition::Scope},
    identity::Side,
};

/// Where an owner is named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// For the type: nobody has acted yet.
    Type,
    /// For a move, which somebody may make.
    Move,
}

impl<'a> Reader<'a> {
    /// Who works the request, perhaps by cases.
    pub fn assignees(&self, node: &'a Node, scope: &Scope, at: At) -> Option<Cases<Assignee>> {
        self.cases(node, scope, |node| self.assignee(node, scope, at))
    }

    fn assignee(&self, node: &'a Node, scope: &Scope, at: At) -> Option<Assignee> {
        let text = self.word(node, "a person of the team, `least_busy` or `nobody`")?;
        match text {
            "least_busy" => Some(Assignee::LeastBusy),
            "nobody" => Some(Assignee::Nobody),
            "actor" if at == At::Move => Some(Assignee::Actor),
            path if path.contains('.') => match self.person_path(node, path, scope)? {
                Path { side: Side::Team, path } => Some(Assignee::Person(who::path(&path, Side::Team))),
                Path { .. } => {
                    let message = format!("`{path}` is a person of the client, who cannot own a request");
                    self.fault(&code::NO_PERSON, &node.span, message);
                    None
                }
            },
            other => {
                let words: &[&str] = if at == At::Move { &["actor"] } else { &[] };
                let paths = who::paths(scope, Some(Side::Team));
                let known = words.iter().copied().chain(["least_busy", "nobody"]);
                let known: Vec<&str> = known.chain(paths.iter().map(String::as_str)).collect();
                let what = "a person of the team, `least_busy` or `nobody`";
                self.unknown(&code::UNKNOWN_NAME, other, &node.span, what, known.into_iter());
                None
            }
        }
    }
}
