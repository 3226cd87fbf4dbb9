//! `portal simulate FOLDER [SCRIPT…]`: plays the scripts of a definition without a database.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use portal::core::{
    definition::{self, Definition, Source},
    id::Id,
    simulate::{Report, simulate},
};

use crate::{check, settings, settings::Format};

/// Prints what each script comes to. The exit code is 1 when one cannot be played or ends other than it expects, or when
/// the definition has faults.
pub fn play(asked: &settings::Simulate) -> anyhow::Result<ExitCode> {
    let sources = check::read(&asked.folder)?;
    let (definition, _) = definition::load(&sources).context("a definition with faults is not played")?;
    let from = asked.from.map_or_else(Utc::now, |from| moment(from, &definition));
    let reports = reports(&definition, &sources, &asked.scripts, from)?;
    let text = match asked.format {
        Format::Json => serde_json::to_string_pretty(&reports)?,
        Format::Text => reports.iter().map(Report::to_string).collect::<Vec<_>>().join("\n").trim_end().to_owned(),
    };
    writeln!(io::stdout(), "{text}").context("what happened cannot be written")?;
    let failed = reports.iter().filter(|report| report.failure.is_some());
    for report in failed.clone() {
        eprintln!("scripts/{}.yaml: {}", report.script, report.failure.as_deref().unwrap_or_default());
    }
    Ok(if failed.count() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn moment(local: chrono::NaiveDateTime, definition: &Definition) -> DateTime<Utc> {
    local.and_local_timezone(definition.time_zone).earliest().map_or(local.and_utc(), |at| at.to_utc())
}

fn reports(
    definition: &Definition,
    sources: &[Source],
    named: &[String],
    from: DateTime<Utc>,
) -> anyhow::Result<Vec<Report>> {
    let demo = definition::demo(sources)?.context("scripts are played by the people of demo.yaml, which is missing")?;
    let mut scripts = definition::scripts(sources)?;
    let names = || scripts.keys().map(Id::as_str).collect::<Vec<_>>().join(", ");
    if scripts.is_empty() {
        bail!("there is no script in scripts/");
    }
    if let Some(other) = named.iter().find(|name| !scripts.keys().any(|id| id.as_str() == **name)) {
        bail!("there is no script {other}; there are {}", names());
    }
    scripts.retain(|id, _| named.is_empty() || named.iter().any(|name| id.as_str() == name));
    Ok(scripts.iter().map(|(id, script)| simulate(definition, &demo, id, script, from)).collect())
}
