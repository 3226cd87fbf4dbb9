//! The portal: what its use cases work with, put together once by the host and cheap to clone.

mod in_force;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

pub use in_force::{InForce, RefusedChange};

use crate::{
    Desk, Refused,
    audit::Refusals,
    bell::Bell,
    channel::Channel,
    clock::{self, Clock, Ids},
    definition::{self, Definition, Renderers, RequestType},
    files::Files,
    host::Host,
    id::Id,
    identity::{Pace, Passwords, Viewer},
    notification::Hosts,
    sealed::SecretKeys,
    store::{Engine, Store, StoreError},
    wording::Wording,
};

/// A portal, ready for use. Clones share everything but the definition: a clone keeps the version that it saw in force, and
/// [`Portal::fresh`] gives one with the version that is in force now.
#[derive(Clone)]
pub struct Portal {
    parts: Arc<Parts>,
    definition: Arc<Definition>,
    /// The moment it stands at, where the past is played; `None`: the clock's.
    moment: Option<DateTime<Utc>>,
    /// From which network address it is used ([`Portal::visited_from`]).
    pub(crate) origin: Option<Arc<str>>,
}

/// What a portal is made of. The crate `portal` puts it together.
pub struct Parts {
    /// Where rows are.
    pub store: Arc<dyn Store>,
    /// Claims, leases, throttle: the pooled half of the store.
    pub engine: Arc<dyn Engine>,
    /// Where bytes are.
    pub files: Arc<dyn Files>,
    /// What the host application says of its people and companies; `None`: nothing.
    pub host: Option<Arc<dyn Host>>,
    /// What carries mail.
    pub mail: Arc<dyn Channel>,
    /// How many letters are on their way to each mail host.
    pub hosts: Hosts,
    /// What hashes passwords.
    pub passwords: Arc<dyn Passwords>,
    /// With what secrets are encrypted; `None`: no second factor can be used.
    pub secret_keys: Option<SecretKeys>,
    /// Who must have a second factor.
    pub factor_rule: FactorRule,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// What makes ids and secrets.
    pub ids: Arc<dyn Ids>,
    /// Bounds how many refusals are noted one by one.
    pub refusals: Refusals,
    /// Rouses the worker after a commit.
    pub bell: Bell,
    /// What judges own templates.
    pub renderers: Renderers<'static>,
    /// The words of letters.
    pub wording: Wording,
    /// The definition in force.
    pub in_force: InForce,
    /// Where the portal is reached from outside; links in mails come from here and from nowhere else (SECURITY A02).
    pub base_url: Url,
    /// How often an account may do what is bounded by the minute.
    pub pace: Pace,
    /// How many bytes an organisation may keep; default 2 GiB (SECURITY §4).
    pub space: i64,
    /// Definitions that older requests keep, by hash.
    pub older: std::sync::RwLock<HashMap<String, Arc<Definition>>>,
}

/// Who must have a second factor. Whoever has one is asked for it in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorRule {
    /// Those whom `sign_in.second_factor` of the definition names.
    AsDefined,
    /// Nobody: for the evaluation mode, where everybody knows the password.
    NobodyMust,
}

impl std::fmt::Debug for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Portal").field("base_url", &self.parts.base_url.as_str()).finish_non_exhaustive()
    }
}

impl Portal {
    /// A portal from its parts.
    pub fn new(parts: Parts) -> Self {
        let definition = parts.in_force.current();
        Self { parts: Arc::new(parts), definition, moment: None, origin: None }
    }

    /// The use cases for one viewer, each committed on its own.
    pub fn desk<'a>(&'a self, viewer: &'a Viewer) -> Desk<'a> {
        Desk::new(self, self.parts.store.as_ref(), viewer, true)
    }

    /// The use cases for one viewer inside the host's open transaction: what they write is kept or undone with the
    /// host's own rows, and a conflict is not tried again.
    pub fn desk_on<'a>(&'a self, store: &'a dyn Store, viewer: &'a Viewer) -> Desk<'a> {
        Desk::new(self, store, viewer, false)
    }

    /// The definition in force, as this clone saw it.
    pub fn definition(&self) -> &Arc<Definition> {
        &self.definition
    }

    fn with(&self, definition: Arc<Definition>) -> Self {
        Self { definition, ..self.clone() }
    }

    /// The same portal at a moment of its own: the past is played as if it were the present.
    pub(crate) fn at(&self, moment: DateTime<Utc>) -> Self {
        Self { moment: Some(moment), ..self.clone() }
    }

    /// The definition that a request or a draft keeps. Read from the store once, then remembered.
    pub async fn definition_of(&self, hash: &str) -> Result<Arc<Definition>, StoreError> {
        if *self.definition.hash == *hash {
            return Ok(self.definition.clone());
        }
        let remembered = |older: &HashMap<String, Arc<Definition>>| older.get(hash).cloned();
        if let Some(found) = self.parts.older.read().ok().and_then(|older| remembered(&older)) {
            return Ok(found);
        }
        let stored = self.parts.store.definition(hash).await?;
        let stored = stored.ok_or_else(|| broken("a request keeps a definition that is not stored"))?;
        let loaded =
            definition::load_stored(&stored.sources()).map_err(|faults| StoreError::Broken(Box::new(faults)))?;
        // What ships is live for all: of an older version only forms and workflows are asked for.
        let loaded = Arc::new(Definition { shipped: BTreeMap::new(), ..loaded });
        if let Ok(mut older) = self.parts.older.write() {
            older.insert(hash.to_owned(), loaded.clone());
        }
        Ok(loaded)
    }

    /// The form and workflow that a request or a draft keeps.
    pub async fn workflow(&self, hash: &str, request_type: &Id) -> Result<Arc<RequestType>, StoreError> {
        let definition = self.definition_of(hash).await?;
        let found = definition.requests.get(request_type).cloned();
        found.ok_or_else(|| broken("a definition lost the type of one of its requests"))
    }

    /// Where the portal is reached from outside.
    pub fn base_url(&self) -> &Url {
        &self.parts.base_url
    }

    /// Waits until something was committed by this process: work may be there.
    pub async fn rung(&self) {
        self.parts.bell.rung().await;
    }

    /// Removes what has outlived its time, rows and files, and seals the logs. Gives how many went.
    pub async fn sweep(&self) -> Result<u64, Refused> {
        self.note_past_refusals().await?;
        let rows = self.sweep_holds().await? + self.parts.engine.sweep(self.now()).await? + self.sweep_files().await?;
        self.seal().await?;
        self.purge_audit().await?;
        Ok(rows)
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<(), Refused> {
        self.parts.engine.ping().await.map_err(Refused::from)
    }

    /// How long the oldest job has waited that nobody does, read from the table: it says the truth wherever the worker
    /// runs, and if none runs at all. Zero: no work waits.
    pub async fn lag(&self) -> Result<TimeDelta, Refused> {
        let now = self.now();
        let since = self.parts.engine.waiting(now).await?;
        Ok(since.map_or_else(TimeDelta::zero, |since| now - since))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The present moment, by the portal's own clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.moment.unwrap_or_else(|| clock::now(self.parts.clock.as_ref()))
    }

    pub(crate) fn uuid(&self, at: DateTime<Utc>) -> uuid::Uuid {
        self.parts.ids.uuid(at)
    }
}

pub(crate) fn broken(what: &'static str) -> StoreError {
    StoreError::Broken(what.into())
}
