//! What one sees after sending: the reference, what comes next, by when, who acts. Reloading it sends nothing.

use axum::response::Response;
use portal_core::{identity::Side, request::Particulars};
use serde::Serialize;

use super::Which;
use crate::{
    page::Page,
    path::At,
    problem::Problem,
    show::{self, Status, Turn},
    tongue::{Tongue, When},
    visit::Person,
};

/// The receipt of a request.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptPage {
    /// What it is about.
    pub title: String,
    /// Its short public name.
    pub reference: String,
    /// Where it stands, and who acts.
    pub status: Status,
    /// The times that are booked, each with its question.
    pub times: Vec<(String, String)>,
    /// By when.
    pub due: Option<When>,
    /// Where the mail goes.
    pub email: String,
    /// Its page.
    pub url: String,
}

pub(crate) async fn show(person: Person, At(Which { request }): At<Which>) -> Result<Response, Problem> {
    let view = person.desk().request(request).await?;
    let request = &view.dossier.request;
    let turn =
        Turn { status: &request.status, waits_for: request.waits_for, ended: request.ended, since: request.since };
    let times = show::times(&view.workflow, &request.answers, person.tongue());
    let words = person.words(&view.workflow);
    let explain = words.explain(&request.status, &Particulars::of(&view, person.viewer()));
    let page = ReceiptPage {
        times,
        title: request.title.clone(),
        reference: request.reference.to_string(),
        status: show::status(words, turn, Side::Client, person.tongue()).explained(explain),
        due: request.due.filter(|_| request.ended.is_none()).map(|due| person.tongue().day(due)),
        email: person.account().email.clone(),
        url: person.links().request(request.id),
    };
    Ok(person.page(page).await)
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "receipt.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let row = show::sample::rows(tongue).remove(1);
        let with = Self {
            title: row.title,
            reference: row.reference,
            status: row.status,
            times: vec![("When may we come?".to_owned(), show::sample::moment(tongue).text)],
            due: Some(show::sample::day(tongue)),
            email: "claire@alpha.example".to_owned(),
            url: "/requests/1".to_owned(),
        };
        vec![Self { due: None, times: Vec::new(), ..with.clone() }, with]
    }
}
