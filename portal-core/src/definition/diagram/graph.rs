//! What is drawn: statuses and moves are both boxes, so that a move's label has a place of its own and a move from several
//! statuses is drawn once.

use super::words::{self, Words};
use crate::{
    definition::{Definition, Move, PersonPath, RequestType, Status, Trigger, WaitsFor, Who, WhoWord},
    id::Id,
    identity::Side,
};

/// The boxes and the lines between them.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    /// Unique among the types of a definition: pictures may stand in one page.
    pub id: String,
    pub locale: String,
    pub title: String,
    pub heading: String,
    pub nodes: Vec<Node>,
    pub lines: Vec<Line>,
    pub legend: Vec<(Actor, String)>,
    leads_to: &'static str,
}

/// A box.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub id: String,
    pub shape: Shape,
    pub actor: Actor,
    /// What it is called.
    pub label: String,
    /// Who acts, and what else is to be known, each on a line.
    pub notes: Vec<String>,
}

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Start,
    Status,
    End,
    /// Every open status at once.
    AnyOpen,
    Move,
}

/// Who acts: the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Actor {
    Client,
    Team,
    Both,
    ThirdParty,
    Nobody,
}

/// From a box to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub from: usize,
    pub to: usize,
}

/// A move from so many open statuses, and from all of them, is drawn from one box that stands for all.
const MANY: usize = 3;

impl Graph {
    pub fn of(definition: &Definition, request_type: &RequestType, locale: &str) -> Self {
        Reading { definition, request_type, locale, words: words::of(locale) }.graph()
    }

    /// The boxes that a box leads to.
    pub fn after(&self, node: usize) -> impl Iterator<Item = usize> {
        self.lines.iter().filter(move |line| line.from == node).map(|line| line.to)
    }

    /// The boxes that lead to a box.
    pub fn before(&self, node: usize) -> impl Iterator<Item = usize> {
        self.lines.iter().filter(move |line| line.to == node).map(|line| line.from)
    }

    /// All of it in sentences, one a line.
    pub fn description(&self) -> String {
        let mut said = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            let label = |node: usize| self.nodes[node].label.as_str();
            let targets = |node: usize| self.after(node).map(label).collect::<Vec<_>>().join(", ");
            match node.shape {
                Shape::Start => said.push(format!("{}: {}.", node.label, targets(at))),
                Shape::Status | Shape::End => said.push(format!("{} ({}).", node.label, node.notes.join("; "))),
                Shape::AnyOpen => {}
                Shape::Move => {
                    let from = self.before(at).map(label).collect::<Vec<_>>().join(", ");
                    let notes = node.notes.join("; ");
                    said.push(format!("{from}: {} ({notes}) {} {}.", node.label, self.leads_to, targets(at)));
                }
            }
        }
        said.join("\n")
    }
}

/// A type being read in one locale.
struct Reading<'d> {
    definition: &'d Definition,
    request_type: &'d RequestType,
    locale: &'d str,
    words: &'static Words,
}

impl Reading<'_> {
    fn graph(&self) -> Graph {
        let Self { request_type, words, .. } = self;
        let mut nodes = vec![Node {
            id: "start".into(),
            shape: Shape::Start,
            actor: Actor::Nobody,
            label: words.starts.into(),
            notes: Vec::new(),
        }];
        nodes.extend(request_type.statuses.iter().map(|(id, status)| self.status(id, status)));
        let place = |id: &Id| request_type.statuses.get_index_of(id).map(|at| at + 1);
        let mut lines: Vec<Line> = self.starts().into_iter().filter_map(place).map(|to| Line { from: 0, to }).collect();
        let open = || request_type.statuses.iter().filter(|(_, status)| status.ends.is_none()).map(|(id, _)| id);
        let from_all = |found: &Move| open().count() >= MANY && open().all(|id| found.from.contains(id));
        let mut any = None;
        for (id, found) in &request_type.moves {
            let at = nodes.len();
            nodes.push(self.moved(id, found));
            let mut from: Vec<usize> = found.from.iter().filter_map(place).collect();
            if from_all(found) {
                let any = *any.get_or_insert(at + 1);
                if any == at + 1 {
                    nodes.push(self.any_open());
                }
                from.retain(|from| nodes[*from].shape == Shape::End);
                from.push(any);
            }
            lines.extend(from.into_iter().map(|from| Line { from, to: at }));
            lines.extend(place(&found.to).map(|to| Line { from: at, to }));
        }
        let title = request_type.label.get(self.locale).to_owned();
        let heading = format!("{}{}{title}", words.workflow, words.colon);
        let legend = self.legend(&nodes);
        let id = format!("workflow-{}", request_type.id);
        Graph { id, locale: self.locale.to_owned(), title, heading, nodes, lines, legend, leads_to: words.leads_to }
    }

    /// The statuses that a request may start in.
    fn starts(&self) -> Vec<&Id> {
        let mut starts: Vec<&Id> = Vec::new();
        for start in self.request_type.start.values() {
            if !starts.contains(&start) {
                starts.push(start);
            }
        }
        starts
    }

    fn legend(&self, nodes: &[Node]) -> Vec<(Actor, String)> {
        let words = self.words;
        let all = [
            (Actor::Client, words.client),
            (Actor::Team, words.team),
            (Actor::Both, words.both),
            (Actor::ThirdParty, words.third_party),
            (Actor::Nobody, words.nobody),
        ];
        let used = |actor: Actor| nodes.iter().any(|node| node.shape != Shape::Start && node.actor == actor);
        all.into_iter().filter(|(actor, _)| used(*actor)).map(|(actor, word)| (actor, word.to_owned())).collect()
    }

    fn any_open(&self) -> Node {
        let label = self.words.any_open.to_owned();
        Node { id: "any_open".into(), shape: Shape::AnyOpen, actor: Actor::Nobody, label, notes: Vec::new() }
    }

    fn status(&self, id: &Id, status: &Status) -> Node {
        let shown = self.request_type.statuses.get(self.request_type.shown(id)).unwrap_or(status);
        let mut notes = vec![match status.ends {
            Some(end) => self.words.ended(end).to_owned(),
            None => self.words.waits(status.waits_for).to_owned(),
        }];
        let own = status.team_label.as_ref().unwrap_or(&status.label).get(self.locale);
        let label = shown.label.get(self.locale);
        if own != label {
            notes.push(format!("{}{}{own}", self.words.team, self.words.colon));
        }
        let actor = match (status.ends, status.waits_for) {
            (Some(_), _) | (None, WaitsFor::Nobody) => Actor::Nobody,
            (None, WaitsFor::Client) => Actor::Client,
            (None, WaitsFor::Team) => Actor::Team,
            (None, WaitsFor::ThirdParty) => Actor::ThirdParty,
            (None, WaitsFor::Tasks) => Actor::Both,
        };
        let shape = if status.ends.is_some() { Shape::End } else { Shape::Status };
        Node { id: format!("status_{id}"), shape, actor, label: label.to_owned(), notes }
    }

    fn moved(&self, id: &Id, found: &Move) -> Node {
        let mut notes = Vec::new();
        let mut actors = Vec::new();
        if let Some(by) = &found.by {
            notes.push(self.people(by));
            actors.extend(self.sides(by));
        }
        if let Some(on) = &found.on {
            let (actor, said) = self.trigger(on);
            actors.push(actor);
            notes.push(said);
        }
        if found.when.is_some() {
            notes.push(self.words.on_condition.to_owned());
        }
        actors.sort_unstable();
        actors.dedup();
        let actor = match actors[..] {
            [only] | [only, Actor::Nobody] => only,
            [] => Actor::Nobody,
            _ => Actor::Both,
        };
        let label = found.label.get(self.locale).to_owned();
        Node { id: format!("move_{id}"), shape: Shape::Move, actor, label, notes }
    }

    /// What makes a move go by itself, and who has done it.
    fn trigger(&self, on: &Trigger) -> (Actor, String) {
        let words = self.words;
        let quoted = |task: &Id| {
            let label = self.request_type.tasks.get(task).map_or(task.as_str(), |task| task.label.get(self.locale));
            format!("{}{label}{}", words.quotes[0], words.quotes[1])
        };
        let doer = |task: &Id| {
            let of_team = self.request_type.tasks.get(task).is_some_and(|task| task.side == Side::Team);
            if of_team { (Actor::Team, words.team) } else { (Actor::Client, words.client) }
        };
        match on {
            Trigger::TasksDone => (Actor::Client, format!("{}{}{}", words.client, words.colon, words.tasks_done)),
            Trigger::TaskDone(task) => {
                let (actor, who) = doer(task);
                (actor, format!("{who}{}{} {}", words.colon, quoted(task), words.done))
            }
            Trigger::TaskRefused(task) => {
                let (actor, who) = doer(task);
                (actor, format!("{who}{}{} {}", words.colon, quoted(task), words.refused))
            }
            Trigger::Late => (Actor::Nobody, words.late.to_owned()),
            Trigger::Message => (Actor::Client, format!("{}{}{}", words.client, words.colon, words.writes)),
            Trigger::After(duration) => (Actor::Nobody, words.after(*duration)),
            Trigger::Connector { connector, word } => {
                (Actor::ThirdParty, format!("{connector}{}{}{word}{}", words.colon, words.quotes[0], words.quotes[1]))
            }
        }
    }

    fn people(&self, who: &Who) -> String {
        if who.0.is_empty() {
            return self.words.both.to_owned();
        }
        let word = |word: &WhoWord| match word {
            WhoWord::Side(Side::Client) => self.words.client.to_owned(),
            WhoWord::Side(Side::Team) => self.words.team.to_owned(),
            WhoWord::Requester => self.words.requester.to_owned(),
            WhoWord::Owner => self.words.owner.to_owned(),
            WhoWord::Path(path) => self.named(path),
            WhoWord::Account(_) => self.words.somebody.to_owned(),
            WhoWord::Role(id) => {
                self.definition.roles.get(id).map_or(id.as_str(), |role| role.label.get(self.locale)).to_owned()
            }
        };
        who.0.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    /// What the field is called that a path to a person leads to.
    fn named(&self, path: &PersonPath) -> String {
        let id = path.path.rsplit('.').next().unwrap_or_default();
        let attributes = self.definition.attributes.organisation.values().map(|attribute| &attribute.field);
        let of_projects = self.definition.projects.values().flat_map(|kind| &kind.fields);
        let field = match path.path.split('.').next() {
            Some("organisation") => attributes.into_iter().find(|field| field.id == id),
            Some("project") => of_projects.into_iter().find(|field| field.id == id),
            _ => self.request_type.field(&Id::from(id)),
        };
        field.map_or(path.path.as_str(), |field| field.label.get(self.locale)).to_owned()
    }

    /// The sides behind who-words, each once.
    fn sides(&self, who: &Who) -> Vec<Actor> {
        let side = |word: &WhoWord| match word {
            WhoWord::Side(Side::Team) | WhoWord::Owner => Actor::Team,
            WhoWord::Path(path) if path.side == Side::Team => Actor::Team,
            WhoWord::Role(id) if self.definition.roles.get(id).is_some_and(|role| role.side == Side::Team) => {
                Actor::Team
            }
            _ => Actor::Client,
        };
        let mut sides: Vec<Actor> = who.0.iter().map(side).collect();
        sides.sort_unstable();
        sides.dedup();
        sides
    }
}
