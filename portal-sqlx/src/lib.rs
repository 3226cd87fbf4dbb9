//! The client portal's store on Postgres and SQLite.
//!
//! [`SqlxStore`] works on a pool; [`Borrowed`] works on the host's open transaction, so that a host writes its own rows
//! and the portal's in one commit and its rollback undoes both. Both run the same functions, one module per room of the
//! core: `people`, `definitions`, `drafts`, `projects`, `requests`, `dossier`, `history`, `documents`, `deliveries`, `outgoing` read,
//! `commit` writes, `engine` holds what stands outside a batch, `verify` checks what must hold of all rows. The tables are
//! declared in `table`. The host's tables are never
//! read or altered; ours begin with `portal_`.
//!
//! The features `postgres` and `sqlite` choose what is built in; neither is on by itself.

#[cfg(not(any(feature = "postgres", feature = "sqlite")))]
compile_error!("choose at least one of the features `postgres` and `sqlite`");

#[cfg(not(any(feature = "postgres", feature = "sqlite")))]
compile_error!("choose the feature `postgres` or `sqlite` (or both): a store needs a database");

#[macro_use]
mod held;

mod audit;
mod bodies;
mod bookings;
mod borrowed;
mod commit;
mod conn;
mod definitions;
mod deliveries;
mod documents;
mod dossier;
mod drafts;
mod engine;
mod error;
mod figures;
mod grant;
mod history;
mod identities;
mod keys;
mod links;
mod measure;
mod migrate;
mod moving;
mod organisations;
mod outgoing;
mod page;
mod people;
mod pool;
#[cfg(feature = "postgres")]
mod postgres;
mod projects;
mod query;
mod reach;
mod requests;
#[cfg(feature = "sqlite")]
mod sqlite;
mod standing;
#[cfg(test)]
mod statements;
mod table;
mod value;
mod verify;

pub use borrowed::Borrowed;
pub use pool::SqlxStore;
