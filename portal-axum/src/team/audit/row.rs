//! An entry of the audit log in words.

use std::collections::HashMap;

use portal_core::{
    Refused,
    audit::{Action, Audit, Group},
    id::{AccountId, OrganisationId, RequestId},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    tongue::{Tongue, When},
    visit::Person,
};

/// One entry.
#[derive(Clone, Debug, Serialize)]
pub struct AuditRow {
    /// When.
    pub at: When,
    /// Who.
    pub who: String,
    /// What, in words.
    pub what: String,
    /// On what: a reference, a name, or the bare id.
    pub object: Option<String>,
    /// Where that is, if the viewer sees it.
    pub url: Option<String>,
    /// Whose data.
    pub organisation: Option<String>,
    /// A code more.
    pub detail: Option<String>,
    /// How often, when more than once.
    pub times: Option<u32>,
    /// From where.
    pub origin: Option<String>,
    /// Whether it was refused.
    pub refused: bool,
}

/// What the ids of a page are called.
pub(super) struct Names {
    people: HashMap<AccountId, String>,
    organisations: HashMap<OrganisationId, String>,
    references: HashMap<RequestId, String>,
}

impl Names {
    /// Reads them: the names of people and organisations, the references of requests that the viewer sees.
    pub(super) async fn of(person: &Person, entries: &[Audit]) -> Result<Self, Refused> {
        let desk = person.desk();
        let objects: Vec<Uuid> = entries.iter().filter_map(|entry| entry.object).collect();
        let accounts = objects.iter().map(|id| AccountId(*id));
        let people = desk.names(entries.iter().filter_map(|entry| entry.actor).chain(accounts)).await?;
        let mut ids: Vec<OrganisationId> = entries.iter().filter_map(|entry| entry.organisation).collect();
        ids.sort_unstable();
        ids.dedup();
        let organisations = desk.organisation_names(&ids).await?;
        let references = desk.references(&objects).await?;
        let references = references.into_iter().map(|(id, reference)| (id, reference.to_string())).collect();
        Ok(Self { people, organisations, references })
    }

    /// Who did it.
    pub(super) fn actor(&self, entry: &Audit) -> Option<&str> {
        self.people.get(&entry.actor?).map(String::as_str)
    }

    /// Whose data it was about.
    pub(super) fn organisation(&self, entry: &Audit) -> Option<&str> {
        self.organisations.get(&entry.organisation?).map(String::as_str)
    }

    /// What it was about, where that has a name.
    pub(super) fn object(&self, entry: &Audit) -> Option<&str> {
        let id = entry.object?;
        let found = self.references.get(&RequestId(id)).or_else(|| self.people.get(&AccountId(id)));
        found.map(String::as_str)
    }

    fn request(&self, entry: &Audit) -> Option<RequestId> {
        let id = RequestId(entry.object?);
        self.references.contains_key(&id).then_some(id)
    }
}

/// An action in words; its bare name when a newer program wrote it.
pub(super) fn words(tongue: &Tongue, entry: &Audit) -> String {
    match Action::parse(&entry.action) {
        Some(action) => tongue.say(&key(action)),
        None => entry.action.clone(),
    }
}

/// The word of an action.
pub(super) fn key(action: Action) -> String {
    format!("audit-{}", action.name().replace(['.', '_'], "-"))
}

pub(super) async fn rows(person: &Person, entries: &[Audit]) -> Result<Vec<AuditRow>, Refused> {
    let names = Names::of(person, entries).await?;
    let tongue = person.tongue();
    let row = |entry: &Audit| {
        let nobody = || tongue.say(if entry.origin.is_some() { "audit-stranger" } else { "audit-portal" });
        // That somebody did something to themselves goes without saying.
        let own = entry.object.is_some() && entry.object == entry.actor.map(|actor| actor.0);
        let bare = || entry.object.map(|id| id.to_string());
        AuditRow {
            at: tongue.moment(entry.at),
            who: match entry.actor {
                Some(_) => names.actor(entry).map_or_else(|| tongue.say("somebody"), str::to_owned),
                None => nobody(),
            },
            what: words(tongue, entry),
            object: names.object(entry).map(str::to_owned).or_else(bare).filter(|_| !own),
            url: names.request(entry).map(|id| person.links().team_request(id)),
            organisation: names.organisation(entry).map(str::to_owned),
            detail: entry.detail.clone(),
            times: (entry.times > 1).then_some(entry.times),
            origin: entry.origin.clone(),
            refused: !entry.allowed,
        }
    };
    Ok(entries.iter().map(row).collect())
}

/// One of each kind of thing, and what has no name.
pub(super) fn samples(tongue: &Tongue) -> Vec<AuditRow> {
    let at = tongue.moment("2026-11-22T15:09:00Z".parse().expect("a moment"));
    let of = |action: Action| AuditRow {
        at: at.clone(),
        who: "Claire Martin".to_owned(),
        what: tongue.say(&key(action)),
        object: None,
        url: None,
        organisation: Some("Alpha Logistics".to_owned()),
        detail: None,
        times: None,
        origin: Some("192.0.2.7".to_owned()),
        refused: action.group() == Group::Refusals,
    };
    let request = Some("QUO-7F3K-9M2C".to_owned());
    let mut rows: Vec<AuditRow> = Action::ALL.iter().map(|action| of(*action)).collect();
    rows.insert(
        0,
        AuditRow { object: request, url: Some("/team/requests/1".to_owned()), ..of(Action::RequestSubmitted) },
    );
    let stranger = tongue.say("audit-stranger");
    let route = Some("GET /requests/{request}".to_owned());
    let many = AuditRow {
        who: stranger,
        organisation: None,
        detail: route,
        times: Some(1_970),
        origin: Some("2001:db8:1:2::/64".to_owned()),
        ..of(Action::AccessMore)
    };
    let bare = Some("018f6c1e-7d3a-7c44-9b1e-0a4f6f6d2b11".to_owned());
    let portal = AuditRow { who: tongue.say("audit-portal"), object: bare, origin: None, ..of(Action::TokenMade) };
    rows.extend([many, portal]);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_words_in_every_language() {
        for locale in ["en", "fr"] {
            let tongue = Tongue::shipped(locale);
            for key in Action::ALL.iter().map(|action| key(*action)) {
                assert_ne!(tongue.say(&key), key, "{locale}");
            }
        }
    }
}
