//! `portal new`: folders to begin with. Nothing that is there is written over.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use portal::core::definition::{STANDARD_WORKFLOW, Source};

use crate::{businesses, schema, settings};

const PORTAL: &str = include_str!("new/portal.yaml");
const DEMO: &str = include_str!("new/demo.yaml");
const REQUEST: &str = include_str!("new/request.yaml");

/// Writes a business, or a request type into a folder that has others or is empty.
pub fn new(asked: &settings::New) -> anyhow::Result<ExitCode> {
    match (asked.what.as_str(), &asked.name_or_folder[..]) {
        ("request", [name]) => request(name, Path::new("."))?,
        ("request", [name, folder]) => request(name, Path::new(folder))?,
        ("request", _) => bail!("a name is needed: portal new request NAME [FOLDER]"),
        (name, [folder]) => business(name, Path::new(folder))?,
        (name, _) if businesses::files(name).is_some() => bail!("a folder is needed: portal new {name} FOLDER"),
        (name, _) => bail!(unknown(name)),
    }
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str) -> String {
    format!("there is no {name}: write `request`, or one of the businesses {}", businesses::names().join(", "))
}

fn business(name: &str, folder: &Path) -> anyhow::Result<()> {
    let Some(files) = businesses::files(name) else { bail!(unknown(name)) };
    let taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        bail!("{} is not empty: nothing was written", folder.display());
    }
    for source in files {
        let bytes = with_modeline(source);
        write(folder, &bytes)?;
    }
    schemas(folder)?;
    next(folder);
    Ok(())
}

fn request(name: &str, folder: &Path) -> anyhow::Result<()> {
    let is_id = name.len() <= 40
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_id {
        bail!("{name} is not an id: small letters, digits and _, a letter first, at most 40 characters");
    }
    let words = name.replace('_', " ");
    let label = words.get(..1).unwrap_or_default().to_uppercase() + words.get(1..).unwrap_or_default();
    let workflow: Vec<String> = STANDARD_WORKFLOW.lines().map(|line| format!("  {line}")).collect();
    let text = REQUEST.replace("NAME", name).replace("LABEL", &label).replace("WORKFLOW", &workflow.join("\n"));
    let path = format!("requests/{name}.yaml");
    write(folder, &with_modeline(Source { path, bytes: text.into_bytes() }))?;
    if !folder.join("portal.yaml").exists() {
        for (path, text) in [("portal.yaml", PORTAL), ("demo.yaml", DEMO)] {
            write(folder, &with_modeline(Source { path: path.to_owned(), bytes: text.into() }))?;
        }
    }
    schemas(folder)?;
    next(folder);
    Ok(())
}

/// A YAML file that tells editors where its schema is. One that told of another place tells of this one.
fn with_modeline(mut source: Source) -> Source {
    const MODELINE: &str = "# yaml-language-server: ";
    let (up, name) = match source.path.strip_suffix(".yaml") {
        Some(path) if path.starts_with("requests/") => ("../", "request"),
        Some(path) if path.starts_with("scripts/") => ("../", "script"),
        Some(path) if portal::core::definition::SCHEMAS.contains(&path) => ("", path),
        _ => return source,
    };
    let Ok(text) = std::str::from_utf8(&source.bytes) else { return source };
    let rest = match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(MODELINE) => rest,
        _ => text,
    };
    source.bytes = format!("{MODELINE}$schema={up}{}/{name}.json\n{rest}", schema::FOLDER).into_bytes();
    source
}

/// Writes a file that is not there yet.
fn write(folder: &Path, source: &Source) -> anyhow::Result<()> {
    let file: PathBuf = folder.join(&source.path);
    if let Some(above) = file.parent() {
        fs::create_dir_all(above).with_context(|| format!("cannot make the folder {}", above.display()))?;
    }
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&file);
    match written.and_then(|mut open| open.write_all(&source.bytes)) {
        Ok(()) => println!("{}", file.display()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already: it was left as it is", file.display());
        }
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", file.display())),
    }
    Ok(())
}

fn schemas(folder: &Path) -> anyhow::Result<()> {
    schema::write(&folder.join(schema::FOLDER)).map(|_| ())
}

fn next(folder: &Path) {
    let folder = folder.display();
    println!("Next: portal check {folder}; portal --definitions {folder}");
}
