//! The picture as a reader sees it: everything is there, in words too, and nothing lies upon another thing.

use super::{Diagram, graph::Shape, layout, rows::Rows};
use crate::definition::{Definition, Source, load};

/// A workflow of twelve statuses and twenty moves.
const LARGE: &str = include_str!("large.yaml");
const PORTAL: &str = "portal: small\nname: {en: Small, fr: Petit}\nlocales: [en, fr]\n";

fn definition(request: &str) -> Definition {
    let source = |path: &str, text: &str| Source { path: path.into(), bytes: text.into() };
    load(&[source("portal.yaml", PORTAL), source("requests/case.yaml", request)])
        .unwrap_or_else(|faults| panic!("{faults}"))
        .0
}

fn diagram(request: &str, locale: &str) -> Diagram {
    let definition = definition(request);
    Diagram::of(&definition, &definition.requests["case"], locale)
}

fn standard() -> Diagram {
    diagram("request: case\nlabel: {en: Ask, fr: Demander}\n", "en")
}

#[test]
fn each_status_and_move_is_there_with_who_acts_in_the_locale() {
    let picture = standard();
    for drawn in [picture.svg(), picture.mermaid()] {
        for word in
            ["Received", "Waits for the team", "Waits for the client", "End: done", "Take on", "Client: tasks done"]
        {
            assert!(drawn.contains(word), "{word}: {drawn}");
        }
    }
    let french = diagram("request: case\nlabel: {en: Ask, fr: Demander}\n", "fr");
    for word in ["Reçue", "Attend l’équipe", "Prendre en charge", "Demandeur", "Tout statut en cours"] {
        assert!(french.svg().contains(word), "{word}");
    }
    assert!(french.svg().contains("lang=\"fr\"") && french.title() == "Demander");
}

#[test]
fn the_picture_has_a_role_a_title_and_says_itself_in_words() {
    let picture = standard();
    let svg = picture.svg();
    assert!(svg.contains("role=\"img\" aria-labelledby=\"workflow-case-title workflow-case-desc\""));
    assert!(svg.contains("<title id=\"workflow-case-title\">Workflow: Ask</title>"));
    let words = picture.description();
    assert!(words.contains("Start: Received.") && svg.contains(&words), "{words}");
    assert!(words.contains("Missing information: Information provided (Client: tasks done) leads to In progress."));
}

#[test]
fn what_time_messages_and_people_named_by_a_path_do_is_said_in_words() {
    let request = "request: case\nlabel: {en: Ask, fr: Demander}\npurpose: {en: To answer., fr: Pour répondre.}\n\
        fields: [{id: boss, type: person, side: client, label: {en: Your manager, fr: Votre responsable}}]\n\
        start: [{when: has(boss), use: asked}, {use: received}]\n\
        tasks: {read: {do: {en: Read, fr: Lire}, by: answer.boss}}\n\
        workflow:\n  statuses:\n    \
        asked: {label: {en: Asked, fr: Demandé}, explain: {en: We ask., fr: Nous demandons.}, waits_for: client, \
        opens: [read], due: 3 days}\n    received: {}\n    withdrawn: {}\n  moves:\n    \
        take: {from: asked, to: received, by: answer.boss, on: message}\n    \
        lapse: {from: asked, to: withdrawn, on: late}\n    withdraw: {from: open, to: withdrawn, on: after 2 weeks}\n    \
        give_up: {from: received, to: withdrawn, by: team, label: {en: Stop, fr: Arrêter}}\n";
    let words = diagram(request, "en").description();
    assert!(words.contains("Start: Asked, Received."), "{words}");
    for said in ["(Your manager; Client: writes)", "(when it is late)", "(after 2 weeks)"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let words = diagram(request, "fr").description();
    for said in ["(Votre responsable; Client\u{a0}: écrit)", "(en cas de retard)", "(après 2 semaines)"] {
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn a_move_from_every_open_status_is_drawn_once() {
    let svg = standard().svg();
    assert_eq!(svg.matches(">Withdraw<").count(), 1);
    assert_eq!(svg.matches(">Any open status<").count(), 1);
}

#[test]
fn colours_stand_at_the_shapes_and_the_dark_is_for_screens_alone() {
    let svg = standard().svg();
    assert!(svg.contains("@media screen and (prefers-color-scheme: dark)"));
    let painted = |line: &str| !line.starts_with("<rect") || line.contains("fill=\"");
    assert!(svg.lines().all(painted));
}

#[test]
fn nothing_lies_upon_another_thing() {
    for picture in [standard(), diagram(LARGE, "en"), diagram(LARGE, "fr")] {
        let placed = layout::place(&picture.graph);
        let boxes = &placed.boxes;
        let apart = |one: &layout::Placed, other: &layout::Placed| {
            (one.x - other.x).abs() * 2 >= one.width + other.width + 16
                || one.y + one.height + 16 <= other.y
                || other.y + other.height + 16 <= one.y
        };
        for (at, one) in boxes.iter().enumerate() {
            assert!(boxes[at + 1..].iter().all(|other| apart(one, other)), "{:?} touches another", one.label);
            assert!(one.x - one.width / 2 >= 0 && one.x + one.width / 2 <= placed.width, "{:?}", one.label);
        }
        // The upright parts of the lines pass beside the boxes.
        for path in &placed.lines {
            for pair in path.points[1..].chunks_exact(2) {
                let ((x, one), (_, other)) = (pair[0], pair[1]);
                let (top, bottom) = (one.min(other), one.max(other));
                let hit = |placed: &layout::Placed| {
                    (x - placed.x).abs() * 2 < placed.width + 8 && placed.y < bottom && placed.y + placed.height > top
                };
                assert!(path.points.len() == 2 || !boxes.iter().any(hit), "a line passes through a box");
            }
        }
    }
}

#[test]
fn a_large_workflow_has_few_crossings_and_reads_downwards() {
    let picture = diagram(LARGE, "en");
    let statuses = picture.graph.nodes.iter().filter(|node| matches!(node.shape, Shape::Status | Shape::End)).count();
    let moves = picture.graph.nodes.iter().filter(|node| node.shape == Shape::Move).count();
    assert_eq!((statuses, moves), (12, 20));
    let crossings = Rows::of(&picture.graph).crossings();
    assert!(crossings <= 12, "{crossings} crossings");
    assert!(Rows::of(&standard().graph).crossings() <= 4);
}

#[test]
fn i17_words_of_the_definition_are_never_read_as_markup() {
    let request = "request: case\nlabel: '</title><script>alert(1)</script> & \"so\"'\n";
    let picture = diagram(request, "en");
    let (svg, mermaid) = (picture.svg(), picture.mermaid());
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;"));
    assert!(mermaid.lines().all(|line| line.matches('"').count() % 2 == 0), "{mermaid}");
}

#[test]
fn a_status_that_borrows_words_is_told_apart_for_the_team() {
    let svg = diagram(LARGE, "en").svg();
    assert!(svg.contains("Team: With the manufacturer"), "{svg}");
}
