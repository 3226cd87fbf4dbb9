//! `portal diagram FOLDER [TYPE]`: the workflows as pictures.

use std::{
    fs,
    io::{self, Write},
    process::ExitCode,
};

use anyhow::{Context, bail};
use portal::core::{
    definition::{self, Definition, Diagram},
    id::Id,
};

use crate::{check, settings};

/// Prints one workflow, or writes a file for each. The exit code is 1 when the definition has faults.
pub fn diagram(asked: &settings::Diagram) -> anyhow::Result<ExitCode> {
    let sources = check::read(&asked.folder)?;
    let (definition, _) = definition::load(&sources).context("a definition with faults is not drawn")?;
    let locale = match &asked.locale {
        Some(locale) if definition.locales.contains(locale) => locale,
        Some(locale) => bail!("{locale} is no locale of this portal; it has {}", definition.locales.join(", ")),
        None => &definition.locales[0],
    };
    let types = types(&definition, asked.request_type.as_deref())?;
    let Some(out) = &asked.out else {
        let [only] = types[..] else {
            bail!("there are several request types: name one, or a folder for all of them with --out");
        };
        let text = drawn(asked.format, &definition, only, locale);
        io::stdout().write_all(text.as_bytes()).context("the picture cannot be written")?;
        return Ok(ExitCode::SUCCESS);
    };
    fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    for id in types {
        let ending = match asked.format {
            settings::Drawn::Svg => "svg",
            settings::Drawn::Mermaid => "mmd",
        };
        let file = out.join(format!("{id}.{ending}"));
        fs::write(&file, drawn(asked.format, &definition, id, locale))
            .with_context(|| format!("cannot write {}", file.display()))?;
        println!("{}", file.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The named type, or all of them.
fn types<'d>(definition: &'d Definition, named: Option<&str>) -> anyhow::Result<Vec<&'d Id>> {
    let Some(named) = named else { return Ok(definition.requests.keys().collect()) };
    let found = definition.requests.keys().find(|id| id.as_str() == named);
    let known = || definition.requests.keys().map(Id::as_str).collect::<Vec<_>>().join(", ");
    Ok(vec![found.with_context(|| format!("there is no request type {named}; there are {}", known()))?])
}

fn drawn(format: settings::Drawn, definition: &Definition, id: &Id, locale: &str) -> String {
    let diagram = Diagram::of(definition, &definition.requests[id], locale);
    match format {
        settings::Drawn::Svg => diagram.svg(),
        settings::Drawn::Mermaid => diagram.mermaid(),
    }
}
