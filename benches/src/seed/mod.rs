//! Fills a database with a portal that has been in use, and with what a round uses up. The ids are made from numbers, so
//! that both servers can be asked for the same things.

use anyhow::Result;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

const WORLD: &str = include_str!("world.sql");
const FRESH_DRAFTS: &str = include_str!("fresh_drafts.sql");
const FRESH_REQUESTS: &str = include_str!("fresh_requests.sql");
const USED: &str = include_str!("used.sql");

/// Fewest requests of a world: below that the measured organisation has too few.
pub const FEWEST: u64 = 4_000;

/// Who is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Administers the measured organisation.
    Reader = 1,
    /// Administers another one, in which forms are sent.
    Writer = 2,
    /// Works for the team.
    Team = 3,
}

impl Who {
    /// The secret of their session, as the cookie has it.
    pub fn token(self) -> String {
        format!("{:02x}", self as u8).repeat(32)
    }
}

/// The id of the row with a number, of a kind: `bench_id` of `world.sql`.
pub fn id(kind: u16, number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000 | u64::from(kind) << 32, 0x8000_0000_0000_0000 | number)
}

/// The request that is looked at: the newest of the measured organisation.
pub fn request(requests: u64) -> Uuid {
    id(6, requests)
}

/// The document that is downloaded, one of the measured organisation.
pub fn document(requests: u64) -> Uuid {
    id(10, requests)
}

/// Its bytes.
pub fn blob(requests: u64) -> Uuid {
    id(9, requests)
}

/// A filled-in form of the writer's.
pub fn draft(number: u64) -> Uuid {
    id(31, number)
}

/// A request that was just sent.
pub fn fresh_request(number: u64) -> Uuid {
    id(32, number)
}

/// Fills a migrated database in which the definition was published.
pub async fn world(conn: &mut PgConnection, requests: u64) -> Result<()> {
    let text = WORLD.replace("REQUESTS", &requests.to_string());
    sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut *conn).await?;
    for rest in ["vacuum analyze", "checkpoint"] {
        sqlx::raw_sql(rest).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Makes forms that can be sent, or get files.
pub async fn drafts(conn: &mut PgConnection, first: u64, last: u64) -> Result<()> {
    fresh(conn, FRESH_DRAFTS, first, last).await
}

/// Makes requests that can be taken.
pub async fn requests(conn: &mut PgConnection, first: u64, last: u64) -> Result<()> {
    fresh(conn, FRESH_REQUESTS, first, last).await
}

async fn fresh(conn: &mut PgConnection, sql: &'static str, first: u64, last: u64) -> Result<()> {
    sqlx::query(sql).bind(i64::try_from(first)?).bind(i64::try_from(last)?).execute(conn).await?;
    Ok(())
}

/// Removes what a round left over.
pub async fn tidy(conn: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql(USED).execute(conn).await?;
    Ok(())
}
