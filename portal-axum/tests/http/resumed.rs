//! `/drafts/{id}`: going on with a form: its list of steps, a second draft, a newer version, changing an answer.

use super::{
    client::Client,
    world::{World, filled_in},
};

const GO: (&str, &str) = ("portal.intent", "continue");
const NEED: [(&str, &str); 4] = [("subject", "A heat pump"), ("kind", "installation"), ("details", "Two units."), GO];

async fn begun(client: &mut Client) -> String {
    client.post("/requests/new/quote", &[]).await.to()
}

#[tokio::test]
async fn a_draft_is_resumed_at_the_step_it_was_left_on_any_device() {
    let world = World::new().await;
    let mut desktop = world.browser("claire").await;
    let draft = begun(&mut desktop).await;
    assert_eq!(desktop.get(&draft).await.to(), format!("{draft}/steps/need"), "nothing was saved yet");
    desktop.upload(&format!("{draft}/steps/need"), &NEED, &[]).await.to();
    let mut phone = world.browser("claire").await;
    let page = phone.get("/requests").await.is(200).has("A heat pump").has("1 of 4 steps done").has("Request a quote");
    page.has("Last edited").has("Kept until");
    assert_eq!(phone.get(&draft).await.to(), format!("{draft}/steps"));
    let page = phone.get(&format!("{draft}/steps")).await.is(200);
    assert_eq!(page.between("class=\"button\" href=\"", "\""), format!("{draft}/steps/project").replace('/', "&#x2f;"));
}

#[tokio::test]
async fn the_list_of_steps_says_how_far_each_is_and_leads_to_it() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = begun(&mut claire).await;
    claire.get(&format!("{draft}/steps/need")).await.is(200).has("All steps");
    let page = claire.get(&format!("{draft}/steps")).await.is(200).has("Not sent yet").has("0 of 4 steps done");
    assert_eq!(page.text().matches("To be completed").count(), 3);
    page.has("Cannot start yet").has("steps&#x2f;documents");
    let draft = filled_in(&mut claire, "Cooling").await;
    let page = claire.get(&format!("{draft}/steps")).await.is(200).has("3 of 3 steps done").lacks("Cannot start yet");
    assert_eq!(page.between("class=\"button\" href=\"", "\""), format!("{draft}/check").replace('/', "&#x2f;"));
}

#[tokio::test]
async fn a_second_draft_of_the_same_kind_is_begun_only_on_purpose() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = begun(&mut claire).await;
    claire.upload(&format!("{draft}/steps/need"), &NEED, &[]).await.to();
    assert_eq!(begun(&mut claire).await, "/requests/new/quote");
    let page = claire.get("/requests/new/quote").await.is(200).has("You have begun one already").has("A heat pump");
    page.has(&draft.replace('/', "&#x2f;")).has("name=\"another\" value=\"yes\"");
    let another = claire.post("/requests/new/quote", &[("another", "yes")]).await.to();
    assert_ne!(another, draft);
    claire.get(&another).await.is(303);
    let mut bruno = world.browser("bruno").await;
    assert!(begun(&mut bruno).await.starts_with("/drafts/"), "another organisation's drafts are not in the way");
}

#[tokio::test]
async fn without_a_draft_looking_begins_none() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    assert_eq!(claire.get("/requests/new/quote").await.to(), "/requests/new");
    claire.get("/requests").await.lacks("Not sent yet");
    claire.get("/requests/new/nothing").await.is(404);
}

#[tokio::test]
async fn an_answer_changed_from_the_check_leads_back_to_it() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    let step = format!("{draft}/steps/need?then=check");
    let page = claire.get(&step).await.is(200).has("need?then=check");
    page.has(&format!("class=\"back\" href=\"{}", format!("{draft}/check").replace('/', "&#x2f;")));
    assert_eq!(claire.upload(&step, &NEED, &[]).await.to(), format!("{draft}/check"));
    claire.upload(&step, &[("subject", ""), GO], &[]).await.is(422).has("need?then=check");
    let page = claire.get(&format!("{draft}/steps")).await.is(200).has("2 of 3 steps done");
    page.has("Cannot start yet");
}

#[tokio::test]
async fn a_draft_keeps_its_form_and_its_author_is_told_of_a_newer_one() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    claire.get(&format!("{draft}/renew")).await.is(303);
    let newer = world.redefined(&[("type: long_text", "type: text")]).await;
    let mut claire = newer.browser("claire").await;
    for path in ["/steps", "/steps/need", "/check"] {
        claire.get(&format!("{draft}{path}")).await.is(200).has("A newer version of this form exists.");
    }
    claire.get("/requests").await.has("A newer version of this form exists.");
    let page = claire.get(&format!("{draft}/renew")).await.is(200);
    page.has("These answers do not fit").has("Two units, quiet at night.").lacks("brief.pdf");
    let to = claire.post(&format!("{draft}/renew"), &[]).await.to();
    assert_eq!(to, format!("{draft}/steps?done=draft-renewed"));
    claire.get(&to).await.is(200).has("0 of 4 steps done").lacks("A newer version").has("Cooling");
    claire.get(&format!("{draft}/steps/need")).await.has("value=\"Cooling\"").lacks("Two units");
    claire.get(&format!("{draft}/steps/documents")).await.has("brief.pdf");
    assert_eq!(claire.post(&format!("{draft}/renew"), &[]).await.to(), draft, "pressed twice");
}

#[tokio::test]
async fn a_form_that_did_not_change_is_no_newer_one() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    let newer = world.redefined(&[("keep: {for: 2 years", "keep: {for: 3 years")]).await;
    let mut claire = newer.browser("claire").await;
    claire.get(&format!("{draft}/steps")).await.is(200).lacks("A newer version");
    claire.post(&format!("{draft}/check"), &[]).await.to();
}

#[tokio::test]
async fn a_draft_that_has_a_newer_form_can_be_sent_as_it_is() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    let newer = world.redefined(&[("type: long_text", "type: text")]).await;
    let mut claire = newer.browser("claire").await;
    let receipt = claire.post(&format!("{draft}/check"), &[]).await.to();
    claire.get(receipt.trim_end_matches("/receipt")).await.is(200).has("Two units, quiet at night.").has("brief.pdf");
}
