//! The demo people: made at the first start, kept over restarts.

use anyhow::Context;
use portal::{
    Portal, Refused,
    core::{
        definition::{Day, Demo, DemoOrganisation, DemoPerson, Written},
        form::{self, Answers, Value},
        id::{AccountId, Id, OrganisationId},
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
        let Some(organisation) = known else { continue };
        let attributes = attributes(organisation, demo, &people)?;
        if !attributes.is_empty() {
            let set = portal.set_attributes(company, attributes).await;
            set.with_context(|| format!("demo.yaml: the attributes of {name} cannot be set"))?;
        }
    }
    Ok(people)
}

/// What is known of an organisation beside its name.
fn attributes(of: &DemoOrganisation, demo: &Demo, people: &[Person]) -> anyhow::Result<Answers> {
    let person = |id: &Id| {
        let email = &demo.people.get(id)?.email;
        let person = people.iter().find(|person| person.of.email == *email)?;
        Some(Value::Person(form::Person { account: person.account, name: person.of.name.clone() }))
    };
    let value = |written: &Written| match written {
        Written::Truth(is) => Some(Value::Bool(*is)),
        Written::Text(text) => Some(Value::Text(text.clone())),
        Written::Number(number) => Some(Value::Number(*number)),
        Written::List(texts) => Some(Value::List(texts.clone())),
        Written::Person(id) => person(id),
        Written::Day(Day::On(day)) => Some(Value::Date(*day)),
        _ => None,
    };
    let pairs = of.attributes.iter().map(|(id, written)| {
        let value = value(written).with_context(|| format!("demo.yaml: {id} is no attribute that the demo can set"))?;
        Ok((id.clone(), value))
    });
    pairs.collect()
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
