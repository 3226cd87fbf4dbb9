//! Links that are spent once, and letters about the safety of accounts.

use super::{
    Harness,
    case::{Case, at},
    fixtures::World,
};
use crate::{
    id::{AlertId, Id, LinkId, Version},
    identity::{Alert, AlertKind, Link, LinkPurpose, LinkState, Seat, SeatLimits},
    notification::DeliveryState,
    store::{Conflict, Expect, Record, Subject},
};

pub(super) async fn check(harness: &dyn Harness) {
    round_trip(&Case::new("Links/RoundTrip", harness.fresh().await)).await;
    alerts(&Case::new("Links/Alerts", harness.fresh().await)).await;
}

async fn round_trip(case: &Case) {
    let world = World::new(case).await;
    let store = &case.store;
    let seat = Seat::Organisation(world.beta.id);
    let (role, sender) = (Id::from("client_user"), world.dora.id);
    let invitation = LinkPurpose::Invitation { seat, role: role.clone(), limits: SeatLimits::default(), sender };
    let invited = Link { hash: None, ..link(case, invitation) };
    let team = LinkPurpose::Invitation { seat: Seat::Team, role, limits: SeatLimits::default(), sender };
    let team = Link { hash: Some([2; 32]), ..link(case, team) };
    let reset = link(case, LinkPurpose::Reset { account: world.dora.id });
    case.create([&invited, &team, &reset].map(|link| Record::Link(link.clone()))).await;

    case.same("by id", case.ok(store.link(invited.id).await), Some(invited.clone()));
    case.same("by hash", case.ok(store.link_by_hash(&[1; 32]).await), Some(reset.clone()));
    case.same("no link", case.ok(store.link_by_hash(&[3; 32]).await), None);
    case.same("invitations", case.ok(store.invitations_to(seat).await), vec![invited.clone()]);
    case.same("to the team", case.ok(store.invitations_to(Seat::Team).await), vec![team]);
    case.same("to a password", case.ok(store.links_of(world.dora.id).await), vec![reset.clone()]);
    let account = world.dora.id;
    let later = |purpose, hash, second| Link { hash: Some(hash), created: at(second), ..link(case, purpose) };
    let address = later(LinkPurpose::Address { account }, [4; 32], 2);
    let sign_in = later(LinkPurpose::SignIn { account }, [5; 32], 3);
    case.create([&address, &sign_in].map(|link| Record::Link(link.clone()))).await;
    let all = vec![sign_in.clone(), address.clone(), reset.clone()];
    case.same("an account's, newest first", case.ok(store.links_of(account).await), all);

    let twin = Link { id: LinkId(case.id()), email: " EVE@example.test".to_owned(), ..invited.clone() };
    let taken = case.conflict(case.write(Record::Link(twin), Expect::New).await);
    case.same("one open invitation of an address", taken, Conflict::Taken("link"));
    let twin = Link { id: LinkId(case.id()), hash: None, ..reset.clone() };
    let taken = case.conflict(case.write(Record::Link(twin), Expect::New).await);
    case.same("one open link to a password", taken, Conflict::Taken("link"));

    let spent = Link { state: LinkState::Spent, reason: Some("550".to_owned()), ..reset.clone() };
    case.ok(case.write(Record::Link(spent.clone()), Expect::Loaded(Version::FIRST)).await);
    let again = case.conflict(case.write(Record::Link(spent.clone()), Expect::Loaded(Version::FIRST)).await);
    case.same("spent once", again, Conflict::Moved(Subject::Link(reset.id)));
    let spent = Link { version: Version::FIRST.next(), ..spent };
    case.same("as it is now", case.ok(store.link(reset.id).await), Some(spent));
    case.same("it is not open", case.ok(store.links_of(account).await), vec![sign_in, address]);
}

async fn alerts(case: &Case) {
    let world = World::new(case).await;
    for kind in AlertKind::ALL {
        let alert = Alert {
            id: AlertId(case.id()),
            account: world.dora.id,
            kind,
            email: "Dora@example.test".to_owned(),
            name: "Dora".to_owned(),
            locale: "fr".to_owned(),
            about: "new@example.test".to_owned(),
            letter: DeliveryState::Pending,
            reason: None,
            attempts: 0,
            created: at(1),
            version: Version::FIRST,
        };
        case.create([Record::Alert(alert.clone())]).await;
        case.same("as it was written", case.ok(case.store.alert(alert.id).await), Some(alert.clone()));
        let sent = Alert { letter: DeliveryState::Failed, reason: Some("550".to_owned()), attempts: 1, ..alert };
        case.ok(case.write(Record::Alert(sent.clone()), Expect::Loaded(Version::FIRST)).await);
        let again = case.conflict(case.write(Record::Alert(sent.clone()), Expect::Loaded(Version::FIRST)).await);
        case.same("written once", again, Conflict::Moved(Subject::Alert(sent.id)));
        let sent = Alert { version: Version::FIRST.next(), ..sent };
        case.same("as it is now", case.ok(case.store.alert(sent.id).await), Some(sent));
    }
    case.same("no letter", case.ok(case.store.alert(AlertId(case.id())).await), None);
}

fn link(case: &Case, purpose: LinkPurpose) -> Link {
    Link {
        id: LinkId(case.id()),
        purpose,
        email: "Eve@example.test".to_owned(),
        name: "Ève".to_owned(),
        locale: "fr".to_owned(),
        hash: Some([1; 32]),
        state: LinkState::Open,
        letter: DeliveryState::Pending,
        reason: None,
        attempts: 2,
        created: at(1),
        expires: at(900),
        version: Version::FIRST,
    }
}
