//! `measures`: how it was before, and when somebody is warned.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{
    reader::Reader,
    yaml::{Entry, Kind, Node},
};
use crate::definition::{Amount, Expectation, Measure, MeasureUnit, Warn, code};

/// Reads the measures by their names.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node) -> IndexMap<Measure, Expectation> {
    let mut measures = IndexMap::new();
    let Kind::Map(entries) = &node.kind else {
        read.shape(node, "a map of measures");
        return measures;
    };
    for Entry { key, value } in entries {
        let Some((_, measure)) = Measure::ALL.into_iter().find(|(name, _)| *name == key.value) else {
            let known = Measure::ALL.iter().map(|(name, _)| *name);
            read.unknown(&code::UNKNOWN_NAME, &key.value, &key.span, "a measure", known);
            continue;
        };
        let Some(map) = read.map(value, "a measure") else { continue };
        let baseline = map.get("baseline").and_then(|node| amount(read, node, read.word(node, "an amount")?, measure));
        let warn = map.get("warn").and_then(|node| warn(read, node, measure));
        map.finish(&[]);
        measures.insert(measure, Expectation { baseline, warn });
    }
    measures
}

/// `above 4 business days`, `below 60%`.
fn warn<'a>(read: Reader<'a>, node: &'a Node, measure: Measure) -> Option<Warn> {
    let text = read.word(node, "`above` or `below` and an amount")?;
    match text.split_once(' ') {
        Some(("above", rest)) => amount(read, node, rest, measure).map(Warn::Above),
        Some(("below", rest)) => amount(read, node, rest, measure).map(Warn::Below),
        _ => {
            read.fault(&code::VALUE, &node.span, format!("`{text}` is not `above` or `below` and an amount"));
            None
        }
    }
}

fn amount<'a>(read: Reader<'a>, node: &'a Node, text: &str, measure: Measure) -> Option<Amount> {
    let number = |text: &str| text.parse::<Decimal>().ok().filter(|number| !number.is_sign_negative());
    let found = match text.strip_suffix('%') {
        Some(part) => number(part.trim_end()).filter(|part| *part <= Decimal::ONE_HUNDRED).map(Amount::Percent),
        None => text.parse().ok().map(Amount::Time).or_else(|| number(text).map(Amount::Number)),
    };
    if found.is_none_or(|amount| amount.unit() != measure.unit()) {
        let wanted = match measure.unit() {
            MeasureUnit::Percent => "per cent such as `60%`",
            MeasureUnit::Time => "a duration such as `4 business days`",
            MeasureUnit::Number => "a number such as `200`",
        };
        read.fault(&code::VALUE, &node.span, format!("`{text}` is not {wanted}, in which this measure counts"));
        return None;
    }
    found
}
