//! A QR code as the path of an SVG, which needs nothing that the page's content security policy forbids.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;

/// The quiet zone around a code, in modules (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A QR code to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// Width and height, in modules, with the quiet zone.
    pub size: i32,
    /// The dark modules, as the `d` of an SVG path.
    pub path: String,
}

impl Qr {
    /// The code of a text; `None`: it is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
                if run > 0 {
                    write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET)
                        .expect("writing to a string does not fail");
                }
                x += i32::try_from(run).unwrap_or(i32::MAX).max(1);
            }
        }
        Some(Self { size: code.size() + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn the_three_corners_are_drawn_within_the_quiet_zone() {
        let qr = Qr::of("otpauth://totp/Durand:claire@alpha.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        let far = qr.size - 4 - 7;
        for corner in ["M4 4h7v1h-7z".to_owned(), format!("M{far} 4h7v1h-7z"), format!("M4 {far}h7v1h-7z")] {
            assert!(qr.path.contains(&corner), "{corner}: {}", qr.path);
        }
        assert!(qr.path.chars().all(|c| c.is_ascii_digit() || "M hvz-".contains(c)), "nothing to escape");
        assert_eq!(Qr::of(&"x".repeat(5000)), None);
    }
}
