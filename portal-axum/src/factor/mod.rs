//! The second factor: the code that finishes signing in, setting a factor up, its recovery codes, taking it away.

mod code;
mod codes;
mod enrol;
mod qr;
mod remove;
mod section;

use axum::Router;

pub(crate) use self::code::towards;
pub use self::{
    code::CodePage,
    codes::{RenewPage, SavedPage},
    enrol::EnrolPage,
    qr::Qr,
    remove::RemovePage,
    section::FactorSection,
};
use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new().merge(code::routes()).merge(enrol::routes()).merge(codes::routes()).merge(remove::routes())
}
