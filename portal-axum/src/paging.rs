//! Where a page of a list goes on, as it stands in the address.

use chrono::DateTime;
use portal_core::store::Cursor;

/// Writes a cursor for the address.
pub fn write(cursor: &Cursor) -> String {
    format!("{}.{}", cursor.at.timestamp_micros(), cursor.id.simple())
}

/// Reads what [`write()`] wrote; anything else is the first page.
pub fn read(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('.')?;
    let at = DateTime::from_timestamp_micros(at.parse().ok()?).filter(|at| *at >= DateTime::UNIX_EPOCH)?;
    Some(Cursor { at, id: id.parse().ok()? })
}

/// An address with these pairs; empty values are left out.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    match query.finish() {
        empty if empty.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Where something belongs, in one line: what is known of it.
pub(crate) fn joined(organisation: Option<&String>, project: Option<String>) -> Option<String> {
    match (organisation, project) {
        (Some(organisation), Some(project)) => Some(format!("{organisation} · {project}")),
        (Some(organisation), None) => Some(organisation.clone()),
        (None, project) => project,
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::*;

    #[test]
    fn a_cursor_survives_the_address_to_the_microsecond() {
        let at = DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap();
        let cursor = Cursor { at, id: uuid::Uuid::from_u128(7) };
        assert_eq!(read(&write(&cursor)), Some(cursor.clone()));
        let never =
            read(&write(&Cursor { at: DateTime::<Utc>::MAX_UTC, ..cursor })).expect("no deadline is a place too");
        assert!(never.at.timestamp() > 253_402_300_800, "{never:?}");
        assert_eq!(read("1795000000"), None);
        assert_eq!(read("x.y"), None);
    }

    #[test]
    fn i09_a_forged_moment_that_a_database_cannot_hold_is_the_first_page() {
        for at in [i64::MIN, -500_000_000_000_000_000, -1, i64::MAX] {
            assert_eq!(read(&format!("{at}.{}", uuid::Uuid::nil())), None, "{at}");
        }
    }
}
