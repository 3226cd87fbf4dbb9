//! Answers: which fields apply, what was typed, whether it will do. The server's evaluation is the only truth: hidden
//! answers are dropped.

mod answers;
mod draft;
mod edit_draft;
mod engine;
mod field;

pub use answers::{Address, Answers, Appointment, Attachment, Person, Value};
pub use draft::Draft;
pub use edit_draft::DraftView;
pub use engine::{
    Environment, FieldFault, Form, Offered, RawAnswers, ReadStep, Reason, Reopened, ShownField, ShownRow, as_sent,
    as_typed, listing,
};
pub(crate) use engine::{lines, one_line};
pub use field::{Choice, Field, FieldType, Group, Options, Requirement, answer_at, find};
pub(crate) use field::{asked_for, sides};
