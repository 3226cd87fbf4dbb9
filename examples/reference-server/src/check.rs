//! `portal check FOLDER`: every fault of a definition, for people or for programs.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, bail};
use portal::core::definition::{Definition, Faults, Source};

use crate::settings::{Check, Format};

/// There is nothing that could be checked.
const NOTHING: u8 = 2;

/// The explanations of all codes.
const EXPLAINED: &str = include_str!("../../../docs/faults.md");

/// Prints what there is to say of a folder, or explains a code. The exit code is 0, or 1 when there is a fault (with
/// `--deny-warnings` also a warning), or 2 when there is no folder, no file in it, or no such code.
pub fn check(asked: &Check) -> ExitCode {
    let done = match (&asked.explain, &asked.folder) {
        (Some(code), _) => explain(code),
        (None, folder) => folder.as_deref().context("a folder is needed").and_then(|folder| told(asked, folder)),
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::from(NOTHING)
    })
}

fn told(asked: &Check, folder: &Path) -> anyhow::Result<ExitCode> {
    let sources = read(folder)?;
    let (definition, faults) = match portal::check(&sources) {
        Ok((definition, warnings)) => (Some(definition), warnings),
        Err(faults) => (None, faults),
    };
    let text = match asked.format {
        Format::Json => serde_json::to_string_pretty(&faults.faults)?,
        Format::Text => report(definition.as_ref(), &faults),
    };
    writeln!(io::stdout(), "{text}").context("what was found cannot be written")?;
    let denied = definition.is_none() || asked.deny_warnings && !faults.faults.is_empty();
    Ok(if denied { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The faults, and what the folder defines when it is sound.
fn report(definition: Option<&Definition>, faults: &Faults) -> String {
    let Some(definition) = definition else { return faults.to_string() };
    let types: Vec<&str> = definition.requests.keys().map(portal::core::id::Id::as_str).collect();
    format!("{faults}\n{} can be served. Request types: {}", definition.id, types.join(", "))
}

/// The files of a definition folder; an error that says what is wrong with the folder itself.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Source>> {
    if !folder.exists() {
        bail!("there is no folder {}", folder.display());
    }
    let sources = portal::read_folder(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    if sources.is_empty() {
        bail!("{} is empty: a definition has a portal.yaml and a file in requests/", folder.display());
    }
    Ok(sources)
}

fn explain(code: &str) -> anyhow::Result<ExitCode> {
    let code = code.to_uppercase();
    let of = |section: &&str| section.lines().next() == Some(code.as_str());
    let section = EXPLAINED.split("\n## ").skip(1).find(of);
    let section = section.with_context(|| format!("{code} is no code; docs/definitions.md lists them"))?;
    let section = section.split("\n# ").next().unwrap_or(section).trim_end();
    writeln!(io::stdout(), "{section}").context("the explanation cannot be written")?;
    Ok(ExitCode::SUCCESS)
}
