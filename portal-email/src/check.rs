//! The own mails of a definition, tried on samples in every shipped language before they come into force.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error as _,
    sync::Arc,
};

use minijinja::{Error, ErrorKind};
use portal_core::definition::{OwnMails, TemplateFault, Templates};

use crate::{render::RenderError, render::with_own, samples, templates};

/// Checks own mails of a definition: letters in all their states, drawn with them.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailCheck;

impl Templates for MailCheck {
    fn check(&self, own: &BTreeMap<String, String>) -> Vec<TemplateFault> {
        let mut trial = Trial { own: Arc::new(own.clone()), faults: Vec::new() };
        trial.written();
        if trial.faults.is_empty() {
            trial.letters();
        }
        trial.faults
    }
}

struct Trial {
    own: Arc<OwnMails>,
    faults: Vec<TemplateFault>,
}

impl Trial {
    /// What can be told of a template by itself.
    fn written(&mut self) {
        let own = self.own.clone();
        let environment = templates::with(own.clone());
        for (name, text) in own.iter() {
            if let Some((at, _)) = text.match_indices("{%").find(|(at, _)| switches_escaping(&text[at + 2..])) {
                let line = text[..at].matches('\n').count() + 1;
                self.fault(name, line, "`autoescape` has no place in a mail: what people write is always escaped");
            }
            if let Err(error) = environment.get_template(name) {
                self.error(&error, name);
            }
        }
    }

    /// Draws a letter of each state with each template that no other takes in.
    fn letters(&mut self) {
        let own = self.own.clone();
        let taken_in = |name: &str| {
            let named = |text: &str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
            own.iter().any(|(other, text)| other != name && named(text))
        };
        let stems: BTreeSet<&str> = own
            .keys()
            .filter(|name| !taken_in(name))
            .map(|name| name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem))
            .collect();
        for stem in stems {
            for (letter, with) in samples::letters(stem, &own) {
                match with_own(&letter, &with) {
                    Ok(_) => {}
                    Err(RenderError::Template(error)) => self.error(&error, stem),
                    Err(other) => {
                        let name = own.keys().find(|name| name.starts_with(stem)).cloned().unwrap_or_default();
                        self.fault(&name, 1, &other.to_string());
                    }
                }
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
        let first = || self.own.keys().find(|name| name.starts_with(drawn)).cloned().unwrap_or_default();
        let (name, line, message) = found.unwrap_or_else(|| (first(), 1, said(error)));
        self.fault(&name, line, &message);
    }

    fn fault(&mut self, name: &str, line: usize, message: &str) {
        let fault = TemplateFault { name: name.to_owned(), line, message: message.to_owned() };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

fn switches_escaping(statement: &str) -> bool {
    statement.trim_start_matches(['-', '+']).trim_start().starts_with("autoescape")
}

/// What an error says, in a sentence.
fn said(error: &Error) -> String {
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    match error.kind() {
        ErrorKind::UndefinedError => format!("a name that letters do not know{detail}"),
        ErrorKind::OutOfFuel => "the letter takes too many steps".to_owned(),
        kind => format!("{kind}{detail}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(mails: &[(&str, &str)]) -> Vec<(String, usize, String)> {
        let own: OwnMails = mails.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        MailCheck.check(&own).into_iter().map(|fault| (fault.name, fault.line, fault.message)).collect()
    }

    #[test]
    fn mails_that_extend_and_include_ours_are_sound() {
        let html = "{% extends 'default/letter.html' %}{% set subject = request.reference %}\
                    {% block paragraphs %}{{ super() }}{% include 'part/ours.html' %}{% endblock %}";
        let text = "{{ account.first_name }}, {% if owner %}{{ owner.name }}{% endif %}{{ request.due or '–' }}";
        let mails = [("weekly.html", html), ("weekly.txt", text), ("part/ours.html", "{{ organisation.name }}")];
        assert_eq!(told(&mails), []);
    }

    #[test]
    fn what_is_wrong_is_told_once_with_its_file_and_line() {
        for (text, line, what) in [
            ("<h1>\n{{ nothing }}", 2, "a name that letters do not know"),
            ("\n\n{% if %}", 3, "syntax error"),
            ("{{ subject|safe }}", 1, "unknown filter"),
            ("{{ owner.name }}", 1, "a name that letters do not know"),
            ("<p>\n{% autoescape false %}{{ subject }}{% endautoescape %}", 2, "`autoescape` has no place"),
            ("{% include 'nowhere.html' %}", 1, "template not found"),
            (
                "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}",
                1,
                "too many steps",
            ),
            ("{% for a in range(9999) %}{{ portal }}{% endfor %}", 1, "too long"),
        ] {
            let told = told(&[("weekly.html", text)]);
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            assert_eq!((told[0].0.as_str(), told[0].1), ("weekly.html", line), "{text}: {told:?}");
            assert!(told[0].2.contains(what), "{text}: {told:?}");
        }
        let mails = [("weekly.txt", "{% include 'part/ours.txt' %}"), ("part/ours.txt", "\n{{ nothing }}")];
        assert!(told(&mails).iter().all(|(name, line, _)| (name.as_str(), *line) == ("part/ours.txt", 2)));
    }
}
