//! `tasks`: templates of what somebody is expected to do.

use indexmap::IndexMap;

use super::{documents::Kinds, map::Map, portal::Portal, reader::Reader, who::Named, yaml::Node};
use crate::{
    definition::{Action, TaskTemplate, Text, Who, WhoWord, code},
    id::Id,
    identity::{Permission, Side},
};

const LATER: [&str; 11] =
    ["answer", "correct", "read", "reply", "book", "do", "when", "after", "checked", "quorum", "client_sees"];

/// Reads the templates. Each id has one, sound or not, so that the statuses that open it find it.
pub(super) fn read<'a>(
    read: Reader<'a>,
    node: &'a Node,
    portal: &Portal,
    kinds: &Kinds,
    openers: &[Id],
) -> IndexMap<Id, TaskTemplate> {
    let mut tasks = IndexMap::new();
    for (id, node) in read.named(node, "tasks") {
        read.not_reserved(&id, &[]);
        if let Some(map) = read.map(node, "a task") {
            let task = one(read, map, portal, kinds, openers);
            read.insert(&mut tasks, &id, task);
        }
    }
    tasks
}

fn one<'a>(read: Reader<'a>, map: Map<'a>, portal: &Portal, kinds: &Kinds, openers: &[Id]) -> TaskTemplate {
    let action = action(read, &map, kinds);
    let by = map.get("by").map(|node| read.who(node, &portal.role_names())).unwrap_or_default();
    let doers = |side| match (&action, side) {
        (Action::Provide(_), _) => Permission::DocumentAdd,
        _ => Permission::RequestApprove,
    };
    if portal.read {
        read.permitted(&by, &portal.roles, openers, doers);
    }
    client_only(read, &by, portal);
    let task = TaskTemplate {
        label: read.text_at(&map, "label").unwrap_or_else(|| usual_label(&action, kinds)),
        reason: read.text_at(&map, "reason"),
        by: by.who(),
        due: map.get("due").and_then(|node| read.duration(node)),
        required: read.truth(&map, "required", true),
        stays: read.truth(&map, "stays", false),
        action,
    };
    map.finish(&LATER);
    task
}

fn action<'a>(read: Reader<'a>, map: &Map<'a>, kinds: &Kinds) -> Action {
    let provide = map.get("provide");
    let approve = map.get("approve");
    if provide.is_some() && approve.is_some() {
        read.fault(&code::TOGETHER, &map.key_span("approve"), "a task has one action");
    }
    match (provide, approve) {
        (Some(node), _) => {
            let asked = read.all_known(node, "a kind of document", &kinds.names);
            for kind in &asked {
                if kinds.by_id.get(kind).is_some_and(|found| !found.added_by.contains(&Side::Client)) {
                    let message = format!("the client is asked for a `{kind}`, which only the team adds");
                    read.fault(&code::IMPOSSIBLE, &node.span, message);
                }
            }
            Action::Provide(asked)
        }
        (None, Some(node)) if matches!(&node.kind, super::yaml::Kind::Text(word) if word == "request") => {
            Action::ApproveRequest
        }
        (None, Some(node)) => match read.known(node, "a kind of document", &kinds.names) {
            Some(kind) => Action::ApproveDocument(kind),
            None => Action::ApproveRequest,
        },
        (None, None) => {
            if !LATER.iter().any(|key| map.has(key)) && !map.has("provide") && !map.has("approve") {
                read.fault(&code::MISSING_KEY, &map.span, "a task needs an action: `provide` or `approve`");
            }
            Action::ApproveRequest
        }
    }
}

/// Tasks of the team's side come later.
fn client_only(read: Reader<'_>, by: &Named, portal: &Portal) {
    for (word, span) in &by.0 {
        let team = match word {
            WhoWord::Side(side) => *side == Side::Team,
            WhoWord::Role(id) => portal.roles.get(id).is_some_and(|role| role.side == Side::Team),
            WhoWord::Owner => true,
            WhoWord::Requester => false,
        };
        if team {
            read.fault(&code::NOT_YET, span, "tasks for the team are not supported yet");
        }
    }
}

/// The shipped words for a task without a label: they name the document where there is one.
fn usual_label(action: &Action, kinds: &Kinds) -> Text {
    let named = |id: &Id, locale: &str| kinds.by_id.get(id).map_or("", |kind| kind.label.get(locale)).to_owned();
    let both = |en: String, fr: String| super::portal::words(&en, &fr);
    match action {
        Action::Provide(asked) => {
            let list = |locale: &str| asked.iter().map(|id| named(id, locale)).collect::<Vec<_>>().join(", ");
            both(format!("Provide: {}", list("en")), format!("Fournir : {}", list("fr")))
        }
        Action::ApproveDocument(kind) => {
            both(format!("Approve: {}", named(kind, "en")), format!("Approuver : {}", named(kind, "fr")))
        }
        Action::ApproveRequest => both("Approve the request".into(), "Approuver la demande".into()),
    }
}

/// Whether clients do it: everyone but the team.
pub(super) fn is_for_clients(by: &Who) -> bool {
    !by.0.iter().any(|word| matches!(word, WhoWord::Side(Side::Team) | WhoWord::Owner))
}
