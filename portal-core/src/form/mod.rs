//! Answers: which fields apply, what was typed, whether it will do. The server's evaluation is the only truth: hidden
//! answers are dropped.

mod answers;
mod begin_draft;
mod draft;
mod edit_draft;
mod engine;
mod field;
mod figure;
mod known;
mod progress;
mod read_figures;
mod renew_draft;

pub use answers::{Address, Answers, Appointment, Attachment, Person, Value};
pub use draft::{Draft, Visited, Visits};
pub use edit_draft::DraftView;
pub use engine::{
    Environment, FieldFault, Form, Offered, RawAnswers, ReadStep, Reason, Reopened, ShownField, ShownRow, as_sent,
    as_typed, listing,
};
pub(crate) use engine::{lines, one_line};
pub use field::{Choice, Field, FieldType, Group, Options, Requirement, answer_at, find};
pub(crate) use field::{asked_for, sides};
pub use figure::{Abandoned, FormEvent, FormFigure};
pub use progress::StepState;
pub use read_figures::{FaultFigure, VersionFigures};
pub use renew_draft::Renewal;
