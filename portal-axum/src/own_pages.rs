//! The own pages of a definition, tried on the samples of every page in every shipped language before they come into force.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    error::Error as _,
};

use minijinja::{Error, ErrorKind};
use portal_core::definition::{OwnPages, TemplateFault};

use crate::{
    page::{Frame, Page},
    templates::{self, Templates},
    tongue::Tongue,
};

/// Checks own pages of a definition: the shipped pages, in all their states, drawn with them.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageCheck;

impl portal_core::definition::Templates for PageCheck {
    fn check(&self, own: &OwnPages) -> Vec<TemplateFault> {
        let mut trial = Trial { own, templates: Templates::with_pages(&BTreeMap::new(), own), faults: Vec::new() };
        trial.written();
        for locale in ["en", "fr"] {
            let tongue = Tongue::shipped(locale);
            let Ok(()) = trial.pages(&tongue);
        }
        trial.unused();
        trial.faults
    }
}

struct Trial<'o> {
    own: &'o OwnPages,
    templates: Templates,
    faults: Vec<TemplateFault>,
}

impl Trial<'_> {
    /// What can be told of a template by itself.
    fn written(&mut self) {
        for (name, text) in self.own {
            if let Some(at) = text.match_indices("{%").find(|(at, _)| switches_escaping(&text[at + 2..])) {
                let line = text[..at.0].matches('\n').count() + 1;
                self.fault(name, line, "`autoescape` has no place in a page: what people write is always escaped");
            }
            if let Err(error) = self.templates.parse(name) {
                self.error(&error, name);
            }
        }
    }

    fn pages(&mut self, tongue: &Tongue) -> Result<(), Infallible> {
        crate::each_page!(draw, self, tongue);
        Ok(())
    }

    /// Templates that nothing shows.
    fn unused(&mut self) {
        let known: BTreeSet<&str> = templates::EMBEDDED.iter().map(|(name, _)| *name).collect();
        for (name, text) in self.own {
            let named = |other: &str| other.contains(&format!("\"{name}\"")) || other.contains(&format!("'{name}'"));
            let used = self.own.iter().any(|(other, text)| other != name && named(text));
            if !known.contains(name.as_str()) && !used && !text.is_empty() {
                self.fault(name, 1, "no page has this name, and no other template names it");
            }
        }
    }

    /// An error in the own template that it is about.
    fn error(&mut self, error: &Error, drawn: &str) {
        // An error within an included or inherited template is the source of the one that tells of the inclusion.
        let mut found = None;
        let mut next: Option<&Error> = Some(error);
        while let Some(error) = next {
            if let Some(name) = error.name().filter(|name| self.own.contains_key(*name)) {
                found = Some((name.to_owned(), error.line().unwrap_or(1), said(error)));
            }
            next = error.source().and_then(|source| source.downcast_ref());
        }
        let first = || self.own.keys().find(|name| *name == drawn).or(self.own.keys().next()).cloned();
        let (name, line, message) =
            found.unwrap_or_else(|| (first().unwrap_or_default(), 1, format!("`{drawn}`: {}", said(error))));
        self.fault(&name, line, &message);
    }

    fn fault(&mut self, name: &str, line: usize, message: &str) {
        let fault = TemplateFault { name: name.to_owned(), line, message: message.to_owned() };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// Draws a page in each of its states.
#[expect(clippy::unnecessary_wraps, reason = "`each_page` stops at an error, and faults are all collected")]
fn draw<P: Page>(trial: &mut Trial<'_>, tongue: &Tongue) -> Result<(), Infallible> {
    for page in P::samples(tongue) {
        if let Err(error) = trial.templates.render(&page, &Frame::sample(tongue, P::SEEN_BY), tongue) {
            trial.error(&error, P::TEMPLATE);
        }
    }
    Ok(())
}

fn switches_escaping(statement: &str) -> bool {
    statement.trim_start_matches(['-', '+']).trim_start().starts_with("autoescape")
}

/// What an error says, in a sentence.
fn said(error: &Error) -> String {
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    match error.kind() {
        ErrorKind::UndefinedError => format!("a name that this page does not know{detail}"),
        ErrorKind::OutOfFuel => "the page takes too many steps".to_owned(),
        kind => format!("{kind}{detail}"),
    }
}

#[cfg(test)]
mod tests {
    use portal_core::definition::{OwnPages, Templates as _};

    use super::PageCheck;

    fn told(pages: &[(&str, &str)]) -> Vec<(String, usize, String)> {
        let own: OwnPages = pages.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        PageCheck.check(&own).into_iter().map(|fault| (fault.name, fault.line, fault.message)).collect()
    }

    #[test]
    fn pages_that_extend_and_include_ours_are_sound() {
        let request = "{% extends 'default/request.html' %}\n{% block title %}{{ title }}{% endblock %}";
        let layout = "{% extends 'default/layout.html' %}";
        let receipt = "{% include 'part/ours.html' %}{{ reference }}";
        let pages =
            [("request.html", request), ("layout.html", layout), ("receipt.html", receipt), ("part/ours.html", "Ours")];
        assert_eq!(told(&pages), []);
    }

    #[test]
    fn what_is_wrong_is_told_once_with_its_file_and_line() {
        for (text, line, what) in [
            ("<h1>\n{{ nothing }}", 2, "a name that this page does not know"),
            ("\n\n{% if %}", 3, "syntax error"),
            ("{{ title|safe }}", 1, "unknown filter"),
            ("<p>\n{% autoescape false %}{{ title }}{% endautoescape %}", 2, "`autoescape` has no place"),
            ("{% include 'nowhere.html' %}", 1, "template not found"),
            (
                "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}",
                1,
                "too many steps",
            ),
        ] {
            let told = told(&[("request.html", text)]);
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            assert_eq!((told[0].0.as_str(), told[0].1), ("request.html", line), "{text}: {told:?}");
            assert!(told[0].2.contains(what), "{text}: {told:?}");
        }
        let pages = [("request.html", "{% include 'part/ours.html' %}"), ("part/ours.html", "\n{{ nothing }}")];
        assert!(told(&pages).iter().all(|(name, line, _)| (name.as_str(), *line) == ("part/ours.html", 2)));
        assert!(told(&[("reqest.html", "Hello")])[0].2.contains("no page has this name"));
        assert!(!told(&[("request.html", "{% include 'request.html' %}")]).is_empty(), "it ends");
    }
}
