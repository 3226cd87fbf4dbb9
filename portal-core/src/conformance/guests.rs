//! Places at one request, and invitations to them.

use super::{
    Harness,
    case::{Case, at},
    fixtures::{self, World},
};
use crate::{
    id::{AccountId, Id, LinkId, MembershipId, Version},
    identity::{Account, Link, LinkPurpose, LinkState, Membership, Seat, SeatLimits},
    notification::DeliveryState,
    store::{Conflict, Expect, Record},
};

pub(super) async fn check(harness: &dyn Harness) {
    places(&Case::new("Guests/Places", harness.fresh().await)).await;
    invitations(&Case::new("Guests/Invitations", harness.fresh().await)).await;
}

async fn places(case: &Case) {
    let world = World::new(case).await;
    let (store, alpha) = (&case.store, world.alpha.id);
    let (request, beside) = (world.request(case), world.request(case));
    case.create([&request, &beside].map(|it| Record::Request(it.clone()))).await;
    let seat = Seat::Request { request: request.id, organisation: alpha };
    let guest = fixtures::membership(case, world.dora.id, seat);
    case.create([Record::Membership(guest.clone())]).await;

    let hers = case.ok(store.memberships(world.dora.id).await);
    case.same("with her other place", hers.iter().filter(|found| found.seat == seat).collect(), vec![&guest]);
    let who = |seated: Vec<(Account, Vec<Membership>)>| -> Vec<AccountId> {
        seated.into_iter().map(|(account, _)| account.id).collect()
    };
    case.same("at the request", who(case.ok(store.seated(seat).await)), vec![world.dora.id]);
    let other = Seat::Request { request: beside.id, organisation: alpha };
    case.same("at no other", who(case.ok(store.seated(other).await)), Vec::new());
    let whole = who(case.ok(store.seated(Seat::Organisation(alpha)).await));
    case.same("not in the organisation", whole, vec![world.bruno.id, world.claire.id]);
    case.same("not in the team", who(case.ok(store.seated(Seat::Team).await)), vec![world.tom.id]);
    let inside = case.ok(store.memberships_in(alpha).await);
    case.same("in the organisation and at its requests", inside.len(), 3);
    case.same("hers among them", inside.contains(&guest), true);

    let twin = Membership { id: MembershipId(case.id()), ..guest.clone() };
    let taken = case.conflict(case.write(Record::Membership(twin), Expect::New).await);
    case.same("one place at a request", taken, Conflict::Taken("membership"));
    let session = fixtures::session(world.dora.id, 9);
    case.create([Record::Session(session.clone())]).await;
    let visitor = case.some(store.session(&session.hash).await);
    case.same("she comes with both", visitor.memberships.len(), 2);
    case.same("and with this one", visitor.memberships.contains(&guest), true);
}

async fn invitations(case: &Case) {
    let world = World::new(case).await;
    let (store, alpha) = (&case.store, world.alpha.id);
    let (request, beside) = (world.request(case), world.request(case));
    case.create([&request, &beside].map(|it| Record::Request(it.clone()))).await;
    let at_request = |id| Seat::Request { request: id, organisation: alpha };
    let to = |seat: Seat, second| Link {
        id: LinkId(case.id()),
        purpose: LinkPurpose::Invitation {
            seat,
            role: Id::from("client_viewer"),
            limits: SeatLimits::default(),
            sender: world.claire.id,
        },
        email: "Eve@example.test".to_owned(),
        name: "Ève".to_owned(),
        locale: "fr".to_owned(),
        hash: None,
        state: LinkState::Open,
        letter: DeliveryState::Pending,
        reason: None,
        attempts: 0,
        created: at(second),
        expires: at(900),
        version: Version::FIRST,
    };
    // The same address may be invited to each of them at once.
    let [first, second, whole] =
        [to(at_request(request.id), 1), to(at_request(beside.id), 2), to(Seat::Organisation(alpha), 3)];
    case.create([&first, &second, &whole].map(|link| Record::Link(link.clone()))).await;
    case.same("to the request", case.ok(store.invitations_to(at_request(request.id)).await), vec![first.clone()]);
    case.same(
        "to the organisation",
        case.ok(store.invitations_to(Seat::Organisation(alpha)).await),
        vec![whole.clone()],
    );
    case.same("as it was written", case.ok(store.link(second.id).await), Some(second.clone()));
    let all = vec![whole, second, first.clone()];
    case.same("to both, newest first", case.ok(store.invitations_in(alpha).await), all);
    case.same("to none of another", case.ok(store.invitations_in(world.beta.id).await), Vec::new());
    let twin = Link { id: LinkId(case.id()), ..first };
    let taken = case.conflict(case.write(Record::Link(twin), Expect::New).await);
    case.same("one open invitation of an address", taken, Conflict::Taken("link"));
}
