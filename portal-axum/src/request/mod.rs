//! Requests: the list, one request, its receipt, writing a message, making a move.

mod change;
mod list;
mod make_move;
mod message;
mod receipt;
mod view;

use axum::{Router, routing::get};
use portal_core::id::RequestId;
use serde::Deserialize;

pub use list::RequestsPage;
pub use make_move::MovePage;
pub use receipt::ReceiptPage;
pub use view::{ProjectLink, RequestPage};

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/requests", get(list::show))
        .route("/requests/{request}", get(view::show))
        .route("/requests/{request}/receipt", get(receipt::show))
        .route("/requests/{request}/answers", get(change::show).post(change::change))
        .route("/requests/{request}/messages", get(message::back).post(message::post))
        .route("/requests/{request}/moves/{by}", get(make_move::show).post(make_move::make))
}

/// Which request.
#[derive(Deserialize)]
pub(crate) struct Which {
    request: RequestId,
}
