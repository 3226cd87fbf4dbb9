//! From characters to tokens.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    MAX_CHARACTERS,
    fault::{ConditionFault, TOO_LONG, UNREADABLE},
};

/// The smallest parts of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Text(String),
    Number(Decimal),
    Sign(&'static str),
    End,
}

/// Signs, those of two characters first.
const SIGNS: &[&str] =
    &["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "?", ":", "(", ")", "[", "]", ",", "."];

/// The tokens of a source with their places; the last is [`Token::End`].
pub(super) fn tokens(source: &str) -> Result<Vec<(Token, Range<usize>)>, ConditionFault> {
    let text: Vec<char> = source.chars().take(MAX_CHARACTERS + 1).collect();
    if text.len() > MAX_CHARACTERS {
        let help = "Split it: a status, a task or a rule of its own often says it more plainly.";
        let message = format!("A condition has at most {MAX_CHARACTERS} characters.");
        return Err(ConditionFault::new(TOO_LONG, 0..MAX_CHARACTERS, message, help));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&first) = text.get(at) {
        let (token, length) = match first {
            ' ' | '\t' => {
                at += 1;
                continue;
            }
            'a'..='z' | 'A'..='Z' | '_' => name(&text[at..]),
            '0'..='9' => number(&text[at..], at)?,
            '"' | '\'' => quoted(&text[at..], at)?,
            _ => sign(&text[at..], at)?,
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    tokens.push((Token::End, at..at));
    Ok(tokens)
}

fn name(rest: &[char]) -> (Token, usize) {
    let name: String = rest.iter().take_while(|letter| letter.is_ascii_alphanumeric() || **letter == '_').collect();
    let length = name.len();
    (Token::Name(name), length)
}

fn number(rest: &[char], at: usize) -> Result<(Token, usize), ConditionFault> {
    let digits = |from: usize| rest[from..].iter().take_while(|digit| digit.is_ascii_digit()).count();
    let mut length = digits(0);
    if rest.get(length) == Some(&'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    let text: String = rest[..length].iter().collect();
    let number = Decimal::from_str_exact(&text).map_err(|_| {
        ConditionFault::new(UNREADABLE, at..at + length, "The number has too many digits.", "Use at most 28 digits.")
    })?;
    Ok((Token::Number(number), length))
}

fn quoted(rest: &[char], at: usize) -> Result<(Token, usize), ConditionFault> {
    let quote = rest[0];
    let mut text = String::new();
    let mut place = 1;
    while let Some(&letter) = rest.get(place) {
        match letter {
            _ if letter == quote => return Ok((Token::Text(text), place + 1)),
            '\\' => {
                place += 1;
                match rest.get(place) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(plain @ ('\\' | '"' | '\'')) => text.push(*plain),
                    // A pattern's own escape (`\d`) stays as it is: nobody has to write it twice.
                    Some(other) => text.extend(['\\', *other]),
                    None => break,
                }
            }
            _ => text.push(letter),
        }
        place += 1;
    }
    let help = format!("End it with {quote}.");
    Err(ConditionFault::new(UNREADABLE, at..at + rest.len(), "The text does not end.", help))
}

fn sign(rest: &[char], at: usize) -> Result<(Token, usize), ConditionFault> {
    let starts = |sign: &&&str| sign.chars().enumerate().all(|(place, letter)| rest.get(place) == Some(&letter));
    if let Some(sign) = SIGNS.iter().find(starts) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    let help = match rest[0] {
        '=' => "Compare with ==.",
        '&' => "Write && for \"and\".",
        '|' => "Write || for \"or\".",
        '\n' | '\r' => "Write a condition on one line.",
        '“' | '”' | '‘' | '’' | '«' | '»' => "Put text between straight quotes: \"text\".",
        _ => "Use names, numbers, \"text\" and the operators of conditions.",
    };
    let message = format!("{:?} has no meaning in a condition.", rest[0]);
    Err(ConditionFault::new(UNREADABLE, at..at + 1, message, help))
}
