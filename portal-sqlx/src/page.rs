//! Pages of lists, by keyset.

use portal_core::store::{Cursor, Page};

use crate::query::Query;

impl Query {
    /// Writes that the row comes after the cursor in a list that begins with the newest.
    pub(crate) fn older(self, at: &'static str, id: &'static str, after: Option<&Cursor>) -> Self {
        self.with(after, |query, cursor| {
            let query = query.push(" and (").push(at).push(", ").push(id).push(") < (");
            query.bind(cursor.at).push(", ").bind(cursor.id).push(")")
        })
    }

    /// Writes how many rows at most, as a number: Postgres takes an unseen one for a tenth of all there are, and plans anew
    /// each time to see it. Pages ask for one more, to know whether another page follows.
    pub(crate) fn limit(self, rows: u32) -> Self {
        self.push(" limit ").number(rows as usize)
    }
}

/// A page of at most `at_most` rows from a list that may hold one more.
pub(crate) fn page<T>(mut rows: Vec<T>, at_most: u16, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
    let more = rows.len() > usize::from(at_most);
    rows.truncate(at_most.into());
    let next = rows.last().filter(|_| more).map(cursor);
    Page { rows, next }
}
