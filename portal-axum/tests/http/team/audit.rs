//! `/team/audit`: what was done and refused, for the team's administrators.

use axum::http::Method;
use portal::core::{
    audit::Audit,
    store::{AuditFilter, AuditLog as _},
};

use crate::world::{World, sent};

async fn log(world: &World) -> Vec<Audit> {
    world.store.audit(&AuditFilter::default(), None, 1000).await.unwrap().rows
}

/// What was noted since there were so many entries, newest first: action and detail.
async fn since(world: &World, before: usize) -> Vec<(String, Option<String>)> {
    let log = log(world).await;
    let new = log.len() - before;
    log.into_iter().take(new).map(|entry| (entry.action, entry.detail)).collect()
}

#[tokio::test]
async fn the_log_is_read_narrowed_and_paged_by_the_teams_administrators() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let id = sent(&mut claire, "Cooling").await.to_string();
    let mut nadia = world.browser("nadia").await;
    nadia.get("/team/queue").await.has("Journal d’audit");
    let page =
        nadia.get("/team/audit").await.is(200).has("Demande envoyée").has("Claire Martin").has("Alpha Logistics");
    page.has(&id).has("Connexion").lacks("Cooling");
    nadia
        .get("/team/audit?person=claire@alpha.example&group=Requests")
        .await
        .is(200)
        .has("Demande envoyée")
        .lacks("Nadia Benali</td>");
    nadia.get("/team/audit?person=nobody@alpha.example").await.is(200).has("Le journal ne contient rien de tel");
    nadia.get(&format!("/team/audit?about={id}")).await.is(200).has("Demande envoyée").lacks("Formulaire commencé");
    nadia.get("/team/audit?verdict=refused&group=Requests").await.is(200).has("Le journal ne contient rien de tel");
    nadia.get("/team/audit?until=2001-01-01").await.is(200).has("Le journal ne contient rien de tel");
    nadia.get("/team/audit?since=-9999-01-01&until=x&organisation=x&group=x&after=x").await.is(200);
    for n in 0..60 {
        claire.post("/language", &[("language", if n % 2 == 0 { "fr" } else { "en" })]).await;
    }
    let page = nadia.get("/team/audit?person=claire@alpha.example").await.is(200).has("Compte modifié");
    let url = page.between("<nav class=\"pages\"", "rel=\"next\"");
    assert!(url.contains("person=claire%40alpha.example"), "a page stays narrowed: {url}");
}

#[tokio::test]
async fn t06_nobody_else_sees_the_log() {
    let world = World::new().await;
    for path in ["/team/audit", "/team/audit.csv"] {
        world.browser("tom").await.get(path).await.is(403);
        world.browser("claire").await.get(path).await.is(404);
        world.anybody().get(path).await.to();
    }
    world.browser("tom").await.get("/team/queue").await.lacks("team/audit");
}

#[tokio::test]
async fn e07_an_export_is_noted_with_its_filter_and_count_and_is_bounded() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    sent(&mut claire, "=1+1").await;
    let mut nadia = world.browser("nadia").await;
    let before = log(&world).await.len();
    let table = nadia.get("/team/audit.csv?group=Requests").await.is(200);
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"audit.csv\"");
    let text = table.text();
    let rows: Vec<&str> = text.lines().collect();
    assert!(rows[0].starts_with("at,person_id,person,"), "{}", rows[0]);
    assert!(text.contains("request.submitted") && !text.contains("1+1"), "{text}");
    let noted = since(&world, before).await;
    let (action, detail) = &noted[0];
    let detail = detail.as_deref().unwrap();
    assert_eq!((noted.len(), action.as_str()), (1, "audit.exported"));
    assert!(detail.starts_with(&format!("{} group=Requests until=", rows.len() - 1)), "{detail}");
    for _ in 0..4 {
        nadia.get("/team/audit.csv").await.is(200);
    }
    nadia.get("/team/audit.csv").await.is(429);
    assert_eq!(since(&world, before).await[0].0, "access.throttled");
}

#[tokio::test]
async fn p08_each_refusal_is_noted_once_with_its_route_and_nothing_that_was_typed() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let id = sent(&mut claire, "Cooling").await.to_string();
    let mut bruno = world.browser("bruno").await;
    let mut tom = world.browser("tom").await;
    let mut foreign = world.browser("claire").await;
    foreign.headers = vec![("host", "novaterm.example".into()), ("sec-fetch-site", "cross-site".into())];

    let before = log(&world).await.len();
    bruno.get(&format!("/requests/{id}")).await.is(404);
    let found = log(&world).await.remove(0);
    assert_eq!(found.object.map(|object| object.to_string()), Some(id.clone()));
    assert!(!found.allowed && found.actor.is_some() && found.organisation.is_none());
    assert_eq!(found.origin.as_deref(), Some("unknown"), "the test has no network");
    tom.get("/team/audit?about=secret").await.is(403);
    foreign.post("/language", &[("language", "fr")]).await.is(403);
    world.anybody().post("/language", &[("language", "fr")]).await;
    let api = |path: &str| format!("/api/v1{path}");
    world.anybody().send(Method::GET, &api("/me"), None, Vec::new()).await.is(401);
    bruno.get(&api(&format!("/requests/{id}"))).await.is(404);
    let noted = since(&world, before).await;
    let noted: Vec<(&str, &str)> =
        noted.iter().map(|(action, detail)| (action.as_str(), detail.as_deref().unwrap_or_default())).collect();
    let expected = [
        ("access.not_found", "GET /api/v1/requests/{request}"),
        ("access.unknown", "GET /api/v1/me"),
        ("access.foreign_form", "POST /language"),
        ("access.forbidden", "GET /team/audit"),
        ("access.not_found", "GET /requests/{request}"),
    ];
    for expected in expected {
        assert_eq!(noted.iter().filter(|noted| **noted == expected).count(), 1, "{expected:?} in {noted:?}");
    }

    let before = log(&world).await.len();
    world.anybody().get("/nowhere").await.is(404);
    world.anybody().get("/requests").await.to();
    claire.get("/requests").await.is(200);
    assert!(since(&world, before).await.is_empty(), "no route, a way to sign in, and what is allowed are no refusals");
}
