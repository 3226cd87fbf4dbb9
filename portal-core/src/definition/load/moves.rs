//! `workflow.moves`.

use std::ops::Range;

use indexmap::IndexMap;

use super::{
    assignee,
    documents::Kinds,
    file::Spanned,
    map::Map,
    portal::Portal,
    reader::{Names, Reader},
    shown::{self, Sight},
    statuses::Statuses,
    who::{Named, People},
    words,
    yaml::{Kind, Node},
};
use crate::{
    definition::{Move, Need, TaskTemplate, Text, Trigger, Who, code, condition::Type},
    id::Id,
    identity::{Permission, Side},
};

/// Moves with the places of their ids.
pub(super) type Moves = IndexMap<Id, (Move, Range<usize>)>;

/// What moves refer to.
pub(super) struct Around<'c> {
    pub portal: &'c Portal,
    pub kinds: &'c Kinds,
    pub openers: &'c [Id],
    /// Who sees requests of the type.
    pub seen_by: &'c Who,
    pub tasks: &'c IndexMap<Id, TaskTemplate>,
    pub statuses: &'c Statuses,
    pub team_fields: &'c Names,
    pub people: People<'c>,
}

pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, around: &Around<'_>) -> Moves {
    let mut moves = Moves::new();
    for (id, node) in read.named(node, "moves") {
        if let Some(map) = read.map(node, "a move")
            && let Some(found) = one(read, map, &id, around)
        {
            read.insert(&mut moves, &id, (found, id.span.clone()));
        }
    }
    moves
}

fn one<'a>(read: Reader<'a>, map: Map<'a>, id: &Spanned<Id>, around: &Around<'_>) -> Option<Move> {
    let names = Names::new(around.statuses.keys(), true);
    let from = map.need("from", "a move").map(|node| from(read, node, &names, around.statuses));
    let to = map.need("to", "a move").and_then(|node| read.known(node, "a status", &names));
    let by = map.get("by").map(|node| read.who(node, around.people));
    let on = map.get("on").and_then(|node| trigger(read, node, around));
    if !map.has("by") && !map.has("on") {
        let message = format!("the move `{}` needs `by`, `on` or both", id.value);
        read.file.fault_with(
            &code::MISSING_KEY,
            id.span.clone(),
            message,
            "say who makes it, or what makes it go by itself",
        );
    }
    if let Some(by) = by.as_ref().filter(|_| around.portal.read) {
        permitted(read, by, around);
    }
    let needs = map.get("needs").map(|node| needs(read, node, around));
    if by.is_none() && !map.has("by") && needs.is_some() {
        read.fault(&code::TOGETHER, &map.key_span("needs"), "only a move by hand can need something: it has no `by`");
    }
    let label = label(read, &map, id, to.as_ref(), around);
    let found = Move {
        label,
        from: from.unwrap_or_default(),
        by: by.as_ref().map(Named::who),
        on,
        when: read.condition_at(&map, "when", around.people.scope, &Type::Bool),
        needs: needs.unwrap_or_default(),
        shares: map
            .get("shares")
            .map(|node| read.all_known(node, "a kind of document", &around.kinds.names))
            .unwrap_or_default(),
        opens: map
            .get("opens")
            .map(|node| read.all_known(node, "a task of this type", &Names::new(around.tasks.keys(), true)))
            .unwrap_or_default(),
        owner: map.get("owner").and_then(|node| read.assignees(node, around.people.scope, assignee::At::Move)),
        within: map.get("within").and_then(|node| read.duration(node)),
        to: to.clone().unwrap_or_else(|| id.value.clone()),
    };
    map.finish(&[]);
    to.map(|_| found)
}

/// The label of a move by hand; one that goes by itself is called as the status it leads to unless it has words.
fn label<'a>(read: Reader<'a>, map: &Map<'a>, id: &Spanned<Id>, to: Option<&Id>, around: &Around<'_>) -> Text {
    if let Some(text) = read.text_at(map, "label").or_else(|| words::move_label(id.value.as_str())) {
        return text;
    }
    if map.has("by") {
        map.need("label", &format!("the move `{}`", id.value));
    }
    to.and_then(|to| around.statuses.get(to)).map_or_else(|| "".into(), |(status, _)| status.label.clone())
}

fn from<'a>(read: Reader<'a>, node: &'a Node, names: &Names, statuses: &Statuses) -> Vec<Id> {
    let mut from: Vec<Id> = Vec::new();
    for item in node.one_or_list() {
        if matches!(&item.kind, Kind::Text(word) if word == "open") {
            from.extend(statuses.iter().filter(|(_, (status, _))| status.ends.is_none()).map(|(id, _)| id.clone()));
        } else {
            from.extend(read.known(item, "a status or `open`", names));
        }
    }
    let mut seen = Vec::new();
    from.retain(|id| {
        !seen.contains(id) && {
            seen.push(id.clone());
            true
        }
    });
    from
}

fn trigger<'a>(read: Reader<'a>, node: &'a Node, around: &Around<'_>) -> Option<Trigger> {
    let text = read.word(node, "what makes it go by itself")?;
    match text {
        "tasks_done" => return Some(Trigger::TasksDone),
        "late" => return Some(Trigger::Late),
        "message" => return Some(Trigger::Message),
        _ => {}
    }
    if let Some(duration) = text.strip_prefix("after ") {
        if let Ok(duration) = duration.parse() {
            return Some(Trigger::After(duration));
        }
        let help = "write it as `after 7 days`";
        read.file.fault_with(&code::VALUE, node.span.clone(), format!("`{duration}` is not a duration"), help);
        return None;
    }
    let tasks = around.tasks;
    let (task, what) = text.split_once('.').unwrap_or((text, ""));
    let found = tasks.get(task);
    match (found, what) {
        (Some(_), "done") => return Some(Trigger::TaskDone(Id::from(task))),
        (Some(template), "refused") => {
            if !template.action.is_approval() {
                read.fault(
                    &code::NEVER_GOES,
                    &node.span,
                    format!("`{task}` is no approval: only those can be refused"),
                );
            }
            return Some(Trigger::TaskRefused(Id::from(task)));
        }
        _ if around.portal.connectors.contains_key(task) && !what.is_empty() => {
            return Some(Trigger::Connector { connector: Id::from(task), word: what.to_owned() });
        }
        _ => {
            let known = tasks.keys().flat_map(|id| [format!("{id}.done"), format!("{id}.refused")]);
            let known: Vec<String> =
                known.chain(["tasks_done", "late", "message", "after 7 days"].map(str::to_owned)).collect();
            let what = "what makes a move go by itself";
            read.unknown(&code::UNKNOWN_NAME, text, &node.span, what, known.iter().map(String::as_str));
        }
    }
    None
}

fn needs<'a>(read: Reader<'a>, node: &'a Node, around: &Around<'_>) -> Vec<Need> {
    let need = |item: &'a Node| {
        let text = read.word(item, "what the move needs")?;
        Some(match text {
            "comment" => Need::Comment,
            "note" => Need::Note,
            "reason" => Need::Reason,
            "tasks" => Need::Tasks,
            field if around.team_fields.has(field) => Need::Field(Id::from(field)),
            other => match other.strip_prefix("document.") {
                Some(kind) if !around.kinds.names.complete || around.kinds.names.has(kind) => {
                    Need::Document(Id::from(kind))
                }
                _ => {
                    let kinds: Vec<String> =
                        around.kinds.names.words().map(|kind| format!("document.{kind}")).collect();
                    let words = ["comment", "note", "reason", "tasks"];
                    let known =
                        words.into_iter().chain(around.team_fields.words()).chain(kinds.iter().map(String::as_str));
                    read.unknown(&code::UNKNOWN_NAME, other, &item.span, "something a move can need", known);
                    return None;
                }
            },
        })
    };
    node.one_or_list().iter().filter_map(need).collect()
}

fn permitted(read: Reader<'_>, by: &Named, around: &Around<'_>) {
    let (roles, openers) = (&around.portal.roles, around.openers);
    let needed = |side| match side {
        Side::Client => Permission::RequestAct,
        Side::Team => Permission::RequestProcess,
    };
    read.permitted(by, roles, openers, needed);
    shown::of_type(read, by, around.seen_by, needed, Sight { roles, openers });
}
