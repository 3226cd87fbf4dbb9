//! Whether clients notice a difference, by what it is about. A judgement for the order of a list: nothing depends on it.

use crate::definition::load::Thing;

/// Things that the team alone works with.
const OF_THE_TEAM: [&str; 10] = [
    "team field",
    "reason",
    "reply",
    "sync",
    "queue",
    "channel",
    "connector",
    "measure",
    "calendar",
    "attribute of the host",
];
/// Keys that the team alone notices, up to a point in a dotted key.
const KEYS_OF_THE_TEAM: [&str; 10] =
    ["team_label", "queue", "owner", "calendar", "keep", "retention", "measures", "purpose", "prefix", "seen_by"];

/// Whether clients notice that a thing came or went.
pub(super) fn thing(thing: &Thing) -> bool {
    let of_the_team = thing.path.iter().any(|named| OF_THE_TEAM.contains(&named.noun));
    let inside = thing.path.last().map_or("", |named| named.noun);
    match inside {
        "role" => !says_team(thing),
        // A move that no client makes shows by the statuses it leads to.
        "move" => made_by_clients(thing),
        _ => !of_the_team,
    }
}

/// Whether clients notice that a key of a thing is said otherwise.
pub(super) fn key(thing: &Thing, key: &str) -> bool {
    let word = key.split('.').next().unwrap_or_default();
    self::thing(thing) && !KEYS_OF_THE_TEAM.contains(&word)
}

fn says_team(role: &Thing) -> bool {
    let named = role.path.last().is_some_and(|named| named.id.starts_with("team_"));
    let says = |key: &str, word: &str| role.says.get(key).is_some_and(|text| text.starts_with(word));
    named || says("like", "team_") || says("side", "team")
}

fn made_by_clients(made: &Thing) -> bool {
    let by = made.says.get("by").map(|by| by.split(", ").collect::<Vec<_>>()).unwrap_or_default();
    by.iter().any(|who| !matches!(*who, "team" | "owner") && !who.starts_with("team_"))
}
