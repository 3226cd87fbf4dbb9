//! `requests/ID.yaml`: one request type.

use std::ops::Range;

use indexmap::IndexMap;

use super::{
    assignee,
    documents::Kinds,
    field::{self, Owner, Placed},
    file::File,
    form,
    map::Map,
    moves,
    naming::Naming,
    portal::Portal,
    reader::{Names, Reader},
    rule, scopes, settings, shown, statuses, sync, tasks,
    who::{Named, People},
    workflow::Workflow,
    yaml::{self, Node},
};
use crate::{
    definition::{
        Assignee, Cases, InProject, Keep, KeepFrom, KeepThen, Reason, Reply, RequestType, Rule, TaskTemplate, Who,
        code,
        condition::{Scope, Type},
    },
    form::{Field, FieldType},
    id::Id,
    identity::{Permission, Side},
};

/// The workflow of a type that brings none, as YAML.
pub const STANDARD: &str = include_str!("standard.yaml");

const PROJECT: [(&str, InProject); 3] =
    [("none", InProject::None), ("optional", InProject::Optional), ("required", InProject::Required)];

/// Reads a file. Its rules go to `rules`.
pub(super) fn read(
    file: &File<'_>,
    portal: &Portal,
    kinds: &Kinds,
    rules: &mut IndexMap<Id, Rule>,
) -> Option<RequestType> {
    let root = yaml::parse(file)?;
    let read = Reader { file, locales: &portal.locales };
    let map = read.map(&root, "a request type")?;
    let id = map.need("request", "a request type").and_then(|node| read.id(node));
    let stem = file.path.trim_start_matches("requests/").trim_end_matches(".yaml");
    if let Some(id) = id.as_ref().filter(|id| id.value.as_str() != stem) {
        let message = format!("`{}` stands in a file named `{stem}.yaml`", id.value);
        read.file.fault_with(&code::FILE, id.span.clone(), message, "call both the same");
    }
    let id = id.map_or_else(|| Id::from(stem), |id| id.value);
    let found = Parts { read, map: &map, portal, kinds, id }.read(rules);
    map.finish(&[]);
    Some(found)
}

/// What a workflow refers to.
#[derive(Clone, Copy)]
struct Around<'f> {
    tasks: &'f IndexMap<Id, TaskTemplate>,
    team_fields: &'f [Field],
    openers: &'f [Id],
    seen_by: &'f Who,
    people: People<'f>,
    /// What is known when a request begins.
    routing: &'f Scope,
    /// What texts may name.
    naming: &'f Naming,
}

/// A workflow with where it begins.
struct Flow {
    statuses: statuses::Statuses,
    moves: moves::Moves,
    start: Cases<Id>,
}

impl Flow {
    fn none() -> Self {
        Self { statuses: IndexMap::new(), moves: IndexMap::new(), start: Cases::always(Id::from("start")) }
    }
}

/// Whether an answer is typed: files are handed in and times are booked by tasks of their own, and what is computed corrects
/// itself.
fn is_typed(field: &Field) -> bool {
    field.is_asked() && !matches!(field.field_type, FieldType::Document { .. } | FieldType::Slot { .. })
}

/// What the parts of one file share.
struct Parts<'a, 'p> {
    read: Reader<'a>,
    map: &'p Map<'a>,
    portal: &'p Portal,
    kinds: &'p Kinds,
    id: Id,
}

impl<'a> Parts<'a, '_> {
    fn read(&self, into: &mut IndexMap<Id, Rule>) -> RequestType {
        let Self { read, map, portal, kinds, id } = self;
        let label = read.needed_text(map, "label", "a request type");
        let roles = portal.role_names();
        let project = self.project();
        let in_none = project == InProject::None;
        // Nothing is known of a project before one is chosen, nor where there is none.
        let known = scopes::facts(portal);
        let unchosen = scopes::without_project(&known);
        let facts = if in_none { unchosen.clone() } else { known };
        let people = People { roles: &roles, scope: &unchosen, of_request: false };
        let opened_by = map.get("opened_by").map(|node| read.who(node, people)).unwrap_or_default();
        let openers = self.openers(&opened_by);
        let around = field::Around { portal, kinds: Some(kinds), openers: &openers, owner: Owner::Form, last: None };
        let (mut scope, mut ids) = (facts.clone(), Vec::new());
        let last = form::last(*read, map, around, &scope);
        let around = field::Around { last: Some(&last), ..around };
        let form = form::read(*read, map, &label, around, &mut scope, &mut ids);
        let routing = scope.clone();
        self.personal_needs_purpose(form.fields().zip(&form.places));
        let around = field::Around { owner: Owner::Team, ..around };
        let team_fields = self.team_fields(around, &mut scope, &mut ids);
        let standard_file = File::new("", STANDARD);
        let standard = yaml::parse(&standard_file);
        let usual = standard.as_ref().map(|node| (Reader { file: &standard_file, locales: &[] }, node));
        let fields: Vec<&Field> = form.fields().chain(&team_fields).collect();
        let written = map.get("workflow").map(|node| (*read, node)).or(usual);
        let status_ids = written.map(|(read, node)| statuses::ids(read, node)).unwrap_or_default();
        let request_scope = scopes::request(portal, fields.iter().copied(), &kinds.by_id, &status_ids);
        let request_scope = if in_none { scopes::without_project(&request_scope) } else { request_scope };
        let form_names = Names::new(form.fields().filter(|field| is_typed(field)).map(|field| &field.id), true);
        let form_fields: Vec<&Field> = form.fields().collect();
        let people = People { roles: &roles, scope: &request_scope, of_request: true };
        let seen_by = shown::seen_by(*read, map.get("seen_by"), portal, people, &openers);
        let around = tasks::Around {
            portal,
            kinds,
            openers: &openers,
            seen_by: &seen_by,
            roles: &roles,
            form: &form_names,
            fields: &form_fields,
            team_fields: &team_fields,
        };
        let tasks::Tasks { by_id: tasks, scope: request_scope, fields: asked, inside } =
            tasks::read(*read, map.get("tasks"), &around, request_scope, &mut ids);
        self.personal_needs_purpose(asked.iter().map(|(field, span)| (field, span)));
        let people = People { roles: &roles, scope: &request_scope, of_request: true };
        let naming = {
            let asked: Vec<&Field> = form.fields().chain(asked.iter().map(|(field, _)| field)).collect();
            Naming::of_request(portal, &request_scope, &asked, &team_fields, &inside)
        };
        let around = Around {
            tasks: &tasks,
            team_fields: &team_fields,
            openers: &openers,
            seen_by: &seen_by,
            people,
            routing: &routing,
            naming: &naming,
        };
        let Flow { statuses, moves, start } =
            written.map_or_else(Flow::none, |(read, node)| self.workflow(read, node, &around));
        let due = read.due(map, &request_scope);
        let asked = |node| settings::satisfaction(*read, node, &portal.satisfaction, portal, request_scope.clone());
        let satisfaction = map.get("satisfaction").map(asked);
        let place = {
            let ids = |names: &mut dyn Iterator<Item = &Id>| names.cloned().collect::<Vec<Id>>();
            let (statuses, moves) = (ids(&mut statuses.keys()), ids(&mut moves.keys()));
            let scope = scopes::of_event(request_scope, &statuses, &moves, &ids(&mut tasks.keys()));
            rule::Place { request_type: Some(id), seen_by: seen_by.clone(), scope, naming, portal }
        };
        map.get("notifications").into_iter().for_each(|node| rule::read(*read, node, into, &place));
        let reasons = map.get("reasons").map(|node| self.reasons(node, &fields, &moves, &place.naming));
        RequestType {
            id: id.clone(),
            label,
            explain: read.phrase_at(map, "explain", &Naming::before_a_request(portal), Side::Client),
            prefix: map.get("prefix").and_then(|node| self.prefix(node)).unwrap_or_else(|| usual_prefix(id)),
            opened_by: opened_by.who(),
            seen_by,
            title: self.title(&form),
            offered_when: read.condition_at(map, "offered_when", &unchosen, &Type::Bool),
            project,
            queue: self.cases("queue", "a queue", &Names::new(portal.queues.keys(), portal.read), &routing),
            owner: self.owner(&routing),
            calendar: self.cases("calendar", "a calendar", &Names::new(portal.calendars.keys(), portal.read), &routing),
            start,
            due,
            purpose: read.text_at(map, "purpose"),
            keep: self.keep(fields.iter().any(|field| field.personal)),
            steps: form.steps,
            team_fields,
            tasks,
            statuses: statuses.into_iter().map(|(id, (status, _))| (id, status)).collect(),
            moves: moves.into_iter().map(|(id, (found, _))| (id, found)).collect(),
            reasons: reasons.unwrap_or_default(),
            replies: map.get("replies").map(|node| self.replies(node, &place.naming)).unwrap_or_default(),
            sync: map.get("sync").map(|node| sync::read(*read, node, &place)).unwrap_or_default(),
            satisfaction,
        }
    }

    fn project(&self) -> InProject {
        let word = |node| self.read.choice(node, "a word for projects", &PROJECT);
        self.map.get("project").and_then(word).unwrap_or_default()
    }

    /// The roles that may open the type.
    fn openers(&self, opened_by: &Named) -> Vec<Id> {
        let portal = self.portal;
        if portal.read {
            self.read.permitted(opened_by, &portal.roles, &[], |_| Permission::RequestOpen);
        }
        let who = opened_by.who();
        let named = |id: &Id, side: Side| {
            use crate::definition::WhoWord::{Account, Owner, Path, Requester, Role, Side as OfSide};
            who.0.is_empty()
                || who.0.iter().any(|word| match word {
                    Role(role) => role == id,
                    OfSide(of) => *of == side,
                    Requester | Owner | Account(_) => false,
                    Path(path) => path.side == side,
                })
        };
        let may = portal
            .roles
            .iter()
            .filter(|(id, role)| role.can.contains_key(&Permission::RequestOpen) && named(id, role.side));
        may.map(|(id, _)| id.clone()).collect()
    }

    fn workflow<'w>(&self, read: Reader<'w>, node: &'w Node, around: &Around<'_>) -> Flow {
        let Around { tasks, team_fields, openers, seen_by, people, .. } = *around;
        let Some(map) = read.map(node, "a workflow") else { return Flow::none() };
        // A workflow of which a part could not be read would be judged wrongly as a whole.
        let partial = [&code::UNKNOWN_NAME, &code::MISSING_KEY, &code::SHAPE, &code::ID_SHAPE, &code::NOT_YET];
        let before = read.file.count(&partial);
        let task_names = Names::new(tasks.keys(), true);
        let statuses = map
            .need("statuses", "a workflow")
            .map(|node| statuses::read(read, node, &task_names, people.scope, around.naming));
        let statuses = statuses.unwrap_or_default();
        if statuses.is_empty() && map.has("statuses") {
            read.fault(&code::MISSING_KEY, &map.key_span("statuses"), "a workflow needs a status");
        }
        let start = self.cases("start", "a status", &Names::new(statuses.keys(), !statuses.is_empty()), around.routing);
        let around = moves::Around {
            portal: self.portal,
            kinds: self.kinds,
            openers,
            seen_by,
            tasks,
            statuses: &statuses,
            team_fields: &Names::new(team_fields.iter().map(|field| &field.id), true),
            people,
        };
        let moves = map.need("moves", "a workflow").map(|node| moves::read(read, node, &around)).unwrap_or_default();
        map.finish(&[]);
        if read.file.count(&partial) > before {
            return Flow { statuses, moves, start };
        }
        let (kinds, roles) = (self.kinds, &self.portal.roles);
        Workflow { read, statuses: &statuses, moves: &moves, tasks, kinds, roles, start: &start }.check();
        Flow { statuses, moves, start }
    }

    fn team_fields(&self, around: field::Around<'_>, scope: &mut Scope, ids: &mut Vec<Id>) -> Vec<Field> {
        let placed = self.map.get("team_fields").map(|node| field::list(self.read, node, around, scope, ids));
        let placed: Vec<Placed> = placed.unwrap_or_default();
        self.personal_needs_purpose(placed.iter().map(|(id, field)| (field, &id.span)));
        for (id, _) in &placed {
            self.read.not_reserved(id, &["comment", "note", "reason", "tasks"]);
        }
        placed.into_iter().map(|(_, field)| field).collect()
    }

    fn title(&self, form: &form::FormParts) -> Option<Id> {
        // A title is read by whoever sees the request.
        let for_all = || form.fields().filter(|field| field.seen_by.0.is_empty());
        let first = for_all().find(|field| matches!(field.field_type, FieldType::Text { .. }));
        let names = Names::new(for_all().map(|field| &field.id), true);
        match self.map.get("title") {
            Some(node) => self.read.known(node, "a field of the form", &names),
            None => first.map(|field| field.id.clone()),
        }
    }

    fn personal_needs_purpose<'f>(&self, fields: impl Iterator<Item = (&'f Field, &'f Range<usize>)>) {
        let without = !self.map.has("purpose");
        for (field, span) in fields.filter(|(field, _)| without && field.personal) {
            let message = format!("`{}` is personal data, and the type has no `purpose`", field.id);
            self.read.fault(&code::NO_PURPOSE, span, message);
        }
    }

    /// How long the type is kept after its end.
    fn keep(&self, personal: bool) -> Keep {
        let (period, from, then) = (Some(self.portal.retention.requests), KeepFrom::End, KeepThen::Erase);
        let own = self.map.get("keep").and_then(|node| settings::keep_request(self.read, node));
        if personal && own.is_some_and(|keep| keep.period.is_none()) {
            let message = "personal data of this type would be kept for ever";
            self.read.fault(&code::NO_END, &self.map.key_span("keep"), message);
        }
        own.unwrap_or(Keep { period, from, then })
    }

    fn prefix(&self, node: &'a Node) -> Option<String> {
        let text = self.read.word(node, "a prefix")?;
        let sound = (2..=6).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !sound {
            let message = format!("`{text}` is not a prefix of 2 to 6 capital letters and digits");
            self.read.fault(&code::VALUE, &node.span, message);
        }
        sound.then(|| text.to_owned())
    }

    /// One of several named things, perhaps by cases; by default the first.
    fn cases(&self, key: &'static str, what: &str, names: &Names, scope: &Scope) -> Cases<Id> {
        let read = |node| self.read.cases(node, scope, |node| self.read.known(node, what, names));
        let written = self.map.get(key).and_then(read);
        written.unwrap_or_else(|| Cases::always(names.ids.first().cloned().unwrap_or_else(|| Id::from(key))))
    }

    fn owner(&self, scope: &Scope) -> Cases<Assignee> {
        let written = self.map.get("owner").and_then(|node| self.read.assignees(node, scope, assignee::At::Type));
        written.unwrap_or_else(|| Cases::always(Assignee::Nobody))
    }

    fn replies(&self, node: &'a Node, naming: &Naming) -> IndexMap<Id, Reply> {
        let mut replies = IndexMap::new();
        for (id, node) in self.read.named(node, "replies") {
            let Some(map) = self.read.map(node, "a reply") else { continue };
            let label = self.read.needed_text(&map, "label", "a reply");
            let reply = Reply { label, text: self.read.needed_phrase(&map, "text", "a reply", naming) };
            map.finish(&[]);
            self.read.insert(&mut replies, &id, reply);
        }
        replies
    }

    fn reasons(
        &self,
        node: &'a Node,
        fields: &[&Field],
        moves: &moves::Moves,
        naming: &Naming,
    ) -> IndexMap<Id, Reason> {
        let fields = fields.iter().map(|field| &field.id);
        let names = Names::new(fields.chain(moves.keys()).chain(self.kinds.by_id.keys()), self.kinds.names.complete);
        let mut reasons = IndexMap::new();
        for (id, node) in self.read.named(node, "reasons") {
            let Some(map) = self.read.map(node, "a reason") else { continue };
            let reason = Reason {
                label: self.read.needed_text(&map, "label", "a reason"),
                applies_to: map
                    .get("for")
                    .map(|node| self.read.all_known(node, "a move, a field or a kind of document", &names))
                    .unwrap_or_default(),
                text: self.read.needed_phrase(&map, "text", "a reason", naming),
            };
            map.finish(&[]);
            self.read.insert(&mut reasons, &id, reason);
        }
        reasons
    }
}

/// The first three letters of the id.
fn usual_prefix(id: &Id) -> String {
    id.as_str().chars().filter(char::is_ascii_alphanumeric).take(3).collect::<String>().to_ascii_uppercase()
}
