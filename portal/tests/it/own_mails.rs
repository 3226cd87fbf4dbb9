//! Own mails of a definition: a letter leaves with the template its rule names, on both databases.

use std::path::{Path, PathBuf};

use crate::support::{PASSWORD, World};
use portal::{
    core::{channel::Envelope, definition, form::RawAnswers, request::Submit},
    demo, email,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions/letters")
}

/// The letters that a request of Claire's causes.
async fn letters(database: &str) -> Vec<Envelope> {
    let world = World::of(&folder(), database).await;
    let of = definition::demo(&portal::read_folder(&folder()).unwrap()).unwrap().unwrap();
    demo::people(&world.portal, &of, PASSWORD).await.unwrap();
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    let answers: RawAnswers = [("subject".to_owned(), vec!["Pumps <b> & more".to_owned()])].into();
    desk.save_step(draft, "form", &answers).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap();
    while world.portal.tick().await.unwrap() > 0 {}
    let sent = std::mem::take(&mut *world.post.0.lock().unwrap());
    world.end().await;
    sent
}

async fn leave_with_their_template(database: &str) {
    let sent = letters(database).await;
    let to = |address: &str| sent.iter().find(|letter| letter.to == address).expect("a letter");
    let thanks = email::draw(to("claire@alpha.example")).unwrap();
    assert_eq!(thanks.subject, "Merci Claire : Pumps <b> & more");
    assert!(thanks.html.contains("<p>Ouvert de 9 h à 18 h, Alpha !</p>"), "{}", thanks.html);
    assert!(thanks.html.contains("Merci Claire : Pumps &lt;b&gt; &amp; more") && !thanks.html.contains("<b>"));
    assert!(thanks.text.contains("Pumps <b> & more") && !thanks.text.contains("Ouvert"), "{}", thanks.text);
    let to_tom = to("tom@novaterm.example");
    assert_eq!(to_tom.own, None, "his rule names no template");
    assert!(!email::draw(to_tom).unwrap().html.contains("Ouvert"));
}

#[tokio::test]
async fn letters_leave_with_the_template_of_their_rule_on_sqlite() {
    leave_with_their_template("sqlite").await;
}

#[tokio::test]
async fn letters_leave_with_the_template_of_their_rule_on_postgres() {
    leave_with_their_template("postgres").await;
}

/// The faults of the folder with one file changed.
fn faults(path: &str, text: &str) -> Vec<(String, usize, &'static str)> {
    let mut sources = portal::read_folder(&folder()).unwrap();
    sources.retain(|source| source.path != path);
    sources.push(definition::Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
    let found = portal::check(&sources).map_or_else(|faults| faults, |(_, warnings)| warnings);
    found.faults.into_iter().map(|fault| (fault.path, fault.line, fault.code)).collect()
}

#[test]
fn a_mail_that_cannot_be_drawn_is_a_fault_with_its_file_and_line() {
    let broken = "{% extends \"default/letter.html\" %}\n{% block footer %}{{ nobody }}{% include \"part/hours.html\" %}{% endblock %}";
    assert_eq!(faults("mails/thanks.html", broken), [("mails/thanks.html".to_owned(), 2, "PD090")]);
    assert_eq!(faults("mails/late.txt", "Hello"), [("mails/late.txt".to_owned(), 1, "PD090")], "no rule names it");
    assert_eq!(faults("mails/letter.txt", "{{ subject }}"), [], "it is drawn for every letter without one");
    assert_eq!(faults("mails/letter.txt", "{{ subject | safe }}"), [("mails/letter.txt".to_owned(), 1, "PD090")]);
}
