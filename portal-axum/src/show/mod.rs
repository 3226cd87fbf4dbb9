//! From the core's values to finished strings: what several pages show in the same way, on both sides.

mod answers;
mod document;
mod fault;
mod field;
mod options;
mod row;
pub(crate) mod sample;
mod status;
mod task;
mod timeline;

pub use answers::{AnswerRow, AnswerStep, AnswerTable, FileName, answers, team_answers, times};
pub(crate) use answers::{answer_row, answer_step, with_words, written};
pub use document::{DocumentRow, document_row};
pub(crate) use fault::place_label;
pub use fault::{field_fault, missing, rejected};
pub use field::{AddRow, DayView, FieldView, FileView, FormView, OptionView, RowView, TimeView, TimesView};
pub(crate) use field::{accept, control, limits};
pub use row::{RequestRow, Workflows, request_row};
pub use status::{Status, Turn, status};
pub use task::{TaskName, due, item_name, part_of, task_name};
pub use timeline::{Line, MessageView, Story, messages, requester, timeline};
