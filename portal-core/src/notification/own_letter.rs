//! Own templates of letters: which one a letter is drawn with, and what it may name.

use std::sync::Arc;

use serde::Serialize;

use super::Occasion;
use crate::{
    definition::OwnMails,
    request::{Particulars, Words},
};

/// The template of every letter whose rule names no other.
const LETTER: &str = "letter";

/// The own template that a letter is drawn with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLetter {
    /// `NAME` of `mails/NAME.html` and `mails/NAME.txt`; the one that is missing is drawn as any other letter.
    pub name: String,
    /// All own templates of mails, by their paths below `mails/`.
    pub mails: Arc<OwnMails>,
    /// What it may name beside what every letter shows.
    pub about: About,
}

/// What a letter is about, in finished words of its reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// The rule that sends it.
    pub rule: String,
    /// Who reads it.
    pub account: PersonNamed,
    /// The client's company.
    pub organisation: OrganisationNamed,
    /// Who opened the request.
    pub requester: PersonNamed,
    /// Who works it; `None`: nobody yet.
    pub owner: Option<PersonNamed>,
    /// The request.
    pub request: RequestNamed,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonNamed {
    /// The whole name.
    pub name: String,
    /// Its first word.
    pub first_name: String,
}

/// A company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrganisationNamed {
    /// What it is called.
    pub name: String,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestNamed {
    /// What it is about.
    pub title: String,
    /// Its short public name.
    pub reference: String,
    /// The type, by its label.
    #[serde(rename = "type")]
    pub request_type: String,
    /// The status, by its label.
    pub status: String,
    /// The day by which the status should be left.
    pub due: Option<String>,
}

impl OwnLetter {
    /// The own template of a letter, where the definition has one for it.
    pub fn of(occasion: &Occasion<'_>) -> Option<Self> {
        let Occasion { definition, outgoing, .. } = occasion;
        let mails = &definition.mails;
        if mails.is_empty() {
            return None;
        }
        let rule = &outgoing.delivery.rule;
        let name = definition.rules.get(rule).and_then(|rule| rule.template.as_deref()).unwrap_or(LETTER);
        let is_there = |name: &str| ["html", "txt"].iter().any(|end| mails.contains_key(&format!("{name}.{end}")));
        if !is_there(name) {
            return None;
        }
        let locale = definition.locale(&outgoing.account.locale);
        let words = Words { live: definition, kept: occasion.workflow, locale };
        let known = Particulars::of_letter(outgoing, occasion.viewer);
        let about = About::of(rule.as_str(), |name| known.named(&words, name));
        Some(Self { name: name.to_owned(), mails: mails.clone(), about })
    }
}

impl About {
    fn of(rule: &str, known: impl Fn(&str) -> Option<String>) -> Self {
        let say = |name: &str| known(name).unwrap_or_default();
        let person = |who: &str| PersonNamed {
            name: say(&format!("{who}.name")),
            first_name: say(&format!("{who}.first_name")),
        };
        Self {
            rule: rule.to_owned(),
            account: person("account"),
            organisation: OrganisationNamed { name: say("organisation.name") },
            requester: person("requester"),
            owner: known("owner.name").map(|_| person("owner")),
            request: RequestNamed {
                title: say("request.title"),
                reference: say("request.reference"),
                request_type: say("request.type"),
                status: say("request.status"),
                due: known("request.due"),
            },
        }
    }
}
