//! Every page in every language, from its samples.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use portal_core::wording::Wording;

use super::{EMBEDDED, Templates};
use crate::{
    page,
    tongue::{SHIPPED, Tongue},
};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn files(below: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What stands between `before` and the next quote.
fn quoted<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(before).filter_map(move |(at, _)| text[at + before.len()..].split('"').next())
}

#[test]
fn every_template_in_the_folder_is_embedded() {
    let root = folder("templates");
    let there: BTreeSet<String> = files(&root)
        .iter()
        .map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"))
        .collect();
    assert_eq!(there, EMBEDDED.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn every_state_of_every_page_renders_in_every_language() {
    let templates = Templates::new(BTreeMap::new());
    let mut rendered = BTreeSet::new();
    for locale in ["en", "fr"] {
        let samples = page::samples(&templates, &Tongue::shipped(locale));
        rendered.extend(samples.unwrap_or_else(|error| panic!("{locale}: {error:#?}")).into_iter().map(|s| s.template));
    }
    let pages = EMBEDDED.iter().map(|(name, _)| *name);
    let pages: BTreeSet<&str> =
        pages.filter(|name| *name != "layout.html" && !name.contains("part/") && !name.starts_with("icon/")).collect();
    assert_eq!(rendered, pages, "a template without a page, or a page that each_page! does not know");
}

#[test]
fn x06_hostile_text_is_shown_literally() {
    let hostile = "<script>alert(1)</script>{{ 7*7 }}";
    let page = crate::problem::ProblemPage { title: hostile.to_owned(), advice: String::new(), reference: None };
    let tongue = Tongue::shipped("en");
    let html = Templates::new(BTreeMap::new())
        .render(&page, &page::Frame::sample(&tongue, page::SeenBy::Client), &tongue)
        .unwrap();
    assert!(html.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;{{ 7*7 }}"), "{html}");
    assert!(!html.contains("<script>alert"));
}

#[test]
fn a_host_extends_our_template_of_the_same_name() {
    let own = "{% extends 'default/problem.html' %}{% block title %}Own: {{ title }}{% endblock %}";
    let templates = Templates::new(BTreeMap::from([("problem.html".to_owned(), own.to_owned())]));
    let samples = page::samples(&templates, &Tongue::shipped("en")).unwrap();
    let problem = samples.iter().find(|sample| sample.template == "problem.html").unwrap();
    assert!(problem.html.contains("<title>Own: ") && problem.html.contains("<h1>"));
}

#[test]
fn a_name_that_is_not_given_is_an_error() {
    let templates = Templates::new(BTreeMap::from([("problem.html".to_owned(), "{{ nothing }}".to_owned())]));
    assert!(page::samples(&templates, &Tongue::shipped("en")).is_err());
}

#[test]
fn a_template_cannot_run_for_ever() {
    let own = "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}";
    let templates = Templates::new(BTreeMap::from([("problem.html".to_owned(), own.to_owned())]));
    assert!(page::samples(&templates, &Tongue::shipped("en")).is_err());
}

#[test]
fn english_and_french_have_the_same_messages() {
    let words = Wording::new(SHIPPED).unwrap();
    assert_eq!(words.keys("en"), words.keys("fr"));
}

#[test]
fn every_message_that_is_used_exists_and_every_one_that_exists_is_used() {
    let words = Wording::new(SHIPPED).unwrap();
    let known = words.keys("en");
    let read = |name: &str| files(&folder(name)).iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let (sources, templates): (Vec<String>, Vec<String>) = (read("src"), read("templates"));
    let in_code =
        ["say(\"", "say_with(\""].into_iter().flat_map(|before| sources.iter().map(move |text| (text, before)));
    let in_pages = [" t(\"", "(t(\""].into_iter().flat_map(|before| templates.iter().map(move |text| (text, before)));
    let used: BTreeSet<&str> = in_code.chain(in_pages).flat_map(|(text, before)| quoted(text, before)).collect();
    let missing: Vec<&&str> = used.iter().filter(|key| !known.contains(**key)).collect();
    assert!(missing.is_empty(), "used and not written: {missing:?}");
    let families = ["problem-", "audit-", "done-", "family-", "api-", "figures-fault-", "provider-"];
    let idle = known.iter().filter(|key| !families.iter().any(|family| key.starts_with(family)));
    let idle: Vec<&&str> =
        idle.filter(|key| !sources.iter().chain(&templates).any(|text| text.contains(&format!("\"{key}\"")))).collect();
    assert!(idle.is_empty(), "written and not used: {idle:?}");
}
