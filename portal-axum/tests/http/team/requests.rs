//! `/team/requests/{id}`: the workbench.

use portal::core::id::RequestId;

use crate::world::{World, assert_twins, sent};

async fn request(world: &World) -> (RequestId, String) {
    let id = sent(&mut world.browser("claire").await, "Cooling").await;
    (id, format!("/team/requests/{id}"))
}

#[tokio::test]
async fn the_workbench_shows_where_a_request_stands_what_was_answered_and_what_comes_next() {
    let world = World::new().await;
    let (id, url) = request(&world).await;
    let mut tom = world.browser("tom").await;
    let page = tom.get(&url).await.is(200).has("Cooling").has("Alpha Logistics").has("Claire Martin");
    let page = page.has("Two units, quiet at night.").has("brief.pdf").has("The client sees it").has("Nobody");
    page.has(&format!("action=\"&#x2f;team&#x2f;requests&#x2f;{id}&#x2f;moves&#x2f;take\""));
    let task = world.asked(id, &["site_plan"]).await;
    let page = tom.get(&url).await.is(200).has("Send what is missing").has("Site plan").has("So that we can size");
    page.has("Waits for the client").lacks(&format!("tasks&#x2f;{task}"));
}

#[tokio::test]
async fn t06_a_message_reaches_the_client_and_a_note_never_does() {
    let world = World::new().await;
    let (id, url) = request(&world).await;
    let mut tom = world.browser("tom").await;
    let to = tom.post(&format!("{url}/messages"), &[("body", "A word for you."), ("key", "1")]).await.to();
    tom.get(&to).await.is(200).has("A word for you.").has("Your message was sent.");
    let to = tom.post(&format!("{url}/notes"), &[("body", "Paid late."), ("key", "2")]).await.to();
    let page = tom.get(&to).await.is(200).has("The note was saved.");
    assert!(page.between("id=\"notes\"", "</section>").contains("Paid late."));
    assert!(!page.between("id=\"conversation\"", "</section>").contains("Paid late."));
    for name in ["claire", "aline"] {
        let page = world.browser(name).await.get(&format!("/requests/{id}")).await.is(200);
        page.has("A word for you.").lacks("Paid late.");
    }
    tom.post(&format!("{url}/messages"), &[("body", "A word for you."), ("key", "1")]).await.to();
    let page = tom.get(&url).await.is(200);
    assert_eq!(page.text().matches("A word for you.").count(), 1, "a second press writes nothing");
}

#[tokio::test]
async fn an_empty_or_endless_message_is_said_at_its_field_and_kept() {
    let world = World::new().await;
    let (_, url) = request(&world).await;
    let mut tom = world.browser("tom").await;
    tom.post(&format!("{url}/messages"), &[("body", " ")])
        .await
        .is(422)
        .has("href=\"#message\"")
        .has("Write the message");
    let long = format!("kept {}", "x".repeat(5_000));
    let page = tom.post(&format!("{url}/notes"), &[("body", &long), ("key", "9")]).await.is(422);
    page.has("href=\"#note\"").has("kept xxx").has("value=\"9\"").has("<title>Error:");
}

#[tokio::test]
async fn a_request_is_given_to_somebody_of_the_team_or_to_nobody() {
    let world = World::new().await;
    let (_, url) = request(&world).await;
    let mut tom = world.browser("tom").await;
    let page = tom.get(&url).await.is(200);
    let options = page.between("name=\"owner\">", "</select>");
    let nadia = options.split("</option>").find(|option| option.contains("Nadia")).expect("Nadia can own it");
    let nadia = nadia.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!options.contains("Claire"), "a client owns nothing");
    let to = tom.post(&format!("{url}/owner"), &[("owner", &nadia)]).await.to();
    tom.get(&to).await.is(200).has("Nadia Benali takes care of it").has("The request has its owner.");
    tom.post(&format!("{url}/owner"), &[("owner", "")]).await.to();
    tom.get("/team/queue?view=unowned").await.is(200).has("Cooling");
    tom.post(&format!("{url}/owner"), &[("owner", "00000000-0000-0000-0000-000000000007")]).await.is(404);
    tom.post(&format!("{url}/owner"), &[("owner", "tom")]).await.is(404);
}

#[tokio::test]
async fn t01_for_a_client_the_workbench_is_a_page_that_does_not_exist() {
    let world = World::new().await;
    let (_, url) = request(&world).await;
    for name in ["claire", "aline", "bruno"] {
        let mut client = world.browser(name).await;
        let miss = client.get("/team/requests/00000000-0000-0000-0000-000000000007").await.is(404);
        assert_twins(&client.get(&url).await, &miss);
        for act in ["messages", "notes", "owner"] {
            client.post(&format!("{url}/{act}"), &[("body", "x"), ("owner", "")]).await.is(404);
        }
        client.upload(&format!("{url}/moves/take"), &[("seen", "1")], &[]).await.is(404);
    }
    let mut tom = world.browser("tom").await;
    tom.get("/team/requests/7").await.is(404);
    tom.get(&url).await.is(200).has("Nobody");
}

#[tokio::test]
async fn a_usual_reply_goes_into_the_message_in_the_clients_language_and_is_not_sent_yet() {
    let world = World::new().await;
    let request = sent(&mut world.browser("aline").await, "Chauffage <b>").await;
    let url = format!("/team/requests/{request}");
    let mut tom = world.browser("tom").await;
    let french = "Bonjour Aline, merci pour votre demande « Chauffage &lt;b&gt; ». Tom";
    let page = tom.get(&url).await.is(200).has(">Thanks</button>").has(&format!("data-text=\"{french}\""));
    assert!(!page.between("id=\"notes\"", "</section>").contains("name=\"reply\""), "a note has none");
    let press =
        |body: &str, reply: &str| [("body", body.to_owned()), ("key", "7".to_owned()), ("reply", reply.to_owned())];
    for (typed, reply, shown) in [
        ("", "thanks", format!(" required>{french}</textarea>")),
        ("First.\r\n", "thanks", format!(" required>First.\n\n{french}</textarea>")),
        ("First.", "nonsense", " required>First.</textarea>".to_owned()),
    ] {
        let typed = press(typed, reply);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page =
            tom.post(&format!("{url}/messages"), &typed).await.is(200).has(&shown).has("name=\"key\" value=\"7\"");
        let again = page.between("name=\"body\"", "</textarea>");
        assert!(page.text().contains("<details class=\"fold\" open>"), "{again}");
    }
    let view = world.portal.desk(&world.viewer("tom").await).request(request).await.unwrap();
    assert_eq!(view.history.messages, []);
}
