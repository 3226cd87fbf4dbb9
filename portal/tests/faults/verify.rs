//! What must hold, broken by hand one by one: each breach is named, and gone when it is mended.

use std::{path::Path, time::Duration};

use chrono::TimeDelta;
use portal::core::{
    files::Files,
    id::BlobId,
    identity::Side,
    request::{MoveRequest, Submit},
};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::{
    act::{asked, filled, moved, says},
    on_both,
    support::{World, pdf},
};

/// A law's code, how it is broken and how that is mended, in SQL of both databases.
type Breach = (&'static str, &'static str, &'static str);

const KEEP: &str = "create table kept as select * from";

const BREACHES: [Breach; 19] = [
    (
        "request.history",
        "update portal_request set status = 'processing'",
        "update portal_request set status = 'missing'",
    ),
    (
        "request.workflow",
        "update portal_request set status = 'nowhere'",
        "update portal_request set status = 'missing'",
    ),
    (
        "request.events",
        "update portal_request set events = events + 1",
        "update portal_request set events = events - 1",
    ),
    (
        "request.events",
        "update portal_event set seq = seq + 1000 where seq = 2",
        "update portal_event set seq = seq - 1000 where seq > 1000",
    ),
    ("request.closed", "update portal_request set ended = 'done'", "update portal_request set ended = null"),
    ("request.ended", "update portal_request set ended = 'done'", "update portal_request set ended = null"),
    (
        "request.waits_for",
        "update portal_request set waits_for = 'nobody'",
        "update portal_request set waits_for = 'client'",
    ),
    ("task.outlived", "update portal_request set ended = 'done'", "update portal_request set ended = null"),
    (
        "organisation.differs",
        "update portal_message set organisation = (select id from portal_organisation \
         where id <> portal_message.organisation)",
        "update portal_message set organisation = (select organisation from portal_request)",
    ),
    ("storage.counter", "update portal_counter set taken = taken + 1", "update portal_counter set taken = taken - 1"),
    (
        "booking.counter",
        "insert into portal_place (key, taken) select id, 1 from portal_request",
        "delete from portal_place",
    ),
    (
        "job.act",
        "update portal_job set subject = id where kind = 'notify'",
        "update portal_job set subject = (select act from portal_event \
         where kind = 'message.posted') where kind = 'notify'",
    ),
    (
        "job.delivery",
        "update portal_job set kind = 'deliver' where kind = 'notify'",
        "update portal_job set kind = 'notify' where kind = 'deliver'",
    ),
    (
        "job.request",
        "update portal_job set subject = id where kind = 'wake'",
        "update portal_job set subject = (select id from portal_request) where kind = 'wake'",
    ),
    (
        "job.twice",
        "insert into portal_job (id, kind, subject, due, attempts) select event.id, 'deliver', (select id \
         from portal_delivery order by id limit 1), job.due, 0 from portal_event as event, portal_job as job \
         where event.seq < 3 and job.kind = 'notify'",
        "delete from portal_job where kind = 'deliver'",
    ),
    (
        "delivery.job",
        "update portal_delivery set state = 'pending', delivered = null",
        "update portal_delivery set state = 'delivered', delivered = created",
    ),
    ("delivery.state", "update portal_delivery set delivered = null", "update portal_delivery set delivered = created"),
    (
        "document.version",
        "delete from portal_document_version",
        "insert into portal_document_version select * from kept",
    ),
    ("request.confirmation", "delete from portal_delivery", "insert into portal_delivery select * from kept"),
];

const ON_POSTGRES: [Breach; 4] = [
    (
        "job.held",
        "update portal_job set held_until = now() - interval '1 minute'",
        "update portal_job set held_until = null",
    ),
    (
        "idempotency.effect",
        "update portal_idempotency set subject = decode(repeat('ab', 16), 'hex') where subject_kind = 'message'",
        "update portal_idempotency set subject = (select uuid_send(id) from portal_message) \
         where subject_kind = 'message'",
    ),
    (
        "table.foreign_keys",
        "alter table portal_task drop constraint portal_task_closed_by_fkey; \
         update portal_task set closed_by = id; alter table portal_task \
         add constraint portal_task_closed_by_fkey foreign key (closed_by) references portal_account not valid",
        "update portal_task set closed_by = null",
    ),
    (
        "table.checks",
        "alter table portal_task drop constraint portal_task_action_check; \
         update portal_task set action = 'dance'; alter table portal_task \
         add constraint portal_task_action_check check (action in ('provide', 'approve_document')) not valid",
        "update portal_task set action = 'provide'",
    ),
];

const ON_SQLITE: [Breach; 4] = [
    (
        "job.held",
        "update portal_job set held_until = (unixepoch() - 60) * 1000000",
        "update portal_job set held_until = null",
    ),
    (
        "idempotency.effect",
        "update portal_idempotency set subject = randomblob(16) where subject_kind = 'message'",
        "update portal_idempotency set subject = (select id from portal_message) \
         where subject_kind = 'message'",
    ),
    (
        "table.foreign_keys",
        "pragma foreign_keys = off; update portal_task set closed_by = id",
        "update portal_task set closed_by = null",
    ),
    (
        "table.checks",
        "pragma ignore_check_constraints = on; update portal_task set action = 'dance'",
        "update portal_task set action = 'provide'",
    ),
];

/// One request that waits for the client, whose deliveries are out, and one job that waits.
async fn busy(world: &World) {
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let (client, team) = (world.portal.desk(&claire), world.portal.desk(&tom));
    let draft = filled(&client).await;
    let id = client.submit(&Submit { draft }).await.unwrap().request;
    moved(&team, id, "take", MoveRequest::default()).await.unwrap();
    moved(&team, id, "ask", asked()).await.unwrap();
    world.letters().await;
    client.post(&says(id, Side::Client, "It comes tomorrow.", "once")).await.unwrap();
}

async fn codes(world: &World) -> Vec<&'static str> {
    portal::verify(&world.portal).await.unwrap().into_iter().map(|broken| broken.code).collect()
}

/// Breaks and mends on a connection of its own.
macro_rules! each_is_named {
    ($world:ident, $connection:ty, $own:expr) => {
        busy(&$world).await;
        assert_eq!(codes(&$world).await, [] as [&str; 0], "it holds to begin with");
        let mut conn = <$connection>::connect(&$world.url).await.unwrap();
        for (code, broken, mended) in BREACHES.iter().chain(&$own) {
            let table =
                mended.split_once(" select * from kept").map(|(insert, _)| insert.trim_start_matches("insert into "));
            if let Some(table) = table {
                conn.execute(AssertSqlSafe(format!("{KEEP} {table}"))).await.unwrap();
            }
            conn.execute(sqlx::raw_sql(*broken)).await.unwrap();
            let found = codes(&$world).await;
            assert!(found.contains(code), "{code} is not among {found:?}");
            conn.execute(sqlx::raw_sql(*mended)).await.unwrap();
            if table.is_some() {
                conn.execute("drop table kept").await.unwrap();
            }
            assert_eq!(codes(&$world).await, [] as [&str; 0], "{code} is mended");
        }
        conn.close().await.unwrap();
        $world.end().await;
    };
}

#[tokio::test]
async fn each_broken_law_is_named_on_sqlite() {
    let world = World::sqlite().await;
    each_is_named!(world, sqlx::SqliteConnection, ON_SQLITE);
}

#[tokio::test]
async fn each_broken_law_is_named_on_postgres() {
    let world = World::postgres().await;
    each_is_named!(world, sqlx::PgConnection, ON_POSTGRES);
}

fn stored(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { stored(&path) } else { vec![path] }).collect()
}

on_both!(f12_a_file_that_is_gone_altered_or_nobodys_is_named, world, {
    busy(&world).await;
    let folder = world.folder.path().join("files");
    let [file] = &stored(&folder)[..] else { panic!("one file") };
    let bytes = std::fs::read(file).unwrap();
    std::fs::write(file, &bytes[1..]).unwrap();
    assert_eq!(codes(&world).await, ["file.altered"]);
    std::fs::remove_file(file).unwrap();
    assert_eq!(codes(&world).await, ["file.missing"]);
    std::fs::write(file, &bytes).unwrap();
    assert_eq!(codes(&world).await, [] as [&str; 0]);

    // A crash between the bytes and their row.
    let disk = portal::files::Disk::open(&folder).unwrap();
    disk.put(BlobId(uuid::Uuid::from_u128(7)), pdf("orphan.pdf").bytes, 1000).await.unwrap();
    assert_eq!(codes(&world).await, [] as [&str; 0], "the sweep leaves it alone for a day, and so does this");
    for path in stored(&folder) {
        let then = std::time::SystemTime::now() - Duration::from_secs(1);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }
    world.clock.pass(TimeDelta::hours(24) + TimeDelta::minutes(16));
    assert_eq!(codes(&world).await, ["file.orphan"]);
    world.portal.sweep_files().await.unwrap();
    assert_eq!(codes(&world).await, [] as [&str; 0]);
});

#[test]
fn each_law_is_told_in_the_documentation() {
    let told = include_str!("../../../docs/reliability.md");
    let files = ["file.missing", "file.altered", "file.orphan"];
    for code in BREACHES.iter().chain(&ON_POSTGRES).map(|(code, ..)| *code).chain(files) {
        assert!(told.contains(&format!("| `{code}` |")), "{code}");
    }
}
