//! Kinds of document that not everybody sees: the list, its count, the object, the download, the API, the request's page,
//! the dashboard, the timeline and the letters agree, for each built-in role, on both databases.

use std::collections::BTreeSet;

use portal::core::{
    document::{AddDocument, Incoming},
    form::RawAnswers,
    id::{DocumentId, RequestId},
    identity::NewPerson,
    request::{MoveRequest, Submit},
};
use serde_json::Value;

use super::{
    client::Answer,
    world::{PASSWORD, PDF, World, assert_twins},
};

/// Everybody who sees Claire's request, with their role. She opened it, and Tom works it.
const PEOPLE: [(&str, &str); 6] = [
    ("vera", "client_viewer"),
    ("claire", "client_user"),
    ("aline", "client_admin"),
    ("tom", "team_member"),
    ("nadia", "team_admin"),
    ("fred", "feeder"),
];

const KINDS: [&str; 10] = [
    "for_all",
    "for_client_viewer",
    "for_client_user",
    "for_client_admin",
    "for_team_member",
    "for_team_admin",
    "for_client",
    "for_team",
    "for_requester",
    "for_owner",
];

/// The rule, as the definition says it. Fred added them all.
fn sees(name: &str, role: &str, kind: &str) -> bool {
    let client = role.starts_with("client");
    match kind {
        "for_all" => true,
        _ if name == "fred" => true,
        "for_client" => client,
        "for_team" => !client,
        "for_requester" => matches!(name, "claire" | "nadia"),
        "for_owner" => matches!(name, "tom" | "aline"),
        of_role => of_role.trim_start_matches("for_") == role,
    }
}

fn file(name: &str) -> Incoming<'static> {
    let bytes = Box::pin(futures_util::stream::iter([Ok(bytes::Bytes::from_static(PDF))]));
    Incoming { name: name.to_owned(), bytes }
}

async fn newcomer(world: &World, name: &str, role: &str) {
    let claire = world.viewer("claire").await;
    let organisation = role.starts_with("client").then(|| claire.organisations().next().unwrap());
    let new = NewPerson {
        name: name.to_owned(),
        email: format!("{name}@novaterm.example"),
        locale: "en".to_owned(),
        password: PASSWORD.to_owned(),
        organisation,
        role: role.to_owned(),
    };
    world.portal.add_person(&new).await.unwrap();
}

/// Claire's request, taken by Tom.
async fn request(world: &World) -> RequestId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    desk.attach(draft, "file", file("paper.pdf")).await.unwrap();
    let raw: RawAnswers = [("subject".to_owned(), vec!["Roof".to_owned()])].into();
    desk.save_step(draft, "form", &raw).await.unwrap();
    let id = desk.submit(&Submit { draft }).await.unwrap().request;
    let tom = world.viewer("tom").await;
    let seen = world.portal.desk(&tom).request(id).await.unwrap().dossier.request.version.0;
    let take = MoveRequest { seen, by: "take".to_owned(), ..MoveRequest::default() };
    world.portal.desk(&tom).move_request(id, &take).await.unwrap();
    id
}

/// A document of each kind, by its kind.
async fn fed(world: &World, request: RequestId) -> Vec<(&'static str, DocumentId)> {
    let fred = world.viewer("fred").await;
    let mut fed = Vec::new();
    for kind in KINDS {
        let input = AddDocument { request, kind: kind.to_owned(), fields: RawAnswers::new() };
        let added = world.portal.desk(&fred).add_document(&input, file(&format!("{kind}.pdf"))).await.unwrap();
        fed.push((kind, added.document));
    }
    fed
}

fn titles(items: &Value) -> BTreeSet<String> {
    let titles = items.as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned());
    titles.filter(|title| title != "paper.pdf").collect()
}

/// What a text says of the documents.
fn named(text: &str) -> BTreeSet<String> {
    KINDS.iter().map(|kind| format!("{kind}.pdf")).filter(|title| text.contains(title.as_str())).collect()
}

fn texts(items: &Value, kind: &str) -> Vec<String> {
    let of_kind = items.as_array().unwrap().iter().filter(|item| item["kind"] == kind);
    of_kind.map(|item| item["text"].as_str().unwrap().to_owned()).collect()
}

async fn agree(world: &World, id: RequestId, fed: &[(&str, DocumentId)], (name, role): (&str, &str)) {
    let want: BTreeSet<String> =
        KINDS.iter().filter(|kind| sees(name, role, kind)).map(|kind| format!("{kind}.pdf")).collect();
    let (mut browser, mut program) = (world.browser(name).await, world.program(name).await);
    let page = if role.starts_with("client") { format!("/requests/{id}") } else { format!("/team/requests/{id}") };
    assert_eq!(named(&browser.get(&page).await.is(200).text()), want, "{name}: the request's page");
    assert_eq!(named(&browser.get("/documents").await.is(200).text()), want, "{name}: the library");
    let list = program.get("/documents?limit=100").await.is(200).json();
    assert_eq!(titles(&list["items"]), want, "{name}: the list of the API");
    let listed = program.get(&format!("/requests/{id}/documents")).await.is(200).json();
    assert_eq!(titles(&listed["items"]), want, "{name}: the request's documents in the API");
    let whole = program.get(&format!("/requests/{id}")).await.is(200).json();
    assert_eq!(titles(&whole["documents"]), want, "{name}: the request in the API");
    let timeline = program.get(&format!("/requests/{id}/timeline")).await.is(200).json();
    let told = texts(&timeline["items"], "document.shared");
    assert_eq!(named(&told.join("\n")), want, "{name}: the timeline");
    assert_eq!(told.len(), want.len(), "{name}: nothing about what is not seen");
    for (kind, document) in fed {
        let seen = sees(name, role, kind);
        let paths = [format!("/documents/{document}"), format!("/documents/{document}/content")];
        let missing = "01900000-0000-7000-8000-000000000000";
        let download = browser.get(&paths[0]).await;
        let object = program.get(&paths[0]).await;
        let content = program.get(&paths[1]).await;
        match seen {
            true => {
                assert_eq!(
                    (download.is(200).body, content.is(200).body),
                    (PDF.to_vec(), PDF.to_vec()),
                    "{name} {kind}"
                );
                assert_eq!(object.is(200).json()["kind"], *kind);
            }
            false => {
                assert_twins(&download, &browser.get(&format!("/documents/{missing}")).await.is(404));
                let api: [Answer; 2] = [object, content];
                for answer in api {
                    answer.problem(404, "not_found");
                }
            }
        }
    }
    if role.starts_with("client") {
        let board = program.get("/dashboard").await.is(200).json();
        assert_eq!(texts(&board["news"], "document.shared").len(), want.len(), "{name}: the news");
        assert!(titles(&board["documents"]).is_subset(&want), "{name}: the latest documents");
        assert!(named(&browser.get("/").await.is(200).text()).is_subset(&want), "{name}: the dashboard");
    }
}

/// The letters of the worker about documents: one to each client who sees the kind, and the team is shown those of what it
/// sees.
async fn letters(world: &World) {
    world.work(None).await;
    let readers = PEOPLE.iter().filter(|(_, role)| role.starts_with("client"));
    for (looking, role) in [("fred", "feeder"), ("nadia", "team_admin")] {
        let shown = |kind: &&&str| sees(looking, role, kind);
        let want: usize = readers
            .clone()
            .map(|(name, role)| KINDS.iter().filter(shown).filter(|kind| sees(name, role, kind)).count())
            .sum();
        let viewer = world.viewer(looking).await;
        let sent = world.portal.desk(&viewer).deliveries_of(false, None, 500).await.unwrap().rows;
        let told = sent.iter().filter(|sent| sent.delivery.rule == "document_available");
        assert_eq!(told.count(), want, "{looking} is shown the letters about documents");
    }
    let (fred, nadia) = (world.viewer("fred").await, world.viewer("nadia").await);
    let all = world.portal.desk(&fred).deliveries_of(false, None, 500).await.unwrap().rows;
    let shown = world.portal.desk(&nadia).deliveries_of(false, None, 500).await.unwrap().rows;
    for sent in all {
        let listed = shown.iter().any(|shown| shown.delivery.id == sent.delivery.id);
        let found = world.portal.desk(&nadia).delivery(sent.delivery.id).await;
        assert_eq!(found.is_ok(), listed, "a letter is found where it is listed");
    }
}

/// The file in Claire's answers is of a kind that only administrators see; it is hers all the same.
async fn answers(world: &World, id: RequestId) {
    for (name, role) in PEOPLE {
        let client = role.starts_with("client");
        let page = if client { format!("/requests/{id}") } else { format!("/team/requests/{id}") };
        let answer = world.browser(name).await.get(&page).await.is(200);
        let body = world.program(name).await.get(&format!("/requests/{id}")).await.is(200);
        let decided = matches!(name, "claire" | "aline");
        assert_eq!(answer.text().contains("paper.pdf"), decided, "{name}: the page");
        assert_eq!(body.text().contains("paper.pdf"), decided, "{name}: the API");
    }
}

async fn everywhere(world: &World) {
    newcomer(world, "vera", "client_viewer").await;
    newcomer(world, "fred", "feeder").await;
    let id = request(world).await;
    let fed = fed(world, id).await;
    for person in PEOPLE {
        agree(world, id, &fed, person).await;
    }
    answers(world, id).await;
    letters(world).await;
}

#[tokio::test]
async fn u01_a_kind_that_somebody_does_not_see_is_nowhere_for_them_on_sqlite() {
    everywhere(&World::of("narrowed").await).await;
}

#[tokio::test]
async fn u01_a_kind_that_somebody_does_not_see_is_nowhere_for_them_on_postgres() {
    let world = World::of_on_postgres("narrowed").await;
    everywhere(&world).await;
    world.end().await;
}
