//! For whom a project is made, and of which kind.

use portal_core::Refused;
use serde::Serialize;

use crate::{
    page::{Page, SeenBy},
    show::OptionView,
    tongue::Tongue,
    visit::TeamPerson,
};

/// The page that asks for whom.
#[derive(Clone, Debug, Serialize)]
pub struct BeginProjectPage {
    /// The organisations.
    pub organisations: Vec<OptionView>,
    /// The kinds of project; empty: there is one alone.
    pub kinds: Vec<OptionView>,
    /// Where the choice goes.
    pub action: String,
    /// All projects.
    pub back: String,
}

impl BeginProjectPage {
    pub(super) async fn load(person: &TeamPerson) -> Result<Self, Refused> {
        let organisations = person.desk().organisations_for_projects().await?;
        let organisations = organisations.into_iter().map(|it| option("organisation", it.id.to_string(), it.name));
        let kinds = &person.portal().definition().projects;
        let kinds = kinds
            .iter()
            .enumerate()
            .filter(|_| kinds.len() > 1)
            .map(|(place, (id, kind))| OptionView {
                checked: place == 0,
                ..option(&format!("kind-{id}"), id.to_string(), person.tongue().text(&kind.label).to_owned())
            })
            .collect();
        let links = person.links();
        Ok(Self {
            organisations: organisations.collect(),
            kinds,
            action: links.new_project(),
            back: links.team_projects(),
        })
    }
}

fn option(id: &str, value: String, label: String) -> OptionView {
    OptionView { id: id.to_owned(), value, label, checked: false }
}

impl Page for BeginProjectPage {
    const TEMPLATE: &'static str = "team/begin_project.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(_: &Tongue) -> Vec<Self> {
        let organisation = option("organisation", "1".to_owned(), "Alpha Logistics".to_owned());
        let kind = |id: &str, label: &str| option(&format!("kind-{id}"), id.to_owned(), label.to_owned());
        let asks = Self {
            organisations: vec![organisation],
            kinds: vec![kind("website", "Website"), kind("identity", "Visual identity")],
            action: "/team/projects/new".to_owned(),
            back: "/team/projects".to_owned(),
        };
        vec![asks.clone(), Self { organisations: Vec::new(), kinds: Vec::new(), ..asks }]
    }
}
