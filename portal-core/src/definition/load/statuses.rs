//! `workflow.statuses`.

use std::ops::Range;

use indexmap::IndexMap;

use super::{
    file::Spanned,
    map::Map,
    naming::Naming,
    reader::{Names, Reader},
    words,
    yaml::Node,
};
use crate::{
    definition::{End, Status, WaitsFor, code, condition::Scope},
    id::Id,
    identity::Side,
};

/// Statuses with the places of their ids.
pub(super) type Statuses = IndexMap<Id, (Status, Range<usize>)>;

pub(super) const WAITS: [(&str, WaitsFor); 5] = [
    ("client", WaitsFor::Client),
    ("team", WaitsFor::Team),
    ("third_party", WaitsFor::ThirdParty),
    ("nobody", WaitsFor::Nobody),
    ("tasks", WaitsFor::Tasks),
];
pub(super) const ENDS: [(&str, End); 3] =
    [("done", End::Done), ("refused", End::Refused), ("withdrawn", End::Withdrawn)];

/// The ids of the statuses of a workflow, before they are read.
pub(super) fn ids<'a>(read: Reader<'a>, workflow: &'a Node) -> Vec<Id> {
    let statuses = workflow.at("statuses").map(|node| read.named(node, "statuses"));
    statuses.unwrap_or_default().into_iter().map(|(id, _)| id.value).collect()
}

pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, tasks: &Names, scope: &Scope, naming: &Naming) -> Statuses {
    let written = read.named(node, "statuses");
    let names = Names::new(written.iter().map(|(id, _)| &id.value), true);
    let mut statuses = Statuses::new();
    let mut borrowed = Vec::new();
    for (id, node) in written {
        if id.value.as_str() == "open" {
            read.fault(&code::RESERVED, &id.span, "`open` means all statuses that are not final");
        }
        let Some(map) = read.map(node, "a status, `{}` if there is nothing to say,") else { continue };
        let shown_as = map.get("shown_as").and_then(|node| {
            let status = read.known(node, "a status", &names)?;
            borrowed.push((id.value.clone(), status.clone(), node.span.clone()));
            Some(status)
        });
        let status = one(read, map, &id, shown_as, &Known { tasks, scope, naming });
        read.insert(&mut statuses, &id, (status, id.span.clone()));
    }
    for (id, from, span) in borrowed {
        borrow_words(read, &mut statuses, &id, &from, &span);
    }
    statuses
}

/// What a status may name.
struct Known<'k> {
    tasks: &'k Names,
    scope: &'k Scope,
    naming: &'k Naming,
}

fn one<'a>(read: Reader<'a>, map: Map<'a>, id: &Spanned<Id>, shown_as: Option<Id>, known: &Known<'_>) -> Status {
    let standard = words::status(id.value.as_str());
    let waits_for = map.get("waits_for").and_then(|node| read.choice(node, "who must act", &WAITS));
    let ends = map.get("final").and_then(|node| read.choice(node, "how it ends", &ENDS));
    if map.has("final") && (standard.is_some() || map.has("waits_for")) {
        let message = match &standard {
            Some(_) => format!("`{}` is a standard status, whose end is fixed", id.value),
            None => "a status that is final waits for nobody".to_owned(),
        };
        read.fault(&code::TOGETHER, &map.key_span("final"), message);
    }
    if standard.is_none() && !map.has("final") && !map.has("waits_for") {
        let message = format!("`{}` needs `waits_for` or `final`", id.value);
        read.file.fault_with(&code::MISSING_KEY, id.span.clone(), message, "say who must act, or how it ends");
    }
    let own = |key| -> Option<&'a Node> {
        if standard.is_none() && shown_as.is_none() {
            map.need(key, &format!("`{}`", id.value));
        }
        map.get(key)
    };
    let label = own("label").and_then(|node| read.text(node));
    let explain = own("explain").and_then(|node| read.phrase(node, known.naming, Side::Client));
    let (words, side, end) = match standard {
        Some(known) => (Some((known.label, known.explain)), Some(known.waits_for), known.ends),
        None => (None, None, None),
    };
    let (usual_label, usual_explain) = words.unwrap_or_else(|| ("".into(), "".into()));
    let ends = ends.or(end);
    let otherwise = side.unwrap_or(WaitsFor::Team);
    let status = Status {
        label: label.unwrap_or(usual_label),
        explain: explain.unwrap_or_else(|| usual_explain.into()),
        team_label: read.text_at(&map, "team_label"),
        waits_for: if ends.is_some() { WaitsFor::Nobody } else { waits_for.unwrap_or(otherwise) },
        ends,
        shown_as,
        due: read.due(&map, known.scope),
        editable: read.truth(&map, "editable", false),
        opens: map
            .get("opens")
            .map(|node| read.all_known(node, "a task of this type", known.tasks))
            .unwrap_or_default(),
    };
    map.finish(&[]);
    status
}

/// A status that is shown as another has that one's words; a chain of them would hide which.
fn borrow_words(read: Reader<'_>, statuses: &mut Statuses, id: &Id, from: &Id, span: &Range<usize>) {
    let Some((other, _)) = statuses.get(from) else { return };
    if other.shown_as.is_some() || from == id {
        read.fault(&code::TOGETHER, span, format!("`{from}` is itself shown as another status"));
    }
    let (label, explain) = (other.label.clone(), other.explain.clone());
    if let Some((status, _)) = statuses.get_mut(id) {
        (status.label, status.explain) = (label, explain);
    }
}
