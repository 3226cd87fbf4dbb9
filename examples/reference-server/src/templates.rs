//! `portal templates export FOLDER`: the shipped pages and mails, to begin own ones with.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};

/// Writes every shipped template into a folder, over nothing that is there.
pub fn export(folder: &Path) -> anyhow::Result<ExitCode> {
    let below = |sort: &str, of: &'static [(&str, &str)]| -> Vec<(PathBuf, &'static str)> {
        of.iter().map(|(name, text)| (folder.join(sort).join(name), *text)).collect()
    };
    let all = [below("pages", portal::pages::SHIPPED), below("mails", portal::email::SHIPPED)].concat();
    if let Some((first, _)) = all.iter().find(|(file, _)| file.exists()) {
        bail!("{} is there already: choose an empty folder", first.display());
    }
    for (file, text) in &all {
        let parent = file.parent().context("each template stands in the folder")?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    println!("{} templates written to {}.", all.len(), folder.display());
    println!(
        "Copy what you change to the same place in the definition; it may begin with {{% extends \"default/NAME\" %}}. \
         A mail is drawn where a rule says `template: NAME`, or everywhere as `letter`."
    );
    Ok(ExitCode::SUCCESS)
}
