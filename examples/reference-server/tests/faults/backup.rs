//! Backups made under load, and what comes back from them (SECURITY F35).

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{browser::Browser, place::Place, support::PROGRAM};

/// The program with a command that ends by itself.
fn portal(place: &Place, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).arg("--data").arg(place.folder.path()).env_remove("DATABASE_URL");
    command.envs(place.url.iter().map(|url| ("DATABASE_URL", url))).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn good(output: &Output) {
    assert!(output.status.success(), "{}: {}", output.status, said(output));
}

/// Refused with a remedy.
#[track_caller]
fn refused(output: &Output, why: &str) {
    assert!(!output.status.success() && said(output).contains(why), "{why}: {}", said(output));
}

/// Sends requests one after the other until told to stop; gives how many.
fn busy(claire: &Browser, stop: &Arc<AtomicBool>) -> tokio::task::JoinHandle<usize> {
    let (claire, stop) = (claire.clone(), stop.clone());
    tokio::spawn(async move {
        let mut sent = 0;
        while !stop.load(Ordering::Relaxed) {
            let draft = claire.filled_in("While it is copied").await.unwrap();
            claire.submit(&draft).await.unwrap();
            sent += 1;
        }
        sent
    })
}

/// Makes a backup while people work, and restores it. `copy` and `put_back` do that with the backup's folder.
async fn comes_back(from: Place, to: Place, copy: impl Fn(&Place, &Path), put_back: impl Fn(&Place, &Path)) {
    let server = from.start().start();
    let aline = Browser::of(&server.address, "aline").await;
    let mut acknowledged = Vec::new();
    for subject in ["The first", "The second"] {
        let draft = aline.filled_in(subject).await.unwrap();
        acknowledged.push((subject, aline.submit(&draft).await.unwrap()));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let claire = Browser::of(&server.address, "claire").await;
    let load = [busy(&claire, &stop), busy(&claire, &stop)];
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let copied = tokio::task::block_in_place(|| {
        copy(&from, &backup);
        from
    });
    stop.store(true, Ordering::Relaxed);
    for load in load {
        load.await.unwrap();
    }
    copied.holds();
    drop(server);

    tokio::task::block_in_place(|| put_back(&to, &backup));
    to.holds();
    let server = to.start().start();
    let aline = Browser::of(&server.address, "aline").await;
    for (subject, request) in acknowledged {
        let page = aline.get(&request).await.unwrap();
        assert!(page.status == 200 && page.body.contains(subject) && page.body.contains("brief.pdf"), "{page:?}");
    }
    to.settles(&server).await;
    to.holds();
}

fn backup(place: &Place, into: &Path) {
    let into = into.display().to_string();
    good(&portal(place, &["backup", &into]));
    refused(&portal(place, &["backup", &into]), "is there already");
    let summed = Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(&into).output();
    good(&summed.unwrap());
}

fn restore(place: &Place, from: &Path) {
    let from = from.display().to_string();
    good(&portal(place, &["restore", &from]));
    refused(&portal(place, &["restore", &from]), "is not empty");
}

#[tokio::test(flavor = "multi_thread")]
async fn f35_a_backup_under_load_comes_back_whole_on_sqlite() {
    comes_back(Place::sqlite(), Place::sqlite(), backup, restore).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f35_a_backup_under_load_comes_back_whole_on_postgres() {
    comes_back(Place::postgres().await, Place::postgres().await, backup, |place, from| {
        restore(place, from);
        let other = Place::sqlite();
        refused(&portal(&other, &["restore", &from.display().to_string()]), "of the other kind");
        // Its tables are there, though another data folder is empty.
        let mut again = Command::new(PROGRAM);
        again.arg("restore").arg(from).arg("--data").arg(other.folder.path());
        let again = again.envs(place.url.iter().map(|url| ("DATABASE_URL", url))).output().unwrap();
        refused(&again, "has the portal's tables already");
    })
    .await;
}

/// The commands under a heading of the documentation, as they stand there.
fn documented(heading: &str) -> String {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operating.md")).unwrap();
    let (_, rest) = page.split_once(&format!("\n{heading}\n")).expect("the heading");
    let (_, rest) = rest.split_once("```sh\n").expect("its commands");
    rest.split_once("```").unwrap().0.to_owned()
}

/// The address without what only our driver understands.
fn plain(place: &Place) -> &str {
    place.url.as_deref().and_then(|url| url.split('?').next()).unwrap()
}

fn by_hand(place: &Place, backup: &Path, heading: &str) {
    let mut shell = Command::new("sh");
    shell.args(["-eu", "-c", &documented(heading)]).env("PORTAL_DATA", place.folder.path()).env("BACKUP", backup);
    good(&shell.env("DATABASE_URL", plain(place)).output().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn f35_the_documented_commands_for_postgres_bring_all_back() {
    comes_back(
        Place::postgres().await,
        Place::postgres().await,
        |place, into| by_hand(place, into, "#### Backing up by hand"),
        |place, from| by_hand(place, from, "#### Restoring by hand"),
    )
    .await;
}

fn a_blob(backup: &Path) -> PathBuf {
    let mut path = backup.join("blobs");
    while path.is_dir() {
        path = fs::read_dir(&path).unwrap().next().unwrap().unwrap().path();
    }
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_was_altered_is_not_restored() {
    let from = Place::sqlite();
    let server = from.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    claire.filled_in("A file of its own").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("backup");
    tokio::task::block_in_place(|| backup(&from, &kept));
    drop(server);
    let blob = a_blob(&kept);
    let bytes = fs::read(&blob).unwrap();
    fs::write(&blob, [&bytes[1..], b"x"].concat()).unwrap();
    let (to, name) = (Place::sqlite(), kept.display().to_string());
    refused(&portal(&to, &["restore", &name]), "its checksum differs");
    assert_eq!(fs::read_dir(to.folder.path()).unwrap().count(), 0, "nothing was restored");
    fs::write(&blob, bytes).unwrap();
    fs::write(kept.join("SHA256SUMS"), "").unwrap();
    refused(&portal(&to, &["restore", &name]), "SHA256SUMS was altered");
    refused(&portal(&to, &["restore", &folder.path().display().to_string()]), "is no backup");
}
