//! Dates, moments, numbers, amounts and sizes in the manner of a locale. English and French are written out; another
//! locale gets its own month names and English numbers.

use chrono::{
    DateTime, Datelike, Locale, NaiveDate, Timelike, Utc,
    format::{Fixed, Item},
};
use chrono_tz::Tz;
use rust_decimal::{Decimal, RoundingStrategy};

/// No-break space: before units.
const SPACE: char = '\u{a0}';
/// Narrow no-break space: between French groups of digits.
const NARROW_SPACE: char = '\u{202f}';

/// The name of a month. A pattern would be read anew for each date of a page.
const MONTH: [Item<'static>; 1] = [Item::Fixed(Fixed::LongMonthName)];
/// The name of a weekday.
const WEEKDAY: [Item<'static>; 1] = [Item::Fixed(Fixed::LongWeekdayName)];

/// How a language writes numbers (Unicode CLDR).
struct Manner {
    group: char,
    decimal: char,
    /// Whether the currency stands behind the amount.
    currency_last: bool,
    units: [&'static str; 4],
}

const ENGLISH: Manner = Manner { group: ',', decimal: '.', currency_last: false, units: ["B", "kB", "MB", "GB"] };
const FRENCH: Manner =
    Manner { group: NARROW_SPACE, decimal: ',', currency_last: true, units: ["o", "ko", "Mo", "Go"] };

fn is_french(locale: &str) -> bool {
    locale.split(['-', '_']).next() == Some("fr")
}

fn manner(locale: &str) -> &'static Manner {
    if is_french(locale) { &FRENCH } else { &ENGLISH }
}

/// The language whose names of days and months are written.
fn names(locale: &str) -> Locale {
    match locale.split(['-', '_']).next() {
        Some("en") | None => Locale::en_GB,
        Some("fr") => Locale::fr_FR,
        Some(other) => {
            let own = locale.replace('-', "_");
            let usual = format!("{other}_{}", other.to_uppercase());
            Locale::try_from(own.as_str()).or_else(|_| Locale::try_from(usual.as_str())).unwrap_or(Locale::en_GB)
        }
    }
}

/// A date: `22 November 2026`, `22 novembre 2026`.
pub fn date(locale: &str, date: NaiveDate) -> String {
    let day = if is_french(locale) && date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    let month = date.format_localized_with_items(MONTH.iter(), names(locale));
    format!("{day} {month} {}", date.year())
}

/// A date with its weekday: `Sunday 22 November 2026`, `dimanche 22 novembre 2026`.
pub fn weekday(locale: &str, day: NaiveDate) -> String {
    format!("{} {}", day.format_localized_with_items(WEEKDAY.iter(), names(locale)), date(locale, day))
}

/// A span in a time zone, which is named: `Sunday 22 November 2026, 15:00–16:00 (Europe/Paris)`.
pub fn span(locale: &str, starts: DateTime<Utc>, ends: DateTime<Utc>, zone: Tz) -> String {
    let (from, to) = (starts.with_timezone(&zone), ends.with_timezone(&zone));
    let clock = |at: &DateTime<Tz>| at.format("%H:%M").to_string();
    let day = weekday(locale, from.date_naive());
    let end = match from.date_naive() == to.date_naive() {
        true => format!("–{}", clock(&to)),
        false => format!(" – {}, {}", weekday(locale, to.date_naive()), clock(&to)),
    };
    format!("{day}, {}{end} ({})", clock(&from), zone.name())
}

/// A moment in a time zone: `22 November 2026, 15:09`, `22 novembre 2026 à 15:09`.
pub fn date_time(locale: &str, moment: DateTime<Utc>, zone: Tz) -> String {
    let local = moment.with_timezone(&zone);
    let joint = if is_french(locale) { " à " } else { ", " };
    format!("{}{joint}{:02}:{:02}", date(locale, local.date_naive()), local.hour(), local.minute())
}

/// A number with all its decimals: `12,500.50`, `12 500,50`.
pub fn number(locale: &str, number: Decimal) -> String {
    let manner = manner(locale);
    let digits = number.abs().to_string();
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut written = String::from(if number.is_sign_negative() && !number.is_zero() { "-" } else { "" });
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            written.push(manner.group);
        }
        written.push(digit);
    }
    if !decimals.is_empty() {
        written.push(manner.decimal);
        written.push_str(decimals);
    }
    written
}

/// An amount with two decimals and its currency (ISO 4217): `€12,500.00`, `12 500,00 €`. A currency without a common
/// sign shows its code.
pub fn money(locale: &str, amount: Decimal, currency: &str) -> String {
    let mut amount = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    amount.rescale(2);
    let sign = match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        code => code,
    };
    let digits = number(locale, amount.abs());
    let minus = if amount.is_sign_negative() && !amount.is_zero() { "-" } else { "" };
    if manner(locale).currency_last {
        format!("{minus}{digits}{SPACE}{sign}")
    } else if sign == currency {
        format!("{minus}{sign}{SPACE}{digits}")
    } else {
        format!("{minus}{sign}{digits}")
    }
}

/// Yes or no, within a sentence.
pub fn yes_or_no(locale: &str, is: bool) -> &'static str {
    match (is_french(locale), is) {
        (false, true) => "yes",
        (false, false) => "no",
        (true, true) => "oui",
        (true, false) => "non",
    }
}

/// A size in units of 1,000 bytes, with a no-break space: `1.4 MB`, `1,4 Mo`.
pub fn size(locale: &str, bytes: u64) -> String {
    let [mut unit, larger @ ..] = manner(locale).units;
    let mut larger = larger.into_iter();
    let mut shown = Decimal::from(bytes);
    let rounded = |size: Decimal| size.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize();
    while rounded(shown) >= Decimal::ONE_THOUSAND
        && let Some(next) = larger.next()
    {
        shown /= Decimal::ONE_THOUSAND;
        unit = next;
    }
    format!("{}{SPACE}{unit}", number(locale, rounded(shown)))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use rust_decimal::Decimal;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn dates_are_written_out_in_their_language() {
        assert_eq!(super::date("en", day("2026-11-22")), "22 November 2026");
        assert_eq!(super::date("fr", day("2026-11-22")), "22 novembre 2026");
        assert_eq!(super::date("fr-CA", day("2026-08-01")), "1er août 2026");
        assert_eq!(super::date("de", day("2026-03-01")), "1 März 2026");
        assert_eq!(super::date("xx", day("2026-03-01")), "1 March 2026");
    }

    #[test]
    fn moments_are_shown_in_the_zone_of_the_portal() {
        let moment: DateTime<Utc> = "2026-11-22T23:09:00Z".parse().expect("a moment");
        assert_eq!(super::date_time("en", moment, chrono_tz::UTC), "22 November 2026, 23:09");
        assert_eq!(super::date_time("fr", moment, chrono_tz::Europe::Paris), "23 novembre 2026 à 00:09");
    }

    #[test]
    fn a_span_names_its_day_and_its_clocks() {
        let at = |text: &str| -> DateTime<Utc> { text.parse().expect("a moment") };
        let (starts, ends) = (at("2026-11-30T09:00:00Z"), at("2026-11-30T10:30:00Z"));
        let paris = chrono_tz::Europe::Paris;
        assert_eq!(super::span("en", starts, ends, paris), "Monday 30 November 2026, 10:00–11:30 (Europe/Paris)");
        assert_eq!(super::span("fr", starts, ends, paris), "lundi 30 novembre 2026, 10:00–11:30 (Europe/Paris)");
        let night = super::span("en", at("2026-11-30T22:00:00Z"), at("2026-12-01T01:00:00Z"), chrono_tz::UTC);
        assert_eq!(night, "Monday 30 November 2026, 22:00 – Tuesday 1 December 2026, 01:00 (UTC)");
    }

    #[test]
    fn numbers_are_grouped_by_three_and_keep_their_decimals() {
        assert_eq!(super::number("en", decimal("12500.50")), "12,500.50");
        assert_eq!(super::number("fr", decimal("12500.50")), "12\u{202f}500,50");
        assert_eq!(super::number("en", decimal("-1234567")), "-1,234,567");
        assert_eq!(super::number("en", decimal("-0")), "0");
        assert_eq!(super::number("fr", decimal("999")), "999");
    }

    #[test]
    fn amounts_have_two_decimals_and_their_currency() {
        assert_eq!(super::money("en", decimal("12500"), "EUR"), "€12,500.00");
        assert_eq!(super::money("fr", decimal("12500"), "EUR"), "12\u{202f}500,00\u{a0}€");
        assert_eq!(super::money("en", decimal("-0.005"), "GBP"), "-£0.01");
        assert_eq!(super::money("en", decimal("5"), "CHF"), "CHF\u{a0}5.00");
        assert_eq!(super::money("fr", decimal("5"), "SEK"), "5,00\u{a0}SEK");
    }

    #[test]
    fn sizes_have_the_unit_that_fits() {
        assert_eq!(super::size("en", 0), "0\u{a0}B");
        assert_eq!(super::size("en", 1_400_000), "1.4\u{a0}MB");
        assert_eq!(super::size("fr", 1_400_000), "1,4\u{a0}Mo");
        assert_eq!(super::size("en", 999_960), "1\u{a0}MB");
        assert_eq!(super::size("fr", 25_000_000), "25\u{a0}Mo");
        assert_eq!(super::size("en", u64::MAX), "18,446,744,073.7\u{a0}GB");
    }
}
