//! What is known of an organisation beside its name: kept, and known to forms and workflows.

use crate::support::World;
use portal::{
    Portal, Refused,
    core::{
        definition::Source,
        form::{Answers, RawAnswers, Value},
        id::{Id, OrganisationId},
        request::Submit,
        store::People,
    },
};

const PORTAL: &str = "
portal: test
name: Test
attributes:
  organisation:
    - {id: tier, type: choice, label: Tier, options: [{id: gold, label: Gold}, {id: iron, label: Iron}]}
    - {id: sites, type: list, label: Sites}
";

const HELP: &str = r#"
request: help
label: Help
fields:
  - {id: details, label: Details}
  - {id: site, type: choice, label: Site, options_from: organisation.sites}
  - {id: hotline, label: Hotline, required: false, show_when: organisation.tier == "gold"}
  - {id: tier, label: Tier, required: false, prefill: organisation.tier}
"#;

async fn portal(world: &World) -> Portal {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources = vec![source("portal.yaml", PORTAL), source("requests/help.yaml", HELP)];
    let builder = portal::builder(world.store.clone())
        .secret_key([7; 32])
        .sources(sources)
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("files")).unwrap())
        .mail(world.post.clone())
        .clock(world.clock.clone());
    builder.build().await.unwrap_or_else(|error| panic!("{error}"))
}

fn known(tier: &str) -> Answers {
    let sites = Value::List(vec!["Lille".to_owned(), "Lyon".to_owned()]);
    [(Id::from("tier"), Value::Text(tier.to_owned())), (Id::from("sites"), sites)].into()
}

fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

async fn alpha(portal: &Portal) -> OrganisationId {
    portal.person_by_email("claire@alpha.example").await.unwrap().unwrap().1.unwrap()
}

on_both!(a_form_knows_what_is_kept_of_the_organisation, world, {
    let portal = portal(&world).await;
    portal.set_attributes(alpha(&portal).await, known("gold")).await.unwrap();
    let claire = world.viewer("claire").await;
    let desk = portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    let view = desk.draft(draft).await.unwrap();
    assert_eq!(view.draft.answers.get("tier"), Some(&Value::Text("gold".to_owned())));
    let step = view.step("form").unwrap();
    assert!(view.form().shown_fields(step, &view.draft.answers).iter().any(|field| field.id == "hotline"));
    let (_, read) = desk.save_step(draft, "form", &typed(&[("details", "It drips"), ("site", "Paris")])).await.unwrap();
    assert_eq!(read.faults.len(), 1, "Paris is none of its sites");
    let (_, read) = desk.save_step(draft, "form", &typed(&[("details", "It drips"), ("site", "Lyon")])).await.unwrap();
    assert_eq!(read.faults, []);
    let receipt = desk.submit(&Submit { draft }).await.unwrap();
    let view = desk.request(receipt.request).await.unwrap();
    assert_eq!(view.dossier.request.answers.get("site"), Some(&Value::Text("Lyon".to_owned())));
    assert_eq!(view.dossier.organisation.attributes, known("gold"));
});

on_both!(what_is_not_kept_is_unknown_and_shows_nothing, world, {
    let portal = portal(&world).await;
    let claire = world.viewer("claire").await;
    let desk = portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    let view = desk.draft(draft).await.unwrap();
    assert_eq!(view.draft.answers.get("tier"), None);
    let step = view.step("form").unwrap();
    assert!(!view.form().shown_fields(step, &view.draft.answers).iter().any(|field| field.id == "hotline"));
});

on_both!(an_attribute_of_another_name_or_type_is_refused_and_nothing_is_kept, world, {
    let portal = portal(&world).await;
    let alpha = alpha(&portal).await;
    portal.set_attributes(alpha, known("iron")).await.unwrap();
    for (name, value) in [("colour", Value::Text("red".to_owned())), ("tier", Value::Bool(true))] {
        let refused = portal.set_attributes(alpha, [(Id::from(name), value)].into()).await;
        assert!(matches!(refused, Err(Refused::Missing(_))), "{name}");
    }
    let kept = world.store.organisations(&[alpha]).await.unwrap().remove(0);
    assert_eq!(kept.attributes, known("iron"));
});
