//! The N-th operation of the database or of the file storage fails or panics, for every N: what must hold holds, and the next
//! try does it, once (SECURITY F43, F44).

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt;
use portal::{
    Portal, Refused,
    core::{
        definition::Source,
        form::Value,
        id::{DraftId, RequestId, TaskId},
        identity::Side,
        request::{Approval, CloseTask, MoveRequest, Submit},
        store::{Filter, StoreError},
    },
    files::Disk,
};

use crate::{
    act::{asked, filled, moved, run, says},
    nth::{Fate, Nth, When},
    on_both,
    support::{World, definition_folder, pdf},
};

/// The world's portal, whose operations may fail.
pub async fn failing(world: &World, fate: &Fate, sources: Vec<Source>) -> Portal {
    let disk: Arc<dyn portal::core::files::Files> = Arc::new(Disk::open(world.folder.path().join("files")).unwrap());
    let between = fate.clone();
    portal::builder(world.store.clone())
        .secret_key([7; 32])
        .sources(sources)
        .base_url("https://novaterm.example/portal")
        .files(Nth { inner: disk, fate: fate.clone() })
        .mail(world.post.clone())
        .through(move |store, engine| {
            let store = Nth { inner: store, fate: between.clone() };
            (Arc::new(store), Arc::new(Nth { inner: engine, fate: between }))
        })
        .build()
        .await
        .unwrap()
}

/// The world's definition.
pub fn shipped() -> Vec<Source> {
    portal::read_folder(&definition_folder()).unwrap()
}

/// What a person does who got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// The same again: it is recognised.
    Same,
    /// The same again, on what they saw: a conflict when it was done.
    Seen,
    /// They look first, and do it again when it is not there.
    Look,
}

/// Lets the first, the second, … operation of an act fail, before it happens, after, and with a panic, until none is left. Each time
/// `prepare` makes something new to act on; `effects` counts what the act has done to it.
async fn every<T>(
    world: &World,
    again: Again,
    prepare: impl AsyncFn() -> T,
    act: impl AsyncFn(&Portal, &T) -> Result<(), Refused>,
    effects: impl AsyncFn(&T) -> usize,
) {
    let fate = Fate::default();
    let portal = failing(world, &fate, shipped()).await;
    for when in [When::Before, When::After, When::Panic] {
        for nth in 1.. {
            let case = format!("operation {nth} fails {when:?}");
            let it = prepare().await;
            fate.fail(nth, when);
            let tried = AssertUnwindSafe(act(&portal, &it)).catch_unwind().await;
            let struck = fate.relent();
            let done = effects(&it).await;
            match &tried {
                Ok(Ok(())) => assert_eq!(done, 1, "{case}: acknowledged"),
                Ok(Err(Refused::Unavailable(_))) if struck => assert!(done <= 1, "{case}: wholly or not at all"),
                Ok(Err(refused)) => panic!("{case}: {refused:?}"),
                Err(_) => assert!(struck && when == When::Panic, "{case}: it panicked"),
            }
            holds(world, &case).await;
            if again != Again::Look || done == 0 {
                match act(&portal, &it).await {
                    Ok(()) => {}
                    Err(Refused::Stale) if again == Again::Seen && done == 1 => {}
                    refused => panic!("{case}, then again: {refused:?}"),
                }
            }
            assert_eq!(effects(&it).await, 1, "{case}: once");
            if !struck {
                assert!(nth > 2, "{case}: such an act has more operations");
                break;
            }
        }
    }
    world.letters().await;
    holds(world, "in the end").await;
}

pub async fn holds(world: &World, case: &str) {
    let broken = portal::verify(&world.portal).await.unwrap();
    assert!(broken.is_empty(), "{case}: {broken:?}");
}

async fn requests(world: &World) -> usize {
    let tom = world.viewer("tom").await;
    world.portal.desk(&tom).count(&Filter::default()).await.unwrap() as usize
}

async fn submitted(world: &World) -> RequestId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = filled(&desk).await;
    desk.submit(&Submit { draft }).await.unwrap().request
}

on_both!(f43_submit, world, {
    let claire = world.viewer("claire").await;
    let prepare = async || (filled(&world.portal.desk(&claire)).await, requests(&world).await);
    let act = async |portal: &Portal, it: &(DraftId, usize)| {
        portal.desk(&claire).submit(&Submit { draft: it.0 }).await.map(drop)
    };
    every(&world, Again::Same, prepare, act, async |it| requests(&world).await - it.1).await;
});

on_both!(f43_reply, world, {
    let claire = world.viewer("claire").await;
    let id = submitted(&world).await;
    let number = std::cell::Cell::new(0);
    let prepare = async || {
        number.set(number.get() + 1);
        number.get().to_string()
    };
    let act = async |portal: &Portal, text: &String| {
        portal.desk(&claire).post(&says(id, Side::Client, text, "the page's key")).await.map(drop)
    };
    let effects = async |text: &String| {
        let view = world.portal.desk(&claire).request(id).await.unwrap();
        view.history.messages.iter().filter(|message| message.body == *text).count()
    };
    every(&world, Again::Same, prepare, act, effects).await;
});

on_both!(f43_move, world, {
    let tom = world.viewer("tom").await;
    let prepare = async || submitted(&world).await;
    let act = async |portal: &Portal, id: &RequestId| {
        let take = MoveRequest { by: "take".into(), seen: 1, ..MoveRequest::default() };
        portal.desk(&tom).move_request(*id, &take).await
    };
    let effects = async |id: &RequestId| {
        let view = world.portal.desk(&tom).request(*id).await.unwrap();
        view.history.events.iter().filter(|event| event.what.kind() == "request.moved").count()
    };
    every(&world, Again::Seen, prepare, act, effects).await;
});

on_both!(f43_upload_to_a_draft, world, {
    let claire = world.viewer("claire").await;
    let prepare = async || world.portal.desk(&claire).start_another_draft("quote").await.unwrap();
    let act =
        async |portal: &Portal, draft: &DraftId| portal.desk(&claire).attach(*draft, "brief", pdf("brief.pdf")).await;
    let effects = async |draft: &DraftId| {
        let view = world.portal.desk(&claire).draft(*draft).await.unwrap();
        match view.draft.answers.get("brief") {
            Some(Value::Files(files)) => files.len(),
            _ => 0,
        }
    };
    every(&world, Again::Look, prepare, act, effects).await;
});

/// A task of a new request that waits for the client's file.
async fn asked_for(world: &World) -> TaskId {
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let id = submitted(world).await;
    moved(&world.portal.desk(&tom), id, "ask", asked()).await.unwrap();
    let view = world.portal.desk(&claire).request(id).await.unwrap();
    view.dossier.tasks.iter().find(|task| task.is_open()).unwrap().id
}

on_both!(f43_hand_in, world, {
    let claire = world.viewer("claire").await;
    let prepare = async || asked_for(&world).await;
    let act = async |portal: &Portal, task: &TaskId| {
        portal.desk(&claire).provide(*task, 0, pdf("extract.pdf")).await.map(drop)
    };
    let effects = async |task: &TaskId| {
        let view = world.portal.desk(&claire).task(*task).await.unwrap();
        view.task.items[0].documents.len()
    };
    every(&world, Again::Look, prepare, act, effects).await;
});

on_both!(f43_close_a_task, world, {
    let claire = world.viewer("claire").await;
    let prepare = async || {
        let task = asked_for(&world).await;
        world.portal.desk(&claire).provide(task, 0, pdf("extract.pdf")).await.unwrap();
        task
    };
    let act = async |portal: &Portal, task: &TaskId| {
        let close = CloseTask { task: *task, approval: Approval::Done };
        portal.desk(&claire).close_task(&close).await.map(drop)
    };
    let effects = async |task: &TaskId| {
        let request = world.portal.desk(&claire).task(*task).await.unwrap().dossier.request.id;
        let view = world.portal.desk(&claire).request(request).await.unwrap();
        view.history.events.iter().filter(|event| event.what.kind() == "task.done").count()
    };
    every(&world, Again::Look, prepare, act, effects).await;
});

/// Works until no job is due.
async fn work(portal: &Portal) -> Result<(), StoreError> {
    while portal.tick().await? > 0 {}
    Ok(())
}

on_both!(f43_the_workers_operations, world, {
    let fate = Fate::default();
    let portal = failing(&world, &fate, shipped()).await;
    for when in [When::Before, When::After, When::Panic] {
        for nth in 1.. {
            let case = format!("operation {nth} fails {when:?}");
            submitted(&world).await;
            fate.fail(nth, when);
            let worked = AssertUnwindSafe(work(&portal)).catch_unwind().await;
            let struck = fate.relent();
            assert!(matches!(worked, Ok(Ok(()))) || struck, "{case}: {worked:?}");
            holds(&world, &case).await;
            // The lease of what was cut off ends, and what was put off falls due.
            run(&world, "update portal_job set held_until = null, due = (select min(submitted) from portal_request)")
                .await;
            work(&portal).await.unwrap();
            holds(&world, &case).await;
            let mut letters: Vec<(String, String)> = std::mem::take(&mut *world.post.0.lock().unwrap())
                .into_iter()
                .map(|envelope| (envelope.to, envelope.message_id))
                .collect();
            let sent = letters.len();
            letters.sort();
            letters.dedup();
            let to: Vec<&str> = letters.iter().map(|(to, _)| to.as_str()).collect();
            assert_eq!(to, ["claire@alpha.example", "nadia@novaterm.example", "tom@novaterm.example"], "{case}");
            assert!(sent <= 3 + usize::from(struck), "{case}: a repeat is of the letter that was cut off alone");
            if !struck {
                assert!(nth > 3, "{case}: the work has more operations");
                break;
            }
        }
    }
});
