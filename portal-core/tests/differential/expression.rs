//! Random expressions of a kind, written with as few brackets as CEL's own ranks of operators allow, so that both parsers
//! must agree on the ranks.

use proptest::{prelude::*, sample::select, strategy::Union};

/// What an expression yields.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    Truth,
    Number,
    Text,
}

/// An expression and the rank of its outermost operator: 0 for a choice, 7 for what needs no brackets.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    rank: u8,
}

impl Piece {
    fn new(rank: u8, text: impl Into<String>) -> Self {
        Self { text: text.into(), rank }
    }

    /// As it must be written where a rank of at least `least` is needed.
    fn at(&self, least: u8) -> String {
        if self.rank < least { format!("({})", self.text) } else { self.text.clone() }
    }
}

/// Expressions as text.
pub fn expression(of: Of) -> BoxedStrategy<String> {
    piece(of, 3, false).prop_map(|piece| piece.text).boxed()
}

fn piece(of: Of, depth: u32, in_row: bool) -> BoxedStrategy<Piece> {
    let leaf = leaf(of, in_row);
    if depth == 0 {
        return leaf;
    }
    let part = |of| piece(of, depth - 1, in_row);
    let (truth, number, text) = (part(Of::Truth), part(Of::Number), part(Of::Text));
    let choice = |of| {
        (part(Of::Truth), part(of), part(of))
            .prop_map(|(when, then, other)| Piece::new(0, format!("{} ? {} : {}", when.at(1), then.at(1), other.at(0))))
            .boxed()
    };
    let mut kinds = vec![(2, leaf)];
    match of {
        Of::Truth => {
            kinds.push((3, joined(&truth, &["||"], 1)));
            kinds.push((3, joined(&truth, &["&&"], 2)));
            kinds.push((2, joined(&truth, &["==", "!="], 3)));
            kinds.push((4, joined(&number, &["==", "!=", "<", "<=", ">", ">="], 3)));
            kinds.push((3, joined(&text, &["==", "!=", "<", ">="], 3)));
            kinds.push((2, truth.clone().prop_map(|part| Piece::new(6, format!("!{}", part.at(7)))).boxed()));
            kinds.push((2, within(&number)));
            kinds.push((1, text.clone().prop_map(|part| Piece::new(3, format!("{} in words", part.at(4)))).boxed()));
            kinds.push((2, asked(&text)));
            if !in_row {
                let body = piece(Of::Truth, depth - 1, true);
                let how = select(vec!["exists", "all"]);
                let rows = (how, body).prop_map(|(how, body)| Piece::new(7, format!("rows.{how}(r, {})", body.text)));
                kinds.push((3, rows.boxed()));
            }
        }
        Of::Number => {
            kinds.push((3, joined(&number, &["+", "-"], 4)));
            kinds.push((3, joined(&number, &["*"], 5)));
            kinds.push((1, text.clone().prop_map(|part| Piece::new(7, format!("size({})", part.text))).boxed()));
            // A minus before a written number is part of the number in CEL, and an operator with us: the same value.
            kinds.push((1, number.clone().prop_map(|part| Piece::new(6, format!("-({})", part.text))).boxed()));
        }
        Of::Text => kinds.push((3, joined(&text, &["+"], 4))),
    }
    kinds.push((1, choice(of)));
    Union::new_weighted(kinds).boxed()
}

fn leaf(of: Of, in_row: bool) -> BoxedStrategy<Piece> {
    let mut words = match of {
        Of::Truth => vec!["yes", "true", "false"],
        Of::Number => vec!["number", "other", "0", "1", "7", "19", "size(words)", "size(rows)"],
        Of::Text => vec!["text", "word", "\"a\"", "'ab'", "\"\"", "\"B-2\""],
    };
    if in_row {
        words.extend(match of {
            Of::Truth => &[][..],
            Of::Number => &["r.n", "r.n"],
            Of::Text => &["r.t", "r.t"],
        });
    }
    select(words).prop_map(|word| Piece::new(7, word)).boxed()
}

/// Two parts around one of some operators of a rank. Operators of a rank gather from the left.
fn joined(part: &BoxedStrategy<Piece>, signs: &[&'static str], rank: u8) -> BoxedStrategy<Piece> {
    (part.clone(), select(signs.to_vec()), part.clone())
        .prop_map(move |(left, sign, right)| {
            Piece::new(rank, format!("{} {sign} {}", left.at(rank), right.at(rank + 1)))
        })
        .boxed()
}

/// A number in a written list.
fn within(number: &BoxedStrategy<Piece>) -> BoxedStrategy<Piece> {
    (number.clone(), proptest::collection::vec(number.clone(), 1..3))
        .prop_map(|(item, list)| {
            let list: Vec<String> = list.into_iter().map(|item| item.text).collect();
            Piece::new(3, format!("{} in [{}]", item.at(4), list.join(", ")))
        })
        .boxed()
}

/// A question to a text.
fn asked(text: &BoxedStrategy<Piece>) -> BoxedStrategy<Piece> {
    let pattern = select(vec!["^a", "[0-9]", "b+$", "^(a|b)*$", "x.y"]);
    prop_oneof![
        (text.clone(), pattern).prop_map(|(on, pattern)| Piece::new(7, format!("{}.matches(\"{pattern}\")", on.at(7)))),
        (text.clone(), select(vec!["contains", "startsWith"]), text.clone())
            .prop_map(|(on, how, part)| Piece::new(7, format!("{}.{how}({})", on.at(7), part.text))),
    ]
    .boxed()
}
