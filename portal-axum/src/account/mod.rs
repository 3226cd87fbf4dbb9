//! My account, as a person: who I am, how I sign in, and where I am signed in. Each section has its use cases beside it.

mod address;
mod name;
mod password;
mod sessions;
mod show;

use axum::{Router, response::Redirect};

pub use self::{
    address::{AddressPage, WaitingAddress},
    password::PasswordPage,
    sessions::SessionRow,
    show::AccountPage,
};
use crate::{Web, visit::Person};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(show::routes())
        .merge(name::routes())
        .merge(address::routes())
        .merge(password::routes())
        .merge(sessions::routes())
}

/// Who must sign in again before a form is sent comes back to the page with it.
async fn back(person: Person) -> Redirect {
    Redirect::to(&person.links().account())
}
