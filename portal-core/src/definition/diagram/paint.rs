//! The colours, by who acts. On each of its fills a text has at least 7:1 in the light and in the dark, and each edge at
//! least 3:1 against what is behind it (WCAG 2.2, 1.4.6 and 1.4.11).

use super::graph::Actor;

/// What is painted for one who acts.
pub(super) struct Paint {
    pub class: &'static str,
    pub fill: &'static str,
    pub edge: &'static str,
    pub dark_fill: &'static str,
    pub dark_edge: &'static str,
}

pub(super) const TEXT: [&str; 2] = ["#1b1f24", "#eceff2"];
pub(super) const PAPER: [&str; 2] = ["#ffffff", "#14181c"];
pub(super) const LINE: [&str; 2] = ["#59636e", "#a5afb9"];

pub(super) const ALL: [Actor; 5] = [Actor::Client, Actor::Team, Actor::Both, Actor::ThirdParty, Actor::Nobody];

pub(super) fn of(actor: Actor) -> Paint {
    let (class, fill, edge, dark_fill, dark_edge) = match actor {
        Actor::Client => ("client", "#fff1d6", "#a34e00", "#3d2a0c", "#f2b866"),
        Actor::Team => ("team", "#e3eefd", "#1a56c4", "#132b4f", "#8db7f7"),
        Actor::Both => ("both", "#f0e8fc", "#6b3fc0", "#2d2148", "#c6abf8"),
        Actor::ThirdParty => ("third", "#e0f4ee", "#0b7163", "#0f342e", "#68cdbb"),
        Actor::Nobody => ("nobody", "#f0f2f4", "#68727d", "#272c32", "#9ca6b0"),
    };
    Paint { class, fill, edge, dark_fill, dark_edge }
}

#[cfg(test)]
mod tests {
    use super::{ALL, LINE, PAPER, TEXT, of};

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal")) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn texts_and_edges_stand_out_in_the_light_and_in_the_dark() {
        for actor in ALL {
            let paint = of(actor);
            for (at, fill, edge) in [(0, paint.fill, paint.edge), (1, paint.dark_fill, paint.dark_edge)] {
                assert!(contrast(TEXT[at], fill) >= 7.0, "{actor:?}");
                assert!(contrast(edge, PAPER[at]) >= 3.0 && contrast(edge, fill) >= 3.0, "{actor:?}");
            }
        }
        for at in 0..2 {
            assert!(contrast(LINE[at], PAPER[at]) >= 3.0 && contrast(TEXT[at], PAPER[at]) >= 7.0);
        }
    }
}
