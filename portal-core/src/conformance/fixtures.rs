//! A small world: two client companies, their people, one of the team, a definition; and rows to vary.

use chrono::TimeDelta;

use super::case::{Case, at};
use crate::{
    definition::{WaitsFor, WhoWord},
    document::{Blob, Document, FileVersion},
    form::{Answers, Draft, Value, Visited},
    id::{
        AccountId, ActId, BlobId, DeliveryId, DocumentId, DraftId, EventId, Id, JobId, MembershipId, MessageId,
        OrganisationId, ProjectId, Reference, RequestId, TaskId, Version,
    },
    identity::{
        Account, AccountState, Membership, MembershipState, Organisation, OrganisationState, Pending, Permission,
        Purpose, Reach, Scope, Seat, SeatLimits, Session, Side, Token, TokenScope, Unseen, Viewer,
    },
    notification::{Delivery, DeliveryState},
    project::{Project, ProjectState},
    request::{Event, Happening, Item, Message, Request, Task, TaskAction, TaskState},
    store::{DefinitionVersion, Job, JobKind, Record},
};

/// Who and what is there before a case begins.
pub(super) struct World {
    pub alpha: Organisation,
    pub beta: Organisation,
    /// Of Alpha.
    pub claire: Account,
    /// Of Alpha.
    pub bruno: Account,
    /// Of Beta.
    pub dora: Account,
    /// Of the team.
    pub tom: Account,
}

/// The definition that every request keeps.
pub(super) const DEFINITION: &str = "d1";

impl World {
    /// Creates it.
    pub async fn new(case: &Case) -> Self {
        let world = Self {
            alpha: organisation(case, "Alpha"),
            beta: organisation(case, "Beta"),
            claire: account(case, "Claire"),
            bruno: account(case, "Bruno"),
            dora: account(case, "Dora"),
            tom: account(case, "Tom"),
        };
        let organisations = [&world.alpha, &world.beta].map(|it| Record::Organisation(it.clone()));
        let accounts = [&world.claire, &world.bruno, &world.dora, &world.tom].map(|it| Record::Account(it.clone()));
        let memberships = [
            (&world.claire, Seat::Organisation(world.alpha.id)),
            (&world.bruno, Seat::Organisation(world.alpha.id)),
            (&world.dora, Seat::Organisation(world.beta.id)),
            (&world.tom, Seat::Team),
        ]
        .map(|(account, seat)| Record::Membership(membership(case, account.id, seat)));
        let definition = Record::Definition(DefinitionVersion {
            hash: DEFINITION.to_owned(),
            files: vec![("portal.yaml".to_owned(), b"name: Test\n".to_vec())],
            published: at(0),
        });
        let all = organisations.into_iter().chain(accounts).chain(memberships).chain([definition]);
        case.create(all).await;
        world
    }

    /// A request of Alpha that Claire opened.
    pub fn request(&self, case: &Case) -> Request {
        request(case, self.alpha.id, self.claire.id)
    }
}

/// The sight of somebody in the team.
pub(super) fn everything() -> Scope {
    scope(AccountId(uuid::Uuid::nil()), &[(Seat::Team, Reach::All)])
}

pub(super) fn scope(account: AccountId, reaches: &[(Seat, Reach)]) -> Scope {
    let all = reaches.iter().map(|(seat, reach)| (*seat, *reach, Unseen::default()));
    narrowed(account, &all.collect::<Vec<_>>())
}

/// The sight of somebody who does not see some kinds of document.
pub(super) fn narrowed(account: AccountId, reaches: &[(Seat, Reach, Unseen)]) -> Scope {
    let all = reaches.iter().map(|(seat, reach, unseen)| (*seat, *reach, SeatLimits::default(), unseen.clone()));
    Viewer::reaching(account, &all.collect::<Vec<_>>()).scope(Permission::RequestView)
}

/// The sight of somebody whose seats are narrowed, who does not see some request types and kinds of document, and who was
/// invited to some requests.
pub(super) fn sight(
    account: AccountId,
    reaches: &[(Seat, Reach, SeatLimits, Unseen)],
    invited: &[(RequestId, Unseen)],
) -> Scope {
    let at_request = |(request, unseen): &(RequestId, Unseen)| {
        let seat = Seat::Request { request: *request, organisation: OrganisationId(uuid::Uuid::nil()) };
        (seat, Reach::Own, SeatLimits::default(), unseen.clone())
    };
    let all: Vec<_> = reaches.iter().cloned().chain(invited.iter().map(at_request)).collect();
    Viewer::reaching(account, &all).scope(Permission::RequestView)
}

pub(super) fn project(case: &Case, organisation: OrganisationId) -> Project {
    Project {
        id: ProjectId(case.id()),
        organisation,
        kind: Id::from("website"),
        name: "Été 2027 — le site".to_owned(),
        fields: Answers::from([(Id::from("launch"), Value::Text("spring".to_owned()))]),
        state: ProjectState::Open,
        created: at(5),
        version: Version::FIRST,
    }
}

pub(super) fn organisation(case: &Case, name: &str) -> Organisation {
    let attributes = [(Id::from("tier"), Value::Text("gold".to_owned()))].into();
    Organisation {
        id: OrganisationId(case.id()),
        name: name.to_owned(),
        attributes,
        state: OrganisationState::Active,
        created: at(0),
        version: Version::FIRST,
    }
}

pub(super) fn account(case: &Case, name: &str) -> Account {
    Account {
        id: AccountId(case.id()),
        email: format!("{name}@Example.test"),
        name: format!("{name} Élan"),
        locale: "fr".to_owned(),
        password: None,
        state: AccountState::Active,
        seen: Some(at(7)),
        created: at(1),
        version: Version::FIRST,
    }
}

pub(super) fn membership(case: &Case, account: AccountId, seat: Seat) -> Membership {
    let id = MembershipId(case.id());
    let (role, limits, state) = (Id::from("client_user"), SeatLimits::default(), MembershipState::Active);
    Membership { id, account, seat, role, limits, state, created: at(2), version: Version::FIRST }
}

pub(super) fn session(account: AccountId, token: u8) -> Session {
    let (created, hash) = (at(i64::from(token)), [token; 32]);
    let (expires, authenticated) = (created + TimeDelta::days(7), at(i64::from(token) + 1));
    let pending = token.is_multiple_of(2).then_some(Pending::Code);
    let seen = created;
    Session {
        hash,
        account,
        created,
        seen,
        expires,
        idle_seconds: 28_800,
        authenticated,
        pending,
        two_step: true,
        from: None,
    }
}

pub(super) fn token(account: AccountId, secret: u8) -> Token {
    let created = at(i64::from(secret));
    let name = "nightly export é".to_owned();
    let expires = created + TimeDelta::days(30);
    let (id, scope) = (crate::id::TokenId(uuid::Uuid::from_u128(secret.into())), Some(TokenScope::read_only()));
    Token { id, hash: [secret; 32], scope, account, purpose: Purpose::Api, name, created, expires, used: None }
}

pub(super) fn draft(case: &Case, account: AccountId, organisation: OrganisationId) -> Draft {
    Draft {
        id: DraftId(case.id()),
        account,
        organisation,
        project: None,
        request_type: Id::from("quote"),
        definition: DEFINITION.to_owned(),
        answers: Answers::new(),
        step: Some(Id::from("need")),
        visited: [(Id::from("need"), Visited::Saved)].into_iter().collect(),
        created: at(3),
        edited: at(4),
        expires: at(4) + TimeDelta::days(90),
        version: Version::FIRST,
    }
}

pub(super) fn request(case: &Case, organisation: OrganisationId, opened_by: AccountId) -> Request {
    let id = case.id();
    Request {
        id: RequestId(id),
        organisation,
        project: None,
        reference: Reference::new("QUO", id.as_u64_pair().1),
        request_type: Id::from("quote"),
        definition: DEFINITION.to_owned(),
        title: "A new roof".to_owned(),
        opened_by,
        queue: Id::from("sales"),
        owner: None,
        status: Id::from("received"),
        since: at(10),
        waits_for: WaitsFor::Team,
        ended: None,
        due: None,
        reminded: None,
        answers: Answers::from([(Id::from("need"), Value::Text("roof".to_owned()))]),
        team_answers: Answers::new(),
        events: 0,
        submitted: at(10),
        activity: at(11),
        version: Version::FIRST,
    }
}

pub(super) fn task(case: &Case, request: &Request) -> Task {
    Task {
        id: TaskId(case.id()),
        organisation: request.organisation,
        request: request.id,
        template: None,
        side: Side::Client,
        action: TaskAction::Provide,
        by: vec![WhoWord::Side(Side::Client), WhoWord::Role(Id::from("client_admin")), WhoWord::Requester],
        reason: "The plan is missing".to_owned(),
        items: vec![Item { name: "Plan".to_owned(), ..Item::new(Id::from("plan")) }],
        due: None,
        reminded: None,
        required: true,
        stays: false,
        state: TaskState::Open,
        outcome: None,
        opened: at(20),
        closed: None,
        closed_by: None,
        version: Version::FIRST,
    }
}

pub(super) fn message(case: &Case, request: &Request, author: AccountId, audience: Side) -> Message {
    Message {
        id: MessageId(case.id()),
        organisation: request.organisation,
        request: request.id,
        author,
        audience,
        body: "Two lines\nand ünïcode".to_owned(),
        at: at(30),
    }
}

pub(super) fn event(case: &Case, request: &Request, seq: i64, audience: Side) -> Event {
    Event {
        id: EventId(case.id()),
        request: request.id,
        seq,
        act: ActId(case.id()),
        organisation: request.organisation,
        actor: Some(request.opened_by),
        audience,
        what: Happening::Submitted { status: request.status.clone() },
        at: at(40 + seq),
    }
}

pub(super) fn blob(case: &Case, organisation: OrganisationId) -> Blob {
    Blob {
        id: BlobId(case.id()),
        organisation,
        sha256: [0xe3; 32],
        size: 4_294_967_297,
        media_type: "application/pdf".to_owned(),
        draft: None,
        created: at(50),
    }
}

pub(super) fn document(case: &Case, request: &Request, blob: &Blob, audience: Side) -> Document {
    Document {
        id: DocumentId(case.id()),
        organisation: request.organisation,
        request: request.id,
        kind: Id::from("plan"),
        audience,
        title: "Plan of the Roof.pdf".to_owned(),
        fields: Answers::new(),
        file: FileVersion {
            number: 1,
            blob: blob.id,
            name: "plan.pdf".to_owned(),
            size: blob.size,
            media_type: blob.media_type.clone(),
        },
        added_by: request.opened_by,
        created: at(60),
        shared: (audience == Side::Client).then(|| at(60)),
        version: Version::FIRST,
    }
}

pub(super) fn delivery(case: &Case, event: &Event, recipient: AccountId) -> Delivery {
    Delivery {
        id: DeliveryId(case.id()),
        organisation: event.organisation,
        request: event.request,
        act: event.act,
        event: event.id,
        rule: Id::from("received"),
        recipient,
        channel: "mail".to_owned(),
        state: DeliveryState::Pending,
        reason: None,
        attempts: 0,
        tried: None,
        created: at(70),
        delivered: None,
        version: Version::FIRST,
    }
}

pub(super) fn job(case: &Case, kind: JobKind, due: i64) -> Job {
    Job { id: JobId(case.id()), kind, subject: case.id(), due: at(due), attempts: 0 }
}
