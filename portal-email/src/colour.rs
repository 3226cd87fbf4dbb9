//! The accent colour and a text colour that can be read on it.

/// Stands in for an accent that is no colour; a letter is too important to be lost over it.
const DEFAULT: [u8; 3] = [0x1f, 0x4f, 0xd8];

/// A background and the colour of the text on it, both as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub background: String,
    pub text: &'static str,
}

/// The accent with white text, or with black where white would have a contrast below 4.5:1 (WCAG 2.2, 1.4.3). One of
/// the two always reaches it. Anything but `#rrggbb` is replaced by a blue, so that nothing else reaches a style.
pub fn pair(accent: &str) -> Pair {
    let rgb = parse(accent).unwrap_or(DEFAULT);
    let text = if contrast(luminance(rgb), 1.0) >= 4.5 { "#ffffff" } else { "#000000" };
    let [r, g, b] = rgb;
    Pair { background: format!("#{r:02x}{g:02x}{b:02x}"), text }
}

fn parse(text: &str) -> Option<[u8; 3]> {
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Relative luminance as WCAG 2.2 defines it, 0 to 1.
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_can_be_read_whatever_the_accent() {
        let steps = || (0..=255_u8).step_by(15);
        for (r, g, b) in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| (r, g, b)))) {
            let pair = pair(&format!("#{r:02X}{g:02x}{b:02x}"));
            let text = parse(pair.text).unwrap();
            let reached = contrast(luminance(text), luminance(parse(&pair.background).unwrap()));
            assert!(reached >= 4.5, "{pair:?} has {reached}");
        }
    }

    #[test]
    fn x07_an_accent_that_is_no_colour_never_reaches_a_style() {
        for accent in ["", "red", "#fff", "#12345g", "#1234567", "#é1234", "red;background:url(//x)", "\"><script>"] {
            assert_eq!(pair(accent).background, "#1f4fd8", "{accent}");
        }
    }
}
