//! From a request to the workbench.

use portal_core::{
    definition::{End, RequestType},
    identity::{Account, Permission, Side},
    request::{OfferedMove, Particulars, RequestView, Task, TaskAction, TaskState, UsualReply},
};

use super::{Adding, Assigning, MoveButton, ReplyButton, Seen, TaskRow, WorkbenchPage, WriteForm};
use crate::{
    request::ProjectLink,
    show::{self, AnswerStep, OptionView, Story, Turn, document_row, status, task_name},
    team::{access, key},
    visit::TeamPerson,
};

impl Seen {
    pub(in crate::team) fn of(view: &RequestView) -> Self {
        let request = &view.dossier.request;
        Self { version: request.version.0, events: request.events }
    }
}

impl From<UsualReply> for ReplyButton {
    fn from(reply: UsualReply) -> Self {
        Self { value: reply.id.to_string(), label: reply.label, text: reply.text, lang: reply.locale }
    }
}

/// Fills the workbench.
pub(super) fn page(
    person: &TeamPerson,
    view: &RequestView,
    owners: &[Account],
    replies: Vec<UsualReply>,
) -> WorkbenchPage {
    let (tongue, links) = (person.tongue(), person.links());
    let definition = person.portal().definition();
    let request = &view.dossier.request;
    let story = story(person, view);
    let spoken = show::messages(story, person.viewer().account(), &view.history.messages);
    let (notes, messages) = spoken.into_iter().partition(|message| message.note);
    let tasks = &view.dossier.tasks;
    let (open, closed) =
        (tasks.iter().filter(|task| task.is_unfinished()), tasks.iter().filter(|task| !task.is_unfinished()));
    let due = request.due.filter(|_| request.ended.is_none());
    WorkbenchPage {
        back: links.to("/team/queue"),
        title: request.title.clone(),
        reference: request.reference.to_string(),
        kind: person.words(&view.workflow).request_type().to_owned(),
        organisation: view.dossier.organisation.name.clone(),
        project: view
            .dossier
            .project
            .as_ref()
            .map(|project| ProjectLink { name: project.name.clone(), url: links.team_project(project.id) }),
        opened_by: name(view, request.opened_by),
        submitted: tongue.moment(request.submitted),
        status: status(person.words(&view.workflow), turn(view), Side::Team, tongue),
        client_reads: client_reads(person, view),
        due: due.map(|due| show::due(due, tongue)),
        late: due.is_some_and(|due| due < person.portal().now()),
        owner: request.owner.map(|owner| name(view, owner)),
        moves: moves(person, view),
        seen: Seen::of(view),
        tasks: open.map(|task| task_row(person, view, task)).collect(),
        closed_tasks: closed.rev().map(|task| task_row(person, view, task)).collect(),
        messages,
        notes,
        message_form: view.may_write.then(|| WriteForm {
            replies: replies.into_iter().map(ReplyButton::from).collect(),
            ..write_form(person, view, "messages")
        }),
        note_form: view.works.then(|| write_form(person, view, "notes")),
        answers: answers(person, view),
        write_url: writes(view).then(|| links.team_fields(request.id)),
        documents: view.dossier.documents.iter().map(|it| document_row(it, definition, links, tongue)).collect(),
        adding: adding(person, view),
        people: person.desk().sees_guests(request).then(|| person.links().people_of(request.id)),
        access: access::about(person, request.reference.as_str()),
        assigning: assigning(person, view, owners),
        timeline: show::timeline(story, &view.history.events).into_iter().rev().collect(),
        summary: Vec::new(),
    }
}

/// What the words of the timeline come from.
pub(in crate::team) fn story<'a>(person: &'a TeamPerson, view: &'a RequestView) -> Story<'a> {
    Story {
        workflow: &view.workflow,
        definition: person.portal().definition(),
        tasks: &view.dossier.tasks,
        documents: &view.dossier.documents,
        requester: show::requester(view),
        names: &view.names,
        side: Side::Team,
        tongue: person.tongue(),
    }
}

/// Where a request stands.
pub(in crate::team) fn turn(view: &RequestView) -> Turn<'_> {
    let request = &view.dossier.request;
    Turn { status: &request.status, waits_for: request.waits_for, ended: request.ended, since: request.since }
}

fn client_reads(person: &TeamPerson, view: &RequestView) -> Option<String> {
    let label = |side| status(person.words(&view.workflow), turn(view), side, person.tongue()).label;
    let client = label(Side::Client);
    (client != label(Side::Team)).then_some(client)
}

fn name(view: &RequestView, account: portal_core::id::AccountId) -> String {
    view.names.get(&account).cloned().unwrap_or_default()
}

fn answers(person: &TeamPerson, view: &RequestView) -> Vec<AnswerStep> {
    let (request, tongue) = (&view.dossier.request, person.tongue());
    let mut steps = show::answers(&view.workflow, &request.answers, tongue);
    let rows = show::team_answers(&view.workflow, &request.team_answers, tongue);
    if !rows.is_empty() {
        steps.push(AnswerStep { label: tongue.say("bench-team-answers"), change: None, rows });
    }
    steps
}

/// Whether there are fields for the team to fill in.
fn writes(view: &RequestView) -> bool {
    view.works && view.workflow.team_fields.iter().any(portal_core::form::Field::is_asked)
}

fn moves(person: &TeamPerson, view: &RequestView) -> Vec<MoveButton> {
    let mut offered: Vec<&OfferedMove> = view.moves.iter().collect();
    // The file's order, but first what brings the request on; asking and declining come after it.
    offered.sort_by_key(|offered| offered.asks || ends(&view.workflow, offered).is_some_and(|end| end != End::Done));
    let button = |offered: &OfferedMove| MoveButton {
        label: person.tongue().text(&offered.made.label).to_owned(),
        url: person.links().team_move(view.dossier.request.id, &offered.id),
        at_once: offered.made.needs.is_empty()
            && offered.made.shares.is_empty()
            && ends(&view.workflow, offered).is_none(),
    };
    offered.into_iter().map(button).collect()
}

fn ends(workflow: &RequestType, offered: &OfferedMove) -> Option<End> {
    workflow.statuses.get(&offered.made.to)?.ends
}

fn task_row(person: &TeamPerson, view: &RequestView, task: &Task) -> TaskRow {
    let tongue = person.tongue();
    let (tag, state) = match (task.state, task.side) {
        (TaskState::Waiting, _) => ("nobody", tongue.say("team-task-waiting")),
        (TaskState::Checking, _) => ("team", tongue.say("team-task-checking")),
        (TaskState::Waived, _) => ("withdrawn", tongue.say("team-task-waived")),
        (TaskState::Open, Side::Client) => ("client", tongue.say("team-task-client")),
        (TaskState::Open, Side::Team) => ("team", tongue.say("team-task-team")),
        (TaskState::Done, _) => ("done", tongue.say("team-task-done")),
        (TaskState::Refused, _) => ("refused", tongue.say("team-task-refused")),
        (TaskState::Ended, _) => ("withdrawn", tongue.say("team-task-ended")),
    };
    let why = person.words(&view.workflow).reason(task, &Particulars::of(view, person.viewer()));
    let name = task_name(task, &view.workflow, person.portal().definition(), person.portal().now(), tongue);
    TaskRow {
        name: name.because(why),
        url: (view.mine.contains(&task.id) || task.state == TaskState::Checking || is_corrected(task))
            .then(|| person.links().task(task.id)),
        tag,
        state,
        outcome: task.outcome.clone(),
        closed: task.closed.map(|at| tongue.moment(at)),
    }
}

/// Whether its page shows answers before and after.
fn is_corrected(task: &Task) -> bool {
    task.action == TaskAction::Correct && task.state == TaskState::Done
}

fn write_form(person: &TeamPerson, view: &RequestView, to: &str) -> WriteForm {
    let action = format!("{}/{to}", person.links().team_request(view.dossier.request.id));
    WriteForm { action, key: key(), body: String::new(), fault: None, replies: Vec::new() }
}

fn adding(person: &TeamPerson, view: &RequestView) -> Option<Adding> {
    let request = &view.dossier.request;
    let may = person.viewer().scope(Permission::DocumentAdd).admits(&request.facts(Side::Client));
    let kinds = &person.portal().definition().kinds;
    let added = kinds.iter().filter(|(_, kind)| kind.added_by.contains(&Side::Team));
    let option = |(place, (id, label)): (usize, (&portal_core::id::Id, &str))| OptionView {
        id: format!("kind-{place}"),
        value: id.to_string(),
        label: label.to_owned(),
        checked: place == 0,
    };
    let named = added.map(|(id, kind)| (id, person.tongue().text(&kind.label)));
    let kinds: Vec<OptionView> = named.enumerate().map(option).collect();
    let action = format!("{}/documents/new", person.links().team_request(request.id));
    (may && !kinds.is_empty()).then_some(Adding { action, kinds })
}

fn assigning(person: &TeamPerson, view: &RequestView, owners: &[Account]) -> Option<Assigning> {
    let request = &view.dossier.request;
    let may = person.viewer().scope(Permission::RequestAssign).admits(&request.facts(Side::Client));
    let option = |account: &Account| OptionView {
        id: format!("owner-{}", account.id),
        value: account.id.to_string(),
        label: account.name.clone(),
        checked: request.owner == Some(account.id),
    };
    let nobody = OptionView {
        id: "owner-nobody".to_owned(),
        value: String::new(),
        label: person.tongue().say("queue-nobody"),
        checked: request.owner.is_none(),
    };
    let owners = std::iter::once(nobody).chain(owners.iter().map(option)).collect();
    let action = format!("{}/owner", person.links().team_request(request.id));
    may.then_some(Assigning { action, owners })
}
