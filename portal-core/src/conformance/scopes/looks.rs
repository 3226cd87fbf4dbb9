//! Every list, read once.

use super::{Agrees, equal, same, scenery::Scenery};
use crate::{
    conformance::case::{Case, at},
    id::RequestId,
    identity::{Scope, Side},
    request::Event,
    store::{Filter, ProjectFilter},
};

pub(super) async fn agree(case: &Case, scenery: &Scenery, sees: &Scope, reads: &Scope) -> Agrees {
    requests(case, scenery, sees).await?;
    tasks(case, scenery, sees).await?;
    documents(case, scenery, reads).await?;
    events(case, scenery, sees, reads).await?;
    projects(case, scenery, sees).await
}

/// The list, its count, what a search finds, and what is taken out.
async fn requests(case: &Case, scenery: &Scenery, sees: &Scope) -> Agrees {
    let plain = Filter::default();
    let listed = case.ok(case.store.requests(sees, &plain, None, 100).await).rows;
    let listed = || listed.iter().map(|summary| summary.id.0);
    let (requests, store) = (&scenery.requests, &case.store);
    let admitted = |request: &crate::request::Request| sees.admits(&request.facts(Side::Client));
    same("the list", listed(), requests, |it| it.id.0, admitted)?;
    equal("the count", &(case.ok(store.count(sees, &plain).await) as usize), &listed().count())?;
    let all: Vec<RequestId> = requests.iter().map(|request| request.id).collect();
    let taken = case.ok(store.answered(sees, &all).await);
    same("what is taken out", taken.keys().map(|id| id.0), requests, |it| it.id.0, admitted)?;
    let search = Filter { text: Some("100%".to_owned()), ..Filter::default() };
    let found = case.ok(store.requests(sees, &search, None, 100).await).rows;
    let matches = |request: &crate::request::Request| admitted(request) && request.title.contains("100%");
    same("the search", found.iter().map(|summary| summary.id.0), requests, |it| it.id.0, matches)
}

async fn tasks(case: &Case, scenery: &Scenery, sees: &Scope) -> Agrees {
    let mut open = Vec::new();
    for side in [Side::Client, Side::Team] {
        open.extend(case.ok(case.store.open_tasks(sees, side).await));
    }
    let found = open.iter().map(|(task, _)| task.id.0);
    same(
        "the open tasks",
        found,
        &scenery.tasks,
        |it| it.id.0,
        |task| sees.admits(&scenery.request(task.request).facts(task.side)),
    )
}

async fn documents(case: &Case, scenery: &Scenery, reads: &Scope) -> Agrees {
    let page = case.ok(case.store.documents(reads, None, None, 1000).await);
    let found = page.rows.iter().map(|(document, _)| document.id.0);
    same(
        "the documents",
        found,
        &scenery.documents,
        |it| it.id.0,
        |document| reads.admits(&document.facts(scenery.request(document.request).facts(Side::Client))),
    )
}

/// Whether somebody sees what happened, and the document that it is about.
pub(super) fn tells(scenery: &Scenery, event: &Event, sees: &Scope, reads: &Scope) -> bool {
    let facts = scenery.request(event.request).facts(event.audience);
    let about = event.what.document().map(|id| scenery.document(id));
    sees.admits(&facts) && about.is_none_or(|document| reads.admits(&document.facts(facts)))
}

/// What is new, and what was sent.
async fn events(case: &Case, scenery: &Scenery, sees: &Scope, reads: &Scope) -> Agrees {
    let news = case.ok(case.store.news(sees, reads, Side::Team, at(0)).await);
    let want = scenery.events.iter().filter(|event| tells(scenery, event, sees, reads)).count();
    equal("so many news", &news.len(), &want.min(20))?;
    let untold = news.iter().find(|(event, _)| !tells(scenery, event, sees, reads));
    equal("news that are not admitted", &untold, &None)?;
    let sent = case.ok(case.store.deliveries(sees, false, None, 1000).await).rows;
    let found = sent.iter().map(|sent| sent.delivery.event.0);
    same("the deliveries", found, &scenery.events, |it| it.id.0, |event| tells(scenery, event, sees, sees))
}

async fn projects(case: &Case, scenery: &Scenery, sees: &Scope) -> Agrees {
    let page = case.ok(case.store.projects(sees, &ProjectFilter::default(), None, 100).await);
    let found = page.rows.iter().map(|project| project.id.0);
    same("the projects", found, &scenery.projects, |it| it.id.0, |project| sees.admits_project(project))
}
