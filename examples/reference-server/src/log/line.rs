//! One event is one line: what a stranger put into it cannot begin another, nor colour the terminal (SECURITY I15).

use std::fmt::Write;

/// The event's text with every control character written out, and the end of the line. JSON stays JSON.
pub fn one(event: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(event);
    let text = text.trim_end_matches('\n');
    let mut line = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        match character {
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            // The separators break lines in some readers, the others turn text around.
            c if c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) => {
                // Writing to a string cannot fail.
                let _ = write!(line, "\\u{:04x}", u32::from(c));
            }
            c => line.push(c),
        }
    }
    line.push('\n');
    line.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i15_an_event_is_one_line_without_control_characters() {
        let line = one("a\r\nforged \u{1b}[31mred\u{85}\u{2028}\u{202e}é\n".as_bytes());
        assert_eq!(String::from_utf8(line).unwrap(), "a\\r\\nforged \\u001b[31mred\\u0085\\u2028\\u202eé\n");
    }
}
