//! `/requests`: list, choice, page, receipt, messages, moves.

use super::world::{World, assert_twins, sent};

#[tokio::test]
async fn the_receipt_says_the_reference_what_comes_next_by_when_and_who_acts() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let page = claire.get(&format!("/requests/{request}/receipt")).await.is(200).has("QUO-").has("We are on it");
    page.has("claire@alpha.example").has("Received").has("By ");
}

#[tokio::test]
async fn a_request_shows_where_it_stands_what_was_answered_and_what_happened() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let page = claire.get(&format!("/requests/{request}")).await.is(200).has("Request sent").has("Two units, quiet");
    let page = page.has("brief.pdf").has("Not assigned yet").has("tag team").has("Withdraw");
    page.has("<h1>Cooling</h1>");
}

#[tokio::test]
async fn t01_not_yours_and_not_there_are_the_same_bytes() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    let task = world.asked(request, &["site_plan"]).await;
    let mut bruno = world.browser("bruno").await;
    let absent = "01900000-0000-7000-8000-000000000000";
    for (theirs, nobodys) in [
        (format!("/requests/{request}"), format!("/requests/{absent}")),
        (format!("/requests/{request}/receipt"), format!("/requests/{absent}/receipt")),
        (format!("/requests/{request}/moves/withdraw"), format!("/requests/{absent}/moves/withdraw")),
        (format!("/tasks/{task}"), format!("/tasks/{absent}")),
        (format!("/tasks/{task}/refuse"), format!("/tasks/{absent}/refuse")),
    ] {
        assert_twins(&bruno.get(&theirs).await.is(404), &bruno.get(&nobodys).await.is(404));
    }
    let body = [("body", "Hello")];
    let one = bruno.post(&format!("/requests/{request}/messages"), &body).await.is(404);
    let other = bruno.post(&format!("/requests/{absent}/messages"), &body).await.is(404);
    assert_twins(&one, &other);
}

#[tokio::test]
async fn what_is_no_id_is_an_address_that_does_not_exist() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    for path in ["/requests/abc", "/tasks/1", "/documents/..%2f..", "/drafts/x/check", "/nowhere"] {
        claire.get(path).await.is(404).has("This page does not exist");
    }
}

#[tokio::test]
async fn the_list_is_searched_and_narrowed_by_its_address() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    sent(&mut claire, "Cooling for the server room").await;
    sent(&mut claire, "Heating 100%").await;
    claire.get("/requests").await.is(200).has("Cooling").has("Heating");
    claire.get("/requests?words=cooling").await.is(200).has("Cooling").lacks("Heating 100%</a>");
    claire.get("/requests?words=%25&state=open").await.is(200).has("Heating").lacks("Cooling for");
    claire.get("/requests?state=closed").await.is(200).has("Nothing matches").has("Clear the search");
    claire.get("/requests?after=nonsense&state=nonsense").await.is(200).has("Cooling");
}

#[tokio::test]
async fn a_long_list_goes_on_from_where_it_ended() {
    let usual = World::new().await;
    let world = usual.unpaced().await;
    let mut claire = world.browser("claire").await;
    let viewer = world.viewer("claire").await;
    let first = sent(&mut claire, "The first").await;
    for n in 0..25 {
        crate::world::sent(&mut claire, &format!("Later {n}")).await;
    }
    let page = claire.get("/requests").await.is(200).lacks(">The first<");
    let next = page.between("class=\"button second\" href=\"", "\"").replace("&#x2f;", "/").replace("&amp;", "&");
    claire.get(&next).await.is(200).has(">The first<").lacks(">Later 1<").has("Back to the first page");
    assert!(world.portal.desk(&viewer).request(first).await.is_ok());
}

#[tokio::test]
async fn a_message_is_shown_as_it_was_written_and_once() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/requests/{request}");
    let key = claire.get(&url).await.between("name=\"key\" value=\"", "\"");
    let typed = [("body", "Hello <b>Tom</b>\r\n{{ 7*7 }}"), ("key", &key)];
    for _ in 0..2 {
        assert_eq!(
            claire.post(&format!("{url}/messages"), &typed).await.to(),
            format!("{url}?done=message-sent#messages")
        );
    }
    let page = claire.get(&format!("{url}?done=message-sent")).await.is(200).has("Your message was sent.");
    assert_eq!(page.text().matches("Hello &lt;b&gt;Tom&lt;&#x2f;b&gt;").count(), 1, "{}", page.text());
    page.has("{{ 7*7 }}").has("class=\"mine\"");
}

#[tokio::test]
async fn an_empty_or_endless_message_is_said_at_its_field_and_kept() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/requests/{request}/messages");
    claire.post(&url, &[("body", "  ")]).await.is(422).has("Write the message").has("href=\"#body\"");
    let long = "long ".repeat(1200);
    claire.post(&url, &[("body", &long)]).await.is(422).has("at most 5,000 characters").has("long long");
}

#[tokio::test]
async fn t06_a_client_never_sees_a_note() {
    use portal::core::{identity::Side, request::Post};
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let tom = world.viewer("tom").await;
    let note = Post { request, audience: Side::Team, body: "SECRET-NOTE".into(), key: String::new() };
    world.portal.desk(&tom).post(&note).await.unwrap();
    for path in [format!("/requests/{request}"), "/".into(), "/requests?words=SECRET".into()] {
        claire.get(&path).await.is(200).lacks("SECRET-NOTE").lacks("Internal note");
    }
}

#[tokio::test]
async fn withdrawing_repeats_the_verb_and_counts_once() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/requests/{request}/moves/withdraw");
    let page = claire.get(&url).await.is(200);
    let seen = page.between("name=\"seen\" value=\"", "\"");
    page.has("<button class=\"button danger\">Withdraw</button>");
    let to = claire.post(&url, &[("seen", &seen)]).await.to();
    claire.get(&to).await.is(200).has("tag withdrawn").has("Done. The request is up to date.");
    claire.post(&url, &[("seen", &seen)]).await.is(409).has("This is no longer possible");
    claire.get(&url).await.is(409);
    claire.get(&format!("/requests/{request}/moves/nonsense")).await.is(404);
}

#[tokio::test]
async fn somebody_who_saw_an_older_state_keeps_their_text_and_sees_the_new_one() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/requests/{request}/moves/withdraw");
    let seen = claire.get(&url).await.between("name=\"seen\" value=\"", "\"");
    world.asked(request, &["site_plan"]).await;
    let page = claire.post(&url, &[("seen", &seen)]).await.is(409).has("changed since you opened this page");
    assert_ne!(page.between("name=\"seen\" value=\"", "\""), seen);
}

#[tokio::test]
async fn a_move_of_the_team_is_not_for_clients() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    claire.post(&format!("/requests/{request}/moves/take"), &[("seen", "1")]).await.is(403);
}
