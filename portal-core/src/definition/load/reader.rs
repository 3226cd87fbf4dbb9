//! Values as the definition language writes them: words, ids, numbers, durations, lists. Each wrong one is reported and
//! left out.

use std::{fmt::Display, ops::Range, str::FromStr};

use super::{
    file::{File, Spanned},
    map::Map,
    yaml::{Entry, Kind, Node},
};
use crate::{
    definition::{Duration, code, code::Code, condition::nearest},
    id::Id,
};

/// Reads the values of one file.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub file: &'a File<'a>,
    /// The locales that every text must have; the first is the fallback.
    pub locales: &'a [String],
}

/// The ids that a definition gave to one sort of thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub ids: Vec<Id>,
    /// Whether there are no others: `false` when their file could not be read, so that no name is called unknown.
    pub complete: bool,
}

impl Names {
    pub fn new<'k>(ids: impl IntoIterator<Item = &'k Id>, complete: bool) -> Self {
        Self { ids: ids.into_iter().cloned().collect(), complete }
    }

    pub fn has(&self, word: &str) -> bool {
        self.ids.iter().any(|id| id.as_str() == word)
    }

    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(Id::as_str)
    }
}

/// Words that conditions use, so that no field and no task may be called so.
const RESERVED: [&str; 15] = [
    "account",
    "actor",
    "answer",
    "client",
    "document",
    "host",
    "last",
    "lists",
    "now",
    "organisation",
    "owner",
    "project",
    "request",
    "requester",
    "team",
];

impl<'a> Reader<'a> {
    pub fn fault(&self, code: &Code, span: &Range<usize>, message: impl Into<String>) {
        self.file.fault(code, span.clone(), message);
    }

    pub fn shape(&self, node: &Node, wanted: &str) {
        if !matches!(node.kind, Kind::Nothing) {
            self.fault(&code::SHAPE, &node.span, format!("{wanted} is expected here"));
        }
    }

    /// A map whose keys are fixed words.
    pub fn map(&self, node: &'a Node, what: &str) -> Option<Map<'a>> {
        if let Kind::Map(entries) = &node.kind {
            return Some(Map::new(self.file, entries, node.span.clone()));
        }
        self.shape(node, &format!("{what} with `key: value` pairs"));
        None
    }

    /// A map whose keys are ids of the integrator's choice. Wrong ids are reported and left out.
    pub fn named(&self, node: &'a Node, what: &str) -> Vec<(Spanned<Id>, &'a Node)> {
        let Kind::Map(entries) = &node.kind else {
            self.shape(node, &format!("a map of {what} by id"));
            return Vec::new();
        };
        let read = |Entry { key, value }: &'a Entry| Some((self.check_id(&key.value, &key.span)?, value));
        entries.iter().filter_map(read).collect()
    }

    /// A list.
    pub fn list(&self, node: &'a Node, what: &str) -> &'a [Node] {
        if let Kind::List(items) = &node.kind {
            items
        } else {
            self.shape(node, &format!("a list of {what}"));
            &[]
        }
    }

    /// A scalar.
    pub fn word(&self, node: &'a Node, what: &str) -> Option<&'a str> {
        let Kind::Text(text) = &node.kind else {
            self.shape(node, what);
            return None;
        };
        Some(text)
    }

    /// A scalar that is not empty, of at most `max` characters.
    pub fn line(&self, node: &'a Node, what: &str, max: usize) -> Option<String> {
        let text = self.word(node, what)?;
        if text.trim().is_empty() || text.chars().count() > max {
            self.fault(&code::VALUE, &node.span, format!("{what} of 1 to {max} characters is expected here"));
            return None;
        }
        Some(text.to_owned())
    }

    /// An id.
    pub fn id(&self, node: &'a Node) -> Option<Spanned<Id>> {
        self.check_id(self.word(node, "an id")?, &node.span)
    }

    fn check_id(&self, text: &str, span: &Range<usize>) -> Option<Spanned<Id>> {
        let shaped = text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !shaped || text.len() > 40 {
            if !text.is_empty() {
                self.fault(&code::ID_SHAPE, span, format!("`{text}` is not an id"));
            }
            return None;
        }
        Some(Spanned { value: Id::from(text), span: span.clone() })
    }

    /// Reports an id that conditions or lists of people use for something else.
    pub fn not_reserved(&self, id: &Spanned<Id>, more: &[&str]) {
        let word = id.value.as_str();
        if RESERVED.contains(&word) || word == "today" || more.contains(&word) {
            self.fault(&code::RESERVED, &id.span, format!("`{word}` has a meaning of its own"));
        }
    }

    /// A value written in a fixed way.
    pub fn value<T: FromStr>(&self, node: &'a Node, what: &str) -> Option<T> {
        let text = self.word(node, what)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.fault(&code::VALUE, &node.span, format!("`{text}` is not {what}"));
        }
        parsed
    }

    /// `30 minutes`, `3 business days`.
    pub fn duration(&self, node: &'a Node) -> Option<Duration> {
        let text = self.word(node, "a duration")?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let help = format!(
                "write it as `3 business days`: 1 to {}, then minutes, hours, days, weeks, months, years, \
                                business hours or business days",
                Duration::MAX
            );
            self.file.fault_with(&code::VALUE, node.span.clone(), format!("`{text}` is not a duration"), help);
        }
        parsed
    }

    /// `true` or `false`.
    pub fn truth(&self, map: &Map<'a>, key: &'static str, otherwise: bool) -> bool {
        map.get(key).and_then(|node| self.value(node, "`true` or `false`")).unwrap_or(otherwise)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&self, node: &'a Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.word(node, what)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown(&code::VALUE, text, &node.span, what, words.iter().map(|(word, _)| *word));
        }
        found
    }

    /// A name that must be one of those known. `None` when it is not, which is reported.
    pub fn known(&self, node: &'a Node, what: &str, names: &Names) -> Option<Id> {
        let text = self.word(node, what)?;
        if !names.complete || names.has(text) {
            return Some(Id::from(text));
        }
        self.unknown(&code::UNKNOWN_NAME, text, &node.span, what, names.words());
        None
    }

    /// The path of a file of the folder, with one of these ends; with none of them, with any.
    pub fn existing(&self, node: &'a Node, what: &str, ends: &[&str]) -> Option<String> {
        let path = self.word(node, "the path of a file")?;
        let paths = || self.file.folder.iter().map(|source| source.path.as_str());
        if !paths().any(|known| known == path) {
            let help = match nearest(path, paths()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "put the file there; its path is seen from the folder of `portal.yaml`".to_owned(),
            };
            self.file.fault_with(&code::FILE, node.span.clone(), format!("there is no file `{path}`"), help);
            return None;
        }
        if !ends.is_empty() && !ends.iter().any(|end| path.to_lowercase().ends_with(end)) {
            let message = format!("`{path}` is not {what}, whose name ends with {}", ends.join(", "));
            self.fault(&code::VALUE, &node.span, message);
        }
        Some(path.to_owned())
    }

    /// Several names that must be among those known, one or a list.
    pub fn all_known(&self, node: &'a Node, what: &str, names: &Names) -> Vec<Id> {
        node.one_or_list().iter().filter_map(|item| self.known(item, what, names)).collect()
    }

    /// Reports a word that is none of those known.
    pub fn unknown<'k>(
        &self,
        code: &Code,
        text: &str,
        span: &Range<usize>,
        what: impl Display,
        known: impl Iterator<Item = &'k str>,
    ) {
        let known: Vec<&str> = known.collect();
        let help = match nearest(text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => code.remedy.to_owned(),
            None => format!("known here: {}", known.join(", ")),
        };
        self.file.fault_with(code, span.clone(), format!("`{text}` is not {what}"), help);
    }

    /// Puts a named thing in its map; a second of the same id is reported and left out.
    pub fn insert<T>(&self, map: &mut indexmap::IndexMap<Id, T>, id: &Spanned<Id>, value: T) {
        if map.contains_key(&id.value) {
            self.fault(&code::DUPLICATE_ID, &id.span, format!("`{}` is given twice", id.value));
        } else {
            map.insert(id.value.clone(), value);
        }
    }
}
