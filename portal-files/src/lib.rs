//! File storage for the client portal: [`Disk`] keeps uploads in a folder, behind the port
//! [`Files`](portal_core::files::Files) of the core.

mod disk;
mod layout;
mod listing;
mod upload;

pub use disk::Disk;
