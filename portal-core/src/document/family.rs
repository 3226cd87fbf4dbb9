//! What a file is, judged by its content and never by what the sender calls it.

use serde::{Deserialize, Serialize};

use super::{name::extension, text};

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

impl Family {
    /// Key of its name in the wording.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Pdf => "family-pdf",
            Self::Image => "family-image",
            Self::Office => "family-office",
            Self::Text => "family-text",
            Self::Archive => "family-archive",
            Self::Video => "family-video",
        }
    }

    /// Usual extensions with their dots, for the `accept` attribute of a file input: `.pdf`.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &[".pdf"],
            Self::Image => &[".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".heif", ".tif", ".tiff"],
            Self::Office => &[".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"],
            Self::Text => &[".txt", ".csv", ".md"],
            Self::Archive => &[".zip"],
            Self::Video => &[".mp4", ".m4v", ".webm", ".mov"],
        }
    }
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

/// Office files by extension, with their media types.
const OFFICE: &[(&str, &str)] = &[
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
];

/// Judges content by its first bytes, its last bytes and, among families that look alike (a ZIP may be an office
/// file), by the extension of its cleaned name.
pub fn judge(head: &[u8], tail: &[u8], name: &str) -> Judgement {
    if holds(&head[..head.len().min(1024)], b"%PDF-") {
        return whole(holds(tail, b"%%EOF"), Family::Pdf, "application/pdf");
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zip(head, tail, name);
    }
    if let Some(judged) = image(head, tail).or_else(|| video(head)) {
        return judged;
    }
    if text::is_plain(head, tail) {
        let media_type = if extension(name) == "csv" { "text/csv" } else { "text/plain" };
        return Judgement::Is(Family::Text, media_type);
    }
    Judgement::Unknown
}

fn image(head: &[u8], tail: &[u8]) -> Option<Judgement> {
    Some(if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        whole(holds(tail, b"IEND\xae\x42\x60\x82"), Family::Image, "image/png")
    } else if head.starts_with(&[0xff, 0xd8, 0xff]) {
        whole(holds(tail, &[0xff, 0xd9]), Family::Image, "image/jpeg")
    } else if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
        whole(tail.last() == Some(&0x3b), Family::Image, "image/gif")
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Judgement::Is(Family::Image, "image/webp")
    } else if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        Judgement::Is(Family::Image, "image/tiff")
    } else if matches!(brand(head)?, b"heic" | b"heix" | b"heim" | b"heis" | b"mif1") {
        Judgement::Is(Family::Image, "image/heic")
    } else {
        return None;
    })
}

fn video(head: &[u8]) -> Option<Judgement> {
    let media_type = match brand(head) {
        Some(b"qt  ") => "video/quicktime",
        Some(
            b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V " | b"MSNV" | b"dash",
        ) => "video/mp4",
        // Matroska's own document type is not accepted: browsers do not play it.
        None if head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) && holds(&head[..head.len().min(64)], b"webm") => {
            "video/webm"
        }
        _ => return None,
    };
    Some(Judgement::Is(Family::Video, media_type))
}

/// The major brand of an ISO base media file (ISO/IEC 14496-12).
fn brand(head: &[u8]) -> Option<&[u8; 4]> {
    if head.get(4..8) != Some(b"ftyp") {
        return None;
    }
    head.get(8..12)?.try_into().ok()
}

/// An office file must say so by its extension and by its entries.
fn zip(head: &[u8], tail: &[u8], name: &str) -> Judgement {
    let extension = extension(name);
    let proven = |media_type: &str| {
        holds(head, b"[Content_Types].xml") || holds(head, format!("mimetype{media_type}").as_bytes())
    };
    let office = OFFICE.iter().find(|(known, media_type)| *known == extension && proven(media_type));
    let (family, media_type) = match office {
        Some((_, media_type)) => (Family::Office, *media_type),
        None => (Family::Archive, "application/zip"),
    };
    whole(holds(tail, b"PK\x05\x06"), family, media_type)
}

fn whole(ends: bool, family: Family, media_type: &'static str) -> Judgement {
    if ends { Judgement::Is(family, media_type) } else { Judgement::CutOff(family) }
}

/// Whether bytes hold a part.
fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests;
