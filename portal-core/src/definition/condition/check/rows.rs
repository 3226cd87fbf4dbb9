//! Rows of groups: their fields are known, what is asked of them is yes or no or a number, and it takes bounded steps.

use super::{
    super::{
        MAX_STEPS, Type,
        fault::{ARGUMENTS, TOO_MANY_STEPS, UNKNOWN_NAME},
        nearest,
        tree::{At, Each, Tree},
    },
    Checker,
};

impl Checker<'_> {
    /// `r.field` in a body.
    pub(super) fn row(&mut self, at: At, up: usize, field: &str) -> Type {
        let Some(row) = self.rows.iter().rev().nth(up).cloned().flatten() else { return Type::Any };
        if let Some(known) = row.get(field) {
            return known.clone();
        }
        let some = || row.names().take(12).collect::<Vec<_>>().join(", ");
        if field.is_empty() {
            let help = format!("Name one of its fields behind a dot: {}.", some());
            self.fault(UNKNOWN_NAME, at, "This is a whole row.".to_owned(), help);
            return Type::Any;
        }
        let help = match nearest(field, row.names()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Its fields are {}.", some()),
        };
        self.fault(UNKNOWN_NAME, at, format!("The rows have no field `{field}`."), help);
        Type::Any
    }

    /// A question about every row.
    pub(super) fn each(&mut self, how: Each, of: At, body: &Tree) -> Type {
        let row = match &self.types[of] {
            Type::Group(row) => Some(row.clone()),
            Type::Any => None,
            is => {
                let message = format!("This is {is}, but exists, all and sum ask the rows of a group.");
                let help = match is {
                    Type::List | Type::Choices(_) => "For a list write `\"a\" in names`, or size(names).",
                    _ => "Name a field of type group.",
                };
                self.fault(ARGUMENTS, of, message, help);
                None
            }
        };
        let most = row.as_ref().map_or(0, |row| u64::from(row.most()));
        // Bodies stand inside one another at most as deep as the parser's levels.
        let mut inner = Checker::new(body, self.scope, self.rows.clone(), Type::Any);
        inner.rows.push(row);
        inner.nodes();
        let yields = match how {
            Each::Exists | Each::All => inner.truth(&[body.nodes.len() - 1]),
            Each::Sum => inner.summand(),
        };
        self.faults.append(&mut inner.faults);
        self.steps = self.steps.saturating_add(inner.steps.saturating_mul(most));
        yields
    }

    /// What is summed must be a number.
    fn summand(&mut self) -> Type {
        let whole = self.tree.nodes.len() - 1;
        self.argument(whole, |is| *is == Type::Number, "sum adds numbers");
        Type::Number
    }

    /// Reports a condition that could take too long.
    pub(super) fn too_many_steps(&mut self) {
        let message = format!(
            "With the most rows that its groups may have this takes {} steps; {MAX_STEPS} are allowed.",
            self.steps
        );
        let help = "Let the group have fewer rows (`max`), or ask about one group at a time.";
        self.fault(TOO_MANY_STEPS, self.tree.nodes.len() - 1, message, help);
    }
}
