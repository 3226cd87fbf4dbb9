//! Who-words, and whether the roles behind them have the permission that their place needs.

use std::ops::Range;

use indexmap::IndexMap;

use super::{
    reader::{Names, Reader},
    yaml::Node,
};
use crate::{
    definition::{
        PersonPath, Who, WhoWord, code,
        condition::{Scope, Type},
        name_of,
    },
    id::Id,
    identity::{Permission, Role, Side},
};

/// Who-words as written, each with its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Named(pub Vec<(WhoWord, Range<usize>)>);

impl Named {
    pub fn who(&self) -> Who {
        Who(self.0.iter().map(|(word, _)| word.clone()).collect())
    }
}

/// The people that a place may name.
#[derive(Clone, Copy)]
pub(super) struct People<'p> {
    pub roles: &'p Names,
    /// Where paths may lead.
    pub scope: &'p Scope,
    /// Whether there is a request, with somebody who opened it and perhaps an owner.
    pub of_request: bool,
}

/// A path that leads to a person.
pub(super) struct Path {
    pub path: String,
    pub side: Side,
}

pub(super) fn path(path: &str, side: Side) -> PersonPath {
    PersonPath { path: path.to_owned(), side }
}

/// Whether a name is a field's, and not one that conditions have for themselves.
fn is_field(name: &str) -> bool {
    !matches!(name, "account" | "requester" | "owner")
}

/// The paths that lead to a person (of a side).
pub(super) fn paths(scope: &Scope, side: Option<Side>) -> Vec<String> {
    let leads = |name: &&str| match scope.get(name) {
        Some(Type::Person(of)) => is_field(name) && side.is_none_or(|side| side == *of),
        _ => false,
    };
    let written = |name: &str| if name.contains('.') { name.to_owned() } else { format!("answer.{name}") };
    scope.names().filter(leads).map(written).collect()
}

impl<'a> Reader<'a> {
    /// A word for people, or a list of them.
    pub fn who(&self, node: &'a Node, people: People<'_>) -> Named {
        let word = |item: &'a Node| Some((self.who_word(item, people)?, item.span.clone()));
        Named(node.one_or_list().iter().filter_map(word).collect())
    }

    fn who_word(&self, node: &'a Node, people: People<'_>) -> Option<WhoWord> {
        const WHAT: &str = "a side, a role, `requester`, `owner` or a path to a person";
        let text = self.word(node, WHAT)?;
        Some(match text {
            "client" => WhoWord::Side(Side::Client),
            "team" => WhoWord::Side(Side::Team),
            "requester" | "owner" if !people.of_request => {
                let message = format!("`{text}` is somebody of a request, and there is none yet");
                self.fault(&code::NOBODY_YET, &node.span, message);
                if text == "owner" { WhoWord::Owner } else { WhoWord::Requester }
            }
            "requester" => WhoWord::Requester,
            "owner" => WhoWord::Owner,
            path if path.contains('.') => {
                let early = path.starts_with("answer.") || path.starts_with("project.");
                if early && !people.of_request {
                    let message = format!("`{path}` leads to somebody of a request, and there is none yet");
                    self.fault(&code::NOBODY_YET, &node.span, message);
                    return None;
                }
                let Path { path, side } = self.person_path(node, path, people.scope)?;
                WhoWord::Path(PersonPath { path, side })
            }
            role if !people.roles.complete || people.roles.has(role) => WhoWord::Role(Id::from(role)),
            other => {
                let known = ["client", "team", "requester", "owner"].into_iter().chain(people.roles.words());
                self.unknown(&code::UNKNOWN_NAME, other, &node.span, WHAT, known);
                return None;
            }
        })
    }

    /// A path that leads to a person in scope; any other is reported.
    pub fn person_path(&self, node: &'a Node, path: &str, scope: &Scope) -> Option<Path> {
        match scope.get(name_of(path)).filter(|_| is_field(name_of(path))) {
            Some(Type::Person(side)) => return Some(Path { path: path.to_owned(), side: *side }),
            Some(other) => self.fault(&code::NO_PERSON, &node.span, format!("`{path}` is {other}, not a person")),
            None => {
                let known = paths(scope, None);
                let what = "a path to a person that is known here";
                self.unknown(&code::NO_PERSON, path, &node.span, what, known.iter().map(String::as_str));
            }
        }
        None
    }

    /// Reports paths where sight goes by who somebody is, and not by what was answered.
    pub fn no_paths(&self, named: &Named, what: &str) {
        for (word, span) in &named.0 {
            if let WhoWord::Path(PersonPath { path, .. }) = word {
                let message =
                    format!("`{path}` is looked up in each request, and who sees {what} is known before one is read");
                self.fault(&code::BY_PATH, span, message);
            }
        }
    }

    /// Reports each word behind which a role lacks the permission for its side: a list narrows, it never widens.
    /// `openers` are the roles that may open the request type.
    pub fn permitted(
        &self,
        named: &Named,
        roles: &IndexMap<Id, Role>,
        openers: &[Id],
        needed: impl Fn(Side) -> Permission,
    ) {
        let has = |role: &Role| role.can.contains_key(&needed(role.side));
        let nobody = |side: Side| !roles.values().any(|role| role.side == side && has(role));
        let name = |side| if side == Side::Client { "client" } else { "team" };
        for (word, span) in &named.0 {
            let lacking: Vec<&str> = match word {
                WhoWord::Role(id) => roles.get(id).filter(|role| !has(role)).map(|_| id.as_str()).into_iter().collect(),
                WhoWord::Requester => {
                    openers.iter().filter(|id| roles.get(*id).is_some_and(|role| !has(role))).map(Id::as_str).collect()
                }
                WhoWord::Side(side) | WhoWord::Path(PersonPath { side, .. }) if nobody(*side) => vec![name(*side)],
                WhoWord::Owner if nobody(Side::Team) => vec![name(Side::Team)],
                WhoWord::Side(_) | WhoWord::Path(_) | WhoWord::Owner | WhoWord::Account(_) => Vec::new(),
            };
            for role in lacking {
                let side =
                    roles.get(role).map_or(if role == "team" { Side::Team } else { Side::Client }, |role| role.side);
                let permission = needed(side).name();
                self.fault(&code::NOT_PERMITTED, span, format!("`{role}` lacks the permission `{permission}`"));
            }
        }
    }
}
