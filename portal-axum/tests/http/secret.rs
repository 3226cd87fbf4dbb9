//! Request types that not everybody sees: the list, the search, the object, the download, the API, the pages, the
//! dashboard, its tasks, the timeline and the letters agree, for each built-in role, on both databases.

use std::collections::BTreeSet;

use portal::core::{
    document::Incoming,
    form::RawAnswers,
    id::{DocumentId, RequestId, TaskId},
    identity::NewPerson,
    request::Submit,
};
use serde_json::Value;

use super::{
    api::program::PLAIN,
    world::{PASSWORD, PDF, World, assert_twins},
};

/// Everybody who might see Claire's requests, with their role. Tom works the one that its owner sees.
const PEOPLE: [(&str, &str); 5] = [
    ("vera", "client_viewer"),
    ("claire", "client_user"),
    ("aline", "client_admin"),
    ("tom", "team_member"),
    ("nadia", "team_admin"),
];

const TYPES: [&str; 5] = ["plain", "for_admins", "for_owner", "for_members", "for_team"];

/// The rule, as the definition says it.
fn sees(name: &str, request_type: &str) -> bool {
    match request_type {
        "plain" => true,
        "for_admins" => matches!(name, "claire" | "aline" | "nadia"),
        "for_owner" => matches!(name, "claire" | "tom" | "nadia"),
        "for_members" => name != "nadia",
        _ => matches!(name, "claire" | "tom" | "nadia"),
    }
}

fn seen_by(name: &str) -> BTreeSet<String> {
    TYPES.iter().filter(|id| sees(name, id)).map(|id| (*id).to_owned()).collect()
}

/// A request of each type, with what belongs to it.
struct Opened {
    request_type: &'static str,
    id: RequestId,
    task: TaskId,
    document: DocumentId,
}

async fn open(world: &World, request_type: &'static str) -> Opened {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft(request_type).await.unwrap();
    let bytes = Box::pin(futures_util::stream::iter([Ok(bytes::Bytes::from_static(PDF))]));
    desk.attach(draft, "file", Incoming { name: format!("{request_type}.pdf"), bytes }).await.unwrap();
    let raw: RawAnswers = [("subject".to_owned(), vec![request_type.to_owned()])].into();
    desk.save_step(draft, "form", &raw).await.unwrap();
    let id = desk.submit(&Submit { draft }).await.unwrap().request;
    let dossier = desk.request(id).await.unwrap().dossier;
    Opened { request_type, id, task: dossier.tasks[0].id, document: dossier.documents[0].id }
}

fn titles(items: &Value) -> BTreeSet<String> {
    items.as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

/// The titles of the requests that rows belong to.
fn of(items: &Value) -> BTreeSet<String> {
    items.as_array().unwrap().iter().map(|item| item["request"]["title"].as_str().unwrap().to_owned()).collect()
}

async fn agree(world: &World, opened: &[Opened], (name, role): (&str, &str)) {
    let want = seen_by(name);
    let client = role.starts_with("client");
    let (mut browser, mut program) = (world.browser(name).await, world.program(name).await);
    let list = program.get("/requests?limit=100").await.is(200).json();
    assert_eq!(titles(&list["items"]), want, "{name}: the list of the API");
    let papers = program.get("/documents?limit=100").await.is(200).json();
    let files: BTreeSet<String> = want.iter().map(|title| format!("{title}.pdf")).collect();
    assert_eq!(titles(&papers["items"]), files, "{name}: the documents of the API");
    let pages =
        if client { ["/requests", "/documents", "/"] } else { ["/team/queue", "/documents", "/team/queue?text=for_"] };
    for page in pages {
        let text = browser.get(page).await.is(200).text();
        for id in TYPES.iter().filter(|id| !sees(name, id)) {
            assert!(!text.contains(id), "{name}: {page} tells of {id}");
        }
    }
    for Opened { request_type, id, task, document } in opened {
        let found = program.get(&format!("/requests?text={request_type}")).await.is(200).json();
        assert_eq!(titles(&found["items"]).contains(*request_type), sees(name, request_type), "{name}: the search");
        let page = if client { format!("/requests/{id}") } else { format!("/team/requests/{id}") };
        let pages = [page, format!("/tasks/{task}"), format!("/documents/{document}")];
        let paths = [
            format!("/requests/{id}"),
            format!("/requests/{id}/timeline"),
            format!("/requests/{id}/documents"),
            format!("/documents/{document}"),
            format!("/documents/{document}/content"),
        ];
        if sees(name, request_type) {
            // A task of a client is done on a page of the client's.
            for page in pages.iter().filter(|page| client || !page.starts_with("/tasks")) {
                browser.get(page).await.is(200);
            }
            for path in paths {
                program.get(&path).await.is(200);
            }
            continue;
        }
        let missing = "01900000-0000-7000-8000-000000000000";
        for page in pages {
            let nothing = format!("{}/{missing}", page.rsplit_once('/').unwrap().0);
            assert_twins(&browser.get(&page).await.is(404), &browser.get(&nothing).await);
        }
        for path in paths {
            program.get(&path).await.problem(404, "not_found");
        }
        let hello = serde_json::json!({"body": "Hello"});
        program.post(&format!("/requests/{id}/messages"), PLAIN, hello).await.problem(404, "not_found");
    }
    if client {
        let board = program.get("/dashboard").await.is(200).json();
        assert_eq!(titles(&board["ongoing"]), want, "{name}: the requests of the dashboard");
        assert!(of(&board["mine"]).is_subset(&want) && of(&board["colleagues"]).is_subset(&want), "{name}: its tasks");
        assert!(of(&board["news"]).is_subset(&want), "{name}: its news");
        assert!(titles(&board["documents"]).is_subset(&files), "{name}: its documents");
    }
}

/// The letters are for those who see the request, and the team is shown those of what it sees.
async fn letters(world: &World, opened: &[Opened]) {
    world.work(None).await;
    let nadia = world.viewer("nadia").await;
    let shown = world.portal.desk(&nadia).deliveries_of(false, None, 500).await.unwrap().rows;
    let told: BTreeSet<RequestId> = shown.iter().map(|sent| sent.delivery.request).collect();
    let want = opened.iter().filter(|opened| sees("nadia", opened.request_type)).map(|opened| opened.id);
    assert_eq!(told, want.collect(), "nadia is shown the letters of what she sees");
    let mut accounts = Vec::new();
    for (name, _) in PEOPLE {
        accounts.push((name, world.viewer(name).await.account()));
    }
    for sent in &shown {
        let found = opened.iter().find(|opened| opened.id == sent.delivery.request).unwrap();
        let to = accounts.iter().find(|(_, account)| *account == sent.delivery.recipient).unwrap().0;
        assert!(sees(to, found.request_type), "{to} was written to about {}", found.request_type);
    }
}

async fn everywhere(world: &World) {
    let claire = world.viewer("claire").await;
    let vera = NewPerson {
        name: "vera".to_owned(),
        email: "vera@novaterm.example".to_owned(),
        locale: "en".to_owned(),
        password: PASSWORD.to_owned(),
        organisation: claire.organisations().next(),
        role: "client_viewer".to_owned(),
    };
    world.portal.add_person(&vera).await.unwrap();
    let mut opened = Vec::new();
    for id in TYPES {
        opened.push(open(world, id).await);
    }
    let owned = opened.iter().find(|opened| opened.request_type == "for_owner").unwrap().id;
    let (nadia, tom) = (world.viewer("nadia").await, world.viewer("tom").await);
    assert!(world.portal.desk(&tom).request(owned).await.is_err(), "before it is his");
    world.portal.desk(&nadia).assign(owned, Some(tom.account())).await.unwrap();
    let hidden = opened.iter().find(|opened| opened.request_type == "for_admins").unwrap().id;
    assert!(world.portal.desk(&nadia).assign(hidden, Some(tom.account())).await.is_err(), "he would not see it");
    for person in PEOPLE {
        agree(world, &opened, person).await;
    }
    letters(world, &opened).await;
}

#[tokio::test]
async fn u01_a_request_type_that_somebody_does_not_see_is_nowhere_for_them_on_sqlite() {
    everywhere(&World::of("secret").await).await;
}

#[tokio::test]
async fn u01_a_request_type_that_somebody_does_not_see_is_nowhere_for_them_on_postgres() {
    let world = World::of_on_postgres("secret").await;
    everywhere(&world).await;
    world.end().await;
}
