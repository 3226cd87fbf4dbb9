//! Counts the statements and round trips of an operation, on servers whose connections go through the proxy.

use std::net::SocketAddr;

use anyhow::{Result, ensure};

use super::{
    Plan,
    site::{Site, start},
};
use crate::{
    load::Connection,
    operation::Operation,
    report::Statements,
    target::{self, Target},
    wire::{Seen, Wire},
};

/// So many times first, until every statement is prepared on the one connection that is used.
const WARM: u64 = 12;

/// What each server does for one operation.
pub(super) async fn statements(plan: &Plan, site: &mut Site<'_>, operation: Operation) -> Result<Vec<Statements>> {
    let mut counted = Vec::new();
    for target in plan.targets() {
        let wire = Wire::listen(SocketAddr::from(([127, 0, 0, 1], site.postgres.port()))).await?;
        let url = format!("postgres://postgres@{}/{}", wire.address, site.database);
        let server = start(plan, target, &url, site.folder.path()).await?;
        let seen = one(&wire, server.address, site, target, operation).await?;
        counted.push(Statements {
            operation,
            target,
            statements: seen.statements.len(),
            round_trips: seen.round_trips,
        });
        site.tidy(operation).await?;
    }
    Ok(counted)
}

async fn one(
    wire: &Wire,
    address: SocketAddr,
    site: &mut Site<'_>,
    target: Target,
    operation: Operation,
) -> Result<Seen> {
    let items = site.some_fresh(operation, WARM + 1).await?;
    let mut connection = Connection::open(address).await?;
    let mut seen = Seen::default();
    for number in items {
        wire.take();
        let item = target::item(operation, site.requests, number);
        let answer = connection.ask(&target.request(operation, item).to(address), false).await?;
        ensure!(answer.status == target.expected(operation), "{} {}: {}", target.name(), operation.name(), answer.head);
        seen = wire.take();
    }
    Ok(seen)
}
