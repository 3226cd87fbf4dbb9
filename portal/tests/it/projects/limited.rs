//! Whoever is limited to projects sees these, and nothing beside them.

use portal::{
    Refused,
    core::{
        form::{ProjectChoice, Reason},
        identity::{Seat, Side},
        request::{Post, Submit},
        store::{Filter, ProjectFilter},
    },
};

use super::{begin, fault, scene::scene, sent, typed};
use crate::support::World;

on_both!(whoever_is_limited_to_projects_sees_exactly_these_everywhere, world, {
    let scene = scene(&world).await;
    let (site, flyer) =
        (scene.project("website", "Site", scene.alpha).await, scene.project("print", "Flyer", scene.alpha).await);
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    let inside = sent(&desk, "help", ProjectChoice::In(site)).await;
    let beside = sent(&desk, "help", ProjectChoice::In(flyer)).await;
    let outside = sent(&desk, "plain", ProjectChoice::Unsaid).await;
    for account in [scene.partner, scene.freelancer] {
        let viewer = scene.viewer(account).await;
        assert_eq!(scene.portal.desk(&viewer).count(&Filter::default()).await.unwrap(), 0, "nothing is named yet");
    }
    let seat = Seat::Organisation(scene.alpha);
    scene.portal.limit_to_projects(scene.partner, seat, Some(vec![site])).await.unwrap();
    scene.portal.limit_to_projects(scene.freelancer, Seat::Team, Some(vec![site])).await.unwrap();
    let foreign = scene.project("print", "Foreign", scene.beta).await;
    let refused = scene.portal.limit_to_projects(scene.partner, seat, Some(vec![foreign])).await;
    assert!(matches!(refused, Err(Refused::Missing(_))), "a client's seat names no project of another client");

    for account in [scene.partner, scene.freelancer] {
        let viewer = scene.viewer(account).await;
        let desk = scene.portal.desk(&viewer);
        let listed = desk.requests(&Filter::default(), None).await.unwrap().rows;
        assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [inside]);
        assert_eq!(desk.count(&Filter::default()).await.unwrap(), 1);
        let projects = desk.projects(&ProjectFilter::default(), None, 10).await.unwrap().rows;
        assert_eq!(projects.iter().map(|project| project.id).collect::<Vec<_>>(), [site]);
        assert!(desk.request(inside).await.is_ok() && desk.project(site).await.is_ok());
        for unseen in [beside, outside] {
            assert!(matches!(desk.request(unseen).await, Err(Refused::NotFound)));
        }
        assert!(matches!(desk.project(flyer).await, Err(Refused::NotFound)));
    }
    let freelancer = scene.viewer(scene.freelancer).await;
    let owners = async |request| {
        let admin = scene.admin().await;
        let desk = scene.portal.desk(&admin);
        let request = desk.request(request).await.unwrap().dossier.request;
        desk.owners_of(&request).await.unwrap().iter().any(|account| account.id == freelancer.account())
    };
    assert!(owners(inside).await && !owners(outside).await, "only what they see can be given to them");

    while scene.portal.tick().await.unwrap() > 0 {}
    world.post.0.lock().unwrap().clear();
    for request in [inside, beside, outside] {
        let note = Post { request, audience: Side::Client, body: "Hello".into(), key: String::new() };
        desk.post(&note).await.unwrap();
    }
    while scene.portal.tick().await.unwrap() > 0 {}
    let letters = world.post.0.lock().unwrap().clone();
    let to_fred = letters.iter().filter(|letter| letter.to == "fred@partner.example").count();
    assert_eq!(to_fred, 1, "mail tells them of what they see alone");
    scene.portal.limit_to_projects(scene.partner, seat, Some(Vec::new())).await.unwrap();
    let partner = scene.viewer(scene.partner).await;
    assert_eq!(scene.portal.desk(&partner).count(&Filter::default()).await.unwrap(), 0, "and from the next call on");
});

on_both!(an_ordinary_membership_can_be_narrowed_to_projects_too, world, {
    let scene = scene(&world).await;
    let (site, flyer) =
        (scene.project("website", "Site", scene.alpha).await, scene.project("print", "Flyer", scene.alpha).await);
    let claire = scene.viewer(scene.claire).await;
    let before = sent(&scene.portal.desk(&claire), "plain", ProjectChoice::Unsaid).await;
    let seat = Seat::Organisation(scene.alpha);
    scene.portal.limit_to_projects(scene.claire, seat, Some(vec![site])).await.unwrap();
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    assert!(matches!(desk.request(before).await, Err(Refused::NotFound)), "their own, but in none of their projects");
    let offered: Vec<String> = desk.offers().iter().map(|offer| offer.request_type.id.to_string()).collect();
    assert_eq!(offered, ["help", "texts"], "what belongs to no project is nothing for them");
    assert!(desk.asked_project("help", None).await.unwrap().unwrap().required);
    let other = desk.begin_draft(&begin("help", ProjectChoice::In(flyer))).await.unwrap_err();
    assert_eq!(fault(other), Reason::NotAnOption);
    let request = sent(&desk, "help", ProjectChoice::Unsaid).await;
    assert_eq!(desk.request(request).await.unwrap().dossier.request.project, Some(site));
});

on_both!(whoever_is_limited_to_projects_goes_on_with_no_draft_that_belongs_elsewhere, world, {
    let scene = scene(&world).await;
    let (site, flyer) =
        (scene.project("website", "Site", scene.alpha).await, scene.project("print", "Flyer", scene.alpha).await);
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    let plain = desk.begin_draft(&begin("plain", ProjectChoice::Unsaid)).await.unwrap();
    desk.save_step(plain, "form", &typed(&[("details", "Something")])).await.unwrap();
    let beside = desk.begin_draft(&begin("help", ProjectChoice::In(flyer))).await.unwrap();
    scene.portal.limit_to_projects(scene.claire, Seat::Organisation(scene.alpha), Some(vec![site])).await.unwrap();

    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    assert!(matches!(desk.draft(plain).await, Err(Refused::Forbidden)), "its request would belong to no project");
    assert!(matches!(desk.submit(&Submit { draft: plain }).await, Err(Refused::Forbidden)));
    let drafts = desk.drafts().await.unwrap();
    assert_eq!(drafts.len(), 2);
    assert!(drafts.iter().all(|view| view.project.is_none()), "a list names no project that they do not see");
    assert!(desk.draft(beside).await.unwrap().has_no_project(), "and neither does the draft: they choose another");
});

on_both!(a_project_may_be_named_however_many_newer_ones_there_are, world, {
    let scene = scene(&world).await;
    let first = scene.project("website", "The first", scene.alpha).await;
    for number in 0..100 {
        scene.project("website", &format!("Later {number}"), scene.alpha).await;
    }
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    let request = sent(&desk, "help", ProjectChoice::In(first)).await;
    assert_eq!(desk.request(request).await.unwrap().dossier.request.project, Some(first));
    let foreign = scene.project("website", "Foreign", scene.beta).await;
    let refused = desk.begin_draft(&begin("help", ProjectChoice::In(foreign))).await.unwrap_err();
    assert_eq!(fault(refused), Reason::NotAnOption);
});
