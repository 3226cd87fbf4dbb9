//! Own pages of a definition: they stand before ours, and are tried before they come into force.

use super::world::{World, sent};

const REQUEST: &str = "{% extends 'default/request.html' %}
{% block title %}Ours: {{ title }}{% endblock %}
{% block main %}{% if title == 'Boom' %}{{ nothing }}{% endif %}<p>Ours: {{ title }}</p>{{ super() }}{% endblock %}";

#[tokio::test]
async fn an_own_page_extends_ours_and_escapes_what_people_wrote() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling <b>").await;
    let own = world.with_files(&[("pages/request.html", REQUEST)]).await.unwrap();
    let mut claire = own.browser("claire").await;
    let page = claire.get(&format!("/requests/{request}")).await.is(200).has("<p>Ours: Cooling &lt;b&gt;</p>");
    page.has("<title>Ours: Cooling &lt;b&gt;").has("What happened");
    claire.get("/").await.is(200).lacks("Ours:").has("Cooling");
}

#[tokio::test]
async fn a_state_that_no_sample_showed_leaves_nobody_without_the_page() {
    let world = World::new().await;
    let own = world.with_files(&[("pages/request.html", REQUEST)]).await.unwrap();
    let mut claire = own.browser("claire").await;
    let request = sent(&mut claire, "Boom").await;
    claire.get(&format!("/requests/{request}")).await.is(200).has("<h1>Boom</h1>").lacks("Ours:");
}

#[tokio::test]
async fn a_broken_page_never_comes_into_force() {
    let world = World::new().await;
    for (path, text, what) in [
        ("pages/request.html", "<p>\n{{ nothing }}", "pages/request.html:2"),
        ("pages/layout.html", "{{ frame|safe }}", "pages/layout.html:1"),
        ("pages/style.css", "p {}", "PD090"),
    ] {
        let refused = world.with_files(&[(path, text)]).await.map(drop).expect_err("a fault").to_string();
        assert!(refused.contains("PD090") && refused.contains(what), "{refused}");
    }
}
