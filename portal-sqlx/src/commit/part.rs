//! The statements of a batch, each with what its answer must be. Postgres gets all of them as one, so that a batch is one
//! wait; SQLite, for which nobody waits, one by one.

use std::collections::{BTreeMap, HashMap, HashSet};

use portal_core::{
    fault::point,
    id::Version,
    store::{Conflict, Counter, IdempotencyKey, StoreError, Subject},
};
use uuid::Uuid;

use super::{
    guard, remove,
    write::{Line, Missing},
};
use crate::{
    conn::Conn,
    error::broken,
    query::{Dialect, Query},
};

/// One statement of a batch.
#[derive(Debug)]
pub(super) struct Part<'b> {
    pub(super) query: Query,
    pub(super) must: Must<'b>,
}

/// What a statement's answer must be.
#[derive(Debug)]
pub(super) enum Must<'b> {
    /// One row; none: the key was used before.
    BeNew(&'b IdempotencyKey),
    /// These rows with these versions.
    Stand(&'b BTreeMap<Uuid, (Subject, Version)>),
    /// One row; none: no room.
    Fit(Counter),
    /// The key of each of these rows.
    Write(&'b str, &'b [Line]),
    /// Nothing: rows are let go.
    Release,
    /// Nothing: rows go, with what the database removes along with them.
    Remove,
    /// The organisation and size of each blob that went.
    GiveBack,
}

/// A row of an answer: its key and its version, where it has them.
pub(super) type Found = (Option<Uuid>, Option<i64>);

/// A row of the answer to all parts at once: of which part it is.
type Numbered = (i32, Option<Uuid>, Option<i64>);

/// Runs all parts within the open transaction. Removals come last.
pub(super) async fn run(conn: &mut Conn<'_>, mut parts: Vec<Part<'_>>) -> Result<(), StoreError> {
    let mut one_by_one = Vec::new();
    let removals = parts.iter().filter(|part| matches!(part.must, Must::Remove | Must::GiveBack)).count();
    let gives_back = parts.iter().any(|part| matches!(part.must, Must::GiveBack));
    if conn.dialect() == Dialect::Sqlite {
        one_by_one = std::mem::take(&mut parts);
    } else if removals > 1 || gives_back {
        // References are checked at the end of a statement, in no order: what refers to others must be gone before.
        one_by_one = parts.split_off(parts.len() - removals);
    }
    together(conn, &parts).await?;
    for part in one_by_one {
        let found = part.run(conn).await?;
        part.check(conn, &found).await?;
        if matches!(part.must, Must::Write(..)) {
            point("commit.between_tables");
        }
    }
    Ok(())
}

/// Runs parts as one statement.
async fn together(conn: &mut Conn<'_>, parts: &[Part<'_>]) -> Result<(), StoreError> {
    if let [only] = parts {
        let found = only.run(conn).await?;
        return only.check(conn, &found).await;
    }
    if parts.is_empty() {
        return Ok(());
    }
    let mut found: HashMap<i32, Vec<Found>> = HashMap::new();
    let rows: Vec<Numbered> = conn.all(joined(parts)).await?;
    for (part, key, version) in rows {
        found.entry(part).or_default().push((key, version));
    }
    point("commit.between_tables");
    for (number, part) in (0..).zip(parts) {
        part.check(conn, &found.remove(&number).unwrap_or_default()).await?;
    }
    Ok(())
}

/// All parts as one statement: each becomes a `with` of its number, and the answer says of which part a row is. They run
/// in their order, since the answer asks for them in that order.
pub(super) fn joined(parts: &[Part<'_>]) -> Query {
    let mut all = Query::new(Dialect::Postgres, "with ");
    for (number, part) in parts.iter().enumerate() {
        all = all.when(number > 0, |all| all.push(", ")).push("part_").number(number);
        all = all.push(part.must.columns()).push(" as (").append(part.query.clone()).push(")");
    }
    let mut first = true;
    for (number, part) in parts.iter().enumerate() {
        let Some(answer) = part.must.answer() else { continue };
        all = all.push(if first { " select " } else { " union all select " }).number(number);
        all = all.push(answer).push(" from part_").number(number);
        first = false;
    }
    all.when(first, |all| all.push(" select 0, null::uuid, null::bigint where false"))
}

impl Part<'_> {
    async fn run(&self, conn: &mut Conn<'_>) -> Result<Vec<Found>, StoreError> {
        let query = self.query.clone();
        Ok(match &self.must {
            Must::Stand(_) | Must::GiveBack => {
                let rows: Vec<(Uuid, i64)> = conn.all(query).await?;
                rows.into_iter().map(|(key, version)| (Some(key), Some(version))).collect()
            }
            Must::Write(_, lines) if have_keys(lines) => {
                let rows: Vec<(Uuid,)> = conn.all(query).await?;
                rows.into_iter().map(|(key,)| (Some(key), None)).collect()
            }
            _ => (0..conn.run(query).await?).map(|_| (None, None)).collect(),
        })
    }

    async fn check(&self, conn: &mut Conn<'_>, found: &[Found]) -> Result<(), StoreError> {
        match &self.must {
            Must::BeNew(key) if found.is_empty() => Err(guard::used_before(conn, key).await?),
            Must::Fit(counter) if found.is_empty() => Err(StoreError::Conflict(Conflict::Full(*counter))),
            Must::Stand(rows) => {
                let found: HashMap<Uuid, i64> =
                    found.iter().filter_map(|(key, version)| Some(((*key)?, (*version)?))).collect();
                match rows.iter().find(|(id, (_, version))| found.get(id) != Some(&version.0)) {
                    Some((_, (subject, _))) => Err(StoreError::Conflict(Conflict::Moved(*subject))),
                    None => Ok(()),
                }
            }
            Must::Write(table, lines) => written(table, lines, found),
            Must::GiveBack => remove::give_back(conn, found).await,
            Must::BeNew(_) | Must::Fit(_) | Must::Release | Must::Remove => Ok(()),
        }
    }
}

impl Must<'_> {
    /// The names of a part's columns, where it has any.
    fn columns(&self) -> &'static str {
        match self {
            Self::Stand(_) => " (key, version)",
            Self::BeNew(_) | Self::Fit(_) | Self::Write(..) => " (key)",
            Self::Release | Self::Remove | Self::GiveBack => "",
        }
    }

    /// What is asked of a part beside its number.
    fn answer(&self) -> Option<&'static str> {
        match self {
            Self::Stand(_) => Some(", key, version"),
            Self::Write(_, lines) if have_keys(lines) => Some(", key, null::bigint"),
            Self::BeNew(_) | Self::Fit(_) | Self::Write(..) => Some(", null::uuid, null::bigint"),
            Self::Release | Self::Remove | Self::GiveBack => None,
        }
    }
}

/// Whether rows are known by an id.
fn have_keys(lines: &[Line]) -> bool {
    lines.iter().all(|line| line.key.is_some())
}

/// Whether every row was written that had to be.
fn written(table: &str, lines: &[Line], found: &[Found]) -> Result<(), StoreError> {
    let missing = if have_keys(lines) {
        let keys: HashSet<Uuid> = found.iter().filter_map(|(key, _)| *key).collect();
        lines.iter().find(|line| !line.key.is_some_and(|key| keys.contains(&key)) && line.missing.matters())
    } else {
        lines.iter().find(|line| found.len() < lines.len() && line.missing.matters())
    };
    match missing.map(|line| &line.missing) {
        Some(Missing::Conflict(conflict)) => Err(StoreError::Conflict(conflict.clone())),
        Some(Missing::Broken) => Err(broken(format!("an id of {table} was used twice"))),
        Some(Missing::Fine) | None => Ok(()),
    }
}
