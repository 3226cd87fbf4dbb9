//! Every record comes back as it was written, to the microsecond.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    Harness,
    case::{Case, at},
    fixtures::{self, DEFINITION, World, everything},
};
use crate::{
    audit::Audit,
    definition::{End, WaitsFor},
    form::{Answers, Attachment, Value},
    id::{AuditId, BlobId, DocumentId, Id, ProjectId, TaskId, Version},
    identity::{AccountState, Factor, MembershipState, Seat, Side, email_key},
    notification::DeliveryState,
    project::ProjectState,
    request::{Happening, TaskAction, TaskState},
    store::{Change, Changes, Conflict, Expect, Record, Subject, Visitor},
};

pub(super) async fn check(harness: &dyn Harness) {
    people(&Case::new("Commit/PeopleRoundTrip", harness.fresh().await)).await;
    requests(&Case::new("Commit/RequestsRoundTrip", harness.fresh().await)).await;
    happenings(&Case::new("Commit/EventsRoundTrip", harness.fresh().await)).await;
    definitions(&Case::new("Commit/DefinitionsRoundTrip", harness.fresh().await)).await;
}

async fn people(case: &Case) {
    let world = World::new(case).await;
    let store = &case.store;
    let mut eve = fixtures::account(case, "  Ève");
    eve.password = Some("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned());
    (eve.state, eve.seen) = (AccountState::Disabled, None);
    let session = fixtures::session(eve.id, 9);
    let token = fixtures::token(eve.id, 9);
    let mut seat = fixtures::membership(case, eve.id, Seat::Organisation(world.beta.id));
    seat.limits.projects = Some(vec![ProjectId(case.id()), ProjectId(case.id())]);
    seat.state = MembershipState::Suspended;
    let mut audit = Audit {
        id: AuditId(case.id()),
        at: at(80),
        actor: Some(eve.id),
        organisation: Some(world.beta.id),
        action: "document.download".to_owned(),
        object: Some(case.id()),
        allowed: false,
        origin: Some("2001:db8:1:2::/64".to_owned()),
        detail: Some("POST /requests/{request}".to_owned()),
        times: 7,
    };
    let rows = [
        Record::Account(eve.clone()),
        Record::Membership(seat.clone()),
        Record::Session(session.clone()),
        Record::Token(token.clone()),
        Record::Audit(audit.clone()),
    ];
    case.create(rows).await;
    (audit.id, audit.actor, audit.organisation, audit.object) = (AuditId(case.id()), None, None, None);
    (audit.origin, audit.detail) = (None, None);
    case.create([Record::Audit(audit)]).await;

    case.same("the account", case.ok(store.account(eve.id).await), Some(eve.clone()));
    case.same("by address", case.ok(store.account_by_email(&email_key(&eve.email)).await), Some(eve.clone()));
    case.same("by another", case.ok(store.account_by_email("nobody@example.test").await), None);
    case.same("by a zero byte", case.ok(store.account_by_email("no\0body@example.test").await), None);
    case.same("the memberships", case.ok(store.memberships(eve.id).await), vec![seat.clone()]);
    case.same("the organisation", case.ok(store.organisations(&[world.beta.id]).await), vec![world.beta.clone()]);
    case.same("all, by name", case.ok(store.all_organisations(9).await), vec![world.alpha.clone(), world.beta.clone()]);
    case.same("the first", case.ok(store.all_organisations(1).await), vec![world.alpha.clone()]);
    let found = case.ok(store.session(&session.hash).await);
    let organisations = vec![world.beta.clone()];
    let (account, memberships) = (eve.clone(), vec![seat.clone()]);
    case.same("the session", found, Some(Visitor { session: session.clone(), account, memberships, organisations }));
    let of_team = fixtures::session(world.tom.id, 7);
    case.create([Record::Session(of_team.clone())]).await;
    let found = case.some(store.session(&of_team.hash).await);
    case.same("somebody of the team", (found.account.id, found.organisations), (world.tom.id, Vec::new()));
    let factor = Factor {
        account: eve.id,
        secret: "0a1b2c3d.ab".to_owned(),
        codes: vec![[1; 32], [0xfe; 32]],
        step: 59_000_000,
        since: at(3),
        version: Version::FIRST,
    };
    case.same("no factor", case.ok(store.factor(eve.id).await), None);
    case.create([Record::Factor(factor.clone())]).await;
    case.same("the factor", case.ok(store.factor(eve.id).await), Some(factor.clone()));
    case.same("its key", case.ok(store.factor_keys().await), vec!["0a1b2c3d".to_owned()]);
    case.same("of that key", case.ok(store.factors_of_key("0a1b2c3d").await), vec![eve.id]);
    case.same("of no other", case.ok(store.factors_of_key("0a1b2c3e").await), Vec::new());
    let twin = case.write(Record::Factor(factor.clone()), Expect::New).await;
    case.same("one of an account", case.conflict(twin), Conflict::Moved(Subject::Factor(eve.id)));
    let used = Factor { codes: Vec::new(), step: 59_000_001, ..factor };
    case.ok(case.write(Record::Factor(used.clone()), Expect::Loaded(Version::FIRST)).await);
    let again = case.conflict(case.write(Record::Factor(used.clone()), Expect::Loaded(Version::FIRST)).await);
    case.same("used once", again, Conflict::Moved(Subject::Factor(eve.id)));
    let used = Factor { version: Version::FIRST.next(), ..used };
    case.same("as it is now", case.ok(store.factor(eve.id).await), Some(used));
    let mut changes = Changes::new();
    changes.push(Change::Remove(Subject::Factor(eve.id)));
    case.ok(store.commit(&changes).await);
    case.same("it is gone", case.ok(store.factor(eve.id).await), None);
    case.same("no keys", case.ok(store.factor_keys().await), Vec::new());
    let found = case.ok(store.token(&token.hash).await);
    case.same("the token", found, Some((token.clone(), eve.clone(), vec![seat.clone()])));
    let listed = vec![(token.clone(), eve.clone())];
    case.same("all tokens", case.ok(store.tokens(None, 9).await), listed.clone());
    case.same("hers", case.ok(store.tokens(Some(&[eve.id]), 9).await), listed);
    case.same("of nobody", case.ok(store.tokens(Some(&[]), 9).await), Vec::new());
    case.same("somebody else's", case.ok(store.tokens(Some(&[world.tom.id]), 9).await), Vec::new());
    case.same("no token", case.ok(store.token(&[0; 32]).await), None);
    case.same("no session", case.ok(store.session(&[0; 32]).await), None);
    case.same("the sessions", case.ok(store.sessions(eve.id).await), vec![session]);
    let seated = case.ok(store.seated(Seat::Organisation(world.beta.id)).await);
    case.same("who is seated", seated.iter().map(|(account, _)| account.id).collect(), vec![eve.id, world.dora.id]);
    case.same("with their seats", seated[0].1.clone(), vec![seat]);
    case.same("who is in the team", case.ok(store.seated(Seat::Team).await)[0].0.clone(), world.tom.clone());
    let names = HashMap::from([(eve.id, eve.name), (world.tom.id, world.tom.name)]);
    case.same("names", case.ok(store.names(&[eve.id, world.tom.id]).await), names);
    case.same("no names", case.ok(store.names(&[]).await), HashMap::new());
}

/// Answers of every type, in an order that is not the alphabet's.
fn answers(case: &Case) -> Answers {
    let file = Attachment {
        blob: BlobId(case.id()),
        name: "plan.pdf".to_owned(),
        size: u64::from(u32::MAX) + 2,
        media_type: "application/pdf".to_owned(),
    };
    Answers::from(
        [
            ("zone", Value::Text("“quoted” \\ and ünïcode\n\ttoo".to_owned())),
            ("b", Value::Bool(true)),
            ("amount", Value::Number(Decimal::new(1_234_567_890_120, 4))),
            ("aa", Value::Date(NaiveDate::from_ymd_opt(2027, 2, 28).unwrap_or_default())),
            ("time", Value::Time(at(5))),
            ("options", Value::List(vec!["two".to_owned(), "one".to_owned()])),
            ("files", Value::Files(vec![file])),
            ("nothing", Value::Null),
        ]
        .map(|(id, value)| (Id::from(id), value)),
    )
}

async fn requests(case: &Case) {
    let world = World::new(case).await;
    let store = &case.store;
    let mut request = world.request(case);
    request.answers = answers(case);
    request.team_answers = Answers::from([(Id::from("price"), Value::Number(Decimal::new(-5, 1)))]);
    (request.owner, request.due) = (Some(world.tom.id), Some(at(99)));
    let mut project = fixtures::project(case, world.alpha.id);
    project.fields = answers(case);
    project.state = ProjectState::Closed;
    request.project = Some(project.id);
    (request.waits_for, request.ended, request.events) = (WaitsFor::ThirdParty, Some(End::Withdrawn), 3);
    let blob = fixtures::blob(case, world.alpha.id);
    let mut document = fixtures::document(case, &request, &blob, Side::Team);
    document.fields = answers(case);
    let mut open = fixtures::task(case, &request);
    open.items[0].documents = vec![document.id];
    let mut closed = fixtures::task(case, &request);
    (closed.template, closed.side) = (Some(Id::from("approval")), Side::Team);
    (closed.action, closed.by, closed.items) = (TaskAction::ApproveRequest, Vec::new(), Vec::new());
    (closed.required, closed.stays, closed.state) = (false, true, TaskState::Refused);
    (closed.due, closed.outcome) = (Some(at(98)), Some("Too dear".to_owned()));
    (closed.opened, closed.closed, closed.closed_by) = (at(21), Some(at(22)), Some(world.tom.id));
    let message = fixtures::message(case, &request, world.tom.id, Side::Client);
    let event = fixtures::event(case, &request, 1, Side::Client);
    let mut delivery = fixtures::delivery(case, &event, world.claire.id);
    (delivery.state, delivery.reason) = (DeliveryState::Failed, Some("550 no such user".to_owned()));
    (delivery.attempts, delivery.tried, delivery.delivered) = (12, Some(at(70)), Some(at(71)));
    let mut changes = super::case::created([
        Record::Delivery(delivery.clone()),
        Record::Message(message.clone()),
        Record::Task(closed.clone()),
        Record::Task(open.clone()),
        Record::Document(document.clone()),
        Record::Blob(blob.clone()),
        Record::Request(request.clone()),
        Record::Project(project.clone()),
    ]);
    changes.push(crate::store::Change::Append(event.clone()));
    case.commit(changes).await;

    let all = everything();
    let dossier = case.some(store.dossier(&all, request.id).await);
    case.same("the request", &dossier.request, &request);
    let order = |answers: &Answers| answers.keys().cloned().collect::<Vec<_>>();
    case.same("the order of its answers", order(&dossier.request.answers), order(&request.answers));
    case.same("its organisation", dossier.organisation, world.alpha);
    case.same("its project", dossier.project.as_ref(), Some(&project));
    case.same("the project", case.ok(store.project(&all, project.id).await), Some(project.clone()));
    case.same("by id", case.ok(store.projects_by_id(&[project.id]).await), vec![project.clone()]);
    (project.name, project.version) = ("Renamed".to_owned(), Version::FIRST);
    case.ok(case.write(Record::Project(project.clone()), Expect::Loaded(Version::FIRST)).await);
    let stale = case.conflict(case.write(Record::Project(project.clone()), Expect::Asked(Version::FIRST)).await);
    case.same("it moved on", stale, Conflict::Stale(Subject::Project(project.id)));
    case.same("its tasks, oldest first", dossier.tasks, vec![open, closed]);
    case.same("its documents", dossier.documents, vec![document]);
    case.same("the message", case.ok(store.message(message.id).await), Some(message));
    case.same("the delivery", case.ok(store.delivery(delivery.id).await), Some(delivery));
    let act = case.some(store.act(event.act).await);
    case.same("the act", (act.events, act.dossier.request), (vec![event], request));
    case.same("all blobs", case.ok(store.blobs(None, 2).await), vec![blob.clone()]);
    case.same("none after the last", case.ok(store.blobs(Some(blob.id), 2).await), vec![]);
    case.same("the blob", case.ok(store.known_blobs(&[blob.id, BlobId(case.id())]).await), vec![blob.id]);
}

async fn happenings(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let id = || Id::from("some-id");
    let (task, document, message) = (TaskId(case.id()), DocumentId(case.id()), crate::id::MessageId(case.id()));
    let all = [
        Happening::Submitted { status: id() },
        Happening::Moved { by: id(), from: id(), to: id() },
        Happening::Assigned { owner: Some(world.tom.id) },
        Happening::Assigned { owner: None },
        Happening::Closed { end: End::Done, status: id() },
        Happening::TaskOpened { task },
        Happening::TaskDueSoon { task },
        Happening::TaskLate { task },
        Happening::DueSoon,
        Happening::Late,
        Happening::TaskDone { task },
        Happening::TaskRefused { task },
        Happening::TaskEnded { task },
        Happening::Migrated { definition: "d2".to_owned(), moves: vec!["queue.a=b".to_owned()] },
        Happening::MessagePosted { message },
        Happening::NotePosted { message },
        Happening::DocumentAdded { document },
        Happening::DocumentShared { document },
    ];
    let mut changes = Changes::new();
    changes.create(Record::Request(request.clone()));
    let mut events = Vec::new();
    for (seq, what) in (1..).zip(all) {
        let mut event = fixtures::event(case, &request, seq, Side::Client);
        (event.what, event.actor) = (what, (seq % 2 == 0).then_some(world.tom.id));
        changes.push(crate::store::Change::Append(event.clone()));
        events.push(event);
    }
    case.commit(changes).await;
    let history = case.ok(case.store.history(&everything(), &everything(), request.id, Side::Team).await);
    case.same("the events", history.events, events);
    let all = everything();
    let dossier = case.some(case.store.dossier(&all, request.id).await);
    case.same("how often it entered a status", dossier.visits, [(id(), 2)].into());
}

async fn definitions(case: &Case) {
    World::new(case).await;
    let first = case.some(case.store.in_force().await);
    case.same("the one there is", first.hash.as_str(), DEFINITION);
    let mut second = first.clone();
    (second.hash, second.published) = ("d2".to_owned(), at(1));
    second.files = vec![("a.yaml".to_owned(), (0..=255).collect()), ("brand/b.svg".to_owned(), Vec::new())];
    case.create([Record::Definition(second.clone())]).await;
    case.same("the newest is in force", case.some(case.store.in_force().await), second.clone());
    case.same("the older is kept", case.some(case.store.definition(DEFINITION).await), first.clone());
    case.same("no other", case.ok(case.store.definition("d3").await), None);
    let mut again = first.clone();
    again.published = at(2);
    case.create([Record::Definition(again.clone())]).await;
    case.same("published again it is in force again", case.some(case.store.in_force().await), again);
    let refused = case.write(Record::Definition(first), Expect::Loaded(Version::FIRST)).await;
    case.check(refused.is_err(), "a record without a version expects none");
}
