//! `/documents/shared`, `/documents/blank` and the parts of reading tasks: what ships with the portal is shown, opened and
//! counted.

use portal::core::{
    form::RawAnswers,
    id::{RequestId, TaskId},
    request::Submit,
};
use serde_json::{Value, json};

use super::{
    api::program::PLAIN,
    world::{PDF, World, assert_twins},
};

/// An address as a page writes it.
fn href(path: &str) -> String {
    format!("href=\"{}\"", path.replace('/', "&#x2f;"))
}

async fn request(world: &World) -> RequestId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    let raw: RawAnswers = [("subject".to_owned(), vec!["Roof".to_owned()])].into();
    desk.save_step(draft, "form", &raw).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap().request
}

async fn task(world: &World, id: RequestId, template: &str) -> TaskId {
    let tom = world.viewer("tom").await;
    let tasks = world.portal.desk(&tom).request(id).await.unwrap().dossier.tasks;
    tasks.iter().find(|task| task.template.as_ref().is_some_and(|id| id == template)).expect("a task").id
}

#[tokio::test]
async fn the_library_offers_what_ships_to_whom_it_is_for() {
    let world = World::of("shared").await;
    let (mut claire, mut aline) = (world.browser("claire").await, world.browser("aline").await);
    let page = claire.get("/documents").await.is(200).has("The basics").has("A tour").has("leads to another site");
    page.lacks("The golden line").lacks("For administrators");
    aline.get("/documents").await.is(200).has("For administrators").lacks("The golden line");
    world.browser("tom").await.get("/documents").await.is(200).has("The golden line").has("For administrators");
    claire.get("/documents?words=TOUR").await.is(200).has("A tour").lacks("The basics");
    let file = claire.get("/documents/shared/basics").await.is(200);
    assert_eq!((file.body.as_slice(), file.header("content-type")), (PDF, "application/pdf"));
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"basics.pdf\""));
    assert!(file.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    let link = claire.get("/documents/shared/tour").await;
    assert_eq!((link.to().as_str(), link.header("referrer-policy")), ("https://shared.example/tour", "no-referrer"));
    let missing = claire.get("/documents/shared/nothing").await.is(404);
    for hidden in ["gold", "inside"] {
        assert_twins(&claire.get(&format!("/documents/shared/{hidden}")).await, &missing);
    }
    world.anybody().get("/documents/shared/basics").await.to();
}

#[tokio::test]
async fn opening_a_part_of_a_reading_task_counts_for_who_is_to_read_it() {
    let world = World::of("shared").await;
    let id = request(&world).await;
    let page = format!("/tasks/{}", task(&world, id, "study").await);
    let mut claire = world.browser("claire").await;
    let (first, second) = (format!("{page}/items/0"), format!("{page}/items/1"));
    claire.get(&page).await.is(200).has(&href(&first)).has(&href(&second)).lacks("of 2 read");
    assert_eq!(claire.get(&first).await.is(200).body, PDF);
    claire.get(&page).await.is(200).has("1 of 2 read");
    claire.get("/").await.is(200).has("1 of 2 read");
    assert_eq!(world.browser("tom").await.get(&second).await.to(), "https://shared.example/tour");
    claire.get(&page).await.is(200).has("1 of 2 read");
    assert_eq!(claire.get(&second).await.to(), "https://shared.example/tour");
    claire.get(&page).await.is(200).has("2 of 2 read");
    world.browser("bruno").await.get(&first).await.is(404);
    claire.get(&format!("{page}/items/2")).await.is(404);
    claire.post(&format!("{page}/done"), &[]).await.to();
    assert_eq!(claire.get(&first).await.is(200).body, PDF, "what was read can be read again");
}

#[tokio::test]
async fn a_blank_is_there_where_its_kind_is_asked_for() {
    let world = World::of("shared").await;
    let id = request(&world).await;
    let page = format!("/tasks/{}", task(&world, id, "sign").await);
    let mut claire = world.browser("claire").await;
    claire.get(&page).await.is(200).has(&href("/documents/blank/mandate")).has("Download the form to fill in");
    let draft = claire.post("/requests/new/help", &[("another", "yes")]).await.to();
    let step = claire.get(&draft).await;
    let step = if step.status == 303 { claire.get(&step.to()).await } else { step };
    step.is(200).has(&href("/documents/blank/mandate"));
    let blank = claire.get("/documents/blank/mandate").await.is(200);
    assert!(blank.text().contains("Blank") && blank.header("content-type") == "application/pdf");
    let missing = claire.get("/documents/blank/nothing").await.is(404);
    assert_twins(&claire.get("/documents/blank/guide").await, &missing);
}

#[tokio::test]
async fn programs_list_open_and_read_what_ships() {
    let world = World::of("shared").await;
    let id = request(&world).await;
    let mut claire = world.program("claire").await;
    let list = claire.get("/resources").await.is(200).json();
    let ids: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&json!("basics"), &json!("tour")]);
    assert_eq!(list["items"][1]["link"], "https://shared.example/tour");
    assert_eq!(claire.get("/resources/basics/content").await.is(200).body, PDF);
    claire.get("/resources/gold/content").await.problem(404, "not_found");
    claire.get("/kinds/mandate/blank").await.is(200);
    let study = task(&world, id, "study").await;
    let body = claire.post(&format!("/tasks/{study}/items/1/read"), PLAIN, Value::Null).await.is(200).json();
    assert_eq!((&body["items"][0]["done"], &body["items"][1]["done"]), (&json!(false), &json!(true)));
    let mut tom = world.program("tom").await;
    tom.post(&format!("/tasks/{study}/items/0/read"), PLAIN, Value::Null).await.problem(403, "forbidden");
}
