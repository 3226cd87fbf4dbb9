//! The patterns that most fields have, `NT-[0-9]{5}`, `[A-Z]{2}\d{4,8}`: letters and sets of letters one after the other, each
//! perhaps repeated. They are asked of a text with two shifts a byte (extended Shift-And: Navarro and Raffinot, Flexible
//! Pattern Matching in Strings, 4.2); all others go to the general engine.

use std::{iter::Peekable, str::Chars};

/// Most places of a sequence: their states fit into 64 bits.
const MOST_PLACES: usize = 63;

/// A sequence of places, each of which takes one letter of a set.
pub(super) struct Sequence {
    /// Of each ASCII letter the places that take it.
    takes: Box<[u64; 128]>,
    /// The places that may take several letters.
    repeats: u64,
    /// The places that may be left out.
    optional: u64,
    /// Behind the last place.
    end: u64,
}

impl Sequence {
    /// Reads a pattern that the general engine accepts; `None` where it says more than a sequence of ASCII letters can.
    pub(super) fn read(pattern: &str) -> Option<Self> {
        let mut sequence = Self { takes: Box::new([0; 128]), repeats: 0, optional: 0, end: 1 };
        let mut rest = pattern.chars().peekable();
        while let Some(letter) = rest.next() {
            let set = match letter {
                '[' => class(&mut rest)?,
                '\\' => escaped(rest.next()?)?,
                letter => plain(letter)?,
            };
            let (least, most) = repetition(&mut rest)?;
            for _ in 0..least {
                sequence.add(set, false)?;
            }
            match most {
                Some(most) => (least..most).try_for_each(|_| sequence.add(set, true))?,
                None => {
                    sequence.add(set, true)?;
                    sequence.repeats |= sequence.end >> 1;
                }
            }
        }
        Some(sequence)
    }

    fn add(&mut self, set: u128, optional: bool) -> Option<()> {
        let place = self.end;
        self.end = place.checked_mul(2).filter(|end| *end <= 1 << MOST_PLACES)?;
        self.optional |= if optional { place } else { 0 };
        for (letter, takes) in self.takes.iter_mut().enumerate() {
            *takes |= if set >> letter & 1 == 1 { place } else { 0 };
        }
        Some(())
    }

    /// Whether the whole text is as the pattern says.
    pub(super) fn matches(&self, text: &str) -> bool {
        let mut at = self.skipped(1);
        for byte in text.bytes() {
            let Some(takes) = self.takes.get(usize::from(byte)) else { return false };
            at = self.skipped((at & takes) << 1 | at & (takes & self.repeats) << 1);
            if at == 0 {
                return false;
            }
        }
        at & self.end != 0
    }

    /// With the places that come next where optional ones are left out.
    fn skipped(&self, mut at: u64) -> u64 {
        loop {
            let more = at | (at & self.optional) << 1;
            if more == at {
                return at;
            }
            at = more;
        }
    }
}

/// The set of one letter, where it means itself.
fn plain(letter: char) -> Option<u128> {
    let itself = letter.is_ascii_alphanumeric() || " _-/:,@#%'\"!;=".contains(letter);
    itself.then(|| 1 << u32::from(letter))
}

/// What stands behind a backslash: a sign that means itself, digits, or letters of words.
fn escaped(letter: char) -> Option<u128> {
    let all = |is: fn(&u8) -> bool| (0..128_u8).filter(is).fold(0, |set, letter| set | 1 << letter);
    match letter {
        'd' => Some(all(u8::is_ascii_digit)),
        'w' => Some(all(|letter| letter.is_ascii_alphanumeric() || *letter == b'_')),
        '<' | '>' => None,
        sign => sign.is_ascii_punctuation().then(|| 1 << u32::from(sign)),
    }
}

/// A set in brackets, the first of which was read: `[A-Z0-9_.-]`.
fn class(rest: &mut Peekable<Chars<'_>>) -> Option<u128> {
    let mut set = 0;
    loop {
        let letter = rest.next()?;
        match letter {
            ']' if set != 0 => return Some(set),
            '-' if rest.peek() == Some(&']') => set |= 1 << u32::from('-'),
            '\\' => set |= escaped(rest.next()?)?,
            letter if letter.is_ascii_alphanumeric() && rest.peek() == Some(&'-') => {
                rest.next();
                let to = rest.next().filter(char::is_ascii_alphanumeric)?;
                set |= (letter..=to).fold(0, |set, letter| set | 1 << u32::from(letter));
            }
            letter => set |= if letter == '-' { None } else { plain(letter).or_else(|| dots(letter)) }?,
        }
    }
}

/// The signs that mean themselves in brackets alone.
fn dots(letter: char) -> Option<u128> {
    ".+*?()$".contains(letter).then(|| 1 << u32::from(letter))
}

/// How often the part before is repeated: at least, and at most.
fn repetition(rest: &mut Peekable<Chars<'_>>) -> Option<(usize, Option<usize>)> {
    let times = match rest.peek() {
        Some('?') => (0, Some(1)),
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('{') => {
            let written: String = rest.by_ref().skip(1).take_while(|letter| *letter != '}').collect();
            let (least, most) = written.split_once(',').unwrap_or((&written, &written));
            let most = if most.is_empty() { None } else { Some(most.parse().ok()?) };
            return (!is_repetition(rest.peek())).then_some((least.parse().ok()?, most));
        }
        _ => return Some((1, Some(1))),
    };
    rest.next();
    (!is_repetition(rest.peek())).then_some(times)
}

/// Whether a repetition is repeated, or is content with less.
fn is_repetition(sign: Option<&char>) -> bool {
    sign.is_some_and(|sign| "?*+{".contains(*sign))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::compile, Sequence};

    #[test]
    fn what_most_fields_ask_for_is_a_sequence() {
        for (pattern, good, bad) in [
            ("[0-9]{5}", "59000", "5900"),
            ("NT-[0-9]{5}", "NT-20415", "NT-204155"),
            (r"[A-Z]{2}\d{4,8}", "FR12345", "FR123"),
            (r"\w+([.]\w+)?", "", ""),
            ("[A-Za-z0-9_.-]+", "a-b.C", "a b"),
            ("A?B*C+", "BBC", "AB"),
            ("[0-9]{2}é", "", ""),
        ] {
            let Some(sequence) = Sequence::read(pattern) else {
                assert_eq!(good, "", "{pattern}");
                continue;
            };
            assert!(sequence.matches(good) && !sequence.matches(bad), "{pattern}");
        }
    }

    #[test]
    fn what_says_more_is_left_to_the_engine() {
        for pattern in
            ["a|b", "(ab)+", ".", "a.b", "^a", "[^a]", "[[:digit:]]", "[a&&b]", r"\s", r"\bA", "a+?", "é", "a{64}"]
        {
            assert!(Sequence::read(pattern).is_none(), "{pattern}");
        }
    }

    fn written() -> impl Strategy<Value = String> {
        let part = proptest::sample::select(vec![
            "a", "b", "A", "-", "0", "[ab]", "[a-c]", "[0-9]", "[^a]", r"\d", r"\w", r"\.", ".", "[a-]", "[-a]", "[.]",
            "]", "[]a]", r"[\d-]", r"[\w.]", "é", "(a)", "|",
        ]);
        let often = proptest::sample::select(vec![
            "",
            "",
            "",
            "?",
            "*",
            "+",
            "{2}",
            "{0}",
            "{1,3}",
            "{0,2}",
            "{2,}",
            "+?",
            "{1}{2}",
            "{ 1 , 2 }",
        ]);
        let repeated = (part, often).prop_map(|(part, often)| [part, often].concat());
        proptest::collection::vec(repeated, 0..5).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn a_sequence_takes_what_the_engine_takes(pattern in written(), texts in proptest::collection::vec("[abcA0-9.é_\\]-]{0,8}", 8)) {
            if let (Ok(engine), Some(sequence)) = (compile(&format!("^(?:{pattern})$")), Sequence::read(&pattern)) {
                for text in &texts {
                    prop_assert_eq!(sequence.matches(text), engine.is_match(text), "{:?} of {:?}", pattern, text);
                }
            }
        }
    }
}
