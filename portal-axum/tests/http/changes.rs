//! `/requests/{request}/answers`: changing what was sent, as long as its status lets its client do so.

use portal::core::{
    form::{Answers, RawAnswers, Value},
    request::Submit,
};
use serde_json::json;

use super::{
    api::{drafts::submitted, program::seen, scenario::moved},
    world::{World, sent},
};

fn typed<'t>(subject: &'t str, version: &'t str) -> Vec<(&'t str, &'t str)> {
    vec![
        ("portal.intent", "send"),
        ("portal.seen", version),
        ("subject", subject),
        ("kind", "installation"),
        ("details", "Three units, quiet"),
        ("budget", "5000"),
        ("start", "2099-01-31"),
        ("visit", "no"),
        ("terms", "yes"),
    ]
}

#[tokio::test]
async fn a_client_changes_what_nobody_works_on_yet_and_the_team_sees_before_and_after() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/requests/{request}/answers");
    claire.get(&format!("/requests/{request}")).await.is(200).has("Change your answers");
    let page = claire.get(&url).await.is(200).has("<h1>Change your answers</h1>").has("Two units, quiet");
    let page = page.lacks("type=\"file\"");
    let version = page.between("name=\"portal.seen\" value=\"", "\"");

    let mut empty = typed("", &version);
    claire.post(&url, &empty).await.is(422).has("Three units, quiet").has("href=\"#f-subject\"");
    empty.clear();
    let to = claire.post(&url, &typed("Cooling of two rooms", &version)).await.to();
    assert_eq!(to, format!("/requests/{request}?done=changed"));
    let page = claire.get(&to).await.is(200).has("Your answers are changed.").has("<h1>Cooling of two rooms</h1>");
    page.has("Three units, quiet").has("Answers changed").lacks("Done:");

    // Whoever saw an older version keeps what they typed.
    claire.post(&url, &typed("Cooling again", &version)).await.is(409).has("Cooling again").has("Something happened");

    let mut tom = world.browser("tom").await;
    let view = world.portal.desk(&world.viewer("nadia").await).request(request).await.unwrap();
    let task = view.dossier.tasks.iter().find(|task| task.is_unasked()).unwrap();
    let parts: Vec<_> = task.items.iter().map(|item| item.kind.as_str()).collect();
    assert_eq!(parts, ["subject", "details"], "what changed, and nothing else");
    let page = tom.get(&format!("/tasks/{}", task.id)).await.is(200);
    page.has("Two units, quiet").has("Three units, quiet");
    tom.get(&url).await.is(403);
}

#[tokio::test]
async fn what_somebody_works_on_is_not_changed_any_more() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/requests/{request}/answers");
    let version = claire.get(&url).await.is(200).between("name=\"portal.seen\" value=\"", "\"");
    world.asked(request, &["site_plan"]).await;
    assert_eq!(claire.get(&url).await.to(), format!("/requests/{request}"));
    assert_eq!(claire.post(&url, &typed("Late", &version)).await.to(), format!("/requests/{request}"));
    claire.get(&format!("/requests/{request}")).await.is(200).has("<h1>Cooling</h1>").lacks("Change your answers");
    let mut bruno = world.browser("bruno").await;
    bruno.get(&url).await.is(404);
}

#[tokio::test]
async fn a_program_changes_answers_on_the_version_it_saw() {
    let world = World::new().await;
    let (mut claire, mut tom) = (world.program("claire").await, world.program("tom").await);
    let request = submitted(&mut claire, "Cooling").await;
    let body = claire.get(&request).await.is(200).json();
    assert_eq!(body["may_change"], true);
    let mut answers = json!({"answers": {"subject": "Cooling of two rooms", "kind": "installation", "details": "Two.",
        "budget": "5000", "start": "2099-01-31", "visit": false, "terms": true}});
    let url = format!("{request}/answers");
    let tag = claire.tag(&request).await;
    let body = claire.put(&url, seen(&tag), answers.clone()).await.is(200).json();
    assert_eq!((&body["title"], &body["answers"]["details"]), (&json!("Cooling of two rooms"), &json!("Two.")));
    claire.put(&url, seen(&tag), answers.clone()).await.problem(412, "version_mismatch");
    let tag = claire.tag(&request).await;
    answers["answers"]["subject"] = json!("");
    let wrong = claire.put(&url, seen(&tag), answers.clone()).await.is(422).json();
    assert_eq!(wrong["errors"][0]["pointer"], "/answers/subject");
    let own = tom.tag(&request).await;
    tom.put(&url, seen(&own), answers.clone()).await.is(403);
    moved(&mut tom, &request, "take", json!({})).await;
    let tag = claire.tag(&request).await;
    assert_eq!(claire.get(&request).await.json()["may_change"], false);
    claire.put(&url, seen(&tag), answers).await.is(409);
}

#[tokio::test]
async fn t07_own_words_that_were_changed_are_told_of_to_those_who_see_the_answer_and_to_nobody_else() {
    let world = World::of("reworded").await;
    let viewer = world.viewer("claire").await;
    let desk = world.portal.desk(&viewer);
    let said = |words: &str| -> RawAnswers {
        let typed = [("subject", "Roof"), ("what", "other"), ("what.other", words), ("rate", "5"), ("more", "no")];
        typed.into_iter().map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).collect()
    };
    let draft = desk.start_draft("help").await.unwrap();
    desk.save_step(draft, "form", &said("A barge")).await.unwrap();
    let request = desk.submit(&Submit { draft }).await.unwrap().request;
    desk.change_answers(request, &said("A ship")).await.unwrap();
    let view = desk.request(request).await.unwrap();
    let task = view.dossier.tasks.iter().find(|task| task.is_unasked()).unwrap().id;
    for name in ["tom", "claire"] {
        let page = world.browser(name).await.get(&format!("/tasks/{task}")).await.is(200);
        page.has("What is it").has("A barge").has("A ship");
    }
    let page = world.browser("aline").await.get(&format!("/tasks/{task}")).await.is(200);
    page.has("Change of the answers").lacks("A barge").lacks("A ship");
}

#[tokio::test]
async fn what_is_locked_stays_and_what_a_change_shows_is_given_as_in_the_form() {
    let world = World::of("reworded").await;
    let company = world.viewer("claire").await.organisations().next().unwrap();
    let rate = Answers::from([("rate".into(), Value::Number(5.into()))]);
    world.portal.set_attributes(company, rate).await.unwrap();
    let viewer = world.viewer("claire").await;
    let desk = world.portal.desk(&viewer);
    let said = |more: &str| -> RawAnswers {
        let typed = [("subject", "Roof"), ("what", "house"), ("rate", "1"), ("more", more), ("extra", "1")];
        typed.into_iter().map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).collect()
    };
    let draft = desk.start_draft("help").await.unwrap();
    desk.save_step(draft, "form", &said("no")).await.unwrap();
    let request = desk.submit(&Submit { draft }).await.unwrap().request;
    let answers = async || desk.request(request).await.unwrap().dossier.request.answers;
    let five = Some(Value::Number(5.into()));
    assert_eq!((answers().await.get("rate").cloned(), answers().await.get("extra")), (five.clone(), None));
    desk.change_answers(request, &said("yes")).await.unwrap();
    let answers = answers().await;
    assert_eq!(answers.get("more"), Some(&Value::Bool(true)));
    assert_eq!((answers.get("rate").cloned(), answers.get("extra").cloned()), (five.clone(), five));
}
