//! Whether the server can work: its database, its worker, its disk. From outside it says up or down and nothing more
//! (SECURITY I14); the parts are told on the listener for metrics.

use std::{fmt, path::PathBuf, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::TimeDelta;
use portal::Portal;
use tokio::{task::spawn_blocking, time::timeout};

use crate::settings::Serve;

/// A part that does not answer by then is down.
const PATIENCE: Duration = Duration::from_secs(4);
/// When to ask again, in seconds.
const AGAIN: HeaderValue = HeaderValue::from_static("5");
const MIB: u64 = 1024 * 1024;

/// What is asked, and what is good enough.
#[derive(Clone)]
pub struct Health {
    portal: Portal,
    data: PathBuf,
    lag_limit: TimeDelta,
    disk_floor: u64,
}

/// How the parts are.
#[derive(Clone, Debug)]
pub struct Report {
    /// How long the oldest job has waited; `None`: the database does not answer.
    pub lag: Option<TimeDelta>,
    /// How many bytes are free below the data folder; `None`: the disk does not tell.
    pub free: Option<u64>,
    lag_limit: TimeDelta,
    disk_floor: u64,
}

impl Health {
    pub fn new(portal: &Portal, settings: &Serve) -> Self {
        Self {
            portal: portal.clone(),
            data: settings.place.data.clone(),
            lag_limit: TimeDelta::seconds(settings.lag_limit.into()),
            disk_floor: settings.disk_floor.saturating_mul(MIB),
        }
    }

    /// Asks every part.
    pub async fn report(&self) -> Report {
        let data = self.data.clone();
        let lag = timeout(PATIENCE, self.portal.lag());
        let free = timeout(PATIENCE, spawn_blocking(move || free_below(&data)));
        let (lag, free) = tokio::join!(lag, free);
        Report {
            lag: lag.ok().and_then(Result::ok),
            free: free.ok().and_then(Result::ok).flatten(),
            lag_limit: self.lag_limit,
            disk_floor: self.disk_floor,
        }
    }

    /// `/healthz` and `/readyz` for the outside.
    pub fn routes(self) -> Router {
        Router::new().route("/healthz", get(|| async { "up" })).route("/readyz", get(ready)).with_state(self)
    }
}

impl Report {
    /// Each part by name, and whether it is good.
    pub fn parts(&self) -> [(&'static str, bool); 3] {
        [
            ("database", self.lag.is_some()),
            ("worker", self.lag.is_some_and(|lag| lag <= self.lag_limit)),
            ("disk", self.free.is_some_and(|free| free >= self.disk_floor)),
        ]
    }

    fn status(&self) -> StatusCode {
        match self.parts().iter().all(|(_, good)| *good) {
            true => StatusCode::OK,
            false => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Up or down, and when to ask again.
    fn answer(&self, text: String) -> Response {
        let status = self.status();
        let mut response = (status, text).into_response();
        if status != StatusCode::OK {
            response.headers_mut().insert(header::RETRY_AFTER, AGAIN);
        }
        response
    }
}

/// One part a line, with its figure and its limit.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = [
            String::new(),
            self.lag.map_or_else(String::new, |lag| {
                format!(": the oldest job has waited {} s, limit {} s", lag.num_seconds(), self.lag_limit.num_seconds())
            }),
            self.free.map_or_else(String::new, |free| {
                format!(": {} MiB are free, floor {} MiB", free / MIB, self.disk_floor / MIB)
            }),
        ];
        for ((part, good), figure) in self.parts().iter().zip(figures) {
            writeln!(f, "{part} {}{figure}", if *good { "up" } else { "down" })?;
        }
        Ok(())
    }
}

/// Up or down.
pub async fn ready(State(health): State<Health>) -> Response {
    let report = health.report().await;
    let word = if report.status() == StatusCode::OK { "up" } else { "down" };
    report.answer(word.to_owned())
}

/// The parts, for the listener that the outside does not reach.
pub async fn ready_in_parts(State(health): State<Health>) -> Response {
    let report = health.report().await;
    report.answer(report.to_string())
}

/// What somebody without privileges may still write.
#[cfg(unix)]
fn free_below(folder: &std::path::Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Not known here; the part counts as good.
#[cfg(not(unix))]
fn free_below(_: &std::path::Path) -> Option<u64> {
    Some(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(lag: Option<i64>, free: Option<u64>) -> Report {
        let lag = lag.map(TimeDelta::seconds);
        Report { lag, free: free.map(|mib| mib * MIB), lag_limit: TimeDelta::seconds(300), disk_floor: 256 * MIB }
    }

    #[test]
    fn one_bad_part_is_enough() {
        let good = report(Some(300), Some(256));
        assert_eq!(good.status(), StatusCode::OK);
        for bad in
            [report(None, Some(256)), report(Some(301), Some(256)), report(Some(0), Some(255)), report(Some(0), None)]
        {
            assert_eq!(bad.status(), StatusCode::SERVICE_UNAVAILABLE, "{bad}");
            assert!(bad.answer(String::new()).headers().contains_key(header::RETRY_AFTER));
        }
        let told = report(Some(301), Some(255)).to_string();
        assert_eq!(
            told,
            "database up\nworker down: the oldest job has waited 301 s, limit 300 s\ndisk down: 255 MiB are free, floor 256 MiB\n"
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_disk_tells_what_is_free() {
        assert!(free_below(std::env::temp_dir().as_path()).is_some_and(|free| free > 0));
        assert_eq!(free_below("/no/such/folder".as_ref()), None);
    }
}
