//! A large upload and its download in bounded memory. Alone in its program, since it reads the program's peak.
#![allow(clippy::unwrap_used, reason = "a test may")]
#![cfg(target_os = "linux")]

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use portal_core::{files::Files, id::BlobId};
use portal_files::Disk;

/// The most memory this program has had so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn f31_64_mib_pass_through_in_less_than_8_mib() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::open(folder.path().join("files")).unwrap();
    let key = BlobId(uuid::Uuid::from_u128(1));
    let size = 64 * 1024 * 1024;
    let before = peak();
    let bytes = stream::iter(0..1024_u32).map(|n| Ok(Bytes::from(vec![n.to_le_bytes()[0]; 64 * 1024])));
    let stored = disk.put(key, Box::pin(bytes), size).await.unwrap();
    assert_eq!(stored.size, size);
    let mut read = 0;
    let mut reading = disk.get(key).await.unwrap();
    while let Some(piece) = reading.next().await {
        read += piece.unwrap().len() as u64;
    }
    assert_eq!(read, size);
    let growth = peak() - before;
    assert!(growth < 8 * 1024, "memory grew by {growth} KiB");
}
