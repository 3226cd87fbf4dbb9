//! Histories, news, open tasks, documents and deliveries.

use super::{
    Harness,
    case::{Case, at, created},
    fixtures::{self, World, everything, scope},
};
use crate::{
    form::{Answers, Value},
    id::{AccountId, EventId, MessageId, RequestId, Version},
    identity::{Reach, Scope, Seat, Side},
    notification::DeliveryState,
    request::{Answered, Request, TaskState},
    store::{Change, Expect, Record},
};

pub(super) async fn check(harness: &dyn Harness) {
    history(&Case::new("History/Audience", harness.fresh().await)).await;
    news(&Case::new("News/Others", harness.fresh().await)).await;
    answered(&Case::new("Answered/Scope", harness.fresh().await)).await;
    tasks(&Case::new("OpenTasks/Order", harness.fresh().await)).await;
    deliveries(&Case::new("Deliveries/Pages", harness.fresh().await)).await;
}

/// A request with an event and a message for each side.
async fn spoken(case: &Case, request: &Request, author: AccountId) -> ([EventId; 2], [MessageId; 2]) {
    let events = [(1, Side::Client), (2, Side::Team)].map(|(seq, side)| {
        let mut event = fixtures::event(case, request, seq, side);
        event.actor = Some(author);
        event
    });
    let messages = [Side::Client, Side::Team].map(|side| fixtures::message(case, request, author, side));
    let ids = (events.each_ref().map(|event| event.id), messages.each_ref().map(|message| message.id));
    let mut changes = created(messages.map(Record::Message));
    changes.create(Record::Request(request.clone()));
    for event in events {
        changes.push(Change::Append(event));
    }
    case.commit(changes).await;
    ids
}

async fn history(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let (events, messages) = spoken(case, &request, world.tom.id).await;
    let admin = scope(world.claire.id, &[(Seat::Organisation(world.alpha.id), Reach::Organisation)]);
    let stranger = scope(world.dora.id, &[(Seat::Organisation(world.beta.id), Reach::Organisation)]);
    let read = async |scope: &Scope, audience| {
        let found = case.ok(case.store.history(scope, scope, request.id, audience).await);
        let events: Vec<EventId> = found.events.iter().map(|event| event.id).collect();
        (events, found.messages.iter().map(|message| message.id).collect::<Vec<MessageId>>())
    };
    let shared = (vec![events[0]], vec![messages[0]]);
    case.same("the team's", read(&everything(), Side::Team).await, (events.to_vec(), messages.to_vec()));
    case.same("the team, as clients see it", read(&everything(), Side::Client).await, shared.clone());
    case.same("a client's", read(&admin, Side::Client).await, shared.clone());
    case.same("a client never gets the team's", read(&admin, Side::Team).await, shared);
    case.same("a stranger's", read(&stranger, Side::Client).await, (vec![], vec![]));
}

async fn answered(case: &Case) {
    let world = World::new(case).await;
    let mut own = world.request(case);
    own.answers = [("need".into(), Value::Text("a roof".to_owned()))].into_iter().collect();
    own.team_answers = [("margin".into(), Value::Number(20.into()))].into_iter().collect();
    let project = fixtures::project(case, world.alpha.id);
    own.project = Some(project.id);
    case.create([Record::Project(project.clone())]).await;
    let foreign = fixtures::request(case, world.beta.id, world.dora.id);
    case.create([&own, &foreign].map(|request| Record::Request(request.clone()))).await;
    let told = |request: &Request, attributes: &Answers| Answered {
        answers: request.answers.clone(),
        team_answers: request.team_answers.clone(),
        attributes: attributes.clone(),
        project: (request.project == Some(project.id)).then(|| project.clone()),
    };
    let (ours, theirs) = (told(&own, &world.alpha.attributes), told(&foreign, &world.beta.attributes));
    let claire = scope(world.claire.id, &[(Seat::Organisation(world.alpha.id), Reach::Own)]);
    let ids = [own.id, foreign.id];
    let read = async |scope: &Scope, ids: &[RequestId]| case.ok(case.store.answered(scope, ids).await);
    case.same("a client's", read(&claire, &ids).await, [(own.id, ours.clone())].into());
    case.same("the team's", read(&everything(), &ids).await, [(own.id, ours), (foreign.id, theirs)].into());
    case.same("of none", read(&everything(), &[]).await, [].into());
}

async fn news(case: &Case) {
    let world = World::new(case).await;
    let (first, second) = (world.request(case), fixtures::request(case, world.beta.id, world.dora.id));
    let (told, _) = spoken(case, &first, world.tom.id).await;
    let (foreign, _) = spoken(case, &second, world.tom.id).await;
    let mut own = fixtures::event(case, &first, 3, Side::Client);
    own.actor = Some(world.claire.id);
    let mut automatic = fixtures::event(case, &first, 4, Side::Client);
    automatic.actor = None;
    let mut changes = crate::store::Changes::new();
    for event in [&own, &automatic] {
        changes.push(Change::Append(event.clone()));
    }
    case.commit(changes).await;
    let claire = scope(world.claire.id, &[(Seat::Organisation(world.alpha.id), Reach::Own)]);
    let read = async |scope: &Scope, audience, since| {
        let found = case.ok(case.store.news(scope, scope, audience, since).await);
        found.into_iter().map(|(event, summary)| (event.id, summary.id)).collect::<Vec<_>>()
    };
    let news = vec![(automatic.id, first.id), (told[0], first.id)];
    case.same("a client's, newest first, by others", read(&claire, Side::Client, at(0)).await, news.clone());
    case.same("never the team's", read(&claire, Side::Team, at(0)).await, news);
    case.same("since then", read(&claire, Side::Client, at(41)).await, vec![(automatic.id, first.id)]);
    let tom = scope(world.tom.id, &[(Seat::Team, Reach::All)]);
    let by_others = vec![(automatic.id, first.id), (own.id, first.id)];
    case.same("the team's", read(&tom, Side::Team, at(0)).await, by_others);
    let all = read(&everything(), Side::Team, at(0)).await;
    case.check(all.contains(&(foreign[1], second.id)), "everything holds the notes of all");
}

async fn tasks(case: &Case) {
    let world = World::new(case).await;
    let (first, second) = (world.request(case), fixtures::request(case, world.alpha.id, world.bruno.id));
    case.create([Record::Request(first.clone()), Record::Request(second.clone())]).await;
    let dues = [None, Some(at(500)), Some(at(400)), None, Some(at(500))];
    let tasks = dues.map(|due| {
        let mut task = fixtures::task(case, &first);
        task.due = due;
        task
    });
    let mut done = fixtures::task(case, &first);
    done.state = TaskState::Done;
    let mut team = fixtures::task(case, &first);
    team.side = Side::Team;
    let other = fixtures::task(case, &second);
    let rows = tasks.iter().cloned().chain([done.clone(), team.clone(), other.clone()]);
    case.create(rows.map(Record::Task)).await;
    let claire = scope(world.claire.id, &[(Seat::Organisation(world.alpha.id), Reach::Own)]);
    let read = async |scope: &Scope, side| {
        let found = case.ok(case.store.open_tasks(scope, side).await);
        found.into_iter().map(|(task, _)| task.id).collect::<Vec<_>>()
    };
    let own = [2, 1, 4, 0, 3].map(|place: usize| tasks[place].id).to_vec();
    case.same("soonest first, without a deadline last", read(&claire, Side::Client).await, own.clone());
    case.same("the team's are not a client's", read(&claire, Side::Team).await, vec![]);
    case.same("the team's", read(&everything(), Side::Team).await, vec![team.id]);
    let all = [own, vec![other.id]].concat();
    case.same("all clients'", read(&everything(), Side::Client).await, all);
    let request = async |scope: &Scope, task| case.ok(case.store.request_of_task(scope, task).await);
    case.same("its request", request(&claire, done.id).await, Some(first.id));
    case.same("a foreign one's", request(&claire, other.id).await, None);
    case.same("a team's", request(&claire, team.id).await, None);
    case.same("a team's to the team", request(&everything(), team.id).await, Some(first.id));
    let mut closed = tasks[2].clone();
    (closed.state, closed.closed) = (TaskState::Done, Some(at(600)));
    case.ok(case.write(Record::Task(closed.clone()), Expect::Loaded(Version(1))).await);
    case.check(!read(&claire, Side::Client).await.contains(&closed.id), "what is done waits no more");
}

async fn deliveries(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let mut changes = created([Record::Request(request.clone())]);
    let mut made = Vec::new();
    for seq in 1..=7 {
        let audience = if seq == 7 { Side::Team } else { Side::Client };
        let event = fixtures::event(case, &request, seq, audience);
        let mut delivery = fixtures::delivery(case, &event, world.claire.id);
        delivery.created = at(seq / 3);
        if seq % 2 == 0 {
            delivery.state = DeliveryState::Failed;
        }
        made.push((delivery.created, delivery.id, delivery.state));
        changes.push(Change::Append(event));
        changes.create(Record::Delivery(delivery));
    }
    case.commit(changes).await;
    made.sort_by_key(|row| std::cmp::Reverse((row.0, row.1)));
    let pages = async |scope: &Scope, failed| {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = case.ok(case.store.deliveries(scope, failed, after.as_ref(), 2).await);
            found.extend(page.rows.into_iter().map(|sent| {
                case.same("its request", sent.request.id, request.id);
                case.same("no job, no next try", sent.next, None);
                sent.delivery.id
            }));
            after = page.next;
            if after.is_none() {
                return found;
            }
        }
    };
    let all: Vec<_> = made.iter().map(|row| row.1).collect();
    case.same("all, newest first", pages(&everything(), false).await, all.clone());
    let failed: Vec<_> = made.iter().filter(|row| row.2 == DeliveryState::Failed).map(|row| row.1).collect();
    case.same("those that failed", pages(&everything(), true).await, failed);
    let admin = scope(world.claire.id, &[(Seat::Organisation(world.alpha.id), Reach::Organisation)]);
    case.same("none about the team's events", pages(&admin, false).await.len(), all.len() - 1);
    let stranger = scope(world.dora.id, &[(Seat::Organisation(world.beta.id), Reach::Organisation)]);
    case.same("none to a stranger", pages(&stranger, false).await, vec![]);
}
