//! Every operation on a small database, by the portal and by the bare server: both do it, and the bare server runs the
//! statements of the portal, no more and no fewer, as they are read off the wire. With `PORTAL_BENCH_RECORD` the bare
//! server's list is written anew from the portal's.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use axum::Router;
use benches::{
    bare,
    load::{Answer, Connection},
    operation::Operation,
    seed,
    target::{self, FILE, PDF, Target},
    wire::{Seen, Wire},
};
use portal::{
    core::{
        channel::{Channel, ChannelError, Envelope},
        identity::Pace,
    },
    files::Disk,
    store::SqlxStore,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// So many times until every statement is prepared.
const WARM: u64 = 3;

struct Mute;

#[async_trait]
impl Channel for Mute {
    async fn send(&self, _: &Envelope) -> Result<(), ChannelError> {
        Ok(())
    }
}

/// A database of its own with both servers on it, each behind a proxy.
struct Site {
    conn: PgConnection,
    admin: PgConnectOptions,
    database: String,
    portal: (SocketAddr, Wire),
    bare: (SocketAddr, Wire),
    store: SqlxStore,
    _folder: tempfile::TempDir,
}

async fn serve(app: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

impl Site {
    async fn open() -> Self {
        let admin = std::env::var("PORTAL_TEST_POSTGRES")
            .expect("this test needs Postgres: run scripts/test, or set PORTAL_TEST_POSTGRES to an admin address");
        let admin: PgConnectOptions = admin.parse().unwrap();
        let database = format!("portal_bench_{}", std::process::id());
        let mut conn = admin.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("create database {database}"))).execute(&mut conn).await.unwrap();
        let options = admin.clone().database(&database);
        let server = format!("{}:{}", admin.get_host(), admin.get_port());
        let server = tokio::net::lookup_host(server).await.unwrap().next().unwrap();
        let (one, other) = (Wire::listen(server).await.unwrap(), Wire::listen(server).await.unwrap());
        let behind = |wire: &Wire| options.clone().host("127.0.0.1").port(wire.address.port());
        let folder = tempfile::tempdir().unwrap();
        for target in ["portal", "bare"] {
            put(&folder.path().join(target));
        }
        let store = SqlxStore::open(behind(&one).to_url_lossy().as_str()).await.unwrap();
        let definitions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/definitions/b2b-provider");
        let portal = portal::builder(store.clone())
            .secret_key([7; 32])
            .definitions(definitions)
            .base_url("http://127.0.0.1/portal")
            .files(Disk::open(folder.path().join("portal/files")).unwrap())
            .mail(Mute)
            // As the measured server is started: nobody is kept to so many requests a minute.
            .pace(Pace { submits: 0, uploads: 0, searches: 0 })
            .build()
            .await
            .unwrap();
        let portal = serve(portal::mount(Router::new(), "/portal", &portal)).await;
        let mut conn = options.connect().await.unwrap();
        seed::world(&mut conn, seed::FEWEST).await.unwrap();
        let pool = PgPoolOptions::new().max_connections(2).test_before_acquire(false).connect_with(behind(&other));
        let data = folder.path().join("bare");
        let bare = serve(bare::router(pool.await.unwrap(), &data).await.unwrap()).await;
        Self { conn, admin, database, portal: (portal, one), bare: (bare, other), store, _folder: folder }
    }

    /// Does an operation several times; gives the last answer, and what went over the wire for it.
    async fn run(&mut self, target: Target, operation: Operation, first: u64) -> (Answer, Seen) {
        let last = first + WARM;
        match operation {
            Operation::Submit | Operation::Upload => seed::drafts(&mut self.conn, first, last).await.unwrap(),
            Operation::Move => seed::requests(&mut self.conn, first, last).await.unwrap(),
            _ => {}
        }
        let (address, wire) = match target {
            Target::Portal => &self.portal,
            Target::Bare => &self.bare,
        };
        let mut connection = Connection::open(*address).await.unwrap();
        let mut found = (Answer::default(), Seen::default());
        for number in first..=last {
            wire.take();
            let item = target::item(operation, seed::FEWEST, number);
            let answer = connection.ask(&target.request(operation, item).to(*address), true).await.unwrap();
            let text = String::from_utf8_lossy(&answer.body);
            let (name, head) = (target.name(), &answer.head);
            assert_eq!(answer.status, target.expected(operation), "{name} {}:\n{head}\n{text}", operation.name());
            found = (answer, wire.take());
        }
        found
    }

    async fn end(self) {
        self.store.close().await;
        self.conn.close().await.unwrap();
        let mut conn = self.admin.connect().await.unwrap();
        let drop = format!("drop database {} with (force)", self.database);
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut conn).await.unwrap();
    }
}

fn put(data: &Path) {
    let hex = seed::blob(seed::FEWEST).simple().to_string();
    let folder = data.join("files/blobs").join(&hex[..4]).join(&hex[4..6]);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(hex), PDF.as_slice()).unwrap();
}

/// What an answer must hold to have done it.
fn check(target: Target, operation: Operation, answer: &Answer) {
    let text = String::from_utf8_lossy(&answer.body);
    let title = "Cooling for room 4000";
    match operation {
        Operation::Download => assert!(answer.body == *PDF && answer.length == FILE, "{}", target.name()),
        Operation::List => assert!(text.matches("Cooling for room").count() >= 25, "{text}"),
        Operation::Dashboard => assert!(text.contains(title), "{text}"),
        Operation::Request => {
            assert!(text.contains(title), "{text}");
            assert_eq!(text.matches("needs a crane").count(), 10, "{text}");
        }
        Operation::Submit | Operation::Move | Operation::Upload => {}
    }
}

fn recorded(operation: Operation) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/bare/statements/{}.sql", operation.name()))
}

#[tokio::test(flavor = "multi_thread")]
async fn both_servers_do_every_operation_and_the_bare_one_with_the_portals_statements() {
    let mut site = Site::open().await;
    let record = std::env::var_os("PORTAL_BENCH_RECORD").is_some();
    let mut number = 1;
    for operation in Operation::ALL {
        let (answer, ours) = site.run(Target::Portal, operation, number).await;
        check(Target::Portal, operation, &answer);
        number += WARM + 1;
        let text = bare::written(&ours.statements);
        if record {
            fs::write(recorded(operation), text).unwrap();
            continue;
        }
        let kept = fs::read_to_string(recorded(operation)).unwrap();
        assert_eq!(
            text, kept,
            "the portal's statements have changed: run this test with PORTAL_BENCH_RECORD=1, then see whether the bare \
             server's handler still gives them their values"
        );
        let (answer, theirs) = site.run(Target::Bare, operation, number).await;
        check(Target::Bare, operation, &answer);
        number += WARM + 1;
        assert_eq!(theirs.statements, ours.statements, "{}", operation.name());
    }
    site.end().await;
}
