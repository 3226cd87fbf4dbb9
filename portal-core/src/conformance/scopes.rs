//! List, count, object, history, news, tasks and deliveries agree with `Scope::admits` for every kind of reach, and whatever
//! request types and kinds of document are not seen.

use super::{
    Harness,
    case::Case,
    fixtures::{self, World, both, narrowed, scope, scope_in},
};
use crate::{
    document::Document,
    id::{AccountId, DocumentId, Id, OrganisationId, ProjectId, RequestId},
    identity::{Exceptions, Reach, Scope, Seat, Side, Unseen},
    project::Project,
    request::{Event, Happening, Request, Task},
    store::{Change, Changes, Filter, ProjectFilter, Record},
};

pub(super) async fn check(harness: &dyn Harness) {
    agree(&Case::new("Scope/Agree", harness.fresh().await)).await;
}

/// Every scope that two organisations and the team can give.
fn scopes(account: AccountId, organisations: [OrganisationId; 2], projects: &[ProjectId]) -> Vec<Scope> {
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
    scopes.extend(narrowed_scopes(account, organisations));
    scopes.extend(in_projects(account, organisations, projects));
    scopes
}

/// Scopes of roles that do not see all request types and kinds of document.
fn narrowed_scopes(account: AccountId, organisations: [OrganisationId; 2]) -> Vec<Scope> {
    let [alpha, beta] = organisations.map(Seat::Organisation);
    let mut scopes = Vec::new();
    for exceptions in Exceptions::ALL {
        let quote = || Unseen::these(&[], &[("quote", exceptions)]);
        let both = Unseen::these(&[], &[("plan", Exceptions::default()), ("quote", exceptions)]);
        scopes.push(narrowed(account, &[(Seat::Team, Reach::All, quote())]));
        for reach in [Reach::Own, Reach::Organisation] {
            scopes.push(narrowed(account, &[(alpha, reach, quote())]));
            scopes.push(narrowed(account, &[(alpha, reach, both.clone()), (beta, Reach::Organisation, quote())]));
            scopes.push(narrowed(account, &[(alpha, reach, quote()), (beta, reach, Unseen::default())]));
            scopes.push(narrowed(account, &[(alpha, reach, quote()), (beta, reach, quote())]));
        }
        scopes.push(narrowed(account, &[(Seat::Team, Reach::All, both), (alpha, Reach::Own, Unseen::default())]));
        scopes.extend(without_types(account, [alpha, beta], exceptions));
    }
    scopes
}

/// Scopes of roles that do not see all request types, alone, beside kinds, and beside roles that see them.
fn without_types(account: AccountId, [alpha, beta]: [Seat; 2], exceptions: Exceptions) -> Vec<Scope> {
    let whole = Reach::Organisation;
    let secret = || Unseen::these(&[("secret", exceptions)], &[]);
    let two = Unseen::these(&[("secret", exceptions), ("help", Exceptions::default())], &[]);
    let with_kinds = Unseen::these(&[("secret", exceptions)], &[("quote", Exceptions::default())]);
    let quote = Unseen::these(&[], &[("quote", exceptions)]);
    let mut scopes = vec![
        narrowed(account, &[(Seat::Team, Reach::All, secret())]),
        narrowed(account, &[(Seat::Team, Reach::All, two.clone()), (alpha, Reach::Own, Unseen::default())]),
        narrowed(account, &[(Seat::Team, Reach::All, secret()), (Seat::Team, Reach::All, quote.clone())]),
    ];
    for reach in [Reach::Own, whole] {
        scopes.push(narrowed(account, &[(alpha, reach, secret())]));
        scopes.push(narrowed(account, &[(alpha, reach, two.clone()), (beta, whole, secret())]));
        scopes.push(narrowed(account, &[(alpha, reach, with_kinds.clone()), (beta, reach, Unseen::default())]));
        scopes.push(narrowed(account, &[(alpha, reach, with_kinds.clone()), (alpha, whole, quote.clone())]));
    }
    scopes
}

/// The scopes of seats that name projects, alone and beside others.
fn in_projects(account: AccountId, organisations: [OrganisationId; 2], projects: &[ProjectId]) -> Vec<Scope> {
    let [first, second] = organisations.map(Seat::Organisation);
    let (none, one, all) = (Some(Vec::new()), Some(projects[..1].to_vec()), Some(projects.to_vec()));
    let mut scopes = Vec::new();
    for named in [None, none, one.clone(), all] {
        for (seat, reach) in [(first, Reach::Projects), (first, Reach::Own), (first, Reach::Organisation)] {
            scopes.push(scope_in(account, &[(seat, reach, named.clone())]));
        }
        for reach in [Reach::Projects, Reach::All] {
            scopes.push(scope_in(account, &[(Seat::Team, reach, named.clone())]));
        }
        let of_client = [(second, Reach::Own, None), (first, Reach::Projects, named.clone())];
        scopes.push(scope_in(account, &of_client));
        let beside = [(second, Reach::Organisation, None), (Seat::Team, Reach::Projects, named)];
        scopes.push(scope_in(account, &beside));
    }
    let every = [(first, Reach::Own, None), (second, Reach::Organisation, None), (first, Reach::Projects, one.clone())];
    scopes.push(scope_in(
        account,
        &[&every[..], &[(first, Reach::Own, one.clone()), (Seat::Team, Reach::All, one)]].concat(),
    ));
    // One sees no quotes in the projects that are named, and everything of the other organisation.
    let quote = Unseen::these(&[], &[("quote", Exceptions { requester: true, owner: false })]);
    let named = Some(projects[..2].to_vec());
    let (client, team) =
        ((first, Reach::Projects, named.clone(), quote.clone()), (Seat::Team, Reach::All, named, quote));
    scopes.push(both(account, &[client, (second, Reach::Organisation, None, Unseen::default())]));
    scopes.push(both(account, &[team, (second, Reach::Own, None, Unseen::default())]));
    // Or no secret requests.
    let secret = Unseen::these(&[("secret", Exceptions { requester: false, owner: true })], &[]);
    let named = Some(projects[..2].to_vec());
    scopes.push(both(account, &[(first, Reach::Projects, named.clone(), secret.clone())]));
    scopes
        .push(both(account, &[(Seat::Team, Reach::All, named, secret), (second, Reach::Own, None, Unseen::default())]));
    scopes
}

async fn agree(case: &Case) {
    let world = World::new(case).await;
    let accounts = [world.claire.id, world.bruno.id, world.dora.id, world.tom.id];
    let organisations = [world.alpha.id, world.beta.id];
    let mut requests: Vec<Request> = Vec::new();
    for organisation in organisations {
        for account in &accounts[..3] {
            requests.extend([None, Some(world.tom.id), None, Some(world.tom.id)].map(|owner| {
                let request = fixtures::request(case, organisation, *account);
                Request { owner, ..request }
            }));
        }
    }
    let projects: Vec<Project> =
        organisations.into_iter().flat_map(|of| [(); 2].map(|()| fixtures::project(case, of))).collect();
    for (place, request) in requests.iter_mut().enumerate() {
        let of_its_own = projects.iter().filter(|project| project.organisation == request.organisation);
        request.project = of_its_own.map(|project| project.id).nth(place % 4);
        request.request_type = Id::from(["quote", "secret", "help"][place / 2 % 3]);
    }
    case.create(projects.iter().cloned().map(Record::Project)).await;
    let named: Vec<ProjectId> = projects.iter().map(|project| project.id).collect();
    let blob = fixtures::blob(case, world.alpha.id);
    let documents: Vec<Document> = requests.iter().flat_map(|request| papers(case, &world, request, &blob)).collect();
    case.create([Record::Blob(blob)].into_iter().chain(requests.iter().cloned().map(Record::Request))).await;
    case.create(documents.iter().cloned().map(Record::Document)).await;
    let tasks: Vec<Task> = requests.iter().map(|request| fixtures::task(case, request)).collect();
    case.create(tasks.iter().cloned().map(Record::Task)).await;
    let events = tell(case, &requests, &documents).await;
    for account in accounts {
        for scope in scopes(account, organisations, &named) {
            same_projects(case, &scope, &projects).await;
            for project in &projects {
                narrower(case, &scope, project, &requests).await;
            }
            same_requests(case, &scope, &requests).await;
            same_tasks(case, &scope, &requests, &tasks).await;
            same_documents(case, &scope, &requests, &documents).await;
            same_events(case, &scope, &requests, &documents, &events).await;
        }
    }
}

/// Documents of a request of every kind, for each side, by the requester and by the team.
fn papers(case: &Case, world: &World, request: &Request, blob: &crate::document::Blob) -> Vec<Document> {
    let mut papers = Vec::new();
    for audience in [Side::Client, Side::Team] {
        for kind in ["plan", "quote", "note"] {
            let document = fixtures::document(case, request, blob, audience);
            papers.push(Document { kind: Id::from(kind), added_by: world.tom.id, ..document });
        }
    }
    let own = fixtures::document(case, request, blob, Side::Client);
    papers.push(Document { kind: Id::from("quote"), ..own });
    papers
}

/// An event and a delivery about each document, and one event about none.
async fn tell(case: &Case, requests: &[Request], documents: &[Document]) -> Vec<Event> {
    let mut events = Vec::new();
    for request in requests {
        let of = documents.iter().filter(|document| document.request == request.id);
        for (seq, document) in (1..).zip(of) {
            let mut event = fixtures::event(case, request, seq, document.audience);
            event.actor = None;
            event.what = match seq % 2 {
                0 => Happening::DocumentAdded { document: document.id },
                _ => Happening::DocumentShared { document: document.id },
            };
            events.push(event);
        }
    }
    let mut changes = Changes::new();
    for event in &events {
        changes.push(Change::Append(event.clone()));
    }
    case.commit(changes).await;
    let to = requests[0].opened_by;
    let deliveries: Vec<Record> =
        events.iter().map(|event| Record::Delivery(fixtures::delivery(case, event, to))).collect();
    case.create(deliveries).await;
    events
}

/// History, news and deliveries tell of the documents that are admitted, and of no others.
async fn same_events(case: &Case, scope: &Scope, requests: &[Request], documents: &[Document], events: &[Event]) {
    let admitted = |event: &&Event| {
        let request = requests.iter().find(|request| request.id == event.request);
        let document = documents.iter().find(|document| Some(document.id) == event.what.document());
        request.zip(document).is_some_and(|(request, document)| {
            scope.admits(&request.facts(event.audience)) && scope.admits(&document.facts(request.facts(event.audience)))
        })
    };
    let mut want: Vec<_> = events.iter().filter(admitted).map(|event| event.id).collect();
    want.sort_unstable();
    let mut told = Vec::new();
    for request in requests {
        let history = case.ok(case.store.history(scope, scope, request.id, Side::Team).await);
        told.extend(history.events.into_iter().map(|event| event.id));
    }
    told.sort_unstable();
    case.same("the history", &told, &want);
    let news = case.ok(case.store.news(scope, scope, Side::Team, super::case::at(0)).await);
    case.same("so many news", news.len(), want.len().min(20));
    case.check(news.iter().all(|(event, _)| want.contains(&event.id)), "the news");
    let sent = case.ok(case.store.deliveries(scope, false, None, 1000).await);
    let mut sent: Vec<_> = sent.rows.iter().map(|sent| sent.delivery.event).collect();
    sent.sort_unstable();
    case.same("the deliveries", &sent, &want);
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
        let found = case.ok(case.store.dossier(scope, request.id).await);
        case.same("the object", found.is_some(), want.contains(&request.id));
    }
    let missing = case.ok(case.store.dossier(scope, RequestId(case.id())).await);
    case.same("what never was", missing, None);
}

/// The tasks that are open, and the way from one to its request.
async fn same_tasks(case: &Case, scope: &Scope, requests: &[Request], tasks: &[Task]) {
    let admitted = |task: &&Task| {
        let request = requests.iter().find(|request| request.id == task.request);
        request.is_some_and(|request| scope.admits(&request.facts(Side::Client)))
    };
    let mut want: Vec<_> = tasks.iter().filter(admitted).map(|task| task.id).collect();
    want.sort_unstable();
    let mut open = Vec::new();
    for side in [Side::Client, Side::Team] {
        open.extend(case.ok(case.store.open_tasks(scope, side).await).into_iter().map(|(task, _)| task.id));
    }
    open.sort_unstable();
    case.same("the open tasks", &open, &want);
    for task in tasks {
        let request = case.ok(case.store.request_of_task(scope, task.id).await);
        case.same("the request of a task", request.is_some(), want.contains(&task.id));
    }
}

async fn same_documents(case: &Case, scope: &Scope, requests: &[Request], documents: &[Document]) {
    let admitted = |document: &&Document| {
        let request = requests.iter().find(|request| request.id == document.request);
        request.is_some_and(|request| scope.admits(&document.facts(request.facts(Side::Client))))
    };
    let mut want: Vec<DocumentId> = documents.iter().filter(admitted).map(|document| document.id).collect();
    want.sort_unstable();
    let page = case.ok(case.store.documents(scope, None, None, 1000).await);
    let mut listed: Vec<DocumentId> = page.rows.iter().map(|(document, _)| document.id).collect();
    listed.sort_unstable();
    case.same("the documents", &listed, &want);
    for document in documents {
        let found = case.ok(case.store.document(scope, document.id).await);
        case.same("one document", found.is_some(), want.contains(&document.id));
    }
    for request in requests {
        let Some(dossier) = case.ok(case.store.dossier(scope, request.id).await) else { continue };
        let mut inside: Vec<DocumentId> = dossier.documents.iter().map(|document| document.id).collect();
        inside.sort_unstable();
        let mut of: Vec<DocumentId> =
            documents.iter().filter(|it| it.request == request.id).map(|document| document.id).collect();
        of.sort_unstable();
        case.same("a decision counts each document of its request", inside, of);
    }
}

async fn same_projects(case: &Case, scope: &Scope, projects: &[Project]) {
    let admitted = |project: &&Project| scope.admits_project(project);
    let mut want: Vec<ProjectId> = projects.iter().filter(admitted).map(|project| project.id).collect();
    want.sort_unstable();
    let page = case.ok(case.store.projects(scope, &ProjectFilter::default(), None, 100).await);
    let mut listed: Vec<ProjectId> = page.rows.iter().map(|project| project.id).collect();
    listed.sort_unstable();
    case.same("the projects", &listed, &want);
    for project in projects {
        let found = case.ok(case.store.project(scope, project.id).await);
        case.same("one project", found.as_ref(), want.contains(&project.id).then_some(project));
    }
}

/// The sight of one project is that of everything, as far as it is of the project.
async fn narrower(case: &Case, scope: &Scope, project: &Project, requests: &[Request]) {
    let of = |request: &&Request| request.project == Some(project.id);
    let narrow = scope.within(project);
    for request in requests {
        for audience in [Side::Client, Side::Team] {
            let facts = request.facts(audience);
            case.same("in the project", narrow.admits(&facts), of(&request) && scope.admits(&facts));
        }
    }
    let filter = Filter { project: Some(project.id), ..Filter::default() };
    let filtered = case.ok(case.store.requests(scope, &filter, None, 100).await).rows;
    let within = case.ok(case.store.requests(&narrow, &Filter::default(), None, 100).await).rows;
    case.same("the list of a project", &filtered, &within);
    let far = case.ok(case.store.project_progress(scope, &[project.id]).await).remove(&project.id).unwrap_or_default();
    let over = filtered.iter().filter(|summary| summary.ended.is_some()).count();
    case.same("how far it is", (far.all as usize, far.over as usize), (filtered.len(), over));
    case.same("all of it", filtered.iter().all(|summary| summary.project == Some(project.id)), true);
}
