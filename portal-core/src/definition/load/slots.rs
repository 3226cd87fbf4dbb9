//! `slots`: what clients book.

use chrono::TimeDelta;
use indexmap::IndexMap;

use super::{
    map::Map,
    portal::Portal,
    reader::{Names, Reader},
    yaml::Node,
};
use crate::{
    definition::{Duration, Slot, Unit, code},
    id::Id,
};

/// The longest slot: it lies within one day.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// Reads the slots.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal) -> IndexMap<Id, Slot> {
    let calendars = Names::new(portal.calendars.keys(), true);
    let mut slots = IndexMap::new();
    for (id, node) in read.named(node, "slots") {
        let Some(map) = read.map(node, "a slot") else { continue };
        if let Some(slot) = one(read, &map, &calendars) {
            read.insert(&mut slots, &id, slot);
        }
        map.finish(&[]);
    }
    slots
}

fn one<'a>(read: Reader<'a>, map: &Map<'a>, calendars: &Names) -> Option<Slot> {
    let clock = |key| map.get(key).and_then(|node| clock(read, node));
    let label = read.needed_text(map, "label", "a slot");
    map.need("length", "a slot");
    let (length, every, hold) = (clock("length"), clock("every"), clock("hold"));
    let span = |key| map.get(key).and_then(|node| read.duration(node));
    let (notice, ahead, change_until) = (span("notice"), span("ahead"), span("change_until"));
    let places = map.get("places").and_then(|node| read.value(node, "a number of places")).unwrap_or(1);
    if !(1..=10_000).contains(&places) {
        read.fault(&code::VALUE, &map.key_span("places"), "a slot has 1 to 10000 places");
    }
    let calendar = match map.get("calendar") {
        Some(node) => read.known(node, "a calendar", calendars),
        None => calendars.ids.first().cloned(),
    };
    let length = length?;
    Some(Slot {
        label,
        calendar: calendar?,
        length,
        every: every.unwrap_or(length),
        places,
        notice,
        ahead: ahead.unwrap_or(Duration { count: 8, unit: Unit::Weeks }),
        hold: hold.unwrap_or(TimeDelta::minutes(15)),
        change_until: change_until.or(notice),
    })
}

/// A length on the clock: `30 minutes`, `1 hour`.
fn clock<'a>(read: Reader<'a>, node: &'a Node) -> Option<TimeDelta> {
    let duration = read.duration(node)?;
    let length = match duration.unit {
        Unit::Minutes => Some(TimeDelta::minutes(duration.count.into())),
        Unit::Hours => Some(TimeDelta::hours(duration.count.into())),
        _ => None,
    };
    let found = length.filter(|length| *length <= LONGEST);
    if found.is_none() {
        read.fault(&code::VALUE, &node.span, "minutes or hours, 24 hours at most, are expected here");
    }
    found
}
