//! Putting a portal together: every problem is found before any is told.

use std::{
    collections::HashMap,
    error::Error as _,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use portal_core::{
    FactorRule, Parts, Portal,
    audit::Refusals,
    bell::Bell,
    channel::Channel,
    clock::Clock,
    definition::{self, Definition, Fault, NotPublished, Source},
    files::Files,
    host::Host,
    identity::Pace,
    notification,
    portal::InForce,
    sealed::SecretKeys,
    store::{Engine, People as _, Store, StoreError},
};
use portal_sqlx::SqlxStore;
use url::Url;

use crate::{
    check::{RENDERERS, check},
    clock::{SystemClock, SystemIds},
    host::Patient,
    passwords::Argon2id,
    read_folder,
};

/// Begins a portal on a store: over the host's pool ([`SqlxStore::postgres`], [`SqlxStore::sqlite`], or the pool itself),
/// or over one of its own ([`SqlxStore::open`]).
pub fn builder(store: impl Into<SqlxStore>) -> Builder {
    Builder {
        store: store.into(),
        definitions: None,
        base_url: None,
        files: None,
        mail: None,
        host: None,
        clock: Arc::new(SystemClock),
        pace: Pace::default(),
        secret_key: None,
        older_keys: Vec::new(),
        factor_rule: FactorRule::AsDefined,
        space: 2 << 30,
        between: Box::new(|store, engine| (store, engine)),
        migration: Migration::Run,
    }
}

/// What a portal is built from.
pub struct Builder {
    store: SqlxStore,
    definitions: Option<Definitions>,
    base_url: Option<String>,
    files: Option<Arc<dyn Files>>,
    mail: Option<Arc<dyn Channel>>,
    host: Option<Arc<dyn Host>>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    secret_key: Option<[u8; 32]>,
    older_keys: Vec<[u8; 32]>,
    factor_rule: FactorRule,
    space: i64,
    between: Box<Between>,
    migration: Migration,
}

/// What becomes of tables that are not up to date.
enum Migration {
    Run,
    Refuse,
}

/// What stands between the portal and its store.
type Between = dyn FnOnce(Arc<dyn Store>, Arc<dyn Engine>) -> (Arc<dyn Store>, Arc<dyn Engine>) + Send;

enum Definitions {
    Folder(PathBuf),
    Sources(Vec<Source>),
}

/// One thing that keeps a portal from being built, with its remedy.
#[derive(Debug)]
pub enum Problem {
    /// Something was not given.
    Missing {
        /// The builder's method.
        what: &'static str,
        /// What to write.
        remedy: &'static str,
    },
    /// The base URL is none, or will not do.
    BaseUrl(String),
    /// The definition folder cannot be read.
    Folder(PathBuf, std::io::Error),
    /// The definition has faults.
    Faults(definition::Faults),
    /// The database cannot be used.
    Store(StoreError),
    /// The tables are not up to date, and are not to be migrated here. The migrations that are missing.
    Tables(Vec<String>),
    /// Second factors are encrypted with keys that were not given. The names of these keys.
    SecretKey(Vec<String>),
}

/// Everything that keeps a portal from being built.
#[derive(Debug)]
pub struct BuildError {
    /// The problems; never empty.
    pub problems: Vec<Problem>,
}

impl Builder {
    /// The folder with the definition.
    pub fn definitions(mut self, folder: impl AsRef<Path>) -> Self {
        self.definitions = Some(Definitions::Folder(folder.as_ref().to_owned()));
        self
    }

    /// The definition's files, for hosts that carry them inside their program.
    pub fn sources(mut self, sources: Vec<Source>) -> Self {
        self.definitions = Some(Definitions::Sources(sources));
        self
    }

    /// Where the portal is reached from outside, with the path it is mounted at: `https://example.com/portal`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Where files are kept.
    pub fn files(mut self, files: impl Files + 'static) -> Self {
        self.files = Some(Arc::new(files));
        self
    }

    /// What carries mail.
    pub fn mail(mut self, mail: impl Channel + 'static) -> Self {
        self.mail = Some(Arc::new(mail));
        self
    }

    /// What your application knows of its people and their companies; without it, `host.…` is unknown to forms.
    pub fn host(mut self, host: impl Host + 'static) -> Self {
        self.host = Some(Arc::new(Patient::new(Arc::new(host))));
        self
    }

    /// What tells the time; default: the system's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// What an account may do within a minute over the network; default: 10 requests, 60 files, 60 searches (SECURITY R08).
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// 32 random bytes that encrypt the secrets of second factors (SECURITY A07), kept outside of the database, and as well
    /// as it: without them only recovery codes open anything. Needed where `sign_in.second_factor` names somebody.
    pub fn secret_key(mut self, key: [u8; 32]) -> Self {
        self.secret_key = Some(key);
        self
    }

    /// A key that was the secret key before: it opens what it sealed, and seals no more.
    pub fn older_secret_key(mut self, key: [u8; 32]) -> Self {
        self.older_keys.push(key);
        self
    }

    /// Nobody must have a second factor; whoever has one is asked for it. For trying a portal out: no key is needed then.
    pub fn without_required_factor(mut self) -> Self {
        self.factor_rule = FactorRule::NobodyMust;
        self
    }

    /// How many bytes of files an organisation may keep; default 2 GiB (SECURITY §4).
    pub fn space(mut self, bytes: i64) -> Self {
        self.space = bytes;
        self
    }

    /// Leaves the tables as they are: tables that are not up to date are a problem to report, for a host that migrates
    /// in a step of its own ([`SqlxStore::migrate`]).
    pub fn without_migrating(mut self) -> Self {
        self.migration = Migration::Refuse;
        self
    }

    /// Puts something between the portal and its store: a measure, a cache, a fault. What is given here migrates and
    /// publishes as before; the built portal works with what comes back.
    pub fn through(
        mut self,
        between: impl FnOnce(Arc<dyn Store>, Arc<dyn Engine>) -> (Arc<dyn Store>, Arc<dyn Engine>) + Send + 'static,
    ) -> Self {
        self.between = Box::new(between);
        self
    }

    /// Checks everything, migrates the portal's own tables and publishes the definition if it is new.
    ///
    /// # Errors
    /// All problems at once; then nothing was published.
    pub async fn build(self) -> Result<Portal, BuildError> {
        let mut problems = Vec::new();
        let base_url = keep(&mut problems, base_url(self.base_url.as_deref()));
        let loaded = keep(&mut problems, load(self.definitions));
        let (files, mail) = (self.files, self.mail);
        if files.is_none() {
            problems.push(Problem::Missing {
                what: "files",
                remedy: "add .files(portal::files::Disk::open(\"portal-files\")?)",
            });
        }
        if mail.is_none() {
            problems.push(Problem::Missing { what: "mail", remedy: "add .mail(portal::email::Smtp::from_url(url)?)" });
        }
        let factor = loaded.as_ref().is_some_and(|(_, definition)| !definition.sign_in.second_factor.0.is_empty());
        if factor && self.factor_rule == FactorRule::AsDefined && self.secret_key.is_none() {
            problems.push(Problem::Missing {
                what: "secret_key",
                remedy: "add .secret_key(key), 32 random bytes that you keep outside of the database, or say in \
                         portal.yaml that nobody needs a second factor: sign_in: {second_factor: []}",
            });
        }
        let migrated = match self.migration {
            Migration::Run => self.store.migrate().await.map_err(Problem::Store),
            Migration::Refuse => match self.store.pending().await {
                Ok(pending) if pending.is_empty() => Ok(()),
                Ok(pending) => Err(Problem::Tables(pending)),
                Err(error) => Err(Problem::Store(error)),
            },
        };
        let keys = self.secret_key.map(|key| SecretKeys::new(key, &self.older_keys));
        if keep(&mut problems, migrated).is_some() {
            keep(&mut problems, opens_factors(&self.store, keys.as_ref()).await);
        }
        let (Some(base_url), Some((sources, definition)), Some(files), Some(mail), []) =
            (base_url, loaded, files, mail, &problems[..])
        else {
            return Err(BuildError { problems });
        };
        let store = Arc::new(self.store);
        let (definition, refused) = in_force(store.as_ref(), self.clock.as_ref(), &sources, definition)
            .await
            .map_err(|problem| BuildError { problems: vec![problem] })?;
        let (store, engine) = (self.between)(store.clone(), store);
        let portal = Portal::new(Parts {
            store,
            engine,
            files,
            host: self.host,
            mail,
            hosts: notification::Hosts::default(),
            passwords: Arc::new(Argon2id::new()),
            secret_keys: keys,
            factor_rule: self.factor_rule,
            clock: self.clock,
            ids: Arc::new(SystemIds),
            refusals: Refusals::default(),
            bell: Bell::default(),
            renderers: RENDERERS,
            wording: notification::wording(),
            in_force: InForce::new(definition),
            base_url,
            pace: self.pace,
            space: self.space,
            older: RwLock::new(HashMap::new()),
        });
        portal.refuse(refused);
        Ok(portal)
    }
}

/// Whether the keys open the second factors that are stored.
async fn opens_factors(store: &SqlxStore, keys: Option<&SecretKeys>) -> Result<(), Problem> {
    let mut missing = store.factor_keys().await.map_err(Problem::Store)?;
    missing.retain(|name| !keys.is_some_and(|keys| keys.has(name)));
    if missing.is_empty() { Ok(()) } else { Err(Problem::SecretKey(missing)) }
}

/// Puts a definition in force that was never published. One that was published before does not come back by itself: the
/// newest stays in force, so that a process with an older folder changes nothing (law 7). Nor does one come into force that
/// would break what is there: the last good one stays, with the reasons.
async fn in_force(
    store: &dyn Store,
    clock: &dyn Clock,
    sources: &[Source],
    definition: Definition,
) -> Result<(Definition, Option<NotPublished>), Problem> {
    let mut refused = None;
    if store.definition(&definition.hash).await.map_err(Problem::Store)?.is_none() {
        match definition::publish(store, clock, &SystemIds, RENDERERS, sources, &[]).await {
            Ok(_) => return Ok((definition, None)),
            Err(NotPublished::Store(error)) => return Err(Problem::Store(error)),
            Err(why) => {
                tracing::error!("the folder is not put in force; the last good version stays: {why}");
                refused = Some(why);
            }
        }
    }
    let newest = store.in_force().await.map_err(Problem::Store)?;
    let Some(newer) = newest.filter(|version| version.hash != *definition.hash) else {
        return Ok((definition, refused));
    };
    if refused.is_none() {
        let hash = &newer.hash;
        tracing::warn!(
            hash,
            "the folder holds an older version; what was published since stays in force (`portal publish` changes it)"
        );
    }
    let loaded = definition::load_stored(&newer.sources()).map_err(Problem::Faults)?;
    Ok((loaded, refused))
}

fn keep<T>(problems: &mut Vec<Problem>, result: Result<T, Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

fn base_url(given: Option<&str>) -> Result<Url, Problem> {
    let given = given.ok_or(Problem::Missing { what: "base_url", remedy: "add .base_url(\"https://…/portal\")" })?;
    let url = Url::parse(given).map_err(|error| Problem::BaseUrl(format!("{given}: {error}")))?;
    let web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    if web && url.query().is_none() && url.fragment().is_none() {
        Ok(url)
    } else {
        Err(Problem::BaseUrl(format!("{given}: an http or https address without query is needed")))
    }
}

fn load(from: Option<Definitions>) -> Result<(Vec<Source>, Definition), Problem> {
    let sources = match from {
        None => {
            let remedy = "add .definitions(\"portal\"), the folder with portal.yaml";
            return Err(Problem::Missing { what: "definitions", remedy });
        }
        Some(Definitions::Sources(sources)) => sources,
        Some(Definitions::Folder(folder)) => read_folder(&folder).map_err(|error| Problem::Folder(folder, error))?,
    };
    let (definition, warnings) = check(&sources).map_err(Problem::Faults)?;
    for Fault { code, path, line, message, .. } in warnings.faults {
        tracing::warn!(code, path, line, "{message}");
    }
    Ok((sources, definition))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what, remedy } => write!(f, "`{what}` was not given: {remedy}"),
            Self::BaseUrl(what) => write!(f, "the base URL will not do: {what}"),
            Self::Folder(folder, error) => {
                write!(f, "the definition folder {} cannot be read: {error}", folder.display())
            }
            Self::Faults(faults) => write!(f, "the definition has faults:\n{faults}"),
            Self::Tables(missing) => {
                write!(
                    f,
                    "the portal's tables are not up to date: migrate them first (missing: {})",
                    missing.join(", ")
                )
            }
            Self::SecretKey(missing) => {
                write!(
                    f,
                    "`secret_key` is not the one that second factors are encrypted with: give that one (its name is {}), \
                     or the new one along with it as `older_secret_key`; where it is lost, take those factors away, and their \
                     people set up new ones (`portal reset-factor --key {}`, or `portal::reset_factors_of_key`)",
                    missing.join(", "),
                    missing[0]
                )
            }
            Self::Store(error) => {
                let source = error.source().map(|cause| format!(" ({cause})")).unwrap_or_default();
                write!(f, "the database cannot be used: {error}{source}")
            }
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problems.iter().try_for_each(|problem| writeln!(f, "{problem}"))
    }
}

impl std::error::Error for BuildError {}
