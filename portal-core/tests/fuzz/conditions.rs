//! Conditions made of the words of the language, sound ones that were mutilated, and whatever values the names hold.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, Utc};
use portal_core::{
    definition::condition::{Condition, Lookup, Row, Scope, Type},
    form::{Answers, Value},
};
use rust_decimal::Decimal;

use super::random::Random;

/// Words of the language; some of them open what others close.
const WORDS: &[&str] = &[
    "budget",
    "subject",
    "kind",
    "kinds",
    "urgent",
    "day",
    "moment",
    "brief",
    "items",
    "site",
    "who",
    "today",
    "now",
    "null",
    "true",
    "false",
    "0",
    "1",
    "2.5",
    "79228162514264337593543950335",
    "\"a\"",
    "'b'",
    "\"\\d\"",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "&&",
    "||",
    "!",
    "-",
    "+",
    "*",
    "/",
    "?",
    ":",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "in",
    "size(",
    "has(",
    "days(",
    "hours(",
    "date(\"2026-01-31\")",
    "times_in(\"done\")",
    ".matches(\"a+\")",
    ".contains(",
    ".startsWith(",
    ".exists(i,",
    ".all(i,",
    ".sum(i,",
    "i.n",
    "i.t",
    "i",
    "i.parts",
    "é",
    "\u{1f600}",
    "\\",
    "\n",
    "later",
    "own",
];

/// Conditions that are sound.
const SOUND: &[&str] = &[
    "budget >= 5000 && subject != \"\"",
    "kind == \"a\" ? \"b\" in kinds : !urgent",
    "items.sum(i, i.n * 2) > budget / 3",
    "items.exists(i, i.parts.all(p, p.n > i.n))",
    "day + days(3) > today && moment - hours(2) < now",
    "subject.matches(\"^[a-z]+$\") || size(brief) in [1, 2]",
    "items.all(i, has(i.t) && i.t.startsWith(subject))",
];

const NAMES: &[&str] =
    &["budget", "subject", "kind", "kinds", "urgent", "day", "moment", "brief", "items", "site", "who"];

fn scope() -> Scope {
    let part = Row::new([("n".to_owned(), Type::Number)], 5);
    let fields = [("n", Type::Number), ("t", Type::Text), ("parts", Type::Group(part))];
    let row = Row::new(fields.map(|(name, is)| (name.to_owned(), is)), 20);
    let options = || ["a", "b"].map(Into::into).to_vec();
    let mut scope = Scope::new()
        .with("budget", Type::Number)
        .with("subject", Type::Text)
        .with("kind", Type::Choice(options()))
        .with("kinds", Type::Choices(options()))
        .with("urgent", Type::Bool)
        .with("day", Type::Date)
        .with("moment", Type::Time)
        .with("brief", Type::Files)
        .with("site", Type::Address)
        .with("site.city", Type::Text)
        .with("items", Type::Group(row))
        .with_statuses(["done"]);
    scope.announce(["later".to_owned()]);
    scope.begin(Some("own".to_owned()));
    scope
}

struct Odd(BTreeMap<&'static str, Value>);

impl Lookup for Odd {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.0.get(name).map(Cow::Borrowed)
    }
    fn now(&self) -> DateTime<Utc> {
        DateTime::<Utc>::MAX_UTC
    }
    fn today(&self) -> NaiveDate {
        NaiveDate::MIN
    }
    fn times_in(&self, _: &str) -> u32 {
        u32::MAX
    }
}

/// A value of any type: names need not hold what the definition says, for it may have changed since.
fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth > 0 { 9 } else { 8 }) {
        0 => Value::Null,
        1 => Value::Bool(random.below(2) == 0),
        2 => Value::Text(random.pick(WORDS).repeat(random.below(40))),
        3 => {
            Value::Number(*random.pick(&[Decimal::MAX, Decimal::MIN, Decimal::ZERO, Decimal::new(5, 28), Decimal::TEN]))
        }
        4 => Value::Date(*random.pick(&[NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default()])),
        5 => Value::Time(*random.pick(&[DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, DateTime::UNIX_EPOCH])),
        6 => Value::List((0..random.below(4)).map(|_| (*random.pick(WORDS)).to_owned()).collect()),
        7 => Value::Files(Vec::new()),
        _ => {
            let names = ["n", "t", "parts"];
            let rows = random.below(if depth == 2 { 40 } else { 8 });
            let row = |random: &mut Random| -> Answers {
                names.iter().map(|name| ((*name).into(), value(random, depth - 1))).collect()
            };
            Value::Rows((0..rows).map(|_| row(random)).collect())
        }
    }
}

fn written(random: &mut Random) -> String {
    if random.below(3) == 0 {
        let words: Vec<&str> = (0..random.below(30)).map(|_| *random.pick(WORDS)).collect();
        return words.join(if random.below(2) == 0 { " " } else { "" });
    }
    let mut text = (*random.pick(SOUND)).to_owned();
    for _ in 0..random.below(4) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let hole = random.range(places.len() - 1, 6);
        let piece = if random.below(6) == 0 { random.pick(SOUND) } else { random.pick(WORDS) };
        let piece = if random.below(12) == 0 { piece.repeat(random.below(60)) } else { (*piece).to_owned() };
        text.replace_range(places[hole.start]..places[hole.end], &piece);
    }
    text
}

/// One condition, parsed and asked.
pub fn case(random: &mut Random) {
    let source = written(random);
    let expected = random.pick(&[Type::Bool, Type::Number, Type::Text, Type::Any, Type::Date]).clone();
    match Condition::parse(&source, &scope(), expected) {
        Ok(condition) => {
            for _ in 0..3 {
                let values = NAMES.iter().map(|name| (*name, value(random, 2))).collect();
                let odd = Odd(values);
                assert_eq!(condition.holds(&odd), condition.value(&odd) == Value::Bool(true), "{source}");
            }
        }
        Err(faults) => {
            let length = source.chars().count();
            for fault in faults {
                assert!(fault.span.start <= fault.span.end && fault.span.end <= length, "{source}: {fault:?}");
                assert!(!fault.message.is_empty() && !fault.help.is_empty(), "{source}: {fault:?}");
            }
        }
    }
}
