//! `/tasks/{id}`: handing in, approving, refusing.

use super::world::{PDF, World, sent};

const SEND: (&str, &str) = ("portal.intent", "done");

#[tokio::test]
async fn what_is_asked_for_is_handed_in_and_the_task_closes() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/tasks/{}", world.asked(request, &["site_plan", "company_extract"]).await);
    claire.get(&url).await.is(200).has("Site plan").has("PDF, image, up to 25\u{a0}MB each").has("So that we can size");
    let missing = claire.upload(&url, &[SEND], &[("item-0", "plan.pdf", PDF)]).await.is(422);
    missing.has("plan.pdf").has("href=\"#item-1\"").has("Choose a file: Company registration extract");
    let to = claire.upload(&url, &[SEND], &[("item-1", "extract.pdf", PDF)]).await.to();
    assert_eq!(to, format!("/requests/{request}?done=provided"));
    claire.get(&to).await.is(200).has("In progress").has("plan.pdf").has("Thank you, we have received it.");
    claire.get("/").await.is(200).has("Nothing to do for you");
    claire.get(&url).await.is(200).has("This is done. Thank you.");
    claire.upload(&url, &[SEND], &[]).await.is(409).has("This is done.");
}

#[tokio::test]
async fn a_file_of_a_task_is_taken_back_before_it_is_sent() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let url = format!("/tasks/{}", world.asked(request, &["site_plan"]).await);
    let page = claire.upload(&url, &[("portal.intent", "update")], &[("item-0", "wrong.pdf", PDF)]).await.is(200);
    let remove = page.has("wrong.pdf").between("name=\"portal.remove\" value=\"", "\"");
    claire.upload(&url, &[("portal.remove", &remove)], &[]).await.is(200).lacks("wrong.pdf");
    claire.upload(&url, &[SEND], &[("item-7", "x.pdf", PDF)]).await.is(404);
    claire.upload(&url, &[SEND], &[("other", "x.pdf", PDF)]).await.is(400);
}

#[tokio::test]
async fn an_administrator_reads_the_quote_and_approves() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    let task = world.proposed(request).await;
    let mut aline = world.browser("aline").await;
    let page = aline.get(&format!("/tasks/{task}")).await.is(200).has("our quote é.pdf").has("Valider");
    let file = page.between("<a class=\"button second\" href=\"", "\"").replace("&#x2f;", "/");
    let download = aline.get(&file).await.is(200);
    assert_eq!(download.body, PDF);
    let to = aline.post(&format!("/tasks/{task}/approve"), &[]).await.to();
    aline.get(&to).await.is(200).has("Devis validé").has("tag done");
    aline.post(&format!("/tasks/{task}/approve"), &[]).await.is(409).has("C’est fait. Merci.");
}

#[tokio::test]
async fn refusing_takes_a_reason_and_sends_the_request_back() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    let url = format!("/tasks/{}/refuse", world.proposed(request).await);
    let mut aline = world.browser("aline").await;
    aline.get(&url).await.is(200).has("Pourquoi refusez-vous\u{202f}?");
    aline.post(&url, &[("reason", " ")]).await.is(422).has("href=\"#reason\"");
    let to = aline.post(&url, &[("reason", "Trop cher")]).await.to();
    aline.get(&to).await.is(200).has("Trop cher").has("En cours");
    aline.post(&url, &[("reason", "Encore")]).await.is(409);
}

#[tokio::test]
async fn t10_a_requester_cannot_approve_in_the_administrators_place() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let task = world.proposed(request).await;
    let page = claire.get(&format!("/tasks/{task}")).await.is(200).has("It waits for: Aline Roche");
    page.lacks("action=\"&#x2f;tasks");
    claire.post(&format!("/tasks/{task}/approve"), &[]).await.is(403).has("You may not do this");
    claire.post(&format!("/tasks/{task}/refuse"), &[("reason", "no")]).await.is(403);
    claire.get(&format!("/tasks/{task}/refuse")).await.is(403);
    claire.get(&format!("/requests/{request}")).await.is(200).has("Quote to approve");
}
