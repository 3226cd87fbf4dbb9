//! Names: each is known at its place, and a name that is not is told apart by why it is not.

use super::{
    super::{
        Type,
        fault::{ITSELF, LATER, UNKNOWN_NAME},
        nearest,
        tree::At,
    },
    Checker,
};

impl Checker<'_> {
    /// A dotted name.
    pub(super) fn name(&mut self, at: At, name: &str) -> Type {
        if let Some(known) = self.scope.get(name) {
            return known.clone();
        }
        let field = name.split('.').next().unwrap_or(name);
        if self.scope.is_own(field) {
            let help = "Ask for earlier fields here; what must hold of the answer itself stands in `valid_when`.";
            self.fault(ITSELF, at, format!("`{field}` would depend on itself."), help);
        } else if self.scope.comes_later(field) && self.scope.get(field).is_none() {
            let help = format!("Move `{field}` before this field, or ask for an earlier one.");
            self.fault(LATER, at, format!("`{field}` comes later in the form."), help);
        } else {
            self.unknown(at, name);
        }
        Type::Any
    }

    fn unknown(&mut self, at: At, name: &str) {
        let names = || self.scope.names().chain(["today", "now"]);
        let inner: Vec<&str> = names()
            .filter(|known| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
            .take(6)
            .collect();
        let help = if inner.is_empty() {
            match nearest(name, names()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Known here are {}.", names().take(12).collect::<Vec<_>>().join(", ")),
            }
        } else {
            format!("It has parts: {}.", inner.join(", "))
        };
        self.fault(UNKNOWN_NAME, at, format!("`{name}` is not known here."), help);
    }
}
