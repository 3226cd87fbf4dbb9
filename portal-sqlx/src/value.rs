//! Values as both databases hold them: moments, hashes, words.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer, de::DeserializeOwned, de::value::StrDeserializer};
use sqlx::{Database, Decode, Type, error::BoxDynError};

/// A moment in whole microseconds: `timestamptz` on Postgres, an integer since 1970 on SQLite.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time(pub DateTime<Utc>);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.timestamp_micros().serialize(serializer)
    }
}

#[cfg(feature = "postgres")]
impl Type<sqlx::Postgres> for Time {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <DateTime<Utc> as Type<sqlx::Postgres>>::type_info()
    }
}

#[cfg(feature = "postgres")]
impl<'r> Decode<'r, sqlx::Postgres> for Time {
    fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, BoxDynError> {
        <DateTime<Utc> as Decode<sqlx::Postgres>>::decode(value).map(Self)
    }
}

#[cfg(feature = "sqlite")]
impl Type<sqlx::Sqlite> for Time {
    fn type_info() -> sqlx::sqlite::SqliteTypeInfo {
        <i64 as Type<sqlx::Sqlite>>::type_info()
    }
}

#[cfg(feature = "sqlite")]
impl<'r> Decode<'r, sqlx::Sqlite> for Time {
    fn decode(value: sqlx::sqlite::SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let micros = <i64 as Decode<sqlx::Sqlite>>::decode(value)?;
        DateTime::from_timestamp_micros(micros).map(Self).ok_or_else(|| "a moment out of range".into())
    }
}

/// A SHA-256.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash(pub [u8; 32]);

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        hex(&self.0).serialize(serializer)
    }
}

impl<DB: Database> Type<DB> for Hash
where
    Vec<u8>: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        Vec::<u8>::type_info()
    }
}

impl<'r, DB: Database> Decode<'r, DB> for Hash
where
    Vec<u8>: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let bytes = Vec::<u8>::decode(value)?;
        bytes.try_into().map(Self).map_err(|_| "a hash of another length".into())
    }
}

/// One of a fixed set of words: an enum by the name that serde gives its variant.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Word<T>(pub T);

impl<DB: Database, T> Type<DB> for Word<T>
where
    String: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        String::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        String::compatible(ty)
    }
}

impl<'r, DB: Database, T: DeserializeOwned> Decode<'r, DB> for Word<T>
where
    String: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        parse(&String::decode(value)?).map(Self).map_err(Into::into)
    }
}

/// The word by its stored name.
pub(crate) fn parse<T: DeserializeOwned>(word: &str) -> Result<T, serde::de::value::Error> {
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(word))
}

/// The stored name of a word, for a condition.
pub(crate) fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("an enum without fields is one word, not {other:?}"),
    }
}

/// The files of a definition, as JSON pairs of path and bytes in hexadecimal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Files(Vec<(String, String)>);

impl Files {
    pub(crate) fn new(files: &[(String, Vec<u8>)]) -> Self {
        Self(files.iter().map(|(path, bytes)| (path.clone(), hex(bytes))).collect())
    }

    pub(crate) fn read(self) -> Option<Vec<(String, Vec<u8>)>> {
        self.0.into_iter().map(|(path, text)| Some((path, unhex(&text)?))).collect()
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// The bytes of hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    Some(digits?.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// A size or a count as the databases hold it.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_survive_as_hexadecimal() {
        let files = vec![("portal.yaml".to_owned(), (0..=255).collect::<Vec<u8>>()), ("empty".to_owned(), Vec::new())];
        assert_eq!(Files::new(&files).read(), Some(files));
    }
}
