//! `/documents` and downloads.

use super::world::{PDF, World, assert_twins, sent};

#[tokio::test]
async fn u03_u06_a_download_is_an_attachment_that_can_do_nothing() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    world.proposed(request).await;
    let mut aline = world.browser("aline").await;
    let page = aline.get("/documents?words=quote").await.is(200).has("our quote é.pdf").lacks("brief.pdf");
    let file = page.between("<a class=\"strong\" href=\"", "\"").replace("&#x2f;", "/");
    let download = aline.get(&file).await.is(200);
    assert_eq!(download.body, PDF);
    assert_eq!(download.header("content-type"), "application/pdf");
    assert_eq!(download.header("content-length"), PDF.len().to_string());
    assert_eq!(download.header("x-content-type-options"), "nosniff");
    assert!(download.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    assert_eq!(download.header("cache-control"), "no-store");
    assert_eq!(
        download.header("content-disposition"),
        "attachment; filename=\"our quote _.pdf\"; filename*=UTF-8''our%20quote%20%C3%A9.pdf"
    );
}

#[tokio::test]
async fn u01_a_document_of_others_does_not_exist() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    world.proposed(request).await;
    let page = world.browser("aline").await.get("/documents").await.is(200);
    let file = page.between("<a class=\"strong\" href=\"", "\"").replace("&#x2f;", "/");
    let mut bruno = world.browser("bruno").await;
    let theirs = bruno.get(&file).await.is(404);
    let nobodys = bruno.get("/documents/01900000-0000-7000-8000-000000000000").await.is(404);
    assert_twins(&theirs, &nobodys);
    assert!(world.anybody().get(&file).await.to().starts_with("/sign-in?next="));
}

#[tokio::test]
async fn an_internal_document_is_not_there_for_clients() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    claire.get("/documents").await.is(200).has("brief.pdf");
    let tom = world.viewer("tom").await;
    let bytes = Box::pin(futures_util::stream::iter([Ok(bytes::Bytes::from_static(PDF))]));
    let incoming = portal::core::document::Incoming { name: "hidden.pdf".into(), bytes };
    let input = portal::core::document::AddDocument {
        request,
        kind: "quote".into(),
        fields: std::collections::BTreeMap::new(),
    };
    let id = world.portal.desk(&tom).add_document(&input, incoming).await.unwrap().document;
    for path in ["/documents".to_owned(), "/documents?words=hidden".to_owned(), format!("/requests/{request}")] {
        claire.get(&path).await.is(200).lacks("hidden.pdf");
    }
    claire.get(&format!("/documents/{id}")).await.is(404);
}

#[tokio::test]
async fn what_is_attached_to_a_task_is_the_teams_only_once_it_is_sent() {
    let world = World::new().await;
    let (mut claire, mut tom) = (world.browser("claire").await, world.browser("tom").await);
    let request = sent(&mut claire, "Cooling").await;
    let task = format!("/tasks/{}", world.asked(request, &["site_plan"]).await);
    claire.upload(&task, &[("portal.intent", "update")], &[("item-0", "plan.pdf", PDF)]).await.is(200).has("plan.pdf");
    let page = claire.get("/documents?words=plan").await.is(200).has("plan.pdf");
    let file = page.between("<a class=\"strong\" href=\"", "\"").replace("&#x2f;", "/");
    claire.get(&file).await.is(200);
    let team = ["/documents".to_owned(), format!("/team/requests/{request}"), task.clone()];
    for path in &team {
        tom.get(path).await.is(200).lacks("plan.pdf");
    }
    tom.get(&file).await.is(404);
    claire.upload(&task, &[("portal.intent", "done")], &[]).await.to();
    for path in &team {
        tom.get(path).await.is(200).has("plan.pdf");
    }
    assert_eq!(tom.get(&file).await.is(200).body, PDF);
}
