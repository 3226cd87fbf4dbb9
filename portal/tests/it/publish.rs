//! Publishing a version while requests are open, on both databases: what breaks is refused, what is moved is moved and traced.

use crate::support::{Post, World, definition_folder, pdf};
use chrono::TimeDelta;
use portal::{
    Portal,
    core::{
        definition::{NotPublished, Source, plan::Moving},
        form::RawAnswers,
        id::{DraftId, Id, RequestId, TaskId},
        request::{Approval, AskedFor, CloseTask, Happening, MoveRequest, Submit},
    },
    files::Disk,
};

fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

/// The shipped definition with something written otherwise.
fn with(changes: &[(&str, &str, &str)]) -> Vec<Source> {
    let mut sources = portal::read_folder(&definition_folder()).unwrap();
    for (path, from, to) in changes {
        let source = sources.iter_mut().find(|source| source.path == *path).unwrap();
        let text = String::from_utf8(std::mem::take(&mut source.bytes)).unwrap();
        assert!(text.contains(from), "{path} says {from}");
        source.bytes = text.replace(from, to).into_bytes();
    }
    sources
}

fn moves(moves: &[&str]) -> Vec<Moving> {
    moves.iter().map(|text| text.parse().unwrap()).collect()
}

async fn draft(world: &World) -> DraftId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("quote").await.unwrap();
    for (step, answers) in [
        ("need", typed(&[("subject", "Cooling"), ("kind", "installation"), ("details", "Two units.")])),
        ("project", typed(&[("budget", "500"), ("start", "2099-01-15"), ("visit", "no")])),
        ("documents", typed(&[("terms", "yes")])),
    ] {
        assert_eq!(desk.save_step(draft, step, &answers).await.unwrap().1.faults, [], "{step}");
    }
    draft
}

async fn submitted(world: &World) -> RequestId {
    let draft = draft(world).await;
    let claire = world.viewer("claire").await;
    world.portal.desk(&claire).submit(&Submit { draft }).await.unwrap().request
}

/// A request from which the team asks for the company's extract.
async fn asked(world: &World) -> (RequestId, TaskId) {
    let id = submitted(world).await;
    let tom = world.viewer("tom").await;
    let desk = world.portal.desk(&tom);
    let item = AskedFor { kind: Id::from("company_extract"), name: String::new() };
    let ask = MoveRequest {
        by: "ask".to_owned(),
        seen: 1,
        asked: vec![item],
        reason: "Please.".to_owned(),
        ..MoveRequest::default()
    };
    desk.move_request(id, &ask).await.unwrap();
    let view = desk.request(id).await.unwrap();
    (id, view.dossier.tasks.iter().find(|task| task.is_open()).unwrap().id)
}

async fn holds(world: &World) {
    let broken = portal::verify(&world.portal).await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
}

/// A second process on the same database, with its own folder.
async fn another(world: &World, sources: Vec<Source>) -> Portal {
    let built = portal::builder(world.store.clone())
        .secret_key([7; 32])
        .sources(sources)
        .base_url("https://novaterm.example/portal")
        .files(Disk::open(world.folder.path().join("files")).unwrap())
        .mail(Post::default())
        .clock(world.clock.clone())
        .build();
    built.await.unwrap_or_else(|error| panic!("{error}"))
}

const QUEUE_GONE: [(&str, &str, &str); 2] =
    [("portal.yaml", "sales: {label", "projects: {label"), ("requests/quote.yaml", "queue: sales", "queue: projects")];
const MISSING_RENAMED: [(&str, &str, &str); 4] = [
    (
        "requests/quote.yaml",
        "    missing:\n      due: 10 business days\n",
        "    incomplete: {label: Incomplete, explain: Something is missing., waits_for: tasks, due: 5 business days}\n",
    ),
    ("requests/quote.yaml", "to: missing,", "to: incomplete,"),
    ("requests/quote.yaml", "from: missing,", "from: incomplete,"),
    (
        "requests/quote.yaml",
        "          - {id: change, label",
        "          - {id: advice, label: Advice}\n          - {id: change, label",
    ),
];

on_both!(what_breaks_open_requests_is_refused_whole_and_nothing_is_written, world, {
    let id = submitted(&world).await;
    let before = world.portal.definition().hash.clone();
    let refused = world.portal.publish(&with(&QUEUE_GONE), &[]).await.unwrap_err();
    let NotPublished::Breaks(plan) = &refused else { panic!("{refused}") };
    assert_eq!(plan.breaks().count(), 1);
    assert!(refused.to_string().contains("--move queue.sales=OTHER"), "{refused}");
    assert_eq!(world.portal.fresh().await.definition().hash, before);
    let tom = world.viewer("tom").await;
    assert_eq!(world.portal.desk(&tom).request(id).await.unwrap().dossier.request.queue, "sales");
    let faults = world.portal.publish(&with(&[("portal.yaml", "currency: EUR", "currency: coins")]), &[]).await;
    assert!(matches!(faults, Err(NotPublished::Faults(_))));
});

on_both!(a_queue_is_moved_with_its_requests_and_each_tells_so_to_the_team, world, {
    let (id, before) = (submitted(&world).await, world.portal.definition().hash.to_string());
    let done = world.portal.publish(&with(&QUEUE_GONE), &moves(&["queue.sales=projects"])).await.unwrap();
    assert!(done.new && done.requests == 1, "{done:?}");
    let portal = world.portal.fresh().await;
    let tom = world.viewer("tom").await;
    let view = portal.desk(&tom).request(id).await.unwrap();
    assert_eq!(view.dossier.request.queue, "projects");
    assert_eq!(view.dossier.request.definition, before, "it keeps its form and workflow");
    let traced = view.history.events.iter().find_map(|event| match &event.what {
        Happening::Migrated { definition, moves } => Some((definition.clone(), moves.clone())),
        _ => None,
    });
    assert_eq!(traced, Some((portal.definition().hash.to_string(), vec!["queue.sales=projects".to_owned()])));
    let claire = world.viewer("claire").await;
    let told = portal.desk(&claire).request(id).await.unwrap().history.events;
    assert!(told.iter().all(|event| !matches!(event.what, Happening::Migrated { .. })), "the client is told nothing");
    holds(&world).await;
});

on_both!(requests_that_are_moved_go_on_with_the_new_workflow_and_what_they_wait_for, world, {
    let (id, task) = asked(&world).await;
    let other = submitted(&world).await;
    let kept = world.portal.definition().hash.to_string();
    let done = world.portal.publish(&with(&MISSING_RENAMED), &moves(&["quote.missing=incomplete"])).await.unwrap();
    assert_eq!(done.requests, 1);
    let portal = world.portal.fresh().await;
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let view = portal.desk(&tom).request(id).await.unwrap();
    assert_eq!(view.dossier.request.status, "incomplete");
    assert_eq!(view.dossier.request.definition, *portal.definition().hash);
    assert!(
        view.dossier.tasks.iter().any(|found| found.id == task && found.is_open()),
        "it still waits for the extract"
    );
    assert_eq!(portal.desk(&tom).request(other).await.unwrap().dossier.request.definition, kept, "others stay");
    holds(&world).await;
    let client = portal.desk(&claire);
    client.provide(task, 0, pdf("extract.pdf")).await.unwrap();
    client.close_task(&CloseTask { task, approval: Approval::Done }).await.unwrap();
    assert_eq!(client.request(id).await.unwrap().dossier.request.status, "processing");
    // Once more moves nothing.
    let again = portal.publish(&with(&MISSING_RENAMED), &moves(&["quote.missing=incomplete"])).await.unwrap();
    assert_eq!((again.new, again.requests), (false, 0));
});

on_both!(a_kind_of_document_is_moved_in_documents_and_in_what_is_asked, world, {
    let (id, task) = asked(&world).await;
    let (tom, claire) = (world.viewer("tom").await, world.viewer("claire").await);
    let new = with(&[
        ("documents.yaml", "company_extract:", "registration:"),
        ("requests/quote.yaml", "company_extract", "registration"),
    ]);
    let refused = world.portal.publish(&new, &[]).await.unwrap_err();
    assert!(refused.to_string().contains("--move kind.company_extract=OTHER"), "{refused}");
    world.portal.publish(&new, &moves(&["kind.company_extract=registration"])).await.unwrap();
    let portal = world.portal.fresh().await;
    let view = portal.desk(&tom).request(id).await.unwrap();
    assert!(view.dossier.tasks.iter().any(|found| found.id == task && found.items[0].kind == "registration"));
    portal.desk(&claire).provide(task, 0, pdf("extract.pdf")).await.unwrap();
    holds(&world).await;
});

on_both!(people_get_another_role_and_drafts_the_new_form, world, {
    let checker = [
        ("portal.yaml", "roles:\n", "roles:\n  checker: {label: {en: Checker, fr: Relecteur}, like: client_user}\n"),
        ("requests/quote.yaml", "[client_user, client_admin]", "[client_user, client_admin, checker]"),
    ];
    world.portal.publish(&with(&checker), &[]).await.unwrap();
    let portal = world.portal.fresh().await;
    let draft = draft(&world).await;
    let claire = world.viewer("claire").await;
    portal.publish(&with(&checker), &moves(&["role.client_user=checker"])).await.unwrap();
    let after =
        portal.publish(&with(&MISSING_RENAMED), &moves(&["role.checker=client_user", "quote.draft=draft"])).await;
    let after = after.unwrap();
    assert_eq!((after.people, after.drafts), (2, 1), "Claire and Bruno");
    let portal = portal.fresh().await;
    let view = portal.desk(&claire).draft(draft).await.unwrap();
    assert_eq!(view.draft.definition, *portal.definition().hash);
    portal.desk(&world.viewer("claire").await).submit(&Submit { draft }).await.unwrap();
    holds(&world).await;
});

on_both!(a_running_process_takes_up_what_another_published_within_a_second, world, {
    let other = another(&world, portal::read_folder(&definition_folder()).unwrap()).await;
    let before = other.definition().hash.clone();
    world.portal.publish(&with(&MISSING_RENAMED), &[]).await.unwrap();
    let published = world.portal.fresh().await.definition().hash.clone();
    world.clock.pass(TimeDelta::seconds(2));
    assert_ne!(published, before);
    assert_eq!(other.fresh().await.definition().hash, published);
    assert_eq!(other.definition().hash, before, "a piece of work that began before sees one version to its end");
});

on_both!(a_process_with_an_older_folder_does_not_publish_it, world, {
    world.portal.publish(&with(&MISSING_RENAMED), &[]).await.unwrap();
    let published = world.portal.fresh().await.definition().hash.clone();
    let older = another(&world, portal::read_folder(&definition_folder()).unwrap()).await;
    assert_eq!(older.definition().hash, published);
    // Who means it publishes it: it is in force again, whatever the clock says.
    older.publish(&portal::read_folder(&definition_folder()).unwrap(), &[]).await.unwrap();
    assert_ne!(older.fresh().await.definition().hash, published);
});

on_both!(a_process_that_starts_with_what_would_break_serves_the_last_good_version_and_says_why, world, {
    submitted(&world).await;
    let started = another(&world, with(&QUEUE_GONE)).await;
    assert_eq!(started.definition().hash, world.portal.definition().hash);
    let refused = started.refused_change().expect("it is told");
    assert!(refused.why.to_string().contains("The queue `sales` is gone."), "{}", refused.why);
});
