//! Fields of every type on the pages of a form, without a script.

use axum::http::StatusCode;

use super::{client::Client, world::World};

const GO: (&str, &str) = ("portal.intent", "continue");

/// Fills in the first step; gives the draft's address.
async fn needed(client: &mut Client, more: &[(&str, &str)]) -> String {
    let draft = client.post("/requests/new/order", &[]).await.to();
    fill_in(client, &draft, more).await;
    draft
}

async fn fill_in(client: &mut Client, draft: &str, more: &[(&str, &str)]) {
    let step = format!("{draft}/steps/need");
    let page = client.get(&step).await.is(200).text();
    let option = page.split("<option value=\"").find(|part| part.contains("Aline Roche")).expect("a colleague");
    let aline = option.split('"').next().unwrap();
    let typed = [("subject", "Pumps"), ("budget", "900"), ("contact", aline), ("reach", "phone"), GO];
    assert_eq!(client.upload(&step, &[&typed[..], more].concat(), &[]).await.to(), format!("{draft}/steps/goods"));
}

const GOODS: [(&str, &str); 5] = [
    ("site.street", "1, rue Haute"),
    ("site.postal_code", "59000"),
    ("site.city", "Lille"),
    ("site.country", "France"),
    ("visit", "2099-07-01T09:30"),
];

fn row<'t>(number: &'t str, names: &'t [String; 3], typed: [&'t str; 3]) -> Vec<(&'t str, &'t str)> {
    let mut pairs = vec![("items#", number)];
    pairs.extend(names.iter().map(String::as_str).zip(typed));
    pairs
}

fn names(number: u8) -> [String; 3] {
    ["name", "quantity", "price"].map(|id| format!("items.{number}.{id}"))
}

#[tokio::test]
async fn rows_are_added_filled_in_and_taken_away_by_buttons_that_post() {
    let world = World::with_order().await;
    let mut claire = world.browser("claire").await;
    let draft = needed(&mut claire, &[]).await;
    let step = format!("{draft}/steps/goods");
    let fresh = claire.get(&step).await.is(200).has("Item\u{a0}1").lacks("Item\u{a0}2");
    fresh.has("name=\"items.0.quantity\"").has("autocomplete=\"postal-code\"").has("type=\"datetime-local\"");
    let (first, second) = (names(0), names(1));
    let one = row("0", &first, ["Pump", "2", "10.10"]);
    let added = claire.upload(&step, &[&GOODS[..], &one, &[("portal.add", "items")]].concat(), &[]).await.is(200);
    added.has("Item\u{a0}2").has("value=\"Pump\"").lacks("class=\"summary\"").has("€20.20");
    let two = row("1", &second, ["", "many", "1"]);
    let wrong = claire.upload(&step, &[&GOODS[..], &one, &two, &[GO]].concat(), &[]).await.is(422);
    let wrong = wrong.has("href=\"#f-items.1.name\"").has("id=\"f-items.1.quantity-fault\"").has("value=\"many\"");
    wrong.has("value=\"Pump\"");
    let drop = [("portal.drop", "items.0")];
    let dropped = claire.upload(&step, &[&GOODS[..], &one, &two, &drop].concat(), &[]).await.is(200);
    dropped.lacks("Item\u{a0}2").has("name=\"items.0.quantity\" type=\"text\" inputmode=\"decimal\" value=\"many\"");
    let many = row("0", &first, ["Pump", "12", "10"]);
    let seen = [("items.0#", "name,quantity,price")];
    let why = claire.upload(&step, &[&GOODS[..], &many, &seen, &[GO]].concat(), &[]).await.is(200);
    why.has("bring up one more thing").has("href=\"#f-items.0.why\"");
    let done = claire.upload(&step, &[&GOODS[..], &one, &two[..1], &[GO]].concat(), &[]).await;
    assert_eq!(done.to(), format!("{draft}/check"), "a row that was left blank is none");
}

#[tokio::test]
async fn a_form_of_all_types_is_checked_sent_and_shown_back_to_whom_it_is_for() {
    let world = World::with_order().await;
    let mut claire = world.browser("claire").await;
    let own = [("reach", "other"), ("reach.other", "By pigeon"), ("mail", "mallory@evil.example"), ("secret", "Hush")];
    let draft = claire.post("/requests/new/order", &[]).await.to();
    claire.get(&format!("{draft}/steps/need")).await.is(200).lacks("name=\"mail\"").has("claire@alpha.example");
    claire
        .upload(&format!("{draft}/steps/need"), &[("reach", "other"), GO], &[])
        .await
        .has("id=\"f-reach.other-fault\"");
    fill_in(&mut claire, &draft, &[]).await;
    let page = claire.get(&format!("{draft}/steps/need")).await.text();
    let aline = page.split("<option value=\"").find(|part| part.contains("selected")).expect("who was chosen");
    let aline = aline.split('"').next().unwrap();
    let typed = [("subject", "Pumps"), ("budget", "900"), ("contact", aline), GO];
    let need = format!("{draft}/steps/need");
    assert_eq!(claire.upload(&need, &[&typed[..], &own].concat(), &[]).await.status, StatusCode::SEE_OTHER);
    let (first, second) = (names(0), names(1));
    let rows = [row("0", &first, ["Pump", "2", "10.10"]), row("1", &second, ["Pipe", "10", "1.5"])].concat();
    claire.upload(&format!("{draft}/steps/goods"), &[&GOODS[..], &rows, &[GO]].concat(), &[]).await;
    let check = claire.get(&format!("{draft}/check")).await.is(200).lacks("class=\"summary\"");
    let check = check.has("Other: By pigeon").has("claire@alpha.example").has("59000 Lille").has("Aline Roche");
    check.has("data-label=\"Quantity\"").has("€35.20").has("09:30");
    let receipt = claire.post(&format!("{draft}/check"), &[]).await.to();
    let request = receipt.trim_end_matches("/receipt");
    claire.get(request).await.is(200).has("Hush").has("data-label=\"Price\"").has("€35.20");
    let mut aline = world.browser("aline").await;
    aline.get(request).await.is(200).has("Pipe").lacks("Hush");
    let mut tom = world.browser("tom").await;
    tom.get(&format!("/team{request}")).await.is(200).has("Hush").has("By pigeon");
}

#[tokio::test]
async fn where_the_form_ends_it_says_so_and_shows_the_way_home() {
    let world = World::with_order().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/order", &[]).await.to();
    let step = format!("{draft}/steps/need");
    let page = claire.upload(&step, &[("subject", "A"), ("budget", "10"), GO], &[]).await.is(422);
    let page = page
        .has("Please order from our price list.")
        .has("Back to the start page")
        .lacks("value=\"continue\">Continue");
    page.lacks("Whom shall we call?");
    claire.post(&format!("{draft}/check"), &[]).await.is(422).has("Please order from our price list.");
    let again = [("subject", "A"), ("budget", "100"), ("portal.intent", "update")];
    claire.upload(&step, &again, &[]).await.is(200).has("Whom shall we call?").has("value=\"continue\"");
}
