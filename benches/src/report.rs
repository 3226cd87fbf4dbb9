//! The figures: as a table for people, as JSON for programs.
#![allow(clippy::format_push_string, reason = "a report is written once")]

use std::{fmt, time::Duration};

use serde::Serialize;

use crate::{
    operation::Operation,
    run::{Sample, Who},
    target::Target,
};

/// Everything that was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Measured {
    /// Per operation, size of the database, number of connections and server.
    pub figures: Vec<Figures>,
    /// Per operation and server.
    pub statements: Vec<Statements>,
    /// Per size of the database and server.
    pub memory: Vec<Memory>,
}

/// What one of the compared did.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// How many requests the database holds.
    pub requests: u64,
    /// What was done.
    pub operation: Operation,
    /// By how many at once.
    pub connections: u32,
    /// By whom.
    pub who: Who,
    /// How often, in all rounds.
    pub done: usize,
    /// How often per second.
    pub per_second: f64,
    /// Half took no longer than so many milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 took no longer than so many milliseconds.
    pub p99_ms: f64,
    /// Processor time of the server per operation, in milliseconds.
    pub server_ms: f64,
    /// Processor time of Postgres per operation, in milliseconds.
    pub database_ms: f64,
    /// Processor time of the load generator per operation, in milliseconds.
    pub load_ms: f64,
}

/// How many statements an operation takes, and how often the server waits for Postgres.
#[derive(Clone, Debug, Serialize)]
pub struct Statements {
    /// What was done.
    pub operation: Operation,
    /// By which server.
    pub target: Target,
    /// Statements, `begin` and `commit` counted.
    pub statements: usize,
    /// How often the server waits for Postgres.
    pub round_trips: usize,
}

/// The most memory a server held.
#[derive(Clone, Debug, Serialize)]
pub struct Memory {
    /// How many requests the database holds.
    pub requests: u64,
    /// Which server.
    pub target: Target,
    /// In bytes.
    pub bytes: u64,
}

impl Figures {
    /// The figures of some rounds.
    #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub fn of(requests: u64, operation: Operation, connections: u32, who: Who, samples: &[Sample]) -> Self {
        let sum = |of: fn(&Sample) -> Duration| samples.iter().map(of).sum::<Duration>();
        let mut latencies: Vec<Duration> = samples.iter().flat_map(|sample| sample.round.latencies.clone()).collect();
        latencies.sort_unstable();
        let done = latencies.len();
        let each = |time: Duration| milliseconds(time) / done.max(1) as f64;
        let percentile = |share: usize| latencies.get((done * share / 100).min(done.saturating_sub(1)));
        Self {
            requests,
            operation,
            connections,
            who,
            done,
            per_second: done as f64 / sum(|sample| sample.round.time).as_secs_f64(),
            p50_ms: milliseconds(percentile(50).copied().unwrap_or_default()),
            p99_ms: milliseconds(percentile(99).copied().unwrap_or_default()),
            server_ms: each(sum(|sample| sample.server)),
            database_ms: each(sum(|sample| sample.database)),
            load_ms: each(sum(|sample| sample.load)),
        }
    }

    /// Processor time of server and database per operation, in milliseconds.
    pub fn processor_ms(&self) -> f64 {
        self.server_ms + self.database_ms
    }

    fn is_beside(&self, other: &Self, who: Who) -> bool {
        (self.requests, self.operation, self.connections, self.who)
            == (other.requests, other.operation, other.connections, who)
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { requests, operation, connections, per_second, p50_ms, p99_ms, server_ms, database_ms, .. } = self;
        write!(
            f,
            "{:9} {requests:>8} requests {connections:>2} connections {:16} {per_second:>8.0}/s p50 {p50_ms:.2} ms p99 \
             {p99_ms:.2} ms, server {server_ms:.3} ms, database {database_ms:.3} ms",
            operation.name(),
            self.who.name(),
        )
    }
}

impl Measured {
    fn beside(&self, figures: &Figures, who: Who) -> Option<&Figures> {
        self.figures.iter().find(|found| found.is_beside(figures, who))
    }

    /// The tables, in Markdown.
    pub fn tables(&self) -> String {
        let mut text = String::new();
        let mut sizes: Vec<u64> = self.figures.iter().map(|figures| figures.requests).collect();
        sizes.dedup();
        for size in &sizes {
            text += &format!("\n{size} requests:\n\n{}", self.table(*size));
        }
        text += &format!("\nStatements and round trips per operation:\n\n{}", self.counts());
        if let [first, .., last] = sizes[..] {
            text += &format!("\nProcessor time of the portal and Postgres, {last} requests against {first}:\n\n");
            text += &self.growth(first, last);
        }
        text += "\nMost memory (VmHWM):\n\n";
        for memory in &self.memory {
            let mebibytes = memory.bytes.div_ceil(1024 * 1024);
            text += &format!("- {}, {} requests: {mebibytes} MiB\n", memory.target.name(), memory.requests);
        }
        text
    }

    fn table(&self, size: u64) -> String {
        let mut text =
            "| operation | connections | (a) pgbench /s | (b) bare /s | (c) portal /s | c/a | c/b | c/b by processor \
                        | c p50 ms | c p99 ms | server ms b / c | database ms a / b / c |\n"
                .to_owned();
        text += "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
        for portal in self.figures.iter().filter(|figures| figures.requests == size && figures.who == Who::Portal) {
            let (pgbench, bare) = (self.beside(portal, Who::Pgbench), self.beside(portal, Who::Bare));
            let rate = |of: Option<&Figures>| cell(of.map(|of| of.per_second), 0);
            let ratio = |of: Option<&Figures>| cell(of.map(|of| portal.per_second / of.per_second), 2);
            text += &format!(
                "| {} | {} | {} | {} | {:.0} | {} | {} | {} | {:.2} | {:.2} | {} / {:.2} | {} / {} / {:.2} |\n",
                portal.operation.name(),
                portal.connections,
                rate(pgbench),
                rate(bare),
                portal.per_second,
                ratio(pgbench),
                ratio(bare),
                cell(bare.map(|bare| bare.processor_ms() / portal.processor_ms()), 2),
                portal.p50_ms,
                portal.p99_ms,
                cell(bare.map(|bare| bare.server_ms), 2),
                portal.server_ms,
                cell(pgbench.map(|pgbench| pgbench.database_ms), 2),
                cell(bare.map(|bare| bare.database_ms), 2),
                portal.database_ms,
            );
        }
        text
    }

    fn counts(&self) -> String {
        let mut text = "| operation | bare: statements / round trips | portal: statements / round trips |\n".to_owned();
        text += "|---|---:|---:|\n";
        for operation in Operation::ALL {
            let of = |target| {
                let found = self.statements.iter().find(|found| (found.operation, found.target) == (operation, target));
                found.map(|found| format!("{} / {}", found.statements, found.round_trips))
            };
            if let Some(portal) = of(Target::Portal) {
                let bare = of(Target::Bare).unwrap_or_else(|| "–".to_owned());
                text += &format!("| {} | {bare} | {portal} |\n", operation.name());
            }
        }
        text
    }

    fn growth(&self, first: u64, last: u64) -> String {
        let mut text = "| operation | connections | ms | ms | growth |\n|---|---:|---:|---:|---:|\n".to_owned();
        let of = |size| move |figures: &&Figures| figures.requests == size && figures.who == Who::Portal;
        for small in self.figures.iter().filter(of(first)) {
            let same = |large: &&Figures| (large.operation, large.connections) == (small.operation, small.connections);
            if let Some(large) = self.figures.iter().filter(of(last)).find(same) {
                let (before, after) = (small.processor_ms(), large.processor_ms());
                text += &format!(
                    "| {} | {} | {before:.2} | {after:.2} | {:.2} × |\n",
                    small.operation.name(),
                    small.connections,
                    after / before
                );
            }
        }
        text
    }
}

fn cell(number: Option<f64>, digits: usize) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.digits$}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Round;

    #[test]
    fn figures_are_per_operation_and_over_all_rounds() {
        let sample = |latencies: &[u64]| Sample {
            round: Round {
                latencies: latencies.iter().copied().map(Duration::from_millis).collect(),
                time: Duration::from_secs(1),
            },
            server: Duration::from_millis(4),
            database: Duration::from_millis(2),
            load: Duration::ZERO,
        };
        let samples = vec![sample(&[1, 9]), sample(&[2, 3])];
        let figures = Figures::of(10, Operation::List, 8, Who::Portal, &samples);
        assert_eq!((figures.done, figures.p50_ms, figures.p99_ms), (4, 3.0, 9.0));
        assert!((figures.per_second - 2.0).abs() < 1e-9 && (figures.processor_ms() - 3.0).abs() < 1e-9);
        let bare = Figures { who: Who::Bare, per_second: 4.0, server_ms: 0.5, database_ms: 1.0, ..figures.clone() };
        let table = Measured { figures: vec![figures, bare], ..Measured::default() }.tables();
        assert!(
            table.contains("| list | 8 | – | 4 | 2 | – | 0.50 | 0.50 | 3.00 | 9.00 | 0.50 / 2.00 | – / 1.00 / 1.00 |"),
            "{table}"
        );
    }
}
