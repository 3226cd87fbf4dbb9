//! (a): the minimal SQL of an operation in one round trip, run by pgbench.

use std::{fs, process::Command, time::Duration};

use anyhow::{Context, Result, bail};

use crate::{load::Round, operation::Operation, postgres::Postgres};

/// The script of an operation; none where the work is in files.
pub fn script(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Submit => Some(include_str!("pgbench/submit.sql")),
        Operation::List => Some(include_str!("pgbench/list.sql")),
        Operation::Request => Some(include_str!("pgbench/request.sql")),
        Operation::Dashboard => Some(include_str!("pgbench/dashboard.sql")),
        Operation::Move => Some(include_str!("pgbench/move.sql")),
        Operation::Upload | Operation::Download => None,
    }
}

/// Runs a round.
#[allow(clippy::cast_precision_loss, reason = "a round has far fewer than 2^52 answers")]
pub fn run(
    postgres: &Postgres,
    database: &str,
    script: &str,
    requests: u64,
    connections: u32,
    time: Duration,
) -> Result<Round> {
    let folder = tempfile::tempdir()?;
    let (file, log) = (folder.path().join("script"), folder.path().join("log"));
    fs::write(&file, script.replace("REQUESTS", &requests.to_string()))?;
    let mut pgbench = Command::new(postgres.program("pgbench"));
    pgbench.args(["-n", "-M", "prepared", "-h", "127.0.0.1", "-U", "postgres", "-p", &postgres.port().to_string()]);
    pgbench.args(["-c", &connections.to_string(), "-T", &time.as_secs().max(1).to_string(), "-l"]);
    pgbench.arg("--log-prefix").arg(&log).arg("-f").arg(&file).arg(database);
    let output = pgbench.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr));
    }
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench gave no rate")?;
    let rate: f64 = rate.split(' ').next().unwrap_or_default().parse()?;
    let mut latencies = Vec::new();
    for file in
        fs::read_dir(folder.path())?.flatten().filter(|file| file.file_name().to_string_lossy().starts_with("log"))
    {
        for line in fs::read_to_string(file.path())?.lines() {
            let micros = line.split(' ').nth(2).context("a line of pgbench's log without a time")?;
            latencies.push(Duration::from_micros(micros.parse()?));
        }
    }
    let time = Duration::from_secs_f64(latencies.len() as f64 / rate);
    Ok(Round { latencies, time })
}
