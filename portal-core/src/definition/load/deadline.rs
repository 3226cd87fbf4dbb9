//! `due`: a duration, or a day that is known by a name, perhaps so long before it.

use super::{map::Map, reader::Reader, yaml::Node};
use crate::definition::{
    Cases, Deadline, Duration, code,
    condition::{Scope, Type},
    name_of,
};

impl<'a> Reader<'a> {
    /// The deadline at `due`, perhaps by cases.
    pub fn due(&self, map: &Map<'a>, scope: &Scope) -> Option<Cases<Deadline>> {
        map.get("due").and_then(|node| self.cases(node, scope, |node| self.deadline(node, scope)))
    }

    fn deadline(&self, node: &'a Node, scope: &Scope) -> Option<Deadline> {
        let text = self.word(node, "a duration, or a day that is known by a name")?;
        if let Ok(duration) = text.parse() {
            return Some(Deadline::In(duration));
        }
        let (before, what) = match text.split_once(" before ") {
            Some((before, what)) => (Some(before), what),
            None => (None, text),
        };
        if before.is_none() && !text.starts_with(|first: char| first.is_ascii_lowercase()) {
            return self.duration(node).map(Deadline::In);
        }
        let before: Option<Duration> = match before.map(str::parse) {
            Some(Err(_)) => return self.duration(node).map(Deadline::In),
            Some(Ok(before)) => Some(before),
            None => None,
        };
        match scope.get(name_of(what)) {
            Some(Type::Date | Type::Time) => Some(Deadline::At { before, what: name_of(what).to_owned() }),
            Some(other) => {
                self.fault(&code::NO_DAY, &node.span, format!("`{what}` is {other}, not a day or a moment"));
                None
            }
            None => {
                let days = scope.names().filter(|name| matches!(scope.get(name), Some(Type::Date | Type::Time)));
                self.unknown(&code::NO_DAY, what, &node.span, "a duration, or a day that is known here", days);
                None
            }
        }
    }
}
