//! Names in texts: which of them are known at a place, and whether everybody who reads the text there may see what they
//! stand for.

use std::ops::Range;

use super::{portal::Portal, reader::Reader, scopes, yaml::Node};
use crate::{
    definition::{
        Piece, code,
        condition::{Scope, nearest},
        phrase::{self, Broken},
    },
    form::Field,
    id::Id,
    identity::Side,
};

/// The most known names that a fault lists.
const MOST_LISTED: usize = 12;

/// What texts may name at a place.
pub(super) struct Naming {
    names: Scope,
    /// The answers that not everybody of a side sees.
    hidden: Vec<(Id, Side)>,
    /// Whether the attributes are all known: else none of them is called unknown.
    complete: bool,
}

impl Naming {
    /// Where there is no request yet: who reads it, and their organisation.
    pub fn before_a_request(portal: &Portal) -> Self {
        let mut names = scopes::in_texts(&scopes::facts(portal), &mut std::iter::empty());
        names.retain(|name| name.starts_with("account.") || name.starts_with("organisation."));
        Self { names, hidden: Vec::new(), complete: portal.read }
    }

    /// Of any request: where conditions have this scope.
    pub fn of_any_request(portal: &Portal, scope: &Scope) -> Self {
        let names = scopes::in_texts(scope, &mut std::iter::empty());
        Self { names, hidden: Vec::new(), complete: portal.read }
    }

    /// Of a request of one type, with what it asks and what the team adds. `inside` are those of its answers that are given
    /// in tasks that clients do not see.
    pub fn of_request(portal: &Portal, scope: &Scope, asked: &[&Field], team: &[Field], inside: &[Id]) -> Self {
        let names = scopes::in_texts(scope, &mut asked.iter().copied().chain(team));
        let sides = || [Side::Client, Side::Team].into_iter();
        let of = |field: &Field, hides: &dyn Fn(Side) -> bool| -> Vec<(Id, Side)> {
            sides().filter(|side| hides(*side)).map(|side| (field.id.clone(), side)).collect()
        };
        let kept_in = |field: &Field, side| side == Side::Client && inside.contains(&field.id);
        let asked = asked.iter().flat_map(|field| of(field, &|side| !field.is_for_all(side) || kept_in(field, side)));
        let team = team.iter().flat_map(|field| of(field, &|side| !field.of_team_is_for_all(side)));
        Self { names, hidden: asked.chain(team).collect(), complete: portal.read }
    }

    /// Reports what is wrong with the names of a text that a side reads.
    pub(super) fn check(&self, read: Reader<'_>, node: &Node, text: &str, readers: Side) {
        let (pieces, broken) = phrase::pieces(text);
        for (wrong, at) in broken {
            let (message, help) = match wrong {
                Broken::Unclosed => ("`{{` is never closed", "close it behind the name: `{{ requester.first_name }}`"),
                Broken::Unopened => ("`}}` closes nothing", "open it before the name: `{{ requester.first_name }}`"),
                Broken::Empty => ("there is no name between the braces", code::TEXT_BRACES.remedy),
                Broken::NotAName => ("what stands between the braces is no name", code::TEXT_BRACES.remedy),
            };
            read.file.fault_with(&code::TEXT_BRACES, place(read, node, text, at), message, help);
        }
        for piece in &pieces {
            let Piece::Name { path, span } = piece else { continue };
            if self.names.get(path).is_none() {
                self.unknown(read, path, place(read, node, text, span.clone()));
            } else if self.hides(path, readers) {
                let message = format!("`{path}` is not for everybody who reads this text");
                read.file.fault(&code::TEXT_HIDDEN, place(read, node, text, span.clone()), message);
            }
        }
    }

    fn hides(&self, path: &str, readers: Side) -> bool {
        let field = path.strip_prefix("answer.").and_then(|rest| rest.split('.').next());
        field.is_some_and(|field| self.hidden.iter().any(|(id, side)| id == field && *side == readers))
    }

    fn unknown(&self, read: Reader<'_>, path: &str, at: Range<usize>) {
        if !self.complete && (path.starts_with("organisation.") || path.starts_with("project.")) {
            return;
        }
        let answer = format!("answer.{path}");
        let person = format!("{path}.name");
        let help = match nearest(path, self.names.names()) {
            _ if self.names.get(&answer).is_some() => format!("write `{answer}`"),
            _ if self.names.get(&person).is_some() => format!("write `{person}`"),
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let known: Vec<&str> = self.names.names().collect();
                let more = if known.len() > MOST_LISTED { ", …" } else { "" };
                format!("known here: {}{more}", known[..known.len().min(MOST_LISTED)].join(", "))
            }
        };
        let message = format!("`{path}` is not a name that is known in this text");
        read.file.fault_with(&code::TEXT_NAME, at, message, help);
    }
}

/// Where a part of a text stands in the file. In a text whose quoting or folding changed it, it is found by counting the
/// braces before it, which YAML leaves as they are.
pub(super) fn place(read: Reader<'_>, node: &Node, text: &str, part: Range<usize>) -> Range<usize> {
    let written = read.file.text.get(node.span.clone()).unwrap_or_default();
    let quote = usize::from(written.starts_with(['"', '\'']));
    let start = node.span.start;
    if written.get(quote..written.len().saturating_sub(quote)) == Some(text) {
        return start + quote + part.start..start + quote + part.end;
    }
    let braces = |text: &str| text.matches(['{', '}']).count();
    let (before, sought) = (braces(&text[..part.start]), &text[part]);
    let found = written.match_indices(sought).find(|(at, _)| braces(&written[..*at]) == before);
    found.map_or_else(|| node.span.clone(), |(at, _)| start + at..start + at + sought.len())
}
