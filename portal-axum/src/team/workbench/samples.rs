//! The workbench in each of its states.

use super::{Adding, Assigning, MoveButton, ReplyButton, Unwritten, WorkbenchPage, WriteForm};
use crate::{
    request::ProjectLink,
    show::{Status, sample},
    team::sample as team,
    tongue::Tongue,
};

/// A new request, one in the middle, one that is over, and a message that will not do.
pub(super) fn samples(tongue: &Tongue) -> Vec<WorkbenchPage> {
    let middle = middle(tongue);
    let fault = tongue.say("missing-message");
    let unwritten =
        Unwritten { note: false, body: String::new(), key: "1".to_owned(), fault: Some(fault), reply: None };
    vec![fresh(&middle, tongue), over(&middle), middle.clone().with(unwritten), middle]
}

fn fresh(middle: &WorkbenchPage, tongue: &Tongue) -> WorkbenchPage {
    let button = |label: &str, at_once| MoveButton { label: label.to_owned(), url: url("moves/take"), at_once };
    WorkbenchPage {
        status: Status { label: "Received".to_owned(), ..team::status(tongue) },
        owner: None,
        project: None,
        late: false,
        moves: vec![button("Take it", true), button("Ask for something", false), button("Decline", false)],
        tasks: Vec::new(),
        closed_tasks: Vec::new(),
        messages: Vec::new(),
        notes: Vec::new(),
        documents: Vec::new(),
        ..middle.clone()
    }
}

fn over(middle: &WorkbenchPage) -> WorkbenchPage {
    WorkbenchPage {
        tasks: Vec::new(),
        status: Status { label: "Quote approved".to_owned(), tag: "done", turn: None, ..middle.status.clone() },
        due: None,
        late: false,
        moves: Vec::new(),
        message_form: None,
        note_form: None,
        adding: None,
        assigning: None,
        ..middle.clone()
    }
}

fn middle(tongue: &Tongue) -> WorkbenchPage {
    let (notes, messages) = sample::messages(tongue, true).into_iter().partition(|message| message.note);
    let (tasks, closed_tasks) = team::tasks(tongue).into_iter().partition(|task| task.closed.is_none());
    let form = |to: &str| WriteForm {
        action: url(to),
        key: "1".to_owned(),
        body: String::new(),
        fault: None,
        replies: Vec::new(),
    };
    let reply = |value: &str, label: &str, text: &str| ReplyButton {
        value: value.to_owned(),
        label: label.to_owned(),
        text: text.to_owned(),
        lang: "en".to_owned(),
    };
    let replies = vec![
        reply("thanks", "Thanks", "Hello Claire, thank you for your request about “Cooling for the server room”."),
        reply("visit", "Our visit", "We gladly visit you before 15 January 2027."),
    ];
    let button = |label: &str| MoveButton { label: label.to_owned(), url: url("moves/propose"), at_once: false };
    WorkbenchPage {
        back: "/team/queue".to_owned(),
        title: "Cooling for the server room".to_owned(),
        reference: "QUO-7F3K-9M2C".to_owned(),
        kind: "Request a quote".to_owned(),
        organisation: "Alpha Logistics".to_owned(),
        project: Some(ProjectLink { name: "New website".to_owned(), url: "/team/projects/1".to_owned() }),
        opened_by: "Claire Martin".to_owned(),
        submitted: sample::moment(tongue),
        status: team::status(tongue),
        client_reads: Some("In preparation".to_owned()),
        due: Some(sample::day(tongue)),
        late: true,
        owner: Some("Tom Weber".to_owned()),
        moves: vec![button("Propose"), button("Ask for something"), button("Decline")],
        seen: team::seen(),
        tasks,
        closed_tasks,
        messages,
        notes,
        message_form: Some(WriteForm { replies, ..form("messages") }),
        note_form: Some(form("notes")),
        answers: sample::answers(),
        write_url: Some("/team/requests/1/fields".to_owned()),
        documents: sample::documents(tongue),
        adding: Some(Adding {
            action: url("documents/new"),
            kinds: team::options("kind", &["Brief", "Site plan", "Quote"], 0),
        }),
        people: Some("/requests/1/people".to_owned()),
        access: Some("/team/access?object=QUO-7F3K-9M2C".to_owned()),
        assigning: Some(Assigning {
            action: url("owner"),
            owners: team::options("owner", &[&tongue.say("queue-nobody"), "Nadia Benali", "Tom Weber"], 2),
        }),
        timeline: sample::lines(tongue),
        summary: Vec::new(),
    }
}

fn url(to: &str) -> String {
    format!("/team/requests/1/{to}")
}
