//! Words in the shipped languages: Fluent bundles made from `.ftl` sources. A later source of a locale goes before an
//! earlier one, so a host changes single messages and keeps the rest.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::format;

/// Where a locale without a message finds it.
const FALLBACK: &str = "en";

/// All messages of all locales.
pub struct Wording {
    locales: BTreeMap<String, Locale>,
}

struct Locale {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

/// Why a source cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordingError {
    /// The name of a locale is none (BCP 47).
    #[error("{0:?} is not a locale; write it as `en` or `fr-CA`")]
    Locale(String),
    /// A source is not Fluent.
    #[error("the wording of {locale} cannot be read, line {line}: {message}")]
    Syntax {
        /// The locale it is for.
        locale: String,
        /// Where, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
}

/// What stands in a message for one of its variables.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// Text, taken as it is.
    Text(Cow<'a, str>),
    /// A count: it picks plural forms and is written in the manner of the locale. Exact up to 2^53.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl Wording {
    /// The words of `(locale, source)` pairs.
    ///
    /// # Errors
    /// The first source that is not Fluent.
    pub fn new(sources: &[(&str, &str)]) -> Result<Self, WordingError> {
        let mut locales = BTreeMap::new();
        for (name, source) in sources {
            let locale = match locales.entry((*name).to_owned()) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(free) => free.insert(Locale::new(name)?),
            };
            let source = &*held_together(name, source);
            let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
                let first = errors.first();
                let end = first.map_or(0, |error| error.pos.start).min(source.len());
                WordingError::Syntax {
                    locale: (*name).to_owned(),
                    line: 1 + source.bytes().take(end).filter(|byte| *byte == b'\n').count(),
                    message: first.map(ToString::to_string).unwrap_or_default(),
                }
            })?;
            locale.keys.extend(source.lines().filter_map(key).map(str::to_owned));
            locale.bundle.add_resource_overriding(resource);
        }
        Ok(Self { locales })
    }

    /// A message without variables.
    pub fn get(&self, locale: &str, key: &str) -> String {
        self.with(locale, key, &[])
    }

    /// A message with its variables. One that the locale lacks is taken from English; one that English lacks is its
    /// key, with a warning in the log.
    pub fn with(&self, locale: &str, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let found = self.locale(locale).and_then(|locale| locale.message(key, args));
        if let Some(message) = found {
            return message;
        }
        tracing::warn!(locale, key, "a message is missing");
        self.locales.get(FALLBACK).and_then(|locale| locale.message(key, args)).unwrap_or_else(|| key.to_owned())
    }

    /// The keys of a locale's own messages.
    pub fn keys(&self, locale: &str) -> BTreeSet<&str> {
        self.locales.get(locale).map(|locale| locale.keys.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    /// The locale of that name, else the one of its language (`fr-CA` finds `fr`).
    fn locale(&self, name: &str) -> Option<&Locale> {
        self.locales.get(name).or_else(|| self.locales.get(name.split(['-', '_']).next()?))
    }
}

/// French sets a space before its high punctuation and inside its quotation marks, at which no line may end.
fn held_together<'s>(locale: &str, source: &'s str) -> Cow<'s, str> {
    if locale.split(['-', '_']).next() != Some("fr") {
        return source.into();
    }
    let marks = [(" :", "\u{a0}:"), (" »", "\u{a0}»"), ("« ", "«\u{a0}"), (" ?", "\u{202f}?"), (" !", "\u{202f}!")];
    let marks = marks.into_iter().chain([(" ;", "\u{202f};")]);
    marks.fold(source.to_owned(), |text, (plain, held)| text.replace(plain, held)).into()
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.locales.keys()).finish()
    }
}

impl Locale {
    fn new(name: &str) -> Result<Self, WordingError> {
        let language = name.parse().map_err(|_| WordingError::Locale(name.to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(if name.starts_with("fr") { french } else { english }));
        Ok(Self { bundle, keys: BTreeSet::new() })
    }

    fn message(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let args: FluentArgs = args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Text(text) => FluentValue::from(text.as_ref()),
                    Arg::Number(number) => FluentValue::from(*number),
                };
                (*name, value)
            })
            .collect();
        let mut errors: Vec<FluentError> = Vec::new();
        let message = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        for error in errors {
            tracing::warn!(key, %error, "a message lacks a part");
        }
        Some(message)
    }
}

/// The id of the message that begins on a line, if one does.
fn key(line: &str) -> Option<&str> {
    let id = line.split_once('=')?.0.trim_end();
    let first = id.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let rest = id.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
    (first && rest).then_some(id)
}

fn english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number("en", value)
}

fn french<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number("fr", value)
}

/// A number in the manner of its locale; Fluent itself writes bare digits.
fn number(locale: &str, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    Some(format::number(locale, number.as_string().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Arg, Wording, WordingError};

    fn wording() -> Wording {
        let english = "hello = Hello { $name }\nfiles =\n    { $count ->\n        [one] { $count } file\n       *[other] { $count } files\n    }\nonly = Only here\n";
        let french = "hello = Bonjour { $name }\nfiles =\n    { $count ->\n        [one] { $count } fichier\n       *[other] { $count } fichiers\n    }\n";
        Wording::new(&[("en", english), ("fr", french), ("fr", "hello = Salut { $name }\n")]).expect("both are Fluent")
    }

    #[test]
    fn a_later_source_of_a_locale_goes_before_an_earlier_one() {
        assert_eq!(wording().with("fr", "hello", &[("name", "Claire".into())]), "Salut Claire");
        assert_eq!(wording().with("en", "hello", &[("name", "Claire".into())]), "Hello Claire");
    }

    #[test]
    fn a_number_picks_its_plural_and_is_written_as_the_locale_does() {
        let files = |locale, count: i64| wording().with(locale, "files", &[("count", Arg::Number(count))]);
        assert_eq!([files("en", 1), files("en", 1500)], ["1 file", "1,500 files"]);
        assert_eq!([files("fr", 0), files("fr", 1500)], ["0 fichier", "1\u{202f}500 fichiers"]);
    }

    #[test]
    fn a_message_falls_back_to_its_language_then_to_english_then_to_its_key() {
        assert_eq!(wording().with("fr-CA", "hello", &[("name", "Luc".into())]), "Salut Luc");
        assert_eq!(wording().get("fr", "only"), "Only here");
        assert_eq!(wording().get("de", "only"), "Only here");
        assert_eq!(wording().get("fr", "nothing"), "nothing");
    }

    #[test]
    fn x18_text_is_never_read_as_a_message() {
        assert_eq!(wording().with("en", "hello", &[("name", "{ $name } { only }".into())]), "Hello { $name } { only }");
    }

    #[test]
    fn no_line_of_french_begins_with_its_high_punctuation() {
        let words = Wording::new(&[("fr", "ask = Objet : « { $name } » ?\n"), ("en", "ask = Odd : { $name } ?\n")]);
        let ask = |locale| words.as_ref().expect("both are Fluent").with(locale, "ask", &[("name", "Toit".into())]);
        assert_eq!(ask("fr-CA"), "Objet\u{a0}: «\u{a0}Toit\u{a0}»\u{202f}?");
        assert_eq!(ask("en"), "Odd : Toit ?");
    }

    #[test]
    fn keys_are_those_of_the_locale_alone() {
        assert_eq!(wording().keys("fr").into_iter().collect::<Vec<_>>(), ["files", "hello"]);
        assert!(wording().keys("de").is_empty());
    }

    #[test]
    fn a_source_that_is_not_fluent_is_refused_with_its_line() {
        let found = Wording::new(&[("en", "a = b\n\n= c\n")]).expect_err("line 3 is no message");
        assert!(matches!(&found, WordingError::Syntax { locale, line: 3, .. } if locale == "en"), "{found}");
        assert_eq!(Wording::new(&[("?", "")]).expect_err("no locale"), WordingError::Locale("?".into()));
    }
}
