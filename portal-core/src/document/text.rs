//! Whether content is plain text: UTF-8 without control characters, and nothing a browser would take for a page or a
//! script.

/// What a browser or a shell would run, or draw, as the first visible letters of a text.
const LIVE: &[&str] =
    &["<!", "<?", "#!", "<html", "<head", "<body", "<svg", "<script", "<iframe", "<style", "<a ", "<img"];
/// What makes a text live anywhere in its beginning.
const LIVE_INSIDE: &[&str] = &["<!doctype", "<html", "<svg", "<?xml", "<script", "<iframe"];

/// Whether the first and last bytes of content are those of a plain text.
pub(super) fn is_plain(head: &[u8], tail: &[u8]) -> bool {
    let Some(head) = beginning(head) else { return false };
    // The tail may begin in the middle of a character.
    let start = tail.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
    let Ok(tail) = std::str::from_utf8(&tail[start..]) else { return false };
    let begins = head.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    !head.is_empty()
        && !head.chars().chain(tail.chars()).any(is_control)
        && !LIVE.iter().any(|live| begins.starts_with(live))
        && !LIVE_INSIDE.iter().any(|live| begins.contains(live))
}

/// The text that bytes begin with; the last character may be cut.
fn beginning(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok(),
        Err(_) => None,
    }
}

fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{c}')
}
