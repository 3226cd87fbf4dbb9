//! `scripts/ID.yaml`: a played request, checked against everything it names.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{
    answers::Around,
    documents::Kinds,
    file::File,
    map::Map,
    portal::Portal,
    reader::{Names, Reader},
    step,
    unused::concerns,
    yaml::{self, Node},
};
use crate::{
    definition::{Demo, Expect, InProject, RequestType, Script, code},
    id::Id,
    identity::{Permission, Side},
};

/// What a script refers to.
#[derive(Clone, Copy)]
pub(super) struct Stage<'s> {
    pub portal: &'s Portal,
    pub kinds: &'s Kinds,
    pub demo: &'s Demo,
    pub people: &'s IndexMap<Id, Side>,
}

impl Stage<'_> {
    /// The people of the demo.
    pub fn names(&self) -> Names {
        Names::new(self.people.keys(), true)
    }

    /// What answers refer to.
    pub fn around(&self) -> Around<'_> {
        Around { kinds: &self.kinds.by_id, people: Some(self.people) }
    }
}

/// Reads a script. `types` are the request types that could be read.
pub(super) fn read(file: &File<'_>, stage: Stage<'_>, types: &IndexMap<Id, Arc<RequestType>>) -> Option<Script> {
    let root = yaml::parse(file)?;
    let read = Reader { file, locales: &stage.portal.locales };
    let map = read.map(&root, "a script")?;
    let names = Names::new(&stage.portal.types, true);
    let request = map.need("request", "a script").and_then(|node| read.known(node, "a request type", &names));
    let opener = map.need("as", "a script").and_then(|node| read.known(node, "a person of demo.yaml", &stage.names()));
    let of = request.as_ref().and_then(|request| types.get(request)).map(Arc::as_ref);
    let Some(of) = of else {
        // The type could not be read, or there is none: what depends on it would be judged wrongly.
        for key in ["answers", "play", "expect", "organisation", "project"] {
            map.forgive(key);
        }
        map.finish(&[]);
        return None;
    };
    if let (Some(opener), Some(node)) = (&opener, map.get("as")) {
        may_open(read, node, opener, of, stage);
    }
    let organisation = organisation(read, &map, opener.as_ref(), stage);
    let project = project(read, &map, organisation.as_ref(), of, stage);
    let fields: Vec<_> = of.fields().collect();
    let answers = map.get("answers").map(|node| read.answers(node, &fields, stage.around()));
    let steps = map.get("play").map(|node| read.list(node, "steps")).unwrap_or_default();
    let play = steps.iter().filter_map(|node| step::read(read, node, of, stage)).collect();
    let expect = map.get("expect").map(|node| expect(read, node, of)).unwrap_or_default();
    map.finish(&[]);
    Some(Script {
        request: of.id.clone(),
        opener: opener?,
        organisation: organisation?,
        project,
        answers: answers.unwrap_or_default(),
        play,
        expect,
    })
}

fn may_open<'a>(read: Reader<'a>, node: &'a Node, opener: &Id, of: &RequestType, stage: Stage<'_>) {
    let role = stage.demo.people.get(opener).map(|person| &person.role);
    let Some((id, role)) = role.and_then(|id| stage.portal.roles.get_key_value(id)) else { return };
    if !role.can.contains_key(&Permission::RequestOpen) || !concerns(&of.opened_by, id, role) {
        read.fault(&code::NOT_PERMITTED, &node.span, format!("`{opener}`, a `{id}`, may not open `{}`", of.id));
    }
}

/// For whom the request is: the opener's own organisation, or the one that somebody of the team names.
fn organisation<'a>(read: Reader<'a>, map: &Map<'a>, opener: Option<&Id>, stage: Stage<'_>) -> Option<Id> {
    let names = Names::new(stage.demo.organisations.keys(), true);
    let said = map.get("organisation").and_then(|node| read.known(node, "an organisation of demo.yaml", &names));
    let own = opener.and_then(|opener| stage.demo.people.get(opener)).and_then(|person| person.organisation.clone());
    if own.is_some() && map.has("organisation") {
        read.fault(&code::TOGETHER, &map.key_span("organisation"), "a client opens requests of their own organisation");
    } else if own.is_none() && opener.is_some() && !map.has("organisation") {
        map.need("organisation", "a script that begins with the team");
    }
    own.or(said)
}

/// The project that the request belongs to: one of its organisation, where the type says that it may or must.
fn project<'a>(
    read: Reader<'a>,
    map: &Map<'a>,
    organisation: Option<&Id>,
    of: &RequestType,
    stage: Stage<'_>,
) -> Option<Id> {
    if of.project == InProject::None {
        if map.has("project") {
            let message = format!("the requests of `{}` belong to no project", of.id);
            read.fault(&code::TOGETHER, &map.key_span("project"), message);
        }
        return map.get("project").and(None);
    }
    if of.project == InProject::Required && !map.has("project") {
        map.need("project", "a script of a type that belongs to a project");
    }
    let known = organisation.and_then(|id| stage.demo.organisations.get(id));
    let names = Names::new(known.into_iter().flat_map(|found| found.projects.keys()), true);
    map.get("project").and_then(|node| read.known(node, "a project of the organisation in demo.yaml", &names))
}

fn expect<'a>(read: Reader<'a>, node: &'a Node, of: &RequestType) -> Expect {
    let Some(map) = read.map(node, "what is true in the end") else { return Expect::default() };
    let (statuses, tasks) = (Names::new(of.statuses.keys(), true), Names::new(of.tasks.keys(), true));
    let found = Expect {
        status: map.get("status").and_then(|node| read.known(node, "a status", &statuses)),
        open: map.get("open").map(|node| read.all_known(node, "a task", &tasks)),
    };
    map.finish(&[]);
    found
}
