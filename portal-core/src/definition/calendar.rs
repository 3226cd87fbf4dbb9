//! Deadlines: from a moment, a [`Duration`] and the opening hours to the moment it ends.

use chrono::{
    DateTime, Datelike, Days, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};

use super::{Calendar, Duration, Holiday, Unit};

/// How many days are looked at for open ones: enough for 999 business hours in a calendar that opens for half an hour
/// a week, and a bound for one that never opens (which no checked definition has).
const DAYS: usize = 15_000;

/// When a duration that starts at `from` ends. Minutes and hours run on the clock; days and longer end with the day, at
/// 23:59:59 in `zone`; business hours count open time; business days end at closing time of the Nth open day after the
/// start.
pub fn due_at(from: DateTime<Utc>, duration: Duration, calendar: &Calendar, zone: chrono_tz::Tz) -> DateTime<Utc> {
    let local = from.with_timezone(&zone).naive_local();
    let (day, count) = (local.date(), duration.count);
    let end_of = |day: Option<NaiveDate>| to_utc(day.unwrap_or(NaiveDate::MAX).and_time(LAST_SECOND), zone);
    match duration.unit {
        Unit::Minutes => from + TimeDelta::minutes(count.into()),
        Unit::Hours => from + TimeDelta::hours(count.into()),
        Unit::Days => end_of(day.checked_add_days(Days::new(count.into()))),
        Unit::Weeks => end_of(day.checked_add_days(Days::new(7 * u64::from(count)))),
        Unit::Months => end_of(day.checked_add_months(Months::new(count))),
        Unit::Years => end_of(day.checked_add_months(Months::new(12 * count))),
        Unit::BusinessDays => business_days(day, count, calendar).map_or_else(|| end_of(None), |end| to_utc(end, zone)),
        Unit::BusinessHours => business_hours(from, count, calendar, zone).unwrap_or_else(|| end_of(None)),
    }
}

/// The open spans from a moment on, as moments; the first may have begun before it.
pub fn open_spans(
    from: DateTime<Utc>,
    calendar: &Calendar,
    zone: chrono_tz::Tz,
) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
    let first = from.with_timezone(&zone).date_naive();
    let days = first.iter_days().take(DAYS);
    let moment = move |day: NaiveDate, time: NaiveTime| to_utc(day.and_time(time), zone);
    days.flat_map(move |day| {
        spans(calendar, day).iter().map(move |(opens, closes)| (moment(day, *opens), moment(day, *closes)))
    })
    .filter(move |(_, closes)| *closes > from)
}

/// The last second of a day.
pub(crate) fn end_of_day(day: NaiveDate, zone: chrono_tz::Tz) -> DateTime<Utc> {
    to_utc(day.and_time(LAST_SECOND), zone)
}

/// So long before a moment, counted as [`due_at`] counts, backwards: days and longer give the end of that earlier day,
/// business days the closing time of the Nth open day before.
pub(crate) fn before(at: DateTime<Utc>, earlier: Duration, calendar: &Calendar, zone: chrono_tz::Tz) -> DateTime<Utc> {
    let (day, count) = (at.with_timezone(&zone).date_naive(), earlier.count);
    let days = |days: u64| day.checked_sub_days(Days::new(days));
    let end_of = |day: Option<NaiveDate>| end_of_day(day.unwrap_or(NaiveDate::MIN), zone);
    match earlier.unit {
        Unit::Minutes => at - TimeDelta::minutes(count.into()),
        Unit::Hours => at - TimeDelta::hours(count.into()),
        Unit::Days => end_of(days(count.into())),
        Unit::Weeks => end_of(days(7 * u64::from(count))),
        Unit::Months => end_of(day.checked_sub_months(Months::new(count))),
        Unit::Years => end_of(day.checked_sub_months(Months::new(12 * count))),
        Unit::BusinessDays => {
            let open = days_back(day).skip(1).filter_map(|day| Some(day.and_time(spans(calendar, day).last()?.1)));
            let mut open = open.skip(count.saturating_sub(1) as usize);
            open.next().map_or(at, |end| to_utc(end, zone))
        }
        Unit::BusinessHours => open_hours_before(at, count, calendar, zone).unwrap_or(at),
    }
}

/// A day and those before it.
fn days_back(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(day), NaiveDate::pred_opt).take(DAYS)
}

fn open_hours_before(at: DateTime<Utc>, count: u32, calendar: &Calendar, zone: chrono_tz::Tz) -> Option<DateTime<Utc>> {
    let mut left = TimeDelta::hours(count.into());
    for day in days_back(at.with_timezone(&zone).date_naive()) {
        for (opens, closes) in spans(calendar, day).iter().rev() {
            let end = to_utc(day.and_time(*closes), zone).min(at);
            let open = end - to_utc(day.and_time(*opens), zone);
            if open >= left {
                return Some(end - left);
            }
            left -= open.max(TimeDelta::zero());
        }
    }
    None
}

const LAST_SECOND: NaiveTime = NaiveTime::from_hms_opt(23, 59, 59).expect("a time of day");

/// Closing time of the Nth open day after `start`.
fn business_days(start: NaiveDate, count: u32, calendar: &Calendar) -> Option<NaiveDateTime> {
    let days = start.succ_opt()?.iter_days().take(DAYS);
    let mut open = days.filter_map(|day| Some(day.and_time(spans(calendar, day).last()?.1)));
    open.nth(count.checked_sub(1)? as usize)
}

/// The moment at which that much open time has passed. A span is as long as it really lasts, even in the night in which
/// the clocks change.
fn business_hours(from: DateTime<Utc>, count: u32, calendar: &Calendar, zone: chrono_tz::Tz) -> Option<DateTime<Utc>> {
    let mut left = TimeDelta::hours(count.into());
    let first = from.with_timezone(&zone).date_naive();
    for day in first.iter_days().take(DAYS) {
        for (opens, closes) in spans(calendar, day) {
            let start = to_utc(day.and_time(*opens), zone).max(from);
            let open = to_utc(day.and_time(*closes), zone) - start;
            if open >= left {
                return Some(start + left);
            }
            left -= open.max(TimeDelta::zero());
        }
    }
    None
}

/// The open spans of a day; none on a holiday.
fn spans(calendar: &Calendar, day: NaiveDate) -> &[(NaiveTime, NaiveTime)] {
    if calendar.holidays.iter().any(|holiday| falls_on(*holiday, day)) {
        return &[];
    }
    &calendar.hours[day.weekday().num_days_from_monday() as usize]
}

fn falls_on(holiday: Holiday, day: NaiveDate) -> bool {
    match holiday {
        Holiday::Yearly(month, of_month) => (day.month(), day.day()) == (month, of_month),
        Holiday::Easter(after) => {
            easter(day.year()).and_then(|easter| easter.checked_add_signed(TimeDelta::days(after))) == Some(day)
        }
        Holiday::Once(once) => once == day,
    }
}

/// Whether any day of the next years is open. Ten years hold each day of the year on each weekday but a few.
pub(super) fn is_ever_open(calendar: &Calendar) -> bool {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    start.iter_days().take(3_653).any(|day| !spans(calendar, day).is_empty())
}

/// Easter Sunday in the Gregorian calendar (the "anonymous Gregorian computus"; Meeus, Astronomical Algorithms, ch. 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let correction = (golden + 11 * epact + 22 * sunday) / 451;
    let march = epact + sunday - 7 * correction + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(march / 31).ok()?, u32::try_from(march % 31 + 1).ok()?)
}

/// A local time as a moment. Of two the later; one that the clocks skip becomes the first that exists after it.
fn to_utc(local: NaiveDateTime, zone: chrono_tz::Tz) -> DateTime<Utc> {
    // No zone ever skipped more than a day (Samoa, 30 December 2011).
    for minutes in (0..=24 * 60).step_by(15) {
        match zone.from_local_datetime(&(local + TimeDelta::minutes(minutes))) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(_, moment) => return moment.with_timezone(&Utc),
            LocalResult::None => {}
        }
    }
    local.and_utc()
}

#[cfg(test)]
mod tests;
