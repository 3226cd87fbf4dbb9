//! Spans of time as an integrator writes them: `10 days`, `4 business hours`.

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many; at least one.
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
