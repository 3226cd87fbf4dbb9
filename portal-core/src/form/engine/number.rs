//! Numbers as people type them, read the same way in every language.

use rust_decimal::Decimal;

/// Largest number of digits that is read.
const MOST_DIGITS: usize = 24;

/// Reads a number.
///
/// Spaces of any kind and apostrophes group digits. Of a point and a comma in one number, the last is the decimal sign
/// and the other groups. A sign that comes more than once groups. A lone point is the decimal sign. A lone comma is
/// the decimal sign too, unless exactly three digits follow and one to three, not beginning with 0, come before:
/// `1,200` is twelve hundred. Groups have three digits, else it is no number.
pub(super) fn read(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (minus, digits) = match text.chars().next()? {
        '-' | '\u{2212}' => (true, text.trim_start_matches(['-', '\u{2212}'])),
        '+' => (false, &text[1..]),
        _ => (false, text),
    };
    let signs = text.chars().filter(|letter| matches!(letter, '-' | '\u{2212}' | '+')).count();
    let digits: String = digits
        .trim_start()
        .chars()
        .map(|letter| if letter.is_whitespace() || matches!(letter, '\'' | '’') { ' ' } else { letter })
        .collect();
    let known = digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' '));
    if signs > 1 || !known || digits.chars().filter(char::is_ascii_digit).count() > MOST_DIGITS {
        return None;
    }
    let (whole, decimals) = match decimal_sign(&digits) {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits.as_str(), ""),
    };
    if !decimals.chars().all(|digit| digit.is_ascii_digit()) || whole.is_empty() && decimals.is_empty() {
        return None;
    }
    let number: Decimal = format!("0{}.{decimals}0", ungrouped(whole)?).parse().ok()?;
    let number = trimmed(number, decimals.len());
    Some(if minus { -number } else { number })
}

/// The number with as many decimals as were typed.
fn trimmed(mut number: Decimal, decimals: usize) -> Decimal {
    number.rescale(u32::try_from(decimals).unwrap_or(u32::MAX));
    number
}

/// Where the decimal sign stands.
fn decimal_sign(digits: &str) -> Option<usize> {
    let (point, comma) = (digits.rfind('.'), digits.rfind(','));
    match (point, comma) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(at), None) => (digits.find('.') == Some(at)).then_some(at),
        (None, Some(at)) => {
            let (before, after) = (&digits[..at], &digits[at + 1..]);
            let groups = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
            (digits.find(',') == Some(at) && !groups).then_some(at)
        }
        (None, None) => None,
    }
}

/// The digits of a whole number, when its groups are of one kind and of three digits.
fn ungrouped(whole: &str) -> Option<String> {
    let Some(group) = whole.chars().find(|letter| !letter.is_ascii_digit()) else { return Some(whole.to_owned()) };
    let groups: Vec<&str> = whole.split(group).collect();
    let sound = groups.iter().enumerate().all(|(place, group)| {
        let length = if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        length && group.chars().all(|digit| digit.is_ascii_digit())
    });
    sound.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::read;

    #[test]
    fn numbers_are_read_as_people_of_either_language_write_them() {
        for (typed, number) in [
            ("1200", "1200"),
            ("1200.5", "1200.5"),
            ("1200,5", "1200.5"),
            ("1 200,50", "1200.50"),
            ("1\u{202f}200,50", "1200.50"),
            ("1\u{a0}200", "1200"),
            ("1,200.50", "1200.50"),
            ("1.200,50", "1200.50"),
            ("1'200.50", "1200.50"),
            ("1,200", "1200"),
            ("0,125", "0.125"),
            ("1.200", "1.200"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            (" -12 ", "-12"),
            ("− 12,5", "-12.5"),
            ("+7", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("007", "7"),
        ] {
            assert_eq!(read(typed).map(|found| found.to_string()).as_deref(), Some(number), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_guessed() {
        for typed in
            ["", "-", ".", ",", "12a", "1 2", "1,2,3", "1 200 00", "--5", "5-", "1e9", "1.2.3,4", "١٢", "NaN", "0x1f"]
        {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert_eq!(read(&"9".repeat(25)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            read(&text);
        }

        #[test]
        fn what_we_write_is_read_back(units in any::<i64>(), scale in 0u32..9) {
            let number = Decimal::new(units, scale);
            prop_assert_eq!(read(&number.to_string()), Some(number));
        }
    }
}
