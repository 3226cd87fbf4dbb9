//! `portal schema`: the JSON Schemas of a definition's files, for editors.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, bail};
use portal::core::definition::{SCHEMAS, schema};

/// Where `portal new` puts the schemas: a hidden folder is no part of the definition.
pub const FOLDER: &str = ".schema";

/// Prints one schema, or writes all of them into a folder.
pub fn print(name: Option<&str>, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    if let Some(out) = out {
        write(out)?.iter().for_each(|file| println!("{file}"));
        return Ok(ExitCode::SUCCESS);
    }
    let known = || SCHEMAS.join(", ");
    let Some(name) = name else { bail!("name one of {}, or a folder for all of them with --out", known()) };
    let text = text(name).with_context(|| format!("there is no schema {name}; there are {}", known()))?;
    io::stdout().write_all(text.as_bytes()).context("the schema cannot be written")?;
    Ok(ExitCode::SUCCESS)
}

/// Writes all schemas into a folder, over older ones, and gives the files' names.
pub fn write(folder: &Path) -> anyhow::Result<Vec<String>> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut written = Vec::new();
    for name in SCHEMAS {
        let file = folder.join(format!("{name}.json"));
        let text = text(name).context("each schema has its text")?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        written.push(file.display().to_string());
    }
    Ok(written)
}

fn text(name: &str) -> Option<String> {
    let text = serde_json::to_string_pretty(&schema(name)?).ok()?;
    Some(text + "\n")
}
