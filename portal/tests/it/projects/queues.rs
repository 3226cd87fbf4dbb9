//! Whoever of the team is limited to queues, or to what they own, sees exactly that (SECURITY T14).

use std::collections::BTreeSet;

use portal::{
    Refused, Viewer,
    core::{
        form::ProjectChoice,
        id::{AccountId, Id, RequestId},
        identity::Side,
        request::{Post, Submit},
        store::{Filter, ProjectFilter},
    },
};

use super::{
    begin,
    scene::{Scene, scene},
    sent, typed,
};
use crate::support::World;

/// What somebody finds, and what they may do, wherever they look.
async fn sees_just(scene: &Scene, viewer: &Viewer, want: &[RequestId], other: &[RequestId]) {
    let desk = scene.portal.desk(viewer);
    let listed: BTreeSet<RequestId> =
        desk.requests(&Filter::default(), None).await.unwrap().rows.iter().map(|row| row.id).collect();
    assert_eq!(listed, want.iter().copied().collect(), "the list");
    assert_eq!(desk.count(&Filter::default()).await.unwrap() as usize, want.len(), "the counter");
    for request in want {
        assert!(desk.request(*request).await.unwrap().works, "they work it");
    }
    for request in other {
        assert!(matches!(desk.request(*request).await, Err(Refused::NotFound)));
        let post = Post { request: *request, audience: Side::Team, body: "Hello".into(), key: String::new() };
        assert!(matches!(desk.post(&post).await, Err(Refused::NotFound)), "nor do they reply");
        assert!(matches!(desk.assign(*request, Some(viewer.account())).await, Err(Refused::NotFound)), "nor take it");
    }
    assert!(desk.projects(&ProjectFilter::default(), None, 10).await.unwrap().rows.is_empty(), "no project is theirs");
}

/// Who gets a letter when Claire writes about a request.
async fn told(world: &World, scene: &Scene, request: RequestId) -> BTreeSet<String> {
    while scene.portal.tick().await.unwrap() > 0 {}
    world.post.0.lock().unwrap().clear();
    let claire = scene.viewer(scene.claire).await;
    let post = Post { request, audience: Side::Client, body: "Any news?".into(), key: String::new() };
    scene.portal.desk(&claire).post(&post).await.unwrap();
    while scene.portal.tick().await.unwrap() > 0 {}
    world.post.0.lock().unwrap().iter().map(|letter| letter.to.clone()).collect()
}

async fn owners(scene: &Scene, request: RequestId) -> Vec<AccountId> {
    let admin = scene.admin().await;
    let desk = scene.portal.desk(&admin);
    let request = desk.request(request).await.unwrap().dossier.request;
    desk.owners_of(&request).await.unwrap().into_iter().map(|account| account.id).collect()
}

on_both!(t14_whoever_is_limited_to_queues_sees_lists_counts_edits_and_is_told_of_these_alone, world, {
    let scene = scene(&world).await;
    let site = scene.project("website", "Site", scene.alpha).await;
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    let care = sent(&desk, "help", ProjectChoice::In(site)).await;
    let sales = sent(&desk, "plain", ProjectChoice::Unsaid).await;
    let selma = scene.colleague("selma", "seller").await;
    sees_just(&scene, &scene.viewer(selma).await, &[], &[care, sales]).await;

    let queues = |named: &[&str]| Some(named.iter().copied().map(Id::from).collect());
    let unknown = scene.portal.limit_to_queues(selma, queues(&["nowhere"])).await;
    assert!(matches!(unknown, Err(Refused::Missing(_))));
    let client = scene.portal.limit_to_queues(scene.claire, queues(&["sales"])).await;
    assert!(matches!(client, Err(Refused::NotFound)), "queues are the team's");
    scene.portal.limit_to_queues(selma, queues(&["sales"])).await.unwrap();
    sees_just(&scene, &scene.viewer(selma).await, &[sales], &[care]).await;
    assert!(owners(&scene, sales).await.contains(&selma) && !owners(&scene, care).await.contains(&selma));
    assert!(told(&world, &scene, sales).await.contains("selma@partner.example"));
    assert!(!told(&world, &scene, care).await.contains("selma@partner.example"));
    scene.portal.limit_to_queues(selma, queues(&["sales", "care"])).await.unwrap();
    sees_just(&scene, &scene.viewer(selma).await, &[sales, care], &[]).await;

    // A role that reaches everything is narrowed too; and both limits count together.
    let nadia = scene.admin().await.account();
    scene.portal.limit_to_queues(nadia, queues(&["care"])).await.unwrap();
    let viewer = scene.viewer(nadia).await;
    let desk = scene.portal.desk(&viewer);
    let listed = desk.requests(&Filter::default(), None).await.unwrap().rows;
    assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [care]);
    let draft = scene.portal.desk(&claire).begin_draft(&begin("help", ProjectChoice::Unsaid)).await.unwrap();
    scene.portal.desk(&claire).save_step(draft, "form", &typed(&[("details", "More")])).await.unwrap();
    scene.portal.desk(&claire).submit(&Submit { draft }).await.unwrap();
    assert_eq!(desk.count(&Filter::default()).await.unwrap(), 2);
    scene.portal.limit_to_projects(nadia, portal::core::identity::Seat::Team, Some(vec![site])).await.unwrap();
    let viewer = scene.viewer(nadia).await;
    assert_eq!(scene.portal.desk(&viewer).count(&Filter::default()).await.unwrap(), 1, "in the queue and the project");
});

on_both!(t14_whoever_of_the_team_sees_their_own_alone_finds_what_they_are_given_until_it_is_taken, world, {
    let scene = scene(&world).await;
    let claire = scene.viewer(scene.claire).await;
    let desk = scene.portal.desk(&claire);
    let (one, other) =
        (sent(&desk, "plain", ProjectChoice::Unsaid).await, sent(&desk, "plain", ProjectChoice::Unsaid).await);
    let hans = scene.colleague("hans", "helper").await;
    sees_just(&scene, &scene.viewer(hans).await, &[], &[one, other]).await;
    let admin = scene.admin().await;
    let admin = scene.portal.desk(&admin);
    admin.assign(one, Some(hans)).await.unwrap();
    sees_just(&scene, &scene.viewer(hans).await, &[one], &[other]).await;
    assert!(told(&world, &scene, one).await.contains("hans@partner.example"));
    assert!(!told(&world, &scene, other).await.contains("hans@partner.example"));
    admin.assign(one, None).await.unwrap();
    sees_just(&scene, &scene.viewer(hans).await, &[], &[one, other]).await;
});
