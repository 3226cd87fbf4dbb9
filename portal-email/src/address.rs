//! Names and addresses as they may stand in a mail's head. Nothing here can open a second header, recipient or command.

use lettre::{Address, message::Mailbox};
use url::Host;

/// The longest subject or name, in characters.
const LONGEST: usize = 200;

/// Text for one line: line breaks, other control characters and direction overrides become spaces, runs of spaces one.
pub fn one_line(text: &str, longest: usize) -> String {
    let harmless = |c: char| {
        if c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') { ' ' } else { c }
    };
    let spaced: String = text.chars().map(harmless).collect();
    let words: Vec<_> = spaced.split_whitespace().collect();
    words.join(" ").chars().take(longest).collect()
}

/// Text for a header.
pub fn header(text: &str) -> String {
    one_line(text, LONGEST)
}

/// A mailbox from a name and an address; `None`: the address is none that we write to. The domain becomes ASCII (IDNA);
/// quoted local parts (`"a b"@c`) are legal and refused, since nobody has one and forgers love them.
pub fn mailbox(name: &str, address: &str) -> Option<Mailbox> {
    let (local, domain) = address.rsplit_once('@')?;
    let odd = |c: char| c.is_control() || c.is_whitespace() || "\"\\(),:;<>@[]".contains(c);
    if local.chars().any(odd) || domain.chars().any(odd) {
        return None;
    }
    let Ok(Host::Domain(domain)) = Host::parse(domain) else { return None };
    let name = header(name);
    Some(Mailbox::new(Some(name).filter(|name| !name.is_empty()), Address::new(local, domain).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x14_a_line_stays_one_line() {
        assert_eq!(one_line("a\r\nBcc: b\0\u{85}c\u{2028}d\u{202e}e", 99), "a Bcc: b c d e");
        assert_eq!(one_line("abc", 2), "ab");
    }

    #[test]
    fn x14_an_address_that_could_be_more_than_one_is_refused() {
        let long = format!("{}@b.example", "a".repeat(65));
        for address in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@b.example\r\nRCPT TO:<c@d.example>",
            "a@b.example,c@d.example",
            "a@b.example c@d.example",
            "<a@b.example>",
            "\"a b\"@c.example",
            "\"a\r\nb\"@c.example",
            "a\n@b.example",
            "a@b.example>\r\nDATA",
            "a@c@b.example",
            "a(x)@b.example",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            &long,
        ] {
            assert_eq!(mailbox("", address), None, "{address:?}");
        }
    }

    #[test]
    fn an_international_domain_is_written_in_ascii() {
        assert_eq!(mailbox("", "o'neil+x@bücher.example").unwrap().email.to_string(), "o'neil+x@xn--bcher-kva.example");
    }
}
