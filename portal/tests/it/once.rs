//! What is sent several times under one key happens once, on both databases.

use std::time::Duration;

use crate::support::{World, bytes, pdf};
use portal::{
    Desk, Once, Refused, Viewer,
    core::{
        form::RawAnswers,
        id::{DraftId, MessageId, RequestId, Version},
        identity::Side,
        request::{Post, Submit},
        store::{Filter, Subject},
    },
};

fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

/// Fills a draft in to the end.
async fn fill(desk: &Desk<'_>, subject: &str) -> DraftId {
    let draft = desk.start_another_draft("quote").await.unwrap();
    let need = typed(&[("subject", subject), ("kind", "installation"), ("details", "Two units.")]);
    let project = typed(&[("start", "2099-01-15"), ("visit", "no")]);
    for (step, answers) in [("need", need), ("project", project), ("documents", typed(&[("terms", "yes")]))] {
        let (_, read) = desk.save_step(draft, step, &answers).await.unwrap();
        assert_eq!(read.faults, [], "{step}");
    }
    draft
}

fn key(name: &str, body: u8) -> Once {
    Once::new(name, [body; 32]).unwrap()
}

/// Submits under a key, again and again while the database is too busy to say; gives the request, made now or before.
async fn submit(world: &World, viewer: &Viewer, draft: DraftId, once: &Once) -> Result<RequestId, Refused> {
    let input = &Submit { draft };
    loop {
        let desk = world.portal.desk(viewer);
        match desk.once(Some(once), |desk| async move { desk.submit(input).await }).await {
            Ok(receipt) => return Ok(receipt.request),
            Err(Refused::Repeated(Subject::Request(request))) => return Ok(request),
            Err(Refused::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(refused) => return Err(refused),
        }
    }
}

on_both!(f26_of_64_equal_submissions_at_once_one_becomes_a_request, world, {
    let claire = world.viewer("claire").await;
    let draft = fill(&world.portal.desk(&claire), "Cooling").await;
    let once = key("64", 1);
    let all = (0..64).map(|_| submit(&world, &claire, draft, &once));
    let made: Vec<RequestId> = futures_util::future::try_join_all(all).await.unwrap();
    assert!(made.iter().all(|id| *id == made[0]), "{made:?}");
    assert_eq!(world.portal.desk(&claire).count(&Filter::default()).await.unwrap(), 1);
    let mut told = world.letters().await;
    told.sort();
    let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, ["claire@alpha.example", "nadia@novaterm.example", "tom@novaterm.example"]);
    assert_eq!(submit(&world, &claire, draft, &once).await.unwrap(), made[0], "and later still");
});

on_both!(f26_without_a_key_the_draft_is_the_key, world, {
    let claire = world.viewer("claire").await;
    let draft = fill(&world.portal.desk(&claire), "Cooling").await;
    let desk = world.portal.desk(&claire);
    let press = async || loop {
        match desk.submit(&Submit { draft }).await {
            Err(Refused::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
            done => return done.unwrap().request,
        }
    };
    let made = futures_util::future::join_all((0..16).map(|_| press())).await;
    assert!(made.iter().all(|id| *id == made[0]), "{made:?}");
    assert_eq!(desk.count(&Filter::default()).await.unwrap(), 1);
});

on_both!(f26_the_same_key_for_something_else_is_refused, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let (first, second) = (fill(&desk, "Cooling").await, fill(&desk, "Heating").await);
    submit(&world, &claire, first, &key("k", 1)).await.unwrap();
    let reused = submit(&world, &claire, second, &key("k", 2)).await;
    assert!(matches!(reused, Err(Refused::KeyReused)), "{reused:?}");
    assert_eq!(desk.drafts().await.unwrap().len(), 1, "the other draft is still there");
    submit(&world, &claire, second, &key("other", 2)).await.unwrap();
});

on_both!(t18_the_key_of_somebody_else_is_another_key, world, {
    let (claire, aline) = (world.viewer("claire").await, world.viewer("aline").await);
    let hers = fill(&world.portal.desk(&claire), "Cooling").await;
    let colleagues = fill(&world.portal.desk(&aline), "Heating").await;
    let once = key("shared", 1);
    let first = submit(&world, &claire, hers, &once).await.unwrap();
    let second = submit(&world, &aline, colleagues, &once).await.unwrap();
    assert_ne!(first, second);
});

on_both!(a_message_sent_twice_is_one_message, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = fill(&desk, "Cooling").await;
    let request = desk.submit(&Submit { draft }).await.unwrap().request;
    let (post, once) =
        (Post { request, audience: Side::Client, body: "When?".to_owned(), key: String::new() }, key("m", 1));
    let send = async || desk.once(Some(&once), |desk| write(desk, &post)).await;
    let first = send().await.unwrap();
    let again = send().await;
    assert!(matches!(again, Err(Refused::Repeated(Subject::Message(id))) if id == first), "{again:?}");
    assert_eq!(desk.request(request).await.unwrap().history.messages.len(), 1);
});

async fn write(desk: Desk<'_>, post: &Post) -> Result<MessageId, Refused> {
    desk.post(post).await
}

on_both!(a_file_sent_twice_is_there_once_and_leaves_nothing_loose, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = fill(&desk, "Cooling").await;
    let once = key("f", 1);
    let send = async |file| {
        desk.once_with(Some(&once), file, |desk, file| async move { desk.attach(draft, "brief", file).await }).await
    };
    send(pdf("brief.pdf")).await.unwrap();
    let again = send(pdf("brief.pdf")).await;
    assert!(matches!(again, Err(Refused::Repeated(Subject::Draft(id))) if id == draft), "{again:?}");
    let other = send(bytes("brief.pdf", b"%PDF-1.4\nanother one\n%%EOF\n")).await;
    assert!(matches!(other, Err(Refused::KeyReused)), "{other:?}");
    assert_eq!(files(&world), 1, "in the storage");
    let both = futures_util::future::join(twice(&desk, draft), twice(&desk, draft)).await;
    let made = [&both.0, &both.1].into_iter().filter(|done| done.is_ok()).count();
    assert_eq!(made, 1, "{both:?}");
    assert_eq!(files(&world), 2, "in the storage");
});

/// The same file under the same key.
async fn twice(desk: &Desk<'_>, draft: DraftId) -> Result<(), Refused> {
    let once = key("g", 1);
    desk.once_with(Some(&once), pdf("plan.pdf"), |desk, file| async move { desk.attach(draft, "brief", file).await })
        .await
}

/// How many files the storage holds.
fn files(world: &World) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
    }
    count(&world.folder.path().join("files"))
}

on_both!(what_changed_since_it_was_seen_is_not_overwritten, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = fill(&desk, "Cooling").await;
    let version = desk.draft(draft).await.unwrap().draft.version;
    let old = desk.seeing(Some(Version(version.0 - 1)));
    let stale = |refused: &Refused| matches!(refused, Refused::Stale);
    assert!(stale(&old.save_step(draft, "need", &typed(&[])).await.unwrap_err()));
    assert!(stale(&old.submit(&Submit { draft }).await.unwrap_err()));
    assert!(stale(&old.discard_draft(draft).await.unwrap_err()));
    let (saved, _) = desk.seeing(Some(version)).save_step(draft, "need", &typed(&[("subject", "New")])).await.unwrap();
    assert_eq!(saved.draft.version, version.next());
    assert_eq!(desk.draft(draft).await.unwrap().draft.version, version.next());
    let request = {
        desk.save_step(draft, "need", &typed(&[("subject", "S"), ("kind", "installation"), ("details", "D")]))
            .await
            .unwrap();
        let version = desk.draft(draft).await.unwrap().draft.version;
        desk.seeing(Some(version)).submit(&Submit { draft }).await.unwrap().request
    };
    let tom = world.viewer("tom").await;
    let team = world.portal.desk(&tom);
    let version = team.request(request).await.unwrap().dossier.request.version;
    assert!(stale(&team.seeing(Some(version.next())).assign(request, None).await.unwrap_err()));
    team.seeing(Some(version)).assign(request, Some(tom.account())).await.unwrap();
});

on_both!(a_client_writes_no_notes_by_a_move, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = fill(&desk, "Cooling").await;
    let request = desk.submit(&Submit { draft }).await.unwrap().request;
    let withdraw = portal::core::request::MoveRequest {
        seen: 1,
        by: "withdraw".to_owned(),
        note: "for the team".to_owned(),
        ..Default::default()
    };
    assert!(matches!(desk.move_request(request, &withdraw).await, Err(Refused::Forbidden)));
});
