//! The portal inside the host's own transaction: both rows are kept, or none.

use crate::support::{World, pdf};
use portal::{
    Refused, Viewer,
    core::{
        document::AddDocument,
        form::RawAnswers,
        id::DraftId,
        identity::Side,
        request::{MoveRequest, Post, Submit},
        store::{Filter, Store},
    },
    store::Borrowed,
};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

async fn filled(world: &World) -> DraftId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_another_draft("quote").await.unwrap();
    let typed = |answers: &[(&str, &str)]| -> RawAnswers {
        answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
    };
    for (step, answers) in [
        ("need", typed(&[("subject", "Heating"), ("kind", "maintenance"), ("details", "Yearly.")])),
        ("project", typed(&[("start", "2099-01-15"), ("visit", "no")])),
        ("documents", typed(&[("terms", "yes")])),
    ] {
        desk.save_step(draft, step, &answers).await.unwrap();
    }
    draft
}

/// What a host does in its transaction: portal calls on the borrowed store. A conflict leaves it usable.
async fn work(world: &World, store: &dyn Store, claire: &Viewer, tom: &Viewer, draft: DraftId) {
    let desk = world.portal.desk_on(store, claire);
    let id = desk.submit(&Submit { draft }).await.unwrap().request;
    let stale = MoveRequest { by: "take".into(), seen: 0, ..MoveRequest::default() };
    assert!(matches!(world.portal.desk_on(store, tom).move_request(id, &stale).await, Err(Refused::Stale)));
    let hello = Post { request: id, audience: Side::Client, body: "Hello.".into(), key: String::new() };
    desk.post(&hello).await.expect("the transaction sees its own request");
    let quote = AddDocument { request: id, kind: "quote".to_owned(), fields: RawAnswers::new() };
    world.portal.desk_on(store, tom).add_document(&quote, pdf("quote.pdf")).await.unwrap();
}

async fn requests(world: &World) -> u32 {
    let tom = world.viewer("tom").await;
    world.portal.desk(&tom).count(&Filter::default()).await.unwrap()
}

const TABLE: &str = "create table my_order (name text not null)";
const INSERT: &str = "insert into my_order (name) values ('mine')";
const BLOBS: &str = "select count(*) from portal_blob";
const COUNT: &str = "select count(*) from my_order";

/// The same test on a connection of either database.
macro_rules! together {
    ($world:ident, $connection:ty, $borrow:path) => {
        let mut conn = <$connection>::connect(&$world.url).await.unwrap();
        conn.execute(TABLE).await.unwrap();
        for keep in [false, true] {
            let draft = filled(&$world).await;
            let before = requests(&$world).await;
            let (claire, tom) = ($world.viewer("claire").await, $world.viewer("tom").await);
            let mut tx = conn.begin().await.unwrap();
            tx.execute(INSERT).await.unwrap();
            work(&$world, &$borrow(&mut tx), &claire, &tom, draft).await;
            tx.execute("update my_order set name = 'still usable'").await.unwrap();
            if keep {
                tx.commit().await.unwrap()
            } else {
                tx.rollback().await.unwrap()
            }
            let mine: i64 = sqlx::query_scalar(COUNT).fetch_one(&mut conn).await.unwrap();
            assert_eq!((mine, requests(&$world).await), (i64::from(keep), before + u32::from(keep)));
            assert_eq!($world.letters().await.is_empty(), !keep, "no mail of what was undone");
            let blobs: i64 = sqlx::query_scalar(BLOBS).fetch_one(&mut conn).await.unwrap();
            assert_eq!(blobs, i64::from(keep), "no file of what was undone");
            assert_eq!(portal::verify(&$world.portal).await.unwrap(), []);
        }
        conn.close().await.unwrap();
        $world.end().await;
    };
}

#[tokio::test]
async fn f37_sqlite_keeps_or_undoes_the_hosts_rows_and_the_portals_together() {
    let world = World::sqlite().await;
    together!(world, SqliteConnection, Borrowed::sqlite);
}

#[tokio::test]
async fn f37_postgres_keeps_or_undoes_the_hosts_rows_and_the_portals_together() {
    let world = World::postgres().await;
    together!(world, PgConnection, Borrowed::postgres);
}
