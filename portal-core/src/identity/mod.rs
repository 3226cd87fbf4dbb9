//! Accounts, organisations, memberships, sessions; roles, permissions and the [`Viewer`] from which every [`Scope`] comes.

mod account;
mod add_person;
mod choose_language;
mod enter;
mod limit_to_projects;
mod password;
mod permission;
mod role;
mod scope;
mod session;
mod set_attributes;
mod sign_in;

mod throttle;
mod token;
mod unseen;
mod viewer;

pub use account::{Account, AccountState, Membership, Organisation, Seat, SeatLimits, email_key};
pub use add_person::NewPerson;
pub use enter::Entered;
pub use password::{PasswordError, Passwords, check_policy};
pub use permission::{Permission, Reach};
pub use role::{Role, Side, built_in_roles};
pub use scope::{Facts, Layer, Paper, Scope};
pub(crate) use session::hex;
pub use session::{Limits, Secret, Session};
pub(crate) use set_attributes::is_of;
pub use sign_in::{SignIn, SignedIn};
pub use throttle::{Bucket, Verdict, delay_after};
pub use token::{Purpose, Token};
pub use unseen::{Exceptions, Unseen};
pub use viewer::{Grant, Viewer};
