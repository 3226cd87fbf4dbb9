//! `calendars`: opening hours and holidays.

use chrono::{NaiveDate, NaiveTime};
use indexmap::IndexMap;

use super::{
    map::Map,
    reader::Reader,
    yaml::{Entry, Kind, Node},
};
use crate::{
    definition::{Calendar, Holiday, calendar, code},
    id::Id,
};

type Span = (NaiveTime, NaiveTime);

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Monday to Friday, 9 to 18 o'clock.
pub(super) fn usual() -> Calendar {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a full hour below 24");
    let open = vec![(at(9), at(18))];
    let hours = std::array::from_fn(|day| if day < 5 { open.clone() } else { Vec::new() });
    Calendar { hours, holidays: Vec::new() }
}

/// Reads the calendars. `None`: there is none that could be read.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node) -> Option<IndexMap<Id, Calendar>> {
    let mut calendars = IndexMap::new();
    for (id, node) in read.named(node, "calendars") {
        let Some(map) = read.map(node, "a calendar") else { continue };
        let calendar = one(read, &map);
        map.finish(&[]);
        if !calendar::is_ever_open(&calendar) {
            read.fault(&code::NEVER_OPEN, &id.span, format!("`{}` has no open day", id.value));
        }
        read.insert(&mut calendars, &id, calendar);
    }
    (!calendars.is_empty()).then_some(calendars)
}

fn one<'a>(read: Reader<'a>, map: &Map<'a>) -> Calendar {
    let mut calendar = usual();
    if let Some(hours) = map.get("hours").and_then(|node| hours(read, node)) {
        calendar.hours = hours;
    }
    if let Some(node) = map.get("holidays") {
        let items = read.list(node, "holidays");
        calendar.holidays = items.iter().filter_map(|item| holiday(read, item)).collect();
    }
    calendar
}

/// `{mon-thu: 09:00-12:30 14:00-18:00, fri: 09:00-17:00}`. `None`: a part of it could not be read.
fn hours<'a>(read: Reader<'a>, node: &'a Node) -> Option<[Vec<Span>; 7]> {
    let mut sound = true;
    let mut hours: [Vec<Span>; 7] = Default::default();
    let Kind::Map(entries) = &node.kind else {
        read.shape(node, "a map of days and their hours");
        return None;
    };
    for Entry { key, value } in entries {
        let Some((first, last)) = days(&key.value) else {
            let message = format!("`{}` is not a day or a range of days such as mon-fri", key.value);
            read.fault(&code::VALUE, &key.span, message);
            sound = false;
            continue;
        };
        let Some(text) = read.word(value, "hours such as 09:00-12:30 14:00-18:00") else { continue };
        let Some(spans) = spans(text) else {
            let message = format!("`{text}` is not hours in order, such as 09:00-12:30 14:00-18:00");
            read.fault(&code::VALUE, &value.span, message);
            sound = false;
            continue;
        };
        for day in &mut hours[first..=last] {
            if !day.is_empty() {
                read.fault(&code::DUPLICATE_KEY, &key.span, "a day has its hours twice");
            }
            day.clone_from(&spans);
        }
    }
    sound.then_some(hours)
}

fn days(text: &str) -> Option<(usize, usize)> {
    let day = |name: &str| DAYS.iter().position(|known| *known == name);
    let (first, last) = match text.split_once('-') {
        Some((first, last)) => (day(first)?, day(last)?),
        None => (day(text)?, day(text)?),
    };
    (first <= last).then_some((first, last))
}

fn spans(text: &str) -> Option<Vec<Span>> {
    let clock = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5);
    let span = |text: &str| text.split_once('-').and_then(|(from, to)| Some((clock(from)?, clock(to)?)));
    let spans: Vec<Span> = text.split_whitespace().map(span).collect::<Option<_>>()?;
    let in_order = spans.iter().all(|(from, to)| from < to) && spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    (in_order && !spans.is_empty()).then_some(spans)
}

/// `12-25` each year, `easter+39`, `2026-12-24` once.
fn holiday<'a>(read: Reader<'a>, node: &'a Node) -> Option<Holiday> {
    let text = read.word(node, "a holiday")?;
    let found = parse_holiday(text);
    if found.is_none() {
        let message = format!("`{text}` is not a holiday such as 12-25, easter+1 or 2026-12-24");
        read.fault(&code::VALUE, &node.span, message);
    }
    found
}

fn parse_holiday(text: &str) -> Option<Holiday> {
    if let Some(offset) = text.strip_prefix("easter") {
        let days: i64 = if offset.is_empty() { 0 } else { offset.parse().ok()? };
        let signed = offset.is_empty() || offset.starts_with(['+', '-']);
        return (signed && days.abs() <= 120).then_some(Holiday::Easter(days));
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return (text.len() == 10).then_some(Holiday::Once(day));
    }
    let (month, day) = text.split_once('-').filter(|_| text.len() == 5)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| Holiday::Yearly(month, day))
}
