//! File names: cleaned before they are kept, never used as a path.

use unicode_normalization::UnicodeNormalization;

/// Largest number of characters of a cleaned name.
const LONGEST: usize = 120;
/// Largest number of characters of an extension that is kept when a name is cut.
const LONGEST_EXTENSION: usize = 16;

/// A name fit to show and to offer for download: its last path component, NFC, without control characters, direction
/// overrides and zero-width characters, without leading or trailing dots and spaces, at most 120 characters (the
/// extension kept); `file` when nothing is left (SECURITY U05, U06).
pub fn clean(name: &str) -> String {
    let visible: String = name.chars().filter(|letter| !is_hidden(*letter)).nfc().collect();
    let last = visible.rsplit(['/', '\\']).next().unwrap_or_default();
    // A colon begins a stream on Windows (`a.php::$DATA`); the other signs are forbidden in names there.
    let plain: String = last
        .chars()
        .map(|letter| if matches!(letter, ':' | '"' | '<' | '>' | '|' | '?' | '*') { '_' } else { letter })
        .collect();
    let trimmed = plain.trim_matches(is_edge);
    let short = shorten(trimmed);
    if short.is_empty() { "file".to_owned() } else { short }
}

/// The extension of a cleaned name in lower case, without its dot; empty without one.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

fn is_edge(letter: char) -> bool {
    letter == '.' || letter.is_whitespace()
}

/// Control characters, and Unicode's invisible ones (general category Cf and look-alikes) that change what a name
/// seems to be.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// At most [`LONGEST`] characters, with the extension.
fn shorten(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= LONGEST_EXTENSION => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let stem: String = stem.chars().take(LONGEST - extension.chars().count()).collect();
    format!("{}{extension}", stem.trim_end_matches(is_edge))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::clean;

    #[test]
    fn a_plain_name_stays_as_it_is() {
        for name in ["brief.pdf", "Devis n° 12 (été).pdf", "a.tar.gz", "見積.pdf", "O'Brien & fils.docx"] {
            assert_eq!(clean(name), name);
        }
    }

    #[test]
    fn u05_what_hides_an_extension_is_taken_away() {
        for (name, cleaned) in [
            ("page.html.", "page.html"),
            ("x.pdf\u{200b}", "x.pdf"),
            ("x.\u{200b}pht\u{feff}", "x.pht"),
            ("a.svg\0.png", "a.svg.png"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("\u{2066}a\u{2069}.pdf", "a.pdf"),
            ("a.php::$DATA", "a.php__$DATA"),
            (".htaccess", "htaccess"),
            ("a.pdf . . ", "a.pdf"),
            ("e\u{301}te\u{301}.pdf", "été.pdf"),
        ] {
            assert_eq!(clean(name), cleaned, "{name:?}");
        }
    }

    #[test]
    fn u06_a_name_is_never_a_path() {
        for (name, cleaned) in [
            ("../../etc/passwd", "passwd"),
            ("/etc/passwd", "passwd"),
            ("C:\\Users\\me\\a.pdf", "a.pdf"),
            ("\\\\server\\share\\a.pdf", "a.pdf"),
            ("C:a.pdf", "C_a.pdf"),
            ("..", "file"),
            ("", "file"),
            ("a/", "file"),
            ("\u{fffd}\u{fffd}.pdf", "\u{fffd}\u{fffd}.pdf"),
        ] {
            assert_eq!(clean(name), cleaned, "{name:?}");
        }
    }

    #[test]
    fn u06_a_long_name_is_cut_and_keeps_its_extension() {
        let cleaned = clean(&("é".repeat(4_096) + ".pdf"));
        assert_eq!(cleaned.chars().count(), 120);
        assert_eq!(super::extension(&cleaned), "pdf");
        assert_eq!(clean(&"a".repeat(4_096)).len(), 120);
    }

    #[test]
    fn x13_a_name_brings_no_new_line_and_no_quote_into_a_header() {
        assert_eq!(clean("a\r\nSet-Cookie: b=c.pdf"), "aSet-Cookie_ b=c.pdf");
        assert_eq!(clean("a\"; filename=\"b.html"), "a_; filename=_b.html");
        assert_eq!(clean("a\u{85}b\u{2028}c.pdf"), "abc.pdf");
    }

    proptest! {
        #[test]
        fn u06_any_name_becomes_a_harmless_one_and_stays_so(name in any::<String>()) {
            let cleaned = clean(&name);
            prop_assert!(!cleaned.is_empty() && cleaned.chars().count() <= 120);
            prop_assert!(!cleaned.contains(['/', '\\', '\0', '\r', '\n', '"', ':']));
            prop_assert!(!cleaned.starts_with('.') && !cleaned.ends_with(['.', ' ']));
            prop_assert_eq!(clean(&cleaned), cleaned);
        }
    }
}
