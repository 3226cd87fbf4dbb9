//! The demo people: made at the first start, kept over restarts.

use anyhow::Context;
use portal::{
    Portal, Refused,
    core::{
        definition::{Demo, DemoOrganisation, DemoPerson},
        form::{self, Answers, Value},
        id::{AccountId, OrganisationId},
        identity::NewPerson,
    },
};

/// The password of every demo person. The demo answers on loopback only.
pub const PASSWORD: &str = "try-the-portal";

/// Somebody to enter as.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// What the definition says of them.
    pub of: DemoPerson,
    /// Their company's name; `None`: the team.
    pub organisation: Option<String>,
}

/// Makes the organisations and people that are not there yet.
pub async fn people(portal: &Portal, demo: &Demo) -> anyhow::Result<Vec<Person>> {
    let mut organisations: Vec<(String, OrganisationId)> = Vec::new();
    let mut people = Vec::new();
    for (id, person) in &demo.people {
        let organisation = person.organisation.as_ref().and_then(|id| demo.organisations.get(id));
        let name = organisation.map(|organisation| organisation.name.clone());
        let known = portal.person_by_email(&person.email).await?;
        let account = match known {
            Some((account, _)) => account,
            None => {
                let seat = match &name {
                    Some(name) => Some(company(portal, demo, &mut organisations, name).await?),
                    None => None,
                };
                let new = NewPerson {
                    name: person.name.clone(),
                    email: person.email.clone(),
                    locale: person.locale.clone(),
                    password: PASSWORD.to_owned(),
                    organisation: seat,
                    role: person.role.to_string(),
                };
                let made = match portal.add_person(&new).await {
                    // Another first start made them a moment ago: with a company of its own, which is now theirs.
                    Err(Refused::Stale) => {
                        organisations.retain(|(company, _)| Some(company) != name.as_ref());
                        let known = portal.person_by_email(&person.email).await?;
                        known.map(|(account, _)| account).ok_or(Refused::Stale)
                    }
                    made => made,
                };
                made.with_context(|| format!("demo.yaml: {id} cannot be made"))?
            }
        };
        people.push(Person { account, of: person.clone(), organisation: name });
    }
    for (name, company) in organisations {
        let known = demo.organisations.values().find(|organisation| organisation.name == name);
        let attributes = known.map(|organisation| attributes(organisation, demo, &people)).unwrap_or_default();
        if !attributes.is_empty() {
            let set = portal.set_attributes(company, attributes).await;
            set.with_context(|| format!("demo.yaml: the attributes of {name} cannot be set"))?;
        }
    }
    Ok(people)
}

/// What is known of an organisation beside its name.
fn attributes(of: &DemoOrganisation, demo: &Demo, people: &[Person]) -> Answers {
    let mut attributes = of.attributes.clone();
    for (attribute, id) in &of.people {
        let person = demo.people.get(id).and_then(|of| people.iter().find(|person| person.of.email == of.email));
        attributes.extend(person.map(|person| {
            let chosen = form::Person { account: person.account, name: person.of.name.clone() };
            (attribute.clone(), Value::Person(chosen))
        }));
    }
    attributes
}

/// A company by name: made now, made a moment ago, or known through one of its people from an earlier start.
async fn company(
    portal: &Portal,
    demo: &Demo,
    made: &mut Vec<(String, OrganisationId)>,
    name: &str,
) -> anyhow::Result<OrganisationId> {
    if let Some((_, id)) = made.iter().find(|(known, _)| known == name) {
        return Ok(*id);
    }
    let colleagues = demo.people.values().filter(|person| {
        person.organisation.as_ref().and_then(|id| demo.organisations.get(id)).is_some_and(|found| found.name == name)
    });
    for colleague in colleagues {
        if let Some((_, Some(id))) = portal.person_by_email(&colleague.email).await? {
            return Ok(id);
        }
    }
    let id = portal.add_organisation(name).await?;
    made.push((name.to_owned(), id));
    Ok(id)
}
