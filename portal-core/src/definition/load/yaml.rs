//! YAML 1.2 as a tree of values with their places. The only module that knows the YAML library.
//!
//! It reads the parser's events and not serde: a tree lets every file report all its faults, where a deserialiser ends
//! at the first value of the wrong shape.

use std::{collections::HashSet, ops::Range};

use serde_saphyr::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, options};

use super::file::{File, Spanned};
use crate::definition::code;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// The kinds of value. All scalars are text: what they mean is decided by the key they stand at.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Nothing, or something that was already reported.
    Nothing,
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

impl Node {
    /// Its text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value at a key, without taking note that it was read.
    pub fn at(&self, key: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// One value or a list of them.
    pub fn one_or_list(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Nothing => &[],
            _ => std::slice::from_ref(self),
        }
    }
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: Spanned<String>,
    pub value: Node,
}

/// The deepest nesting of maps and lists.
const DEPTH: usize = 24;
/// The most entries of a map or a list.
const MOST: usize = 1_000;

/// Reads a file. `None`: it is no YAML, which was reported.
pub(super) fn parse(file: &File<'_>) -> Option<Node> {
    let options = options! {
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut tree = Tree { file, open: Vec::new(), root: None };
    for event in Parser::new_from_str_with_options(file.text, options) {
        match event {
            Ok((event, span)) => tree.add(event, &span),
            Err(error) => {
                tree.broken(&error);
                return None;
            }
        }
    }
    if tree.root.is_none() {
        file.fault(&code::NOTHING_AFTER, 0..0, "the file is empty");
    }
    tree.root
}

struct Tree<'f> {
    file: &'f File<'f>,
    open: Vec<Frame>,
    root: Option<Node>,
}

/// A list or map whose end was not seen yet.
enum Frame {
    List { start: usize, items: Vec<Node>, full: bool },
    Map { start: usize, flow: bool, entries: Vec<Entry>, key: Option<Spanned<String>>, full: bool },
}

impl Tree<'_> {
    fn add(&mut self, event: Event<'_>, span: &Span) {
        let range = span.byte_range().unwrap_or(0..0);
        if let Some(tag) = event.tag() {
            let at = span.tag_span().and_then(|tag| tag.byte_range()).unwrap_or_else(|| range.clone());
            let written = self.file.text.get(at.clone()).map_or_else(|| tag.to_string(), str::to_owned);
            self.file.fault(&code::TAG, at, format!("`{written}` is a tag of YAML, and tags are not allowed"));
        }
        match event {
            Event::Scalar(text, style, _, tag) => {
                let empty = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                let kind = if tag.is_some() || empty { Kind::Nothing } else { Kind::Text(text.into_owned()) };
                self.place(Node { kind, span: range }, tag.is_some());
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.file.fault(&code::ANCHOR, range.clone(), "aliases are not allowed");
                self.place(Node { kind: Kind::Nothing, span: range }, true);
            }
            Event::Anchor(..) => self.file.fault(&code::ANCHOR, range, "anchors are not allowed"),
            Event::SequenceStart(..) => {
                self.open.push(Frame::List { start: range.start, items: Vec::new(), full: false });
            }
            Event::MappingStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                self.open.push(Frame::Map { start: range.start, flow, entries: Vec::new(), key: None, full: false });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            Event::DocumentStart(..) if self.root.is_some() => {
                self.file.fault(&code::SYNTAX, range, "a file holds one document");
            }
            _ => {}
        }
    }

    fn close(&mut self, end: usize) {
        match self.open.pop() {
            Some(Frame::List { start, items, .. }) => {
                self.place(Node { kind: Kind::List(items), span: start..end.max(start) }, true);
            }
            Some(Frame::Map { start, flow, entries, .. }) => {
                let kind = Kind::Map(settle(self.file, entries, flow));
                self.place(Node { kind, span: start..end.max(start) }, true);
            }
            None => {}
        }
    }

    /// Puts a value where it belongs. `reported`: if it is nothing, that is no fault of its own.
    fn place(&mut self, node: Node, reported: bool) {
        match self.open.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some(Frame::List { items, full, .. }) => {
                if matches!(node.kind, Kind::Nothing) && !reported {
                    let at = node.span.start.saturating_sub(1)..node.span.end;
                    self.file.fault(&code::NOTHING_AFTER, at, "an item of the list has no value");
                }
                if items.len() < MOST {
                    items.push(node);
                } else if !std::mem::replace(full, true) {
                    too_many(self.file, node.span);
                }
            }
            Some(Frame::Map { entries, key, full, .. }) => match key.take() {
                None => {
                    let name = if let Kind::Text(text) = node.kind {
                        text
                    } else {
                        self.file.fault(&code::SHAPE, node.span.clone(), "a key is a word");
                        String::new()
                    };
                    *key = Some(Spanned { value: name, span: node.span });
                }
                Some(key) => {
                    // An unreported nothing is marked by an empty span; a reported one covers what was reported.
                    let span = match node.kind {
                        Kind::Nothing if !reported => key.span.end..key.span.end,
                        Kind::Nothing => node.span.start..node.span.end.max(node.span.start + 1),
                        _ => node.span,
                    };
                    if entries.len() < MOST {
                        entries.push(Entry { key, value: Node { kind: node.kind, span } });
                    } else if !std::mem::replace(full, true) {
                        too_many(self.file, key.span);
                    }
                }
            },
        }
    }

    fn broken(&self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.file.text.len());
        let next = self.file.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let message = match error.kind() {
            ErrorKind::RecursionLimitExceeded => format!("maps and lists stand more than {DEPTH} deep in one another"),
            _ => format!("this is no YAML: {}", error.info()),
        };
        self.file.fault(&code::SYNTAX, at..at + next, message);
    }
}

/// Reports the first entry that is one too many.
fn too_many(file: &File<'_>, span: Range<usize>) {
    file.fault(&code::TOO_MUCH, span, format!("a list or map has at most {MOST} entries"));
}

/// Reports keys given twice and keys with nothing after them, and joins what YAML cut off again.
fn settle(file: &File<'_>, entries: Vec<Entry>, flow: bool) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut names: HashSet<String> = HashSet::with_capacity(entries.len());
    for entry in entries {
        let missing = matches!(entry.value.kind, Kind::Nothing) && entry.value.span.is_empty();
        match kept.last_mut().filter(|_| flow && missing) {
            Some(before) if is_cut_off(file, before, &entry) => join(file, before, &entry),
            _ => {
                if missing {
                    let message = format!("`{}` has nothing after it", entry.key.value);
                    file.fault(&code::NOTHING_AFTER, entry.key.span.clone(), message);
                }
                if names.insert(entry.key.value.clone()) {
                    kept.push(entry);
                } else {
                    let message = format!("`{}` is given twice", entry.key.value);
                    file.fault(&code::DUPLICATE_KEY, entry.key.span.clone(), message);
                }
            }
        }
    }
    kept
}

/// Whether a key without `:` is the rest of the text before it: `{show_when: f(a, b)}` reads as `f(a` and a key `b)`.
fn is_cut_off(file: &File<'_>, before: &Entry, rest: &Entry) -> bool {
    let after = file.text.get(rest.key.span.end..).unwrap_or_default().trim_start();
    let Kind::Text(text) = &before.value.kind else { return false };
    let plain = file.text.get(before.value.span.clone()).is_some_and(|raw| !raw.starts_with(['"', '\'']));
    let is_word = rest.key.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let is_open = text.matches('(').count() > text.matches(')').count();
    plain && !after.starts_with(':') && (is_open || !is_word)
}

fn join(file: &File<'_>, before: &mut Entry, rest: &Entry) {
    let span = before.value.span.start..rest.key.span.end;
    let whole = file.text.get(span.clone()).unwrap_or_default();
    let quote = if whole.contains('"') { '\'' } else { '"' };
    let message = format!("YAML ends `{}` at the comma", before.key.value);
    let help = format!("put it in quotes: {}: {quote}{whole}{quote}", before.key.value);
    file.fault_with(&code::CUT_OFF, span.clone(), message, help);
    before.value = Node { kind: Kind::Text(whole.to_owned()), span };
}
