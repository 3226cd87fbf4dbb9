//! What a checked definition says, as plain values. Everything here has passed the checks of [`super::load`]: every
//! name resolves, every condition has the right type, every status has somebody with a way out.

mod assignee;
mod attribute;
mod cases;
mod deadline;
mod document;
mod measure;
mod outside;
mod portal;
mod request;
mod rule;
mod settings;
mod slot;
mod task;
mod workflow;

pub use assignee::Assignee;
pub use attribute::*;
pub use cases::{Case, Cases};
pub use deadline::Deadline;
pub use document::*;
pub use measure::*;
pub use outside::*;
pub use portal::*;
pub use request::*;
pub use rule::*;
pub use settings::*;
pub use slot::*;
pub use task::*;
pub use workflow::*;
