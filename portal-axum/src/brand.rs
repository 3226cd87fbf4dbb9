//! The portal's accent colour, turned into the few custom properties that need it. Contrast is worked out here, so that
//! no accent can make a button or a link unreadable.

/// The accent of a portal that chose none.
pub const ACCENT: Colour = Colour([0x2b, 0x4a, 0xc4]);
const WHITE: Colour = Colour([0xff; 3]);
/// The surface of the dark look, as in `portal.css`.
const NIGHT: Colour = Colour([0x18, 0x1c, 0x24]);

/// An opaque sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Reads six hexadecimal digits, with or without `#`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let exact = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).ok();
        exact.then(|| Some(Self([part(0)?, part(2)?, part(4)?])))?
    }

    /// Six lower-case hexadecimal digits.
    pub fn digits(self) -> String {
        let [red, green, blue] = self.0;
        format!("{red:02x}{green:02x}{blue:02x}")
    }

    /// Contrast between two colours, 1 to 21 (WCAG 2.2, relative luminance).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The colour a tenth nearer to another.
    fn towards(self, other: Self) -> Self {
        let mut mixed = self.0;
        for (part, goal) in mixed.iter_mut().zip(other.0) {
            let (from, to) = (u16::from(*part), u16::from(goal));
            *part = u8::try_from((from * 9 + to + 9 * u16::from(to > from)) / 10).unwrap_or(goal);
        }
        Self(mixed)
    }

    /// The nearest mix with `other` that has at least `ratio` to `ground`.
    fn readable_on(self, ground: Self, other: Self, ratio: f64) -> Self {
        let mut colour = self;
        for _ in 0..48 {
            if colour.contrast(ground) >= ratio {
                return colour;
            }
            colour = colour.towards(other);
        }
        other
    }
}

/// The stylesheet that brings the accent: on white it has at least 4.5:1, on the dark look's surface 6:1.
pub fn stylesheet(accent: Colour) -> String {
    let light = accent.readable_on(WHITE, Colour([0; 3]), 4.5);
    let dark = accent.readable_on(NIGHT, WHITE, 6.0);
    format!(
        "@layer portal{{:root{{--portal-accent:#{};--portal-on-accent:#fff}}\n\
         @media (prefers-color-scheme:dark){{:root{{--portal-accent:#{};--portal-on-accent:#{}}}}}}}\n",
        light.digits(),
        dark.digits(),
        NIGHT.digits(),
    )
}

/// The icon for the browser's tab: a rounded square in the accent.
pub fn icon(accent: Colour) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"9\" \
         fill=\"#{}\"/><path d=\"M10 25V13a6 6 0 0 1 12 0v12\" fill=\"none\" stroke=\"#fff\" stroke-width=\"3.5\" \
         stroke-linecap=\"round\"/></svg>",
        accent.readable_on(WHITE, Colour([0; 3]), 3.0).digits()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_accent_stays_readable_in_both_looks() {
        for text in ["#0b57d0", "#000000", "#ffff00", "#ff7a00", "#7f7f7f", "#18181b", "#ffffff", "#006400"] {
            let accent = Colour::parse(text).unwrap();
            assert!(accent.readable_on(WHITE, Colour([0; 3]), 4.5).contrast(WHITE) >= 4.5, "{text} on white");
            assert!(accent.readable_on(NIGHT, WHITE, 6.0).contrast(NIGHT) >= 6.0, "{text} on dark");
        }
    }

    #[test]
    fn a_readable_accent_is_left_as_it_is() {
        assert!(stylesheet(Colour::parse("0b57d0").unwrap()).contains("--portal-accent:#0b57d0;"));
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for wrong in ["", "#fff", "0b57d0;}", "#0b57dé", "0b57d0ff", "blue"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong:?}");
        }
    }
}
