//! The sweep: what nothing holds goes after a day, and nothing else.

use std::path::Path;

use crate::support::{World, pdf};
use chrono::TimeDelta;
use portal::core::{
    files::Files,
    form::Value,
    id::BlobId,
    store::{Change, Changes, Store, Subject},
};

fn stored(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { stored(&path) } else { vec![path] }).collect()
}

/// Makes the files on disk a day and a bit old, as the clock will be.
fn age(folder: &Path) {
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(1);
    for path in stored(folder) {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }
}

on_both!(u16_orphans_go_after_a_day_and_what_is_held_stays, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let folder = world.folder.path().join("files");
    let draft = desk.start_draft("quote").await.unwrap();
    for name in ["kept.pdf", "detached.pdf"] {
        desk.attach(draft, "brief", pdf(name)).await.unwrap();
    }
    let view = desk.draft(draft).await.unwrap();
    let Some(Value::Files(files)) = view.draft.answers.get("brief") else { panic!("two files") };
    desk.detach(draft, "brief", files[1].blob).await.unwrap();
    // A crash between the bytes and the commit leaves bytes without a row.
    let disk = portal::files::Disk::open(&folder).unwrap();
    disk.put(BlobId(uuid::Uuid::from_u128(7)), pdf("orphan.pdf").bytes, 1000).await.unwrap();
    assert_eq!(stored(&folder).len(), 3);

    world.portal.sweep_files().await.unwrap();
    assert_eq!(stored(&folder).len(), 3, "not one earlier than a day");
    age(&folder);
    world.clock.pass(TimeDelta::hours(24) + TimeDelta::minutes(1));
    world.portal.sweep_files().await.unwrap();
    assert_eq!(stored(&folder).len(), 1, "the orphan and the detached file are gone");
    // Another worker found the same file at the same moment.
    let mut again = Changes::new();
    again.push(Change::Remove(Subject::Blob(files[1].blob)));
    world.store.commit(&again).await.unwrap();
    assert_eq!(portal::verify(&world.portal).await.unwrap(), [], "what the organisation keeps went down once");
    let view = desk.draft(draft).await.unwrap();
    let Some(Value::Files(files)) = view.draft.answers.get("brief") else { panic!("one file") };
    assert_eq!(files[0].name, "kept.pdf");
});
