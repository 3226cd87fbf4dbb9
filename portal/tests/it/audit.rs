//! The audit log: one entry for each change and each refusal, and seals that show what somebody did to it. On both databases.
#![allow(clippy::large_futures, clippy::ignored_unit_patterns, reason = "a test may")]

use crate::support::{PASSWORD, World, address, pdf};
use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Desk, Portal, Refused,
    core::{
        audit::{Action, Audit},
        identity::{Invite, NewPerson, Seat, SignIn},
        request::{Approval, CloseTask, MoveRequest, Submit},
        store::{AuditFilter, AuditLog as _, AuditObject, Record, Store as _},
    },
};

use crate::act::{asked, filled, moved, run, says, typed};

const HERE: &str = "192.0.2.9";

async fn log(world: &World) -> Vec<Audit> {
    world.store.audit(&AuditFilter::default(), None, 100).await.unwrap().rows
}

async fn count(world: &World) -> u64 {
    world.store.count_audit(&AuditFilter::default()).await.unwrap()
}

/// Does something, and gives the one entry that came of it.
async fn entry<T>(world: &World, what: &str, work: impl Future<Output = Result<T, Refused>>) -> (T, Audit) {
    let before = count(world).await;
    let done = work.await.unwrap_or_else(|refused| panic!("{what}: {refused}"));
    assert_eq!(count(world).await, before + 1, "{what}: exactly one entry");
    (done, log(world).await.remove(0))
}

fn guess(name: &str, password: &str) -> SignIn {
    SignIn { email: address(name), password: password.to_owned(), from: HERE.to_owned(), browser: None }
}

on_both!(p08_every_change_has_exactly_one_entry, world, {
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let portal: Portal = world.portal.visited_from(HERE);
    let (client, team): (Desk<'_>, Desk<'_>) = (portal.desk(&claire), portal.desk(&tom));
    let is = |what: &str, found: &Audit, action: Action, object: uuid::Uuid| {
        assert_eq!((found.action.as_str(), found.object), (action.name(), Some(object)), "{what}");
        assert_eq!((found.origin.as_deref(), found.allowed, found.times), (Some(HERE), true, 1), "{what}");
    };

    let (draft, found) = entry(&world, "begin", client.start_draft("quote")).await;
    is("begin", &found, Action::DraftBegun, draft.0);
    assert_eq!((found.actor, found.organisation), (Some(claire.account()), claire.organisations().next()));
    let need = typed(&[("subject", "Heating"), ("kind", "maintenance"), ("details", "Yearly.")]);
    let (_, found) = entry(&world, "save", client.save_step(draft, "need", &need)).await;
    is("save", &found, Action::DraftSaved, draft.0);
    let (_, found) = entry(&world, "attach", client.attach(draft, "brief", pdf("brief.pdf"))).await;
    is("attach", &found, Action::DraftSaved, draft.0);
    let (_, found) = entry(&world, "discard", client.discard_draft(draft)).await;
    is("discard", &found, Action::DraftDiscarded, draft.0);

    let draft = filled(&client).await;
    let (receipt, found) = entry(&world, "submit", client.submit(&Submit { draft })).await;
    let request = receipt.request;
    is("submit", &found, Action::RequestSubmitted, request.0);
    let before = count(&world).await;
    assert_eq!(client.submit(&Submit { draft }).await.unwrap(), receipt);
    assert_eq!(count(&world).await, before, "a repeat does nothing");

    let (_, found) = entry(&world, "move", moved(&team, request, "ask", asked())).await;
    is("move", &found, Action::RequestMoved, request.0);
    assert_eq!((found.actor, found.organisation), (Some(tom.account()), claire.organisations().next()));
    let task = client.request(request).await.unwrap().dossier.tasks[0].id;
    let (_, found) = entry(&world, "provide", client.provide(task, 0, pdf("extract.pdf"))).await;
    assert_eq!(found.action, "document.added");
    let close = CloseTask { task, approval: Approval::Done };
    let (_, found) = entry(&world, "close", client.close_task(&close)).await;
    is("close", &found, Action::TaskDone, request.0);
    let note = says(request, portal::core::identity::Side::Team, "She called twice.", "");
    let (_, found) = entry(&world, "note", team.post(&note)).await;
    is("note", &found, Action::NotePosted, request.0);
    assert!(!format!("{found:?}").contains("called"), "T06: never a text");
    let document = client.request(request).await.unwrap().dossier.documents[0].id;
    let (_, found) = entry(&world, "download", client.download(document)).await;
    is("download", &found, Action::DocumentDownload, document.0);
    let (_, found) = entry(&world, "language", client.choose_language("fr")).await;
    is("language", &found, Action::AccountChanged, claire.account().0);

    let about = AuditFilter { about: Some(AuditObject::Id(request.0)), ..AuditFilter::default() };
    let all = world.store.audit(&about, None, 100).await.unwrap().rows;
    let names: Vec<&str> = all.iter().map(|entry| entry.action.as_str()).collect();
    let expected =
        ["document.download", "note.posted", "task.done", "document.added", "request.moved", "request.submitted"];
    assert_eq!(names, expected, "all of a request, with its documents");
    let reference = client.request(request).await.unwrap().dossier.request.reference.to_string();
    let by_name = AuditFilter { about: Some(AuditObject::Reference(reference)), ..AuditFilter::default() };
    assert_eq!(world.store.audit(&by_name, None, 100).await.unwrap().rows, all);
});

on_both!(p08_people_and_sign_ins_have_one_entry_each, world, {
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let seat = desk.own_seat();
    let invite = Invite {
        seat,
        name: "Karim Benali".to_owned(),
        email: "karim@alpha.example".to_owned(),
        role: "client_user".to_owned(),
        projects: None,
        locale: "fr".to_owned(),
    };
    let (link, found) = entry(&world, "invite", desk.invite(&invite)).await;
    assert_eq!((found.action.as_str(), found.object), ("person.invited", Some(link.0)));
    assert_eq!(Some(seat), found.organisation.map(Seat::Organisation));
    let (_, found) = entry(&world, "revoke", desk.revoke_invitation(seat, link)).await;
    assert_eq!((found.action.as_str(), found.object), ("invitation.revoked", Some(link.0)));

    let (signed_in, found) = entry(&world, "sign in", world.portal.sign_in(&guess("claire", PASSWORD))).await;
    assert_eq!((found.action.as_str(), found.origin.as_deref()), ("session.begin", Some(HERE)));
    let (_, found) = entry(&world, "sign out", world.portal.sign_out(&signed_in.token)).await;
    assert_eq!((found.action.as_str(), found.actor), ("session.end", Some(signed_in.account.id)));
    for (name, password) in
        [("claire", "wrong wrong wrong"), ("nobody", "wrong wrong wrong"), ("claire", "x".repeat(9_999).as_str())]
    {
        let before = count(&world).await;
        assert!(matches!(world.portal.sign_in(&guess(name, password)).await, Err(Refused::Credentials)));
        let found = log(&world).await.remove(0);
        assert_eq!((count(&world).await, found.allowed), (before + 1, false), "{name}");
        assert_eq!((found.action.as_str(), found.origin.as_deref()), ("session.begin", Some(HERE)), "{name}");
    }
    world.portal.ask_reset("nobody@alpha.example", HERE).await.unwrap();
    let found = log(&world).await.remove(0);
    assert_eq!((found.action.as_str(), found.allowed), ("password.reset_asked", false));
});

on_both!(p08_what_a_program_does_has_one_entry_each, world, {
    let (gamma, found) = entry(&world, "an organisation", world.portal.add_organisation("Gamma")).await;
    assert_eq!((found.action.as_str(), found.organisation), ("organisation.added", Some(gamma)));
    let person = NewPerson {
        name: "Gil Moreau".to_owned(),
        email: "gil@gamma.example".to_owned(),
        locale: "fr".to_owned(),
        password: PASSWORD.to_owned(),
        organisation: Some(gamma),
        role: "client_user".to_owned(),
    };
    let (gil, found) = entry(&world, "a person", world.portal.add_person(&person)).await;
    assert_eq!((found.action.as_str(), found.object), ("person.added", Some(gil.0)));
    assert_eq!((found.actor, found.origin.as_deref()), (None, None), "the portal itself");
    let attributes = portal::core::form::Answers::new();
    let (_, found) = entry(&world, "attributes", world.portal.set_attributes(gamma, attributes)).await;
    assert_eq!(found.action, "organisation.changed");
    let (_, found) = entry(&world, "a token", world.portal.make_token(gil, "nightly", TimeDelta::days(1))).await;
    assert_eq!((found.action.as_str(), found.object), ("token.make", Some(gil.0)));
    let first = world.store.audit(&AuditFilter::default(), None, 100).await.unwrap().rows.pop().unwrap();
    assert_eq!(first.action, "definition.published");
});

on_both!(p08_a_refused_change_has_no_entry_of_a_change, world, {
    let (claire, bruno) = (world.viewer("claire").await, world.viewer("bruno").await);
    let request = {
        let desk = world.portal.desk(&claire);
        let draft = filled(&desk).await;
        desk.submit(&Submit { draft }).await.unwrap().request
    };
    let before = count(&world).await;
    let take = MoveRequest { by: "take".to_owned(), seen: 1, ..MoveRequest::default() };
    assert!(world.portal.desk(&bruno).move_request(request, &take).await.is_err());
    assert!(world.portal.desk(&claire).move_request(request, &take).await.is_err());
    assert_eq!(count(&world).await, before);
});

on_both!(p08_a_flood_of_refusals_is_counted, world, {
    let portal = world.portal.visited_from(HERE);
    let before = count(&world).await;
    for _ in 0..100 {
        portal.note_refusal(Action::AccessNotFound, None, None, "GET /requests/{request}").await.unwrap();
    }
    assert!((30..=60).contains(&(count(&world).await - before)), "a minute may end meanwhile");
    world.clock.pass(TimeDelta::minutes(1));
    world.portal.sweep().await.unwrap();
    let noted: u32 =
        log(&world).await.iter().filter(|entry| entry.action.starts_with("access.")).map(|e| e.times).sum();
    assert_eq!(noted, 100, "none is lost");
});

/// What is wrong with the seals, by code.
async fn wrong(world: &World) -> Vec<(&'static str, Vec<String>)> {
    let broken = world.portal.verify().await.unwrap();
    broken
        .into_iter()
        .filter(|broken| broken.code.starts_with("seal."))
        .map(|broken| (broken.code, broken.ids))
        .collect()
}

async fn sound(world: &World, what: &str) {
    let found = wrong(world).await;
    assert!(found.is_empty(), "{what}: {found:?}");
}

/// Three batches of the audit log.
async fn sealed(world: &World) {
    assert!(world.portal.seal().await.unwrap() >= 1);
    for _ in 0..2 {
        world.portal.sign_in(&guess("claire", PASSWORD)).await.unwrap();
        world.portal.sign_in(&guess("aline", PASSWORD)).await.unwrap();
        assert_eq!(world.portal.seal().await.unwrap(), 1);
    }
    sound(world, "the seals").await;
}

on_both!(p07_whatever_is_done_to_sealed_entries_shows, world, {
    sealed(&world).await;
    for (what, code, done, undone) in [
        (
            "an entry goes",
            "seal.entries",
            "delete from portal_audit where id = (select id from portal_audit where seal = 2 order by at, id limit 1)",
            "insert into portal_audit select * from kept where seal = 2 \
             and id not in (select id from portal_audit)",
        ),
        (
            "an entry says something else",
            "seal.altered",
            "update portal_audit set action = 'session.end' where seal = 2",
            "update portal_audit set action = 'session.begin' where seal = 2",
        ),
        (
            "an entry comes from elsewhere",
            "seal.altered",
            "update portal_audit set origin = '203.0.113.1' where seal = 3",
            "update portal_audit set origin = '192.0.2.9' where seal = 3",
        ),
        (
            "an entry goes into another batch",
            "seal.entries",
            "update portal_audit set seal = 3 where seal = 2",
            "update portal_audit set seal = 2 where id in (select id from kept where seal = 2)",
        ),
        (
            "a seal goes",
            "seal.chain",
            "delete from portal_seal where log = 'audit' and number = 2",
            "insert into portal_seal select * from seals where number = 2 and log = 'audit'",
        ),
        (
            "a seal is made anew",
            "seal.altered",
            "update portal_seal set hash = (select hash from seals where log = 'audit' and number = 1) \
             where log = 'audit' and number = 2",
            "update portal_seal set hash = (select hash from seals where log = 'audit' and number = 2) \
             where log = 'audit' and number = 2",
        ),
        (
            "a batch is said to have outlived its time",
            "seal.purged",
            "update portal_seal set purged = sealed where log = 'audit' and number = 2",
            "update portal_seal set purged = null where log = 'audit' and number = 2",
        ),
    ] {
        run(&world, "create table kept as select * from portal_audit").await;
        run(&world, "create table seals as select * from portal_seal").await;
        run(&world, done).await;
        if code == "seal.purged" {
            run(&world, "delete from portal_audit where seal = 2").await;
        }
        let found = wrong(&world).await;
        assert!(found.iter().any(|(found, _)| *found == code), "{what}: {found:?}");
        let named =
            found.iter().flat_map(|(_, ids)| ids).any(|id| id.contains("audit batch 2") || id.contains("batch 3"));
        assert!(named, "{what}: {found:?}");
        run(&world, undone).await;
        if code == "seal.purged" {
            run(&world, "insert into portal_audit select * from kept where seal = 2").await;
        }
        sound(&world, what).await;
        run(&world, "drop table kept").await;
        run(&world, "drop table seals").await;
    }
});

on_both!(p07_a_history_is_sealed_too, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = filled(&desk).await;
    desk.submit(&Submit { draft }).await.unwrap();
    world.portal.seal().await.unwrap();
    sound(&world, "the seals").await;
    run(&world, "update portal_event set actor = null").await;
    let found = wrong(&world).await;
    assert_eq!((found.len(), found[0].0), (1, "seal.altered"), "{found:?}");
    assert!(found[0].1[0].starts_with("event batch 1 of "), "{found:?}");
});

on_both!(p07_an_entry_that_is_put_into_sealed_time_shows_before_and_after_it_is_sealed, world, {
    sealed(&world).await;
    let hours = TimeDelta::hours(3);
    world.clock.pass(hours);
    world.portal.sign_in(&guess("claire", PASSWORD)).await.unwrap();
    world.portal.seal().await.unwrap();
    sound(&world, "the seals").await;
    let mut forged = log(&world).await.remove(0);
    forged.at -= hours;
    forged.id.0 = uuid::Uuid::from_u128(7);
    let mut changes = portal::core::store::Changes::new();
    changes.create(Record::Audit(forged));
    world.store.commit(&changes).await.unwrap();
    assert_eq!(wrong(&world).await, [("seal.late", vec!["audit: 1 without a seal".to_owned()])]);
    world.portal.seal().await.unwrap();
    let found = wrong(&world).await;
    assert_eq!((found.len(), found[0].0), (1, "seal.late"), "{found:?}");
    assert!(found[0].1[0].starts_with("audit batch 5 of "), "{found:?}");
});

on_both!(p07_workers_that_seal_at_once_make_one_chain, world, {
    for _ in 0..3 {
        join_all((0..6).map(|_| async {
            world.portal.note_refusal(Action::AccessForbidden, None, None, "POST /requests").await?;
            world.portal.seal().await
        }))
        .await
        .into_iter()
        .for_each(|sealed| assert!(sealed.is_ok(), "{sealed:?}"));
    }
    while world.portal.seal().await.unwrap() > 0 {}
    sound(&world, "the seals").await;
});

/// A transaction that was open while others were sealed brings its entry late: it is in a later batch.
#[tokio::test]
async fn p07_what_commits_late_is_sealed_later_and_is_no_breach() {
    let world = World::postgres().await;
    let claire = world.viewer("claire").await;
    let result: Result<(), Refused> = world
        .store
        .within(async |store| {
            world.portal.desk_on(store, &claire).choose_language("fr").await?;
            world.portal.sign_in(&guess("aline", PASSWORD)).await?;
            assert!(world.portal.seal().await? > 0);
            Ok(())
        })
        .await;
    result.unwrap();
    sound(&world, "the seals").await;
    assert_eq!(world.portal.seal().await.unwrap(), 1, "the late entry alone");
    sound(&world, "the seals").await;
    world.end().await;
}

on_both!(the_audit_log_is_kept_for_a_year_and_its_seals_longer, world, {
    sealed(&world).await;
    let before = count(&world).await;
    world.clock.pass(TimeDelta::days(200));
    world.portal.sign_in(&guess("claire", PASSWORD)).await.unwrap();
    world.portal.sweep().await.unwrap();
    assert_eq!(count(&world).await, before + 1, "half a year is no year");
    world.clock.pass(TimeDelta::days(170));
    world.portal.sweep().await.unwrap();
    let left = log(&world).await;
    let names: Vec<&str> = left.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(names, ["audit.purged", "session.begin"]);
    assert_eq!(left[0].detail.as_deref(), Some("1-3"));
    sound(&world, "the chain goes on").await;
    world.portal.seal().await.unwrap();
    sound(&world, "the seals").await;
});
