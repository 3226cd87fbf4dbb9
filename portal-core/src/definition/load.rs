//! From files to a checked [`Definition`].

use super::{Definition, Fault, Faults};

/// One file of a definition folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path relative to the folder, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Loads and checks a definition. On success also returns its warnings.
///
/// # Errors
/// All faults at once; a definition with one is refused whole.
pub fn load(_sources: &[Source]) -> Result<(Definition, Vec<Fault>), Faults> {
    todo!()
}
