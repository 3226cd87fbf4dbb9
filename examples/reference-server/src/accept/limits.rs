//! How much a client may take of time, bytes and connections.

use std::time::Duration;

use crate::settings::Serve;

/// Descriptors that are kept for the database, files of our own and the log.
const KEPT: u64 = 64;
/// Fewest connections, however few descriptors there are.
const FEWEST: usize = 8;
/// Connections when nothing is said and descriptors suffice.
const CONNECTIONS: usize = 1000;

/// How much a client may take (SECURITY §4 "Limits").
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the headers are there, from the connection or from their first byte.
    pub headers: Duration,
    /// Bytes of the request line and headers; more are 431.
    pub header_bytes: usize,
    /// Header fields; more are 431.
    pub header_fields: usize,
    /// Between two requests on a connection.
    pub idle: Duration,
    /// Between two pieces of a body, and in all before [`Limits::rate`] counts; then 408.
    pub body: Duration,
    /// Slowest body and slowest reader, in bytes per second.
    pub rate: u64,
    /// A reader who takes nothing is cut off after this.
    pub write: Duration,
    /// What is being answered may finish within this time, once we are told to end.
    pub stop: Duration,
    /// Open connections; further ones wait in the system's queue.
    pub connections: usize,
    /// Open connections from one address; further ones are closed. Loopback is free of it: a proxy comes from there.
    pub connections_per_address: usize,
}

impl Limits {
    /// What the settings say; what they leave open is fitted to the descriptors we may open.
    pub fn of(settings: &Serve) -> Self {
        Self {
            headers: settings.timeout_headers,
            header_bytes: 16 * 1024,
            header_fields: 100,
            idle: settings.timeout_idle,
            body: settings.timeout_body,
            rate: 1000,
            write: settings.timeout_write,
            stop: settings.timeout_stop,
            connections: settings.connections.unwrap_or_else(|| fitting(descriptors())),
            connections_per_address: settings.connections_per_address,
        }
    }
}

/// A connection needs one descriptor, and another while a file goes through it.
fn fitting(descriptors: Option<u64>) -> usize {
    let Some(descriptors) = descriptors else { return CONNECTIONS };
    let fit = usize::try_from(descriptors.saturating_sub(KEPT) / 2).unwrap_or(CONNECTIONS);
    fit.clamp(FEWEST, CONNECTIONS)
}

/// How many descriptors we may open, after asking for as many as we may ask for; `None`: no bound.
#[cfg(unix)]
fn descriptors() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    getrlimit(Resource::Nofile).current
}

#[cfg(not(unix))]
fn descriptors() -> Option<u64> {
    None
}

/// Reads a time in seconds, such as `10` or `0.5`.
///
/// # Errors
/// What is no number above zero and at most a day.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let wrong = || "a time in seconds, above 0 and at most 86400".to_owned();
    let number: f64 = text.parse().map_err(|_| wrong())?;
    if number > 0.0 && number <= 86_400.0 { Ok(Duration::from_secs_f64(number)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f30_connections_are_fitted_to_the_descriptors() {
        let known = [(None, 1000), (Some(1_000_000), 1000), (Some(1024), 480), (Some(64), 8), (Some(0), 8)];
        for (descriptors, connections) in known {
            assert_eq!(fitting(descriptors), connections, "{descriptors:?}");
        }
    }

    #[test]
    fn a_time_is_above_zero_and_at_most_a_day() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        assert_eq!(seconds("86400"), Ok(Duration::from_hours(24)));
        for wrong in ["0", "-1", "86401", "NaN", "inf", "ten", ""] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
