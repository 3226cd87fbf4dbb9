//! Killed at each named point, started again: what was acknowledged is there once, the rest wholly or not at all, and each
//! letter has left once, or again with the same Message-ID where nobody could know that it had.

use std::{
    collections::{BTreeMap, BTreeSet},
    os::unix::process::ExitStatusExt,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant, SystemTime},
};

use crate::{
    browser::{Browser, PDF},
    long,
    place::Place,
    program::{PATIENCE, Program},
    support::PROGRAM,
};

/// What is left of a submission that was killed at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// Nothing: it was not committed.
    Nothing,
    /// All of it, and no letter had left.
    All,
    /// All of it, and letters may have left.
    Letters,
    /// Nothing or all, as it happened to be killed in the submission or in the worker's transaction after it.
    Either,
}

/// Every point that a submission passes, at which passing it is killed, and what is left then. Postgres gets a batch as one
/// statement: there the second passing is the worker's.
const SUBMISSION: [(&str, u32, Left); 9] = [
    ("commit.before_transaction", 1, Left::Nothing),
    ("commit.between_tables", 1, Left::Nothing),
    ("commit.between_tables", 2, Left::Either),
    ("commit.before_commit", 1, Left::Nothing),
    ("commit.after_commit", 1, Left::Letters),
    ("answer.before_it_leaves", 1, Left::Letters),
    ("worker.claimed", 1, Left::All),
    ("worker.before_sending", 1, Left::All),
    ("worker.sent", 1, Left::Letters),
];
/// Every point that an upload passes before its row is written.
const UPLOAD: [&str; 3] = ["files.written", "files.renamed", "files.before_row"];

/// How often each point is tried.
fn rounds() -> u32 {
    if long() { 20 } else { 1 }
}

/// Starts the program so that it will be killed.
fn doomed(place: &Place, point: &str, nth: u32) -> Program {
    place.start().with("PORTAL_FAULT", format!("{point}:{nth}:kill")).spawn()
}

async fn was_killed(program: &mut Program, case: &str) {
    let ended = program.ended().await;
    assert_eq!(ended.signal(), Some(9), "{case}: it was killed, and by the point:\n{}", program.log());
}

/// The letters in the folder: how often each Message-ID is there.
fn letters(place: &Place) -> BTreeMap<String, usize> {
    let mut letters = BTreeMap::new();
    for entry in std::fs::read_dir(place.folder.path().join("mails")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some((_, id)) = name.strip_suffix(".eml").and_then(|name| name.split_once('-')) {
            *letters.entry(id.to_owned()).or_default() += 1;
        }
    }
    letters
}

/// The letters that came since: how many, and how often they were repeated.
fn since(before: &BTreeMap<String, usize>, place: &Place) -> (usize, usize) {
    let new: Vec<usize> =
        letters(place).into_iter().filter(|(id, _)| !before.contains_key(id)).map(|(_, n)| n).collect();
    (new.len(), new.iter().sum::<usize>() - new.len())
}

async fn submissions(place: Place) {
    let mut server = place.start().start();
    let mut claire = Browser::of(&server.address, "claire").await;
    for (round, (point, nth, left)) in (0..rounds()).flat_map(|round| SUBMISSION.map(|case| (round, case))) {
        let case = format!("{point}:{nth} round {round}");
        let draft = claire.filled_in(&case).await.unwrap();
        place.settles(&server).await;
        let before = letters(&place);
        drop(server);

        let mut doomed = doomed(&place, point, nth);
        claire = claire.moved(&doomed.listening());
        let acknowledged = claire.submit(&draft).await;
        was_killed(&mut doomed, &case).await;
        // The leases of what was killed end.
        place.run("update portal_job set held_until = null").await;

        server = place.start().start();
        claire = claire.moved(&server.address);
        place.settles(&server).await;
        let made = format!("select count(*) from portal_request where title = '{case}'");
        let there = place.number(&made).await;
        match left {
            Left::Nothing => assert_eq!(there, 0, "{case}"),
            Left::All | Left::Letters => assert_eq!(there, 1, "{case}"),
            Left::Either => assert!(there <= 1, "{case}: {there}"),
        }
        assert!(acknowledged.is_err() || there == 1, "{case}: acknowledged");
        place.holds();

        let request = claire.submit(&draft).await.unwrap();
        assert!(acknowledged.is_ok_and(|told| told == request) || place.number(&made).await == 1, "{case}: once");
        place.settles(&server).await;
        let (sent, repeated) = since(&before, &place);
        assert_eq!(sent, 3, "{case}: to whoever sent it and to the two who work it");
        let may_repeat = matches!(left, Left::Letters | Left::Either);
        assert!(may_repeat || repeated == 0, "{case}: no letter twice, and yet {repeated}");
        place.holds();
    }
}

/// All files below a folder of the data.
fn stored(place: &Place, folder: &str) -> Vec<PathBuf> {
    let mut open = vec![place.folder.path().join("files").join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found
}

/// Two days pass for the files, and for the blobs that nothing holds.
async fn two_days_pass(place: &Place) {
    let then = SystemTime::now() - Duration::from_hours(48);
    for path in stored(place, "blobs").into_iter().chain(stored(place, "temporary")) {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }
    let loose =
        "where draft is null and not exists (select 1 from portal_document_version where blob = portal_blob.id)";
    let sql = match place.url {
        Some(_) => "update portal_blob set created = created - interval '2 days'",
        None => "update portal_blob set created = created - 172800000000",
    };
    place.run(&format!("{sql} {loose}")).await;
}

const BLOBS: &str = "select count(*) from portal_blob";

/// Whether every file has a row and the other way round.
async fn swept(place: &Place) -> bool {
    let loose = format!(
        "{BLOBS} where draft is null and not exists (select 1 from portal_document_version where blob = portal_blob.id)"
    );
    let rows = usize::try_from(place.number(BLOBS).await).unwrap();
    let files = stored(place, "blobs").len();
    place.number(&loose).await == 0 && rows == files && stored(place, "temporary").is_empty()
}

async fn comes_to_be_swept(place: &Place) {
    let since = Instant::now();
    while !swept(place).await {
        assert!(since.elapsed() < PATIENCE, "{:?} are left for {} rows", stored(place, ""), place.number(BLOBS).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn uploads(place: Place) {
    let mut server = place.start().start();
    let mut claire = Browser::of(&server.address, "claire").await;
    for (round, point) in (0..rounds()).flat_map(|round| UPLOAD.map(|point| (round, point))) {
        let case = format!("{point} round {round}");
        let draft = claire.filled_in(&case).await.unwrap();
        let before = place.number(BLOBS).await;
        drop(server);

        let mut doomed = doomed(&place, point, 1);
        claire = claire.moved(&doomed.listening());
        let documents = format!("{draft}/steps/documents");
        let go = [("terms", "yes"), ("portal.intent", "continue")];
        let more = [("brief", "more.pdf", PDF)];
        let cut = claire.upload(&documents, &go, &more).await;
        assert!(cut.is_err(), "{case}: {cut:?}");
        was_killed(&mut doomed, &case).await;

        server = place.start().start();
        claire = claire.moved(&server.address);
        assert_eq!(
            place.number(BLOBS).await,
            before,
            "{case}: no row without bytes, and none of what was not acknowledged"
        );
        place.holds();
        claire.upload(&documents, &go, &more).await.unwrap().to().unwrap();
        assert_eq!(place.number(BLOBS).await, before + 1, "{case}: once");
        claire.submit(&draft).await.unwrap();
        place.settles(&server).await;
        place.holds();
    }
    drop(server);
    assert!(!swept(&place).await, "bytes of what was killed are left");
    two_days_pass(&place).await;
    let _server = place.start().start();
    comes_to_be_swept(&place).await;
    place.holds();
}

/// Killed at the first, the second, … point of a sweep, each time with new garbage, until a sweep comes to its end.
async fn sweeps(place: Place) {
    let mut server = place.start().start();
    let mut claire = Browser::of(&server.address, "claire").await;
    let mut killed = 0;
    for nth in 1.. {
        let case = format!("sweep.between:{nth}");
        for name in ["One", "Another"] {
            let draft = claire.filled_in(name).await.unwrap();
            claire.post(&format!("{draft}/discard"), &[]).await.unwrap().to().unwrap();
        }
        drop(server);
        two_days_pass(&place).await;
        assert!(!swept(&place).await, "{case}: there is something to sweep");

        let mut doomed = doomed(&place, "sweep.between", nth);
        let since = Instant::now();
        while doomed.runs() && !doomed.said("swept what had outlived its time") {
            assert!(since.elapsed() < PATIENCE, "{case}: {}", doomed.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let ended = !doomed.runs();
        drop(doomed);
        killed += u32::from(ended);
        server = place.start().start();
        claire = claire.moved(&server.address);
        comes_to_be_swept(&place).await;
        place.holds();
        if !ended {
            break;
        }
    }
    assert!(killed > 4, "rows of two blobs and their bytes: {killed}");
}

on_both!(f01_a_submission_killed_at_each_point_is_there_once, submissions);
on_both!(f01_an_upload_killed_at_each_point_leaves_no_row_without_bytes, uploads);
on_both!(f01_a_sweep_killed_at_each_point_is_taken_up_again, sweeps);

#[test]
fn f01_each_point_has_its_kill() {
    let killed: BTreeSet<&str> = SUBMISSION.iter().map(|case| case.0).chain(UPLOAD).chain(["sweep.between"]).collect();
    // `migrate` kills at this one.
    let killed = killed.into_iter().chain(["migrate.ran"]).collect::<BTreeSet<_>>();
    assert_eq!(killed, portal::core::fault::POINTS.into_iter().collect());
}

#[test]
fn f01_an_unknown_point_is_refused_with_the_list_of_points() {
    let asked = Command::new(PROGRAM).env("PORTAL_FAULT", "commit.nowhere:1:kill").output().unwrap();
    let said = String::from_utf8_lossy(&asked.stderr);
    assert_eq!(asked.status.code(), Some(2), "{said}");
    assert!(said.contains("commit.before_commit"), "{said}");
}
