//! List, count, object and history agree with `Scope::admits` for every kind of reach.

use super::{
    Harness,
    case::Case,
    fixtures::{self, World, scope},
};
use crate::{
    document::Document,
    id::{AccountId, DocumentId, OrganisationId, RequestId},
    identity::{Reach, Scope, Seat, Side},
    request::Request,
    store::{Filter, Record},
};

pub(super) async fn check(harness: &dyn Harness) {
    agree(&Case::new("Scope/Agree", harness.fresh().await)).await;
}

/// Every scope that two organisations and the team can give.
fn scopes(account: AccountId, organisations: [OrganisationId; 2]) -> Vec<Scope> {
    let kinds = [None, Some(Reach::Own), Some(Reach::Organisation)];
    let mut scopes = vec![scope(account, &[(Seat::Team, Reach::All)])];
    for first in kinds {
        for second in kinds {
            let reaches: Vec<(Seat, Reach)> = organisations
                .into_iter()
                .zip([first, second])
                .filter_map(|(id, reach)| Some((Seat::Organisation(id), reach?)))
                .collect();
            scopes.push(scope(account, &reaches));
        }
    }
    let both = Seat::Organisation(organisations[0]);
    scopes.push(scope(account, &[(both, Reach::Own), (both, Reach::Organisation)]));
    // A reach that does not fit its seat gives nothing.
    scopes.push(scope(account, &[(Seat::Team, Reach::Organisation), (both, Reach::All)]));
    scopes
}

async fn agree(case: &Case) {
    let world = World::new(case).await;
    let accounts = [world.claire.id, world.bruno.id, world.dora.id, world.tom.id];
    let organisations = [world.alpha.id, world.beta.id];
    let mut requests: Vec<Request> = Vec::new();
    for organisation in organisations {
        for account in &accounts[..3] {
            requests.extend([(); 2].map(|()| fixtures::request(case, organisation, *account)));
        }
    }
    let blob = fixtures::blob(case, world.alpha.id);
    let documents: Vec<Document> = requests
        .iter()
        .flat_map(|request| [Side::Client, Side::Team].map(|side| fixtures::document(case, request, &blob, side)))
        .collect();
    case.create([Record::Blob(blob)].into_iter().chain(requests.iter().cloned().map(Record::Request))).await;
    case.create(documents.iter().cloned().map(Record::Document)).await;
    for account in accounts {
        for scope in scopes(account, organisations) {
            same_requests(case, &scope, &requests).await;
            same_documents(case, &scope, &requests, &documents).await;
        }
    }
}

async fn same_requests(case: &Case, scope: &Scope, requests: &[Request]) {
    let admitted = |request: &&Request| scope.admits(&request.facts(Side::Client));
    let mut want: Vec<RequestId> = requests.iter().filter(admitted).map(|request| request.id).collect();
    want.sort_unstable();
    let page = case.ok(case.store.requests(scope, &Filter::default(), None, 100).await);
    let mut listed: Vec<RequestId> = page.rows.iter().map(|summary| summary.id).collect();
    listed.sort_unstable();
    case.same("the list", &listed, &want);
    let count = case.ok(case.store.count(scope, &Filter::default()).await) as usize;
    case.same("the count", count, want.len());
    for request in requests {
        let found = case.ok(case.store.dossier(scope, scope, request.id).await);
        case.same("the object", found.is_some(), want.contains(&request.id));
    }
    let missing = case.ok(case.store.dossier(scope, scope, RequestId(case.id())).await);
    case.same("what never was", missing, None);
}

async fn same_documents(case: &Case, scope: &Scope, requests: &[Request], documents: &[Document]) {
    let admitted = |document: &&Document| {
        let request = requests.iter().find(|request| request.id == document.request);
        request.is_some_and(|request| scope.admits(&request.facts(document.audience)))
    };
    let mut want: Vec<DocumentId> = documents.iter().filter(admitted).map(|document| document.id).collect();
    want.sort_unstable();
    let page = case.ok(case.store.documents(scope, None, None, 100).await);
    let mut listed: Vec<DocumentId> = page.rows.iter().map(|(document, _)| document.id).collect();
    listed.sort_unstable();
    case.same("the documents", &listed, &want);
    for document in documents {
        let found = case.ok(case.store.document(scope, document.id).await);
        case.same("one document", found.is_some(), want.contains(&document.id));
        let dossier = case.ok(case.store.dossier(scope, scope, document.request).await);
        let inside = dossier.is_some_and(|dossier| dossier.documents.iter().any(|it| it.id == document.id));
        case.same("a document of its request", inside, want.contains(&document.id));
    }
}
