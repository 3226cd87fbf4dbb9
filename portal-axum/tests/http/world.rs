//! A portal of one test, and its people.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use axum::Router;
use portal::{
    Portal, Viewer,
    core::{
        channel::{Channel, ChannelError, Envelope},
        clock::Clock,
        definition,
        document::Incoming,
        id::{Id, JobId, RequestId, TaskId},
        identity::{NewPerson, Pace},
        request::{AskedFor, MoveRequest},
        store::{Changes, Engine as _, Job, JobKind, Outcome, Record, Store as _},
    },
    store::SqlxStore,
};
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::client::{Answer, Client};

pub const PASSWORD: &str = "try-the-portal";

/// What `visit` books.
const SLOTS: &str =
    "\nslots: {visit: {label: {en: Visit, fr: Visite}, length: 90 minutes, ahead: 3 weeks, notice: 1 day}}\n";

/// A small PDF that is whole.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// A mail server that takes every letter and keeps the last, until it is told to refuse them.
#[derive(Clone, Default)]
struct Post {
    refusal: Arc<Mutex<Option<String>>>,
    last: Arc<Mutex<Option<Envelope>>>,
}

#[async_trait]
impl Channel for Post {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        *self.last.lock().unwrap() = Some(envelope.clone());
        self.refusal.lock().unwrap().clone().map_or(Ok(()), |reason| Err(ChannelError::Permanent(reason)))
    }
}

pub struct World {
    pub portal: Portal,
    pub store: SqlxStore,
    /// Of its database.
    pub url: String,
    post: Post,
    folder: tempfile::TempDir,
    database: Option<(String, String)>,
}

/// One request type with its people, for the tests alone: what ships may grow.
pub fn definitions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../portal/tests/definitions/quote")
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        Self::on(&url, folder, None, definitions()).await
    }

    /// With definitions of the tests' own.
    pub async fn of(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions").join(name);
        Self::on(&url, folder, None, own).await
    }

    /// With the request types `order` and `visit` beside the shipped ones, which ask with fields of every type.
    pub async fn with_order() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        let all = folder.path().join("definitions");
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions/order");
        for from in [definitions(), own] {
            for source in portal::read_folder(&from).unwrap() {
                let path = all.join(&source.path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, &source.bytes).unwrap();
            }
        }
        let portal = std::fs::read_to_string(all.join("portal.yaml")).unwrap();
        std::fs::write(all.join("portal.yaml"), format!("{portal}{SLOTS}")).unwrap();
        Self::on(&url, folder, None, all).await
    }

    /// With lines added to the portal's own definition.
    pub async fn saying(more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        let all = folder.path().join("definitions");
        for source in portal::read_folder(&definitions()).unwrap() {
            let path = all.join(&source.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &source.bytes).unwrap();
        }
        let portal = std::fs::read_to_string(all.join("portal.yaml")).unwrap();
        std::fs::write(all.join("portal.yaml"), format!("{portal}\n{more}\n")).unwrap();
        Self::on(&url, folder, None, all).await
    }

    /// On a Postgres database of its own; [`World::end`] drops it.
    pub async fn postgres() -> Self {
        Self::made_on_postgres(definitions()).await
    }

    /// The same with definitions of the tests' own.
    pub async fn of_on_postgres(name: &str) -> Self {
        Self::made_on_postgres(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions").join(name)).await
    }

    async fn made_on_postgres(own: PathBuf) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let admin = std::env::var("PORTAL_TEST_POSTGRES")
            .expect("run scripts/test, or set PORTAL_TEST_POSTGRES to an admin URL");
        let name = format!("portal_http_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::connect(&admin).await.unwrap();
        conn.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.unwrap();
        let url = format!("{}/{name}", admin.rsplit_once('/').unwrap().0);
        Self::on(&url, tempfile::tempdir().unwrap(), Some((admin, name)), own).await
    }

    /// Ends the world: a Postgres database is dropped.
    pub async fn end(self) {
        self.store.close().await;
        if let Some((admin, name)) = self.database {
            let mut conn = PgConnection::connect(&admin).await.unwrap();
            conn.execute(sqlx::AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
        }
    }

    async fn on(url: &str, folder: tempfile::TempDir, database: Option<(String, String)>, own: PathBuf) -> Self {
        let store = SqlxStore::open(url).await.unwrap();
        let post = Post::default();
        let portal =
            builder(&store, &folder, &post).definitions(own).build().await.unwrap_or_else(|error| panic!("{error}"));
        let world = Self { portal, store, url: url.to_owned(), post, folder, database };
        world.people().await;
        world
    }

    async fn people(&self) {
        let demo = definition::demo(&portal::read_folder(&definitions()).unwrap()).unwrap().unwrap();
        let mut companies = Vec::new();
        for (id, company) in &demo.organisations {
            companies.push((id.clone(), self.portal.add_organisation(&company.name).await.unwrap()));
        }
        for person in demo.people.values() {
            let seat = person.organisation.as_ref().map(|of| companies.iter().find(|(id, _)| id == of).unwrap().1);
            let new = NewPerson {
                name: person.name.clone(),
                email: person.email.clone(),
                locale: person.locale.clone(),
                password: PASSWORD.to_owned(),
                organisation: seat,
                role: person.role.to_string(),
            };
            self.portal.add_person(&new).await.unwrap();
        }
    }

    /// The same portal after its definition was changed: each pair replaces a text of the quote's file.
    pub async fn redefined(&self, changes: &[(&str, &str)]) -> Self {
        let mut sources = portal::read_folder(&definitions()).unwrap();
        let quote = sources.iter_mut().find(|source| source.path == "requests/quote.yaml").unwrap();
        let mut text = String::from_utf8(quote.bytes.clone()).unwrap();
        for (old, new) in changes {
            assert!(text.contains(old), "{old}");
            text = text.replace(old, new);
        }
        quote.bytes = text.into_bytes();
        self.anew(sources).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same portal with other files in its folder: each a path and a text.
    pub async fn with_files(&self, files: &[(&str, &str)]) -> Result<Self, portal::BuildError> {
        let mut sources = portal::read_folder(&definitions()).unwrap();
        sources.retain(|source| files.iter().all(|(path, _)| source.path != *path));
        let file = |(path, text): &(&str, &str)| definition::Source {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        sources.extend(files.iter().map(file));
        self.anew(sources).await
    }

    async fn anew(&self, sources: Vec<definition::Source>) -> Result<Self, portal::BuildError> {
        let folder = tempfile::tempdir().unwrap();
        let portal = builder(&self.store, &folder, &self.post).sources(sources).build().await?;
        Ok(self.with(portal, folder))
    }

    /// The same portal, where nobody is kept to so many requests a minute.
    pub async fn unpaced(&self) -> Self {
        self.at_pace(Pace { submits: 0, uploads: 0, searches: 0 }).await
    }

    /// The same portal with other bounds on what an account may do within a minute.
    pub async fn at_pace(&self, pace: Pace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let portal =
            builder(&self.store, &folder, &self.post).definitions(definitions()).pace(pace).build().await.unwrap();
        self.with(portal, folder)
    }

    fn with(&self, portal: Portal, folder: tempfile::TempDir) -> Self {
        let (store, url, post) = (self.store.clone(), self.url.clone(), self.post.clone());
        Self { portal, store, url, post, folder, database: None }
    }

    /// The same portal with another clock.
    pub async fn with_clock(&self, clock: impl Clock + 'static) -> Portal {
        builder(&self.store, &self.folder, &self.post).definitions(definitions()).clock(clock).build().await.unwrap()
    }

    /// Does all the worker's work, and gives where the button of the last letter leads, on this site.
    pub async fn letter_path(&self) -> String {
        self.work(None).await;
        let letter = self.post.last.lock().unwrap().take().expect("a letter left");
        let url = letter.letter.action.expect("it has a button").url;
        url.strip_prefix("https://novaterm.example").expect("it leads here").to_owned()
    }

    /// Does all the worker's work, and gives what the last letter says.
    pub async fn letter(&self) -> String {
        self.work(None).await;
        let letter = self.post.last.lock().unwrap().take().expect("a letter left");
        format!("{:?}", letter.letter)
    }

    pub fn app(&self) -> Router {
        portal_axum::router(self.portal.clone())
    }

    /// Does all the worker's work. With a reason, the mail server refuses every letter.
    pub async fn work(&self, refusal: Option<&str>) {
        *self.post.refusal.lock().unwrap() = refusal.map(str::to_owned);
        while self.portal.tick().await.unwrap() > 0 {}
    }

    /// Work that the worker gave up for this reason; gives its id.
    pub async fn given_up(&self, reason: &str) -> JobId {
        let now = self.portal.now();
        let id = JobId(uuid::Uuid::now_v7());
        let mut changes = Changes::new();
        changes.create(Record::Job(Job { id, kind: JobKind::Notify, subject: id.0, due: now, attempts: 0 }));
        self.store.commit(&changes).await.unwrap();
        let held = self.store.claim(1, now, chrono::TimeDelta::minutes(1)).await.unwrap().remove(0);
        assert_eq!(held.job.id, id, "nothing else is due");
        let outcome = Outcome::GivenUp(now, reason.to_owned());
        assert!(self.store.settle(&held, &outcome, &Changes::new()).await.unwrap());
        id
    }

    /// A browser in which nobody is signed in.
    pub fn anybody(&self) -> Client {
        Client::new(self.app())
    }

    /// A browser in which one of the demo people is signed in.
    pub async fn browser(&self, name: &str) -> Client {
        let mut client = self.anybody();
        let (account, _) = self.portal.person_by_email(&address(name)).await.unwrap().expect("a demo person");
        let signed_in = self.portal.sign_in_as(account).await.unwrap();
        client.cookies.insert("__Host-portal".to_owned(), signed_in.token.reveal());
        client
    }

    pub async fn viewer(&self, name: &str) -> Viewer {
        let (account, _) = self.portal.person_by_email(&address(name)).await.unwrap().expect("a demo person");
        let signed_in = self.portal.sign_in_as(account).await.unwrap();
        self.portal.enter(&signed_in.token).await.unwrap().unwrap().viewer
    }

    /// The version of a request, for the team's own moves.
    async fn moves(&self, who: &Viewer, id: RequestId, by: &str, asked: &[&str]) {
        let desk = self.portal.desk(who);
        let seen = desk.request(id).await.unwrap().dossier.request.version.0;
        let asked = asked.iter().map(|kind| AskedFor { kind: Id::from(*kind), name: String::new() }).collect();
        let reason = "So that we can size the equipment.".to_owned();
        let input = MoveRequest { seen, by: by.to_owned(), reason, asked, ..MoveRequest::default() };
        desk.move_request(id, &input).await.unwrap();
    }

    /// The team takes a request and asks for documents; gives the task.
    pub async fn asked(&self, id: RequestId, kinds: &[&str]) -> TaskId {
        let tom = self.viewer("tom").await;
        self.moves(&tom, id, "take", &[]).await;
        self.moves(&tom, id, "ask", kinds).await;
        self.open_task(id).await
    }

    /// The team takes a request, adds a quote and proposes it; gives the task.
    pub async fn proposed(&self, id: RequestId) -> TaskId {
        let tom = self.viewer("tom").await;
        self.moves(&tom, id, "take", &[]).await;
        let piece = Ok(bytes::Bytes::from_static(PDF));
        let bytes = Box::pin(futures_util::stream::iter([piece]));
        let input = portal::core::document::AddDocument {
            request: id,
            kind: "quote".to_owned(),
            fields: std::collections::BTreeMap::new(),
        };
        let incoming = Incoming { name: "our quote é.pdf".to_owned(), bytes };
        self.portal.desk(&tom).add_document(&input, incoming).await.unwrap();
        self.moves(&tom, id, "propose", &[]).await;
        self.open_task(id).await
    }

    async fn open_task(&self, id: RequestId) -> TaskId {
        let aline = self.viewer("aline").await;
        let view = self.portal.desk(&aline).request(id).await.unwrap();
        view.dossier.tasks.iter().find(|task| task.is_open()).expect("an open task").id
    }
}

pub fn address(name: &str) -> String {
    let company = match name {
        "claire" | "aline" => "alpha",
        "bruno" => "beta",
        _ => "novaterm",
    };
    format!("{name}@{company}.example")
}

/// Fills in a quote request up to the check page; gives the draft's address.
pub async fn filled_in(client: &mut Client, subject: &str) -> String {
    let draft = client.post("/requests/new/quote", &[("another", "yes")]).await.to();
    let go = [("portal.intent", "continue")];
    let step = |name: &str| format!("{draft}/steps/{name}");
    let need = [("subject", subject), ("kind", "installation"), ("details", "Two units, quiet at night."), go[0]];
    assert_eq!(client.upload(&step("need"), &need, &[]).await.to(), step("project"));
    let project = [("budget", "5000"), ("start", "2099-01-31"), ("visit", "no"), go[0]];
    assert_eq!(client.upload(&step("project"), &project, &[]).await.to(), step("documents"));
    let answer = client.upload(&step("documents"), &[("terms", "yes"), go[0]], &[("brief", "brief.pdf", PDF)]).await;
    assert_eq!(answer.to(), format!("{draft}/check"));
    draft
}

/// A portal that is still to be told what it is made of.
fn builder(store: &SqlxStore, folder: &tempfile::TempDir, post: &Post) -> portal::Builder {
    portal::builder(store.clone())
        .secret_key([7; 32])
        .base_url("https://novaterm.example")
        .files(portal::files::Disk::open(folder.path().join("files")).unwrap())
        .mail(post.clone())
}

/// Sends a quote request; gives its id.
pub async fn sent(client: &mut Client, subject: &str) -> RequestId {
    let draft = filled_in(client, subject).await;
    let receipt = client.post(&format!("{draft}/check"), &[]).await.to();
    receipt.trim_start_matches("/requests/").trim_end_matches("/receipt").parse().unwrap()
}

/// Two answers that nothing can tell apart.
#[track_caller]
pub fn assert_twins(one: &Answer, other: &Answer) {
    assert_eq!(one.status, other.status);
    assert_eq!(one.headers, other.headers);
    assert_eq!(one.text(), other.text());
}

/// Runs a test on both databases.
#[macro_export]
macro_rules! on_both {
    ($name:ident, $world:ident, $body:block) => {
        mod $name {
            use super::*;
            #[tokio::test]
            async fn on_sqlite() {
                let $world = World::new().await;
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
