//! To which projects a place goes, as it is chosen.

use std::collections::HashMap;

use portal_core::{
    Refused,
    id::{OrganisationId, ProjectId},
    identity::{Organisation, Seat},
    project::Project,
};
use serde::Serialize;

use super::first;
use crate::{show::OptionView, visit::Person};

/// The name of the choice between everything and some projects.
const GOES: &str = "goes";
/// The name of the projects.
const PROJECT: &str = "project";

/// The choice of projects that a place is narrowed to.
#[derive(Clone, Debug, Serialize)]
pub struct NarrowView {
    /// Whether everything may be chosen: not by whoever is narrowed themselves.
    pub may_all: bool,
    /// Whether everything is chosen.
    pub all: bool,
    /// The projects.
    pub projects: Vec<OptionView>,
}

impl NarrowView {
    /// The choice for a place, as far as it was made; `None`: there is nothing to choose from.
    pub(super) async fn of(person: &Person, seat: Seat, chosen: Option<&[ProjectId]>) -> Result<Option<Self>, Refused> {
        let desk = person.desk();
        let projects = desk.projects_to_give(seat, chosen.unwrap_or_default()).await?;
        if projects.is_empty() {
            return Ok(None);
        }
        let organisations = match seat {
            Seat::Team => desk.organisations_of(&projects).await?,
            Seat::Organisation(_) | Seat::Request { .. } => HashMap::new(),
        };
        let may_all = desk.gives_everything(seat);
        let option = |(place, project): (usize, &Project)| OptionView {
            id: format!("project-{place}"),
            value: project.id.to_string(),
            label: label(project, &organisations),
            checked: chosen.is_some_and(|chosen| chosen.contains(&project.id)),
        };
        let projects = projects.iter().enumerate().map(option).collect();
        Ok(Some(Self { may_all, all: may_all && chosen.is_none(), projects }))
    }

    /// What was chosen; `None`: as far as whoever gives it goes.
    pub(super) fn read(sent: &[(String, String)]) -> Option<Vec<ProjectId>> {
        (first(sent, GOES) == "some").then(|| {
            let named = sent.iter().filter(|(name, _)| name == PROJECT);
            named.filter_map(|(_, value)| value.parse().ok()).collect()
        })
    }

    /// Whether the form asked for it.
    pub(super) fn was_asked(sent: &[(String, String)]) -> bool {
        sent.iter().any(|(name, _)| name == GOES)
    }

    /// Two states to show samples with.
    pub(super) fn samples() -> [Self; 2] {
        let option = |place: usize, label: &str, checked| OptionView {
            id: format!("project-{place}"),
            value: place.to_string(),
            label: label.to_owned(),
            checked,
        };
        let projects = vec![option(0, "New website", true), option(1, "Autumn campaign", false)];
        let none = projects.iter().map(|option| OptionView { checked: false, ..option.clone() }).collect();
        [Self { may_all: true, all: true, projects: none }, Self { may_all: false, all: false, projects }]
    }
}

/// Its name, with that of its organisation where that is not said by itself.
fn label(project: &Project, organisations: &HashMap<OrganisationId, Organisation>) -> String {
    match organisations.get(&project.organisation) {
        Some(organisation) => format!("{} · {}", project.name, organisation.name),
        None => project.name.clone(),
    }
}
