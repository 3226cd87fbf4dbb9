//! One step of a script: a move, a task, a message, or time that passes.

use super::{
    map::Map,
    reader::{Names, Reader},
    resources,
    script::Stage,
    unused::concerns,
    yaml::{Entry, Kind, Node},
};
use crate::{
    definition::{Need, PlayedAsk, PlayedDocument, PlayedMove, PlayedStep, PlayedTask, RequestType, Writings, code},
    id::Id,
};

/// What a task is called that the team opened by hand: by its kind.
const KINDS: [&str; 8] = ["answer", "approve", "book", "correct", "do", "provide", "read", "reply"];
/// Longest text of a message, a note, a reason.
const MAX: usize = 2_000;

/// Reads a step.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, of: &RequestType, stage: Stage<'_>) -> Option<PlayedStep> {
    let map = read.map(node, "a step")?;
    if let Some(node) = map.get("wait") {
        let wait = read.duration(node);
        map.finish(&[]);
        return wait.map(PlayedStep::Wait);
    }
    let by = map.need("as", "a step").and_then(|node| read.known(node, "a person of demo.yaml", &stage.names()));
    let step = match (map.get("move"), map.get("task"), map.get("message")) {
        (Some(node), None, None) => made(read, &map, node, by, of, stage).map(PlayedStep::Move),
        (None, Some(node), None) => done(read, &map, node, by, of, stage).map(PlayedStep::Task),
        (None, None, Some(node)) => {
            read.line(node, "a message", MAX).and_then(|text| Some(PlayedStep::Message { by: by?, text }))
        }
        (None, None, None) => {
            read.fault(&code::MISSING_KEY, &map.span, "a step needs `move`, `task`, `message` or `wait`");
            None
        }
        _ => {
            read.fault(&code::TOGETHER, &map.span, "a step is one of `move`, `task` and `message`");
            None
        }
    };
    map.finish(&[]);
    step
}

fn made<'a>(
    read: Reader<'a>,
    map: &Map<'a>,
    node: &'a Node,
    by: Option<Id>,
    of: &RequestType,
    stage: Stage<'_>,
) -> Option<PlayedMove> {
    let by_hand = of.moves.iter().filter(|(_, found)| found.by.is_some()).map(|(id, _)| id);
    let name = read.known(node, "a move that is made by hand", &Names::new(by_hand, true));
    if let (Some(by), Some(who)) = (&by, name.as_ref().and_then(|name| of.moves.get(name)?.by.as_ref())) {
        let role = stage.demo.people.get(by).and_then(|person| stage.portal.roles.get_key_value(&person.role));
        if let Some((id, _)) = role.filter(|(id, role)| !concerns(who, id, role)) {
            read.fault(&code::NOT_PERMITTED, &node.span, format!("`{by}`, a `{id}`, does not make this move"));
        }
    }
    let text = |key| map.get(key).and_then(|node| read.line(node, "a text", MAX));
    let (comment, note, reason) = (text("comment"), text("note"), text("reason"));
    let team: Vec<_> = of.team_fields.iter().collect();
    let fields = map.get("fields").map(|node| read.answers(node, &team, stage.around()));
    let documents = map.get("documents").map(|node| documents(read, node, stage)).unwrap_or_default();
    let asks = map.get("tasks").map(|node| asks(read, node, stage)).unwrap_or_default();
    let due = map.get("due").and_then(|node| read.day(node));
    let by_hand =
        name.as_ref().and_then(|name| of.moves.get(name)).is_none_or(|made| made.needs.contains(&Need::Tasks));
    if let Some(key) = ["tasks", "due"].into_iter().find(|key| !by_hand && map.has(key)) {
        read.fault(&code::TOGETHER, &map.key_span(key), "this move asks nobody for anything: it does not need `tasks`");
    }
    Some(PlayedMove {
        by: by?,
        name: name?,
        fields: fields.unwrap_or_default(),
        documents,
        comment,
        note,
        reason,
        asks,
        due,
    })
}

/// What the client is asked for: a kind of document, or `{provide: KIND, name: …}`.
fn asks<'a>(read: Reader<'a>, node: &'a Node, stage: Stage<'_>) -> Vec<PlayedAsk> {
    let ask = |node: &'a Node| {
        let kind = |node| read.known(node, "a kind of document", &stage.kinds.names);
        if !matches!(node.kind, Kind::Map(_)) {
            return kind(node).map(|kind| PlayedAsk { kind, name: String::new() });
        }
        let map = read.map(node, "what is asked for")?;
        let kind = map.need("provide", "what is asked for").and_then(kind);
        let name = map.get("name").and_then(|node| read.line(node, "a name", 120));
        map.finish(&[]);
        Some(PlayedAsk { kind: kind?, name: name.unwrap_or_default() })
    };
    node.one_or_list().iter().filter_map(ask).collect()
}

fn done<'a>(
    read: Reader<'a>,
    map: &Map<'a>,
    node: &'a Node,
    by: Option<Id>,
    of: &RequestType,
    stage: Stage<'_>,
) -> Option<PlayedTask> {
    let kinds = KINDS.map(Id::from);
    let name = read.known(node, "a task", &Names::new(of.tasks.keys().chain(&kinds), true));
    let text = |key| map.get(key).and_then(|node| read.line(node, "a text", MAX));
    let (reason, reply) = (text("reason"), text("reply"));
    let approve = map.get("approve").and_then(|node| read.value(node, "`true` or `false`"));
    let answers = map.get("answers").map(|node| answers(read, node, of, stage)).unwrap_or_default();
    let documents = map.get("documents").map(|node| documents(read, node, stage)).unwrap_or_default();
    let book = map.get("book").and_then(|node| read.day(node));
    Some(PlayedTask { by: by?, name: name?, approve, reason, answers, documents, reply, book })
}

/// Answers of a task: to fields of the form by their types, to its own as they are written.
fn answers<'a>(read: Reader<'a>, node: &'a Node, of: &RequestType, stage: Stage<'_>) -> Writings {
    let Kind::Map(entries) = &node.kind else {
        read.shape(node, "a map of answers by field");
        return Writings::new();
    };
    let known = |name: &str| of.fields().find(|field| field.id == name);
    let answer = |Entry { key, value }: &'a Entry| {
        let answer = match known(&key.value) {
            Some(field) => read.answer(value, field, stage.around()),
            None => read.loose(value),
        };
        Some((Id::from(key.value.as_str()), answer?))
    };
    entries.iter().filter_map(answer).collect()
}

/// `{quote: {file: demo/quote.pdf, amount: 12}}`, by kind; several of a kind as a list, without data as a path.
fn documents<'a>(read: Reader<'a>, node: &'a Node, stage: Stage<'_>) -> Vec<PlayedDocument> {
    let Kind::Map(entries) = &node.kind else {
        read.shape(node, "a map of documents by kind");
        return Vec::new();
    };
    let mut documents = Vec::new();
    for Entry { key, value } in entries {
        let Some((id, kind)) = stage.kinds.by_id.get_key_value(key.value.as_str()) else {
            let known = stage.kinds.names.words();
            read.unknown(&code::UNKNOWN_NAME, &key.value, &key.span, "a kind of document", known);
            continue;
        };
        for item in value.one_or_list() {
            let (file, fields) = match &item.kind {
                Kind::Map(entries) => {
                    let file = entries.iter().find(|entry| entry.key.value == "file").map(|entry| &entry.value);
                    if file.is_none() {
                        read.fault(&code::MISSING_KEY, &item.span, "a document needs `file`");
                    }
                    (file, data_of(read, entries, kind, stage))
                }
                _ => (Some(item), Writings::new()),
            };
            let file = file.and_then(|file| resources::file(read, file, Some(kind)));
            documents.extend(file.map(|file| PlayedDocument { kind: id.clone(), file, fields }));
        }
    }
    documents
}

/// The data of a document, beside its file.
fn data_of<'a>(read: Reader<'a>, entries: &'a [Entry], kind: &crate::definition::Kind, stage: Stage<'_>) -> Writings {
    let mut written = Writings::new();
    for Entry { key, value } in entries {
        match kind.fields.iter().find(|field| field.id == key.value.as_str()) {
            Some(field) => {
                written.extend(read.answer(value, field, stage.around()).map(|answer| (field.id.clone(), answer)));
            }
            None if key.value == "file" => {}
            None => {
                let known = kind.fields.iter().map(|field| field.id.as_str()).chain(["file"]);
                read.unknown(&code::UNKNOWN_NAME, &key.value, &key.span, "data of this kind of document", known);
            }
        }
    }
    written
}
