//! What differs between two folders, as they are written.

use std::fmt;

use indexmap::IndexMap;

use super::noticed;
use crate::definition::{
    Source,
    load::{Named, Thing, outline},
};

/// The longest text that is shown whole, in characters.
const SHOWN: usize = 120;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Whether it came, went or changed.
    pub sort: Sort,
    /// The file, of the newer folder where it is there.
    pub file: String,
    /// What it is about: "status `received` of request type `quote`".
    pub what: String,
    /// The key that changed, dotted; empty where the whole thing came or went.
    pub key: String,
    /// What was said; nothing where it was not said.
    pub before: Option<String>,
    /// What is said now; nothing where it is no longer said.
    pub after: Option<String>,
    /// Whether clients notice it.
    pub clients_notice: bool,
}

/// The sorts of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Something went.
    Removed,
    /// Something came.
    Added,
    /// Something is said otherwise.
    Changed,
}

/// All differences between two folders: what clients notice first, and of that what went, what came, what changed.
pub fn differences(old: &[Source], new: &[Source]) -> Vec<Difference> {
    let index = |sources| -> IndexMap<Vec<Named>, Thing> {
        outline(sources).into_iter().map(|thing| (thing.path.clone(), thing)).collect()
    };
    let (old, new) = (index(old), index(new));
    let mut found = Vec::new();
    for (path, thing) in &old {
        if !new.contains_key(path) && !is_inside(path, |outer| old.contains_key(outer) && !new.contains_key(outer)) {
            found.push(whole(Sort::Removed, thing));
        }
    }
    for (path, thing) in &new {
        match old.get(path) {
            Some(before) => found.extend(said(before, thing)),
            None if is_inside(path, |outer| new.contains_key(outer) && !old.contains_key(outer)) => {}
            None => found.push(whole(Sort::Added, thing)),
        }
    }
    found.extend(orders(&old, &new));
    found.sort_by_key(|difference| (!difference.clients_notice, difference.sort));
    found
}

/// Whether it stands in a thing of which this holds.
fn is_inside(path: &[Named], holds: impl Fn(&[Named]) -> bool) -> bool {
    (1..path.len()).any(|length| holds(&path[..length]))
}

fn whole(sort: Sort, thing: &Thing) -> Difference {
    Difference {
        sort,
        file: thing.file.clone(),
        what: name(&thing.path),
        key: String::new(),
        before: None,
        after: None,
        clients_notice: noticed::thing(thing),
    }
}

/// The keys that are said otherwise, came or went.
fn said(old: &Thing, new: &Thing) -> Vec<Difference> {
    let keys = new.says.keys().chain(old.says.keys().filter(|key| !new.says.contains_key(*key)));
    let changed = keys.filter(|key| old.says.get(*key) != new.says.get(*key));
    changed
        .map(|key| Difference {
            sort: Sort::Changed,
            file: new.file.clone(),
            what: name(&new.path),
            key: key.clone(),
            before: old.says.get(key).map(|text| short(text)),
            after: new.says.get(key).map(|text| short(text)),
            clients_notice: noticed::key(new, key),
        })
        .collect()
}

/// Steps, fields and options that stand in another order, and moves, of which the first that holds is taken.
fn orders(old: &IndexMap<Vec<Named>, Thing>, new: &IndexMap<Vec<Named>, Thing>) -> Vec<Difference> {
    type Groups<'t> = IndexMap<(&'t [Named], &'static str), Vec<&'t Named>>;
    fn groups(things: &IndexMap<Vec<Named>, Thing>) -> Groups<'_> {
        let mut groups = Groups::new();
        for path in things.keys() {
            let Some((last, outer)) = path.split_last() else { continue };
            if matches!(last.noun, "step" | "field" | "option" | "move") {
                groups.entry((outer, last.noun)).or_default().push(last);
            }
        }
        groups
    }
    let (before, after) = (groups(old), groups(new));
    let mut found = Vec::new();
    for ((outer, noun), now) in &after {
        let Some(then) = before.get(&(*outer, *noun)) else { continue };
        let common = |of: &[&Named], other: &[&Named]| -> Vec<String> {
            of.iter().filter(|named| other.contains(named)).map(|named| named.id.clone()).collect()
        };
        let (was, is) = (common(then, now), common(now, then));
        if was != is {
            let thing = new.get(*outer);
            found.push(Difference {
                sort: Sort::Changed,
                file: thing.map_or_else(String::new, |thing| thing.file.clone()),
                what: name(outer),
                key: format!("order of {noun}s"),
                before: Some(short(&was.join(", "))),
                after: Some(short(&is.join(", "))),
                clients_notice: *noun != "move",
            });
        }
    }
    found
}

/// A thing in words, from the inside out.
fn name(path: &[Named]) -> String {
    let one = |named: &Named| match named.id.is_empty() {
        true => format!("the {}", named.noun),
        false => format!("{} `{}`", named.noun, named.id),
    };
    path.iter().rev().map(one).collect::<Vec<_>>().join(" of ")
}

fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, key, .. } = self;
        match (self.sort, &self.before, &self.after) {
            (Sort::Removed, ..) => write!(f, "- {what}"),
            (Sort::Added, ..) => write!(f, "+ {what}"),
            (Sort::Changed, Some(before), Some(after)) => write!(f, "~ {what}: {key}: {before} → {after}"),
            (Sort::Changed, None, Some(after)) => write!(f, "~ {what}: {key}: now {after}"),
            (Sort::Changed, Some(before), None) => write!(f, "~ {what}: {key}: no longer {before}"),
            (Sort::Changed, None, None) => write!(f, "~ {what}: {key}"),
        }
    }
}
