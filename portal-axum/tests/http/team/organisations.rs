//! `/team/organisations`: the team's clients and their people.

use crate::world::World;

#[tokio::test]
async fn the_team_makes_a_client_invites_somebody_and_disables_it() {
    let world = World::new().await;
    let mut nadia = world.browser("nadia").await;
    nadia.get("/team/organisations").await.is(200).has("Alpha Logistics").has("Beta Foods");
    nadia.get("/team/organisations?words=alph").await.is(200).has("Alpha Logistics").lacks("Beta Foods");
    nadia.post("/team/organisations/new", &[("portal.name", " ")]).await.is(422);
    let to = nadia.post("/team/organisations/new", &[("portal.name", "Gamma SAS"), ("state", "disabled")]).await.to();
    nadia.get(&to).await.is(200).has("Gamma SAS").has("Personne pour l’instant");
    let client = to.split('?').next().unwrap().to_owned();
    let karim = [("name", "Karim"), ("email", "karim@gamma.example"), ("role", "client_admin"), ("locale", "fr")];
    let to = nadia.post(&format!("{client}/people/invite"), &karim).await.to();
    nadia.get(&to).await.is(200).has("karim@gamma.example");
    assert_eq!(nadia.get(&format!("{client}/people")).await.to(), client, "people stand on the client's own page");
    let to = nadia.post(&format!("{client}/disable"), &[("seen", "1"), ("reason", "left")]).await.to();
    nadia.get(&to).await.is(200).has("Réactiver ce client").lacks("karim@gamma.example");
    nadia.post(&format!("{client}/people/invite"), &karim).await.is(403);
    nadia.post(&format!("{client}/disable"), &[("seen", "1"), ("reason", "left")]).await.is(409);
    let to = nadia.post(&format!("{client}/enable"), &[("seen", "2")]).await.to();
    nadia.get(&to).await.is(200).has("Désactiver ce client");
}

#[tokio::test]
async fn t01_a_clients_pages_exist_for_the_team_alone_and_changing_them_for_whoever_may() {
    let world = World::new().await;
    let alpha = world.viewer("claire").await.organisations().next().unwrap();
    let client = format!("/team/organisations/{alpha}");
    let mut tom = world.browser("tom").await;
    tom.get("/team/organisations").await.is(200).lacks("New client");
    tom.get(&client).await.is(200).has("Claire Martin").lacks("Disable this client").lacks("Invite somebody");
    tom.get("/team/organisations/new").await.is(403);
    tom.post(&format!("{client}/disable"), &[("seen", "1")]).await.is(403);
    for name in ["claire", "aline", "bruno"] {
        let mut browser = world.browser(name).await;
        for path in ["/team/organisations", "/team/organisations/new", &client, &format!("{client}/people/invite")] {
            browser.get(path).await.is(404);
        }
        browser.post(&format!("{client}/enable"), &[("seen", "1")]).await.is(404);
    }
    let mut bruno = world.browser("bruno").await;
    bruno.get(&format!("/organisations/{alpha}/people")).await.is(404);
}
