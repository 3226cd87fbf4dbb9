//! One language for one person: words, dates, amounts and sizes as they read them.

use std::sync::{Arc, LazyLock};

use chrono::{DateTime, NaiveDate, Utc};
use minijinja::{Error, ErrorKind, Value, value::Kwargs};
use portal_core::{
    definition::{Definition, Text},
    format,
    wording::{Arg, Wording},
};
use rust_decimal::Decimal;
use serde::Serialize;

/// The wording of the pages as it ships.
pub const SHIPPED: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en/pages.ftl")),
    ("en", include_str!("../locales/en/team.ftl")),
    ("en", include_str!("../locales/en/audit.ftl")),
    ("en", include_str!("../locales/en/api.ftl")),
    ("fr", include_str!("../locales/fr/pages.ftl")),
    ("fr", include_str!("../locales/fr/team.ftl")),
    ("fr", include_str!("../locales/fr/audit.ftl")),
    ("fr", include_str!("../locales/fr/api.ftl")),
];

static WORDS: LazyLock<Arc<Wording>> =
    LazyLock::new(|| Arc::new(Wording::new(SHIPPED).expect("the shipped wording is tested")));

/// Speaks one locale in the portal's time zone and currency.
#[derive(Clone, Debug)]
pub struct Tongue {
    words: Arc<Wording>,
    locale: Arc<str>,
    zone: chrono_tz::Tz,
}

/// A moment or a day: for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// As people read it: `22 November 2026, 15:09`.
    pub text: String,
    /// For the `datetime` attribute.
    pub machine: String,
}

impl Tongue {
    /// The shipped words in a locale of the definition.
    pub fn of(definition: &Definition, locale: &str) -> Self {
        Self::new(WORDS.clone(), locale, definition.time_zone)
    }

    /// Own words in a locale.
    pub fn new(words: Arc<Wording>, locale: &str, zone: chrono_tz::Tz) -> Self {
        Self { words, locale: locale.into(), zone }
    }

    /// The shipped words without a definition, for samples: in UTC.
    pub fn shipped(locale: &str) -> Self {
        Self::new(WORDS.clone(), locale, chrono_tz::UTC)
    }

    /// Which locale.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// A message without variables.
    pub fn say(&self, key: &str) -> String {
        self.words.get(&self.locale, key)
    }

    /// A message with its variables.
    pub fn say_with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.with(&self.locale, key, args)
    }

    /// A text of the definition.
    pub fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(&self.locale)
    }

    /// A moment in the portal's time zone.
    pub fn moment(&self, at: DateTime<Utc>) -> When {
        When { text: format::date_time(&self.locale, at, self.zone), machine: at.to_rfc3339() }
    }

    /// A span in the portal's time zone, which is named: `Monday 30 November 2026, 10:00–11:00 (Europe/Paris)`.
    pub fn span(&self, starts: DateTime<Utc>, ends: DateTime<Utc>) -> String {
        format::span(&self.locale, starts, ends, self.zone)
    }

    /// The clock at a moment in the portal's time zone: `10:00`.
    pub fn clock(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%H:%M").to_string()
    }

    /// A day with its weekday: `Monday 30 November 2026`.
    pub fn weekday(&self, day: NaiveDate) -> String {
        format::weekday(&self.locale, day)
    }

    /// The day of a moment in the portal's time zone.
    pub fn day(&self, at: DateTime<Utc>) -> When {
        self.date(at.with_timezone(&self.zone).date_naive())
    }

    /// A day.
    pub fn date(&self, day: NaiveDate) -> When {
        When { text: format::date(&self.locale, day), machine: day.to_string() }
    }

    /// A number.
    pub fn number(&self, number: Decimal) -> String {
        format::number(&self.locale, number)
    }

    /// An amount with its currency.
    pub fn money(&self, amount: Decimal, currency: &str) -> String {
        format::money(&self.locale, amount, currency)
    }

    /// A size in bytes.
    pub fn size(&self, bytes: u64) -> String {
        format::size(&self.locale, bytes)
    }

    /// The function `t("key", name=value)` of the templates.
    pub(crate) fn function(&self) -> Value {
        let tongue = self.clone();
        Value::from_function(move |key: &str, named: Kwargs| -> Result<String, Error> {
            let mut args = Vec::new();
            for name in named.args() {
                let value: Value = named.get(name)?;
                args.push((name, arg(&value)));
            }
            let said = tongue.say_with(key, &args);
            if said == key {
                return Err(Error::new(ErrorKind::UndefinedError, format!("no message is called {key}")));
            }
            Ok(said)
        })
    }
}

fn arg(value: &Value) -> Arg<'static> {
    match (value.as_str(), value.as_i64()) {
        (None, Some(number)) => Arg::Number(number),
        (Some(text), _) => text.to_owned().into(),
        _ => value.to_string().into(),
    }
}
