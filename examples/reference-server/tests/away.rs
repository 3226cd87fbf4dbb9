//! The database goes away and comes back: 503 with Retry-After within five seconds, and then as before.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{Connection, Executor, PgConnection};
use support::Server;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    time::sleep,
};

/// A door between the portal and its database that can be shut: open connections are cut, new ones are dropped.
async fn door(to: String) -> (u16, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let shut = Arc::new(AtomicBool::new(false));
    let seen = shut.clone();
    tokio::spawn(async move {
        while let Ok((mut inside, _)) = listener.accept().await {
            let (to, shut) = (to.clone(), seen.clone());
            tokio::spawn(async move {
                if shut.load(Ordering::SeqCst) {
                    return;
                }
                let mut outside = TcpStream::connect(to).await.unwrap();
                let closed = async {
                    while !shut.load(Ordering::SeqCst) {
                        sleep(Duration::from_millis(20)).await;
                    }
                };
                tokio::select! { _ = copy_bidirectional(&mut inside, &mut outside) => {}, () = closed => {} }
            });
        }
    });
    (port, shut)
}

#[tokio::test(flavor = "multi_thread")]
async fn f05_database_away_is_503_within_five_seconds_and_back_by_itself() {
    let admin =
        std::env::var("PORTAL_TEST_POSTGRES").expect("run scripts/test, or set PORTAL_TEST_POSTGRES to an admin URL");
    let name = format!("portal_away_{}", std::process::id());
    let mut conn = PgConnection::connect(&admin).await.unwrap();
    conn.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    let options: sqlx::postgres::PgConnectOptions = admin.parse().unwrap();
    let (port, shut) = door(format!("{}:{}", options.get_host(), options.get_port())).await;
    let (user, _) = admin.split_once('@').unwrap();
    let url = format!("{user}@127.0.0.1:{port}/{name}");
    let server = tokio::task::spawn_blocking(move || Server::start(&[("DATABASE_URL", &url)])).await.unwrap();
    let signed_in = server.sign_in("claire%40alpha.example", "try-the-portal").await;
    assert!(signed_in.starts_with("HTTP/1.1 303"), "{signed_in}");

    shut.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        let asked = Instant::now();
        let away = server.sign_in("claire%40alpha.example", "try-the-portal").await;
        assert!(away.starts_with("HTTP/1.1 503"), "{away}");
        assert!(away.to_lowercase().contains("\r\nretry-after: "), "{away}");
        assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    }
    assert!(server.get("/healthz").await.starts_with("HTTP/1.1 200"), "it lives");
    assert!(server.get("/readyz").await.starts_with("HTTP/1.1 503"), "it is not ready");

    shut.store(false, Ordering::SeqCst);
    let since = Instant::now();
    while !server.sign_in("aline%40alpha.example", "try-the-portal").await.starts_with("HTTP/1.1 303") {
        assert!(since.elapsed() < Duration::from_secs(10), "f03: the pool heals within ten seconds");
        sleep(Duration::from_millis(300)).await;
    }
    drop(server);
    conn.execute(sqlx::AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
}
