//! Conditions at their keys: parsed in the scope of their place, their faults moved to where they stand in the file.

use std::ops::Range;

use super::{map::Map, reader::Reader, yaml::Node};
use crate::definition::{
    Condition, Severity,
    condition::{Scope, Type},
};

impl<'a> Reader<'a> {
    /// The condition at a key, if it is written and sound.
    pub fn condition_at(&self, map: &Map<'a>, key: &'static str, scope: &Scope, expected: &Type) -> Option<Condition> {
        map.get(key).and_then(|node| self.condition(node, scope, expected))
    }

    /// A condition; its faults are reported.
    pub fn condition(&self, node: &'a Node, scope: &Scope, expected: &Type) -> Option<Condition> {
        let source = self.word(node, "a condition")?;
        match Condition::parse(source, scope, expected.clone()) {
            Ok(condition) => Some(condition),
            Err(faults) => {
                for fault in faults {
                    let span = place(self.file.text, &node.span, source, &fault.span);
                    self.file.note(fault.code, Severity::Error, span, fault.message, fault.help);
                }
                None
            }
        }
    }
}

/// Where characters `part` of a condition stand in the file. A text whose quoting changed it is shown whole.
fn place(file: &str, node: &Range<usize>, source: &str, part: &Range<usize>) -> Range<usize> {
    let written = file.get(node.clone()).unwrap_or_default();
    let quote = usize::from(written.starts_with(['"', '\'']));
    let inner = written.get(quote..written.len().saturating_sub(quote)).unwrap_or_default();
    if inner != source {
        return node.clone();
    }
    let byte =
        |character: usize| source.char_indices().nth(character).map_or(source.len(), |(at, _)| at) + node.start + quote;
    byte(part.start)..byte(part.end)
}
