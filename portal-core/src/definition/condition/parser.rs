//! From tokens to a tree, by precedence. Nesting is bounded, so the stack is too.

use std::{mem, ops::Range};

use chrono::NaiveDate;

use super::{
    super::pattern,
    MAX_LEVELS,
    fault::{ARGUMENTS, ConditionFault, EXPECTED, PATTERN, TOO_DEEP, UNKNOWN_FUNCTION},
    lexer::Token,
    nearest,
    tree::{At, Comparison, Each, Node, Operator, Tree},
};

/// Functions, written `size(x)`.
const FUNCTIONS: &[&str] = &["size", "has", "days", "hours", "date", "times_in"];
/// Functions of a text, written `x.contains(y)`.
const METHODS: &[&str] = &["matches", "contains", "startsWith"];
/// Functions of a group, written `g.sum(r, r.price)`.
const ROWS: &[(&str, Each)] = &[("exists", Each::Exists), ("all", Each::All), ("sum", Each::Sum)];
/// Words that no row can be called by.
const WORDS: [&str; 7] = ["true", "false", "null", "today", "now", "in", "not"];

type Parsed<T = At> = Result<T, ConditionFault>;

/// The tree of an expression.
pub(super) fn parse(tokens: Vec<(Token, Range<usize>)>) -> Parsed<Tree> {
    let mut parser = Parser { tokens, at: 0, level: 0, tree: Tree::default(), rows: Vec::new() };
    parser.expression()?;
    if *parser.peek() != Token::End {
        let help = match parser.peek() {
            Token::Name(word) if word == "and" => "Write && for \"and\".",
            Token::Name(word) if word == "or" => "Write || for \"or\".",
            _ => "Join two conditions with && or ||, or take the rest away.",
        };
        return Err(parser.expected("the end, or an operator", help));
    }
    Ok(parser.tree)
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    level: usize,
    tree: Tree,
    /// What the rows are called whose bodies are being read, the innermost last.
    rows: Vec<String>,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn span(&self) -> Range<usize> {
        self.tokens[self.at].1.clone()
    }

    /// Takes the present token; the last one stays.
    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        if token != Token::End {
            self.at += 1;
        }
        token
    }

    fn take(&mut self, sign: &'static str) -> bool {
        let is = *self.peek() == Token::Sign(sign);
        self.at += usize::from(is);
        is
    }

    fn need(&mut self, sign: &'static str) -> Parsed<()> {
        if self.take(sign) {
            Ok(())
        } else {
            Err(self.expected(&format!("`{sign}`"), "Is a bracket or a part missing?"))
        }
    }

    fn expected(&self, what: &str, help: &str) -> ConditionFault {
        let found = match self.peek() {
            Token::Name(name) => format!("`{name}`"),
            Token::Text(_) => "a text".into(),
            Token::Number(number) => format!("`{number}`"),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::End => "the end".into(),
        };
        ConditionFault::new(EXPECTED, self.span(), format!("Expected {what}, found {found}."), help)
    }

    /// One level deeper.
    fn nested<T>(&mut self, part: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.level == MAX_LEVELS {
            let message = format!("A condition is nested at most {MAX_LEVELS} levels deep.");
            return Err(ConditionFault::new(TOO_DEEP, self.span(), message, "Split it, or take brackets away."));
        }
        self.level += 1;
        let parsed = part(self);
        self.level -= 1;
        parsed
    }

    fn push(&mut self, node: Node, from: usize) -> At {
        let end = self.tokens[self.at.saturating_sub(1)].1.end;
        self.tree.push(node, from..end)
    }

    fn expression(&mut self) -> Parsed {
        let from = self.span().start;
        let when = self.binary(0)?;
        if !self.take("?") {
            return Ok(when);
        }
        let then = self.nested(Self::expression)?;
        self.need(":")?;
        let otherwise = self.nested(Self::expression)?;
        Ok(self.push(Node::Choose { when, then, otherwise }, from))
    }

    fn binary(&mut self, least: u8) -> Parsed {
        let from = self.span().start;
        let mut left = self.prefix()?;
        while let Some((rank, node)) = operator(self.peek()).filter(|(rank, _)| *rank >= least) {
            self.next();
            let right = self.binary(rank + 1)?;
            left = self.push(node(left, right), from);
        }
        Ok(left)
    }

    fn prefix(&mut self) -> Parsed {
        let from = self.span().start;
        if self.take("!") {
            let part = self.nested(Self::prefix)?;
            return Ok(self.push(Node::Not(part), from));
        }
        if self.take("-") {
            let part = self.nested(Self::prefix)?;
            return Ok(self.push(Node::Negate(part), from));
        }
        let mut whole = self.primary()?;
        while self.take(".") {
            whole = self.method(whole, from)?;
        }
        Ok(whole)
    }

    fn primary(&mut self) -> Parsed {
        let from = self.span().start;
        let node = match self.peek().clone() {
            Token::Text(text) => Node::Text(text),
            Token::Number(number) => Node::Number(number),
            Token::Name(name) => return self.name(&name),
            Token::Sign("(") => {
                self.next();
                let inner = self.nested(Self::expression)?;
                self.need(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => {
                self.next();
                let items = self.items("]")?;
                return Ok(self.push(Node::List(items.into_iter().map(|item| item.0).collect()), from));
            }
            _ => return Err(self.expected("a name, a number or a text", "Is something missing here?")),
        };
        self.next();
        Ok(self.push(node, from))
    }

    /// The parts up to a closing sign, each with its place.
    fn items(&mut self, close: &'static str) -> Parsed<Vec<(At, Range<usize>)>> {
        let mut items = Vec::new();
        while !self.take(close) {
            if !items.is_empty() {
                self.need(",")?;
            }
            let from = self.span().start;
            let item = self.nested(Self::expression)?;
            items.push((item, from..self.tokens[self.at - 1].1.end));
        }
        Ok(items)
    }

    fn name(&mut self, name: &str) -> Parsed {
        let span = self.span();
        self.next();
        if self.take("(") {
            return self.function(name, span);
        }
        let mut path = vec![name.to_owned()];
        while let [(Token::Sign("."), _), (Token::Name(part), _), (after, _), ..] = &self.tokens[self.at..] {
            if *after == Token::Sign("(") {
                break;
            }
            path.push(part.clone());
            self.at += 2;
        }
        let node = match (name, path.len()) {
            ("true", 1) => Node::Bool(true),
            ("false", 1) => Node::Bool(false),
            ("null", 1) => Node::Null,
            ("today", 1) => Node::Today,
            ("now", 1) => Node::Now,
            ("in" | "not", 1) => {
                self.at -= 1;
                return Err(self.expected("a name, a number or a text", "Write `x in list`, and ! for \"not\"."));
            }
            _ => match self.rows.iter().rev().position(|row| row == name) {
                Some(up) => Node::Row { up, field: path[1..].join(".") },
                None => Node::Name(path.join(".")),
            },
        };
        Ok(self.push(node, span.start))
    }

    fn function(&mut self, name: &str, span: Range<usize>) -> Parsed {
        if !FUNCTIONS.contains(&name) {
            return Err(unknown_function(name, span));
        }
        let arguments = self.items(")")?;
        let whole = span.start..self.tokens[self.at - 1].1.end;
        let [(argument, place)] = arguments.as_slice() else {
            let help = format!("Write {name}(…) with one value.");
            return Err(ConditionFault::new(ARGUMENTS, whole, format!("{name} takes one argument."), help));
        };
        let (argument, place) = (*argument, place.clone());
        let node = match name {
            "size" => Node::Size(argument),
            "days" => Node::Days(argument),
            "hours" => Node::Hours(argument),
            "has" if matches!(self.tree.nodes[argument], Node::Name(_) | Node::Row { .. }) => Node::Has(argument),
            "has" => return Err(ConditionFault::new(ARGUMENTS, place, "has takes a name.", "Write has(field).")),
            "date" => {
                let text = self.text(argument, place.clone(), "date(\"2026-01-31\")")?;
                Node::Date(NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| {
                    let help = "Write year, month and day: date(\"2026-01-31\").";
                    ConditionFault::new(ARGUMENTS, place, format!("{text:?} is not a date."), help)
                })?)
            }
            _ => Node::TimesIn(self.text(argument, place, "times_in(\"status\")")?),
        };
        Ok(self.push(node, span.start))
    }

    fn method(&mut self, on: At, from: usize) -> Parsed {
        let span = self.span();
        let Token::Name(name) = self.peek().clone() else {
            return Err(self.expected("a name after the dot", "Is something missing here?"));
        };
        self.next();
        if !self.take("(") {
            let help = "Write the whole name, without brackets: account.role.";
            return Err(ConditionFault::new(EXPECTED, span, "Only names have parts.", help));
        }
        if let Some((_, how)) = ROWS.iter().find(|(known, _)| *known == name) {
            return self.rows(*how, &name, on, from);
        }
        if !METHODS.contains(&name.as_str()) {
            return Err(unknown_function(&name, span));
        }
        let arguments = self.items(")")?;
        let [(argument, place)] = arguments.as_slice() else {
            let whole = span.start..self.tokens[self.at - 1].1.end;
            let help = format!("Write x.{name}(…) with one text.");
            return Err(ConditionFault::new(ARGUMENTS, whole, format!("{name} takes one argument."), help));
        };
        let (argument, place) = (*argument, place.clone());
        let node = match name.as_str() {
            "contains" => Node::Contains(on, argument),
            "startsWith" => Node::StartsWith(on, argument),
            _ => {
                let text = self.text(argument, place.clone(), "x.matches(\"[0-9]+\")")?;
                let pattern = pattern::compile(&text).map_err(|error| {
                    let help = "Mend the regular expression; a literal dot or bracket needs a backslash.";
                    ConditionFault::new(PATTERN, place, format!("This is no pattern: {error}."), help)
                })?;
                Node::Matches(on, pattern)
            }
        };
        Ok(self.push(node, from))
    }

    /// `(r, …)` behind a group: a name for each row, and what is asked of it.
    fn rows(&mut self, how: Each, function: &str, of: At, from: usize) -> Parsed {
        let help = format!("Name the row, then ask: g.{function}(r, …r.field…).");
        let row = match (self.peek(), self.tokens.get(self.at + 1)) {
            (Token::Name(row), Some((Token::Sign(","), _))) if !WORDS.contains(&row.as_str()) => row.clone(),
            _ => return Err(self.expected("a name for the row and a comma", &help)),
        };
        self.at += 2;
        let around = mem::take(&mut self.tree);
        self.rows.push(row);
        let body = self.nested(Self::expression);
        self.rows.pop();
        let tree = mem::replace(&mut self.tree, around);
        body?;
        if !self.take(")") {
            return Err(self.expected("`)`", &help));
        }
        Ok(self.push(Node::Each { how, of, body: Box::new(tree) }, from))
    }

    /// An argument that must stand there as a text.
    fn text(&self, argument: At, place: Range<usize>, example: &str) -> Parsed<String> {
        match &self.tree.nodes[argument] {
            Node::Text(text) => Ok(text.clone()),
            _ => Err(ConditionFault::new(
                ARGUMENTS,
                place,
                "Here a text in quotes is needed.",
                format!("Write it as in {example}."),
            )),
        }
    }
}

type Make = fn(At, At) -> Node;

/// The rank and the node of an operator between two operands.
fn operator(token: &Token) -> Option<(u8, Make)> {
    let make: (u8, Make) = match token {
        Token::Sign("||") => (1, Node::Either),
        Token::Sign("&&") => (2, Node::Both),
        Token::Sign("==") => (3, |left, right| Node::Compare(Comparison::Equal, left, right)),
        Token::Sign("!=") => (3, |left, right| Node::Compare(Comparison::Unequal, left, right)),
        Token::Sign("<") => (3, |left, right| Node::Compare(Comparison::Less, left, right)),
        Token::Sign("<=") => (3, |left, right| Node::Compare(Comparison::AtMost, left, right)),
        Token::Sign(">") => (3, |left, right| Node::Compare(Comparison::Greater, left, right)),
        Token::Sign(">=") => (3, |left, right| Node::Compare(Comparison::AtLeast, left, right)),
        Token::Name(word) if word == "in" => (3, Node::In),
        Token::Sign("+") => (4, |left, right| Node::Calculate(Operator::Add, left, right)),
        Token::Sign("-") => (4, |left, right| Node::Calculate(Operator::Subtract, left, right)),
        Token::Sign("*") => (5, |left, right| Node::Calculate(Operator::Multiply, left, right)),
        Token::Sign("/") => (5, |left, right| Node::Calculate(Operator::Divide, left, right)),
        _ => return None,
    };
    Some(make)
}

fn unknown_function(name: &str, span: Range<usize>) -> ConditionFault {
    let of_rows = || ROWS.iter().map(|(name, _)| *name);
    let help = if METHODS.contains(&name) {
        format!("Write it behind a text: x.{name}(…).")
    } else if of_rows().any(|known| known == name) {
        format!("Write it behind a group: g.{name}(r, …r.field…).")
    } else if FUNCTIONS.contains(&name) {
        format!("Write it before its value: {name}(x).")
    } else {
        let known = || FUNCTIONS.iter().chain(METHODS).copied().chain(of_rows());
        match nearest(name, known()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Known are {}.", known().collect::<Vec<_>>().join(", ")),
        }
    };
    ConditionFault::new(UNKNOWN_FUNCTION, span, format!("There is no function `{name}` here."), help)
}
