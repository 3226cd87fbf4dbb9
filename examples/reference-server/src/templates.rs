//! `portal templates export FOLDER`: the shipped pages, to begin own ones with.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, bail};

/// Writes every shipped template into a folder, over nothing that is there.
pub fn export(folder: &Path) -> anyhow::Result<ExitCode> {
    let there: Vec<&str> =
        portal::pages::SHIPPED.iter().map(|(name, _)| *name).filter(|name| folder.join(name).exists()).collect();
    if let Some(first) = there.first() {
        bail!("{} is there already: choose an empty folder", folder.join(first).display());
    }
    for (name, text) in portal::pages::SHIPPED {
        let file = folder.join(name);
        let parent = file.parent().context("each template stands in the folder")?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    println!("{} templates written to {}.", portal::pages::SHIPPED.len(), folder.display());
    println!(
        "Copy what you change into `pages/` of the definition; it may begin with {{% extends \"default/NAME\" %}}."
    );
    Ok(ExitCode::SUCCESS)
}
