//! `pages/`: own templates, taken as texts. Who renders them says what is wrong with them.

use super::{Folder, Source, file::File};
use crate::definition::{Fault, OwnPages, TemplateFault, Templates, code};

/// The folder.
pub(super) const FOLDER: &str = "pages/";
/// The longest template, in bytes.
const MAX_BYTES: usize = 200_000;

/// The templates of a folder that can be read.
pub(super) fn own(sources: &[Source]) -> OwnPages {
    let mut own = OwnPages::new();
    for source in sources.iter().filter(|source| wrong(source).is_none()) {
        if let (Some(name), Ok(text)) = (source.path.strip_prefix(FOLDER), std::str::from_utf8(&source.bytes)) {
            own.insert(name.to_owned(), text.to_owned());
        }
    }
    own
}

/// Why a file of the folder is no template; `None`: it is one, or stands elsewhere.
fn wrong(source: &Source) -> Option<String> {
    let path = source.path.as_str();
    if !path.starts_with(FOLDER) {
        return None;
    }
    if !path.ends_with(".html") {
        return Some(format!("`{path}` is no template, whose name ends with `.html`"));
    }
    let text = source.bytes.len() <= MAX_BYTES && std::str::from_utf8(&source.bytes).is_ok();
    (!text).then(|| format!("`{path}` is no UTF-8 text of at most {MAX_BYTES} bytes"))
}

impl Folder<'_> {
    /// Notes the files that are no templates.
    pub(super) fn templates(&mut self) {
        let all = self.all.clone();
        for (source, message) in all.iter().filter_map(|source| Some((source, wrong(source)?))) {
            self.astray(&source.path, &code::TEMPLATE, message);
        }
    }
}

/// What whoever renders the templates finds.
pub(super) fn found(own: &OwnPages, templates: &dyn Templates) -> Vec<Fault> {
    if own.is_empty() {
        return Vec::new();
    }
    templates.check(own).iter().filter_map(|fault| placed(fault, own)).collect()
}

/// A fault on its line.
fn placed(fault: &TemplateFault, own: &OwnPages) -> Option<Fault> {
    let text = own.get(&fault.name)?;
    let before: usize = text.split_inclusive('\n').take(fault.line.saturating_sub(1)).map(str::len).sum();
    let line = text.get(before..)?.split('\n').next().unwrap_or_default();
    let start = before + (line.len() - line.trim_start().len());
    let path = format!("{FOLDER}{}", fault.name);
    let file = File::new(&path, text);
    file.fault(&code::TEMPLATE, start..(before + line.trim_end().len()).max(start), &fault.message);
    file.into_faults().pop()
}
