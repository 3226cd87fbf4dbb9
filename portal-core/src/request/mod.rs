//! Requests and their life: submission, moves, tasks, messages, notes; one file per use case, all of them over the one
//! engine in [`life`].

//WIP mod close_task;
//WIP mod life;
mod model;
//WIP mod move_request;
//WIP mod offered;
//WIP mod post;
//WIP mod submit;
//WIP mod view;

//WIP pub use close_task::{Approval, CloseTask};
//WIP pub use life::Life;
pub use model::*;
//WIP pub use move_request::{AskedFor, MoveRequest};
//WIP pub use offered::{OfferedMove, Offer};
//WIP pub use post::Post;
//WIP pub use submit::{Receipt, Submit};
//WIP pub use view::{RequestView, TaskView};
