//! What was sent to whom and what became of it; what failed can be sent again.

use axum::{
    Router,
    extract::Query,
    response::{Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    definition::Definition,
    id::{DeliveryId, Id},
    notification::{Delivery, DeliveryState},
    store::Summary,
};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    done::Done,
    links::Links,
    page::{Page, SeenBy},
    paging,
    path::At,
    problem::Problem,
    tongue::{Tongue, When},
    visit::TeamPerson,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/deliveries", get(show)).route("/team/deliveries/{delivery}/retry", post(retry))
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
    /// Messages, newest first.
    pub rows: Vec<DeliveryRow>,
    /// The first page, when this is a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryRow {
    /// To whom.
    pub recipient: String,
    /// What it is about.
    pub about: String,
    /// What the request is about.
    pub title: String,
    /// The request's short public name.
    pub reference: String,
    /// The request.
    pub url: String,
    /// The shape and colour of its tag.
    pub tag: &'static str,
    /// Where it stands, in words.
    pub state: String,
    /// Why it failed or was held back.
    pub reason: Option<String>,
    /// How often it was tried, when it did not work the first time.
    pub attempts: Option<String>,
    /// When it was made.
    pub created: When,
    /// When the other side took it.
    pub delivered: Option<When>,
    /// Where it is sent again.
    pub retry: Option<String>,
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

async fn show(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let (desk, links, tongue) = (person.desk(), person.links(), person.tongue());
    let failed = asked.state == "failed";
    let found = desk.deliveries(failed, paging::read(&asked.after).as_ref()).await?;
    let names = desk.names(found.rows.iter().map(|(delivery, _)| delivery.recipient)).await?;
    let path = links.to("/team/deliveries");
    let state = if failed { "failed" } else { "" };
    let page = |after: &str| paging::address(&path, &[("state", state), ("after", after)]);
    let row = |(delivery, summary): &(Delivery, Summary)| {
        let recipient = names.get(&delivery.recipient).cloned().unwrap_or_else(|| tongue.say("somebody"));
        DeliveryRow::of(delivery, summary, recipient, person.portal().definition(), links, tongue)
    };
    let page = DeliveriesPage {
        failed,
        all_url: path.clone(),
        failed_url: paging::address(&path, &[("state", "failed")]),
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

impl DeliveryRow {
    fn of(
        delivery: &Delivery,
        summary: &Summary,
        recipient: String,
        definition: &Definition,
        links: &Links,
        tongue: &Tongue,
    ) -> Self {
        let (tag, state) = state(delivery.state);
        let again = delivery.state == DeliveryState::Failed;
        let tries = delivery.attempts > 1;
        Self {
            recipient,
            about: about(&delivery.rule, definition, tongue),
            title: summary.title.clone(),
            reference: summary.reference.to_string(),
            url: links.team_request(summary.id),
            tag,
            state: tongue.say(state),
            reason: delivery.reason.as_deref().map(|reason| why(reason, tongue)),
            attempts: tries.then(|| tongue.say_with("delivery-attempts", &[("count", delivery.attempts.into())])),
            created: tongue.moment(delivery.created),
            delivered: delivery.delivered.map(|at| tongue.moment(at)),
            retry: again.then(|| links.to(&format!("/team/deliveries/{}/retry", delivery.id))),
        }
    }
}

fn state(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Pending => ("team", "delivery-pending"),
        DeliveryState::Sending => ("team", "delivery-sending"),
        DeliveryState::Delivered => ("done", "delivery-delivered"),
        DeliveryState::Failed => ("refused", "delivery-failed"),
        DeliveryState::Suppressed => ("withdrawn", "delivery-suppressed"),
    }
}

/// The other side's own words, or ours for a code.
fn why(reason: &str, tongue: &Tongue) -> String {
    match reason {
        "recipient_gone" => tongue.say("delivery-gone"),
        words => words.to_owned(),
    }
}

/// What a message is about: the shipped words of a shipped rule, the subject of one's own.
fn about(rule: &Id, definition: &Definition, tongue: &Tongue) -> String {
    let own = definition.rules.get(rule).and_then(|rule| rule.subject.as_ref());
    match (own, rule.as_str()) {
        (Some(subject), _) => tongue.text(subject).to_owned(),
        (None, "receipt") => tongue.say("rule-receipt"),
        (None, "new_request") => tongue.say("rule-new-request"),
        (None, "status_changed") => tongue.say("rule-status-changed"),
        (None, "action_required") => tongue.say("rule-action-required"),
        (None, "action_answered") => tongue.say("rule-action-answered"),
        (None, "new_reply") => tongue.say("rule-new-reply"),
        (None, "document_available") => tongue.say("rule-document-available"),
        (None, "closed") => tongue.say("rule-closed"),
        (None, id) => id.to_owned(),
    }
}

impl Page for DeliveriesPage {
    const TEMPLATE: &'static str = "team/deliveries.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let full = Self {
            failed: false,
            all_url: "/team/deliveries".to_owned(),
            failed_url: "/team/deliveries?state=failed".to_owned(),
            rows: super::sample::deliveries(tongue),
            first: None,
            next: Some("/team/deliveries?after=1.2".to_owned()),
        };
        let none = Self { rows: Vec::new(), next: None, ..full.clone() };
        vec![full, Self { failed: true, ..none.clone() }, none]
    }
}
