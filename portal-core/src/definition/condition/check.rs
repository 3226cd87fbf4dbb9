//! Types: every name is known, every comparison can come out either way, the whole yields what its place needs.

mod names;
mod rows;

use std::ops::Range;

use super::{
    MAX_STEPS, Row, Scope, Type,
    fault::{ARGUMENTS, COMPARISON, ConditionFault, OPERANDS, OPTION, RESULT, STATUS},
    nearest,
    tree::{At, Comparison, Node, Operator, Tree},
};
use crate::id::Id;

/// All faults of meaning, in the order of the source.
pub(super) fn check(tree: &Tree, scope: &Scope, expected: Type) -> Vec<ConditionFault> {
    let mut checker = Checker::new(tree, scope, Vec::new(), expected);
    checker.nodes();
    checker.result();
    if checker.steps > MAX_STEPS && checker.faults.is_empty() {
        checker.too_many_steps();
    }
    checker.faults.sort_by_key(|fault| fault.span.start);
    checker.faults
}

struct Checker<'a> {
    tree: &'a Tree,
    scope: &'a Scope,
    /// What the whole must yield.
    expected: Type,
    /// The rows around a body, the innermost last; `None`: what they hold is not known.
    rows: Vec<Option<Row>>,
    /// The types of the nodes so far.
    types: Vec<Type>,
    faults: Vec<ConditionFault>,
    /// The most steps that an evaluation takes.
    steps: u64,
}

impl<'a> Checker<'a> {
    fn new(tree: &'a Tree, scope: &'a Scope, rows: Vec<Option<Row>>, expected: Type) -> Self {
        Self { tree, scope, expected, rows, types: Vec::with_capacity(tree.nodes.len()), faults: Vec::new(), steps: 0 }
    }

    fn nodes(&mut self) {
        for at in 0..self.tree.nodes.len() {
            let is = self.node(at);
            self.steps = self.steps.saturating_add(1);
            self.types.push(is);
        }
    }

    fn span(&self, at: At) -> Range<usize> {
        self.tree.spans[at].clone()
    }

    fn fault(&mut self, code: &'static str, at: At, message: String, help: impl Into<String>) {
        self.faults.push(ConditionFault::new(code, self.span(at), message, help));
    }

    fn node(&mut self, at: At) -> Type {
        match &self.tree.nodes[at] {
            Node::Null => Type::Any,
            Node::Bool(_) | Node::Has(_) => Type::Bool,
            Node::Text(_) => Type::Text,
            Node::Number(_) => Type::Number,
            Node::Date(_) | Node::Today => Type::Date,
            Node::Now => Type::Time,
            Node::Name(name) => self.name(at, name),
            Node::Row { up, field } => self.row(at, *up, field),
            Node::List(_) => Type::List,
            Node::Not(part) => self.truth(&[*part]),
            Node::Both(left, right) | Node::Either(left, right) => self.truth(&[*left, *right]),
            Node::Negate(part) => self.negate(*part),
            Node::Compare(how, left, right) => self.compare(at, *how, *left, *right),
            Node::In(left, right) => self.within(at, *left, *right),
            Node::Calculate(how, left, right) => self.calculate(at, *how, *left, *right),
            Node::Choose { when, then, otherwise } => self.choose(at, *when, *then, *otherwise),
            Node::Size(part) => {
                let fits =
                    |is: &Type| matches!(is, Type::Text | Type::List | Type::Choices(_) | Type::Files | Type::Group(_));
                self.argument(*part, fits, "size counts texts, lists, files and groups");
                Type::Number
            }
            Node::Matches(on, _) => self.texts(&[*on]),
            Node::Contains(on, part) | Node::StartsWith(on, part) => self.texts(&[*on, *part]),
            Node::Days(number) | Node::Hours(number) => {
                self.argument(*number, |is| *is == Type::Number, "days and hours take a number");
                Type::Duration
            }
            Node::TimesIn(status) => self.times_in(at, status),
            Node::Each { how, of, body } => self.each(*how, *of, body),
        }
    }

    /// Operands that must be yes or no.
    fn truth(&mut self, parts: &[At]) -> Type {
        for &part in parts {
            if !matches!(self.types[part], Type::Bool | Type::Any) {
                let message = format!("`!`, `&&` and `||` take yes or no; this is {}.", self.types[part]);
                self.fault(OPERANDS, part, message, "Compare it with something, or ask has(…).");
            }
        }
        Type::Bool
    }

    fn negate(&mut self, part: At) -> Type {
        match &self.types[part] {
            is @ (Type::Number | Type::Duration | Type::Any) => is.clone(),
            is => {
                let message = format!("`-` takes a number; this is {is}.");
                self.fault(OPERANDS, part, message, "Take the sign away.");
                Type::Any
            }
        }
    }

    fn compare(&mut self, at: At, how: Comparison, left: At, right: At) -> Type {
        let (a, b) = (&self.types[left], &self.types[right]);
        let by_rank = !matches!(how, Comparison::Equal | Comparison::Unequal);
        let null = [left, right].iter().any(|side| matches!(self.tree.nodes[*side], Node::Null));
        if by_rank && null {
            let message = "Nothing is less or greater than null.".to_owned();
            self.fault(COMPARISON, at, message, "Compare with null by == or !=, or ask has(…).");
        } else if by_rank && !ordered(a, b) || !by_rank && !equatable(a, b) {
            let message = format!("{a} is never compared with {b} in this way.");
            let help = match (a, b) {
                (Type::Choices(_) | Type::List, Type::Text | Type::Choice(_)) => "Write `\"a\" in names`.",
                (Type::Files, _) | (_, Type::Files) => "Ask has(…) or size(…).",
                (Type::Address, _) | (_, Type::Address) => "Ask has(…), or compare a part, such as `site.city`.",
                (Type::Group(_), _) | (_, Type::Group(_)) => "Ask has(…), size(…) or g.exists(r, …r.field…).",
                (Type::Date, Type::Time) | (Type::Time, Type::Date) => "Compare dates with today, moments with now.",
                (Type::Date | Type::Time, Type::Number | Type::Text) => "Write date(\"2026-01-31\") or days(3).",
                (Type::Number, Type::Text) => "Write the number without quotes.",
                (Type::Duration, Type::Number) | (Type::Number, Type::Duration) => "Write days(3) or hours(3).",
                _ => "Compare two things of the same type.",
            };
            self.fault(COMPARISON, at, message, help);
        } else {
            self.items(left, right);
            self.items(right, left);
            self.options(left, right);
            self.options(right, left);
        }
        Type::Bool
    }

    /// Where answered texts meet a written list, its items must be texts.
    fn items(&mut self, texts: At, list: At) {
        if let (Type::List | Type::Choices(_), Node::List(items)) = (&self.types[texts], &self.tree.nodes[list])
            && !matches!(self.tree.nodes[texts], Node::List(_))
        {
            for &item in items {
                if !equatable(&Type::Text, &self.types[item]) {
                    let message = format!("A text is never equal to {}.", self.types[item]);
                    self.fault(COMPARISON, item, message, "List things of the same type.");
                }
            }
        }
    }

    /// Where a choice meets a written text, the text must be one of its options.
    fn options(&mut self, choice: At, text: At) {
        if let Type::Choice(options) | Type::Choices(options) = &self.types[choice] {
            let options = options.clone();
            self.among(&options, text);
        }
    }

    /// Faults for each written text that an expression may yield and that is none of the options.
    fn among(&mut self, options: &[Id], whole: At) {
        let mut open = vec![whole];
        while let Some(at) = open.pop() {
            match &self.tree.nodes[at] {
                Node::Choose { then, otherwise, .. } => open.extend([*then, *otherwise]),
                Node::List(items) => open.extend(items),
                Node::Text(text) if !options.iter().any(|option| option == text.as_str()) => {
                    let known = || options.iter().map(Id::as_str);
                    let help = match nearest(text, known()) {
                        Some(near) => format!("Did you mean {near:?}?"),
                        None => format!("Its options are {}.", known().take(12).collect::<Vec<_>>().join(", ")),
                    };
                    self.fault(OPTION, at, format!("{text:?} is none of the options."), help);
                }
                _ => {}
            }
        }
    }

    fn within(&mut self, at: At, left: At, right: At) -> Type {
        if let Node::List(items) = &self.tree.nodes[right] {
            for &item in items {
                if !equatable(&self.types[left], &self.types[item]) {
                    let message = format!("{} is never equal to {}.", self.types[left], self.types[item]);
                    self.fault(COMPARISON, item, message, "List things of the same type.");
                }
            }
            self.options(left, right);
            return Type::Bool;
        }
        let text = matches!(self.types[left], Type::Text | Type::Choice(_) | Type::Any);
        match &self.types[right] {
            Type::Any => {}
            Type::List | Type::Choices(_) if text => self.options(right, left),
            is => {
                let message = format!("{} is never in {is}.", self.types[left]);
                let help = "Write `x in [\"a\", \"b\"]` or `\"a\" in names`; for a part of a text x.contains(\"a\").";
                self.fault(COMPARISON, at, message, help);
            }
        }
        Type::Bool
    }

    fn calculate(&mut self, at: At, how: Operator, left: At, right: At) -> Type {
        use Operator::{Add, Divide, Multiply, Subtract};
        use Type::{Any, Date, Duration, Number, Text, Time};
        let (a, b) = (&self.types[left], &self.types[right]);
        match (a, how, b) {
            (Any, ..) | (_, _, Any) => Any,
            (Number, _, Number) => Number,
            (Text, Add, Text) => Text,
            (Date, Add | Subtract, Duration) | (Duration, Add, Date) => Date,
            (Time, Add | Subtract, Duration) | (Duration, Add, Time) => Time,
            (Duration, Add | Subtract, Duration) | (Date, Subtract, Date) | (Time, Subtract, Time) => Duration,
            _ => {
                let word = match how {
                    Add => "+",
                    Subtract => "-",
                    Multiply => "*",
                    Divide => "/",
                };
                let message = format!("`{word}` does not take {a} and {b}.");
                let help = match (a, b) {
                    (Date | Time, Number) | (Number, Date | Time) => "Write days(3) or hours(3) for a length of time.",
                    _ => "Calculate with numbers, or with dates and days(…).",
                };
                self.fault(OPERANDS, at, message, help);
                Any
            }
        }
    }

    fn choose(&mut self, at: At, when: At, then: At, otherwise: At) -> Type {
        self.truth(&[when]);
        match (&self.types[then], &self.types[otherwise]) {
            (a, b) if a == b => a.clone(),
            (Type::Any, other) | (other, Type::Any) => other.clone(),
            (Type::Text | Type::Choice(_), Type::Text | Type::Choice(_)) => Type::Text,
            (Type::List | Type::Choices(_), Type::List | Type::Choices(_)) => Type::List,
            (a, b) => {
                let message = format!("The two cases yield {a} and {b}.");
                self.fault(OPERANDS, at, message, "Let both cases yield the same type.");
                Type::Any
            }
        }
    }

    fn argument(&mut self, at: At, fits: impl Fn(&Type) -> bool, rule: &str) {
        let is = &self.types[at];
        if *is != Type::Any && !fits(is) {
            let message = format!("This is {is}, but {rule}.");
            self.fault(ARGUMENTS, at, message, "Give it another value.");
        }
    }

    fn texts(&mut self, parts: &[At]) -> Type {
        for &part in parts {
            let text = |is: &Type| matches!(is, Type::Text | Type::Choice(_));
            self.argument(part, text, "matches, contains and startsWith ask texts; for a list write `\"a\" in names`");
        }
        Type::Bool
    }

    fn times_in(&mut self, at: At, status: &str) -> Type {
        let Some(statuses) = self.scope.statuses() else {
            let message = "times_in counts a request's statuses; here is no request yet.".to_owned();
            self.fault(STATUS, at, message, "Use it in moves, tasks and rules.");
            return Type::Number;
        };
        if !statuses.contains(status) {
            let known = || statuses.iter().map(String::as_str);
            let help = match nearest(status, known()) {
                Some(near) => format!("Did you mean {near:?}?"),
                None => format!("Its statuses are {}.", known().take(12).collect::<Vec<_>>().join(", ")),
            };
            self.fault(STATUS, at, format!("There is no status {status:?}."), help);
        }
        Type::Number
    }

    /// Whether the whole yields what its place needs.
    fn result(&mut self) {
        let whole = self.tree.nodes.len() - 1;
        let is = &self.types[whole];
        let fits = match (is, &self.expected) {
            (Type::Any, _) | (_, Type::Any) | (Type::Choice(_), Type::Text) | (Type::Choices(_), Type::List) => true,
            (Type::Text | Type::Choice(_), Type::Choice(_)) | (Type::List | Type::Choices(_), Type::Choices(_)) => {
                equatable(is, &self.expected)
            }
            (is, expected) => is == expected,
        };
        if !fits {
            let message = format!("This yields {is}, but {} is needed here.", self.expected);
            let help = match self.expected {
                Type::Bool => "Compare it with something, or ask has(…).",
                _ => "Write an expression that yields it.",
            };
            self.fault(RESULT, whole, message, help);
        } else if let Type::Choice(options) | Type::Choices(options) = &self.expected {
            let options = options.clone();
            self.among(&options, whole);
        }
    }
}

/// Whether two types may ever be equal.
fn equatable(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Choice(some), Type::Choice(others)) | (Type::Choices(some), Type::Choices(others)) => {
            some.iter().any(|option| others.contains(option))
        }
        (Type::Any, _)
        | (_, Type::Any)
        | (Type::Choice(_), Type::Text)
        | (Type::Text, Type::Choice(_))
        | (Type::Choices(_), Type::List)
        | (Type::List, Type::Choices(_))
        | (Type::Person(_), Type::Person(_)) => true,
        (Type::Files, Type::Files) | (Type::Address, Type::Address) | (Type::Group(_), Type::Group(_)) => false,
        (a, b) => a == b,
    }
}

/// Whether one of two types may be less than the other.
fn ordered(a: &Type, b: &Type) -> bool {
    let rank =
        |is: &Type| matches!(is, Type::Text | Type::Number | Type::Date | Type::Time | Type::Duration | Type::Any);
    rank(a) && rank(b) && equatable(a, b)
}
