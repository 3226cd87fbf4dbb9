//! What an integrator writes: loading, checks, versions. Files come in as `(path, bytes)` pairs; a definition with a
//! fault is refused whole, with all its faults.

mod calendar;
mod code;
pub mod condition;
mod demo;
mod diagram;
mod duration;
mod fault;
mod inspect;
mod load;
mod model;
mod pattern;
mod phrase;
pub mod plan;
mod publish;
mod rules;
mod script;
mod templates;
mod text;
mod who;

pub(crate) use calendar::{before, end_of_day};
pub use calendar::{due_at, open_spans};
pub use code::{CODES, Code};
pub use condition::Condition;
pub use demo::{Demo, DemoOrganisation, DemoPerson, DemoProject};
pub use diagram::Diagram;
pub use duration::{Duration, NotADuration, Unit};
pub use fault::{Fault, Faults, Severity};
pub use inspect::DefinitionView;
pub use load::{SCHEMAS, STANDARD_WORKFLOW, Source, check, check_with, demo, load, load_stored, schema, scripts};
pub use model::*;
pub use pattern::Pattern;
pub use phrase::{Phrase, Piece};
pub use publish::{NotPublished, Published, plan as planned, publish};
pub use rules::built_in as built_in_rules;
pub use script::{
    Day, Expect, PlayedAsk, PlayedDocument, PlayedMove, PlayedTask, Script, Step as PlayedStep, Writings, Written,
};
pub use templates::{OwnMails, OwnPages, Renderers, TemplateFault, Templates, Unshown};
pub use text::{PerLocale, Text};
pub(crate) use who::name_of;
pub use who::{PersonPath, Relations, Who, WhoWord};
