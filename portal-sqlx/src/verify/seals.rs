//! What the seals of the logs promise: each batch has the entries that were sealed, as they were, after the batch before; and
//! nothing came into a time that was sealed. What goes beyond the last seal, or is made anew with all seals after it, shows
//! against the hashes in the program's log alone.

use chrono::{DateTime, SecondsFormat, Utc};
use portal_core::{
    audit::{
        Log, Seal,
        seal::{BATCH, KEPT, LATE, hash},
    },
    store::StoreError,
    verify::Broken,
};

use crate::{
    conn::Conn,
    engine::{entries, seals_after},
    query::Query,
};

/// Entries whose seal is not there.
const LOST: [(Log, &str); 2] = [
    (
        Log::Audit,
        "select distinct seal from portal_audit where seal is not null and not exists (select 1 from portal_seal \
         where portal_seal.log = 'audit' and portal_seal.number = portal_audit.seal) order by seal limit 100",
    ),
    (
        Log::Event,
        "select distinct seal from portal_event where seal is not null and not exists (select 1 from portal_seal \
         where portal_seal.log = 'event' and portal_seal.number = portal_event.seal) order by seal limit 100",
    ),
];
/// Entries that have no seal and bear a moment before this one.
const EARLY: [(Log, &str); 2] = [
    (Log::Audit, "select count(*) from portal_audit where seal is null and at < $1"),
    (Log::Event, "select count(*) from portal_event where seal is null and at < $1"),
];

/// What was found, by kind.
#[derive(Debug, Default)]
struct Found {
    entries: Vec<String>,
    altered: Vec<String>,
    chain: Vec<String>,
    early: Vec<String>,
    late: Vec<String>,
}

pub(super) async fn check(conn: &mut Conn<'_>) -> Result<Vec<Broken>, StoreError> {
    let mut found = Found::default();
    for log in Log::ALL {
        of_log(conn, log, &mut found).await?;
    }
    let Found { entries, altered, chain, early, late } = found;
    let all = [
        (
            "seal.entries",
            "A sealed batch has not the entries that were sealed: some are gone, or others came.",
            entries,
        ),
        (
            "seal.altered",
            "An entry of a sealed batch is not as it was when it was sealed, or its seal is not.",
            altered,
        ),
        ("seal.chain", "A seal is gone, or does not follow the one before it.", chain),
        ("seal.purged", "A batch was removed from the log before its time was over.", early),
        ("seal.late", "Entries bear a moment of a time that was sealed without them: they came later.", late),
    ];
    Ok(all.into_iter().filter_map(|(code, sentence, ids)| Broken::among(code, sentence, ids)).collect())
}

async fn of_log(conn: &mut Conn<'_>, log: Log, found: &mut Found) -> Result<(), StoreError> {
    let (mut number, mut before) = (0, [0; 32]);
    let mut newest: Option<DateTime<Utc>> = None;
    loop {
        let seals = seals_after(conn, log, number).await?;
        if seals.is_empty() {
            break;
        }
        for seal in seals {
            if seal.number != number + 1 {
                found.chain.push(format!("{} batches {} to {}", log.name(), number + 1, seal.number - 1));
            }
            of_seal(conn, &seal, before, found).await?;
            if newest.is_some_and(|newest| seal.first < newest - LATE) {
                found.late.push(named(&seal));
            }
            newest = newest.max(Some(seal.last));
            (number, before) = (seal.number, seal.hash);
        }
    }
    for &(_, sql) in LOST.iter().filter(|(of, _)| *of == log) {
        let gone: Vec<(i64,)> = conn.all(Query::new(conn.dialect(), sql)).await?;
        found.chain.extend(gone.into_iter().map(|(number,)| format!("{} batch {number}", log.name())));
    }
    let Some(newest) = newest else { return Ok(()) };
    for &(_, sql) in EARLY.iter().filter(|(of, _)| *of == log) {
        let unsealed: Option<(i64,)> = conn.one(Query::new(conn.dialect(), sql).arg(newest - LATE)).await?;
        if let Some((count @ 1..,)) = unsealed {
            found.late.push(format!("{}: {count} without a seal", log.name()));
        }
    }
    Ok(())
}

async fn of_seal(conn: &mut Conn<'_>, seal: &Seal, before: [u8; 32], found: &mut Found) -> Result<(), StoreError> {
    let there = entries(conn, seal.log, Some(seal.number), u32::from(BATCH) * 2).await?;
    let count = i64::try_from(there.len()).unwrap_or(i64::MAX);
    let expected = if seal.purged.is_some() { 0 } else { seal.entries };
    if count != expected {
        found.entries.push(format!("{}: {count} entries instead of {expected}", named(seal)));
    } else if let Some(purged) = seal.purged {
        if purged - KEPT < seal.last {
            found.early.push(named(seal));
        }
    } else if hash(seal.log, seal.number, before, there.iter().map(|entry| entry.bytes.as_slice())) != seal.hash {
        found.altered.push(named(seal));
    }
    Ok(())
}

/// A batch by its number and the time it covers.
fn named(seal: &Seal) -> String {
    let at = |moment: DateTime<Utc>| moment.to_rfc3339_opts(SecondsFormat::Secs, true);
    format!("{} batch {} of {} to {}", seal.log.name(), seal.number, at(seal.first), at(seal.last))
}

#[cfg(test)]
pub(super) fn statements(dialect: crate::query::Dialect) -> Vec<Query> {
    LOST.iter().chain(&EARLY).map(|&(_, sql)| Query::new(dialect, sql)).collect()
}
