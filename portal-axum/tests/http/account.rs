//! `/account`: who one is, and the language.

use portal::core::identity::Session;

use super::{
    confirm::signed_in_since,
    world::{PASSWORD, World},
};

#[tokio::test]
async fn the_account_says_who_one_is_and_where_to_sign_out() {
    let world = World::new().await;
    let page = world.browser("claire").await.get("/account").await.is(200);
    page.has("Claire Martin").has("claire@alpha.example").has("Alpha Logistics").has("action=\"&#x2f;sign-out\"");
    world.browser("tom").await.get("/account").await.is(200).has("Tom Weber");
}

#[tokio::test]
async fn s09_of_sessions_one_ends_ones_own_and_a_foreign_one_is_as_one_that_is_not_there() {
    let world = World::new().await;
    let (mut here, mut there, mut bruno) =
        (world.browser("claire").await, world.browser("claire").await, world.browser("bruno").await);
    there.headers.push(("user-agent", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/132.0".into()));
    there.get("/").await.is(200);
    let page = here.get("/account").await.is(200).has("Firefox, Windows").has("(here)").has("Sign out everywhere else");
    let end = page.text().replace("&#x2f;", "/");
    let end = format!("/account/sessions/{}/end", &end.split("/account/sessions/").nth(1).unwrap()[..32]);

    let foreign = bruno.post(&end, &[]).await.is(404);
    let missing = bruno.post(&format!("/account/sessions/{}/end", "0".repeat(32)), &[]).await.is(404);
    assert_eq!(foreign.text(), missing.text());
    there.get("/").await.is(200);
    assert_eq!(here.get(&end).await.to(), "/account", "looking ends nothing");

    here.post(&end, &[]).await.to();
    assert!(there.get("/").await.to().starts_with("/sign-in"));
    here.get("/account?done=session-ended").await.is(200).has("You are signed out there").lacks("Firefox, Windows");
    here.post(&end, &[]).await.is(404);
}

#[tokio::test]
async fn signing_out_everywhere_else_leaves_this_browser() {
    let world = World::new().await;
    let (mut here, mut there, mut bruno) =
        (world.browser("claire").await, world.browser("claire").await, world.browser("bruno").await);
    assert_eq!(here.post("/account/sessions/end", &[]).await.to(), "/account?done=sessions-ended");
    assert!(there.get("/").await.to().starts_with("/sign-in"));
    bruno.get("/").await.is(200);
    here.get("/account").await.is(200).lacks("Sign out everywhere else");
}

#[tokio::test]
async fn a_name_can_be_changed_and_not_be_empty() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    claire.post("/account/name", &[("name", "  ")]).await.is(422).has("id=\"name-fault\"");
    assert_eq!(claire.post("/account/name", &[("name", " Claire Dupont ")]).await.to(), "/account?done=renamed");
    claire.get("/account").await.is(200).has("Claire Dupont");
}

#[tokio::test]
async fn x19_pages_are_not_kept_and_signing_out_clears_what_was() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    for path in ["/", "/account", "/requests"] {
        assert_eq!(claire.get(path).await.is(200).header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(claire.post("/sign-out", &[]).await.header("clear-site-data"), "\"cache\"");
    assert!(claire.get("/account").await.to().starts_with("/sign-in"), "nothing without a session");
}

#[tokio::test]
async fn a18_a_password_is_changed_by_whoever_knows_it_and_told_why_it_will_not_do() {
    let world = World::new().await;
    let (mut here, mut there) = (world.browser("claire").await, world.browser("claire").await);
    here.get("/account/password").await.is(200).has("autocomplete=\"current-password\"").has("At least 12 characters");
    let new = "seven green umbrellas";
    here.post("/account/password", &[("old", "not this one"), ("password", new)]).await.is(422).has("id=\"old-fault\"");
    for (weak, why) in [
        ("abcde", "Too short"),
        ("qwertyqwerty", "Many people use"),
        ("ClaireMartin24", "made of your name"),
        ("738164920571", "with digits alone"),
    ] {
        let page = here.post("/account/password", &[("old", PASSWORD), ("password", weak)]).await.is(422).has(why);
        page.has("id=\"password-fault\"").lacks(weak);
    }
    there.get("/").await.is(200);
    let to = here.post("/account/password", &[("old", PASSWORD), ("password", new)]).await.to();
    assert_eq!(to, "/account?done=password-changed");
    here.get(&to).await.is(200).has("Your password was changed");
    assert!(there.get("/").await.to().starts_with("/sign-in"));
}

#[tokio::test]
async fn a01_asking_for_an_address_looks_the_same_whether_it_is_taken_or_not() {
    let world = World::new().await;
    let mut pages = Vec::new();
    for email in ["bruno@beta.example", "bruna@beta.example"] {
        let mut claire = world.browser("claire").await;
        claire.get("/account/address").await.is(200).has("claire@alpha.example");
        claire.post("/account/address", &[("email", "claire@alpha.example")]).await.is(422).has("id=\"email-fault\"");
        let answer = claire.post("/account/address", &[("email", email)]).await;
        let shown = claire.get(&answer.to()).await.is(200).has(email).has("waits to be confirmed");
        let start = shown.text().find("id=\"entering\"").unwrap();
        let section = shown.text()[start..].split("</section>").next().unwrap().replace(email, "EMAIL");
        pages.push((answer.status, answer.headers.clone(), section.split("until").next().unwrap().to_owned()));
        assert_eq!(claire.post("/account/address/cancel", &[]).await.to(), "/account?done=address-revoked");
        claire.post("/account/address/cancel", &[]).await.is(404);
        claire.get("/account").await.is(200).lacks(email);
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn a10_a_page_whose_address_is_a_secret_tells_it_to_nobody() {
    let world = World::new().await;
    let token = "ab".repeat(32);
    for path in ["invitations", "reset", "address", "enter"] {
        let mut anybody = world.anybody();
        let looked = anybody.get(&format!("/{path}/{token}")).await.is(404);
        let spent = anybody.post(&format!("/{path}/{token}"), &[("password", "x")]).await.is(404);
        for answer in [looked, spent] {
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            answer.has("is no longer valid");
        }
    }
}

#[tokio::test]
async fn a08_a_broken_token_is_as_one_that_is_over() {
    let world = World::new().await;
    for path in ["invitations", "reset", "address", "enter"] {
        let mut anybody = world.anybody();
        let upper = "AB".repeat(32);
        for broken in ["null", "0", "%5B%5D", "%20", &upper, &format!("{}%E2%80%8B", "ab".repeat(32))] {
            let url = format!("/{path}/{broken}");
            anybody.get(&url).await.is(404).has("is no longer valid");
            anybody.post(&url, &[]).await.is(404);
        }
    }
}

#[tokio::test]
async fn a18_an_old_proof_is_not_enough_for_another_address() {
    let world = World::new().await;
    let mut claire = signed_in_since(&world, "claire", Session::FRESH).await;
    let confirm = "/confirm?next=%2Faccount%2Faddress";
    assert_eq!(claire.get("/account/address").await.to(), confirm);
    assert_eq!(claire.post("/account/address", &[("email", "claire@gamma.example")]).await.to(), confirm);
    claire.get("/account").await.is(200).lacks("claire@gamma.example");
}

#[tokio::test]
async fn whoever_has_no_password_is_told_how_to_confirm_who_they_are() {
    let world = World::saying("sign_in: {password: false, magic_link: true, second_factor: [team_admin]}").await;
    let mut claire = signed_in_since(&world, "claire", Session::FRESH).await;
    let page = claire.get("/confirm?next=/account/address").await.is(200);
    page.has("You sign in without a password").has("action=\"&#x2f;sign-out\"").lacks("name=\"password\"");
}
