//! Descriptors run out: connections wait for their turn, and all is well afterwards.

use tokio::{io::AsyncReadExt, net::TcpStream, time::timeout};

use crate::{
    browser::Browser,
    program::{PATIENCE, Program, Start},
};

/// Opens many connections that say nothing, waits until each was cut off, and sees that all is well.
async fn flood(server: &mut Program) {
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(&server.address).await.unwrap());
    }
    // It comes last in the queue, and is answered all the same.
    let health = Browser::at(&server.address).get("/healthz").await.unwrap();
    assert_eq!(health.status, 200);
    for mut stream in silent {
        let mut heard = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut heard)).await.expect("cut off in the end");
        assert_eq!(heard, b"");
    }
    assert!(server.runs(), "{}", server.log());
    let claire = Browser::of(&server.address, "claire").await;
    let draft = claire.filled_in("After the flood").await.unwrap();
    let request = claire.submit(&draft).await.unwrap();
    assert_eq!(claire.get(&request).await.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn f30_the_loop_survives_without_a_free_descriptor_and_heals() {
    let folder = tempfile::tempdir().unwrap();
    let start = Start::on(folder.path()).descriptors(64);
    let mut server = start.with("PORTAL_TIMEOUT_HEADERS", 1).with("PORTAL_CONNECTIONS", 1000).start();
    flood(&mut server).await;
    // They did run out.
    server.says("no connection can be taken for now").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f30_connections_are_fitted_to_the_descriptors_so_that_they_do_not_run_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Start::on(folder.path()).descriptors(128).with("PORTAL_TIMEOUT_HEADERS", 1).start();
    flood(&mut server).await;
    assert!(!server.said("no connection can be taken for now"), "{}", server.log());
}
