//! Keys marked ◇: one value, or cases of which the first true one counts.

use super::{
    reader::Reader,
    yaml::{Kind, Node},
};
use crate::definition::{
    Case, Cases, code,
    condition::{Scope, Type},
};

impl<'a> Reader<'a> {
    /// A value or a list of cases, each value read by `value`. `None` where nothing of it could be read; each fault is
    /// reported. Where the value must always be known, the last case stands without `when`.
    pub fn cases<T>(&self, node: &'a Node, scope: &Scope, value: impl Fn(&'a Node) -> Option<T>) -> Option<Cases<T>> {
        let Kind::List(items) = &node.kind else { return value(node).map(Cases::always) };
        let mut cases = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(map) = self.map(item, "a case, `{when: CONDITION, use: VALUE}`,") else { continue };
            let when = map.get("when").and_then(|node| self.condition(node, scope, &Type::Bool));
            let last = at + 1 == items.len();
            if last == map.has("when") {
                let message = match last {
                    true => "the last case has no `when`: it counts where no other does",
                    false => "only the last case may lack `when`: those after it would never count",
                };
                self.fault(&code::CASES, &item.span, message);
            }
            let read = map.need("use", "a case").and_then(&value);
            map.finish(&[]);
            cases.extend(read.map(|value| Case { when, value }));
        }
        if items.is_empty() {
            self.shape(node, "a value, or a list of cases");
        }
        (!cases.is_empty()).then(|| Cases::new(cases))
    }
}
