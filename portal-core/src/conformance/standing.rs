//! What a definition could touch, counted.

use super::{
    Harness,
    case::{Case, at},
    fixtures::{self, DEFINITION, World},
};
use crate::{
    definition::{
        End,
        plan::{Count, OpenTask, Standing},
    },
    id::{DraftId, Id},
    identity::Side,
    project::ProjectState,
    request::TaskState,
    store::Record,
};

pub(super) async fn check(harness: &dyn Harness) {
    counted(&Case::new("Standing/Counted", harness.fresh().await)).await;
}

fn count<T>(of: T, count: u64) -> Count<T> {
    Count { of, count }
}

/// What is open counts, by what it keeps; what is over does not.
async fn counted(case: &Case) {
    let world = World::new(case).await;
    let (open, other) = (world.request(case), world.request(case));
    let mut ended = world.request(case);
    ended.ended = Some(End::Done);
    let blob = fixtures::blob(case, world.alpha.id);
    let document = fixtures::document(case, &open, &blob, Side::Client);
    let mut of_ended = fixtures::document(case, &ended, &blob, Side::Client);
    of_ended.kind = Id::from("sketch");
    let task = fixtures::task(case, &open);
    let mut done = fixtures::task(case, &open);
    (done.state, done.closed) = (TaskState::Done, Some(at(22)));
    let draft = fixtures::draft(case, world.claire.id, world.alpha.id);
    let mut closed = fixtures::project(case, world.alpha.id);
    closed.state = ProjectState::Closed;
    case.create([
        Record::Request(open),
        Record::Request(other),
        Record::Request(ended),
        Record::Blob(blob),
        Record::Document(document),
        Record::Document(of_ended),
        Record::Task(task.clone()),
        Record::Task(done),
        Record::Draft(draft),
        Record::Project(fixtures::project(case, world.alpha.id)),
        Record::Project(closed),
    ])
    .await;
    super::bookings::book(case, &world, DraftId(case.id())).await;
    let (quote, hash) = (Id::from("quote"), DEFINITION.to_owned());
    let expected = Standing {
        requests: vec![count((hash.clone(), quote.clone(), Id::from("received"), Id::from("sales")), 2)],
        drafts: vec![count((hash, quote.clone()), 1)],
        roles: vec![count(Id::from("client_user"), 4)],
        documents: vec![count((quote.clone(), Id::from("plan")), 1)],
        bookings: vec![count(Id::from("visit"), 1)],
        projects: vec![count(Id::from("website"), 1)],
        tasks: vec![OpenTask {
            request_type: quote,
            status: Id::from("received"),
            by: task.by,
            kinds: vec![Id::from("plan")],
        }],
    };
    case.same("what is there", case.ok(case.store.standing(at(0)).await), expected.clone());
    let later = at(0) + chrono::TimeDelta::days(30);
    let over = Standing { bookings: Vec::new(), ..expected };
    case.same("when what was booked is over", case.ok(case.store.standing(later).await), over);
}
