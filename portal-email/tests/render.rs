//! What a letter looks like once it is HTML and text.

use portal_core::notification::{Action, Letter};
use portal_email::{RenderError, render};

fn letter() -> Letter {
    Letter {
        locale: "fr".into(),
        subject: "Il manque un document".into(),
        greeting: "Bonjour Claire,".into(),
        paragraphs: vec!["Un document manque.\r\nLe plan du premier étage.".into()],
        facts: vec![("Référence".into(), "QUO-7F3K-9M2C".into()), ("Échéance".into(), "27 novembre".into())],
        action: Some(Action { label: "Fournir".into(), url: "https://portal.example/tasks/1?a=1&b=2".into() }),
        footer: "Vous recevez ce message parce que la demande est la vôtre.".into(),
        portal: "Durand Services".into(),
        accent: "#ffd400".into(),
    }
}

/// A letter that says the same thing everywhere.
fn saying(text: &str) -> Letter {
    let said = || text.to_owned();
    Letter {
        locale: said(),
        subject: said(),
        greeting: said(),
        paragraphs: vec![said(), said()],
        facts: vec![(said(), said())],
        action: Some(Action { label: said(), url: "https://portal.example/".into() }),
        footer: said(),
        portal: said(),
        accent: said(),
    }
}

#[test]
fn both_parts_say_everything() {
    let rendered = render(&letter()).unwrap();
    for part in [&rendered.html, &rendered.text] {
        for said in [
            "Bonjour Claire,",
            "Un document manque.",
            "Le plan du premier étage.",
            "Référence",
            "QUO-7F3K-9M2C",
            "Échéance",
            "27 novembre",
            "Fournir",
            "Vous recevez ce message",
            "Durand Services",
        ] {
            assert!(part.contains(said), "{said} is missing in {part}");
        }
    }
    assert!(rendered.html.contains("Un document manque.<br>Le plan"));
    assert!(rendered.text.contains("Un document manque.\nLe plan"));
    assert!(rendered.text.contains("Fournir:\nhttps://portal.example/tasks/1?a=1&b=2\n"));
}

#[test]
fn the_html_names_its_language_and_has_one_heading_and_one_button() {
    let html = render(&letter()).unwrap().html;
    assert!(html.contains(r#"<html lang="fr" dir="ltr">"#));
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(html.matches(">Fournir</a>").count(), 1);
    assert!(html.contains("color:#000000;text-decoration:none"), "yellow asks for black text");
}

#[test]
fn a_letter_without_facts_and_button_has_neither() {
    let rendered = render(&Letter { facts: vec![], action: None, ..letter() }).unwrap();
    assert!(!rendered.html.contains("<a "));
    assert!(!rendered.html.contains("class=\"facts\""));
    assert!(!rendered.text.contains("http"));
}

#[test]
fn x07_hostile_text_is_shown_literally() {
    for hostile in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</td></table><svg onload=alert(1)>",
        "' style='position:fixed",
        "<a href=javascript:alert(1)>x</a>",
        "<!--[if mso]><p>",
        "&lt;b&gt;",
    ] {
        let (calm, hostile_html) = (render(&saying("calm")).unwrap().html, render(&saying(hostile)).unwrap().html);
        for mark in ['<', '>', '"', '\''] {
            assert_eq!(hostile_html.matches(mark).count(), calm.matches(mark).count(), "{mark} of {hostile}");
        }
        assert!(render(&saying(hostile)).unwrap().text.contains(hostile));
    }
}

#[test]
fn x07_the_button_leads_to_the_web_only_and_nothing_is_loaded() {
    for url in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/tasks/1", "", "mailto:a@b.example"] {
        let letter = Letter { action: Some(Action { label: "Go".into(), url: url.into() }), ..letter() };
        assert!(matches!(render(&letter), Err(RenderError::Address)), "{url}");
    }
    let html = render(&letter()).unwrap().html;
    for loading in ["<img", "<link", "<script", "<iframe", "url(", "@import", "src=", "background=\""] {
        assert!(!html.contains(loading), "{loading}");
    }
    let ours = html.matches("href=\"https:&#x2f;&#x2f;portal.example&#x2f;").count();
    assert_eq!(ours, html.matches("href=").count());
}

#[test]
fn x18_template_syntax_is_shown_literally() {
    for hostile in ["{{7*7}}", "{% for x in y %}", "{{ self }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{# note #}"] {
        let rendered = render(&saying(hostile)).unwrap();
        assert!(!rendered.html.contains("49") && !rendered.text.contains("49"), "{hostile}");
        assert!(rendered.text.contains(hostile), "{hostile}");
    }
}

#[test]
fn control_characters_do_not_reach_a_letter() {
    let rendered = render(&saying("a\0b\u{1b}[31mc\u{7}")).unwrap();
    let control = |c: char| c.is_control() && c != '\n';
    assert!(!rendered.html.contains(control) && !rendered.text.contains(control));
}

#[test]
fn a_letter_longer_than_100_kb_is_refused_and_an_ordinary_one_is_small() {
    let long = Letter { paragraphs: vec!["x".repeat(100_000)], ..letter() };
    assert!(matches!(render(&long), Err(RenderError::TooLong(bytes)) if bytes > 100_000));
    assert!(render(&letter()).unwrap().html.len() < 10_000);
}

#[test]
fn a_letter_of_many_facts_and_paragraphs_is_rendered() {
    let many = Letter {
        paragraphs: vec!["A sentence.\n".repeat(5); 100],
        facts: vec![("Label".into(), "Value".into()); 50],
        ..letter()
    };
    let rendered = render(&many).unwrap();
    assert_eq!(rendered.text.matches("A sentence.").count(), 500);
}
