//! Somebody who is invited to one request: an expert from outside, or a colleague who would not see it. On both databases.

use crate::{
    act::{asked, filled, moved, says},
    support::{World, address, pdf},
};
use portal::{
    Desk, Refused, Viewer,
    core::{
        channel::Envelope,
        form::BeginDraft,
        id::{OrganisationId, RequestId},
        identity::{
            AcceptInvitation, DisableReason, Invite, Permission, Seat, SeatChange, Secret, Side, SignIn, SignedIn,
        },
        request::{Approval, CloseTask, MoveRequest, Submit},
        store::Filter,
    },
};

const EVE: &str = "eve@expert.example";
const CHOSEN: &str = "seven green umbrellas";

fn invite(seat: Seat, email: &str, role: &str) -> Invite {
    let (name, email, role) = ("Eve Laurent".to_owned(), email.to_owned(), role.to_owned());
    Invite { seat, name, email, role, projects: None, locale: "en".to_owned() }
}

fn at(request: RequestId, organisation: OrganisationId) -> Seat {
    Seat::Request { request, organisation }
}

async fn letters(world: &World) -> Vec<Envelope> {
    while world.portal.tick().await.unwrap() > 0 {}
    std::mem::take(&mut *world.post.0.lock().unwrap())
}

fn secret(letter: &Envelope) -> Secret {
    let url = letter.letter.action.as_ref().unwrap().url.clone();
    Secret::parse(url.rsplit('/').next().unwrap()).unwrap()
}

/// Two requests of Claire's, as the portal has them: the one that somebody is invited to, and another.
async fn two(world: &World) -> (RequestId, RequestId, OrganisationId) {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = filled(&desk).await;
    let one = desk.submit(&Submit { draft }).await.unwrap().request;
    let draft = filled(&desk).await;
    let other = desk.submit(&Submit { draft }).await.unwrap().request;
    letters(world).await;
    (one, other, claire.organisations().next().unwrap())
}

/// Aline invites somebody to a request, who accepts with a password.
async fn accepted(world: &World, seat: Seat, email: &str, role: &str, password: &str) -> SignedIn {
    let aline = world.viewer("aline").await;
    world.portal.desk(&aline).invite(&invite(seat, email, role)).await.unwrap();
    let sent = letters(world).await;
    let accept = AcceptInvitation {
        name: "Eve Laurent".to_owned(),
        password: password.to_owned(),
        from: "192.0.2.1".to_owned(),
    };
    world.portal.accept_invitation(&secret(&sent[0]), &accept).await.unwrap()
}

async fn entered(world: &World, signed_in: &SignedIn) -> Viewer {
    world.portal.enter(&signed_in.token).await.unwrap().unwrap().viewer
}

/// What somebody's lists, counts, search and documents hold.
async fn seen(desk: &Desk<'_>) -> (Vec<RequestId>, u32, Vec<RequestId>, usize) {
    let found =
        |rows: portal::core::store::Page<portal::core::store::Summary>| rows.rows.iter().map(|row| row.id).collect();
    let list = found(desk.requests(&Filter::default(), None).await.unwrap());
    let text = Filter { text: Some("Heating".to_owned()), ..Filter::default() };
    let search = found(desk.requests(&text, None).await.unwrap());
    let count = desk.count(&Filter::default()).await.unwrap();
    let board = desk.dashboard().await.unwrap();
    (list, count, search, board.documents.len())
}

on_both!(t01_t10_whoever_is_invited_to_one_request_sees_it_by_every_way_and_nothing_else, world, {
    let (one, other, alpha) = two(&world).await;
    let seat = at(one, alpha);
    let aline = world.viewer("aline").await;
    world.portal.desk(&aline).invite(&invite(seat, EVE, "client_viewer")).await.unwrap();
    let sent = letters(&world).await;
    let letter = &sent[0].letter;
    assert!(letter.subject.contains("Aline") && letter.paragraphs[0].contains("Heating"), "{letter:?}");
    let invited = world.portal.invitation(&secret(&sent[0])).await.unwrap();
    assert_eq!((invited.seat, invited.request.as_deref()), (seat, Some("Heating")));
    let accept =
        AcceptInvitation { name: "Eve Laurent".to_owned(), password: CHOSEN.to_owned(), from: "192.0.2.1".to_owned() };
    let signed_in = world.portal.accept_invitation(&secret(&sent[0]), &accept).await.unwrap();
    let eve = entered(&world, &signed_in).await;
    let desk = world.portal.desk(&eve);

    let (list, count, search, _) = seen(&desk).await;
    assert_eq!((list, count, search), (vec![one], 1, vec![one]));
    assert!(desk.request(one).await.is_ok());
    assert!(matches!(desk.request(other).await, Err(Refused::NotFound)));
    assert!(matches!(desk.seat_at(other).await, Err(Refused::NotFound)));
    assert!(desk.organisations().await.unwrap().is_empty());
    assert!(desk.own_seats().is_empty());
    assert!(matches!(desk.people(Seat::Organisation(alpha)).await, Err(Refused::NotFound)));
    assert!(matches!(desk.people(seat).await, Err(Refused::Forbidden)), "nor who else was invited");
    assert!(matches!(
        desk.invite(&invite(seat, "more@expert.example", "client_viewer")).await,
        Err(Refused::Forbidden)
    ));
    assert!(desk.offers().is_empty());
    let begin = BeginDraft { request_type: "quote".to_owned(), ..BeginDraft::default() };
    assert!(desk.begin_draft(&begin).await.is_err(), "and opens nothing");
    let wrote = desk.post(&says(one, Side::Client, "Hello", "")).await;
    assert!(matches!(wrote, Err(Refused::Forbidden)), "who only looks does not write");
    let documents = desk.request(one).await.unwrap().dossier.documents;
    assert_eq!(documents.len(), 1);
    assert!(desk.document(documents[0].id).await.is_ok());
    let strange = world.viewer("claire").await;
    let foreign = world.portal.desk(&strange).request(other).await.unwrap().dossier.documents[0].id;
    assert!(matches!(desk.document(foreign).await, Err(Refused::NotFound)));
});

on_both!(whoever_is_invited_to_act_does_what_is_asked_writes_and_is_told, world, {
    let (one, other, alpha) = two(&world).await;
    let eve = entered(&world, &accepted(&world, at(one, alpha), EVE, "client_user", CHOSEN).await).await;
    let tom = world.viewer("tom").await;
    let team = world.portal.desk(&tom);
    for id in [one, other] {
        moved(&team, id, "take", MoveRequest::default()).await.unwrap();
        moved(&team, id, "ask", asked()).await.unwrap();
    }
    let told = world.letters().await;
    let to_eve: Vec<_> = told.iter().filter(|(to, subject)| to == EVE && subject.starts_with("Your turn")).collect();
    assert_eq!(to_eve.len(), 1, "of the one request alone: {told:?}");

    let desk = world.portal.desk(&eve);
    let task = desk.dashboard().await.unwrap().mine[0].0.id;
    assert!(desk.task(task).await.unwrap().doers.contains(&"Eve Laurent".to_owned()));
    desk.provide(task, 0, pdf("extract.pdf")).await.unwrap();
    desk.close_task(&CloseTask { task, approval: Approval::Done }).await.unwrap();
    desk.post(&says(one, Side::Client, "It is there.", "")).await.unwrap();
    assert!(matches!(desk.post(&says(other, Side::Client, "And here?", "")).await, Err(Refused::NotFound)));
});

on_both!(t09_whoever_is_taken_from_a_request_is_out_with_the_next_request_they_make, world, {
    let (one, _, alpha) = two(&world).await;
    let seat = at(one, alpha);
    let signed_in = accepted(&world, seat, EVE, "client_user", CHOSEN).await;
    let before = entered(&world, &signed_in).await;
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let people = desk.people(seat).await.unwrap();
    assert_eq!(people.seated.len(), 1);
    let place = people.seated[0].membership.clone();
    let lower = SeatChange { role: "client_viewer".to_owned(), projects: None };
    desk.change_seat(seat, place.id, &lower, place.version).await.unwrap();
    let late = world.portal.desk(&before).post(&says(one, Side::Client, "Hello", "")).await;
    assert!(matches!(late, Err(Refused::Forbidden)), "what was about to be written: {late:?}");
    assert!(world.portal.desk(&entered(&world, &signed_in).await).request(one).await.is_ok(), "she still sees it");
    desk.remove_person(seat, place.id).await.unwrap();
    let after = entered(&world, &signed_in).await;
    assert!(matches!(world.portal.desk(&after).request(one).await, Err(Refused::NotFound)));
    assert_eq!(seen(&world.portal.desk(&after)).await.0, []);
});

on_both!(t12_only_who_may_show_a_request_invites_to_it_and_to_nothing_above_their_own_role, world, {
    let (one, _, alpha) = two(&world).await;
    let seat = at(one, alpha);
    let sends = async |name: &str, seat: Seat, role: &str| {
        let viewer = world.viewer(name).await;
        world.portal.desk(&viewer).invite(&invite(seat, EVE, role)).await.map(|_| ())
    };
    assert!(matches!(sends("claire", seat, "client_viewer").await, Err(Refused::Forbidden)), "her own request");
    assert!(matches!(sends("tom", seat, "client_viewer").await, Err(Refused::Forbidden)), "a member of the team");
    assert!(matches!(sends("bruno", seat, "client_viewer").await, Err(Refused::NotFound)), "another company");
    let beta = world.viewer("bruno").await.organisations().next().unwrap();
    let wrong = Seat::Request { request: one, organisation: beta };
    assert!(matches!(sends("aline", wrong, "client_viewer").await, Err(Refused::NotFound)), "a forged pair");
    for role in ["client_admin", "team_member", "nothing"] {
        let refused = sends("aline", seat, role).await;
        assert!(matches!(&refused, Err(Refused::Answers(faults)) if faults[0].field == "role"), "{role}: {refused:?}");
    }
    let known = sends_to(&world, seat, &address("aline")).await;
    assert!(matches!(known, Err(Refused::NotHere)), "who sees it already");
    assert!(sends_to(&world, seat, &address("tom")).await.is_ok(), "of others nothing is told (T17)");
});

async fn sends_to(world: &World, seat: Seat, email: &str) -> Result<(), Refused> {
    let nadia = world.viewer("nadia").await;
    world.portal.desk(&nadia).invite(&invite(seat, email, "client_viewer")).await.map(|_| ())
}

on_both!(a_colleague_who_sees_their_own_requests_alone_is_shown_one_with_their_own_password, world, {
    let (one, other, alpha) = two(&world).await;
    let aline = world.viewer("aline").await;
    world.portal.desk(&aline).invite(&invite(Seat::Organisation(alpha), EVE, "client_user")).await.unwrap();
    let sent = letters(&world).await;
    let accept =
        AcceptInvitation { name: "Eve Laurent".to_owned(), password: CHOSEN.to_owned(), from: "192.0.2.1".to_owned() };
    let signed_in = world.portal.accept_invitation(&secret(&sent[0]), &accept).await.unwrap();
    assert!(matches!(world.portal.desk(&entered(&world, &signed_in).await).request(one).await, Err(Refused::NotFound)));
    accepted(&world, at(one, alpha), EVE, "client_user", CHOSEN).await;
    let eve = entered(&world, &signed_in).await;
    let desk = world.portal.desk(&eve);
    assert!(desk.request(one).await.is_ok() && desk.request(other).await.is_err());
    assert!(!desk.offers().is_empty(), "and her own place is as it was");
    let people = world.portal.desk(&aline).people(Seat::Organisation(alpha)).await.unwrap();
    let places = people.seated.iter().filter(|seated| seated.account.name == "Eve Laurent").count();
    assert_eq!(places, 1, "she is listed once among her company's people");
});

on_both!(s04_with_its_organisation_a_request_is_shut_to_those_who_were_invited_to_it, world, {
    let (one, _, alpha) = two(&world).await;
    let seat = at(one, alpha);
    let signed_in = accepted(&world, seat, EVE, "client_user", CHOSEN).await;
    let aline = world.viewer("aline").await;
    world.portal.desk(&aline).invite(&invite(seat, "late@expert.example", "client_viewer")).await.unwrap();
    let open = secret(&letters(&world).await[0]);
    let nadia = world.viewer("nadia").await;
    let desk = world.portal.desk(&nadia);
    let seen = desk.organisation_view(alpha).await.unwrap().organisation.version;
    desk.seeing(Some(seen)).disable_organisation(alpha, DisableReason::Left).await.unwrap();
    assert!(world.portal.enter(&signed_in.token).await.unwrap().is_none());
    let guess =
        SignIn { email: EVE.to_owned(), password: CHOSEN.to_owned(), from: "192.0.2.1".to_owned(), browser: None };
    assert!(matches!(world.portal.sign_in(&guess).await, Err(Refused::Credentials)));
    assert!(matches!(world.portal.invitation(&open).await, Err(Refused::NotFound)));
    let seen = desk.organisation_view(alpha).await.unwrap().organisation.version;
    desk.seeing(Some(seen)).enable_organisation(alpha).await.unwrap();
    assert!(world.portal.enter(&signed_in.token).await.unwrap().is_some());
});

on_both!(why_a_guest_sees_one_request_is_explained_by_their_place_at_it, world, {
    let (one, other, alpha) = two(&world).await;
    accepted(&world, at(one, alpha), EVE, "client_user", CHOSEN).await;
    let nadia = world.viewer("nadia").await;
    let desk = world.portal.desk(&nadia);
    for (id, admits, says) in [(one, true, "admits"), (other, false, "other_request")] {
        let why = desk.explain_access(EVE, &id.to_string()).await.unwrap();
        assert_eq!(why.sees(), admits);
        let view = why.answers.iter().find(|answer| answer.to == Permission::RequestView).unwrap();
        assert_eq!((view.grounds.len(), view.grounds[0].says.name()), (1, says));
        assert_eq!(view.grounds[0].seat, at(one, alpha));
    }
});
