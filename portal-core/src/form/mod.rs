//! Answers: which fields apply, what was typed, whether it will do. The server's evaluation is the only truth: hidden
//! answers are dropped.

mod answers;
mod begin_draft;
mod draft;
mod edit_draft;
mod engine;
mod field;
mod figure;
mod in_project;
mod known;
mod progress;
mod read_figures;
mod renew_draft;
mod said;
mod written;

pub use answers::{Address, Answers, Appointment, Attachment, Person, Value};
pub use begin_draft::BeginDraft;
pub use draft::{Draft, Visited, Visits};
pub use edit_draft::DraftView;
pub use engine::{
    Environment, FieldFault, Form, Offered, RawAnswers, ReadStep, Reason, Reopened, ShownField, ShownRow, as_sent,
    as_typed, listing,
};
pub(crate) use engine::{derived, is_email, lines, one_line};
pub use field::{Choice, Field, FieldType, Group, Options, Requirement, answer_at, find};
pub(crate) use field::{asked_for, sides};
pub use figure::{Abandoned, FormEvent, FormFigure};
pub use in_project::{AskedProject, Choice as ProjectChoice};
pub use progress::StepState;
pub use read_figures::{FaultFigure, VersionFigures};
pub use renew_draft::Renewal;
pub(crate) use said::{in_words, said};
pub(crate) use written::{Called, NobodyKnown, Reading};
