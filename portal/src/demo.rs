//! The demo of a definition folder, for whoever tries a portal out: its people, made once, and the past that its scripts
//! play, once in the life of a database.

use portal_core::{
    Portal, Refused,
    definition::{self, Day, Demo, DemoPerson, Faults, Source, Writings, Written},
    form::{self, Answers, Value},
    id::{AccountId, Id, OrganisationId, ProjectId},
    identity::{NewPerson, Seat},
    play::{Letters, NotPlayed, PastLetter, Play},
    project::NewProject,
};
use portal_sqlx::SqlxStore;

/// Why the demo could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Somebody of `demo.yaml` cannot be made.
    #[error("demo.yaml: {0} cannot be made: {1}")]
    Person(Id, #[source] Refused),
    /// The attributes of an organisation cannot be set.
    #[error("demo.yaml: the attributes of {0} cannot be set: {1}")]
    Attributes(String, #[source] Refused),
    /// A project cannot be made.
    #[error("demo.yaml: the project {0} cannot be made: {1}")]
    Project(Id, #[source] Refused),
    /// Somebody's membership cannot be narrowed to projects.
    #[error("demo.yaml: {0} cannot be limited to projects: {1}")]
    Limits(Id, #[source] Refused),
    /// An attribute of another type than the demo can set.
    #[error("demo.yaml: {0} is nothing that the demo can set")]
    Attribute(Id),
    /// The files of the demo have faults.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// The database failed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The past could not be played. Nothing of it was kept.
    #[error(transparent)]
    NotPlayed(#[from] NotPlayed),
}

/// Somebody to enter as.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their id in the demo.
    pub id: Id,
    /// Their account.
    pub account: AccountId,
    /// What the definition says of them.
    pub of: DemoPerson,
    /// Their company's name; `None`: the team.
    pub organisation: Option<String>,
}

/// Makes the organisations and people that are not there yet, all with one password.
///
/// # Errors
/// The first that cannot be made.
pub async fn people(portal: &Portal, demo: &Demo, password: &str) -> Result<Vec<Person>, DemoError> {
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
                    password: password.to_owned(),
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
                let account = made.map_err(|why| DemoError::Person(id.clone(), why))?;
                if !person.queues.is_empty() {
                    let limited = portal.limit_to_queues(account, Some(person.queues.clone())).await;
                    limited.map_err(|why| DemoError::Limits(id.clone(), why))?;
                }
                account
            }
        };
        people.push(Person { id: id.clone(), account, of: person.clone(), organisation: name });
    }
    let mut projects = Vec::new();
    for (name, company) in organisations {
        let known = demo.organisations.values().find(|organisation| organisation.name == name);
        let Some(organisation) = known else { continue };
        let attributes = attributes(&organisation.attributes, demo, &people)?;
        if !attributes.is_empty() {
            let set = portal.set_attributes(company, attributes).await;
            set.map_err(|why| DemoError::Attributes(name, why))?;
        }
        for (id, project) in &organisation.projects {
            let new = NewProject {
                organisation: company,
                kind: project.kind.to_string(),
                name: project.name.clone(),
                fields: self::attributes(&project.fields, demo, &people)?,
                contact: None,
            };
            let made = portal.add_project(&new).await.map_err(|why| DemoError::Project(id.clone(), why))?;
            projects.push((id, made));
        }
    }
    limit(portal, &people, &projects).await?;
    Ok(people)
}

/// Plays the scripts that the demo names, as if that had happened in the last 30 days: once in the life of a database, by one
/// process, in one transaction. Gives the letters of that past with their dates, for a mailbox that people look at; `None`
/// when nothing was played, because it was before or requests are there already.
///
/// # Errors
/// When a script cannot be played; then nothing of it is kept.
pub async fn play(
    portal: &Portal,
    store: &SqlxStore,
    sources: &[Source],
    people: &[Person],
    letters: Letters,
) -> Result<Option<Vec<PastLetter>>, DemoError> {
    let Some(demo) = definition::demo(sources)? else { return Ok(None) };
    let scripts = definition::scripts(sources)?;
    let people = people.iter().map(|person| (person.id.clone(), person.account)).collect();
    let play = Play { demo: &demo, scripts: &scripts, files: sources, people: &people, letters };
    let played = store.within(async |store| portal.play(store, &play).await).await?;
    Ok(played)
}

/// Narrows the memberships of those who name projects, where these were made just now.
async fn limit(portal: &Portal, people: &[Person], projects: &[(&Id, ProjectId)]) -> Result<(), DemoError> {
    for person in people.iter().filter(|person| !person.of.projects.is_empty()) {
        let named = |id: &Id| projects.iter().find(|(known, _)| *known == id).map(|(_, project)| *project);
        let Some(named) = person.of.projects.iter().map(named).collect::<Option<Vec<_>>>() else { continue };
        let of = portal.person_by_email(&person.of.email).await?.and_then(|(_, organisation)| organisation);
        let limited = portal.limit_to_projects(person.account, of.map_or(Seat::Team, Seat::Organisation), Some(named));
        limited.await.map_err(|why| DemoError::Limits(person.id.clone(), why))?;
    }
    Ok(())
}

/// The account of somebody of the demo.
fn account(id: &Id, demo: &Demo, people: &[Person]) -> Option<AccountId> {
    let email = &demo.people.get(id)?.email;
    people.iter().find(|person| person.of.email == *email).map(|person| person.account)
}

/// What is known of an organisation, or of a project, beside its name.
fn attributes(of: &Writings, demo: &Demo, people: &[Person]) -> Result<Answers, DemoError> {
    let person = |id: &Id| {
        let name = demo.people.get(id)?.name.clone();
        Some(Value::Person(form::Person { account: account(id, demo, people)?, name }))
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
    let pairs = of.iter().map(|(id, written)| {
        let value = value(written).ok_or_else(|| DemoError::Attribute(id.clone()))?;
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
) -> Result<OrganisationId, Refused> {
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
