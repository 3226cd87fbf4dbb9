//! One thing at a time: a few of each kind, drawn anew for everybody.

use super::{Agrees, Differs, dice::Dice, equal, looks::tells, same, scenery::Scenery};
use crate::{
    conformance::case::Case,
    id::RequestId,
    identity::{Scope, Side},
    project::Project,
    request::Request,
    store::Filter,
};

pub(super) async fn agree(case: &Case, scenery: &Scenery, (sees, reads): (&Scope, &Scope), dice: &mut Dice) -> Agrees {
    let admitted = |request: &&Request| sees.admits(&request.facts(Side::Client));
    let (within, beyond): (Vec<&Request>, Vec<&Request>) = scenery.requests.iter().partition(admitted);
    for of in [within, beyond] {
        if let Some(request) = (!of.is_empty()).then(|| dice.one(&of)) {
            one_request(case, scenery, (sees, reads), request).await?;
        }
    }
    let missing = case.ok(case.store.dossier(sees, RequestId(case.id())).await);
    equal("what never was", &missing, &None)?;
    for document in [(); 2].map(|()| dice.one(&scenery.documents)) {
        let found = case.ok(case.store.document(reads, document.id).await).is_some();
        let want = reads.admits(&document.facts(scenery.request(document.request).facts(Side::Client)));
        equal(&format!("one document {document:?}"), &found, &want)?;
    }
    one_project(case, scenery, sees, &dice.one(&scenery.projects)).await
}

/// A request with its documents, its task, what happened and what was said.
async fn one_request(case: &Case, scenery: &Scenery, (sees, reads): (&Scope, &Scope), request: &Request) -> Agrees {
    let admits = |side| sees.admits(&request.facts(side));
    let dossier = case.ok(case.store.dossier(sees, request.id).await);
    equal(&format!("the object {request:?}"), &dossier.is_some(), &admits(Side::Client))?;
    if let Some(dossier) = dossier {
        let inside = dossier.documents.iter().map(|document| document.id.0);
        let of = |document: &crate::document::Document| document.request == request.id;
        same("a decision counts each document of its request", inside, &scenery.documents, |it| it.id.0, of)?;
    }
    for task in scenery.tasks.iter().filter(|task| task.request == request.id) {
        let found = case.ok(case.store.request_of_task(sees, task.id).await);
        equal(&format!("the request of {task:?}"), &found, &admits(task.side).then_some(request.id))?;
    }
    let history = case.ok(case.store.history(sees, reads, request.id, Side::Team).await);
    let told = history.events.iter().map(|event| event.id.0);
    same(
        "the history",
        told,
        &scenery.events,
        |it| it.id.0,
        |event| event.request == request.id && tells(scenery, event, sees, reads),
    )?;
    let said = history.messages.iter().map(|message| message.id.0);
    same(
        "what was said",
        said,
        &scenery.messages,
        |it| it.id.0,
        |message| message.request == request.id && admits(message.audience),
    )
}

/// A project itself; and the sight of it is that of everything, as far as it is of the project.
async fn one_project(case: &Case, scenery: &Scenery, sees: &Scope, project: &Project) -> Agrees {
    let found = case.ok(case.store.project(sees, project.id).await);
    equal("one project", &found.as_ref(), &sees.admits_project(project).then_some(project))?;
    let narrow = sees.within(project);
    let invited = |request: &Request| sees.invited().contains(&request.id);
    for request in scenery.requests.iter().filter(|request| !invited(request)) {
        for audience in [Side::Client, Side::Team] {
            let facts = request.facts(audience);
            let of_project = request.project == Some(project.id) && sees.admits(&facts);
            equal(&format!("in the project: {request:?}"), &narrow.admits(&facts), &of_project)?;
        }
    }
    let within = case.ok(case.store.requests(&narrow, &Filter::default(), None, 100).await).rows;
    let admitted = |request: &Request| narrow.admits(&request.facts(Side::Client));
    let ids = within.iter().map(|summary| summary.id.0);
    same("the list of a project", ids, &scenery.requests, |it| it.id.0, admitted)?;
    let filter = Filter { project: Some(project.id), ..Filter::default() };
    let filtered = case.ok(case.store.requests(sees, &filter, None, 100).await).rows;
    let of_project =
        |request: &Request| request.project == Some(project.id) && sees.admits(&request.facts(Side::Client));
    let ids = filtered.iter().map(|summary| summary.id.0);
    same("the list, of a project", ids, &scenery.requests, |it| it.id.0, of_project)?;
    let far = case.ok(case.store.project_progress(sees, &[project.id]).await).remove(&project.id).unwrap_or_default();
    let over = filtered.iter().filter(|summary| summary.ended.is_some()).count();
    match (far.all as usize, far.over as usize) == (filtered.len(), over) {
        true => Ok(()),
        false => Err(Differs(format!("how far it is: {far:?} of {}", filtered.len()))),
    }
}
