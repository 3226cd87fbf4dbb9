//! Spans of time as an integrator writes them: `10 days`, `4 business hours`.

use std::str::FromStr;

use chrono::{DateTime, Days, Months, TimeDelta, Utc};

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many; 1 to [`Duration::MAX`].
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minutes on the clock.
    Minutes,
    /// Hours on the clock.
    Hours,
    /// Calendar days; they end with the day.
    Days,
    /// Weeks; they end with the day.
    Weeks,
    /// Calendar months; they end with the day.
    Months,
    /// Calendar years; they end with the day.
    Years,
    /// Hours of open time.
    BusinessHours,
    /// Open days after the start; they end at closing time.
    BusinessDays,
}

impl Duration {
    /// The largest count; it keeps every deadline within the dates that a database can hold.
    pub const MAX: u32 = 999;

    /// The moment so long ago, by the clock and the calendar alone: how long something is kept. Open time counts as time.
    pub fn before(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let count = self.count;
        let then = match self.unit {
            Unit::Minutes => now.checked_sub_signed(TimeDelta::minutes(count.into())),
            Unit::Hours | Unit::BusinessHours => now.checked_sub_signed(TimeDelta::hours(count.into())),
            Unit::Days | Unit::BusinessDays => now.checked_sub_days(Days::new(count.into())),
            Unit::Weeks => now.checked_sub_days(Days::new(u64::from(count) * 7)),
            Unit::Months => now.checked_sub_months(Months::new(count)),
            Unit::Years => now.checked_sub_months(Months::new(count * 12)),
        };
        then.unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

/// A text that names no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a duration")]
pub struct NotADuration;

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        let (count, unit) = text.split_once(' ').ok_or(NotADuration)?;
        if !count.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotADuration);
        }
        let count = count.parse().map_err(|_| NotADuration)?;
        let unit = match unit {
            "minute" | "minutes" => Unit::Minutes,
            "hour" | "hours" => Unit::Hours,
            "day" | "days" => Unit::Days,
            "week" | "weeks" => Unit::Weeks,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            "business hour" | "business hours" => Unit::BusinessHours,
            "business day" | "business days" => Unit::BusinessDays,
            _ => return Err(NotADuration),
        };
        (1..=Self::MAX).contains(&count).then_some(Self { count, unit }).ok_or(NotADuration)
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Unit};

    #[test]
    fn what_is_kept_for_a_time_goes_by_the_calendar() {
        let now = "2026-03-31T10:00:00Z".parse().unwrap();
        for (text, then) in [
            ("12 months", "2025-03-31T10:00:00Z"),
            ("1 month", "2026-02-28T10:00:00Z"),
            ("2 weeks", "2026-03-17T10:00:00Z"),
            ("36 business hours", "2026-03-29T22:00:00Z"),
        ] {
            assert_eq!(
                text.parse::<Duration>().unwrap().before(now),
                then.parse::<chrono::DateTime<chrono::Utc>>().unwrap()
            );
        }
    }

    #[test]
    fn a_duration_is_a_count_and_a_unit() {
        for (text, count, unit) in [
            ("30 minutes", 30, Unit::Minutes),
            ("1 hour", 1, Unit::Hours),
            ("10 days", 10, Unit::Days),
            ("2 weeks", 2, Unit::Weeks),
            ("6 months", 6, Unit::Months),
            ("1 year", 1, Unit::Years),
            ("4 business hours", 4, Unit::BusinessHours),
            ("3 business days", 3, Unit::BusinessDays),
        ] {
            assert_eq!(text.parse(), Ok(Duration { count, unit }), "{text}");
        }
        for wrong in
            ["", "3", "days", "0 days", "1000 days", "+3 days", "-3 days", "3  days", "3 Days", "1.5 days", "3 days "]
        {
            assert!(wrong.parse::<Duration>().is_err(), "{wrong:?}");
        }
    }
}
