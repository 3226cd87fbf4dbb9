//! What publishing a version would do: its differences in words, and what they mean for the people, drafts and open
//! requests that are there. All of it is worked out from what it is given; nothing is read or written here.

mod differences;
mod effects;
pub(crate) mod moving;
mod names;
mod noticed;
mod standing;

use std::fmt;

pub use differences::{Difference, Sort, differences};
pub use effects::{Effect, Held, Reason, Verdict, effects};
pub use moving::{Moving, NotAMove};
pub use names::Live;
pub use standing::{Count, OpenTask, Standing};

/// What publishing a version would do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Plan {
    /// What differs, what clients notice first.
    pub differences: Vec<Difference>,
    /// What it means for what is there, what breaks first. `None`: no database was asked.
    pub effects: Option<Vec<Effect>>,
}

impl Plan {
    /// Why the version cannot be published as things stand.
    pub fn breaks(&self) -> impl Iterator<Item = &Effect> {
        self.effects.iter().flatten().filter(|effect| effect.verdict == Verdict::Breaks)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (clients, others): (Vec<_>, Vec<_>) =
            self.differences.iter().partition(|difference| difference.clients_notice);
        if self.differences.is_empty() {
            writeln!(f, "The two say the same.")?;
        }
        for (title, differences) in [("Clients notice", clients), ("The team notices", others)] {
            if !differences.is_empty() {
                writeln!(f, "{title}:")?;
                differences.iter().try_for_each(|difference| writeln!(f, "  {difference}"))?;
            }
        }
        let Some(effects) = &self.effects else { return Ok(()) };
        writeln!(f, "What is there:")?;
        if effects.is_empty() {
            writeln!(f, "  nothing that a definition could touch")?;
        }
        effects.iter().try_for_each(|effect| write!(f, "{effect}"))
    }
}

#[cfg(test)]
mod tests;
