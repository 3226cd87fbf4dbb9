//! Requests and their life: submission, moves, tasks, messages, notes; one file per use case, all of them over the one
//! engine in [`Life`].

mod answer_task;
mod assign;
mod book_task;
mod check_task;
mod close_task;
mod facts;
mod life;
mod load;
mod model;
mod move_request;
mod offered;
mod post;
mod staff;
mod submit;
mod task;
mod view;
mod words;

pub(crate) use answer_task::{answered, asks, complete, open_fields};
pub use check_task::Verdict;
pub(crate) use check_task::decided as checked;
pub use close_task::{Approval, CloseTask};
pub(crate) use close_task::{Place, decide, doer, keep};
pub use facts::Facts;
pub(crate) use life::Migration;
pub use life::{Life, Moment, waits_for};
pub(crate) use load::Loaded;
pub use model::*;
pub(crate) use move_request::moved;
pub use move_request::{AskedFor, MoveRequest};
pub(crate) use offered::may_make;
pub use offered::{Offer, OfferedMove};
pub use post::Post;
pub use staff::{OnDuty, Staff};
pub(crate) use submit::{Beginning, begin, new_request};
pub use submit::{Receipt, Submit};
pub use task::*;
pub use view::{RequestView, TaskView};
pub use words::Words;
