//! The shapes of mail addresses, phone numbers and web addresses.

/// Longest mail address (RFC 5321, 4.5.3.1.3, without the brackets).
const LONGEST_EMAIL: usize = 254;
/// Longest web address that is kept.
const LONGEST_URL: usize = 2_000;

/// A valid e-mail address of the HTML standard (WHATWG, 4.10.5.1.5).
pub(crate) fn is_email(text: &str) -> bool {
    let local = |letter: char| letter.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(letter);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= LONGEST_EMAIL
        && text
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && name.chars().all(local) && domain.split('.').all(label))
}

/// Five to twenty digits, with the signs people put between them.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let known = |letter: char| letter.is_ascii_digit() || letter.is_whitespace() || "+-()./".contains(letter);
    (5..=20).contains(&digits) && text.chars().count() <= 40 && text.chars().all(known)
}

/// An address of a page: `http` or `https`, with a host and without a password.
pub(super) fn is_url(text: &str) -> bool {
    text.len() <= LONGEST_URL
        && !text.contains(char::is_whitespace)
        && url::Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::{is_email, is_phone, is_url};

    #[test]
    fn mail_addresses_have_the_shape_of_the_html_standard() {
        for good in ["a@b", "claire.martin+x@alpha.example", "o'brien@a-b.example"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@b.example", "a".repeat(250));
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a b@c.d",
            "a@-b.c",
            "a@b..c",
            "é@b.c",
            "a@b\r\nBcc: c",
            "a@[1.2.3.4]",
            &long,
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn phone_numbers_have_five_to_twenty_digits() {
        assert!(is_phone("+33 (0)1 23-45.67/89") && is_phone("12345"));
        for bad in ["1234", "123456789012345678901", "12345 ext", "1".repeat(3).as_str(), "12345;"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn web_addresses_are_http_with_a_host() {
        assert!(is_url("https://a.example/b?c=d") && is_url("http://localhost:8080"));
        for bad in
            ["a.example", "javascript:alert(1)", "ftp://a.example", "https://", "https://a:b@c.example", "https://a b"]
        {
            assert!(!is_url(bad), "{bad}");
        }
    }
}
