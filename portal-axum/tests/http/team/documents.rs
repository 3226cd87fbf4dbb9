//! `/team/requests/{id}/documents`: the team’s uploads.

use crate::world::{PDF, World, sent};

#[tokio::test]
async fn the_team_adds_a_document_of_a_kind_it_may_add() {
    let world = World::new().await;
    let id = sent(&mut world.browser("claire").await, "Cooling").await;
    let url = format!("/team/requests/{id}/documents/new");
    let mut tom = world.browser("tom").await;
    tom.get(&format!("{url}?kind=quote")).await.is(200).has("Valid until").has("It stays in the team");
    tom.get(&format!("{url}?kind=company_extract")).await.is(404);
    tom.get(&url).await.is(404);
    let spec = format!("{url}?kind=specification");
    tom.get(&spec).await.is(200).has("The client sees it at once.");
    tom.upload(&spec, &[], &[]).await.is(422).has("href=\"#file.specification\"").has("Choose a file");
    let program = b"MZ\x90\0 a program";
    tom.upload(&spec, &[], &[("file.specification", "a.pdf", program)]).await.is(422).has("is none of these");
    tom.upload(&spec, &[], &[("file.company_extract", "a.pdf", PDF)]).await.is(403);
    tom.upload(&spec, &[], &[("other", "a.pdf", PDF)]).await.is(400);
    let to = tom.upload(&spec, &[], &[("file.specification", "pump.pdf", PDF)]).await.to();
    tom.get(&to).await.is(200).has("pump.pdf").has("The document was added.");
    let mut claire = world.browser("claire").await;
    claire.get(&format!("/requests/{id}")).await.is(200).has("pump.pdf");
    claire.get(&spec).await.is(404);
}

#[tokio::test]
async fn an_internal_document_stays_in_the_team() {
    let world = World::new().await;
    let id = sent(&mut world.browser("claire").await, "Cooling").await;
    let url = format!("/team/requests/{id}/documents/new?kind=quote");
    let mut tom = world.browser("tom").await;
    let to = tom.upload(&url, &[("quote.valid_until", "")], &[("file.quote", "draft quote.pdf", PDF)]).await.to();
    tom.get(&to).await.is(200).has("draft quote.pdf").has("tag end draft");
    for (name, path) in [("claire", format!("/requests/{id}")), ("aline", "/documents".to_owned())] {
        world.browser(name).await.get(&path).await.is(200).lacks("draft quote.pdf");
    }
}
