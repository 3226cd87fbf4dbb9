//! The audit log: who did what, when, from where, and what was refused.

mod export;
mod filter;
mod row;

use axum::{Router, extract::Query, response::Response, routing::get};
use serde::Serialize;

pub use filter::FilterForm;
pub use row::AuditRow;

use self::filter::Asked;
use crate::{
    Web,
    page::{Page, SeenBy},
    paging,
    problem::Problem,
    tongue::Tongue,
    visit::TeamPerson,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/audit", get(show)).route("/team/audit.csv", get(export::export))
}

/// The audit log.
#[derive(Clone, Debug, Serialize)]
pub struct AuditPage {
    /// What it is narrowed to.
    pub form: FilterForm,
    /// The whole log, when it is narrowed.
    pub clear: Option<String>,
    /// The same entries as a table.
    pub export: String,
    /// Entries, newest first.
    pub rows: Vec<AuditRow>,
    /// The first page, when this is a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

async fn show(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let desk = person.desk();
    let path = person.links().to("/team/audit");
    let form = FilterForm::of(&person, &path, &asked).await?;
    let found = match asked.filter(&person).await? {
        Some(filter) => desk.audit_log(&filter, paging::read(&asked.after).as_ref(), 50).await?,
        None => portal_core::store::Page { rows: Vec::new(), next: None },
    };
    let page = |after: &str| paging::address(&path, &[&asked.pairs()[..], &[("after", after)]].concat());
    let narrowed = asked.pairs().iter().any(|(_, value)| !value.is_empty());
    let page = AuditPage {
        form,
        clear: narrowed.then(|| path.clone()),
        export: paging::address(&person.links().to("/team/audit.csv"), &asked.pairs()),
        rows: row::rows(&person, &found.rows).await?,
        first: (!asked.after.is_empty()).then(|| page("")),
        next: found.next.as_ref().map(|next| page(&paging::write(next))),
    };
    Ok(person.page(page).await)
}

impl Page for AuditPage {
    const TEMPLATE: &'static str = "team/audit.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let full = Self {
            form: FilterForm::sample(tongue),
            clear: None,
            export: "/team/audit.csv".to_owned(),
            rows: row::samples(tongue),
            first: None,
            next: Some("/team/audit?after=1.2".to_owned()),
        };
        let none = Self { clear: Some("/team/audit".to_owned()), rows: Vec::new(), next: None, ..full.clone() };
        vec![full, none]
    }
}
