//! The load: so many connections, each asking again as soon as it was answered.

mod client;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

pub use client::{Answer, Connection, Request};

/// What a round is made of.
pub struct Load {
    /// Who is asked.
    pub address: SocketAddr,
    /// By how many at once.
    pub connections: u32,
    /// How long.
    pub time: Duration,
    /// The request of a number; `None`: all are used up.
    pub request: Arc<dyn Fn(u64) -> Option<Request> + Send + Sync>,
    /// The only status that counts as done.
    pub expected: u16,
}

/// What a round was.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// How long each answer took.
    pub latencies: Vec<Duration>,
    /// How long all took together.
    pub time: Duration,
}

impl Load {
    /// Runs a round.
    ///
    /// # Errors
    /// When one answer is not the expected one: figures of a server that fails are worth nothing.
    pub async fn run(&self) -> Result<Round> {
        let number = Arc::new(AtomicU64::new(0));
        let mut connections = Vec::new();
        for _ in 0..self.connections {
            connections.push(Connection::open(self.address).await?);
        }
        let begun = Instant::now();
        let asking = connections.into_iter().map(|connection| {
            tokio::spawn(ask(connection, number.clone(), self.request.clone(), begun + self.time, self.expected))
        });
        let mut round = Round::default();
        for asked in asking.collect::<Vec<_>>() {
            round.latencies.extend(asked.await??);
        }
        round.time = begun.elapsed();
        Ok(round)
    }
}

async fn ask(
    mut connection: Connection,
    number: Arc<AtomicU64>,
    request: Arc<dyn Fn(u64) -> Option<Request> + Send + Sync>,
    until: Instant,
    expected: u16,
) -> Result<Vec<Duration>> {
    let mut latencies = Vec::new();
    while Instant::now() < until {
        let Some(request) = request(number.fetch_add(1, Ordering::Relaxed)) else { break };
        let begun = Instant::now();
        let answer = connection.ask(&request, false).await?;
        latencies.push(begun.elapsed());
        if answer.status != expected {
            bail!("{} instead of {expected}:\n{}", answer.status, answer.head);
        }
    }
    Ok(latencies)
}
