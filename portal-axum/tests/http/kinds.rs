//! Tasks of every kind on their pages and through the API: seen by whoever must act, and closed where they can be.

use portal::{
    Viewer,
    core::{
        form::RawAnswers,
        id::{RequestId, TaskId},
        request::{Submit, Task},
    },
};

use super::world::{PDF, World};

/// A request of Claire's with all its tasks.
async fn request(world: &World) -> RequestId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("quote").await.unwrap();
    let raw: RawAnswers = [("subject", "Van"), ("colour", "Red")]
        .into_iter()
        .map(|(field, value)| (field.into(), vec![value.to_owned()]))
        .collect();
    desk.save_step(draft, "form", &raw).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap().request
}

async fn tasks(world: &World, who: &Viewer, id: RequestId) -> Vec<Task> {
    world.portal.desk(who).request(id).await.unwrap().dossier.tasks
}

async fn named(world: &World, id: RequestId, template: &str) -> TaskId {
    let tom = world.viewer("tom").await;
    let found = tasks(world, &tom, id).await;
    found.iter().find(|task| task.template.as_ref().is_some_and(|id| id == template)).expect("a task").id
}

#[tokio::test]
async fn what_is_to_be_done_is_ticked_and_what_comes_after_it_opens() {
    let world = World::of("tasks").await;
    let id = request(&world).await;
    let mut claire = world.browser("claire").await;
    let page = claire.get(&format!("/requests/{id}")).await.is(200);
    page.has("Sign the paper on the wall").has("We cannot begin without it.").lacks("Read our rules");
    let (tick, read) = (named(&world, id, "tick").await, named(&world, id, "read").await);
    claire.get(&format!("/tasks/{read}")).await.is(200).has("This opens when other things are done.");
    claire.get(&format!("/tasks/{tick}")).await.is(200).has("I have done it");
    let to = claire.post(&format!("/tasks/{tick}/done"), &[]).await.to();
    claire.get(&to).await.is(200).has("Thank you, it is noted.").has("Read our rules");
    claire.post(&format!("/tasks/{tick}/done"), &[]).await.is(409).has("This is done.");
    claire.get(&format!("/tasks/{read}")).await.is(200).has("I have read it");
}

#[tokio::test]
async fn a_question_is_answered_in_ones_own_words_which_the_team_reads_among_the_messages() {
    let world = World::of("tasks").await;
    let id = request(&world).await;
    let task = named(&world, id, "door").await;
    let mut claire = world.browser("claire").await;
    claire.get(&format!("/tasks/{task}")).await.is(200).has("Which door do we take?").has("name=\"reply\"");
    claire.post(&format!("/tasks/{task}/reply"), &[("reply", "  ")]).await.is(422).has("href=\"#reply\"");
    claire.post(&format!("/tasks/{task}/reply"), &[("reply", "The blue one")]).await.to();
    world.browser("tom").await.get(&format!("/team/requests/{id}")).await.is(200).has("The blue one");
}

#[tokio::test]
async fn the_team_gives_back_what_will_not_do_and_accepts_what_does() {
    let world = World::of("tasks").await;
    let id = request(&world).await;
    let task = named(&world, id, "send").await;
    let url = format!("/tasks/{task}");
    let send = [("portal.intent", "done")];
    let mut claire = world.browser("claire").await;
    claire.upload(&url, &send, &[("item-0", "plan.pdf", PDF)]).await.to();
    claire.get(&url).await.is(200).has("We are looking at what you sent");
    claire.post(&format!("{url}/check"), &[("portal.intent", "accept")]).await.is(403);
    let mut tom = world.browser("tom").await;
    tom.get(&format!("/team/requests/{id}"))
        .await
        .is(200)
        .has("Handed in, to be checked")
        .has(&url.replace('/', "&#x2f;"));
    tom.get(&url).await.is(200).has("plan.pdf").has("Accept everything");
    tom.post(&format!("{url}/check"), &[("portal.intent", "return"), ("reason-0", "")]).await.is(422).has("Write why");
    tom.post(&format!("{url}/check"), &[("portal.intent", "return"), ("reason-0", "It is blank.")]).await.to();
    claire.get(&url).await.is(200).has("Please look at this again: It is blank.");
    claire.upload(&url, &send, &[]).await.to();
    tom.post(&format!("{url}/check"), &[("portal.intent", "accept")]).await.to();
    claire.get(&url).await.is(200).has("This is done.");
}

#[tokio::test]
async fn a_task_of_the_team_is_the_teams_to_see_and_to_close() {
    let world = World::of("tasks").await;
    let id = request(&world).await;
    let task = named(&world, id, "pack").await;
    let mut claire = world.browser("claire").await;
    claire.get(&format!("/requests/{id}")).await.is(200).lacks("Pack the van");
    claire.get(&format!("/tasks/{task}")).await.is(404);
    claire.post(&format!("/tasks/{task}/done"), &[]).await.is(404);
    let mut tom = world.browser("tom").await;
    tom.get(&format!("/team/requests/{id}")).await.is(200).has("Pack the van").has("Waits for us");
    tom.get(&format!("/tasks/{task}")).await.is(200).has("I have done it");
    let to = tom.post(&format!("/tasks/{task}/done"), &[]).await.to();
    tom.get(&to).await.is(200);
}

#[tokio::test]
async fn the_team_does_without_a_task_and_the_request_goes_on_when_nothing_is_left() {
    let world = World::of("tasks").await;
    let id = request(&world).await;
    let tom = world.viewer("tom").await;
    let desk = world.portal.desk(&tom);
    for template in ["tick", "door", "read", "send", "correct"] {
        let task = named(&world, id, template).await;
        let waive = portal::core::request::Verdict::Waive("We know already.".to_owned());
        desk.check_task(task, &waive).await.unwrap();
    }
    let view = desk.request(id).await.unwrap();
    assert_eq!(view.dossier.request.status.as_str(), "completed");
}
