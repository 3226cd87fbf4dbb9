//! Drafts and the blobs they hold.

use super::{
    Harness,
    case::{Case, at},
    fixtures::{self, World, scope},
};
use crate::{
    form::Value,
    id::{BlobId, Id},
    identity::{Reach, Seat, Side},
    store::{Change, Changes, Record, Subject},
};

pub(super) async fn check(harness: &dyn Harness) {
    author(&Case::new("Drafts/Author", harness.fresh().await)).await;
    last(&Case::new("Requests/Last", harness.fresh().await)).await;
    blobs(&Case::new("Blobs/Loose", harness.fresh().await)).await;
}

async fn author(case: &Case) {
    let world = World::new(case).await;
    let mut drafts: Vec<_> = (0..3).map(|_| fixtures::draft(case, world.claire.id, world.alpha.id)).collect();
    (drafts[0].edited, drafts[2].step) = (at(900), None);
    let project = fixtures::project(case, world.alpha.id);
    drafts[1].project = Some(project.id);
    case.create([Record::Project(project)]).await;
    case.create(drafts.iter().cloned().map(Record::Draft)).await;
    let store = &case.store;
    case.same("one's own", case.ok(store.draft(world.claire.id, drafts[1].id).await), Some(drafts[1].clone()));
    case.same("a colleague's", case.ok(store.draft(world.bruno.id, drafts[1].id).await), None);
    case.same("no colleague's", case.ok(store.drafts(world.bruno.id).await), vec![]);
    let order = [0, 2, 1].map(|place: usize| drafts[place].clone()).to_vec();
    case.same("newest edit first", case.ok(store.drafts(world.claire.id).await), order);
}

async fn last(case: &Case) {
    let world = World::new(case).await;
    let mut own: Vec<_> = (0..3).map(|_| world.request(case)).collect();
    for (place, request) in own.iter_mut().enumerate() {
        request.submitted = at(100 - i64::try_from(place).unwrap_or_default());
        request.answers = [("place".into(), Value::Number(place.into()))].into_iter().collect();
    }
    own[0].request_type = "help".into();
    let mut colleagues = fixtures::request(case, world.alpha.id, world.bruno.id);
    colleagues.submitted = at(200);
    case.create(own.iter().cloned().chain([colleagues]).map(Record::Request)).await;
    let seat = |of| Seat::Organisation(of);
    let sight = |reach| scope(world.claire.id, &[(seat(world.alpha.id), reach)]);
    let quote = Id::from("quote");
    for reach in [Reach::Own, Reach::Organisation] {
        let found = case.ok(case.store.last_answers(&sight(reach), world.alpha.id, &quote).await);
        case.same("one's own newest of the type", found, Some(own[1].answers.clone()));
    }
    let found = case.ok(case.store.last_answers(&sight(Reach::Own), world.beta.id, &quote).await);
    case.same("none of another organisation", found, None);
    let elsewhere = scope(world.claire.id, &[(seat(world.beta.id), Reach::Own)]);
    let found = case.ok(case.store.last_answers(&elsewhere, world.alpha.id, &quote).await);
    case.same("none out of sight", found, None);
}

async fn blobs(case: &Case) {
    let world = World::new(case).await;
    let draft = fixtures::draft(case, world.claire.id, world.alpha.id);
    let request = world.request(case);
    let [mut held, mut released, kept, loose, mut young] = [(); 5].map(|()| fixtures::blob(case, world.alpha.id));
    (held.draft, released.draft) = (Some(draft.id), Some(draft.id));
    young.created = at(200);
    let document = fixtures::document(case, &request, &kept, Side::Client);
    let rows = [&held, &released, &kept, &loose, &young].map(|blob| Record::Blob(blob.clone()));
    let rows = rows.into_iter().chain([Record::Draft(draft.clone()), Record::Request(request)]);
    case.create(rows.chain([Record::Document(document)])).await;
    let found =
        async || -> Vec<BlobId> { case.ok(case.store.loose_blobs(at(100)).await).iter().map(|blob| blob.id).collect() };
    case.same("held by nothing", case.ok(case.store.loose_blobs(at(100)).await), vec![loose.clone()]);
    let mut changes = Changes::new();
    changes.push(Change::Release(released.id));
    case.commit(changes).await;
    case.same("released", found().await, vec![released.id, loose.id]);
    released.draft = Some(draft.id);
    case.create([Record::Blob(released.clone())]).await;
    case.same("held again", found().await, vec![loose.id]);
    case.remove(Subject::Draft(draft.id)).await;
    case.same("their draft is gone", found().await, vec![held.id, released.id, loose.id]);
}
