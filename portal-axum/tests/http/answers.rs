//! Tasks that ask for answers: fields of their own, and answers that are to be corrected.

use portal::core::{
    form::RawAnswers,
    id::{RequestId, TaskId},
    request::Submit,
};
use serde_json::json;

use super::{api::program::seen, world::World};

/// A request of Claire's for something new, with both tasks open.
async fn request(world: &World) -> RequestId {
    request_for(world, &[("kind", "new")]).await
}

/// The same with other answers.
async fn request_for(world: &World, answers: &[(&str, &str)]) -> RequestId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("quote").await.unwrap();
    let raw: RawAnswers = [("subject", "Van")]
        .iter()
        .chain(answers)
        .map(|(field, value)| ((*field).into(), vec![(*value).to_owned()]))
        .collect();
    desk.save_step(draft, "form", &raw).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap().request
}

async fn named(world: &World, id: RequestId, template: &str) -> TaskId {
    let tom = world.viewer("tom").await;
    let view = world.portal.desk(&tom).request(id).await.unwrap();
    let of = |id: &portal::core::id::Id| id == template;
    view.dossier.tasks.iter().find(|task| task.template.as_ref().is_some_and(of)).expect("a task").id
}

#[tokio::test]
async fn a_correction_opens_the_flagged_field_and_what_its_change_brings_up_and_nothing_else() {
    let world = World::of("answers").await;
    let id = request(&world).await;
    let url = format!("/tasks/{}", named(&world, id, "correct").await);
    let (post, mut claire) = (format!("{url}/answers"), world.browser("claire").await);
    let page = claire.get(&url).await.is(200);
    let page = page.has("Correct the kind").has("We think it is a change.").has("name=\"kind\"");
    page.lacks("name=\"subject\"").lacks("name=\"contract\"");
    let page = claire.post(&post, &[("kind", "change"), ("subject", "Mine")]).await.is(200);
    page.has("name=\"contract\"").has("href=\"#f-contract\"").lacks("name=\"subject\"");
    let page = claire.post(&post, &[("kind", "change"), ("contract", "")]).await.is(422);
    page.has("f-contract-fault");
    let done = claire.post(&post, &[("kind", "change"), ("contract", "C-7"), ("subject", "Mine")]).await.to();
    claire.get(&done).await.is(200).has("C-7").has("A change").has("Van").lacks("Mine");
    claire.post(&post, &[("kind", "new")]).await.is(409).has("This is done.");
    let page = world.browser("tom").await.get(&url).await.is(200);
    page.has("<del>Something new</del>").has("<ins>A change</ins>");
}

#[tokio::test]
async fn own_words_are_corrected_with_their_answer_and_shown_before_and_after() {
    let world = World::of("answers").await;
    let id = request_for(&world, &[("kind", "other"), ("kind.other", "A round one")]).await;
    let url = format!("/tasks/{}", named(&world, id, "correct").await);
    let mut claire = world.browser("claire").await;
    claire.get(&url).await.is(200).has("value=\"A round one\"");
    let done = claire.post(&format!("{url}/answers"), &[("kind", "other"), ("kind.other", "A square one")]).await.to();
    claire.get(&done).await.is(200).has("Other: A square one").lacks("A round one");
    let page = world.browser("tom").await.get(&url).await.is(200);
    let page = page.has("<del>Other: A round one</del>").has("<ins>Other: A square one</ins>");
    page.lacks("kind.other");
}

#[tokio::test]
async fn answers_are_given_back_with_a_reason_and_accepted_in_the_end() {
    let world = World::of("answers").await;
    let id = request(&world).await;
    let url = format!("/tasks/{}", named(&world, id, "rooms").await);
    let (post, mut claire) = (format!("{url}/answers"), world.browser("claire").await);
    let mut tom = world.browser("tom").await;
    claire.post(&post, &[("rooms", "0")]).await.is(422).has("f-rooms-fault");
    claire.post(&post, &[("rooms", "2")]).await.to();
    claire.get(&url).await.is(200).has("We are looking at what you sent");
    tom.get(&url).await.is(200).has("How many rooms?").has("Accept everything");
    let check = format!("{url}/check");
    tom.post(&check, &[("portal.intent", "return"), ("reason-0", "We counted six.")]).await.to();
    let page = claire.get(&url).await.is(200);
    page.has("We counted six.").has("value=\"2\"");
    claire.post(&post, &[("rooms", "6")]).await.is(200).has("What are they called?");
    claire.post(&post, &[("rooms", "6"), ("names", "After trees")]).await.to();
    tom.post(&check, &[("portal.intent", "accept")]).await.to();
    let page = claire.get(&format!("/requests/{id}")).await.is(200);
    page.has("Tell us of your rooms").has("After trees");
}

#[tokio::test]
async fn who_may_not_do_the_task_changes_no_answer() {
    let world = World::of("answers").await;
    let id = request(&world).await;
    let post = format!("/tasks/{}/answers", named(&world, id, "correct").await);
    let answer = [("kind", "change"), ("contract", "C-7")];
    world.browser("tom").await.post(&post, &answer).await.is(403);
    world.browser("bruno").await.post(&post, &answer).await.is(404);
    world.browser("claire").await.get(&format!("/requests/{id}")).await.is(200).has("Something new");
}

#[tokio::test]
async fn a_program_reads_the_open_fields_and_answers_them() {
    let world = World::of("answers").await;
    let id = request(&world).await;
    let url = format!("/tasks/{}", named(&world, id, "correct").await);
    let outcome = format!("{url}/outcome");
    let mut claire = world.program("claire").await;
    let body = claire.get(&url).await.is(200).json();
    assert_eq!((&body["fields"][0]["id"], &body["fields"][1]), (&json!("kind"), &json!(null)));
    assert_eq!(body["answers"], json!({"kind": "new"}));
    let tag = claire.tag(&url).await;
    let wrong = json!({"outcome": "answer", "answers": {"kind": "change"}});
    let body = claire.post(&outcome, seen(&tag), wrong).await.is(422).json();
    assert_eq!(body["errors"][0]["pointer"], "/answers/contract");
    let strange = json!({"outcome": "answer", "answers": {"kind": "change", "colour": "red"}});
    let body = claire.post(&outcome, seen(&tag), strange).await.is(422).json();
    assert_eq!(body["errors"][0]["pointer"], "/answers/colour");
    let right = json!({"outcome": "answer", "answers": {"kind": "change", "contract": "C-7", "subject": "Mine"}});
    let body = claire.post(&outcome, seen(&tag), right).await.is(200).json();
    assert_eq!(body["state"], "done");
    let body = claire.get(&format!("/requests/{id}")).await.is(200).json();
    assert_eq!(body["answers"], json!({"subject": "Van", "kind": "change", "contract": "C-7"}));
}
