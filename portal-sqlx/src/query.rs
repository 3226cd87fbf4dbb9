//! A statement and its values. Its text is put together from constants only; whatever comes from outside is a value.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::value::hex;

/// Which database a statement is for, where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(all(feature = "postgres", feature = "sqlite")), allow(dead_code, reason = "one may be left out"))]
pub(crate) enum Dialect {
    Postgres,
    Sqlite,
}

/// A statement that the two databases spell differently.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    pub postgres: &'static str,
    pub sqlite: &'static str,
}

impl Sql {
    pub(crate) fn on(self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => self.postgres,
            Dialect::Sqlite => self.sqlite,
        }
    }
}

/// A value of a statement.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Id(Uuid),
    Ids(Vec<Uuid>),
    Text(String),
    MaybeText(Option<String>),
    Int(i64),
    Time(DateTime<Utc>),
    MaybeTime(Option<DateTime<Utc>>),
    Bytes(Vec<u8>),
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub(crate) dialect: Dialect,
    sql: Cow<'static, str>,
    args: Vec<Arg>,
}

impl Query {
    /// Begins with constant text.
    pub(crate) fn new(dialect: Dialect, sql: &'static str) -> Self {
        Self { dialect, sql: Cow::Borrowed(sql), args: Vec::new() }
    }

    /// A statement that the database wrote itself, with its own quoting.
    pub(crate) fn written(dialect: Dialect, sql: String) -> Self {
        Self { dialect, sql: Cow::Owned(sql), args: Vec::new() }
    }

    /// Adds constant text.
    pub(crate) fn push(mut self, sql: &'static str) -> Self {
        self.sql.to_mut().push_str(sql);
        self
    }

    /// Gives the next `$n` of the text its value.
    pub(crate) fn arg(mut self, arg: impl Into<Arg>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Writes the next `$n` and gives it its value.
    pub(crate) fn bind(mut self, arg: impl Into<Arg>) -> Self {
        let place = (self.args.len() + 1).to_string();
        let sql = self.sql.to_mut();
        sql.push('$');
        sql.push_str(&place);
        self.arg(arg)
    }

    /// Adds another statement with its values.
    pub(crate) fn append(mut self, other: Self) -> Self {
        let before = self.args.len();
        let sql = self.sql.to_mut();
        let mut pieces = other.sql.split('$');
        sql.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let end = piece.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(piece.len());
            let (place, rest) = piece.split_at(end);
            let place: usize = place.parse().expect("a dollar sign is followed by the place of a value");
            sql.push('$');
            sql.push_str(&(before + place).to_string());
            sql.push_str(rest);
        }
        self.args.extend(other.args);
        self
    }

    /// Writes a number of ours.
    pub(crate) fn number(mut self, number: usize) -> Self {
        self.sql.to_mut().push_str(&number.to_string());
        self
    }

    /// Writes that a column is this id, out of the planner's sight: see [`among`](Self::among).
    pub(crate) fn is(self, column: &'static str, id: Uuid) -> Self {
        match self.dialect {
            Dialect::Postgres => self.push(column).push(" = (select ").bind(id).push("::uuid)"),
            Dialect::Sqlite => self.push(column).push(" = ").bind(id),
        }
    }

    /// Writes that a column is one of these ids. On Postgres they stand in a subquery: it sees no values there, expects the
    /// same of every list, and keeps one plan; with the bare list it plans anew for each.
    pub(crate) fn among(self, column: &'static str, ids: impl IntoIterator<Item = Uuid>) -> Self {
        let ids = Arg::Ids(ids.into_iter().collect());
        match self.dialect {
            Dialect::Postgres => self.push(column).push(" = any((select ").bind(ids).push("::uuid[])::uuid[])"),
            Dialect::Sqlite => self.push(column).push(" in (select unhex(value) from json_each(").bind(ids).push("))"),
        }
    }

    /// Adds more text when there is a reason.
    pub(crate) fn when(self, reason: bool, more: impl FnOnce(Self) -> Self) -> Self {
        if reason { more(self) } else { self }
    }

    /// Adds more text when there is something to add it for.
    pub(crate) fn with<T>(self, some: Option<T>, more: impl FnOnce(Self, T) -> Self) -> Self {
        match some {
            Some(value) => more(self, value),
            None => self,
        }
    }

    pub(crate) fn into_parts(self) -> (Cow<'static, str>, Vec<Arg>) {
        (self.sql, self.args)
    }
}

/// A pattern for `like … escape '\'` in which `%` and `_` mean themselves. A zero byte, which Postgres cannot take, is
/// in no text and matches none.
pub(crate) fn literal(text: &str) -> String {
    text.replace('\0', "\u{fffd}").replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Ids as a JSON list of hexadecimal words, for SQLite.
#[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "SQLite alone has no arrays"))]
pub(crate) fn id_list(ids: &[Uuid]) -> String {
    let words: Vec<String> = ids.iter().map(|id| format!("\"{}\"", hex(id.as_bytes()))).collect();
    format!("[{}]", words.join(","))
}

impl From<Uuid> for Arg {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<DateTime<Utc>> for Arg {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Time(at)
    }
}

impl From<[u8; 32]> for Arg {
    fn from(hash: [u8; 32]) -> Self {
        Self::Bytes(hash.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_takes_wildcards_literally() {
        assert_eq!(literal(r"100%_\"), r"100\%\_\\");
    }

    #[test]
    fn values_are_numbered_and_never_part_of_the_text() {
        let query = Query::new(Dialect::Postgres, "select 1 where a = $1").arg("'; drop").push(" and b = ").bind(7);
        let (sql, args) = query.into_parts();
        assert_eq!(sql, "select 1 where a = $1 and b = $2");
        assert_eq!(args.len(), 2);
    }

    #[test]
    fn the_values_of_a_statement_that_is_added_are_numbered_on() {
        let one = Query::new(Dialect::Postgres, "select $1, $2").arg(1).arg(2);
        let two = Query::new(Dialect::Postgres, "select $2, $1, $12::text").arg(3).arg(4);
        let (sql, args) = Query::new(Dialect::Postgres, "").append(one).push("; ").append(two).into_parts();
        assert_eq!(sql, "select $1, $2; select $4, $3, $14::text");
        assert_eq!(args.len(), 4);
    }
}
