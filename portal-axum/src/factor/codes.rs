//! Recovery codes: shown once, and made anew.

use axum::{Router, response::Response, routing::get};
use serde::Serialize;

use crate::{Web, page::Page, problem::Problem, tongue::Tongue, visit::Person};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/account/recovery-codes", get(ask).post(renew))
}

/// The recovery codes, shown this once.
#[derive(Clone, Debug, Serialize)]
pub struct SavedPage {
    /// Each in groups of four.
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: String,
}

/// The page that asks before codes are made anew.
#[derive(Clone, Debug, Serialize)]
pub struct RenewPage {
    /// Where the form goes.
    pub action: String,
    /// Leaving it.
    pub leave: String,
}

async fn ask(person: Person) -> Result<Response, Problem> {
    person.desk().require_fresh()?;
    let (action, leave) = (person.links().recovery_codes(), person.links().account());
    Ok(person.page(RenewPage { action, leave }).await)
}

async fn renew(person: Person) -> Result<Response, Problem> {
    let codes = person.desk().renew_recovery_codes().await?;
    Ok(person.page(SavedPage { codes, next: person.links().account() }).await)
}

impl Page for SavedPage {
    const TEMPLATE: &'static str = "factor/saved.html";

    fn samples(_: &Tongue) -> Vec<Self> {
        let codes = ["GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV", "GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ"].map(str::to_owned);
        vec![Self { codes: codes.iter().cycle().take(10).cloned().collect(), next: "/account".to_owned() }]
    }
}

impl Page for RenewPage {
    const TEMPLATE: &'static str = "factor/renew.html";

    fn samples(_: &Tongue) -> Vec<Self> {
        vec![Self { action: "/account/recovery-codes".to_owned(), leave: "/account".to_owned() }]
    }
}
