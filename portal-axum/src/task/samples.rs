//! What the page of a task is shown with where there is none.

use super::view::{Handed, ItemView, TaskPage};
use crate::{
    page::Fault,
    show::{FieldView, sample},
    tongue::Tongue,
};

/// A task of each kind and in each state.
pub(super) fn tasks(tongue: &Tongue) -> Vec<TaskPage> {
    let documents = sample::documents(tongue);
    let item = |n, name: &str, files| item(tongue, n, name, files);
    let handed = Handed { document: documents[0].clone(), remove: "1".to_owned() };
    let provide = TaskPage {
        task: sample::provide(tongue),
        action: "provide",
        state: "open",
        outcome: None,
        can_do: true,
        doers: "Claire Martin".to_owned(),
        request: "Cooling for the server room".to_owned(),
        reference: "QUO-7F3K-9M2C".to_owned(),
        back: "/requests/1".to_owned(),
        url: "/tasks/1".to_owned(),
        check: None,
        reply: String::new(),
        time: None,
        refuse: "/tasks/1/refuse".to_owned(),
        items: vec![
            item(0, "Site plan", vec![handed]),
            ItemView {
                blank: Some("/documents/blank/extract".to_owned()),
                ..item(1, "Company registration extract", Vec::new())
            },
        ],
        papers: Vec::new(),
        summary: Vec::new(),
        fields: Vec::new(),
        revealed: Vec::new(),
        seen: None,
        stale: false,
    };
    let mut wrong = provide.clone();
    wrong.items[1].fault = Some(tongue.say_with("missing-document", &[("kind", "Extract".into())]));
    wrong.summary = vec![Fault::at("item-1", wrong.items[1].fault.clone().unwrap_or_default())];
    let approve = TaskPage {
        task: sample::approve(tongue),
        action: "approve",
        items: Vec::new(),
        papers: documents[..1].to_vec(),
        ..provide.clone()
    };
    let others = TaskPage { can_do: false, doers: "Aline Roche".to_owned(), ..approve.clone() };
    let nobody = TaskPage { can_do: false, doers: String::new(), ..approve.clone() };
    let done =
        |state, outcome: Option<&str>| TaskPage { state, outcome: outcome.map(str::to_owned), ..approve.clone() };
    let closed = [done("done", None), done("refused", Some("Too late for us.")), done("ended", None)];
    let plain = TaskPage { papers: Vec::new(), ..approve.clone() };
    let mut to_read = plain.clone();
    to_read.items = ["Welcome booklet", "House rules", "A day with us"].map(|name| item(0, name, Vec::new())).into();
    for (n, part) in to_read.items.iter_mut().enumerate() {
        (part.limits, part.done, part.open) = (None, n == 0, Some(format!("/tasks/1/items/{n}")));
    }
    to_read.task.progress =
        Some(tongue.say_with("task-progress", &[("done", 1_usize.into()), ("all", 3_usize.into())]));
    let simple = [TaskPage { action: "do", ..plain.clone() }, TaskPage { action: "read", ..to_read }];
    let reply = TaskPage { action: "reply", ..plain };
    let fault = tongue.say("missing-message");
    let empty = TaskPage { summary: vec![Fault::at("reply", fault)], ..reply.clone() };
    let mut returned = provide.clone();
    "It is not readable.".clone_into(&mut returned.items[0].returned);
    let check =
        TaskPage { state: "checking", can_do: false, check: Some("/tasks/1/check".to_owned()), ..provide.clone() };
    let checked = TaskPage { check: None, ..check.clone() };
    let unready = TaskPage { summary: vec![Fault::at("reason-0", tongue.say("missing-reason"))], ..check.clone() };
    let book = |gone| TaskPage { action: "book", time: Some(sample::time(tongue, gone)), ..reply.clone() };
    let (free, gone) = (book(false), book(true));
    let gone = TaskPage { summary: gone.time.iter().flat_map(FieldView::faults).collect(), ..gone };
    let mut booked = provide.clone();
    (booked.action, booked.state, booked.can_do) = ("book", "done", false);
    booked.items.truncate(1);
    booked.items[0] =
        ItemView { booked: Some(sample::moment(tongue).text), files: Vec::new(), ..booked.items[0].clone() };
    let waiting = [free, gone, booked, done("waiting", None), done("waived", Some("We have it already."))];
    let answers = answers(tongue, &provide, &check);
    let new = [vec![reply, empty, returned, check, checked, unready], simple.to_vec(), waiting.to_vec()].concat();
    [vec![provide, wrong, approve.clone(), others, nobody], closed.to_vec(), new, answers].concat()
}

/// Tasks whose parts are answers, in each state.
fn answers(tongue: &Tongue, provide: &TaskPage, check: &TaskPage) -> Vec<TaskPage> {
    let answer =
        TaskPage { action: "answer", items: Vec::new(), fields: sample::fields(tongue, false), ..provide.clone() };
    let fields = sample::fields(tongue, true);
    let summary = fields.iter().flat_map(FieldView::faults).collect();
    let unanswered = TaskPage { fields, summary, ..answer.clone() };
    let mut given = answer.clone();
    given.items = vec![item(tongue, 0, "How many rooms?", Vec::new())];
    "Two of them have no number.".clone_into(&mut given.items[0].returned);
    given.revealed = vec![Fault { field: "f-contract".to_owned(), text: "Contract number".to_owned() }];
    let mut corrected = TaskPage { state: "done", fields: Vec::new(), ..given.clone() };
    corrected.items[0].returned.clear();
    (corrected.items[0].was, corrected.items[0].now) = (Some("2".to_owned()), Some("12".to_owned()));
    let to_check = TaskPage { state: "checking", can_do: false, check: check.check.clone(), ..corrected.clone() };
    let mut change = TaskPage { seen: Some(3), ..answer.clone() };
    change.task.title = tongue.say("request-change-answers");
    change.task.reason = Some(tongue.say("task-change-reason"));
    let stale = TaskPage { stale: true, ..change.clone() };
    vec![answer, unanswered, given, corrected, to_check, change, stale]
}

fn item(tongue: &Tongue, n: usize, name: &str, files: Vec<Handed>) -> ItemView {
    ItemView {
        id: format!("item-{n}"),
        name: name.to_owned(),
        booked: None,
        limits: Some(sample::limits(tongue)),
        accept: ".pdf".to_owned(),
        files,
        room: true,
        blank: None,
        open: None,
        done: false,
        returned: String::new(),
        fault: None,
        was: None,
        now: None,
    }
}
