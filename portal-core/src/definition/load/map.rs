//! A map being read key by key: what nobody asked for is an unknown key.

use std::{cell::RefCell, ops::Range};

use super::{
    file::File,
    yaml::{Entry, Kind, Node},
};
use crate::definition::{code, condition::nearest};

/// A map of which each key is asked for by name.
pub(super) struct Map<'a> {
    file: &'a File<'a>,
    entries: &'a [Entry],
    asked: RefCell<Vec<&'static str>>,
    /// Where to point when a key is missing.
    pub span: Range<usize>,
}

impl<'a> Map<'a> {
    pub fn new(file: &'a File<'a>, entries: &'a [Entry], span: Range<usize>) -> Self {
        Self { file, entries, asked: RefCell::default(), span }
    }

    /// The value at a key.
    pub fn get(&self, key: &'static str) -> Option<&'a Node> {
        #[cfg(test)]
        ASKED.with_borrow_mut(|asked| asked.push((self.file.path.to_owned(), self.span.start, key)));
        self.asked.borrow_mut().push(key);
        let entry = self.entries.iter().find(|entry| entry.key.value == key)?;
        Some(&entry.value).filter(|node| !matches!(node.kind, Kind::Nothing))
    }

    /// The value at a key that must be there. Its absence is reported.
    pub fn need(&self, key: &'static str, owner: &str) -> Option<&'a Node> {
        if !self.has(key) {
            let help = format!("add `{key}: …`");
            self.file.fault_with(&code::MISSING_KEY, self.span.clone(), format!("{owner} needs `{key}`"), help);
        }
        self.get(key)
    }

    /// Whether the key is written, even with a value that was already reported.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.value == key)
    }

    /// Whether the key is written and was not asked for.
    pub fn is_left(&self, key: &str) -> bool {
        self.has(key) && !self.asked.borrow().contains(&key)
    }

    /// Passes over a key that was reported in other words.
    pub fn forgive(&self, key: &'static str) {
        self.asked.borrow_mut().push(key);
    }

    /// Where a key stands.
    pub fn key_span(&self, key: &str) -> Range<usize> {
        self.entries
            .iter()
            .find(|entry| entry.key.value == key)
            .map_or_else(|| self.span.clone(), |entry| entry.key.span.clone())
    }

    /// Reports the keys that were not asked for; those of `later` are in the language and not supported yet.
    pub fn finish(self, later: &[&str]) {
        let asked = self.asked.into_inner();
        for Entry { key, .. } in self.entries.iter().filter(|entry| !asked.contains(&entry.key.value.as_str())) {
            let name = &key.value;
            if later.contains(&name.as_str()) {
                self.file.fault(&code::NOT_YET, key.span.clone(), format!("`{name}` is not supported yet"));
            } else if !name.is_empty() {
                let known = asked.iter().copied().chain(later.iter().copied());
                let help = match nearest(name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => code::UNKNOWN_KEY.remedy.to_owned(),
                };
                let message = format!("`{name}` is not a key that is known here");
                self.file.fault_with(&code::UNKNOWN_KEY, key.span.clone(), message, help);
            }
        }
    }
}

#[cfg(test)]
thread_local! {
    /// Which key was asked for, of which map of which file: for the test that compares the loaders with their schemas.
    static ASKED: RefCell<Vec<(String, usize, &'static str)>> = const { RefCell::new(Vec::new()) };
}

/// Begins to remember anew.
#[cfg(test)]
pub(super) fn forget() {
    ASKED.with_borrow_mut(Vec::clear);
}

/// What was asked for since.
#[cfg(test)]
pub(super) fn remembered() -> Vec<(String, usize, &'static str)> {
    ASKED.with_borrow_mut(std::mem::take)
}
