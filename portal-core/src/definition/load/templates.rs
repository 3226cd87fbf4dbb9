//! `pages/` and `mails/`: own templates, taken as texts. Who renders them says what is wrong with them.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::{Folder, Source, file::File};
use crate::{
    definition::{Definition, Fault, Renderers, Rule, TemplateFault, code},
    id::Id,
};

/// A folder of templates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sort {
    folder: &'static str,
    /// How the names of its files end.
    ends: &'static [&'static str],
}

/// Templates of pages.
pub(super) const PAGES: Sort = Sort { folder: "pages/", ends: &[".html"] };
/// Templates of mails.
pub(super) const MAILS: Sort = Sort { folder: "mails/", ends: &[".html", ".txt"] };

/// The longest template, in bytes.
const MAX_BYTES: usize = 200_000;

/// The template of every letter whose rule names no other.
const LETTER: &str = "letter";

/// Whether a file stands in a folder of templates.
pub(super) fn is_one(path: &str) -> bool {
    [PAGES, MAILS].iter().any(|sort| path.starts_with(sort.folder))
}

impl Sort {
    /// The templates of a folder that can be read.
    pub(super) fn own(self, sources: &[Source]) -> BTreeMap<String, String> {
        let mut own = BTreeMap::new();
        for source in sources.iter().filter(|source| self.wrong(source).is_none()) {
            if let (Some(name), Ok(text)) = (source.path.strip_prefix(self.folder), std::str::from_utf8(&source.bytes))
            {
                own.insert(name.to_owned(), text.to_owned());
            }
        }
        own
    }

    /// Why a file of the folder is no template; `None`: it is one, or stands elsewhere.
    fn wrong(self, source: &Source) -> Option<String> {
        let path = source.path.as_str();
        if !path.starts_with(self.folder) {
            return None;
        }
        if !self.ends.iter().any(|end| path.ends_with(end)) {
            return Some(format!("`{path}` is no template, whose name ends with `{}`", self.ends.join("` or `")));
        }
        let text = source.bytes.len() <= MAX_BYTES && std::str::from_utf8(&source.bytes).is_ok();
        (!text).then(|| format!("`{path}` is no UTF-8 text of at most {MAX_BYTES} bytes"))
    }

    /// A fault on its line.
    fn placed(self, fault: &TemplateFault, own: &BTreeMap<String, String>) -> Option<Fault> {
        let text = own.get(&fault.name)?;
        let before: usize = text.split_inclusive('\n').take(fault.line.saturating_sub(1)).map(str::len).sum();
        let line = text.get(before..)?.split('\n').next().unwrap_or_default();
        let start = before + (line.len() - line.trim_start().len());
        let path = format!("{}{}", self.folder, fault.name);
        let file = File::new(&path, text);
        file.fault(&code::TEMPLATE, start..(before + line.trim_end().len()).max(start), &fault.message);
        file.into_faults().pop()
    }
}

impl Folder<'_> {
    /// Notes the files that are no templates, and mails that nothing sends.
    pub(super) fn templates(&mut self, rules: &IndexMap<Id, Rule>) {
        let all = self.all.clone();
        let sorts = [PAGES, MAILS];
        for (source, message) in
            all.iter().filter_map(|source| Some((source, sorts.iter().find_map(|sort| sort.wrong(source))?)))
        {
            self.astray(&source.path, &code::TEMPLATE, message);
        }
        let mails: Vec<(&str, &str)> = all
            .iter()
            .filter(|source| MAILS.wrong(source).is_none())
            .filter_map(|source| {
                Some((source.path.strip_prefix(MAILS.folder)?, std::str::from_utf8(&source.bytes).ok()?))
            })
            .collect();
        for (name, _) in &mails {
            let stem = name.rsplit_once('.').map_or(*name, |(stem, _)| stem);
            let of_a_rule = rules.values().any(|rule| rule.template.as_deref() == Some(stem));
            let named = |text: &str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
            if stem != LETTER && !of_a_rule && !mails.iter().any(|(other, text)| other != name && named(text)) {
                let message = "no rule has this `template`, and no other mail names it".to_owned();
                self.astray(&format!("{}{name}", MAILS.folder), &code::TEMPLATE, message);
            }
        }
    }
}

/// What whoever renders the templates finds.
pub(super) fn found(definition: &Definition, renderers: Renderers<'_>) -> Vec<Fault> {
    let tried = [(PAGES, &definition.pages, renderers.pages), (MAILS, &*definition.mails, renderers.mails)];
    let found = tried.into_iter().filter(|(_, own, _)| !own.is_empty()).flat_map(|(sort, own, renderer)| {
        renderer.check(own).into_iter().filter_map(move |fault| sort.placed(&fault, own)).collect::<Vec<_>>()
    });
    found.collect()
}
