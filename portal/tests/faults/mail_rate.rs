//! Four worker processes over many deliveries: each is sent once. The rate is printed.

use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::{
    mail::{submitted, to_peer, until, whole, work},
    mail_peer::Peer,
    mail_process::Process,
    support::World,
};

const WORKERS: usize = 4;

/// Makes so many requests with one letter each, as copies of the one that is there.
async fn seed(world: &World, rows: usize) {
    let copies = "insert into portal_request (id, organisation, reference, request_type, definition, title, title_key, \
         opened_by, queue, owner, status, since, waits_for, ended, due, answers, team_answers, events, submitted, activity, \
         version) select made.request, organisation, 'COPY-' || made.n, request_type, definition, title, title_key, \
         opened_by, queue, owner, status, since, waits_for, ended, due, answers, team_answers, 1, submitted, activity, 1 \
         from portal_request cross join made; \
         insert into portal_event (id, request, seq, act, organisation, actor, audience, kind, data, at) \
         select made.event, made.request, 1, made.act, organisation, actor, audience, kind, data, at \
         from portal_event cross join made where kind = 'request.submitted'; \
         insert into portal_delivery (id, organisation, request, act, event, rule, recipient, channel, state, attempts, \
         created, version) select made.delivery, organisation, made.request, made.act, made.event, rule, recipient, channel, \
         'pending', 0, created, 1 from portal_delivery cross join made where rule = 'receipt'; \
         insert into portal_job (id, kind, subject, due, attempts) select made.job, 'deliver', made.delivery, created, 0 \
         from portal_delivery cross join made where rule = 'receipt' and portal_delivery.id = made.delivery; drop table made";
    if world.url.starts_with("postgres") {
        let ids = ["request", "event", "act", "delivery", "job"].map(|id| format!("gen_random_uuid() as {id}"));
        let made = format!("create table made as select n, {} from generate_series(1, {rows}) as n", ids.join(", "));
        let mut conn = PgConnection::connect(&world.url).await.unwrap();
        conn.execute(AssertSqlSafe(format!("{made}; {copies}; analyze"))).await.unwrap();
    } else {
        let ids = ["request", "event", "act", "delivery", "job"].map(|id| format!("randomblob(16) as {id}"));
        let made = format!(
            "create table made as with recursive c(n) as (select 1 union all select n + 1 from c where n < {rows}) \
             select n, {} from c",
            ids.join(", ")
        );
        let mut conn = SqliteConnection::connect(&world.url).await.unwrap();
        conn.execute(AssertSqlSafe(format!("{made}; {copies}; analyze"))).await.unwrap();
    }
}

/// How many jobs are there.
async fn jobs(world: &World) -> i64 {
    let count = sqlx::query_scalar("select count(*) from portal_job where kind <> 'wake'");
    if world.url.starts_with("postgres") {
        count.fetch_one(&mut PgConnection::connect(&world.url).await.unwrap()).await.unwrap()
    } else {
        let count = sqlx::query_scalar("select count(*) from portal_job where kind <> 'wake'");
        count.fetch_one(&mut SqliteConnection::connect(&world.url).await.unwrap()).await.unwrap()
    }
}

async fn each_once(world: &World, rows: usize) {
    let peer = Peer::start().await;
    let portal = to_peer(world, &peer).await;
    submitted(world, "claire").await;
    work(&portal).await;
    let before = peer.kept().len();
    seed(world, rows).await;
    let workers: Vec<Process> = (0..WORKERS).map(|_| Process::start(world, &peer)).collect();
    until("the first letter", async || (peer.kept().len() > before).then_some(())).await;
    let (since, first) = (Instant::now(), peer.kept().len());
    // As long as something comes, it goes on.
    let mut seen = (first, Instant::now());
    while peer.times().len() < before + rows {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let kept = peer.kept().len();
        if kept > seen.0 {
            seen = (kept, Instant::now());
        }
        assert!(seen.1.elapsed() < Duration::from_mins(2), "{kept} letters, then nothing");
    }
    let (time, sent) = (since.elapsed(), peer.kept().len() - first);
    let rate = sent as u128 * 1_000 / time.as_millis().max(1);
    let database = if world.url.starts_with("postgres") { "Postgres" } else { "SQLite" };
    println!("f24: {WORKERS} processes, {rows} letters on {database}: {rate} per second");
    until("nothing is left to tell", async || (jobs(world).await == 0).then_some(())).await;
    let failed: Vec<Process> = workers.into_iter().filter_map(|mut worker| (!worker.end()).then_some(worker)).collect();
    assert!(failed.is_empty(), "all end well");
    let times = peer.times();
    assert_eq!(times.len(), before + rows);
    assert!(times.values().all(|times| *times == 1), "each once");
    whole(&portal).await;
}

/// 1,600 letters, in the long form 10,000.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f24_four_processes_send_each_letter_once_on_postgres() {
    let world = World::postgres().await;
    each_once(&world, if std::env::var_os("PORTAL_TEST_LONG").is_some() { 10_000 } else { 1_600 }).await;
    world.end().await;
}

/// 400 letters, in the long form 2,000: SQLite has one writer at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f24_four_processes_send_each_letter_once_on_sqlite() {
    let world = World::sqlite().await;
    each_once(&world, if std::env::var_os("PORTAL_TEST_LONG").is_some() { 2_000 } else { 400 }).await;
    world.end().await;
}
