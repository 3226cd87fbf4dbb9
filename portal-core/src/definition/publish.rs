//! Publishing a version: it is put in force, and what would break is moved, in one commit. What breaks and is not moved keeps
//! it from being published, with all reasons at once.

use std::{collections::BTreeMap, fmt, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Definition, Faults, Renderers, Source,
    plan::{self, Moving, Plan, moving},
};
use crate::{
    audit::{Action, Audit},
    clock::{self, Clock, Ids},
    id::AuditId,
    identity::Membership,
    request::{Life, Migration, Moment},
    store::{Changes, Conflict, DefinitionVersion, Dossier, Expect, Record, Store, StoreError},
};

/// How often it is decided again because something moved meanwhile.
const TRIES: u8 = 5;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Published {
    /// Whether a version came into force; `false`: it was in force before.
    pub new: bool,
    /// How many open requests were moved.
    pub requests: usize,
    /// How many drafts go on with the new form.
    pub drafts: usize,
    /// How many people have another role.
    pub people: usize,
}

/// Why a version was not published. Nothing was written.
#[derive(Debug)]
pub enum NotPublished {
    /// It has faults.
    Faults(Faults),
    /// What is there counts on what it no longer has.
    Breaks(Plan),
    /// Too much changed at the same time.
    Busy,
    /// The database is away, or holds something that must not be.
    Store(StoreError),
}

/// What publishing `new` would mean for what a store holds. `old`: what it is compared with; `None`: the version in force.
/// `moves`: what would be moved in the same step. Nothing is written.
///
/// # Errors
/// When the store cannot be read, or holds a version that cannot.
pub async fn plan(
    store: &dyn Store,
    old: Option<Vec<Source>>,
    new: &[Source],
    definition: &Definition,
    moves: &[Moving],
    now: DateTime<Utc>,
) -> Result<Plan, StoreError> {
    planned(store, old, new, definition, moves, now).await.map(|(plan, _)| plan)
}

/// The definitions that are kept, and the one in force, by hash.
type Kept = BTreeMap<String, Arc<Definition>>;

async fn planned(
    store: &dyn Store,
    old: Option<Vec<Source>>,
    new: &[Source],
    definition: &Definition,
    moves: &[Moving],
    now: DateTime<Utc>,
) -> Result<(Plan, Kept), StoreError> {
    let standing = store.standing(now).await?;
    let in_force = store.in_force().await?;
    let mut kept = Kept::new();
    for hash in standing.kept() {
        let version = store.definition(hash).await?.ok_or_else(|| broken("a definition is kept and not stored"))?;
        kept.insert(hash.to_owned(), Arc::new(load(&version.sources())?));
    }
    let before = in_force.as_ref().map(DefinitionVersion::sources).unwrap_or_default();
    if let Some(version) = in_force.filter(|version| !kept.contains_key(&version.hash)) {
        kept.insert(version.hash, Arc::new(load(&before)?));
    }
    let differences = plan::differences(&old.unwrap_or(before), new);
    let effects = plan::effects(definition, &kept, &standing, moves);
    Ok((Plan { differences, effects: Some(effects) }, kept))
}

/// Puts a version in force and moves what is to be moved, in one commit with an entry of the audit log.
///
/// # Errors
/// When it has faults, its own templates included, or something breaks that is not moved.
pub async fn publish(
    store: &dyn Store,
    clock: &dyn Clock,
    ids: &dyn Ids,
    renderers: Renderers<'_>,
    sources: &[Source],
    moves: &[Moving],
) -> Result<Published, NotPublished> {
    let (definition, _) = super::check_with(sources, renderers).map_err(NotPublished::Faults)?;
    for _ in 0..TRIES {
        let now = clock::now(clock);
        let (plan, kept) = planned(store, None, sources, &definition, moves, now).await?;
        if plan.breaks().next().is_some() {
            return Err(NotPublished::Breaks(plan));
        }
        let publication = Publication { store, ids, now, definition: &definition, kept: &kept, moves };
        let (published, changes) = publication.decide(sources).await?;
        if changes.is_empty() {
            return Ok(published);
        }
        match store.commit(&changes).await {
            Ok(()) => return Ok(published),
            Err(StoreError::Conflict(Conflict::Moved(_))) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(NotPublished::Busy)
}

struct Publication<'a> {
    store: &'a dyn Store,
    ids: &'a dyn Ids,
    now: DateTime<Utc>,
    definition: &'a Definition,
    kept: &'a Kept,
    moves: &'a [Moving],
}

impl Publication<'_> {
    async fn decide(&self, sources: &[Source]) -> Result<(Published, Changes), StoreError> {
        let (mut changes, mut published) = (Changes::new(), Published::default());
        let in_force = self.store.in_force().await?;
        if in_force.as_ref().is_none_or(|version| version.hash != *self.definition.hash) {
            published.new = true;
            // The newest is in force: it is newer than what was, whatever this machine's clock says.
            let after = in_force.map(|version| version.published + TimeDelta::microseconds(1));
            let at = after.map_or(self.now, |after| after.max(self.now));
            let files = sources.iter().map(|source| (source.path.clone(), source.bytes.clone())).collect();
            let version = DefinitionVersion { hash: self.definition.hash.to_string(), files, published: at };
            changes.create(Record::Definition(version));
        }
        self.move_requests(&mut changes, &mut published).await?;
        self.move_drafts(&mut changes, &mut published).await?;
        self.move_people(&mut changes, &mut published).await?;
        if !changes.is_empty() {
            changes.audit(Audit::new(AuditId(self.ids.uuid(self.now)), self.now, Action::DefinitionPublished));
        }
        Ok((published, changes))
    }

    async fn move_requests(&self, changes: &mut Changes, published: &mut Published) -> Result<(), StoreError> {
        let mut ids = Vec::new();
        for moving in self.moves {
            ids.extend(self.store.open_requests(moving).await?);
        }
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let Some(dossier) = self.store.to_move(id).await? else { continue };
            if let Some(moved) = self.moved(dossier)? {
                changes.extend(moved);
                published.requests += 1;
            }
        }
        Ok(())
    }

    /// The batch that moves a request; `None`: nothing of it is to be moved.
    fn moved(&self, dossier: Dossier) -> Result<Option<Changes>, StoreError> {
        let lost = || broken("a request keeps a definition that is not stored");
        let request = &dossier.request;
        let kept = self.kept.get(&request.definition).and_then(|kept| kept.requests.get(&request.request_type));
        let kept = kept.ok_or_else(lost)?;
        let goes_on = moving::status_after(self.moves, &request.request_type, &request.status).is_some();
        let newer = self.definition.requests.get(&request.request_type).filter(|_| goes_on);
        let moment = Moment {
            definition: self.definition,
            workflow: newer.unwrap_or(kept),
            ids: self.ids,
            now: self.now,
            actor: None,
            viewer: None,
            staff: None,
        };
        let version = request.version;
        let mut life = Life::new(moment, dossier);
        let migration = Migration { published: &self.definition.hash, kept, moves: self.moves };
        Ok(life.migrate(migration).then(|| life.into_changes(Expect::Loaded(version))))
    }

    async fn move_drafts(&self, changes: &mut Changes, published: &mut Published) -> Result<(), StoreError> {
        for moving in self.moves {
            let Moving::Drafts { request_type } = moving else { continue };
            let Some(newer) = self.definition.requests.get(request_type) else { continue };
            for mut draft in self.store.drafts_of(request_type).await? {
                if draft.definition == *self.definition.hash {
                    continue;
                }
                self.definition.hash.as_ref().clone_into(&mut draft.definition);
                let stays = |step: &crate::id::Id| newer.steps.iter().any(|newer| newer.id == *step);
                draft.visited.retain(|step, _| stays(step));
                if !draft.step.as_ref().is_some_and(stays) {
                    draft.step = newer.steps.first().map(|step| step.id.clone());
                }
                let version = draft.version;
                changes.write(Record::Draft(draft), Expect::Loaded(version));
                published.drafts += 1;
            }
        }
        Ok(())
    }

    async fn move_people(&self, changes: &mut Changes, published: &mut Published) -> Result<(), StoreError> {
        for moving in self.moves {
            let Moving::Role { from, to } = moving else { continue };
            for seat in self.store.seats_with(from).await? {
                let version = seat.version;
                changes.write(Record::Membership(Membership { role: to.clone(), ..seat }), Expect::Loaded(version));
                published.people += 1;
            }
        }
        Ok(())
    }
}

/// A stored version, whatever was judged since.
fn load(sources: &[Source]) -> Result<Definition, StoreError> {
    super::load_stored(sources).map_err(|faults| StoreError::Broken(Box::new(faults)))
}

fn broken(what: &'static str) -> StoreError {
    StoreError::Broken(what.into())
}

impl From<StoreError> for NotPublished {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for NotPublished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults(faults) => write!(f, "a definition with faults is not published:\n{faults}"),
            Self::Breaks(plan) => {
                writeln!(f, "not published, something would break:")?;
                plan.breaks().try_for_each(|effect| write!(f, "{effect}"))
            }
            Self::Busy => f.write_str("not published: too much changed at the same time; try again"),
            Self::Store(error) => write!(f, "the database cannot be used: {error}"),
        }
    }
}

impl std::error::Error for NotPublished {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
