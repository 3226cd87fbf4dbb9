//! What a file is, judged by its content and never by what the sender calls it.

use serde::{Deserialize, Serialize};

/// A family of content, as kinds of document accept them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// PDF.
    Pdf,
    /// PNG, JPEG, GIF, WebP, HEIC, TIFF.
    Image,
    /// Office Open XML and OpenDocument texts, tables and presentations.
    Office,
    /// Plain text and CSV in UTF-8.
    Text,
    /// ZIP.
    Archive,
    /// MP4, WebM, QuickTime.
    Video,
}

/// What content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Whole content of a family, with its media type.
    Is(Family, &'static str),
    /// It began as a family and was cut off.
    CutOff(Family),
    /// None that we know.
    Unknown,
}

/// Judges content by its first bytes, its last bytes and, among families that look alike (a ZIP may be an office
/// file), by the extension of its cleaned name.
pub fn judge(_head: &[u8], _tail: &[u8], _name: &str) -> Judgement {
    todo!()
}
