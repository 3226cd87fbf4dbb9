//! `branding`: look, support and sender.

use super::{
    reader::Reader,
    yaml::{Kind, Node},
};
use crate::definition::{Branding, code};

/// How pictures end that every browser shows.
const PICTURES: [&str; 5] = [".svg", ".png", ".jpg", ".jpeg", ".webp"];

pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node) -> Branding {
    let mut branding = Branding::default();
    let Some(map) = read.map(node, "branding") else { return branding };
    branding.logo = map.get("logo").and_then(|node| read.existing(node, "a picture", &PICTURES));
    branding.accent = map.get("accent").and_then(|node| accent(read, node));
    branding.welcome = read.text_at(&map, "welcome");
    if let Some(support) = map.get("support").and_then(|node| read.map(node, "support")) {
        branding.support_email = support.get("email").and_then(|node| address(read, node));
        branding.support_phone = support.get("phone").and_then(|node| read.line(node, "a phone number", 40));
        support.finish(&[]);
    }
    if let Some(links) = map.get("links").and_then(|node| read.map(node, "links")) {
        branding.privacy = links.get("privacy").and_then(|node| web_address(read, node));
        links.finish(&[]);
    }
    if let Some(sender) = map.get("sender").and_then(|node| read.map(node, "sender")) {
        branding.sender_name = sender.get("name").and_then(|node| read.line(node, "a name", 80));
        branding.sender_email = sender.get("email").and_then(|node| address(read, node));
        branding.replies = sender.get("replies").and_then(|node| match &node.kind {
            Kind::Text(word) if word == "none" => None,
            _ => address(read, node),
        });
        sender.finish(&[]);
    }
    map.finish(&[]);
    branding
}

/// A mail address: enough to catch a slip, never to prove that it exists.
pub(super) fn address<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let text = read.word(node, "a mail address")?;
    let sound = text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    if sound
        && text.len() <= 254
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\",;".contains(c))
    {
        return Some(text.to_owned());
    }
    read.fault(&code::VALUE, &node.span, format!("`{text}` is not a mail address"));
    None
}

/// An address on the web.
pub(super) fn web_address<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let text = read.word(node, "a web address")?;
    if url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host()) {
        return Some(text.to_owned());
    }
    read.fault(&code::VALUE, &node.span, format!("`{text}` is not a web address that begins with https://"));
    None
}

fn accent<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let text = read.word(node, "a colour")?;
    let digits =
        text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
    let Some(value) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
        read.fault(&code::VALUE, &node.span, format!("`{text}` is not a colour such as \"#0b57d0\""));
        return None;
    };
    let contrast = contrast_to_white(value);
    if contrast < 4.5 {
        let message = format!("white on `{text}` has a contrast of {:.2}:1", (contrast * 100.0).floor() / 100.0);
        read.fault(&code::CONTRAST, &node.span, message);
    }
    Some(text.to_ascii_lowercase())
}

/// Contrast ratio of `0xrrggbb` against white (WCAG 2.2, definition of relative luminance).
fn contrast_to_white(colour: u32) -> f64 {
    let channel = |shift: u32| {
        let part = f64::from(colour >> shift & 0xff) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    1.05 / (0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::contrast_to_white;

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast_to_white(0x00_0000) - 21.0).abs() < 0.001);
        assert!((contrast_to_white(0xff_ffff) - 1.0).abs() < 0.001);
        assert!(contrast_to_white(0x76_7676) >= 4.5 && contrast_to_white(0x77_7777) < 4.5);
    }
}
