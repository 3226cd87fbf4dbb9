//! A database of one size with both servers on it.

use std::{fs, ops::Range, path::Path, time::Duration};

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

use super::Plan;
use crate::{
    operation::Operation,
    postgres::Postgres,
    proc,
    report::Memory,
    seed,
    server::Server,
    target::{PDF, Target},
};

/// Things that pgbench moves to and fro; they are never used up.
const OF_PGBENCH: u64 = 1_000;
/// More than any server does in a second: so many things are made per second of a round.
const PER_SECOND: u64 = 4_000;
/// Files are much slower.
const FILES_PER_SECOND: u64 = 600;

/// A database of one size with both servers on it.
pub(super) struct Site<'p> {
    pub(super) postgres: &'p Postgres,
    pub(super) database: String,
    pub(super) requests: u64,
    pub(super) folder: tempfile::TempDir,
    conn: PgConnection,
    used: u64,
    servers: Vec<(Target, Server)>,
}

impl<'p> Site<'p> {
    pub(super) async fn open(plan: &Plan, postgres: &'p Postgres, requests: u64) -> Result<Self> {
        let database = format!("bench_{requests}");
        let mut admin = PgConnection::connect(&postgres.url("postgres")).await?;
        sqlx::raw_sql(AssertSqlSafe(format!("create database {database}"))).execute(&mut admin).await?;
        admin.close().await?;
        let folder = tempfile::Builder::new().prefix("portal-bench.").tempdir()?;
        let url = postgres.url(&database);
        // The portal makes its tables and publishes its definition.
        let portal = Server::portal(&plan.portal, &url, &data(folder.path(), Target::Portal)).await?;
        let mut conn = PgConnection::connect(&url).await?;
        seed::world(&mut conn, requests).await?;
        seed::requests(&mut conn, 1, OF_PGBENCH).await?;
        drop(portal);
        for target in [Target::Bare, Target::Portal] {
            put(&data(folder.path(), target), seed::blob(requests))?;
        }
        let mut servers = Vec::new();
        for target in plan.targets() {
            servers.push((target, start(plan, target, &url, folder.path()).await?));
        }
        Ok(Self { postgres, database, requests, folder, conn, used: OF_PGBENCH, servers })
    }

    pub(super) fn server(&self, target: Target) -> Result<&Server> {
        let found = self.servers.iter().find(|(found, _)| *found == target);
        found.map(|(_, server)| server).context("a server that is not compared")
    }

    /// Makes what a round uses up; says which numbers.
    pub(super) async fn fresh(&mut self, operation: Operation, time: Duration) -> Result<Range<u64>> {
        let per_second = if operation == Operation::Upload { FILES_PER_SECOND } else { PER_SECOND };
        self.some_fresh(operation, per_second * u64::try_from(time.as_millis())? / 1_000).await
    }

    /// Makes so many things to be used up.
    pub(super) async fn some_fresh(&mut self, operation: Operation, number: u64) -> Result<Range<u64>> {
        let new = self.used + 1..self.used + 1 + number;
        match operation {
            Operation::Submit | Operation::Upload => seed::drafts(&mut self.conn, new.start, new.end - 1).await?,
            Operation::Move => seed::requests(&mut self.conn, new.start, new.end - 1).await?,
            _ => return Ok(new),
        }
        self.used = new.end;
        Ok(new)
    }

    /// Removes what a round left over.
    pub(super) async fn tidy(&mut self, operation: Operation) -> Result<()> {
        if !operation.uses_up() {
            return Ok(());
        }
        seed::tidy(&mut self.conn).await?;
        if operation == Operation::Upload {
            for target in [Target::Bare, Target::Portal] {
                let data = data(self.folder.path(), target);
                fs::remove_dir_all(data.join("files/blobs")).context("the files of a round")?;
                put(&data, seed::blob(self.requests))?;
            }
        }
        Ok(())
    }

    pub(super) fn memory(&self) -> Result<Vec<Memory>> {
        let of = |(target, server): &(Target, Server)| -> Result<Memory> {
            Ok(Memory { requests: self.requests, target: *target, bytes: proc::peak_memory(server.pid())? })
        };
        self.servers.iter().map(of).collect()
    }
}

/// Starts a server on a database.
pub(super) async fn start(plan: &Plan, target: Target, url: &str, folder: &Path) -> Result<Server> {
    match target {
        Target::Bare => Server::bare(&plan.bare, url, &data(folder, target)).await,
        Target::Portal => Server::portal(&plan.portal, url, &data(folder, target)).await,
    }
}

/// Where a server keeps its files.
pub(super) fn data(folder: &Path, target: Target) -> std::path::PathBuf {
    folder.join(match target {
        Target::Bare => "bare",
        Target::Portal => "portal",
    })
}

/// Puts the file that is downloaded where both servers look for it.
pub(super) fn put(data: &Path, blob: Uuid) -> Result<()> {
    let hex = blob.simple().to_string();
    let folder = data.join("files/blobs").join(&hex[..4]).join(&hex[4..6]);
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join(hex), PDF.as_slice())?)
}
