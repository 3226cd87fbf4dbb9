//! A server whose role on Postgres does not own the tables: it does everything, and can neither change a table nor what the
//! logs hold.
#![allow(clippy::large_futures, reason = "a test may")]

use crate::support::{World, address, definition_folder, pdf};
use chrono::TimeDelta;
use portal::{
    core::{
        audit::Action,
        request::Submit,
        store::{AuditFilter, AuditLog as _},
    },
    files::Disk,
    store::SqlxStore,
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use crate::act::{asked, filled, moved};

/// A role that may sign in, on the server under test.
async fn role(world: &World) -> (String, String) {
    let name = format!("portal_server_{}", std::process::id());
    let mut owner = PgConnection::connect(&world.url).await.unwrap();
    owner.execute(AssertSqlSafe(format!("create role {name} login password '{name}'"))).await.unwrap();
    let (_, rest) = world.url.split_once('@').unwrap();
    (format!("postgres://{name}:{name}@{rest}"), name)
}

#[tokio::test]
async fn p07_the_servers_role_does_everything_and_touches_no_table_and_no_log() {
    let world = World::postgres().await;
    let (url, name) = role(&world).await;
    let statements = world.store.grant(&name).await.unwrap();
    assert!(statements.iter().any(|sql| sql.contains("(seal) on portal_audit")), "{statements:?}");
    assert_eq!(world.store.grant(&name).await.unwrap(), statements, "it may be done again");
    let owner = world.store.grant("postgres").await;
    assert!(owner.is_err(), "the owner keeps its rights");

    let store = SqlxStore::open(&url).await.unwrap();
    let portal = portal::builder(store.clone())
        .secret_key([7; 32])
        .definitions(definition_folder())
        .base_url("https://novaterm.example/portal")
        .files(Disk::open(world.folder.path().join("files")).unwrap())
        .mail(world.post.clone())
        .clock(world.clock.clone())
        .without_migrating()
        .build()
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let viewer = async |name: &str| {
        let (account, _) = portal.person_by_email(&address(name)).await.unwrap().unwrap();
        let signed_in = portal.sign_in_as(account).await.unwrap();
        portal.enter(&signed_in.token).await.unwrap().unwrap().viewer
    };
    let (claire, tom) = (viewer("claire").await, viewer("tom").await);
    let (client, team) = (portal.desk(&claire), portal.desk(&tom));
    let draft = filled(&client).await;
    let request = client.submit(&Submit { draft }).await.unwrap().request;
    moved(&team, request, "ask", asked()).await.unwrap();
    let task = client.request(request).await.unwrap().dossier.tasks[0].id;
    client.provide(task, 0, pdf("extract.pdf")).await.unwrap();
    let document = client.request(request).await.unwrap().dossier.documents[0].id;
    client.download(document).await.unwrap();
    while portal.tick().await.unwrap() > 0 {}
    assert!(!world.post.0.lock().unwrap().is_empty(), "letters leave");
    portal.note_refusal(Action::AccessForbidden, Some(tom.account()), None, "GET /team/audit").await.unwrap();
    portal.sweep().await.unwrap();
    assert!(portal.seal().await.unwrap() == 0, "the sweep has sealed");
    let broken = portal.verify().await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");

    let mut conn = PgConnection::connect(&url).await.unwrap();
    for denied in [
        "update portal_audit set action = 'session.end'",
        "update portal_audit set at = now()",
        "delete from portal_audit",
        "truncate portal_audit",
        "update portal_event set kind = 'request.moved'",
        "delete from portal_event",
        "update portal_seal set entries = 1",
        "delete from portal_seal",
        "delete from portal_definition",
        "update portal_migrations set success = false",
        "alter table portal_audit add column more text",
        "drop table portal_audit",
        "alter table portal_request disable trigger all",
        "create table portal_more (id uuid)",
    ] {
        let refused = conn.execute(denied).await.unwrap_err();
        let code = refused.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
        assert_eq!(code.as_deref(), Some("42501"), "{denied}: {refused}");
    }

    world.clock.pass(TimeDelta::days(400));
    let before = store.count_audit(&AuditFilter::default()).await.unwrap();
    portal.sweep().await.unwrap();
    assert_eq!(
        store.count_audit(&AuditFilter::default()).await.unwrap(),
        before,
        "the server leaves old entries alone"
    );
    assert!(world.portal.purge_audit().await.unwrap() > 0, "their owner removes them");
    assert!(store.count_audit(&AuditFilter::default()).await.unwrap() < before);
    let broken = portal.verify().await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");

    drop(conn);
    drop(portal);
    store.close().await;
    let (_, server) = world.url.split_once("://").unwrap();
    let admin = format!("postgres://{}/postgres", server.rsplit_once('/').unwrap().0);
    world.end().await;
    let mut admin = PgConnection::connect(&admin).await.unwrap();
    admin.execute(AssertSqlSafe(format!("drop role {name}"))).await.unwrap();
}

#[tokio::test]
async fn p07_sqlite_says_that_it_has_no_roles() {
    let world = World::sqlite().await;
    let refused = world.store.grant("portal").await.unwrap_err();
    let source = std::error::Error::source(&refused).unwrap().to_string();
    assert!(source.contains("SQLite has no roles"), "{source}");
    world.end().await;
}
