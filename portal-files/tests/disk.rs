//! What the disk promises to whoever stores bytes in it.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt, stream};
use portal_core::{
    files::{ByteStream, Files, FilesError, Stored},
    id::BlobId,
};
use portal_files::Disk;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

const MIB: u64 = 1024 * 1024;

fn disk() -> (TempDir, Disk) {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::open(folder.path().join("files")).unwrap();
    (folder, disk)
}

fn key(number: u128) -> BlobId {
    BlobId(Uuid::from_u128(number))
}

fn pieces(bytes: &[u8], size: usize) -> ByteStream<'static> {
    let pieces: Vec<_> = bytes.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    Box::pin(stream::iter(pieces))
}

async fn read(disk: &Disk, key: BlobId) -> Result<Vec<u8>, FilesError> {
    let mut bytes = disk.get(key).await?;
    let mut whole = Vec::new();
    while let Some(piece) = bytes.next().await {
        let piece = piece?;
        assert!(piece.len() <= 64 * 1024);
        whole.extend_from_slice(&piece);
    }
    Ok(whole)
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Waits until as many files are left: the thread that holds a dropped upload may be a moment behind.
async fn settles(folder: &Path, expected: usize) {
    let begun = Instant::now();
    while files(folder).len() != expected {
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?} stayed", files(folder));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn what_was_put_comes_back_with_its_size_hash_head_and_tail() {
    let (_folder, disk) = disk();
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
    let stored = disk.put(key(7), pieces(&bytes, 999), MIB).await.unwrap();
    let sha256 = Sha256::digest(&bytes).into();
    let (head, tail) = (bytes[..8192].to_vec(), bytes[bytes.len() - 1024..].to_vec());
    assert_eq!(stored, Stored { size: 300_000, sha256, head, tail });
    assert_eq!(read(&disk, key(7)).await.unwrap(), bytes);
}

#[tokio::test]
async fn head_and_tail_of_a_short_file_are_the_file() {
    let (_folder, disk) = disk();
    let stored = disk.put(key(1), pieces(b"short", 2), 5).await.unwrap();
    assert_eq!((stored.head.as_slice(), stored.tail.as_slice()), (&b"short"[..], &b"short"[..]));
    let empty = disk.put(key(2), pieces(b"", 1), 5).await.unwrap();
    assert_eq!((empty.size, empty.head.len(), empty.tail.len()), (0, 0, 0));
    assert_eq!(read(&disk, key(2)).await.unwrap(), b"");
}

#[tokio::test]
async fn u06_the_place_on_disk_is_made_from_the_key_alone() {
    let (folder, disk) = disk();
    let name = key(0x0199_3f2a_0000_7000_8000_0000_0000_0001);
    disk.put(name, pieces(b"x", 1), 1).await.unwrap();
    let expected = folder.path().join("files/blobs/0199/3f/01993f2a000070008000000000000001");
    assert_eq!(files(folder.path()), [expected]);
}

#[tokio::test]
async fn u13_a_stream_over_the_limit_is_refused_and_leaves_nothing() {
    let (folder, disk) = disk();
    let refused = disk.put(key(1), pieces(&[0; 101], 10), 100).await;
    assert!(matches!(refused, Err(FilesError::TooLarge { limit: 100 })));
    assert!(files(folder.path()).is_empty());
    disk.put(key(1), pieces(&[0; 100], 10), 100).await.unwrap();
}

#[tokio::test]
async fn u13_an_endless_stream_is_stopped_at_the_limit() {
    let (folder, disk) = disk();
    let endless = Box::pin(stream::repeat_with(|| Ok(Bytes::from_static(&[7; 4096]))));
    let refused = tokio::time::timeout(Duration::from_secs(20), disk.put(key(1), endless, MIB)).await.unwrap();
    assert!(matches!(refused, Err(FilesError::TooLarge { .. })));
    assert!(files(folder.path()).is_empty());
}

#[tokio::test]
async fn u16_an_interrupted_stream_leaves_nothing() {
    let (folder, disk) = disk();
    let cut = stream::iter([
        Ok(Bytes::from(vec![1; 600_000])),
        Err(FilesError::Interrupted("the connection was reset".into())),
    ]);
    let failed = disk.put(key(1), Box::pin(cut), MIB).await;
    assert!(matches!(failed, Err(FilesError::Interrupted(_))));
    assert!(files(folder.path()).is_empty());
    assert!(matches!(disk.get(key(1)).await, Err(FilesError::Missing)));
}

#[tokio::test]
async fn u16_an_abandoned_upload_leaves_nothing() {
    let (folder, disk) = disk();
    let stalled = stream::iter([Ok(Bytes::from(vec![1; 600_000]))]).chain(stream::pending());
    let upload = disk.put(key(1), Box::pin(stalled), MIB);
    assert!(tokio::time::timeout(Duration::from_millis(300), upload).await.is_err(), "the stream never ends");
    settles(folder.path(), 0).await;
}

/// The upload is dropped after each number of polls, so also while it is opened, written, synced and renamed.
#[tokio::test]
async fn u16_an_upload_dropped_at_any_step_leaves_nothing() {
    let (folder, disk) = disk();
    let mut finished = false;
    for polls in 1..200 {
        let mut upload = Box::pin(disk.put(key(polls), pieces(&vec![1; 300_000], 100_000), MIB));
        let mut left = polls;
        let stopped = std::future::poll_fn(|context| {
            left -= 1;
            match upload.as_mut().poll(context) {
                std::task::Poll::Ready(stored) => std::task::Poll::Ready(Some(stored)),
                std::task::Poll::Pending if left == 0 => std::task::Poll::Ready(None),
                std::task::Poll::Pending => std::task::Poll::Pending,
            }
        })
        .await;
        drop(upload);
        if let Some(stored) = stopped {
            stored.unwrap();
            finished = true;
            break;
        }
        settles(folder.path(), 0).await;
    }
    assert!(finished, "an upload that is left alone ends");
    settles(folder.path(), 1).await;
}

#[tokio::test]
async fn bytes_under_a_key_are_never_replaced() {
    let (_folder, disk) = disk();
    disk.put(key(1), pieces(b"first", 5), 10).await.unwrap();
    let second = disk.put(key(1), pieces(b"second", 6), 10).await;
    assert!(matches!(second, Err(FilesError::Storage(_))));
    assert_eq!(read(&disk, key(1)).await.unwrap(), b"first");
}

#[tokio::test]
async fn removing_twice_is_no_error() {
    let (folder, disk) = disk();
    disk.put(key(1), pieces(b"x", 1), 1).await.unwrap();
    disk.remove(key(1)).await.unwrap();
    disk.remove(key(1)).await.unwrap();
    disk.remove(key(2)).await.unwrap();
    assert!(matches!(disk.get(key(1)).await, Err(FilesError::Missing)));
    assert!(files(folder.path()).is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn u21_a_file_removed_while_it_is_read_comes_whole() {
    let (_folder, disk) = disk();
    let bytes = vec![3; 500_000];
    disk.put(key(1), pieces(&bytes, 50_000), MIB).await.unwrap();
    let mut reading = disk.get(key(1)).await.unwrap();
    let mut whole = reading.next().await.unwrap().unwrap().to_vec();
    disk.remove(key(1)).await.unwrap();
    while let Some(piece) = reading.next().await {
        whole.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(whole, bytes);
}

#[cfg(unix)]
#[tokio::test]
async fn u20_nobody_else_on_the_machine_may_look_into_the_store() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, disk) = disk();
    disk.put(key(1), pieces(b"x", 1), 1).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let blob = files(folder.path()).remove(0);
    assert_eq!(mode(&blob), 0o600);
    for above in blob.ancestors().skip(1).take_while(|path| *path != folder.path()) {
        assert_eq!(mode(above), 0o700, "{}", above.display());
    }
}

#[tokio::test]
async fn f12_a_store_that_is_gone_is_a_storage_error_on_every_call() {
    let (folder, disk) = disk();
    let root = folder.path().join("files");
    fs::remove_dir_all(&root).unwrap();
    fs::write(&root, "a file where the folder was").unwrap();
    let now = Utc::now();
    assert!(matches!(disk.put(key(1), pieces(b"x", 1), 1).await, Err(FilesError::Storage(_))));
    assert!(matches!(disk.get(key(1)).await, Err(FilesError::Storage(_))));
    assert!(matches!(disk.remove(key(1)).await, Err(FilesError::Storage(_))));
    assert!(Disk::open(root.join("below")).is_err());
    fs::remove_file(&root).unwrap();
    assert!(matches!(disk.stored_before(now, None, 10).await, Err(FilesError::Storage(_))));
    assert!(matches!(disk.sweep_unfinished(now).await, Err(FilesError::Storage(_))));
}

#[tokio::test]
async fn u16_orphans_are_listed_by_key_page_by_page_and_only_when_old_enough() {
    let (_folder, disk) = disk();
    let shift = |number: u128| number << 84; // spreads the keys over folders of both levels
    let keys: Vec<_> = (1..=9).map(|number| key(shift(number))).collect();
    for key in keys.iter().rev() {
        disk.put(*key, pieces(b"x", 1), 1).await.unwrap();
    }
    let old = Utc::now() + TimeDelta::hours(1);
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = disk.stored_before(old, after, 4).await.unwrap();
        assert!(page.len() <= 4);
        let Some(last) = page.last() else { break };
        after = Some(*last);
        listed.extend(page);
    }
    assert_eq!(listed, keys);
    let young: DateTime<Utc> = Utc::now() - TimeDelta::hours(1);
    assert_eq!(disk.stored_before(young, None, 4).await.unwrap(), []);
}

#[tokio::test]
async fn u16_leftovers_of_a_crash_are_swept_and_blobs_are_not() {
    let (folder, disk) = disk();
    disk.put(key(1), pieces(b"kept", 4), 4).await.unwrap();
    let left = folder.path().join("files/temporary/00000000000000000000000000000002.part");
    fs::write(&left, "half").unwrap();
    assert_eq!(disk.sweep_unfinished(Utc::now() - TimeDelta::hours(24)).await.unwrap(), 0);
    assert!(left.exists());
    assert_eq!(disk.sweep_unfinished(Utc::now() + TimeDelta::hours(1)).await.unwrap(), 1);
    assert!(!left.exists());
    assert_eq!(read(&disk, key(1)).await.unwrap(), b"kept");
}

#[tokio::test]
async fn a_store_that_exists_is_opened_as_it_is() {
    let (folder, disk) = disk();
    disk.put(key(1), pieces(b"kept", 4), 4).await.unwrap();
    let again = Disk::open(folder.path().join("files")).unwrap();
    assert_eq!(read(&again, key(1)).await.unwrap(), b"kept");
}
