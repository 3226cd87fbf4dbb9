//! `portal explain access`: why somebody may or may not, on a line for each permission and each of their memberships.

use std::process::ExitCode;

use anyhow::{Context, bail};
use portal::{
    Refused,
    core::{
        identity::{Ground, Says, Seat},
        request::{AccessExplained, AccessObject},
    },
    store::SqlxStore,
};

use crate::settings::Explain;

/// Explains on the configured database; the portal may be running or not. The exit code is 0 when they see it, 1 when they
/// do not, and 2 when there is nobody or nothing to explain.
pub async fn explain(Explain::Access { place, person, object }: &Explain) -> ExitCode {
    let address = place.database();
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        eprintln!("there is no database at {} (--data, or --database-url, names another)", file.display());
        return ExitCode::from(2);
    }
    match explained(address.reveal(), person, object).await {
        Ok(explained) => {
            println!("{}", told(&explained));
            if explained.sees() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

async fn explained(address: &str, person: &str, object: &str) -> anyhow::Result<AccessExplained> {
    let store = SqlxStore::open(address).await.context("the database cannot be reached (DATABASE_URL)")?;
    let explained = portal::explain_access(&store, person, object).await;
    store.close().await;
    match explained {
        Ok(explained) => Ok(explained),
        Err(Refused::Answers(wrong)) if wrong.iter().any(|fault| fault.field.as_str() == "person") => {
            bail!("nobody has the address {person}")
        }
        Err(Refused::Answers(_)) => bail!("there is no request, document or task {object}"),
        Err(Refused::NotFound) => bail!("no definition is in force on this database"),
        Err(refused) => Err(refused).context("it could not be explained"),
    }
}

/// The explanation as people read it.
fn told(explained: &AccessExplained) -> String {
    let (name, reference) = (&explained.person.name, &explained.reference);
    let does = if explained.sees() { "sees" } else { "does not see" };
    let what = match &explained.object {
        AccessObject::Request => format!("the request {reference}"),
        AccessObject::Document { title, .. } => format!("the document “{title}” of {reference}"),
        AccessObject::Task { can_do: true, .. } => format!("a task of {reference}, and can do it now"),
        AccessObject::Task { can_do: false, .. } => format!("a task of {reference}, and cannot do it now"),
    };
    let mut lines = vec![format!("{name} {does} {what}: {}", explained.title)];
    for answer in &explained.answers {
        lines.push(format!("{}: {}", answer.to.name(), if answer.admitted { "yes" } else { "no" }));
        if answer.grounds.is_empty() {
            lines.push("  belongs to no organisation and not to the team".to_owned());
        }
        let ground = |ground| format!("  {}: {}", place(explained, ground), sentence(ground.says));
        lines.extend(answer.grounds.iter().map(ground));
    }
    if !explained.hidden.is_empty() {
        lines.push(format!("answers they do not see:{}", listed(&explained.hidden)));
    }
    lines.join("\n")
}

fn place(explained: &AccessExplained, ground: &Ground) -> String {
    let at = match ground.seat {
        Seat::Organisation(id) => explained.organisation(id).to_owned(),
        Seat::Request { organisation: id, .. } => format!("one request of {}", explained.organisation(id)),
        Seat::Team => "the team".to_owned(),
    };
    let reach = ground.reach.map(|reach| format!(", reach {}", reach.name())).unwrap_or_default();
    let narrowed = |what, to: String| if to.is_empty() { to } else { format!(", {what}{to}") };
    let queues = narrowed("queues", listed(ground.limits.queues.iter().flatten()));
    let projects = narrowed("projects", listed(ground.limits.projects.iter().flatten()));
    format!("{} at {at}{reach}{queues}{projects}, since {}", ground.role, ground.since.format("%Y-%m-%d"))
}

/// Each with a space before it.
fn listed(things: impl IntoIterator<Item: ToString>) -> String {
    things.into_iter().flat_map(|thing| [" ".to_owned(), thing.to_string()]).collect()
}

fn sentence(says: Says) -> &'static str {
    match says {
        Says::Admits => "allowed",
        Says::Disabled => "the account is disabled",
        Says::Suspended => "the organisation is disabled",
        Says::NoRole => "the definition has no such role for this side",
        Says::Elsewhere => "it belongs to another organisation",
        Says::OtherRequest => "they were invited to another request alone",
        Says::NotGiven => "the role does not give the permission",
        Says::ReachesNothing => "the reach needs projects or queues, and the membership names none",
        Says::ForTeam => "it is meant for the team alone",
        Says::OtherProject => "it is in no project that the membership names",
        Says::OtherQueue => "it is in no queue that the membership names",
        Says::NotOpened => "the reach is what they opened, and they did not",
        Says::NotOwned => "the reach is what its owner works, and they are not the owner",
        Says::TypeUnseen => "seen_by of the request type leaves the role out",
        Says::KindUnseen => "seen_by of the kind of document leaves the role out",
    }
}
