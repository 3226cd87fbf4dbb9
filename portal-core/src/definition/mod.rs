//! What an integrator writes: loading, checks, versions. Files come in as `(path, bytes)` pairs; a definition with a
//! fault is refused whole, with all its faults.

mod calendar;
pub mod condition;
mod duration;
mod fault;
mod load;
mod model;
mod text;
mod who;

pub use calendar::due_at;
pub use condition::Condition;
pub use duration::{Duration, Unit};
pub use fault::{Fault, Faults, Severity};
pub use load::{Source, load};
pub use model::*;
pub use text::Text;
pub use who::{Who, WhoWord};
