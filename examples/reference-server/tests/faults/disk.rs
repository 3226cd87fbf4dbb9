//! Disks that are full, cannot be written, or are gone: a clear answer, reads go on, nothing by half, and all is well when
//! there is space again. A small disk needs root; without, it is said that these were left out.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use tokio::time::sleep;

use crate::{
    browser::{Answer, Browser, PDF},
    cluster::{Cluster, is_root},
    place::Place,
    program::{PATIENCE, Program},
};

/// A small disk in memory.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    /// So many MiB; `None`: we may not mount, and have said so.
    fn of(size: u32) -> Option<Self> {
        let disk = Self { folder: tempfile::tempdir().unwrap() };
        let options = format!("size={size}m,mode=0755");
        let mounted = is_root() && disk.run("mount", &["-t", "tmpfs", "-o", &options, "tmpfs"]);
        if !mounted {
            println!(
                "Left out: a small disk can be mounted by root only (and in a container only with CAP_SYS_ADMIN)."
            );
            return None;
        }
        Some(disk)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes all the space there is. Gives what to remove to have it back.
    fn fill(&self) -> PathBuf {
        let ballast = self.path().join("ballast");
        let mut file = fs::File::create(&ballast).unwrap();
        for piece in [1 << 20, 4096] {
            while std::io::Write::write_all(&mut file, &vec![0; piece]).is_ok() {}
        }
        ballast
    }

    fn make(&self, what: &str) {
        assert!(self.run("mount", &["-o", &format!("remount,{what}")]), "remounted {what}");
    }

    fn run(&self, program: &str, arguments: &[&str]) -> bool {
        Command::new(program).args(arguments).arg(self.path()).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).stderr(std::process::Stdio::null()).status();
    }
}

#[track_caller]
fn is_away(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.header("retry-after").is_some(), "{answer:?}");
}

/// Writes messages until one is refused for want of space; gives those that were acknowledged, and the one that was not.
async fn until_full(claire: &Browser, request: &str, log: impl Fn() -> String) -> (Vec<String>, String) {
    let mut acknowledged = Vec::new();
    loop {
        let text = format!("{}-{}.", "many words ".repeat(100), acknowledged.len());
        let answer = write(claire, request, &text).await;
        if answer.status != 303 {
            is_away(&answer);
            return (acknowledged, text);
        }
        acknowledged.push(text);
        assert!(acknowledged.len() < 3000, "the disk is full in the end\n{}", log());
    }
}

async fn write(claire: &Browser, request: &str, text: &str) -> Answer {
    claire.post(&format!("{request}/messages"), &[("body", text), ("key", text)]).await.unwrap()
}

/// The database's disk fills up, and has space again.
async fn database_full(place: &Place, disk: &Disk, name: &str) {
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    let request = claire.submit(&claire.filled_in("Before the disk was full").await.unwrap()).await.unwrap();
    place.settles(&server).await;
    let ballast = disk.fill();
    let (acknowledged, refused) = until_full(&claire, &request, || server.log()).await;
    for _ in 0..3 {
        assert_eq!(claire.get(&request).await.unwrap().status, 200, "reads go on\n{}", server.log());
    }
    fs::remove_file(ballast).unwrap();
    heals(&server, &claire, &request, &refused).await;
    let bodies = place.texts("select body from portal_message").await;
    for text in acknowledged.iter().chain([&refused]) {
        assert_eq!(bodies.iter().filter(|body| *body == text).count(), 1, "acknowledged, and there once");
    }
    assert_eq!(bodies.len(), acknowledged.len() + 1);
    println!("{name}: {} messages acknowledged on the full disk, as many there", acknowledged.len());
    place.settles(&server).await;
    place.holds();
}

async fn heals(server: &Program, claire: &Browser, request: &str, text: &str) {
    let since = Instant::now();
    while write(claire, request, text).await.status != 303 {
        assert!(since.elapsed() < PATIENCE, "it heals\n{}", server.log());
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f07_postgres_without_space_is_503_reads_go_on_and_it_heals() {
    let Some(disk) = Disk::of(200) else { return };
    let cluster = Cluster::within(disk.path(), None);
    let place = Place::at(cluster.url());
    // A new segment of the log lies ready, so that it is the tables that find no space.
    place.number("select (pg_switch_wal() is not null)::int::bigint").await;
    database_full(&place, &disk, "f07").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f09_sqlite_without_space_is_503_reads_go_on_and_it_heals() {
    let Some(disk) = Disk::of(16) else { return };
    let place = Place::at(format!("sqlite://{}", disk.path().join("portal.db").display()));
    database_full(&place, &disk, "f09").await;
}

/// Uploads to a draft; gives the answer.
async fn upload(claire: &Browser, draft: &str, name: &str) -> Answer {
    let large = [b"%PDF-1.4\n%", &vec![b'a'; 1 << 20][..], &PDF[8..]].concat();
    let update = [("portal.intent", "update")];
    claire.upload(&format!("{draft}/steps/documents"), &update, &[("brief", name, &large)]).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn f12_files_without_space_or_right_to_write_are_refused_and_leave_no_row() {
    let Some(disk) = Disk::of(8) else { return };
    let place = Place::sqlite();
    std::os::unix::fs::symlink(disk.path(), place.folder.path().join("files")).unwrap();
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    let draft = claire.post("/portal/requests/new/quote", &[("another", "yes")]).await.unwrap().to().unwrap();
    assert_eq!(upload(&claire, &draft, "first.pdf").await.status, 200);
    let rows = "select count(*) from portal_blob";

    let ballast = disk.fill();
    is_away(&upload(&claire, &draft, "full.pdf").await);
    assert_eq!(place.number(rows).await, 1, "no row without its bytes");
    assert_eq!(claire.get(&format!("{draft}/steps/documents")).await.unwrap().status, 200, "reads go on");
    fs::remove_file(ballast).unwrap();

    disk.make("ro");
    is_away(&upload(&claire, &draft, "read-only.pdf").await);
    assert_eq!(place.number(rows).await, 1, "no row without its bytes");
    disk.make("rw");

    assert_eq!(upload(&claire, &draft, "second.pdf").await.status, 200, "it heals\n{}", server.log());
    assert_eq!(place.number(rows).await, 2);
    place.holds();
}

#[tokio::test(flavor = "multi_thread")]
async fn f12_a_folder_of_files_that_is_gone_is_503_and_leaves_no_row() {
    let place = Place::sqlite();
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    let draft = claire.post("/portal/requests/new/quote", &[("another", "yes")]).await.unwrap().to().unwrap();
    let (files, aside) = (place.folder.path().join("files"), place.folder.path().join("aside"));
    fs::rename(&files, &aside).unwrap();
    is_away(&upload(&claire, &draft, "gone.pdf").await);
    assert_eq!(place.number("select count(*) from portal_blob").await, 0, "no row without its bytes");
    fs::rename(&aside, &files).unwrap();
    assert_eq!(upload(&claire, &draft, "back.pdf").await.status, 200, "it heals\n{}", server.log());
    place.holds();
}
