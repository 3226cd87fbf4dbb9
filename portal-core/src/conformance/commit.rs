//! Versions, conflicts, and that a batch applies wholly or not at all.

use super::{
    Harness,
    case::{Case, at, created},
    fixtures::{self, World, everything},
};
use crate::{
    document::FileVersion,
    id::{Reference, Version},
    identity::{Seat, Side, email_key},
    store::{Change, Changes, Conflict, Counter, Expect, Record, Subject},
};

pub(super) async fn check(harness: &dyn Harness) {
    update(&Case::new("Commit/Update", harness.fresh().await)).await;
    conflicts(&Case::new("Commit/Conflicts", harness.fresh().await)).await;
    each_table(&Case::new("Commit/EachTable", harness.fresh().await)).await;
    atomic(&Case::new("Commit/Atomic", harness.fresh().await)).await;
    taken(&Case::new("Commit/Taken", harness.fresh().await)).await;
    sequence(&Case::new("Commit/Sequence", harness.fresh().await)).await;
    repeated(&Case::new("Commit/Repeatable", harness.fresh().await)).await;
    versions(&Case::new("Commit/DocumentVersions", harness.fresh().await)).await;
    removal(&Case::new("Commit/Remove", harness.fresh().await)).await;
}

async fn update(case: &Case) {
    let world = World::new(case).await;
    let mut claire = world.claire.clone();
    claire.name = "Claire Autre".into();
    case.ok(case.write(Record::Account(claire.clone()), Expect::Loaded(Version(1))).await);
    claire.email = "claire.autre@example.test".into();
    case.ok(case.write(Record::Account(claire.clone()), Expect::Asked(Version(2))).await);
    let found = case.some(case.store.account(claire.id).await);
    claire.version = Version(3);
    case.same("the third version", found, claire.clone());
    let found = case.ok(case.store.account_by_email(&email_key(&claire.email)).await);
    case.same("under the new address", found, Some(claire));
    let other = case.some(case.store.account(world.bruno.id).await);
    case.same("others are left alone", other, world.bruno);
}

async fn conflicts(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    case.create([Record::Request(request.clone())]).await;
    let subject = Subject::Request(request.id);
    let write = async |expect| case.conflict(case.write(Record::Request(request.clone()), expect).await);
    case.ok(case.write(Record::Request(request.clone()), Expect::Loaded(Version(1))).await);
    case.same("loaded before", write(Expect::Loaded(Version(1))).await, Conflict::Moved(subject));
    case.same("seen before", write(Expect::Asked(Version(1))).await, Conflict::Stale(subject));
    case.same("from the future", write(Expect::Loaded(Version(9))).await, Conflict::Moved(subject));
    case.same("there already", write(Expect::New).await, Conflict::Moved(subject));
    let other = world.request(case);
    let missing = case.conflict(case.write(Record::Request(other.clone()), Expect::Loaded(Version(1))).await);
    case.same("not there", missing, Conflict::Moved(Subject::Request(other.id)));
    let mut two = Changes::new();
    two.write(Record::Request(request.clone()), Expect::Loaded(Version(2)));
    two.write(Record::Request(other.clone()), Expect::Asked(Version(1)));
    let stale = case.conflict(case.store.commit(&two).await);
    case.same("the one of two that is stale", stale, Conflict::Stale(Subject::Request(other.id)));
    let mut twice = Changes::new();
    twice.write(Record::Request(request.clone()), Expect::Loaded(Version(2)));
    twice.push(Change::Require(subject, Version(1)));
    case.same("required and moved", case.conflict(case.store.commit(&twice).await), Conflict::Moved(subject));
}

/// Each record with a version can be replaced, and only from the version expected.
async fn each_table(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let blob = fixtures::blob(case, world.alpha.id);
    let event = fixtures::event(case, &request, 1, Side::Client);
    let seat = fixtures::membership(case, world.tom.id, Seat::Organisation(world.beta.id));
    let rows = [
        Record::Membership(seat),
        Record::Draft(fixtures::draft(case, world.claire.id, world.alpha.id)),
        Record::Request(request.clone()),
        Record::Task(fixtures::task(case, &request)),
        Record::Document(fixtures::document(case, &request, &blob, Side::Client)),
        Record::Delivery(fixtures::delivery(case, &event, world.claire.id)),
    ];
    let mut changes = created(rows.clone());
    changes.create(Record::Blob(blob));
    changes.push(Change::Append(event));
    case.commit(changes).await;
    for row in rows.into_iter().chain([Record::Organisation(world.alpha), Record::Account(world.claire)]) {
        case.ok(case.write(row.clone(), Expect::Loaded(Version(1))).await);
        case.conflict(case.write(row.clone(), Expect::Loaded(Version(1))).await);
        case.ok(case.write(row, Expect::Asked(Version(2))).await);
    }
}

async fn atomic(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let draft = fixtures::draft(case, world.claire.id, world.alpha.id);
    case.create([Record::Draft(draft.clone())]).await;
    let mut renamed = world.alpha.clone();
    renamed.name = "Renamed".into();
    let mut changes = created([
        Record::Request(request.clone()),
        Record::Task(fixtures::task(case, &request)),
        Record::Session(fixtures::session(world.claire.id, 1)),
    ]);
    changes.write(Record::Organisation(renamed), Expect::Loaded(Version(1)));
    changes.push(Change::Append(fixtures::event(case, &request, 1, Side::Client)));
    changes.push(Change::Remove(Subject::Draft(draft.id)));
    let counter = Counter::StoredBytes { organisation: world.alpha.id, capacity: 10 };
    changes.push(Change::Count(counter, 10));
    let mut late = world.claire.clone();
    late.name = "Late".into();
    changes.write(Record::Account(late), Expect::Loaded(Version(7)));
    case.conflict(case.store.commit(&changes).await);

    let all = everything();
    case.same("no request", case.ok(case.store.dossier(&all, request.id).await), None);
    case.same("no session", case.ok(case.store.sessions(world.claire.id).await), vec![]);
    let found = case.ok(case.store.organisations(&[world.alpha.id]).await);
    case.same("the organisation as it was", found, vec![world.alpha]);
    case.same("the draft as it was", case.ok(case.store.draft(world.claire.id, draft.id).await), Some(draft));
    let mut filling = Changes::new();
    filling.push(Change::Count(counter, 10));
    case.commit(filling).await;
}

async fn taken(case: &Case) {
    let world = World::new(case).await;
    let mut double = fixtures::account(case, "Double");
    double.email = world.claire.email.to_uppercase();
    let conflict = case.conflict(case.write(Record::Account(double), Expect::New).await);
    case.same("an address in another case", conflict, Conflict::Taken("email"));
    let request = world.request(case);
    let mut twin = world.request(case);
    twin.reference = Reference::from(request.reference.to_string());
    case.create([Record::Request(request)]).await;
    let conflict = case.conflict(case.write(Record::Request(twin), Expect::New).await);
    case.same("a reference", conflict, Conflict::Taken("reference"));
    let session = fixtures::session(world.claire.id, 1);
    case.create([Record::Session(session.clone())]).await;
    let conflict = case.conflict(case.write(Record::Session(session.clone()), Expect::New).await);
    case.same("a session", conflict, Conflict::Moved(Subject::Session(session.hash)));
}

async fn sequence(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let append = async |seq| {
        let mut changes = Changes::new();
        changes.push(Change::Append(fixtures::event(case, &request, seq, Side::Client)));
        case.store.commit(&changes).await
    };
    case.create([Record::Request(request.clone())]).await;
    case.ok(append(1).await);
    case.same("a place that is taken", case.conflict(append(1).await), Conflict::Moved(Subject::Request(request.id)));
    case.ok(append(2).await);
}

/// What the worker writes again after a crash is there once.
async fn repeated(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let event = fixtures::event(case, &request, 1, Side::Client);
    let mut changes = created([Record::Request(request.clone())]);
    changes.push(Change::Append(event.clone()));
    case.commit(changes).await;
    let first = fixtures::delivery(case, &event, world.claire.id);
    let again = fixtures::delivery(case, &event, world.claire.id);
    let other = fixtures::delivery(case, &event, world.tom.id);
    let job = fixtures::job(case, crate::store::JobKind::Deliver, 0);
    case.create([Record::Delivery(first.clone()), Record::Job(job.clone())]).await;
    case.create([Record::Delivery(again.clone()), Record::Delivery(other.clone()), Record::Job(job)]).await;
    case.same("the first", case.ok(case.store.delivery(first.id).await), Some(first));
    case.same("not again", case.ok(case.store.delivery(again.id).await), None);
    case.same("to somebody else", case.ok(case.store.delivery(other.id).await), Some(other));
}

async fn versions(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let (first, second) = (fixtures::blob(case, world.alpha.id), fixtures::blob(case, world.alpha.id));
    let mut document = fixtures::document(case, &request, &first, Side::Team);
    case.create([Record::Request(request), Record::Blob(first), Record::Blob(second.clone())]).await;
    case.create([Record::Document(document.clone())]).await;
    document.file = FileVersion { number: 2, blob: second.id, name: "two.pdf".to_owned(), ..document.file };
    (document.audience, document.shared) = (Side::Client, Some(at(61)));
    case.ok(case.write(Record::Document(document.clone()), Expect::Loaded(Version(1))).await);
    document.version = Version(2);
    let (found, _) = case.some(case.store.document(&everything(), document.id).await);
    case.same("the latest", found, document);
    case.same("both are held", case.ok(case.store.loose_blobs(at(1_000)).await), vec![]);
}

async fn removal(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let blob = fixtures::blob(case, world.alpha.id);
    let document = fixtures::document(case, &request, &blob, Side::Client);
    let session = fixtures::session(world.claire.id, 1);
    let rows = [
        Record::Request(request),
        Record::Blob(blob.clone()),
        Record::Document(document.clone()),
        Record::Session(session.clone()),
    ];
    case.create(rows).await;
    let mut changes = Changes::new();
    for subject in [Subject::Blob(blob.id), Subject::Document(document.id), Subject::Session(session.hash)] {
        changes.push(Change::Remove(subject));
    }
    case.commit(changes).await;
    case.same("no document", case.ok(case.store.document(&everything(), document.id).await), None);
    case.same("no blob", case.ok(case.store.known_blobs(&[blob.id]).await), vec![]);
    case.same("no session", case.ok(case.store.session(&session.hash).await), None);
    case.remove(Subject::Session(session.hash)).await;
}
