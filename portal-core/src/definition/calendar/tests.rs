//! Deadlines across nights, weekends, holidays and changes of the clocks.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::{Europe::Paris, Pacific::Apia, Tz};

use super::{DAYS, before, due_at, easter, is_ever_open};
use crate::definition::{Calendar, Duration, Holiday, Unit};

fn clock(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// Monday to Friday, 9 to 12 and 14 to 18 o'clock; New Year, Easter Monday, Ascension Day, and 24 December 2026.
fn office() -> Calendar {
    let open = vec![(clock("09:00"), clock("12:00")), (clock("14:00"), clock("18:00"))];
    let once = NaiveDate::from_ymd_opt(2026, 12, 24).unwrap();
    Calendar {
        hours: std::array::from_fn(|day| if day < 5 { open.clone() } else { Vec::new() }),
        holidays: vec![Holiday::Yearly(1, 1), Holiday::Easter(1), Holiday::Easter(39), Holiday::Once(once)],
    }
}

fn due(from: &str, duration: &str, zone: Tz) -> String {
    let from: DateTime<Utc> = from.parse::<DateTime<chrono::FixedOffset>>().unwrap().with_timezone(&Utc);
    let due = due_at(from, duration.parse().unwrap(), &office(), zone);
    due.with_timezone(&zone).format("%a %Y-%m-%d %H:%M:%S").to_string()
}

#[test]
fn so_long_before_a_visit_is_counted_backwards_through_open_time() {
    let at: DateTime<Utc> = "2026-03-09T10:00:00+01:00".parse::<DateTime<chrono::FixedOffset>>().unwrap().to_utc();
    let earlier = |duration: &str| {
        let moment = before(at, duration.parse().unwrap(), &office(), Paris);
        moment.with_timezone(&Paris).format("%a %Y-%m-%d %H:%M:%S").to_string()
    };
    assert_eq!(earlier("30 minutes"), "Mon 2026-03-09 09:30:00");
    assert_eq!(earlier("1 day"), "Sun 2026-03-08 23:59:59");
    assert_eq!(earlier("1 week"), "Mon 2026-03-02 23:59:59");
    assert_eq!(earlier("1 business day"), "Fri 2026-03-06 18:00:00");
    assert_eq!(earlier("2 business days"), "Thu 2026-03-05 18:00:00");
    assert_eq!(earlier("3 business hours"), "Fri 2026-03-06 16:00:00");
}

#[test]
fn minutes_and_hours_run_on_the_clock() {
    assert_eq!(due("2026-03-06T17:50:00+01:00", "30 minutes", Paris), "Fri 2026-03-06 18:20:00");
    assert_eq!(due("2026-03-06T17:50:00+01:00", "48 hours", Paris), "Sun 2026-03-08 17:50:00");
}

#[test]
fn days_and_longer_end_with_the_day() {
    assert_eq!(due("2026-03-06T10:00:00+01:00", "1 day", Paris), "Sat 2026-03-07 23:59:59");
    assert_eq!(due("2026-03-06T10:00:00+01:00", "2 weeks", Paris), "Fri 2026-03-20 23:59:59");
    assert_eq!(due("2026-01-31T10:00:00+01:00", "1 month", Paris), "Sat 2026-02-28 23:59:59");
    assert_eq!(due("2024-02-29T10:00:00+01:00", "1 year", Paris), "Fri 2025-02-28 23:59:59");
}

#[test]
fn the_day_is_that_of_the_portals_zone() {
    assert_eq!(due("2026-03-06T23:30:00+00:00", "1 day", Paris), "Sun 2026-03-08 23:59:59");
    assert_eq!(due("2026-03-06T23:30:00+00:00", "1 day", chrono_tz::UTC), "Sat 2026-03-07 23:59:59");
}

#[test]
fn business_days_end_at_closing_time_of_the_nth_open_day_after_the_start() {
    assert_eq!(due("2026-03-06T10:00:00+01:00", "1 business day", Paris), "Mon 2026-03-09 18:00:00");
    assert_eq!(due("2026-03-07T10:00:00+01:00", "1 business day", Paris), "Mon 2026-03-09 18:00:00");
    assert_eq!(due("2026-03-06T10:00:00+01:00", "3 business days", Paris), "Wed 2026-03-11 18:00:00");
}

#[test]
fn holidays_are_skipped_yearly_by_easter_and_once() {
    assert_eq!(due("2025-12-31T10:00:00+01:00", "1 business day", Paris), "Fri 2026-01-02 18:00:00");
    assert_eq!(due("2026-04-03T10:00:00+02:00", "1 business day", Paris), "Tue 2026-04-07 18:00:00");
    assert_eq!(due("2026-05-13T10:00:00+02:00", "1 business day", Paris), "Fri 2026-05-15 18:00:00");
    assert_eq!(due("2026-12-23T10:00:00+01:00", "1 business day", Paris), "Fri 2026-12-25 18:00:00");
}

#[test]
fn business_hours_count_open_time() {
    assert_eq!(due("2026-03-06T11:00:00+01:00", "4 business hours", Paris), "Fri 2026-03-06 17:00:00");
    assert_eq!(due("2026-03-06T17:00:00+01:00", "4 business hours", Paris), "Mon 2026-03-09 12:00:00");
    assert_eq!(due("2026-03-08T03:00:00+01:00", "1 business hour", Paris), "Mon 2026-03-09 10:00:00");
    assert_eq!(due("2026-03-06T13:00:00+01:00", "5 business hours", Paris), "Mon 2026-03-09 10:00:00");
}

#[test]
fn a_deadline_in_a_gap_of_the_clocks_moves_to_the_first_time_that_exists() {
    let night = vec![(clock("02:15"), clock("02:45"))];
    let calendar = Calendar { hours: std::array::from_fn(|_| night.clone()), holidays: Vec::new() };
    let from = "2026-03-28T12:00:00Z".parse().unwrap();
    let one_day = Duration { count: 1, unit: Unit::BusinessDays };
    let due = due_at(from, one_day, &calendar, Paris);
    assert_eq!(due.with_timezone(&Paris).format("%F %T").to_string(), "2026-03-29 03:00:00");
    // Samoa had no 30 December 2011.
    assert_eq!(
        super::due_at("2011-12-29T12:00:00-10:00".parse().unwrap(), "1 day".parse().unwrap(), &office(), Apia)
            .with_timezone(&Apia)
            .format("%F")
            .to_string(),
        "2011-12-31"
    );
}

#[test]
fn easter_is_the_known_one() {
    for (year, month, day) in
        [(1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25), (2285, 3, 22)]
    {
        assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day), "{year}");
    }
}

#[test]
fn a_calendar_that_never_opens_is_known_and_ends_the_search() {
    let mut calendar = office();
    assert!(is_ever_open(&calendar));
    calendar.hours = Default::default();
    assert!(!is_ever_open(&calendar));
    let from = DateTime::UNIX_EPOCH;
    for unit in [Unit::BusinessDays, Unit::BusinessHours] {
        assert!(due_at(from, Duration { count: 1, unit }, &calendar, Paris) > from, "{DAYS} days are enough");
    }
}

#[test]
fn the_longest_deadlines_stay_in_reach() {
    for unit in [Unit::Years, Unit::BusinessDays, Unit::BusinessHours, Unit::Weeks] {
        let due = due_at(DateTime::UNIX_EPOCH, Duration { count: Duration::MAX, unit }, &office(), Paris);
        assert!(due < "3000-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap(), "{unit:?}");
    }
}
