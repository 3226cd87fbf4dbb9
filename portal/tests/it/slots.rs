//! Times that clients book: held for a draft, taken in the commit that submits, given back. On both databases, through
//! the use cases alone.

use std::{collections::BTreeMap, path::Path};

use crate::support::{World, definition_folder};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use portal::{
    Portal, Refused, Viewer,
    core::{
        booking::BookingState,
        form::{RawAnswers, Reason, Value},
        id::{DraftId, Id},
        request::{Approval, CloseTask, MoveRequest, Submit, TaskState},
        store::{Bookings as _, Changes, Expect, Record, Store as _},
    },
};

/// More people than places.
const RACERS: usize = 12;
/// Places of `visit` at one time.
const PLACES: usize = 3;

/// The same portal with the request type `visit`, which books.
async fn visits(world: &World) -> Portal {
    let all = world.folder.path().join("definitions");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions/visits");
    for source in portal::read_folder(&definition_folder()).unwrap() {
        write(&all.join(&source.path), &source.bytes);
    }
    for name in ["requests/visit.yaml", "requests/repair.yaml"] {
        write(&all.join(name), &std::fs::read(own.join(name)).unwrap());
    }
    let portal = std::fs::read_to_string(all.join("portal.yaml")).unwrap();
    let always = "calendars:\n  always: {hours: {mon-sun: 06:00-22:00}}\n";
    let portal = portal.replacen("calendars:\n", always, 1);
    let slots = std::fs::read_to_string(own.join("slots.txt")).unwrap();
    write(&all.join("portal.yaml"), format!("{portal}{slots}").as_bytes());
    portal::builder(world.store.clone())
        .secret_key([7; 32])
        .definitions(all)
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("files")).unwrap())
        .mail(world.post.clone())
        .clock(world.clock.clone())
        .build()
        .await
        .unwrap_or_else(|error| panic!("{error}"))
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn raw(pairs: &[(&str, &str)]) -> RawAnswers {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect::<BTreeMap<_, _>>()
}

/// A draft that only lacks its time.
async fn begun(portal: &Portal, who: &Viewer) -> DraftId {
    let desk = portal.desk(who);
    let draft = desk.start_another_draft("visit").await.unwrap();
    desk.save_step(draft, "what", &raw(&[("subject", "Boiler"), ("urgent", "no")])).await.unwrap();
    draft
}

/// The times of `visit` that a draft is offered.
async fn offered(portal: &Portal, who: &Viewer, draft: DraftId) -> Vec<DateTime<Utc>> {
    let view = portal.desk(who).draft(draft).await.unwrap();
    let openings = view.environment.openings.unwrap();
    openings[&Id::from("visit")].iter().map(|opening| opening.starts).collect()
}

/// Chooses a time; gives why it will not do.
async fn choose(portal: &Portal, who: &Viewer, draft: DraftId, at: DateTime<Utc>) -> Vec<Reason> {
    let typed = raw(&[("visit", &at.to_rfc3339()), ("note", "At the gate")]);
    let (view, read) = portal.desk(who).save_step(draft, "when", &typed).await.unwrap();
    assert_eq!(view.draft.answers["note"], Value::Text("At the gate".into()), "the other answers are kept");
    read.faults.into_iter().map(|fault| fault.reason).collect()
}

/// Why a draft cannot be sent, which stays as it is.
fn faults(refused: &Refused) -> Vec<&Reason> {
    let Refused::Answers(faults) = refused else { panic!("{refused:?}") };
    faults.iter().map(|fault| &fault.reason).collect()
}

on_both!(n_clients_who_hold_nothing_send_at_once_and_exactly_the_places_are_sold, world, {
    let portal = visits(&world).await;
    let claire = world.viewer("claire").await;
    let first = begun(&portal, &claire).await;
    let at = offered(&portal, &claire, first).await[8];
    let mut drafts = vec![first];
    for _ in 1..RACERS {
        drafts.push(begun(&portal, &claire).await);
    }
    // As after a hold that ran out and was swept: the answer is there, and no place is held for it.
    for draft in &drafts {
        let mut kept = portal.desk(&claire).draft(*draft).await.unwrap().draft;
        let chosen =
            portal::core::form::Appointment { slot: "visit".into(), starts: at, ends: at + TimeDelta::hours(1) };
        kept.answers.insert("visit".into(), Value::Slot(chosen));
        let mut changes = Changes::new();
        changes.write(Record::Draft(kept.clone()), Expect::Loaded(kept.version));
        world.store.commit(&changes).await.unwrap();
    }
    let sent = join_all(drafts.iter().map(|draft| {
        let (portal, claire, draft) = (portal.clone(), claire.clone(), *draft);
        tokio::spawn(async move { (draft, portal.desk(&claire).submit(&Submit { draft }).await) })
    }));
    let sent: Vec<_> = sent.await.into_iter().map(Result::unwrap).collect();
    let sold = sent.iter().filter(|(_, sent)| sent.is_ok()).count();
    assert_eq!(sold, PLACES, "{sent:?}");
    for (draft, refused) in sent.iter().filter_map(|(draft, sent)| Some((draft, sent.as_ref().err()?))) {
        assert_eq!(faults(refused), [&Reason::NotFree]);
        assert_eq!(portal.desk(&claire).draft(*draft).await.unwrap().draft.answers.len(), 3, "it keeps its answers");
    }
    let booked = world.store.taken(&"visit".into(), at, at + TimeDelta::hours(1)).await.unwrap();
    assert!(booked.iter().all(|booking| booking.state == BookingState::Booked && booking.request.is_some()));
    assert_eq!(booked.len(), PLACES);
    assert_eq!(portal::verify(&portal).await.unwrap(), []);
});

on_both!(n_clients_choose_the_same_time_at_once_and_who_got_none_is_told_at_the_step, world, {
    let portal = visits(&world).await;
    let people = [world.viewer("claire").await, world.viewer("aline").await, world.viewer("bruno").await];
    let mut drafts = Vec::new();
    for racer in 0..RACERS {
        let who = &people[racer % people.len()];
        drafts.push((who.clone(), begun(&portal, who).await));
    }
    let at = offered(&portal, &people[0], drafts[0].1).await[8];
    let chosen = join_all(drafts.iter().cloned().map(|(who, draft)| {
        let portal = portal.clone();
        tokio::spawn(async move { choose(&portal, &who, draft, at).await })
    }));
    let chosen: Vec<Vec<Reason>> = chosen.await.into_iter().map(Result::unwrap).collect();
    assert_eq!(chosen.iter().filter(|faults| faults.is_empty()).count(), PLACES, "{chosen:?}");
    assert!(chosen.iter().filter(|faults| !faults.is_empty()).all(|faults| faults == &[Reason::NotFree]));
    for ((who, draft), faults) in drafts.iter().zip(&chosen) {
        assert_eq!(offered(&portal, who, *draft).await.contains(&at), faults.is_empty(), "held for these alone");
        let sent = portal.desk(who).submit(&Submit { draft: *draft }).await;
        assert_eq!(sent.is_ok(), faults.is_empty(), "a time that was never held is missing");
    }
    assert_eq!(portal::verify(&portal).await.unwrap(), []);
});

on_both!(a_hold_outlives_its_process_by_no_more_than_its_time, world, {
    let claire = world.viewer("claire").await;
    let bruno = world.viewer("bruno").await;
    let at = {
        let portal = visits(&world).await;
        let first = begun(&portal, &claire).await;
        let times = offered(&portal, &claire, first).await;
        let at = times[20];
        let apart = *times.iter().find(|time| **time >= at + TimeDelta::hours(3)).unwrap();
        for _ in 0..PLACES {
            let draft = begun(&portal, &claire).await;
            assert_eq!(choose(&portal, &claire, draft, at).await, []);
        }
        let elsewhere = begun(&portal, &claire).await;
        assert_eq!(choose(&portal, &claire, elsewhere, apart).await, []);
        at
    };
    // The process is gone between hold and submission; another one takes over.
    let portal = visits(&world).await;
    let draft = begun(&portal, &bruno).await;
    assert!(!offered(&portal, &bruno, draft).await.contains(&at));
    assert_eq!(choose(&portal, &bruno, draft, at).await, [Reason::NotFree]);
    world.clock.pass(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    assert!(offered(&portal, &bruno, draft).await.contains(&at), "free at once, before the sweep notices");
    assert_eq!(choose(&portal, &bruno, draft, at).await, []);
    assert_eq!(portal.sweep_holds().await.unwrap(), 1, "that of the other time; Bruno's choice gave back the rest");
    let left = world.store.taken(&"visit".into(), at, at + TimeDelta::hours(1)).await.unwrap();
    assert_eq!(left.iter().map(|booking| booking.draft).collect::<Vec<_>>(), [Some(draft)]);
    assert_eq!(portal::verify(&portal).await.unwrap(), []);
});

on_both!(a_hold_that_ran_out_is_still_ones_own_while_nobody_took_the_place, world, {
    let portal = visits(&world).await;
    let claire = world.viewer("claire").await;
    let draft = begun(&portal, &claire).await;
    let at = offered(&portal, &claire, draft).await[20];
    assert_eq!(choose(&portal, &claire, draft, at).await, []);
    world.clock.pass(TimeDelta::hours(1));
    let receipt = portal.desk(&claire).submit(&Submit { draft }).await.unwrap();
    let again = portal.desk(&claire).submit(&Submit { draft }).await.unwrap();
    assert_eq!(receipt, again, "sent twice, booked once");
    let view = portal.desk(&claire).request(receipt.request).await.unwrap();
    assert_eq!(view.dossier.bookings.len(), 1);
    assert_eq!((view.dossier.bookings[0].starts, view.dossier.bookings[0].state), (at, BookingState::Booked));
    assert_eq!(portal.sweep_holds().await.unwrap(), 0);
    assert_eq!(portal::verify(&portal).await.unwrap(), []);
});

on_both!(a_time_that_is_held_may_be_sent_though_its_notice_begins_meanwhile, world, {
    let portal = visits(&world).await;
    let claire = world.viewer("claire").await;
    let draft = begun(&portal, &claire).await;
    let at = offered(&portal, &claire, draft).await[0];
    assert_eq!(choose(&portal, &claire, draft, at).await, []);
    let notice = at - TimeDelta::hours(2) - portal.now();
    if notice < TimeDelta::minutes(14) {
        world.clock.pass(notice + TimeDelta::seconds(1));
        let other = begun(&portal, &claire).await;
        assert!(!offered(&portal, &claire, other).await.contains(&at), "too late for others");
    }
    portal.desk(&claire).submit(&Submit { draft }).await.unwrap();
});

on_both!(a_place_is_given_back_with_another_choice_with_the_draft_and_when_the_request_ends_before_its_time, world, {
    let portal = visits(&world).await;
    let claire = world.viewer("claire").await;
    let desk = portal.desk(&claire);
    let draft = begun(&portal, &claire).await;
    let times = offered(&portal, &claire, draft).await;
    let taken = |at: DateTime<Utc>| {
        let store = world.store.clone();
        async move { store.taken(&"visit".into(), at, at + TimeDelta::hours(1)).await.unwrap().len() }
    };
    assert_eq!(choose(&portal, &claire, draft, times[10]).await, []);
    assert_eq!(choose(&portal, &claire, draft, times[20]).await, []);
    assert_eq!((taken(times[10]).await, taken(times[20]).await), (0, 1), "another choice");
    desk.save_step(draft, "what", &raw(&[("subject", "Boiler"), ("urgent", "yes")])).await.unwrap();
    assert_eq!(taken(times[20]).await, 0, "another slot");
    desk.save_step(draft, "what", &raw(&[("subject", "Boiler"), ("urgent", "no")])).await.unwrap();
    assert_eq!(choose(&portal, &claire, draft, times[20]).await, []);
    desk.discard_draft(draft).await.unwrap();
    assert_eq!(taken(times[20]).await, 0, "the draft is gone");

    let draft = begun(&portal, &claire).await;
    assert_eq!(choose(&portal, &claire, draft, times[20]).await, []);
    let request = desk.submit(&Submit { draft }).await.unwrap().request;
    let seen = desk.request(request).await.unwrap().dossier.request.version.0;
    let withdraw = MoveRequest { seen, by: "withdraw".into(), ..MoveRequest::default() };
    desk.move_request(request, &withdraw).await.unwrap();
    assert_eq!(taken(times[20]).await, 0, "the request ended before its time");
    assert_eq!(portal::verify(&portal).await.unwrap(), []);
});

on_both!(letters_tell_the_time_on_the_portals_clocks_in_the_readers_language, world, {
    let portal = visits(&world).await;
    let claire = world.viewer("claire").await;
    let draft = begun(&portal, &claire).await;
    let at = offered(&portal, &claire, draft).await[20];
    assert_eq!(choose(&portal, &claire, draft, at).await, []);
    portal.desk(&claire).submit(&Submit { draft }).await.unwrap();
    while portal.tick().await.unwrap() > 0 {}
    let letters = std::mem::take(&mut *world.post.0.lock().unwrap());
    assert!(letters.len() > 1);
    let zone = portal.definition().time_zone;
    for envelope in letters {
        let locale = &envelope.letter.locale;
        let label = if locale == "fr" { "Quand venir ?" } else { "When may we come?" };
        let when = portal::core::format::span(locale, at, at + TimeDelta::hours(1), zone);
        assert!(when.ends_with("(Europe/Paris)"));
        assert!(envelope.letter.facts.contains(&(label.to_owned(), when)), "{:?}", envelope.letter.facts);
    }
});

on_both!(of_n_clients_who_book_in_their_tasks_at_once_as_many_as_there_are_places_do, world, {
    let portal = visits(&world).await;
    let claire = world.viewer("claire").await;
    let desk = portal.desk(&claire);
    let mut tasks = Vec::new();
    for _ in 0..RACERS {
        let draft = desk.start_draft("repair").await.unwrap();
        desk.save_step(draft, "form", &raw(&[("subject", "Boiler")])).await.unwrap();
        let request = desk.submit(&Submit { draft }).await.unwrap().request;
        tasks.push((request, desk.request(request).await.unwrap().dossier.tasks[0].id));
    }
    let (slot, openings) = desk.task(tasks[0].1).await.unwrap().times.expect("a task that books");
    assert_eq!(slot, "visit");
    let at = openings[60].starts;
    let booked = join_all(tasks.iter().map(|(request, task)| {
        let (portal, claire, request, task) = (portal.clone(), claire.clone(), *request, *task);
        tokio::spawn(async move {
            let input = CloseTask { task, approval: Approval::Book(at) };
            (request, task, portal.desk(&claire).close_task(&input).await)
        })
    }));
    let booked: Vec<_> = booked.await.into_iter().map(Result::unwrap).collect();
    assert_eq!(booked.iter().filter(|(.., done)| done.is_ok()).count(), PLACES, "{booked:?}");
    for (request, task, done) in &booked {
        let view = desk.request(*request).await.unwrap();
        let found = &view.dossier.tasks[0];
        match done {
            Ok(_) => {
                assert_eq!((found.state, found.items[0].booked), (TaskState::Done, Some(at)));
                assert_eq!(view.dossier.request.status, "received");
                assert!(view.dossier.request.due.is_some_and(|due| due < at), "a day before the appointment");
                assert_eq!((view.dossier.bookings.len(), view.dossier.bookings[0].starts), (1, at));
            }
            Err(refused) => {
                assert_eq!(faults(refused), [&Reason::NotFree]);
                let times = desk.task(*task).await.unwrap().times.expect("the task is still open").1;
                assert!(times.iter().all(|opening| opening.starts != at));
            }
        }
    }
    let (request, ..) = booked.iter().find(|(.., done)| done.is_ok()).unwrap();
    let seen = desk.request(*request).await.unwrap().dossier.request.version.0;
    let withdraw = MoveRequest { seen, by: "withdraw".into(), ..MoveRequest::default() };
    desk.move_request(*request, &withdraw).await.unwrap();
    let left = world.store.taken(&"visit".into(), at, at + TimeDelta::hours(1)).await.unwrap();
    assert_eq!(left.len(), PLACES - 1, "the request ended before its time");
    assert_eq!(portal::verify(&portal).await.unwrap(), []);
});
