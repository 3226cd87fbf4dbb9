//! Organisations and accounts that the team makes, disables and enables, and people who belong to several. On both
//! databases.

use crate::support::{PASSWORD, World, address};
use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Refused, Viewer,
    core::{
        form::BeginDraft,
        id::{MembershipId, OrganisationId, ProjectId, Version},
        identity::{
            AcceptInvitation, ChangeOrganisation, DisableReason, Invite, Permission, Seat, SeatChange, Seated, Secret,
            SignIn,
        },
        project::MakeProject,
        store::{Filter, OrganisationFilter, Requests as _},
    },
};

fn guess(name: &str) -> SignIn {
    SignIn { email: address(name), password: PASSWORD.to_owned(), from: "192.0.2.1".to_owned(), browser: None }
}

fn invite(seat: Seat, email: &str, role: &str) -> Invite {
    let (name, email, role) = ("Karim Benali".to_owned(), email.to_owned(), role.to_owned());
    Invite { seat, name, email, role, projects: None, locale: "en".to_owned() }
}

fn quote() -> BeginDraft {
    BeginDraft { request_type: "quote".to_owned(), ..BeginDraft::default() }
}

async fn alpha(world: &World) -> OrganisationId {
    world.viewer("claire").await.organisations().next().unwrap()
}

/// The secret of the one letter that leaves now.
async fn secret(world: &World) -> Secret {
    while world.portal.tick().await.unwrap() > 0 {}
    let letters = std::mem::take(&mut *world.post.0.lock().unwrap());
    assert_eq!(letters.len(), 1, "{letters:?}");
    let url = letters[0].letter.action.as_ref().unwrap().url.clone();
    Secret::parse(url.rsplit('/').next().unwrap()).unwrap()
}

/// Somebody of a place, by the first name.
async fn seated(world: &World, viewer: &Viewer, seat: Seat, name: &str) -> Seated {
    let people = world.portal.desk(viewer).people(seat).await.unwrap();
    people.seated.into_iter().find(|seated| seated.account.name.starts_with(name)).unwrap()
}

/// Brings somebody who has an account into another organisation.
async fn joins(world: &World, seat: Seat, email: &str, role: &str) {
    let nadia = world.viewer("nadia").await;
    world.portal.desk(&nadia).invite(&invite(seat, email, role)).await.unwrap();
    let accept = AcceptInvitation { name: String::new(), password: PASSWORD.to_owned(), from: "192.0.2.1".to_owned() };
    world.portal.accept_invitation(&secret(world).await, &accept).await.unwrap();
}

async fn version(world: &World, viewer: &Viewer, id: OrganisationId) -> Version {
    world.portal.desk(viewer).organisation_view(id).await.unwrap().organisation.version
}

on_both!(the_team_makes_a_client_invites_somebody_and_finds_it_again, world, {
    let nadia = world.viewer("nadia").await;
    let desk = world.portal.desk(&nadia);
    let named = |name: &str| ChangeOrganisation { name: name.to_owned(), attributes: [].into() };
    let empty = desk.make_organisation(&named(" \n")).await;
    assert!(matches!(empty, Err(Refused::Answers(faults)) if faults[0].field == "name"));
    let gamma = desk.make_organisation(&named(" Gamma SAS \n")).await.unwrap();
    desk.invite(&invite(Seat::Organisation(gamma), "karim@gamma.example", "client_admin")).await.unwrap();
    let filter = OrganisationFilter { text: Some("gamma".to_owned()), ..OrganisationFilter::default() };
    let found = desk.organisations_after(&filter, None, 9).await.unwrap();
    assert_eq!((found.len(), found[0].0.name.as_str(), found[0].1), (1, "Gamma SAS", None));
    let view = desk.organisation_view(gamma).await.unwrap();
    assert_eq!((view.people.invited.len(), view.people.seated.len(), view.may_edit), (1, 0, true));

    let seen = view.organisation.version;
    desk.seeing(Some(seen)).change_organisation(gamma, &named("Gamma")).await.unwrap();
    let stale = desk.seeing(Some(seen)).change_organisation(gamma, &named("Other")).await;
    assert!(matches!(stale, Err(Refused::Stale)));
    assert_eq!(desk.organisation_view(gamma).await.unwrap().organisation.name, "Gamma");
});

on_both!(t12_clients_and_plain_members_of_the_team_make_and_disable_no_organisation, world, {
    let alpha = alpha(&world).await;
    let named = ChangeOrganisation { name: "Mine".to_owned(), attributes: [].into() };
    for (name, hidden) in [("aline", true), ("bruno", true), ("tom", false)] {
        let viewer = world.viewer(name).await;
        let desk = world.portal.desk(&viewer);
        let refused = [
            desk.make_organisation(&named).await.map(|_| ()),
            desk.change_organisation(alpha, &named).await,
            desk.disable_organisation(alpha, DisableReason::Left).await,
            desk.enable_organisation(alpha).await,
        ];
        for refused in refused {
            match hidden {
                true => assert!(matches!(refused, Err(Refused::NotFound)), "{name}: {refused:?}"),
                false => assert!(matches!(refused, Err(Refused::Forbidden)), "{name}: {refused:?}"),
            }
        }
        let list = desk.organisations_after(&OrganisationFilter::default(), None, 9).await;
        assert_eq!(list.is_ok(), !hidden, "{name}");
        let account = world.viewer("claire").await.account();
        assert!(matches!(desk.disable_account(account, DisableReason::Other).await, Err(Refused::NotFound)), "{name}");
    }
});

on_both!(s04_the_people_of_a_disabled_organisation_and_their_programs_are_out_with_the_next_request, world, {
    let (alpha, nadia) = (alpha(&world).await, world.viewer("nadia").await);
    let desk = world.portal.desk(&nadia);
    let beta = world.viewer("bruno").await.organisations().next().unwrap();
    joins(&world, Seat::Organisation(beta), &address("aline"), "client_user").await;
    let claire = world.viewer("claire").await.account();
    let aline = world.viewer("aline").await.account();
    let session = world.portal.sign_in(&guess("claire")).await.unwrap().token;
    let token = world.portal.make_token(claire, "export", TimeDelta::days(30)).await.unwrap();
    let other = world.portal.make_token(aline, "export", TimeDelta::days(30)).await.unwrap();
    desk.invite(&invite(Seat::Organisation(alpha), "karim@alpha.example", "client_user")).await.unwrap();
    let invitation = secret(&world).await;
    let before = world.viewer("claire").await;

    desk.seeing(Some(version(&world, &nadia, alpha).await))
        .disable_organisation(alpha, DisableReason::Left)
        .await
        .unwrap();
    assert!(world.portal.enter(&session).await.unwrap().is_none(), "her session");
    assert!(world.portal.enter_with_token(&token).await.unwrap().is_none(), "her program");
    assert!(matches!(world.portal.sign_in(&guess("claire")).await, Err(Refused::Credentials)), "her password");
    assert!(matches!(world.portal.invitation(&invitation).await, Err(Refused::NotFound)), "who was invited");
    let late = world.portal.desk(&before).begin_draft(&quote()).await;
    assert!(matches!(late, Err(Refused::Forbidden)), "what she was about to do");
    let there = world.portal.enter_with_token(&other).await.unwrap().unwrap().viewer;
    assert_eq!(there.organisations().collect::<Vec<_>>(), [beta], "who has another place is in, there alone");
    let people = desk.people(Seat::Organisation(alpha)).await.unwrap();
    assert_eq!((people.seated.len(), people.invites()), (2, false), "the team still sees who belongs there");
    let refused = desk.invite(&invite(Seat::Organisation(alpha), "late@alpha.example", "client_user")).await;
    assert!(matches!(refused, Err(Refused::Forbidden)));
    let again = desk.disable_organisation(alpha, DisableReason::Left).await;
    assert!(matches!(again, Err(Refused::NotHere)));

    desk.enable_organisation(alpha).await.unwrap();
    assert!(world.portal.enter_with_token(&token).await.unwrap().is_some());
    assert!(world.portal.sign_in(&guess("claire")).await.is_ok());
    assert!(matches!(world.portal.invitation(&invitation).await, Err(Refused::NotFound)), "invited anew, or not");
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
});

on_both!(of_many_who_disable_a_client_at_once_one_does_and_nobody_is_told_that_they_may_not, world, {
    let (alpha, nadia) = (alpha(&world).await, world.viewer("nadia").await);
    let desk = world.portal.desk(&nadia);
    let all = join_all((0..8).map(|_| desk.disable_organisation(alpha, DisableReason::Left))).await;
    assert_eq!(all.iter().filter(|done| done.is_ok()).count(), 1, "{all:?}");
    let moved = |done: &&Result<(), Refused>| matches!(done, Err(Refused::Stale | Refused::NotHere));
    assert_eq!(all.iter().filter(moved).count(), 7, "places of others that moved are no lost right: {all:?}");
});

on_both!(a_place_that_changed_since_it_was_seen_is_not_ended, world, {
    let (alpha, nadia) = (alpha(&world).await, world.viewer("nadia").await);
    let (desk, seat) = (world.portal.desk(&nadia), Seat::Organisation(alpha));
    let place = seated(&world, &nadia, seat, "Claire").await.membership;
    let viewer = SeatChange { role: "client_viewer".to_owned(), projects: None };
    desk.change_seat(seat, place.id, &viewer, place.version).await.unwrap();
    let ended = desk.seeing(Some(place.version)).remove_person(seat, place.id).await;
    assert!(matches!(ended, Err(Refused::Stale)), "{ended:?}");
    let now = seated(&world, &nadia, seat, "Claire").await.membership.version;
    desk.seeing(Some(now)).remove_person(seat, place.id).await.unwrap();
});

on_both!(s04_somebody_whose_account_is_disabled_is_out_everywhere_with_the_next_request, world, {
    let nadia = world.viewer("nadia").await;
    let desk = world.portal.desk(&nadia);
    let before = world.viewer("claire").await;
    let session = world.portal.sign_in(&guess("claire")).await.unwrap().token;
    let token = world.portal.make_token(before.account(), "export", TimeDelta::days(30)).await.unwrap();
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    let reset = secret(&world).await;
    desk.disable_account(before.account(), DisableReason::Security).await.unwrap();
    assert!(world.portal.enter(&session).await.unwrap().is_none());
    assert!(world.portal.enter_with_token(&token).await.unwrap().is_none());
    assert!(matches!(world.portal.sign_in(&guess("claire")).await, Err(Refused::Credentials)));
    assert!(matches!(world.portal.reset(&reset).await, Err(Refused::NotFound)));
    let late = world.portal.desk(&before).begin_draft(&quote()).await;
    assert!(matches!(late, Err(Refused::Forbidden)), "what she was about to do");
    assert!(matches!(desk.disable_account(before.account(), DisableReason::Security).await, Err(Refused::NotHere)));
    desk.enable_account(before.account()).await.unwrap();
    assert!(world.portal.enter(&session).await.unwrap().is_none(), "old sessions stay over");
    assert!(world.portal.sign_in(&guess("claire")).await.is_ok());
    let own = desk.disable_account(nadia.account(), DisableReason::Other).await;
    assert!(matches!(own, Err(Refused::Forbidden)), "nobody disables themselves");
});

on_both!(somebody_of_two_organisations_says_for_which_one_a_request_is, world, {
    let (alpha, beta) = (alpha(&world).await, world.viewer("bruno").await.organisations().next().unwrap());
    joins(&world, Seat::Organisation(beta), &address("claire"), "client_user").await;
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let offered: Vec<OrganisationId> = desk.offers().iter().map(|offer| offer.organisation).collect();
    assert_eq!(offered.len(), 2);
    assert!(offered.contains(&alpha) && offered.contains(&beta));
    let unsaid = desk.begin_draft(&quote()).await;
    assert!(matches!(&unsaid, Err(Refused::Answers(faults)) if faults[0].field == "organisation"), "{unsaid:?}");
    for organisation in [beta, alpha] {
        let draft = desk.begin_draft(&BeginDraft { organisation: Some(organisation), ..quote() }).await.unwrap();
        assert_eq!(desk.draft(draft).await.unwrap().draft.organisation, organisation);
        assert_eq!(desk.drafts_like("quote", Some(organisation)).await.unwrap().len(), 1);
    }
    let bruno = world.viewer("bruno").await;
    let elsewhere = BeginDraft { organisation: Some(alpha), ..quote() };
    let refused = world.portal.desk(&bruno).begin_draft(&elsewhere).await;
    assert!(matches!(refused, Err(Refused::NotFound)), "T02: a foreign id in a body");
});

on_both!(t12_the_last_administrator_of_an_organisation_stays, world, {
    let (alpha, nadia) = (alpha(&world).await, world.viewer("nadia").await);
    let (desk, seat) = (world.portal.desk(&nadia), Seat::Organisation(alpha));
    let aline = seated(&world, &nadia, seat, "Aline").await.membership;
    let lower = SeatChange { role: "client_user".to_owned(), projects: None };
    assert!(matches!(desk.remove_person(seat, aline.id).await, Err(Refused::LastAdministrator)));
    let lowered = desk.change_seat(seat, aline.id, &lower, aline.version).await;
    assert!(matches!(lowered, Err(Refused::LastAdministrator)));

    let claire = seated(&world, &nadia, seat, "Claire").await.membership;
    let raise = SeatChange { role: "client_admin".to_owned(), projects: None };
    desk.change_seat(seat, claire.id, &raise, claire.version).await.unwrap();
    desk.change_seat(seat, aline.id, &lower, aline.version).await.unwrap();
});

on_both!(t12_of_two_last_administrators_who_remove_each_other_one_stays, world, {
    let alpha = alpha(&world).await;
    let seat = Seat::Organisation(alpha);
    joins(&world, seat, &address("bruno"), "client_admin").await;
    let (aline, bruno) = (world.viewer("aline").await, world.viewer("bruno").await);
    let places: [MembershipId; 2] = [
        seated(&world, &aline, seat, "Bruno").await.membership.id,
        seated(&world, &bruno, seat, "Aline").await.membership.id,
    ];
    let (one, other) = (world.portal.desk(&aline), world.portal.desk(&bruno));
    let (first, second) = tokio::join!(one.remove_person(seat, places[0]), other.remove_person(seat, places[1]));
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
});

on_both!(t09_a_program_loses_what_its_person_loses_with_its_next_request, world, {
    let aline = world.viewer("aline").await;
    let (desk, claire) = (world.portal.desk(&aline), world.viewer("claire").await.account());
    let seat = desk.own_seat();
    let token = world.portal.make_token(claire, "export", TimeDelta::days(30)).await.unwrap();
    let place = seated(&world, &aline, seat, "Claire").await.membership;
    let before = world.portal.enter_with_token(&token).await.unwrap().unwrap().viewer;
    let viewer = SeatChange { role: "client_viewer".to_owned(), projects: None };
    desk.change_seat(seat, place.id, &viewer, place.version).await.unwrap();
    let begin = quote();
    assert!(matches!(world.portal.desk(&before).begin_draft(&begin).await, Err(Refused::Forbidden)));
    let now = world.portal.enter_with_token(&token).await.unwrap().unwrap().viewer;
    assert!(now.scope(Permission::RequestOpen).is_nothing() && !now.scope(Permission::RequestView).is_nothing());
    assert!(world.portal.desk(&now).begin_draft(&begin).await.is_err());
    desk.remove_person(seat, place.id).await.unwrap();
    let now = world.portal.enter_with_token(&token).await.unwrap().unwrap().viewer;
    assert!(now.scope(Permission::RequestView).is_nothing());
});

on_both!(t12_a_place_is_narrowed_to_projects_of_its_organisation_alone, world, {
    let (alpha, nadia) = (alpha(&world).await, world.viewer("nadia").await);
    let (desk, seat) = (world.portal.desk(&nadia), Seat::Organisation(alpha));
    let beta = world.viewer("bruno").await.organisations().next().unwrap();
    let mut made: Vec<ProjectId> = Vec::new();
    for organisation in [alpha, alpha, beta] {
        let project = MakeProject {
            organisation,
            kind: "project".to_owned(),
            name: "Site".to_owned(),
            fields: [].into(),
            contact: None,
        };
        made.push(desk.make_project(&project).await.unwrap());
    }
    let narrowed = |projects: &[ProjectId]| Invite {
        projects: Some(projects.to_vec()),
        ..invite(seat, "karim@alpha.example", "client_admin")
    };
    for wrong in [&made[2..], &made[1..], &[]] {
        let refused = desk.invite(&narrowed(wrong)).await;
        assert!(matches!(refused, Err(Refused::Answers(faults)) if faults[0].field == "projects"));
    }
    desk.invite(&narrowed(&made[..1])).await.unwrap();
    let accept = AcceptInvitation {
        name: "Karim Benali".to_owned(),
        password: "seven green umbrellas".to_owned(),
        from: "192.0.2.1".to_owned(),
    };
    let signed_in = world.portal.accept_invitation(&secret(&world).await, &accept).await.unwrap();
    let karim = world.portal.enter(&signed_in.token).await.unwrap().unwrap().viewer;
    assert_eq!(karim.scope(Permission::RequestView).projects(), &made[..1]);

    let own = world.portal.desk(&karim);
    let people = own.people(seat).await.unwrap();
    assert!(people.seated.iter().all(|seated| !seated.can_change), "theirs go further than his");
    let wide = own.invite(&Invite { projects: Some(made[1..2].to_vec()), ..narrowed(&[]) }).await;
    assert!(matches!(wide, Err(Refused::Answers(_))), "he does not hold it");
    let email = "lena@alpha.example".to_owned();
    own.invite(&Invite { email, projects: None, role: "client_user".to_owned(), ..narrowed(&[]) }).await.unwrap();
    let seen = desk.people(seat).await.unwrap();
    assert_eq!(seen.invited[0].limits.projects.as_deref(), Some(&made[..1]), "no further than himself");
});

on_both!(a19_the_team_starts_a_new_password_by_letter_and_does_no_more, world, {
    let (alpha, nadia) = (alpha(&world).await, world.viewer("nadia").await);
    let (desk, seat) = (world.portal.desk(&nadia), Seat::Organisation(alpha));
    let claire = seated(&world, &nadia, seat, "Claire").await;
    desk.send_reset(seat, claire.membership.id).await.unwrap();
    while world.portal.tick().await.unwrap() > 0 {}
    let letters = std::mem::take(&mut *world.post.0.lock().unwrap());
    assert_eq!((letters.len(), letters[0].to.clone()), (1, address("claire")), "to her alone");
    assert!(world.portal.sign_in(&guess("claire")).await.is_ok(), "her password is as it was");
    for _ in 0..2 {
        desk.send_reset(seat, claire.membership.id).await.unwrap();
    }
    let often = desk.send_reset(seat, claire.membership.id).await;
    assert!(matches!(often, Err(Refused::Wait(1..=3600))), "R07: it says so instead of sending nothing: {often:?}");
    let tom = world.viewer("tom").await;
    let refused = world.portal.desk(&tom).send_reset(seat, claire.membership.id).await;
    assert!(matches!(refused, Err(Refused::Forbidden)));
});

on_both!(whoever_belongs_to_two_organisations_sees_the_requests_of_both_in_one_list, world, {
    let alpha = alpha(&world).await;
    joins(&world, Seat::Organisation(alpha), &address("bruno"), "client_admin").await;
    let (claire, bruno) = (world.viewer("claire").await, world.viewer("bruno").await);
    let beta = bruno.organisations().find(|id| *id != alpha).unwrap();
    assert_eq!(bruno.organisations().count(), 2);
    assert_eq!(
        world.portal.desk(&bruno).own_seats(),
        [Seat::Organisation(alpha)],
        "a user of beta sees no people there"
    );
    for (viewer, organisation) in [(&claire, alpha), (&bruno, beta)] {
        let quote = BeginDraft { organisation: Some(organisation), ..quote() };
        world.portal.desk(viewer).begin_draft(&quote).await.unwrap();
    }
    let scope = bruno.scope(Permission::RequestView);
    assert_eq!((scope.organisations(), scope.own()), (&[alpha][..], &[beta][..]));
    let filter = Filter { organisation: Some(beta), ..Filter::default() };
    assert_eq!(world.store.count(&scope, &filter).await.unwrap(), 0);
});
