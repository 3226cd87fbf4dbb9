//! A portal with the shipped definition on a fresh database, and the letters it sends.
#![allow(dead_code, reason = "each test program uses its part")]

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use portal::{
    Portal, Viewer,
    core::{
        channel::{Channel, ChannelError, Envelope},
        clock::Clock,
        definition,
        document::Incoming,
        id::AccountId,
        identity::{NewPerson, Secret},
    },
    store::SqlxStore,
};
use sqlx::{Connection, Executor, PgConnection};

pub const PASSWORD: &str = "try-the-portal";

/// Keeps every letter.
#[derive(Clone, Default)]
pub struct Post(pub Arc<Mutex<Vec<Envelope>>>);

#[async_trait]
impl Channel for Post {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        self.0.lock().unwrap().push(envelope.clone());
        Ok(())
    }
}

/// The system's clock, set forward.
#[derive(Clone, Default)]
pub struct Later(pub Arc<AtomicU64>);

impl Later {
    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_seconds().unsigned_abs(), Ordering::Relaxed);
    }

    /// Sets it back again, by what was let pass at most.
    pub fn back(&self, time: TimeDelta) {
        self.0.fetch_sub(time.num_seconds().unsigned_abs(), Ordering::Relaxed);
    }
}

impl Clock for Later {
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.0.load(Ordering::Relaxed).cast_signed())
    }
}

pub struct World {
    pub portal: Portal,
    pub store: SqlxStore,
    pub post: Post,
    pub clock: Later,
    pub folder: tempfile::TempDir,
    pub url: String,
    database: Option<(String, String)>,
    browsers: Mutex<HashMap<AccountId, Vec<Secret>>>,
}

/// One request type with its people, for the tests alone: what ships may grow.
pub fn definition_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions/quote")
}

impl World {
    pub async fn sqlite() -> Self {
        let (url, folder) = file();
        Self::on(&url, folder, None).await
    }

    pub async fn postgres() -> Self {
        let (url, database) = server().await;
        Self::on(&url, tempfile::tempdir().unwrap(), Some(database)).await
    }

    async fn on(url: &str, folder: tempfile::TempDir, database: Option<(String, String)>) -> Self {
        let world = Self::with(&definition_folder(), url, folder, database).await;
        world.people().await;
        world
    }

    /// A portal with another definition on a fresh database, and nobody in it.
    pub async fn of(definitions: &Path, database: &str) -> Self {
        match database {
            "sqlite" => {
                let (url, folder) = file();
                Self::with(definitions, &url, folder, None).await
            }
            _ => {
                let (url, database) = server().await;
                Self::with(definitions, &url, tempfile::tempdir().unwrap(), Some(database)).await
            }
        }
    }

    async fn with(
        definitions: &Path,
        url: &str,
        folder: tempfile::TempDir,
        database: Option<(String, String)>,
    ) -> Self {
        let store = SqlxStore::open(url).await.unwrap();
        let (post, clock) = (Post::default(), Later::default());
        let portal = started(&store, definitions, folder.path(), &post, &clock).await;
        Self { portal, store, post, clock, folder, url: url.to_owned(), database, browsers: Mutex::default() }
    }

    /// The same portal as another process has it: with connections of its own, and nothing in memory.
    pub async fn again(&self) -> Portal {
        let store = SqlxStore::open(&self.url).await.unwrap();
        started(&store, &definition_folder(), self.folder.path(), &self.post, &self.clock).await
    }

    async fn people(&self) {
        let sources = portal::read_folder(&definition_folder()).unwrap();
        let demo = definition::demo(&sources).unwrap().unwrap();
        let mut companies = Vec::new();
        for (id, company) in &demo.organisations {
            companies.push((id.clone(), self.portal.add_organisation(&company.name).await.unwrap()));
        }
        for person in demo.people.values() {
            let organisation =
                person.organisation.as_ref().map(|of| companies.iter().find(|(id, _)| id == of).unwrap().1);
            let new = NewPerson {
                name: person.name.clone(),
                email: person.email.clone(),
                locale: person.locale.clone(),
                password: PASSWORD.to_owned(),
                organisation,
                role: person.role.to_string(),
            };
            self.portal.add_person(&new).await.unwrap();
        }
    }

    /// Comes in as one of the demo people, by the first name.
    pub async fn viewer(&self, name: &str) -> Viewer {
        let (account, _) = self.portal.person_by_email(&address(name)).await.unwrap().expect("a demo person");
        self.viewer_of(account).await
    }

    /// In a browser of their own, up to eight: an eleventh session would end the oldest, with a letter.
    pub async fn viewer_of(&self, account: AccountId) -> Viewer {
        let last = self
            .browsers
            .lock()
            .unwrap()
            .get(&account)
            .filter(|all| all.len() >= 8)
            .and_then(|all| all.last().cloned());
        if let Some(token) = last
            && let Some(entered) = self.portal.enter(&token).await.unwrap()
        {
            return entered.viewer;
        }
        let token = self.portal.sign_in_as(account).await.unwrap().token;
        self.browsers.lock().unwrap().entry(account).or_default().push(token.clone());
        self.portal.enter(&token).await.unwrap().unwrap().viewer
    }

    /// Does all the worker's work, and gives the letters that left: to whom and with which subject.
    pub async fn letters(&self) -> Vec<(String, String)> {
        while self.portal.tick().await.unwrap() > 0 {}
        let letters = std::mem::take(&mut *self.post.0.lock().unwrap());
        letters.into_iter().map(|envelope| (envelope.to, envelope.letter.subject)).collect()
    }

    /// Ends the world: a Postgres database is dropped.
    pub async fn end(self) {
        drop(self.portal);
        self.store.close().await;
        if let Some((admin, name)) = self.database {
            let mut conn = PgConnection::connect(&admin).await.unwrap();
            conn.execute(sqlx::AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
        }
    }
}

/// A new SQLite file in a folder of its own.
fn file() -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (format!("sqlite://{}", folder.path().join("portal.db").display()), folder)
}

/// A new database in the Postgres under test, with what is needed to drop it.
async fn server() -> (String, (String, String)) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let admin =
        std::env::var("PORTAL_TEST_POSTGRES").expect("run scripts/test, or set PORTAL_TEST_POSTGRES to an admin URL");
    let name = format!("portal_it_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut conn = PgConnection::connect(&admin).await.unwrap();
    conn.execute(sqlx::AssertSqlSafe(format!("create database {name} template template0"))).await.unwrap();
    let (server, _) = admin.rsplit_once('/').unwrap();
    (format!("{server}/{name}"), (admin, name))
}

async fn started(store: &SqlxStore, definitions: &Path, folder: &Path, post: &Post, clock: &Later) -> Portal {
    portal::builder(store.clone())
        .secret_key([7; 32])
        .definitions(definitions)
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(folder.join("files")).unwrap())
        .mail(post.clone())
        .clock(clock.clone())
        .build()
        .await
        .unwrap_or_else(|error| panic!("{error}"))
}

pub fn address(name: &str) -> String {
    let company = match name {
        "claire" | "aline" => "alpha",
        "bruno" => "beta",
        _ => "novaterm",
    };
    format!("{name}@{company}.example")
}

/// A small PDF that is whole.
pub fn pdf(name: &str) -> Incoming<'static> {
    bytes(name, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
}

pub fn bytes(name: &str, content: &'static [u8]) -> Incoming<'static> {
    let piece = Ok(bytes::Bytes::from_static(content));
    Incoming { name: name.to_owned(), bytes: Box::pin(futures_util::stream::iter([piece])) }
}

/// Runs a test on both databases.
#[macro_export]
macro_rules! on_both {
    ($name:ident, $world:ident, $body:block) => {
        mod $name {
            use super::*;
            #[tokio::test]
            async fn on_sqlite() {
                let $world = World::sqlite().await;
                $body
                $world.end().await;
            }
            #[tokio::test]
            async fn on_postgres() {
                let $world = World::postgres().await;
                $body
                $world.end().await;
            }
        }
    };
}
