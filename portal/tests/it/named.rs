//! Names in texts: mails and the dashboard say what the pages say, on both databases.

use crate::support::{World, pdf};
use portal::{
    Desk,
    core::{
        document::AddDocument,
        form::RawAnswers,
        id::RequestId,
        request::{MoveRequest, Particulars, Submit, Words},
    },
};

/// Sends a request by its author.
async fn submitted(desk: &Desk<'_>) -> RequestId {
    let draft = desk.start_draft("quote").await.unwrap();
    let steps = [
        ("need", vec![("subject", "Cooling\u{7} & heating"), ("kind", "installation"), ("details", "Two units.")]),
        ("project", vec![("budget", "5000"), ("start", "2099-01-15"), ("visit", "no")]),
        ("documents", vec![("terms", "yes")]),
    ];
    for (step, answers) in steps {
        let typed: RawAnswers =
            answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect();
        let (_, read) = desk.save_step(draft, step, &typed).await.unwrap();
        assert_eq!(read.faults, [], "{step}");
    }
    desk.submit(&Submit { draft }).await.unwrap().request
}

async fn moved(desk: &Desk<'_>, id: RequestId, by: &str) {
    let seen = desk.request(id).await.unwrap().dossier.request.version.0;
    desk.move_request(id, &MoveRequest { by: by.to_owned(), seen, ..MoveRequest::default() }).await.unwrap();
}

on_both!(mails_and_dashboards_say_what_names_stand_for, world, {
    let (claire, aline, tom) = (world.viewer("claire").await, world.viewer("aline").await, world.viewer("tom").await);
    let id = submitted(&world.portal.desk(&claire)).await;
    let team = world.portal.desk(&tom);
    moved(&team, id, "take").await;
    let quote = AddDocument { request: id, kind: "quote".to_owned(), fields: RawAnswers::new() };
    team.add_document(&quote, pdf("quote.pdf")).await.unwrap();
    moved(&team, id, "propose").await;
    while world.portal.tick().await.unwrap() > 0 {}
    let letters = std::mem::take(&mut *world.post.0.lock().unwrap());
    let said = |to: &str, text: &str| {
        let theirs = letters.iter().filter(|letter| letter.to == to);
        theirs.flat_map(|letter| &letter.letter.paragraphs).any(|paragraph| paragraph.contains(text))
    };
    let french = "Merci de lire le devis « Cooling & heating », pour un début le 15 janvier 2099, puis";
    assert!(said("aline@alpha.example", french), "{letters:?}");
    assert!(said("claire@alpha.example", "We have your request, Claire. A sales engineer"), "{letters:?}");

    let admin = world.portal.desk(&aline);
    let board = admin.dashboard().await.unwrap();
    let (task, summary) = &board.mine[0];
    let about = Particulars::listed(summary, board.answered.get(&id), &aline);
    let kept = &board.workflows[&(summary.definition.clone(), summary.request_type.clone())];
    let words = Words { live: world.portal.definition(), kept, locale: "fr" };
    assert!(words.reason(task, &about).starts_with(french), "{}", words.reason(task, &about));
});

on_both!(a_change_that_nobody_asked_for_is_told_as_one, world, {
    let (claire, nadia) = (world.viewer("claire").await, world.viewer("nadia").await);
    let desk = world.portal.desk(&claire);
    let id = submitted(&desk).await;
    let owner = Some(nadia.account());
    world.portal.desk(&nadia).assign(id, owner).await.unwrap();
    while world.portal.tick().await.unwrap() > 0 {}
    world.post.0.lock().unwrap().clear();
    let answers = [
        ("subject", "Cooling"),
        ("kind", "installation"),
        ("details", "Three units."),
        ("budget", "5000"),
        ("start", "2099-01-15"),
        ("visit", "no"),
        ("terms", "yes"),
    ];
    let typed: RawAnswers = answers.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).into();
    desk.change_answers(id, &typed).await.unwrap();
    while world.portal.tick().await.unwrap() > 0 {}
    let letters = std::mem::take(&mut *world.post.0.lock().unwrap());
    let told: Vec<_> = letters.iter().map(|letter| (letter.to.as_str(), letter.letter.subject.as_str())).collect();
    assert_eq!(told, [("nadia@novaterm.example", "Réponses modifiées\u{a0}: Cooling")]);
    assert!(letters[0].letter.paragraphs[0].contains("Claire Martin a modifié des réponses"), "{letters:?}");
});
