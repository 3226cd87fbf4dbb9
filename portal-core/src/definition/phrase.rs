//! Texts in which names may stand: `Hello {{ requester.first_name }}`. Only names: a text shows what is known, and decides
//! nothing.

use std::ops::Range;

use super::{Text, text::PerLocale};

/// The most characters that the value of one name adds to a text.
const MOST_OF_A_NAME: usize = 200;
/// The most characters of a text with its names filled in.
const MOST: usize = 4_000;

/// A text in which names may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase(PerLocale<Vec<Piece>>);

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is written.
    Literal(String),
    /// What a dotted name stands for.
    Name {
        /// The name, such as `requester.first_name`.
        path: String,
        /// Where it stands in the text, in bytes.
        span: Range<usize>,
    },
}

/// What is wrong with braces in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// `{{` without `}}`.
    Unclosed,
    /// `}}` without `{{`.
    Unopened,
    /// Nothing between them.
    Empty,
    /// Something else than a name between them.
    NotAName,
}

/// The pieces of a text, and what is wrong with its braces: where, in bytes. Broken ones stay in it as they are written.
pub(super) fn pieces(text: &str) -> (Vec<Piece>, Vec<(Broken, Range<usize>)>) {
    let (mut pieces, mut broken) = (Vec::new(), Vec::new());
    let mut literal = String::new();
    let mut at = 0;
    while let Some(found) = ["{{", "}}"].iter().filter_map(|braces| text[at..].find(braces)).min() {
        let start = at + found;
        literal.push_str(&text[at..start]);
        let (span, outcome) = read(text, start);
        match outcome {
            Ok(inner) => {
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                pieces.push(Piece::Name { path: text[inner.clone()].to_owned(), span: inner });
            }
            Err(wrong) => {
                literal.push_str(&text[span.clone()]);
                broken.push((wrong, span.clone()));
            }
        }
        at = span.end;
    }
    literal.push_str(&text[at..]);
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    (pieces, broken)
}

/// What begins at braces: how far it goes, and where the name in it stands.
fn read(text: &str, start: usize) -> (Range<usize>, Result<Range<usize>, Broken>) {
    let after = start + 2;
    if text[start..].starts_with("}}") {
        return (start..after, Err(Broken::Unopened));
    }
    let rest = &text[after..];
    let Some(length) = rest.find("}}").filter(|end| !rest[..*end].contains("{{")) else {
        return (start..after, Err(Broken::Unclosed));
    };
    let inner = &rest[..length];
    let name = inner.trim();
    let begin = after + (inner.len() - inner.trim_start().len());
    let whole = start..after + length + 2;
    match name {
        "" => (whole, Err(Broken::Empty)),
        name if is_name(name) => (whole, Ok(begin..begin + name.len())),
        _ => (whole, Err(Broken::NotAName)),
    }
}

fn is_name(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    text.split('.').all(word)
}

impl Phrase {
    /// The texts with the names that stand in them.
    pub(super) fn new(text: Text) -> Self {
        Self(text.map(|text| pieces(&text).0))
    }

    /// The dotted names of all locales.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.all().flatten().filter_map(|piece| match piece {
            Piece::Name { path, .. } => Some(path.as_str()),
            Piece::Literal(_) => None,
        })
    }

    /// The text in a locale with what each name stands for; what is not known adds nothing. A value stands on one line, and
    /// is cut where it is long, as is the whole.
    pub fn say(&self, locale: &str, known: impl Fn(&str) -> Option<String>) -> String {
        let mut said = String::new();
        for piece in self.0.of(locale).into_iter().flatten() {
            match piece {
                Piece::Literal(text) => said.push_str(text),
                Piece::Name { path, .. } => {
                    said.push_str(&cut(&on_a_line(&known(path).unwrap_or_default()), MOST_OF_A_NAME));
                }
            }
        }
        cut(&said, MOST)
    }

    /// The text in a locale as it is written, for whoever looks at the definition.
    pub fn written(&self, locale: &str) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Name { path, .. } => format!("{{{{ {path} }}}}"),
        };
        self.0.of(locale).into_iter().flatten().map(piece).collect()
    }
}

impl From<Text> for Phrase {
    fn from(text: Text) -> Self {
        Self::new(text)
    }
}

/// Without breaks of lines. No-break spaces stay: amounts are written with them.
fn on_a_line(text: &str) -> String {
    let words = text.split(|letter: char| letter == ' ' || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// At most so many characters, the last of which tells that there were more.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, Phrase, pieces};
    use crate::definition::Text;

    fn said(text: &str) -> String {
        let known = |name: &str| match name {
            "requester.first_name" => Some("Claire".to_owned()),
            "answer.subject" => Some("A <b>\n big  one".to_owned()),
            "answer.long" => Some("x".repeat(9_000)),
            _ => None,
        };
        Phrase::from(Text::from(text)).say("en", known)
    }

    fn wrong(text: &str) -> Vec<(Broken, &str)> {
        pieces(text).1.into_iter().map(|(broken, span)| (broken, &text[span])).collect()
    }

    #[test]
    fn a_name_gives_what_it_stands_for_on_one_line_and_nothing_where_that_is_not_known() {
        assert_eq!(said("Hello {{ requester.first_name }}, {{answer.subject}}."), "Hello Claire, A <b> big one.");
        assert_eq!(said("Hello {{ owner.name }}!"), "Hello !");
        assert_eq!(said("{{requester.first_name}}{{ requester.first_name }}"), "ClaireClaire");
        assert_eq!(said("No name."), "No name.");
    }

    #[test]
    fn a_long_value_is_cut_and_so_is_the_whole() {
        assert_eq!(said("{{ answer.long }}.").chars().count(), 201);
        assert_eq!(said(&"{{ answer.long }} ".repeat(100)).chars().count(), 4_000);
    }

    #[test]
    fn what_a_value_says_is_never_read_as_a_name() {
        let text = Phrase::from(Text::from("{{ a }}"));
        assert_eq!(text.say("en", |_| Some("{{ owner.name }}".to_owned())), "{{ owner.name }}");
    }

    #[test]
    fn broken_braces_are_told_and_stay_as_they_are() {
        assert_eq!(wrong("Hello {{ name"), [(Broken::Unclosed, "{{")]);
        assert_eq!(wrong("Hello {{ name {{ other }}"), [(Broken::Unclosed, "{{")]);
        assert_eq!(wrong("Hello name }}!"), [(Broken::Unopened, "}}")]);
        assert_eq!(wrong("Hello {{  }}!"), [(Broken::Empty, "{{  }}")]);
        for text in ["{{ a + b }}", "{{{ a }}", "{{ A }}", "{{ a. }}", "{{ a|upper }}", "{{ é }}"] {
            assert_eq!(wrong(text), [(Broken::NotAName, text)]);
            assert_eq!(said(text), text);
        }
        assert_eq!(wrong("{ a } and {% b %}"), []);
    }

    #[test]
    fn a_text_is_shown_as_it_is_written_to_whoever_looks_at_the_definition() {
        let text = Phrase::from(Text::from("Hello {{requester.name}}!"));
        assert_eq!(text.written("en"), "Hello {{ requester.name }}!");
        assert_eq!(text.names().collect::<Vec<_>>(), ["requester.name"]);
    }
}
