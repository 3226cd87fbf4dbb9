//! `bench`: measures and says what came out. `scripts/bench` builds the servers and runs it.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};
use benches::{
    door,
    operation::Operation,
    run::{self, Plan, Who},
    seed,
};
use clap::Parser;

/// Measures the portal beside pgbench and a bare server.
#[derive(Debug, Parser)]
#[command(name = "scripts/bench")]
struct Arguments {
    /// The door alone: pages while 500 people sign in at once, and the time of a refusal by whom it is for.
    #[arg(long)]
    door: bool,
    /// Also write all figures to a file, as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// A first impression: the small database, 8 connections, one round.
    #[arg(long)]
    quick: bool,
    /// How many requests the databases hold.
    #[arg(long, value_delimiter = ',', default_value = "10000,1000000")]
    sizes: Vec<u64>,
    /// How many connections ask at once.
    #[arg(long, value_delimiter = ',', default_value = "1,8,32")]
    connections: Vec<u32>,
    /// Only these operations.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Operation>,
    /// Who is compared.
    #[arg(long, value_delimiter = ',', default_value = "pgbench,bare,portal")]
    who: Vec<Who>,
    /// How often each is measured.
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// How many seconds a round lasts.
    #[arg(long, default_value_t = 1)]
    seconds: u64,
    /// The reference server's program.
    #[arg(long, default_value = "target/release/portal")]
    portal: PathBuf,
    /// The bare server's program.
    #[arg(long, default_value = "target/release/bare")]
    bare: PathBuf,
}

fn main() -> Result<()> {
    let mut arguments = Arguments::parse();
    if arguments.quick {
        (arguments.sizes, arguments.connections, arguments.rounds) = (vec![10_000], vec![8], 1);
    }
    for size in &arguments.sizes {
        ensure!(*size >= seed::FEWEST && size % 400 == 0, "a size is at least {} and a multiple of 400", seed::FEWEST);
    }
    if arguments.door {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        println!("{}", runtime.block_on(door::measure(&arguments.portal))?);
        return Ok(());
    }
    let plan = Plan {
        portal: arguments.portal,
        bare: arguments.bare,
        sizes: arguments.sizes,
        connections: arguments.connections,
        operations: if arguments.only.is_empty() { Operation::ALL.to_vec() } else { arguments.only },
        who: arguments.who,
        rounds: arguments.rounds,
        time: Duration::from_secs(arguments.seconds),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(run::run(&plan))?;
    println!("{}", measured.tables());
    if let Some(file) = arguments.json {
        fs::write(&file, serde_json::to_vec_pretty(&measured)?).with_context(|| file.display().to_string())?;
    }
    Ok(())
}
