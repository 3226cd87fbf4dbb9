//! What was sent to whom and what became of it; what failed can be sent again, and what was given up be taken up.

mod row;

use axum::{
    Router,
    extract::Query,
    response::{Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    id::{DeliveryId, JobId},
    store::Sent,
};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    done::Done,
    page::{Page, SeenBy},
    paging,
    path::At,
    problem::Problem,
    tongue::Tongue,
    visit::TeamPerson,
};

pub use row::{DeliveryRow, StuckRow};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/team/deliveries", get(show))
        .route("/team/deliveries/{delivery}/retry", post(retry))
        .route("/team/deliveries/work/{job}/retry", post(retry_job))
}

/// What was sent.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveriesPage {
    /// Whether only what failed is shown.
    pub failed: bool,
    /// All messages.
    pub all_url: String,
    /// Only those that failed.
    pub failed_url: String,
    /// Work that was given up; on the first page only.
    pub stuck: Vec<StuckRow>,
    /// Messages, newest first.
    pub rows: Vec<DeliveryRow>,
    /// The first page, when this is a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    state: String,
    after: String,
}

#[derive(Debug, Deserialize)]
struct WhichDelivery {
    delivery: DeliveryId,
}

#[derive(Debug, Deserialize)]
struct WhichJob {
    job: JobId,
}

async fn show(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let (desk, links, tongue) = (person.desk(), person.links(), person.tongue());
    let failed = asked.state == "failed";
    let found = desk.deliveries(failed, paging::read(&asked.after).as_ref()).await?;
    let given_up = if asked.after.is_empty() { desk.given_up().await? } else { Vec::new() };
    let names = desk.names(found.rows.iter().map(|sent| sent.delivery.recipient)).await?;
    let path = links.to("/team/deliveries");
    let state = if failed { "failed" } else { "" };
    let page = |after: &str| paging::address(&path, &[("state", state), ("after", after)]);
    let row = |sent: &Sent| {
        let recipient = names.get(&sent.delivery.recipient).cloned().unwrap_or_else(|| tongue.say("somebody"));
        DeliveryRow::of(sent, recipient, person.portal().definition(), links, tongue)
    };
    let page = DeliveriesPage {
        failed,
        all_url: path.clone(),
        failed_url: paging::address(&path, &[("state", "failed")]),
        stuck: given_up.iter().map(|work| StuckRow::of(work, links, tongue)).collect(),
        rows: found.rows.iter().map(row).collect(),
        first: (!asked.after.is_empty()).then(|| page("")),
        next: found.next.as_ref().map(|next| page(&paging::write(next))),
    };
    Ok(person.page(page).await)
}

async fn retry(person: TeamPerson, At(at): At<WhichDelivery>) -> Result<Redirect, Problem> {
    person.desk().retry_delivery(at.delivery).await?;
    Ok(Redirect::to(&Done::Retried.at(&person.links().to("/team/deliveries"))))
}

async fn retry_job(person: TeamPerson, At(at): At<WhichJob>) -> Result<Redirect, Problem> {
    person.desk().retry_job(at.job).await?;
    Ok(Redirect::to(&Done::WorkRetried.at(&person.links().to("/team/deliveries"))))
}

impl Page for DeliveriesPage {
    const TEMPLATE: &'static str = "team/deliveries.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let full = Self {
            failed: false,
            all_url: "/team/deliveries".to_owned(),
            failed_url: "/team/deliveries?state=failed".to_owned(),
            stuck: row::stuck(tongue),
            rows: row::samples(tongue),
            first: None,
            next: Some("/team/deliveries?after=1.2".to_owned()),
        };
        let none = Self { stuck: Vec::new(), rows: Vec::new(), next: None, ..full.clone() };
        vec![full, Self { failed: true, ..none.clone() }, none]
    }
}
