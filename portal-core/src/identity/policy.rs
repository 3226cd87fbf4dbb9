//! The rule for choosing a password (SECURITY §4, A17): long enough and not easy to guess, whatever it is made of. No rule on
//! composition and no expiry (ASVS 6.2.5, 6.2.10).

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

use super::password::LONGEST;

/// Shortest password, in characters (ASVS 6.2.1 asks for 8; SECURITY §4).
const SHORTEST: usize = 12;
/// Least strength in bits, by CNIL's count: recommendation 2022-100, case 2, with sign-in throttled.
const BITS: f64 = 50.0;
/// So much must be left of a password without the words that everybody knows of its owner, in characters.
const LEFT: usize = 8;
/// Shorter words of its owner do not make a password weak, in characters.
const SHORTEST_WORD: usize = 4;

/// Why a password will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// It has fewer than 12 characters.
    Short,
    /// It has more than 128.
    Long,
    /// It holds the character U+0000.
    Nul,
    /// Fewer than 50 bits: as of 12 digits.
    Simple,
    /// It is among the passwords that are tried first, or made of one of them.
    Common,
    /// It is mostly made of the person's own name or address, their company's or the portal's name.
    Own,
    /// It is made of patterns and words that are guessed soon.
    Guessable,
}

impl Weak {
    /// A stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Nul => "nul",
            Self::Simple => "simple",
            Self::Common => "common",
            Self::Own => "own",
            Self::Guessable => "guessable",
        }
    }
}

/// The passwords that are tried first: the top 3,000 (ASVS 6.2.4), and those of 12 characters and more among the 49,000
/// after them. From zxcvbn-ts 4.1 (MIT), which took them from leaks; in lower case.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("policy/common.txt").lines().collect());

/// Whether a password may be chosen: 12 to 128 characters after normalisation (NFC) with at least 50 bits by CNIL's
/// count, not among those that are tried first, not made of the words that everybody knows of its owner, and, with the
/// feature `strength`, not guessed soon by its patterns (zxcvbn, 3 of 4).
///
/// # Errors
/// Why not.
pub fn check_policy(password: &str, own: &[&str]) -> Result<(), Weak> {
    let password: String = password.nfc().collect();
    let length = password.chars().count();
    let folded = password.nfkc().collect::<String>().to_lowercase();
    match () {
        () if password.contains('\0') => Err(Weak::Nul),
        () if length < SHORTEST => Err(Weak::Short),
        () if length > LONGEST => Err(Weak::Long),
        () if is_common(&folded) => Err(Weak::Common),
        () if bits(&password, length) < BITS => Err(Weak::Simple),
        () if is_own(&folded, own) => Err(Weak::Own),
        () if is_guessed(&password, own) => Err(Weak::Guessable),
        () => Ok(()),
    }
}

/// CNIL's count: L·log₂N, with N the sum of the classes that are used (26 + 26 + 10 + 37).
fn bits(password: &str, length: usize) -> f64 {
    let class = |is: fn(&char) -> bool, size: u32| if password.chars().any(|c| is(&c)) { size } else { 0 };
    let letters = class(char::is_ascii_lowercase, 26) + class(char::is_ascii_uppercase, 26);
    let others = class(char::is_ascii_digit, 10) + class(|c| !c.is_ascii_alphanumeric(), 37);
    u32::try_from(length).map_or(0.0, f64::from) * f64::from(letters + others).log2()
}

/// Whether it is one of those that are tried first: as it is, written several times, or with digits and signs around.
fn is_common(folded: &str) -> bool {
    let bare = folded.trim_matches(|c: char| !c.is_alphabetic());
    let known = |text: &str| COMMON.contains(text) || COMMON.contains(once(text));
    known(folded) || known(bare) || begins(folded).any(known)
}

/// Its beginnings that are at least half of it, as far as digits and signs follow.
fn begins(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().rev().take_while(|(_, c)| !c.is_alphabetic());
    ends.map(|(end, _)| &text[..end]).take_while(|begin| begin.len() * 2 >= text.len())
}

/// A text that is written several times, once; another as it is.
fn once(text: &str) -> &str {
    let size = text.len();
    let repeats = |part: &usize| size.is_multiple_of(*part) && text.is_char_boundary(*part);
    let part = (1..=size / 2).filter(repeats).find(|part| text[..*part].repeat(size / part) == text);
    &text[..part.unwrap_or(size)]
}

/// Whether little is left without the words that everybody knows of its owner.
fn is_own(folded: &str, own: &[&str]) -> bool {
    let mut words: Vec<String> = own.iter().flat_map(|text| words(text)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let left = words.iter().fold(folded.to_owned(), |left, word| left.replace(word, ""));
    left.len() < folded.len() && left.chars().count() < LEFT
}

/// The words of a name or an address, and all of them in a row.
fn words(text: &str) -> Vec<String> {
    let folded = text.nfkc().collect::<String>().to_lowercase();
    let parts = folded.split(|c: char| !c.is_alphanumeric());
    let all: String = parts.clone().collect();
    let long = |word: &String| word.chars().count() >= SHORTEST_WORD;
    parts.map(str::to_owned).chain([all, folded.clone()]).filter(long).collect()
}

#[cfg(feature = "strength")]
fn is_guessed(password: &str, own: &[&str]) -> bool {
    zxcvbn::zxcvbn(password, own).score() < zxcvbn::Score::Three
}

#[cfg(not(feature = "strength"))]
fn is_guessed(_: &str, _: &[&str]) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 4] =
        ["Claire Martin", "claire.martin@alpha-logistics.example", "Alpha Logistics", "Novaterm Portal"];

    fn check(password: &str) -> Result<(), Weak> {
        check_policy(password, &OWN)
    }

    #[test]
    fn a17_length_and_entropy_decide_and_no_composition_rule() {
        assert_eq!(check("vkqmzhtwpxb"), Err(Weak::Short), "11 characters");
        assert_eq!(check("vkqmzhtwpxbr"), Ok(()), "12 lower-case letters are 56 bits");
        assert_eq!(check("738164920571"), Err(Weak::Simple), "12 digits are 40 bits");
        assert_eq!(check("7381649205718364"), Ok(()), "16 digits are 53 bits");
        assert_eq!(check("seven green umbrellas"), Ok(()));
        assert_eq!(check("  seven green umbrellas  "), Ok(()), "outer spaces are part of it");
    }

    #[test]
    fn a17_up_to_128_characters_count_and_none_is_cut_off() {
        let word = "vq7 plum ".repeat(15);
        let of = |length: usize| word.chars().take(length).collect::<String>();
        assert_eq!(check(&of(64)), Ok(()));
        assert_eq!(check(&of(128)), Ok(()));
        assert_eq!(check(&of(129)), Err(Weak::Long));
        assert_eq!(check(&"x".repeat(1 << 20)), Err(Weak::Long));
    }

    #[test]
    fn a17_of_composed_and_decomposed_letters_the_same_counts() {
        let (composed, decomposed) = ("é".repeat(6) + "vkqmzh", "e\u{301}".repeat(6) + "vkqmzh");
        assert_eq!(check(&composed), check(&decomposed));
        assert_eq!(check(&"e\u{301}".repeat(11)), Err(Weak::Short), "11 letters of two code points each");
        assert_eq!(check("seven\0green umbrellas"), Err(Weak::Nul));
    }

    #[test]
    fn a17_three_thousand_common_ones_that_are_long_enough_are_refused() {
        let mut tried = 0;
        for word in COMMON.iter() {
            let twice = word.repeat(12_usize.div_ceil(word.chars().count()).max(2));
            let dated =
                format!("{word}{}", &"1234567890!2024!"[..12_usize.saturating_sub(word.chars().count()).max(4)]);
            for password in [(*word).to_owned(), twice, dated, word.to_uppercase()] {
                let long = (12..=LONGEST).contains(&password.chars().count());
                if long {
                    assert!(check(&password).is_err(), "{password}");
                    tried += 1;
                }
            }
        }
        assert!(tried > 3_000, "{tried}");
    }

    #[test]
    fn a17_what_everybody_knows_of_somebody_is_no_password() {
        for own in [
            "ClaireMartin2024",
            "claire.martin@alpha-logistics.example",
            "alphalogistics!1",
            "Alpha-Logistics1",
            "novatermportal",
            "martin claire 75",
        ] {
            assert_eq!(check(own), Err(Weak::Own), "{own}");
        }
        assert_eq!(check("claire keeps seven green umbrellas"), Ok(()), "a word among others does no harm");
    }

    #[cfg(feature = "strength")]
    #[test]
    fn a17_patterns_that_are_guessed_soon_are_refused() {
        for soon in ["abcdefghijklmnop", "qwertyuiopasdf", "aaaaaaaaaaaaaaaa", "January2024!!"] {
            assert!(check(soon).is_err(), "{soon}");
        }
    }
}
