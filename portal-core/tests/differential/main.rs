//! Conditions beside the crate `cel`, an implementation of the same language by other hands: on what both have, whole
//! numbers, texts, truths, lists and rows that are all there, random expressions must come to the same. `PROPTEST_CASES`
//! says how many; each run takes others.

mod expression;

use std::{borrow::Cow, collections::HashMap, sync::Arc, thread};

use cel::{
    Context, Program, Value as Theirs,
    objects::{Key, Map},
};
use chrono::{DateTime, NaiveDate, Utc};
use portal_core::{
    definition::condition::{Condition, Lookup, Row, Scope, Type},
    form::{Answers, Value},
};
use proptest::prelude::*;

use self::expression::{Of, expression};

/// What the names hold.
#[derive(Clone, Debug)]
struct Given {
    number: i64,
    other: i64,
    text: String,
    word: String,
    yes: bool,
    words: Vec<String>,
    rows: Vec<(i64, String)>,
}

fn given() -> impl Strategy<Value = Given> {
    let word = || proptest::sample::select(vec!["a", "b", "ab", "abc", "B-2", "x y"]).prop_map(str::to_owned);
    let number = || -20_i64..20;
    (
        (number(), number(), word(), word(), any::<bool>()),
        proptest::collection::vec(word(), 1..4),
        proptest::collection::vec((number(), word()), 1..4),
    )
        .prop_map(|((number, other, text, word, yes), words, rows)| Given {
            number,
            other,
            text,
            word,
            yes,
            words,
            rows,
        })
}

fn scope() -> Scope {
    let fields = [("n".to_owned(), Type::Number), ("t".to_owned(), Type::Text)];
    Scope::new()
        .with("number", Type::Number)
        .with("other", Type::Number)
        .with("text", Type::Text)
        .with("word", Type::Text)
        .with("yes", Type::Bool)
        .with("words", Type::List)
        .with("rows", Type::Group(Row::new(fields, 4)))
}

impl Lookup for Given {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let row = |(n, t): &(i64, String)| -> Answers {
            [("n".into(), Value::Number((*n).into())), ("t".into(), Value::Text(t.clone()))].into()
        };
        Some(Cow::Owned(match name {
            "number" => Value::Number(self.number.into()),
            "other" => Value::Number(self.other.into()),
            "text" => Value::Text(self.text.clone()),
            "word" => Value::Text(self.word.clone()),
            "yes" => Value::Bool(self.yes),
            "words" => Value::List(self.words.clone()),
            "rows" => Value::Rows(self.rows.iter().map(row).collect()),
            _ => return None,
        }))
    }
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
    fn today(&self) -> NaiveDate {
        NaiveDate::default()
    }
    fn times_in(&self, _: &str) -> u32 {
        0
    }
}

/// What the crate `cel` makes of it; `None`: a number does not fit into its 64 bits. It gets a stack of its own: in a debug
/// build a dozen brackets are too many for the usual one.
fn theirs(source: &str, given: &Given) -> Option<Theirs> {
    let (source, given) = (source.to_owned(), given.clone());
    let run = move || {
        let program = Program::compile(&source).unwrap_or_else(|error| panic!("{source}: {error}"));
        let mut context = Context::default();
        let text = |text: &String| Theirs::String(Arc::new(text.clone()));
        let row = |(n, t): &(i64, String)| {
            let fields = HashMap::from([(Key::from("n"), Theirs::Int(*n)), (Key::from("t"), text(t))]);
            Theirs::Map(Map { map: Arc::new(fields) })
        };
        let names = [
            ("number", Theirs::Int(given.number)),
            ("other", Theirs::Int(given.other)),
            ("text", text(&given.text)),
            ("word", text(&given.word)),
            ("yes", Theirs::Bool(given.yes)),
            ("words", Theirs::List(Arc::new(given.words.iter().map(text).collect()))),
            ("rows", Theirs::List(Arc::new(given.rows.iter().map(row).collect()))),
        ];
        for (name, value) in names {
            context.add_variable_from_value(name, value);
        }
        match program.execute(&context) {
            Ok(value) => Some(value),
            Err(error) if error.to_string().to_lowercase().contains("overflow") => None,
            Err(error) => panic!("{source}: {error}"),
        }
    };
    let stack = 256 * 1024 * 1024;
    thread::Builder::new().stack_size(stack).spawn(run).expect("a thread starts").join().expect("it has a value")
}

fn same(ours: &Value, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Bool(a), Theirs::Bool(b)) => a == b,
        (Value::Number(a), Theirs::Int(b)) => *a == (*b).into(),
        (Value::Text(a), Theirs::String(b)) => *a == **b,
        _ => false,
    }
}

proptest! {
    #[test]
    fn on_the_common_ground_conditions_mean_what_cel_means(
        source in prop_oneof![expression(Of::Truth), expression(Of::Number), expression(Of::Text)],
        given in given(),
    ) {
        prop_assume!(source.chars().count() <= 500);
        let ours = match Condition::parse(&source, &scope(), Type::Any) {
            Ok(condition) => condition.value(&given),
            Err(faults) => {
                // Our bounds are tighter than theirs; nothing else may be refused.
                prop_assert!(faults.iter().all(|fault| fault.code == "PC002"), "{}: {:?}", source, faults);
                return Ok(());
            }
        };
        if let Some(theirs) = theirs(&source, &given) {
            prop_assert!(same(&ours, &theirs), "{}: {:?} and {:?}", source, ours, theirs);
        }
    }
}

#[test]
fn what_is_sampled_reaches_all_operators_of_the_common_ground() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = prop_oneof![expression(Of::Truth), expression(Of::Number), expression(Of::Text)];
    let mut all = String::new();
    for _ in 0..400 {
        all.push_str(&proptest::strategy::ValueTree::current(&strategy.new_tree(&mut runner).expect("a value")));
        all.push('\n');
    }
    for part in [
        "==",
        "!=",
        "<=",
        ">=",
        " < ",
        " > ",
        "&&",
        "||",
        "!",
        " + ",
        " - ",
        " * ",
        " in ",
        "?",
        "size(",
        ".matches(",
        ".contains(",
        ".startsWith(",
        ".exists(",
        ".all(",
        "r.n",
        "[",
    ] {
        assert!(all.contains(part), "{part}");
    }
}
