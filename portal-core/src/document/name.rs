//! File names: cleaned before they are kept, never used as a path.

/// A name fit to show and to offer for download: its last path component, NFC, without control characters, direction
/// overrides and zero-width characters, without leading or trailing dots and spaces, at most 120 characters (the
/// extension kept); `file` when nothing is left (SECURITY U05, U06).
pub fn clean(_name: &str) -> String {
    todo!()
}
