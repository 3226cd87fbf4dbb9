//! One quote from the first page to the answer, through the use cases, on both databases.

use crate::support::{World, bytes, pdf};
use portal::{
    Desk, Refused,
    core::{
        document::AddDocument,
        form::RawAnswers,
        id::{DraftId, Id, RequestId, TaskId},
        identity::Side,
        request::{Approval, AskedFor, CloseTask, MoveRequest, Post, Submit},
        store::Filter,
    },
};

fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

/// Fills a draft in to the end.
async fn fill(desk: &Desk<'_>) -> DraftId {
    let draft = desk.start_draft("quote").await.unwrap();
    let need =
        typed(&[("subject", "Cooling for the server room"), ("kind", "installation"), ("details", "Two units.")]);
    let project = typed(&[("budget", "12 000,50"), ("start", "2099-01-15"), ("visit", "no")]);
    for (step, answers) in [("need", need), ("project", project)] {
        let (_, read) = desk.save_step(draft, step, &answers).await.unwrap();
        assert_eq!(read.faults, [], "{step}");
    }
    desk.attach(draft, "brief", pdf("brief.pdf")).await.unwrap();
    let (_, read) = desk.save_step(draft, "documents", &typed(&[("terms", "yes")])).await.unwrap();
    assert_eq!(read.faults, []);
    draft
}

async fn submitted(desk: &Desk<'_>) -> RequestId {
    let draft = fill(desk).await;
    desk.submit(&Submit { draft }).await.unwrap().request
}

async fn moved(desk: &Desk<'_>, id: RequestId, by: &str, input: MoveRequest) -> Result<(), Refused> {
    let seen = desk.request(id).await?.dossier.request.version.0;
    desk.move_request(id, &MoveRequest { by: by.to_owned(), seen, ..input }).await
}

/// What the team asks for: the company's extract.
fn asked() -> MoveRequest {
    let item = AskedFor { kind: Id::from("company_extract"), name: "Extract of this year".to_owned() };
    MoveRequest { asked: vec![item], reason: "It is your first order.".to_owned(), ..MoveRequest::default() }
}

async fn open_task(desk: &Desk<'_>, id: RequestId) -> TaskId {
    let view = desk.request(id).await.unwrap();
    view.dossier.tasks.iter().find(|task| task.is_open()).expect("an open task").id
}

/// Takes a request as far as the proposal of a quote.
async fn proposed(world: &World) -> (RequestId, TaskId) {
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let id = submitted(&world.portal.desk(&claire)).await;
    let desk = world.portal.desk(&tom);
    moved(&desk, id, "take", MoveRequest::default()).await.unwrap();
    let quote = AddDocument { request: id, kind: "quote".to_owned(), fields: RawAnswers::new() };
    desk.add_document(&quote, pdf("quote.pdf")).await.unwrap();
    moved(&desk, id, "propose", MoveRequest::default()).await.unwrap();
    (id, open_task(&desk, id).await)
}

on_both!(the_whole_scenario, world, {
    let (claire, aline) = (world.viewer("claire").await, world.viewer("aline").await);
    let (tom, nadia) = (world.viewer("tom").await, world.viewer("nadia").await);
    let client = world.portal.desk(&claire);
    let team = world.portal.desk(&tom);

    let id = submitted(&client).await;
    let told = world.letters().await;
    let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
    assert!(to.contains(&"claire@alpha.example") && to.contains(&"tom@novaterm.example"), "{told:?}");

    let queue = team.requests(&Filter { unowned: true, ..Filter::default() }, None).await.unwrap();
    assert_eq!(queue.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
    moved(&team, id, "take", MoveRequest::default()).await.unwrap();
    let note = Post { request: id, audience: Side::Team, body: "A good client.".into(), key: String::new() };
    team.post(&note).await.unwrap();
    world.letters().await;
    moved(&team, id, "ask", asked()).await.unwrap();
    let told = world.letters().await;
    assert!(
        told.iter().any(|(to, subject)| to == "claire@alpha.example" && subject.starts_with("Your turn")),
        "{told:?}"
    );

    let board = client.dashboard().await.unwrap();
    assert_eq!(board.mine.len(), 1, "what waits for the client comes first");
    let task = board.mine[0].0.id;
    assert!(matches!(client.close_task(&CloseTask { task, approval: Approval::Done }).await, Err(Refused::Missing(_))));
    client.provide(task, 0, pdf("extract.pdf")).await.unwrap();
    let unsent = team.request(id).await.unwrap();
    assert!(unsent.dossier.documents.iter().all(|document| document.kind != "company_extract"), "not sent yet");
    client.close_task(&CloseTask { task, approval: Approval::Done }).await.unwrap();
    assert_eq!(team.request(id).await.unwrap().dossier.request.status, "processing");
    let told = world.letters().await;
    assert!(told.iter().any(|(to, _)| to == "tom@novaterm.example"), "the owner is told: {told:?}");

    let quote = AddDocument { request: id, kind: "quote".to_owned(), fields: RawAnswers::new() };
    let document = team.add_document(&quote, pdf("quote.pdf")).await.unwrap().document;
    assert!(matches!(client.download(document).await, Err(Refused::NotFound)), "internal until proposed");
    moved(&team, id, "propose", MoveRequest::default()).await.unwrap();
    client.download(document).await.unwrap();
    world.letters().await;

    let admin = world.portal.desk(&aline);
    let task = open_task(&admin, id).await;
    let approve = CloseTask { task, approval: Approval::Approve };
    assert!(matches!(client.close_task(&approve).await, Err(Refused::Forbidden)), "not in the administrator's place");
    admin.close_task(&approve).await.unwrap();
    let end = client.request(id).await.unwrap();
    assert_eq!(end.dossier.request.status, "completed");
    assert!(end.history.messages.is_empty(), "t06: the note is not the client's");
    assert!(end.history.events.iter().all(|event| event.audience == Side::Client));
    let whole = world.portal.desk(&nadia).request(id).await.unwrap().history;
    assert_eq!(whole.messages.len(), 1);
    assert!((1..).zip(&whole.events).all(|(seq, event)| event.seq == seq), "without a gap");
});

on_both!(a_refusal_needs_a_reason_and_sends_it_back, world, {
    let (id, task) = proposed(&world).await;
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let refuse = |reason: &str| CloseTask { task, approval: Approval::Refuse(reason.to_owned()) };
    assert!(matches!(desk.close_task(&refuse("  ")).await, Err(Refused::Missing(_))));
    desk.close_task(&refuse("Too dear.")).await.unwrap();
    let view = desk.request(id).await.unwrap();
    assert_eq!(view.dossier.request.status, "processing");
    assert!(view.dossier.tasks.iter().any(|task| task.outcome.as_deref() == Some("Too dear.")));
    assert!(matches!(desk.close_task(&refuse("Again.")).await, Err(Refused::NotHere)), "it is closed");
});

on_both!(t01_another_company_sees_nothing_by_any_way, world, {
    let (id, task) = proposed(&world).await;
    let claire = world.viewer("claire").await;
    let document = world.portal.desk(&claire).request(id).await.unwrap().dossier.documents[0].id;
    let bruno = world.viewer("bruno").await;
    let desk = world.portal.desk(&bruno);
    let gone = |result: Result<(), Refused>| assert!(matches!(result, Err(Refused::NotFound)), "{result:?}");
    gone(desk.request(id).await.map(|_| ()));
    gone(desk.task(task).await.map(|_| ()));
    gone(desk.download(document).await.map(|_| ()));
    gone(desk.provide(task, 0, pdf("x.pdf")).await.map(drop));
    gone(desk.close_task(&CloseTask { task, approval: Approval::Approve }).await.map(|_| ()));
    let hi = Post { request: id, audience: Side::Client, body: "Hi".into(), key: String::new() };
    gone(desk.post(&hi).await.map(drop));
    gone(desk.move_request(id, &MoveRequest { by: "withdraw".into(), seen: 1, ..MoveRequest::default() }).await);
    let search = Filter { text: Some("Cooling".into()), ..Filter::default() };
    assert!(desk.requests(&search, None).await.unwrap().rows.is_empty());
    assert_eq!(desk.count(&Filter::default()).await.unwrap(), 0);
    assert!(desk.documents(None, None).await.unwrap().rows.is_empty());
    let board = desk.dashboard().await.unwrap();
    assert!(board.mine.is_empty() && board.colleagues.is_empty() && board.ongoing.is_empty() && board.news.is_empty());
});

on_both!(f26_a_submission_happens_once_however_often_it_is_tried, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = fill(&desk).await;
    let input = Submit { draft };
    let tries = futures_util::future::join_all((0..8).map(|_| desk.submit(&input))).await;
    let receipts: Vec<_> = tries.into_iter().map(|receipt| receipt.unwrap().request).collect();
    assert!(receipts.windows(2).all(|pair| pair[0] == pair[1]), "{receipts:?}");
    assert_eq!(desk.count(&Filter::default()).await.unwrap(), 1);
    assert_eq!(desk.submit(&input).await.unwrap().request, receipts[0], "later, too");
    let receipts = world.letters().await.into_iter().filter(|(to, _)| to == "claire@alpha.example").count();
    assert_eq!(receipts, 1);
});

on_both!(f27_of_two_moves_on_one_version_one_wins, world, {
    let claire = world.viewer("claire").await;
    let id = submitted(&world.portal.desk(&claire)).await;
    let (tom, nadia) = (world.viewer("tom").await, world.viewer("nadia").await);
    let (one, other) = (world.portal.desk(&tom), world.portal.desk(&nadia));
    let seen = one.request(id).await.unwrap().dossier.request.version.0;
    let take = MoveRequest { by: "take".into(), seen, ..MoveRequest::default() };
    let (first, second) = tokio::join!(one.move_request(id, &take), other.move_request(id, &take));
    assert_eq!([&first, &second].iter().filter(|result| result.is_ok()).count(), 1, "{first:?} {second:?}");
    let lost = if first.is_ok() { second } else { first };
    assert!(matches!(lost, Err(Refused::Stale)), "{lost:?}");
});

on_both!(i06_a_move_from_the_wrong_status_or_person_changes_nothing, world, {
    let (id, _) = proposed(&world).await;
    let (claire, tom) = (world.viewer("claire").await, world.viewer("tom").await);
    let team = world.portal.desk(&tom);
    let before = team.request(id).await.unwrap();
    assert!(matches!(moved(&team, id, "take", MoveRequest::default()).await, Err(Refused::NotHere)));
    assert!(matches!(moved(&team, id, "fly", MoveRequest::default()).await, Err(Refused::NotFound)));
    let client = world.portal.desk(&claire);
    assert!(matches!(moved(&client, id, "take", MoveRequest::default()).await, Err(Refused::Forbidden)));
    let note = Post { request: id, audience: Side::Team, body: "x".into(), key: String::new() };
    assert!(matches!(client.post(&note).await, Err(Refused::Forbidden)));
    let after = team.request(id).await.unwrap();
    assert_eq!(before.dossier.request, after.dossier.request);
    assert_eq!(before.history, after.history);
});

on_both!(i05_hidden_answers_are_dropped_and_wrong_ones_told, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("quote").await.unwrap();
    let forged = typed(&[("subject", "A"), ("kind", "installation"), ("contract", "NT-00001"), ("details", "x")]);
    let (view, read) = desk.save_step(draft, "need", &forged).await.unwrap();
    assert_eq!(read.faults, []);
    assert!(!view.draft.answers.contains_key("contract"), "a hidden answer is dropped");
    let refused = desk.submit(&Submit { draft }).await;
    let Err(Refused::Answers(faults)) = refused else { panic!("{refused:?}") };
    assert!(faults.iter().any(|fault| fault.field == "start") && faults.iter().any(|fault| fault.field == "terms"));
    assert_eq!(desk.count(&Filter::default()).await.unwrap(), 0);
    assert_eq!(desk.drafts().await.unwrap().len(), 1, "the draft stays");
});

on_both!(u04_a_file_that_will_not_do_leaves_nothing, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = fill(&desk).await;
    let html = bytes("brief.pdf", b"<!doctype html><script>alert(1)</script>");
    assert!(matches!(desk.attach(draft, "brief", html).await, Err(Refused::File(_))));
    let cut = bytes("brief.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n");
    assert!(matches!(desk.attach(draft, "brief", cut).await, Err(Refused::File(_))));
    let files = walk(&world.folder.path().join("files"));
    assert_eq!(files, 1, "only the good one is there");
});

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}
