//! What happens by the clock: moves by lateness and by the time spent in a status, reminders, by the worker alone.

use std::path::{Path, PathBuf};

use crate::support::{PASSWORD, World, pdf};
use chrono::{TimeDelta, TimeZone as _};
use portal::{
    Viewer,
    core::{
        definition,
        form::RawAnswers,
        id::RequestId,
        request::{Approval, CloseTask, Submit},
        simulate::{What, simulate},
    },
    demo,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions/clock")
}

async fn world(database: &str) -> World {
    let world = World::of(&folder(), database).await;
    let of = definition::demo(&portal::read_folder(&folder()).unwrap()).unwrap().unwrap();
    demo::people(&world.portal, &of, PASSWORD).await.unwrap();
    world
}

async fn ordered(world: &World) -> (Viewer, RequestId) {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("order").await.unwrap();
    let answers: RawAnswers = [("subject".to_owned(), vec!["Two pumps".to_owned()])].into();
    desk.save_step(draft, "form", &answers).await.unwrap();
    let request = desk.submit(&Submit { draft }).await.unwrap().request;
    (claire, request)
}

async fn events(world: &World, request: RequestId) -> Vec<&'static str> {
    let nadia = world.viewer("nadia").await;
    let view = world.portal.desk(&nadia).request(request).await.unwrap();
    view.history.events.iter().map(|event| event.what.kind()).collect()
}

async fn status(world: &World, request: RequestId) -> String {
    let nadia = world.viewer("nadia").await;
    world.portal.desk(&nadia).request(request).await.unwrap().dossier.request.status.to_string()
}

/// The same on both databases.
macro_rules! on_each {
    ($name:ident, $world:ident, $body:block) => {
        mod $name {
            use super::*;
            #[tokio::test]
            async fn on_sqlite() {
                let $world = world("sqlite").await;
                $body
                $world.end().await;
            }
            #[tokio::test]
            async fn on_postgres() {
                let $world = world("postgres").await;
                $body
                $world.end().await;
            }
        }
    };
}

on_each!(a_late_request_moves_by_itself_once_however_many_workers_there_are, world, {
    let (_, request) = ordered(&world).await;
    world.letters().await;
    assert_eq!(status(&world, request).await, "received");
    world.clock.pass(TimeDelta::days(2));
    let ticks = (0..4).map(|_| {
        let portal = world.portal.clone();
        tokio::spawn(async move { portal.tick().await.unwrap() })
    });
    futures_util::future::join_all(ticks.collect::<Vec<_>>()).await;
    let told = world.letters().await;
    assert_eq!(status(&world, request).await, "asked");
    let expected = ["request.submitted", "request.moved", "task.opened"];
    assert_eq!(events(&world, request).await, expected);
    let asked: Vec<_> = told.iter().filter(|(_, subject)| subject.starts_with("Your turn")).collect();
    assert_eq!((asked.len(), asked[0].0.as_str()), (1, "claire@alpha.example"), "{told:?}");
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
});

on_each!(a_worker_that_dies_with_the_job_in_hand_loses_nothing, world, {
    let (_, request) = ordered(&world).await;
    world.letters().await;
    world.clock.pass(TimeDelta::days(2));
    let held = world.portal.claim(16).await.unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(world.portal.tick().await.unwrap(), 0, "another holds it");
    world.store.release_jobs().await.unwrap();
    world.letters().await;
    assert_eq!(status(&world, request).await, "asked");
    world.portal.work(&held[0]).await.unwrap();
    assert_eq!(events(&world, request).await.len(), 3, "whoever comes back late does nothing");
});

on_each!(a_clock_that_is_set_back_while_a_job_is_in_hand_loses_no_moment, world, {
    let (_, request) = ordered(&world).await;
    world.letters().await;
    world.clock.pass(TimeDelta::days(2));
    let held = world.portal.claim(16).await.unwrap();
    assert_eq!(held.len(), 1);
    world.clock.back(TimeDelta::days(2));
    world.portal.work(&held[0]).await.unwrap();
    assert_eq!(status(&world, request).await, "received", "it is not late yet");
    world.clock.pass(TimeDelta::days(2));
    world.letters().await;
    assert_eq!(status(&world, request).await, "asked");
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
});

on_each!(people_are_reminded_of_a_task_and_no_more_when_it_is_done, world, {
    let (claire, request) = ordered(&world).await;
    world.clock.pass(TimeDelta::days(2));
    world.letters().await;
    // The task is due five days later: it is told of two days before, and a day after.
    world.clock.pass(TimeDelta::days(4));
    let told = world.letters().await;
    assert_eq!(told, [("claire@alpha.example".to_owned(), "Due soon: Send the papers (Two pumps)".to_owned())]);
    assert_eq!(world.letters().await, [], "once");
    let desk = world.portal.desk(&claire);
    let task = desk.request(request).await.unwrap().dossier.tasks[0].id;
    desk.provide(task, 0, pdf("papers.pdf")).await.unwrap();
    desk.close_task(&CloseTask { task, approval: Approval::Done }).await.unwrap();
    world.letters().await;
    world.clock.pass(TimeDelta::days(20));
    assert_eq!(world.letters().await, [], "it was done in time");
    assert_eq!(status(&world, request).await, "completed");
});

on_each!(whoever_is_late_is_told_and_whoever_waits_too, world, {
    let (_, request) = ordered(&world).await;
    world.clock.pass(TimeDelta::days(2));
    world.letters().await;
    // The portal slept through the first reminder: only what is true now is told.
    world.clock.pass(TimeDelta::days(7));
    let mut told = world.letters().await;
    told.sort();
    let late = |to: &str| (format!("{to}.example"), "Late: Send the papers (Two pumps)".to_owned());
    assert_eq!(told, [late("claire@alpha"), late("nadia@novaterm"), late("tom@novaterm")]);
    world.clock.pass(TimeDelta::days(2));
    world.letters().await;
    assert_eq!(status(&world, request).await, "lapsed");
});

on_each!(a_letter_that_waits_is_not_sent_when_what_it_warns_of_is_over, world, {
    let (claire, request) = ordered(&world).await;
    world.clock.pass(TimeDelta::days(2));
    world.letters().await;
    world.clock.pass(TimeDelta::days(4));
    // The request is woken and the act expanded; the letter is not sent yet.
    assert_eq!(world.portal.tick().await.unwrap(), 1);
    assert_eq!(world.portal.tick().await.unwrap(), 1);
    let desk = world.portal.desk(&claire);
    let task = desk.request(request).await.unwrap().dossier.tasks[0].id;
    desk.provide(task, 0, pdf("papers.pdf")).await.unwrap();
    desk.close_task(&CloseTask { task, approval: Approval::Done }).await.unwrap();
    let told = world.letters().await;
    assert!(told.iter().all(|(_, subject)| !subject.starts_with("Due soon")), "{told:?}");
});

/// What a script comes to: statuses and letters in their order.
fn simulated(world: &World) -> Vec<String> {
    let sources = portal::read_folder(&folder()).unwrap();
    let definition = world.portal.definition();
    let (demo, scripts) = (definition::demo(&sources).unwrap().unwrap(), definition::scripts(&sources).unwrap());
    let report = simulate(definition, &demo, &"lapse".into(), &scripts["lapse"], world.portal.now());
    assert_eq!(report.failure, None, "{report}");
    let line = |line: &portal::core::simulate::Line| match &line.what {
        What::Status { status, .. } => Some(status.to_string()),
        What::Mail { to, subject, .. } => Some(format!("{to}: {subject}")),
        _ => None,
    };
    report.lines.iter().filter_map(line).collect()
}

on_each!(simulate_tells_what_the_portal_does, world, {
    // Both begin in the morning, so that no hour lies between them.
    let now = world.portal.now();
    let tomorrow = (now + TimeDelta::days(1)).date_naive().and_hms_opt(9, 0, 0).unwrap();
    world.clock.pass(chrono::Utc.from_utc_datetime(&tomorrow) - now);
    let expected = simulated(&world);
    let (_, request) = ordered(&world).await;
    let mut found = Vec::new();
    let mut stood = String::new();
    for _ in 0..=13 * 24 {
        let letters = world.letters().await;
        let is = status(&world, request).await;
        if is != stood {
            found.push(is.clone());
            stood = is;
        }
        let name = |to: &str| match to.split('@').next().unwrap() {
            "claire" => "Claire Martin",
            "tom" => "Tom Weber",
            _ => "Nadia Benali",
        };
        found.extend(letters.iter().map(|(to, subject)| format!("{}: {subject}", name(to))));
        world.clock.pass(TimeDelta::hours(1));
    }
    // Letters of one act leave in any order.
    let (mut found, mut expected) = (found, expected);
    let statuses = |all: &[String]| all.iter().filter(|line| !line.contains(':')).cloned().collect::<Vec<_>>();
    assert_eq!(statuses(&found), statuses(&expected));
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
});
