//! Texts: one for all locales, or one per locale.

use indexmap::IndexMap;

use super::{
    map::Map,
    naming::{self, Naming},
    reader::Reader,
    yaml::{Entry, Kind, Node},
};
use crate::{
    definition::{Phrase, Text, code},
    identity::Side,
};

/// Largest number of characters of a text.
const MAX: usize = 2_000;

impl<'a> Reader<'a> {
    /// A text in which no names stand; what it lacks is reported.
    pub fn text(&self, node: &'a Node) -> Option<Text> {
        self.checked(node, &|node, text| self.without_names(node, text))
    }

    /// A text in which names may stand, for a side that reads it.
    pub fn phrase(&self, node: &'a Node, naming: &Naming, readers: Side) -> Option<Phrase> {
        self.checked(node, &|node, text| naming.check(*self, node, text, readers)).map(Phrase::from)
    }

    fn checked(&self, node: &'a Node, check: &dyn Fn(&Node, &str)) -> Option<Text> {
        match &node.kind {
            Kind::Text(text) => {
                self.check_length(node, text);
                check(node, text);
                if self.locales.len() > 1 {
                    let message = format!("one text stands for {} locales", self.locales.len());
                    self.fault(&code::ONE_LANGUAGE, &node.span, message);
                }
                Some(Text::Plain(text.clone()))
            }
            Kind::Map(entries) => Some(Text::Localised(self.localised(node, entries, check))),
            _ => {
                self.shape(node, "a text, or a map of locales");
                None
            }
        }
    }

    /// A unit at a key: where it is one text, it is a symbol such as `%` or `kW`, the same in each language.
    pub fn unit_at(&self, map: &Map<'a>, key: &'static str) -> Option<Text> {
        let node = map.get(key)?;
        let Kind::Text(symbol) = &node.kind else { return self.text(node) };
        self.check_length(node, symbol);
        self.without_names(node, symbol);
        Some(Text::Plain(symbol.clone()))
    }

    fn localised(&self, node: &'a Node, entries: &'a [Entry], check: &dyn Fn(&Node, &str)) -> IndexMap<String, String> {
        let mut texts = IndexMap::new();
        for Entry { key, value } in entries {
            if !self.locales.is_empty() && !self.locales.contains(&key.value) {
                let known = self.locales.iter().map(String::as_str);
                self.unknown(&code::UNKNOWN_LOCALE, &key.value, &key.span, "a locale of this portal", known);
            }
            match &value.kind {
                Kind::Text(text) => {
                    self.check_length(value, text);
                    check(value, text);
                    texts.insert(key.value.clone(), text.clone());
                }
                _ => self.shape(value, "a text"),
            }
        }
        let written = |locale: &String| entries.iter().any(|entry| entry.key.value == *locale);
        for locale in self.locales.iter().filter(|locale| !written(locale)) {
            self.fault(&code::MISSING_LOCALE, &node.span, format!("the text in `{locale}` is missing"));
        }
        texts
    }

    fn check_length(&self, node: &Node, text: &str) {
        if text.trim().is_empty() || text.chars().count() > MAX {
            self.fault(&code::VALUE, &node.span, format!("a text of 1 to {MAX} characters is expected here"));
        }
    }

    fn without_names(&self, node: &Node, text: &str) {
        if let Some((at, braces)) = text.match_indices("{{").next() {
            let span = naming::place(*self, node, text, at..at + braces.len());
            self.fault(&code::NO_NAMES, &span, "no names can stand in this text");
        }
    }

    /// The text at a key in which names may stand.
    pub fn phrase_at(&self, map: &Map<'a>, key: &'static str, naming: &Naming, readers: Side) -> Option<Phrase> {
        map.get(key).and_then(|node| self.phrase(node, naming, readers))
    }

    /// The text at a key that must be there, in which names may stand: a client reads it.
    pub fn needed_phrase(&self, map: &Map<'a>, key: &'static str, owner: &str, naming: &Naming) -> Phrase {
        let read = map.need(key, owner).and_then(|node| self.phrase(node, naming, Side::Client));
        read.unwrap_or_else(|| Phrase::from(Text::from("")))
    }

    /// The text at a key.
    pub fn text_at(&self, map: &Map<'a>, key: &'static str) -> Option<Text> {
        map.get(key).and_then(|node| self.text(node))
    }

    /// The text at a key that must be there.
    pub fn needed_text(&self, map: &Map<'a>, key: &'static str, owner: &str) -> Text {
        map.need(key, owner).and_then(|node| self.text(node)).unwrap_or_else(|| Text::Plain(String::new()))
    }
}
