//! Times that clients choose, on pages without a script.

use super::{client::Client, world::World};

const GO: (&str, &str) = ("portal.intent", "continue");

/// Begins a draft; gives the address of its step, and the times on its page.
async fn begun(client: &mut Client) -> (String, Vec<String>) {
    let draft = client.post("/requests/new/visit", &[]).await.to();
    let step = format!("{draft}/steps/form");
    let page = client.get(&step).await.is(200).text();
    let times = page.split("name=\"visit\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    (step, times.collect())
}

#[tokio::test]
async fn times_stand_by_day_with_their_length_and_the_clocks_they_are_told_by() {
    let world = World::with_order().await;
    let mut claire = world.browser("claire").await;
    let (step, times) = begun(&mut claire).await;
    assert!(times.len() > 20 && times.is_sorted(), "{times:?}");
    let page = claire.get(&step).await.has("Each lasts 1\u{a0}h\u{a0}30. The times are those of Europe&#x2f;Paris.");
    page.has("<details class=\"day\" open>").has("free times").has("type=\"radio\"");
    let missing = claire.upload(&step, &[("subject", "Boiler"), GO], &[]).await.is(422);
    missing.has("href=\"#f-visit\"").has("id=\"f-visit-fault\"");
    let to = claire.upload(&step, &[("subject", "Boiler"), ("visit", &times[3]), GO], &[]).await.to();
    claire.get(&to).await.is(200).has("(Europe&#x2f;Paris)").lacks("class=\"summary\"");
    claire.get(&step).await.is(200).has(&format!("value=\"{}\" checked", times[3]));
    let receipt = claire.post(&to, &[]).await.to();
    claire.get(&receipt).await.is(200).has("When may we come?").has("(Europe&#x2f;Paris)");
    claire.get(receipt.trim_end_matches("/receipt")).await.is(200).has("(Europe&#x2f;Paris)");
    let mut tom = world.browser("tom").await;
    tom.get(&format!("/team{}", receipt.trim_end_matches("/receipt"))).await.is(200).has("(Europe&#x2f;Paris)");
}

#[tokio::test]
async fn whoever_comes_too_late_keeps_what_was_typed_and_is_offered_the_times_nearby() {
    let world = World::with_order().await;
    let (mut claire, mut bruno) = (world.browser("claire").await, world.browser("bruno").await);
    let (mine, times) = begun(&mut claire).await;
    let (late, same) = begun(&mut bruno).await;
    assert_eq!(times, same);
    claire.upload(&mine, &[("subject", "Boiler"), ("visit", &times[3]), GO], &[]).await.to();
    let page = bruno.upload(&late, &[("subject", "Pump <2>"), ("visit", &times[3]), GO], &[]).await.is(422);
    let page = page.has("no longer free").has("Pump &lt;2&gt;");
    page.lacks(&format!("value=\"{}\"", times[3])).has("id=\"f-visit-near\"");
    let draft = late.trim_end_matches("/steps/form");
    bruno.get(&late).await.is(200).has("Pump &lt;2&gt;");
    bruno.post(&format!("{draft}/check"), &[]).await.is(422).has("When may we come?");
    let other = [("subject", "Pump <2>"), ("visit", times[9].as_str()), GO];
    let to = bruno.upload(&late, &other, &[]).await.to();
    assert!(bruno.post(&to, &[]).await.to().ends_with("/receipt"));
}

/// Sends a repair; gives the address of its task, and the times on its page.
async fn planned(client: &mut Client) -> (String, Vec<String>) {
    let draft = client.post("/requests/new/repair", &[]).await.to();
    let to = client.upload(&format!("{draft}/steps/form"), &[("subject", "Boiler"), GO], &[]).await.to();
    let receipt = client.post(&to, &[]).await.to();
    let page = client.get(receipt.trim_end_matches("/receipt")).await.is(200).text();
    let task = page.split("href=\"/tasks/").nth(1).or_else(|| page.split("href=\"&#x2f;tasks&#x2f;").nth(1));
    let task = format!("/tasks/{}", task.expect("a task").split('"').next().unwrap());
    let page = client.get(&task).await.is(200).text();
    let times = page.split("name=\"time\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    (task, times.collect())
}

#[tokio::test]
async fn the_time_of_a_task_is_chosen_on_its_page_and_shown_there_when_it_is_booked() {
    let world = World::with_order().await;
    let (mut claire, mut bruno) = (world.browser("claire").await, world.browser("bruno").await);
    let (mine, times) = planned(&mut claire).await;
    let (late, same) = planned(&mut bruno).await;
    assert!(times.len() > 20 && times == same);
    let book = |task: &str| format!("{task}/book");
    claire.post(&book(&mine), &[]).await.is(422).has("id=\"f-time-fault\"");
    let to = claire.post(&book(&mine), &[("time", &times[3])]).await.to();
    assert!(to.ends_with("?done=ticked"), "{to}");
    claire.get(&mine).await.is(200).has("(Europe&#x2f;Paris)").has("<h2>Visit</h2>").lacks("name=\"time\"");
    let gone = bruno.post(&book(&late), &[("time", &times[3])]).await.is(422);
    gone.has("no longer free").has("id=\"f-time-near\"").lacks(&format!("value=\"{}\"", times[3]));
    bruno.post(&book(&late), &[("time", &times[9])]).await.to();
    bruno.post(&book(&late), &[("time", &times[9])]).await.is(409);
    bruno.post(&book(&mine), &[("time", &times[12])]).await.is(404);
}
