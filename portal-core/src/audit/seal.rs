//! Seals. The worker seals what was written to the logs in batches: a hash over the entries and over the batch before, so
//! that a removal, a change or an insertion shows ([`crate::Portal::verify`]). Nothing is chained inside a request, and no
//! entry waits for another: a batch takes what is there and has no seal yet. So whatever a transaction that lasted long, or
//! another machine's clock, brings late is in a later batch, and two workers at once make one batch of each number.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Action, Audit};
use crate::{
    Portal, Refused,
    clock::Ids,
    definition::Definition,
    id::AuditId,
    store::{Changes, Engine, Store, StoreError},
};

/// Most entries of a batch.
pub const BATCH: u16 = 1_000;
/// Most batches that one sweep seals of a log: a log that was never sealed is caught up with over several.
const AT_ONCE: u32 = 100;
/// An entry that bears an older moment than what is sealed, by more than this, was not there at its moment. Transactions
/// last seconds (SECURITY §4), clocks of machines differ by less.
pub const LATE: TimeDelta = TimeDelta::hours(1);
/// Entries are kept at least so long, whatever the definition says.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// A log that is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Log {
    /// The audit log.
    Audit,
    /// The histories of all requests.
    Event,
}

impl Log {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Audit, Self::Event];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Event => "event",
        }
    }
}

/// A batch that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Of which log.
    pub log: Log,
    /// Its number: one more than that of the batch before.
    pub number: i64,
    /// How many entries it has.
    pub entries: i64,
    /// The moment that the first bears.
    pub first: DateTime<Utc>,
    /// The moment that the last bears.
    pub last: DateTime<Utc>,
    /// SHA-256 over the entries and the batch before.
    pub hash: [u8; 32],
    /// When it was sealed.
    pub sealed: DateTime<Utc>,
    /// When its entries were removed since their time was over; only the audit log's are.
    pub purged: Option<DateTime<Utc>>,
}

/// The hash of a batch: of the log's name, its number, the hash of the one before (zeros for the first), how many entries
/// it has, and each entry with its length before it, in their order of moment and id.
pub fn hash<'e>(log: Log, number: i64, before: [u8; 32], entries: impl ExactSizeIterator<Item = &'e [u8]>) -> [u8; 32] {
    let count = entries.len() as u64;
    let begun = Sha256::new().chain_update("portal seal 1\0").chain_update(log.name()).chain_update("\0");
    let begun = begun.chain_update(number.to_be_bytes()).chain_update(before).chain_update(count.to_be_bytes());
    let sealed = entries
        .fold(begun, |sealed, entry| sealed.chain_update((entry.len() as u64).to_be_bytes()).chain_update(entry));
    sealed.finalize().into()
}

/// What is sealed of an entry of the audit log: all its columns, as a JSON list.
pub fn audit_bytes(entry: &Audit) -> Vec<u8> {
    let Audit { id, at, actor, organisation, action, object, allowed, origin, detail, times } = entry;
    let columns = (id.0, at.timestamp_micros(), actor.map(|id| id.0), organisation.map(|id| id.0), action);
    serde_json::to_vec(&(columns, object, allowed, origin, detail, times)).expect("ids, texts and numbers are JSON")
}

/// A JSON value with the names of each object in order, whatever order a database keeps them in.
pub fn ordered(value: &Value) -> Vec<u8> {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_unstable();
            let member = |name: &String| [plain(&Value::from(name.as_str())), b":".to_vec(), ordered(&members[name])];
            let all: Vec<Vec<u8>> = names.into_iter().map(|name| member(name).concat()).collect();
            [b"{".to_vec(), all.join(&b","[..]), b"}".to_vec()].concat()
        }
        Value::Array(items) => {
            let all: Vec<Vec<u8>> = items.iter().map(ordered).collect();
            [b"[".to_vec(), all.join(&b","[..]), b"]".to_vec()].concat()
        }
        other => plain(other),
    }
}

fn plain(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

impl Portal {
    /// Seals what was written to the logs since the last time. Gives how many batches were sealed. The hash of each goes to
    /// the program's log, too: who keeps that elsewhere knows if the end of a chain is cut off, or all of it made anew.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn seal(&self) -> Result<u32, Refused> {
        let mut sealed = 0;
        for log in Log::ALL {
            for _ in 0..AT_ONCE {
                let Some(seal) = self.parts().engine.seal(log, self.now(), BATCH).await? else { break };
                let halves = seal.hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
                let hash: String = halves.filter_map(|half| char::from_digit(half.into(), 16)).collect();
                tracing::info!(log = log.name(), seal = seal.number, entries = seal.entries, hash, "sealed a batch");
                sealed += 1;
            }
        }
        Ok(sealed)
    }

    /// Removes the batches of the audit log whose entries have all outlived their time (`retention: audit` of the
    /// definition, 12 months unless it says otherwise, and never less than 30 days). Their seals stay. Where the server's
    /// role may not remove them, it does nothing, and the owner's command does. Gives how many batches went.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn purge_audit(&self) -> Result<usize, Refused> {
        let parts = self.parts();
        let (store, engine, ids) = (parts.store.as_ref(), parts.engine.as_ref(), parts.ids.as_ref());
        Ok(purge(store, engine, ids, self.now(), self.definition()).await?)
    }
}

/// What [`Portal::purge_audit`] does, for a command beside a portal: as the owner of the tables, where the server's role
/// may not remove entries.
///
/// # Errors
/// When the database is not available.
pub async fn purge(
    store: &dyn Store,
    engine: &dyn Engine,
    ids: &dyn Ids,
    now: DateTime<Utc>,
    definition: &Definition,
) -> Result<usize, StoreError> {
    let before = definition.retention.audit.before(now).min(now - KEPT);
    let gone = engine.purge_audit(before, now).await?;
    if let (Some(first), Some(last)) = (gone.first(), gone.last()) {
        let mut changes = Changes::new();
        let entry = Audit::new(AuditId(ids.uuid(now)), now, Action::AuditPurged);
        changes.audit(entry.with(format!("{first}-{last}")));
        store.commit(&changes).await?;
    }
    Ok(gone.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixture::monday;

    fn sealed(number: i64, before: [u8; 32], entries: &[Audit]) -> [u8; 32] {
        let bytes: Vec<Vec<u8>> = entries.iter().map(audit_bytes).collect();
        hash(Log::Audit, number, before, bytes.iter().map(Vec::as_slice))
    }

    #[test]
    fn a_seal_knows_its_entries_their_order_and_the_seal_before() {
        let entry = |id| Audit::new(AuditId(uuid::Uuid::from_u128(id)), monday(), Action::SessionEnd);
        let two = [entry(1), entry(2)];
        let usual = sealed(1, [0; 32], &two);
        let other = Audit { allowed: false, ..entry(2) };
        for (what, hash) in [
            ("an entry less", sealed(1, [0; 32], &two[..1])),
            ("another order", sealed(1, [0; 32], &[entry(2), entry(1)])),
            ("another entry", sealed(1, [0; 32], &[entry(1), other])),
            ("another number", sealed(2, [0; 32], &two)),
            ("another seal before", sealed(1, [1; 32], &two)),
        ] {
            assert_ne!(hash, usual, "{what}");
        }
    }

    #[test]
    fn a_value_is_sealed_whatever_order_its_names_are_kept_in() {
        let value = json!({"b": [1, {"y": null, "x": "\"é"}], "a": true});
        assert_eq!(String::from_utf8(ordered(&value)).unwrap(), r#"{"a":true,"b":[1,{"x":"\"é","y":null}]}"#);
    }
}
