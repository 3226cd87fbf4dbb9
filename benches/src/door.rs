//! The door under pressure: how other pages fare while 500 people sign in at once (SECURITY R09), and whether the time of a
//! refusal tells who has an account (SECURITY A01). Both against the same server in the same run: quiet beside crowded,
//! one kind of address beside the other, in turns.

use std::{
    collections::BTreeMap,
    fmt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use sqlx::{Connection as _, PgConnection};

use crate::{
    load::{Connection, Request},
    postgres::Postgres,
    proc,
    server::Server,
};

/// So many sign in at once.
const CROWD: u32 = 500;
/// So many look at pages meanwhile.
const READERS: u32 = 4;
/// So often each kind of address is refused.
const REFUSALS: usize = 200;
/// How often quiet and crowd follow each other.
const ROUNDS: u32 = 3;
const QUIET: Duration = Duration::from_secs(3);

/// What came out.
#[derive(Debug, Default)]
pub struct Door {
    quiet: Vec<Duration>,
    crowded: Vec<Duration>,
    answered: Vec<Duration>,
    statuses: BTreeMap<u16, u32>,
    memory: [u64; 2],
    refused: BTreeMap<&'static str, Vec<Duration>>,
}

/// Measures the door of the reference server on a Postgres of its own.
///
/// # Errors
/// When it does not start, or answers otherwise than it must.
pub async fn measure(portal: &Path) -> Result<Door> {
    let postgres = Postgres::start().await?;
    let folder = tempfile::Builder::new().prefix("portal-bench.").tempdir()?;
    let url = postgres.url("postgres");
    let server = Server::with_demo(portal, &url, folder.path()).await?;
    let (mut door, session) = (Door::default(), signed_in(&server).await?);
    read(&server, &session, &Arc::new(AtomicBool::new(false)), QUIET / 3).await?;
    for _ in 0..ROUNDS {
        door.quiet.extend(read(&server, &session, &Arc::new(AtomicBool::new(false)), QUIET).await?);
        door.memory[0] = door.memory[0].max(proc::peak_memory(server.pid())?);
        door.crowd(&server, &session).await?;
        door.memory[1] = door.memory[1].max(proc::peak_memory(server.pid())?);
    }
    let mut conn = PgConnection::connect(&url).await?;
    sqlx::raw_sql("update portal_account set state = 'disabled' where email_key = 'bruno@beta.example'")
        .execute(&mut conn)
        .await?;
    door.refusals(&server).await?;
    Ok(door)
}

impl Door {
    /// 500 sign in at once, each from elsewhere and as somebody else, while others read.
    async fn crowd(&mut self, server: &Server, session: &str) -> Result<()> {
        let over = Arc::new(AtomicBool::new(false));
        let reading = {
            let (over, session, address) = (over.clone(), session.to_owned(), server.address);
            tokio::spawn(async move { read_at(address, &session, &over, Duration::from_mins(5)).await })
        };
        let mut waiting = Vec::new();
        for number in 0..CROWD {
            waiting.push((Connection::open(server.address).await?, number));
        }
        let begun = Instant::now();
        let asking = waiting.into_iter().map(|(mut connection, number)| {
            let request = guess(server, &format!("somebody{number}@crowd.example"), number);
            tokio::spawn(async move { connection.ask(&request, false).await.map(|answer| answer.status) })
        });
        for asked in asking.collect::<Vec<_>>() {
            *self.statuses.entry(asked.await??).or_default() += 1;
            self.answered.push(begun.elapsed());
        }
        over.store(true, Ordering::Relaxed);
        self.crowded.extend(reading.await??);
        Ok(())
    }

    /// Refusals of each kind of address, in turns.
    async fn refusals(&mut self, server: &Server) -> Result<()> {
        let mut connection = Connection::open(server.address).await?;
        for number in 0..REFUSALS {
            let unknown = format!("nobody{number}@alpha.example");
            let mut kinds =
                [("known", "claire@alpha.example"), ("unknown", unknown.as_str()), ("disabled", "bruno@beta.example")];
            kinds.rotate_left(number % 3);
            for (place, (kind, email)) in kinds.into_iter().enumerate() {
                let from = CROWD + u32::try_from(3 * number + place)?;
                let begun = Instant::now();
                let answer = connection.ask(&guess(server, email, from), false).await?;
                ensure!(answer.status == 422, "{} for {email}", answer.status);
                self.refused.entry(kind).or_default().push(begun.elapsed());
            }
        }
        Ok(())
    }
}

/// Somebody's wrong password, from a network of its own.
fn guess(server: &Server, email: &str, from: u32) -> Request {
    let body = format!("email={}&password=not+the+password+of+anybody", email.replace('@', "%40"));
    posted(server, body, &format!("10.{}.{}.1", from / 256, from % 256))
}

fn posted(server: &Server, body: String, from: &str) -> Request {
    let headers = format!(
        "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\nx-forwarded-for: {from}\r\n"
    );
    Request::new("POST", "/portal/sign-in", &headers, Box::leak(body.into_bytes().into_boxed_slice()))
        .to(server.address)
}

/// The cookie of Claire's session.
async fn signed_in(server: &Server) -> Result<String> {
    let body = "email=claire%40alpha.example&password=try-the-portal".to_owned();
    let answer = Connection::open(server.address).await?.ask(&posted(server, body, "192.0.2.1"), false).await?;
    let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: __host-portal="));
    let token = cookie.and_then(|cookie| cookie.split(';').next()).context("nobody was let in")?;
    Ok(format!("cookie: __Host-portal={token}\r\nx-forwarded-for: 192.0.2.1\r\n"))
}

async fn read(server: &Server, session: &str, over: &Arc<AtomicBool>, time: Duration) -> Result<Vec<Duration>> {
    read_at(server.address, session, over, time).await
}

/// Some look at their start page, again and again.
async fn read_at(
    address: std::net::SocketAddr,
    session: &str,
    over: &Arc<AtomicBool>,
    time: Duration,
) -> Result<Vec<Duration>> {
    let until = Instant::now() + time;
    let reader = || {
        let (over, request) = (over.clone(), Request::new("GET", "/portal", session, b"").to(address));
        tokio::spawn(async move {
            let (mut connection, mut took) = (Connection::open(address).await?, Vec::new());
            while Instant::now() < until && !over.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let answer = connection.ask(&request, false).await?;
                ensure!(answer.status == 200, "{}:\n{}", answer.status, answer.head);
                took.push(begun.elapsed());
            }
            Ok(took)
        })
    };
    let mut all = Vec::new();
    for reading in (0..READERS).map(|_| reader()).collect::<Vec<_>>() {
        all.extend(reading.await??);
    }
    Ok(all)
}

fn at(sorted: &[Duration], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
    let place = ((last as f64) * share).round() as usize;
    sorted.get(place).map_or(f64::NAN, |took| took.as_secs_f64() * 1_000.0)
}

fn sorted(took: &[Duration]) -> Vec<Duration> {
    let mut took = took.to_vec();
    took.sort();
    took
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (quiet, crowded, answered) = (sorted(&self.quiet), sorted(&self.crowded), sorted(&self.answered));
        writeln!(
            f,
            "{READERS} people read their start page, alone and while {CROWD} sign in at once, {ROUNDS} times in turns:\n"
        )?;
        writeln!(f, "| start page | answers | p50 ms | p99 ms | most memory of the server so far, MiB |")?;
        writeln!(f, "|---|---:|---:|---:|---:|")?;
        for (name, took, memory) in [("alone", &quiet, self.memory[0]), ("in the crowd", &crowded, self.memory[1])] {
            let (half, most, mib) = (at(took, 0.5), at(took, 0.99), memory / 1_048_576);
            writeln!(f, "| {name} | {} | {half:.1} | {most:.1} | {mib} |", took.len())?;
        }
        let told: Vec<String> = self.statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
        writeln!(f, "\nThe crowd was answered within {:.1} s ({}).\n", at(&answered, 1.0) / 1_000.0, told.join(", "))?;
        writeln!(
            f,
            "A wrong password, {REFUSALS} times each in turns:\n\n| address | median ms | beside an unknown one |\n|---|---:|---:|"
        )?;
        let median = |kind: &str| self.refused.get(kind).map_or(f64::NAN, |took| at(&sorted(took), 0.5));
        for kind in self.refused.keys() {
            let (own, unknown) = (median(kind), median("unknown"));
            writeln!(f, "| {kind} | {own:.2} | {:+.1} % |", (own / unknown - 1.0) * 100.0)?;
        }
        Ok(())
    }
}
