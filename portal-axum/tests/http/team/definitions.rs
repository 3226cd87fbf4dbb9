//! `/team/definitions`: the version in force, its workflows, its remarks, and a change that was refused.

use portal::core::definition::Source;

use crate::world::{World, definitions};

fn sources() -> Vec<Source> {
    portal::read_folder(&definitions()).unwrap()
}

#[tokio::test]
async fn the_version_in_force_is_for_who_may_publish() {
    let world = World::new().await;
    let mut nadia = world.browser("nadia").await;
    let hash = world.portal.definition().hash.chars().take(12).collect::<String>();
    let page = nadia.get("/team/definitions").await.is(200);
    page.has("En vigueur").has(&hash).has("Rien à signaler.").has("requests&#x2f;quote.yaml");
    let page = nadia.get("/team/definitions").await;
    page.has("src=\"&#x2f;team&#x2f;definitions&#x2f;quote.svg\"").has("Le parcours en toutes lettres");
    let picture = nadia.get("/team/definitions/quote.svg").await.is(200).has("<svg").has("Devis à valider");
    assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
    assert!(picture.header("content-security-policy").contains("sandbox"));
    nadia.get("/team/definitions/nothing.svg").await.is(404);
    nadia.get("/team/definitions/quote").await.is(404);
    let mut tom = world.browser("tom").await;
    for path in ["/team/definitions", "/team/definitions/quote.svg"] {
        tom.get(path).await.is(403);
        world.browser("claire").await.get(path).await.is(404);
    }
    tom.get("/team/queue").await.is(200).lacks("team&#x2f;definitions");
    nadia.get("/team/queue").await.is(200).has("href=\"&#x2f;team&#x2f;definitions\"");
}

#[tokio::test]
async fn a_change_that_was_refused_tells_its_faults_under_carets_until_a_good_one_comes() {
    let world = World::new().await;
    let mut broken = sources();
    let request = broken.iter_mut().find(|source| source.path == "requests/quote.yaml").unwrap();
    request.bytes = String::from_utf8(request.bytes.clone()).unwrap().replace("\nprefix:", "\nprefxi:").into_bytes();
    let why = world.portal.publish(&broken, &[]).await.unwrap_err();
    world.portal.refuse(Some(why));
    let mut nadia = world.browser("nadia").await;
    let page = nadia.get("/team/definitions").await.is(200).has("La dernière modification n’est pas en vigueur");
    page.has("PD009").has("requests&#x2f;quote.yaml:").has("prefxi: QUO\n^^^^^^");
    let mut program = world.program("nadia").await;
    let body = program.get("/definition").await.is(200).json();
    assert_eq!(body["hash"], *world.portal.definition().hash);
    assert_eq!((&body["request_types"][0], &body["warnings"]), (&"quote".into(), &serde_json::json!([])));
    assert_eq!((&body["refused"]["why"], &body["refused"]["faults"][0]["code"]), (&"faults".into(), &"PD009".into()));
    world.program("tom").await.get("/definition").await.problem(403, "forbidden");
    world.program("claire").await.get("/definition").await.problem(404, "not_found");
    world.portal.publish(&sources(), &[]).await.unwrap();
    nadia.get("/team/definitions").await.is(200).lacks("PD009");
    assert!(program.get("/definition").await.is(200).json()["refused"].is_null());
}
