//! Lists in pages: an opaque cursor says where the next begins, a `Link` header leads there (RFC 8288).

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use portal_core::store::Cursor;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{caller::Caller, code::Code, problem::Problem};
use crate::paging;

/// Rows of a page when nothing is said, and at most.
pub(super) const USUAL: u16 = 50;

/// What tells the cursors of one list from those of another.
const SALT: &str = "portal cursor";

fn check(list: &str, place: &str) -> String {
    let sum = Sha256::digest(format!("{SALT}/{list}/{place}"));
    format!("{:02x}{:02x}{:02x}{:02x}", sum[0], sum[1], sum[2], sum[3])
}

/// Writes a cursor of a list.
fn write(list: &str, cursor: &Cursor) -> String {
    let place = format!("{:016x}{}", cursor.at.timestamp_micros(), cursor.id.simple());
    format!("{place}{}", check(list, &place))
}

/// Reads what [`write()`] wrote for this list.
pub(super) fn read(list: &str, text: Option<&str>) -> Result<Option<Cursor>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let found = (|| {
        let (place, sum) = text.is_ascii().then(|| text.split_at_checked(48))??;
        let (at, id) = place.split_at(16);
        let micros = i64::from_str_radix(at, 16).ok()?;
        let cursor = paging::read(&format!("{micros}.{}", Uuid::try_parse(id).ok()?.simple()))?;
        (sum == check(list, place)).then_some(cursor)
    })();
    found.map(Some).ok_or_else(|| Code::InvalidCursor.into())
}

/// Answers with a page of a list. `query` narrows the list and is kept on the way to the next page.
pub(super) fn answer<T: Serialize>(
    caller: &Caller,
    list: &str,
    (path, query): (&str, &[(&str, Option<String>)]),
    next: Option<&Cursor>,
    page: impl FnOnce(Option<String>) -> T,
) -> Response {
    let cursor = next.map(|next| write(list, next));
    let link = cursor.clone().map(|cursor| {
        let kept = query.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        let pairs: Vec<(&str, &str)> = kept.chain([("after", cursor.as_str())]).collect();
        format!("<{}>; rel=\"next\"", paging::address(&caller.links().to(path), &pairs))
    });
    let mut response = axum::Json(page(cursor)).into_response();
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    #[test]
    fn i09_a_cursor_that_this_list_did_not_give_is_refused() {
        let at = DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap();
        for at in [at, DateTime::<Utc>::MAX_UTC] {
            let cursor = Cursor { at, id: Uuid::from_u128(7) };
            let text = write("requests", &cursor);
            let read_back = read("requests", Some(&text)).unwrap().unwrap();
            assert_eq!((read_back.at.timestamp_micros(), read_back.id), (at.timestamp_micros(), cursor.id));
            assert!(read("documents", Some(&text)).is_err(), "of another list");
            for place in 0..text.len() {
                let mut forged = text.clone().into_bytes();
                forged[place] = if forged[place] == b'0' { b'1' } else { b'0' };
                assert!(read("requests", Some(&String::from_utf8(forged).unwrap())).is_err(), "{place}");
            }
        }
        for forged in ["", "0", "é", &"é".repeat(28), &"0".repeat(56), &"f".repeat(5_000)] {
            assert!(read("requests", Some(forged)).is_err(), "{forged:.20}");
        }
    }
}
