//! A whole run: each size of the database in turn, and on it each operation by all that are compared, round by round,
//! so that the noise of the machine hits all alike.

mod count;
mod site;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;

use crate::{
    load::{Load, Round},
    operation::Operation,
    pgbench,
    postgres::Postgres,
    proc,
    report::{Figures, Measured},
    target::{self, Target},
};
use site::Site;

/// What is to be measured.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The reference server's program.
    pub portal: PathBuf,
    /// The bare server's program.
    pub bare: PathBuf,
    /// How many requests the database holds.
    pub sizes: Vec<u64>,
    /// How many connections ask at once.
    pub connections: Vec<u32>,
    /// What they ask for.
    pub operations: Vec<Operation>,
    /// Who is compared.
    pub who: Vec<Who>,
    /// How often each is measured.
    pub rounds: u32,
    /// How long a round lasts.
    pub time: Duration,
}

/// Who did something: one of the three that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// (a)
    Pgbench,
    /// (b)
    Bare,
    /// (c)
    Portal,
}

impl Who {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pgbench => "pgbench",
            Self::Bare => Target::Bare.name(),
            Self::Portal => Target::Portal.name(),
        }
    }

    fn target(self) -> Option<Target> {
        match self {
            Self::Pgbench => None,
            Self::Bare => Some(Target::Bare),
            Self::Portal => Some(Target::Portal),
        }
    }
}

impl Plan {
    /// The servers that are compared.
    fn targets(&self) -> impl Iterator<Item = Target> {
        self.who.iter().filter_map(|who| who.target())
    }
}

/// Runs all that is planned.
pub async fn run(plan: &Plan) -> Result<Measured> {
    let postgres = Postgres::start().await?;
    let mut measured = Measured::default();
    for requests in &plan.sizes {
        say(&format!("Filling a database with {requests} requests"));
        let begun = Instant::now();
        let mut site = Site::open(plan, &postgres, *requests).await?;
        say(&format!("  {} s", begun.elapsed().as_secs()));
        if measured.statements.is_empty() {
            for operation in &plan.operations {
                measured.statements.extend(count::statements(plan, &mut site, *operation).await?);
            }
        }
        for operation in &plan.operations {
            for connections in &plan.connections {
                measured.figures.extend(compare(plan, &mut site, *operation, *connections).await?);
            }
        }
        measured.memory.extend(site.memory()?);
    }
    Ok(measured)
}

/// Measures one operation by all, in rounds; who begins changes from round to round.
async fn compare(plan: &Plan, site: &mut Site<'_>, operation: Operation, connections: u32) -> Result<Vec<Figures>> {
    let able = plan.who.iter().filter(|who| who.target().is_some() || pgbench::script(operation).is_some());
    let mut all: Vec<(Who, Vec<Sample>)> = able.map(|who| (*who, Vec::new())).collect();
    for (who, _) in &all {
        sample(site, *who, operation, connections, plan.time / 4).await?;
    }
    for _ in 0..plan.rounds {
        for (who, samples) in &mut all {
            samples.push(sample(site, *who, operation, connections, plan.time).await?);
        }
        all.rotate_left(1);
    }
    all.sort_by_key(|(who, _)| *who);
    let figures =
        |(who, samples): &(Who, Vec<Sample>)| Figures::of(site.requests, operation, connections, *who, samples);
    let figures: Vec<Figures> = all.iter().map(figures).collect();
    figures.iter().for_each(|figures| say(&format!("  {figures}")));
    Ok(figures)
}

/// One round with the processor time it took.
#[derive(Debug)]
pub struct Sample {
    /// The round.
    pub round: Round,
    /// Processor time of the server; none for pgbench.
    pub server: Duration,
    /// Processor time of Postgres.
    pub database: Duration,
    /// Processor time of whoever asked.
    pub load: Duration,
}

async fn sample(
    site: &mut Site<'_>,
    who: Who,
    operation: Operation,
    connections: u32,
    time: Duration,
) -> Result<Sample> {
    match who.target() {
        Some(target) => sample_server(site, target, operation, connections, time).await,
        None => sample_pgbench(site, operation, connections, time),
    }
}

fn sample_pgbench(site: &Site<'_>, operation: Operation, connections: u32, time: Duration) -> Result<Sample> {
    let script = pgbench::script(operation).context("nothing for pgbench to do")?;
    let before = proc::processor_of_family(site.postgres.pid())?;
    let round = pgbench::run(site.postgres, &site.database, script, site.requests, connections, time)?;
    let database = proc::processor_of_family(site.postgres.pid())?.saturating_sub(before);
    Ok(Sample { round, server: Duration::ZERO, database, load: Duration::ZERO })
}

async fn sample_server(
    site: &mut Site<'_>,
    target: Target,
    operation: Operation,
    connections: u32,
    time: Duration,
) -> Result<Sample> {
    let items = site.fresh(operation, time).await?;
    let (requests, address) = (site.requests, site.server(target)?.address);
    let request = move |number: u64| {
        let number = items.start + number;
        let item = target::item(operation, requests, number);
        (!operation.uses_up() || number < items.end).then(|| target.request(operation, item).to(address))
    };
    let expected = target.expected(operation);
    let load = Load { address, connections, time, request: Arc::new(request), expected };
    let (server, own) = (site.server(target)?.pid(), std::process::id());
    let times = || -> Result<[Duration; 3]> {
        Ok([proc::processor(server)?, proc::processor_of_family(site.postgres.pid())?, proc::processor(own)?])
    };
    let before = times()?;
    let round = load.run().await.with_context(|| format!("{} {}", target.name(), operation.name()))?;
    let after = times()?;
    site.tidy(operation).await?;
    let [server, database, load] = [0, 1, 2].map(|n| after[n].saturating_sub(before[n]));
    Ok(Sample { round, server, database, load })
}

/// Says how far it is.
fn say(text: &str) {
    eprintln!("{text}");
}
