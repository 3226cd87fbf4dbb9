//! What a move will do, in sentences.

use portal_core::{
    definition::TaskTemplate,
    identity::Side,
    request::{Particulars, Task, Words},
};

use super::Scene;
use crate::show;

/// What will happen, beside what the client will read.
pub(super) fn sentences(scene: &Scene<'_>) -> Vec<String> {
    let all = [owner(scene), due(scene), over(scene)];
    all.into_iter().flatten().chain(opens(scene)).chain(closes(scene)).collect()
}

fn owner(scene: &Scene<'_>) -> Option<String> {
    let becomes = scene.view.dossier.request.owner != Some(scene.person.viewer().account());
    (scene.offered.made.owner_is_actor() && becomes).then(|| scene.person.tongue().say("effect-owner"))
}

fn due(scene: &Scene<'_>) -> Option<String> {
    let day = scene.person.tongue().day(scene.offered.due?).text;
    let asks = scene.offered.asks;
    (!asks).then(|| scene.person.tongue().say_with("effect-due", &[("day", day.into())]))
}

fn over(scene: &Scene<'_>) -> Option<String> {
    let status = scene.view.workflow.statuses.get(&scene.offered.made.to)?;
    status.ends.is_some().then(|| scene.person.tongue().say("effect-over"))
}

/// The tasks that the new status opens.
fn opens(scene: &Scene<'_>) -> Vec<String> {
    let workflow = &scene.view.workflow;
    let tongue = scene.person.tongue();
    let status = workflow.statuses.get(&scene.offered.made.to);
    let templates = status.into_iter().flat_map(|status| &status.opens).chain(&scene.offered.made.opens);
    let templates = templates.filter_map(|id| workflow.tasks.get(id));
    let key = |side| if side == Side::Client { "effect-opens" } else { "effect-opens-team" };
    let say =
        |template: &TaskTemplate| tongue.say_with(key(template.side), &[("task", tongue.text(&template.label).into())]);
    templates.map(say).collect()
}

/// The open tasks that the old status takes with it.
fn closes(scene: &Scene<'_>) -> Vec<String> {
    let tongue = scene.person.tongue();
    let definition = scene.person.portal().definition();
    let now = scene.person.portal().now();
    let title = |task: &Task| show::task_name(task, &scene.view.workflow, definition, now, tongue).title;
    let ending = scene.view.dossier.tasks.iter().filter(|task| task.is_unfinished() && !task.stays);
    ending.map(|task| tongue.say_with("effect-closes", &[("task", title(task).into())])).collect()
}

/// The words of the request for who opened it.
pub(super) fn words<'a>(scene: &Scene<'a>) -> Words<'a> {
    Words { live: scene.person.portal().definition(), kept: &scene.view.workflow, locale: scene.reader }
}

/// What the names in texts stand for, for the client.
pub(super) fn about<'a>(scene: &Scene<'a>) -> Particulars<'a> {
    Particulars::of(scene.view, scene.person.viewer()).for_client()
}

/// Whether the client reads something else afterwards.
pub(super) fn client_notices(scene: &Scene<'_>) -> bool {
    let workflow = &scene.view.workflow;
    workflow.shown(&scene.view.dossier.request.status) != workflow.shown(&scene.offered.made.to)
}

/// What a move is called, in the team member's language.
pub(super) fn label(scene: &Scene<'_>) -> String {
    let words = Words { locale: scene.person.tongue().locale(), ..words(scene) };
    words.made(&scene.offered.id).to_owned()
}

/// The status that the move leads to, as who opened the request will read it.
pub(super) fn status_words(scene: &Scene<'_>) -> (String, String) {
    let words = words(scene);
    let to = &scene.offered.made.to;
    (words.status(to, Side::Client).to_owned(), words.explain(to, &about(scene)))
}
