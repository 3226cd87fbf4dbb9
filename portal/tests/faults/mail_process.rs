//! Workers as processes of their own: this test program started again, told by its environment to be one.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
};

use portal::{email::Smtp, store::SqlxStore};
use tokio::sync::oneshot;

use crate::{
    mail::{balanced, page, submitted, to_peer, until},
    mail_peer::Peer,
    support::{World, definition_folder},
};

const DATABASE: &str = "PORTAL_FAULTS_DATABASE";
const SMTP: &str = "PORTAL_FAULTS_SMTP";
const FILES: &str = "PORTAL_FAULTS_FILES";

/// A worker process. It is killed with this value.
pub struct Process(Child);

impl Process {
    /// Starts one on the world's database.
    pub fn start(world: &World, peer: &Peer) -> Self {
        let name = "mail_process::a_worker_of_its_own_does_the_work_and_ends_when_told";
        let child = Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--nocapture"])
            .env(DATABASE, &world.url)
            .env(SMTP, peer.url())
            .env(FILES, world.folder.path().join("files"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// Sends it a signal, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.0.id().to_string()).status().unwrap();
        assert!(sent.success());
    }

    /// Tells it to end, and waits until it has.
    pub fn end(&mut self) -> bool {
        drop(self.0.stdin.take());
        self.0.wait().unwrap().success()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Works until standard input is closed.
async fn be_a_worker(database: &str) {
    let store = SqlxStore::open(database).await.unwrap();
    let portal = portal::builder(store)
        .secret_key([7; 32])
        .definitions(definition_folder())
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(std::env::var(FILES).unwrap()).unwrap())
        .mail(Smtp::from_url(&std::env::var(SMTP).unwrap()).unwrap())
        .build()
        .await
        .unwrap();
    let (told, until_told) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = told.send(());
    });
    portal::worker(&portal).run(async { _ = until_told.await }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_of_its_own_does_the_work_and_ends_when_told() {
    if let Ok(database) = std::env::var(DATABASE) {
        return be_a_worker(&database).await;
    }
    let world = World::sqlite().await;
    let peer = Peer::start().await;
    submitted(&world, "claire").await;
    let mut process = Process::start(&world, &peer);
    let portal = to_peer(&world, &peer).await;
    until("all is sent", async || {
        let page = page(&world, &portal).await;
        (page.len() == 3 && page.iter().all(|sent| !sent.delivery.is_open())).then_some(())
    })
    .await;
    let ended = tokio::task::spawn_blocking(move || process.end()).await.unwrap();
    assert!(ended, "it ends well");
    balanced(&world, &portal, &peer).await;
    drop(portal);
    world.end().await;
}
