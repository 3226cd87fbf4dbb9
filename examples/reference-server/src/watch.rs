//! `serve --watch`: what is saved in the folder is put in force. What has faults, or would break what is there, is not: the
//! last good version stays, and the team reads why on its definitions page.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use portal::{Portal, core::definition::NotPublished};
use tokio::{sync::watch, task, time};

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// What a folder looks like from outside: each file with its length and its last change.
type Looks = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// Watches a folder until it is told to stop. Files are read when two looks saw the same, so that nothing is read while an
/// editor still writes.
pub async fn folder(portal: Portal, folder: PathBuf, mut stopped: watch::Receiver<()>) {
    let mut published = look(&folder).await;
    let mut before = published.clone();
    loop {
        tokio::select! {
            ended = stopped.changed() => if ended.is_err() { return },
            () = time::sleep(LOOK) => {}
        }
        let now = look(&folder).await;
        if now == before && now != published {
            published.clone_from(&now);
            take_up(&portal, &folder).await;
        }
        before = now;
    }
}

async fn take_up(portal: &Portal, folder: &Path) {
    let sources = match portal::read_folder(folder) {
        Ok(sources) => sources,
        Err(error) => return tracing::error!(%error, "the folder cannot be read; the last good version stays in force"),
    };
    match portal.publish(&sources, &[]).await {
        Ok(published) if published.new => tracing::info!("the folder changed, and is in force"),
        Ok(_) => {}
        Err(why @ NotPublished::Store(_)) => {
            tracing::error!("the folder changed, and could not be put in force; save it again: {why}");
            portal.refuse(Some(why));
        }
        Err(why) => {
            tracing::error!("the folder changed, and the last good version stays in force: {why}");
            portal.refuse(Some(why));
        }
    }
}

/// How the folder looks; empty: it cannot be seen.
async fn look(folder: &Path) -> Looks {
    let folder = folder.to_owned();
    let seen = task::spawn_blocking(move || {
        let mut looks = Looks::new();
        seen(&folder, &mut looks).map(|()| looks)
    });
    let mut looks = seen.await.ok().and_then(Result::ok).unwrap_or_default();
    looks.sort();
    looks
}

fn seen(folder: &Path, looks: &mut Looks) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        let about = path.metadata()?;
        if about.is_dir() {
            seen(&path, looks)?;
        } else {
            looks.push((path, about.len(), about.modified().ok()));
        }
    }
    Ok(())
}
