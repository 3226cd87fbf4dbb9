//! `tasks`: templates of what somebody is expected to do.

use std::{collections::BTreeSet, ops::Range};

use indexmap::IndexMap;

use super::{
    action::{self, Answered},
    documents::Kinds,
    file::Spanned,
    map::Map,
    naming::Naming,
    portal::Portal,
    reader::{Names, Reader},
    shown::{self, Sight},
    task_words,
    who::{Named, People},
    yaml::Node,
};
use crate::{
    definition::{
        Action, TaskTemplate, Text, Who, WhoWord, code,
        condition::{Scope, Type},
    },
    form::Field,
    id::Id,
    identity::{Permission, Side},
};

/// What templates refer to.
pub(super) struct Around<'c> {
    pub portal: &'c Portal,
    pub kinds: &'c Kinds,
    pub openers: &'c [Id],
    /// Who sees requests of the type.
    pub seen_by: &'c Who,
    pub roles: &'c Names,
    /// The fields of the form that are typed.
    pub form: &'c Names,
    /// All fields of the form.
    pub fields: &'c [&'c Field],
    pub team_fields: &'c [Field],
}

/// The templates, with what their `answer` fields add to what is known.
pub(super) struct Tasks {
    pub by_id: IndexMap<Id, TaskTemplate>,
    pub scope: Scope,
    /// The fields of `answer` tasks, with their places.
    pub fields: Vec<(Field, Range<usize>)>,
    /// Those of them that clients do not see.
    pub inside: Vec<Id>,
}

/// Reads the templates. Each id has one, sound or not, so that the statuses that open it find it.
pub(super) fn read<'a>(
    read: Reader<'a>,
    node: Option<&'a Node>,
    around: &Around<'_>,
    scope: Scope,
    ids: &mut Vec<Id>,
) -> Tasks {
    let mut tasks = Tasks { by_id: IndexMap::new(), scope, fields: Vec::new(), inside: Vec::new() };
    let written = node.map(|node| read.named(node, "tasks")).unwrap_or_default();
    let maps: Vec<_> = written.into_iter().filter_map(|(id, node)| Some((id, read.map(node, "a task")?))).collect();
    let mut actions = Vec::new();
    for (id, map) in &maps {
        read.not_reserved(id, &[]);
        let Answered { action, fields } = action::read(read, map, id, around, &mut tasks.scope, ids);
        tasks.fields.extend(fields);
        actions.push(action);
    }
    // Only now is everything known that a `by`, a `when` or a `due` may ask for.
    let people = People { roles: around.roles, scope: &tasks.scope, of_request: true };
    let doings: Vec<Doing> = maps.iter().map(|(_, map)| doing(read, map, people, around)).collect();
    for (action, _) in actions.iter().zip(&doings).filter(|(_, doing)| doing.audience == Side::Team) {
        if let Action::Answer(fields) = action {
            tasks.inside.extend(fields.iter().map(|field| field.id.clone()));
        }
    }
    let names = Names::new(maps.iter().map(|(id, _)| &id.value), true);
    let naming = {
        let asked: Vec<&Field> =
            around.fields.iter().copied().chain(tasks.fields.iter().map(|(field, _)| field)).collect();
        Naming::of_request(around.portal, &tasks.scope, &asked, around.team_fields, &tasks.inside)
    };
    let mut after = Vec::new();
    for (((id, map), action), doing) in maps.into_iter().zip(actions).zip(doings) {
        let place = map.get("after").map_or_else(|| id.span.clone(), |node| node.span.clone());
        let known = Known { scope: &tasks.scope, names: &names, naming: &naming };
        let task = one(read, map, &id, (action, doing), around, &known);
        after.push((id.value.clone(), place));
        read.insert(&mut tasks.by_id, &id, task);
    }
    cycles(read, &tasks.by_id, &after);
    tasks
}

/// Whose a task is.
struct Doing {
    by: Named,
    side: Side,
    /// The side that sees it: clients see the team's only where it says so.
    audience: Side,
}

fn doing<'a>(read: Reader<'a>, map: &Map<'a>, people: People<'_>, around: &Around<'_>) -> Doing {
    let by = map.get("by").map(|node| read.who(node, people)).unwrap_or_default();
    let side = side(read, &by, around);
    let client_sees = read.truth(map, "client_sees", false);
    if client_sees && side == Side::Client {
        read.fault(&code::TOGETHER, &map.key_span("client_sees"), "a client sees the tasks of their own side anyway");
    }
    let audience = if client_sees { Side::Client } else { side };
    Doing { by, side, audience }
}

/// What a task may name.
#[derive(Clone, Copy)]
struct Known<'k> {
    scope: &'k Scope,
    /// The tasks of the type.
    names: &'k Names,
    naming: &'k Naming,
}

fn one<'a>(
    read: Reader<'a>,
    map: Map<'a>,
    id: &Spanned<Id>,
    (action, Doing { by, side, audience }): (Action, Doing),
    around: &Around<'_>,
    known: &Known<'_>,
) -> TaskTemplate {
    let Known { scope, names, .. } = *known;
    doers(read, &map, id, &action, &by, side, around);
    shown::read(read, &map, id, &action, &by, side, around);
    action::fits(read, &map, &action, side, around);
    let template = TaskTemplate {
        label: read.text_at(&map, "label").unwrap_or_else(|| task_words::label(&action, around.kinds)),
        reason: read.phrase_at(&map, "reason", known.naming, audience),
        side,
        by: by.who(),
        due: read.due(&map, scope),
        when: read.condition_at(&map, "when", scope, &Type::Bool),
        after: map.get("after").map(|node| read.all_known(node, "a task of this type", names)).unwrap_or_default(),
        required: read.truth(&map, "required", true),
        checked: read.truth(&map, "checked", false),
        quorum: quorum(read, &map, &action, &by),
        stays: read.truth(&map, "stays", false),
        audience,
        action,
    };
    let checkable = side == Side::Client
        && matches!(
            template.action,
            Action::Provide(_) | Action::Answer(_) | Action::Correct(_) | Action::Reply(_) | Action::Do(_)
        );
    if template.checked && !checkable {
        let message = "only what a client hands in, answers or does is checked by the team";
        read.fault(&code::TOGETHER, &map.key_span("checked"), message);
    }
    map.finish(&[]);
    template
}

/// The side that a task is for; a task for both would be nobody's.
fn side(read: Reader<'_>, by: &Named, around: &Around<'_>) -> Side {
    let roles = &around.portal.roles;
    let mut sides = by.0.iter().filter_map(|(word, span)| Some((word.side(roles)?, span)));
    let Some((first, _)) = sides.next() else { return Side::Client };
    if let Some((_, span)) = sides.find(|(side, _)| *side != first) {
        read.fault(&code::TOGETHER, span, "a task is for one side: for both write two tasks");
    }
    first
}

/// Whoever is to do it has the permission.
fn doers(
    read: Reader<'_>,
    map: &Map<'_>,
    id: &Spanned<Id>,
    action: &Action,
    by: &Named,
    side: Side,
    around: &Around<'_>,
) {
    let needed = |side| match side {
        _ if action.is_approval() => Permission::RequestApprove,
        Side::Team => Permission::RequestProcess,
        Side::Client if matches!(action, Action::Provide(_)) => Permission::DocumentAdd,
        Side::Client => Permission::RequestAct,
    };
    if !around.portal.read {
        return;
    }
    let (roles, openers) = (&around.portal.roles, around.openers);
    let everybody = Named(vec![(WhoWord::Side(side), id.span.clone())]);
    let named = if map.has("by") { by } else { &everybody };
    read.permitted(named, roles, openers, needed);
    shown::of_type(read, named, around.seen_by, needed, Sight { roles, openers });
}

/// How many different people must approve: no more than there can be.
fn quorum<'a>(read: Reader<'a>, map: &Map<'a>, action: &Action, by: &Named) -> usize {
    let Some(node) = map.get("quorum") else { return 1 };
    let quorum = read.value(node, "a number of people").unwrap_or(1);
    if !action.is_approval() {
        read.fault(&code::TOGETHER, &map.key_span("quorum"), "only an approval takes several people");
    }
    let alone = |word: &WhoWord| matches!(word, WhoWord::Requester | WhoWord::Owner | WhoWord::Path(_));
    let all_alone = !by.0.is_empty() && by.0.iter().all(|(word, _)| alone(word));
    if !(1..=20).contains(&quorum) {
        read.fault(&code::VALUE, &node.span, "1 to 20 people can be asked to approve");
    } else if all_alone && by.0.len() < quorum {
        let message = format!("`by` names {} and {quorum} are needed", by.0.len());
        read.fault(&code::QUORUM, &node.span, message);
    }
    quorum
}

/// No task waits for itself.
fn cycles(read: Reader<'_>, tasks: &IndexMap<Id, TaskTemplate>, places: &[(Id, Range<usize>)]) {
    for (id, place) in places {
        let mut seen: BTreeSet<&Id> = BTreeSet::new();
        let mut open: Vec<&Id> = tasks.get(id).into_iter().flat_map(|task| &task.after).collect();
        while let Some(before) = open.pop() {
            if before == id {
                read.fault(&code::TASK_CYCLE, place, format!("`{id}` would wait for itself"));
                break;
            }
            if seen.insert(before) {
                open.extend(tasks.get(before).into_iter().flat_map(|task| &task.after));
            }
        }
    }
}

/// An own text, or one that the integrator could not give.
pub(super) fn text_or_empty<'a>(read: Reader<'a>, node: &'a Node) -> Text {
    read.text(node).unwrap_or_else(|| Text::from(""))
}
