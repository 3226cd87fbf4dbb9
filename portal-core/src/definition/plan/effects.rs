//! What a new version means for what is there: untouched, needs an answer, breaks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, mem,
    sync::Arc,
};

use super::{
    Count, OpenTask, Standing,
    moving::{self, Moving},
    names::{self, Live},
};
use crate::{
    definition::{Definition, RequestType},
    form::{Field, Requirement},
    id::Id,
};

/// What a new version means for one sort of what is there.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Effect {
    /// What it means.
    pub verdict: Verdict,
    /// For what.
    pub held: Held,
    /// How many there are.
    pub count: u64,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What a new version means for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// What it counts on is gone: the version is not published.
    Breaks,
    /// Somebody will be asked for something that was not asked before.
    NeedsAnswer,
    /// It goes on as it is.
    Untouched,
}

/// What is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the ids say which")]
pub enum Held {
    /// Open requests.
    Requests { request_type: Id, status: Id },
    /// Drafts.
    Drafts { request_type: Id },
    /// Open tasks.
    Tasks { request_type: Id, status: Id },
    /// Documents of open requests.
    Documents { request_type: Id, kind: Id },
    /// People with a role.
    People { role: Id },
    /// Places at times to come.
    Bookings { slot: Id },
    /// Open projects.
    Projects { kind: Id },
    /// Something to be moved that cannot be.
    Move { asked: String },
}

/// Why, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Reason {
    /// What is so, in a sentence.
    pub message: String,
    /// What to do, in a sentence; empty where nothing has to be done.
    pub help: String,
}

impl Reason {
    fn new(message: String, help: impl Into<String>) -> Self {
        Self { message, help: help.into() }
    }
}

/// What publishing `new` means for what is there, what breaks first. `kept`: the definitions that drafts and open requests
/// keep, and the one in force, by hash. `moves`: what is moved in the same step.
pub fn effects(
    new: &Definition,
    kept: &BTreeMap<String, Arc<Definition>>,
    standing: &Standing,
    moves: &[Moving],
) -> Vec<Effect> {
    let asked = Asked { new, kept, moves };
    let mut all: BTreeMap<(Verdict, Held, Vec<Reason>), u64> = BTreeMap::new();
    let mut note = |held: Held, verdict: Verdict, reasons: Vec<Reason>, count: u64| {
        *all.entry((verdict, held, reasons)).or_default() += count;
    };
    for moving in moves {
        let reasons = asked.cannot_move(moving);
        if !reasons.is_empty() {
            note(Held::Move { asked: moving.to_string() }, Verdict::Breaks, reasons, 0);
        } else if asked.is_unknown(moving) {
            let nothing = Reason::new("No version has what it names: nothing is moved.".to_owned(), "");
            note(Held::Move { asked: moving.to_string() }, Verdict::Untouched, vec![nothing], 0);
        }
    }
    for Count { of: (hash, request_type, status, queue), count } in &standing.requests {
        let (verdict, reasons) = asked.requests(hash, request_type, status, queue);
        note(Held::Requests { request_type: request_type.clone(), status: status.clone() }, verdict, reasons, *count);
    }
    for Count { of: (hash, request_type), count } in &standing.drafts {
        let (verdict, reasons) = asked.drafts(hash, request_type);
        note(Held::Drafts { request_type: request_type.clone() }, verdict, reasons, *count);
    }
    for task in &standing.tasks {
        let reasons = asked.task(task);
        if !reasons.is_empty() {
            let held = Held::Tasks { request_type: task.request_type.clone(), status: task.status.clone() };
            note(held, Verdict::Breaks, reasons, 1);
        }
    }
    let gone = |live: Live, help: &str| (!live.is_in(new)).then(|| vec![gone(&live, help)]);
    for Count { of: (request_type, kind), count } in &standing.documents {
        let after = moving::kind_after(moves, kind).clone();
        if let Some(reasons) = gone(Live::Kind(after), &format!("--move kind.{kind}=OTHER gives them another kind")) {
            let held = Held::Documents { request_type: request_type.clone(), kind: kind.clone() };
            note(held, Verdict::Breaks, reasons, *count);
        }
    }
    for Count { of: role, count } in &standing.roles {
        let after = moving::role_after(moves, role).clone();
        if let Some(reasons) = gone(Live::Role(after), &format!("--move role.{role}=OTHER gives them another role")) {
            note(Held::People { role: role.clone() }, Verdict::Breaks, reasons, *count);
        }
    }
    for Count { of: slot, count } in &standing.bookings {
        if let Some(reasons) = gone(Live::Slot(slot.clone()), "it can go when these are over") {
            note(Held::Bookings { slot: slot.clone() }, Verdict::Breaks, reasons, *count);
        }
    }
    for Count { of: kind, count } in &standing.projects {
        if let Some(reasons) = gone(Live::Project(kind.clone()), "close them first") {
            note(Held::Projects { kind: kind.clone() }, Verdict::Breaks, reasons, *count);
        }
    }
    let effect = |((verdict, held, reasons), count)| Effect { verdict, held, count, reasons };
    all.into_iter().map(effect).collect()
}

struct Asked<'a> {
    new: &'a Definition,
    kept: &'a BTreeMap<String, Arc<Definition>>,
    moves: &'a [Moving],
}

impl Asked<'_> {
    /// Why something cannot be moved as asked.
    fn cannot_move(&self, moving: &Moving) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut there = |to: Live| {
            if !to.is_in(self.new) {
                let (noun, below, id) = to.words();
                let help = format!("Name one that the new version has below {below}.");
                reasons.push(Reason::new(format!("The new version has no {noun} `{id}`."), help));
            }
        };
        match moving {
            Moving::Queue { to, .. } => there(Live::Queue(to.clone())),
            Moving::Kind { to, .. } => there(Live::Kind(to.clone())),
            Moving::Role { from, to } => {
                there(Live::Role(to.clone()));
                let side = |of: &Definition, id: &Id| of.roles.get(id).map(|role| role.side);
                let was = self.kept.values().find_map(|kept| side(kept, from));
                if let (Some(was), Some(is)) = (was, side(self.new, to))
                    && was != is
                {
                    let message = format!("`{from}` and `{to}` are roles of different sides.");
                    reasons.push(Reason::new(message, "Name a role of the same side."));
                }
            }
            Moving::Drafts { request_type } => reasons.extend(self.no_type(request_type)),
            Moving::Requests { request_type, to, .. } => reasons.extend(self.no_status(request_type, to)),
        }
        reasons
    }

    /// Whether no version has what is to be moved: a typing error, or it was moved before.
    fn is_unknown(&self, moving: &Moving) -> bool {
        let live = |live: Live| !live.is_in(self.new) && !self.kept.values().any(|kept| live.is_in(kept));
        match moving {
            Moving::Queue { from, .. } => live(Live::Queue(from.clone())),
            Moving::Kind { from, .. } => live(Live::Kind(from.clone())),
            Moving::Role { from, .. } => live(Live::Role(from.clone())),
            Moving::Drafts { .. } => false,
            Moving::Requests { request_type, from, .. } => {
                let has =
                    |of: &Definition| of.requests.get(request_type).is_some_and(|of| of.statuses.contains_key(from));
                !has(self.new) && !self.kept.values().any(|kept| has(kept))
            }
        }
    }

    fn no_type(&self, id: &Id) -> Option<Reason> {
        let message = || format!("The new version has no request type `{id}`.");
        let none = !self.new.requests.contains_key(id);
        none.then(|| Reason::new(message(), "Leave them with the form and workflow that they keep."))
    }

    fn no_status(&self, request_type: &Id, to: &Id) -> Vec<Reason> {
        let Some(new) = self.new.requests.get(request_type) else {
            return self.no_type(request_type).into_iter().collect();
        };
        let mut reasons = Vec::new();
        let open: Vec<&str> =
            new.statuses.iter().filter(|(_, status)| status.ends.is_none()).map(|(id, _)| id.as_str()).collect();
        if !open.contains(&to.as_str()) {
            let message = format!("The new version of `{request_type}` has no open status `{to}`.");
            reasons.push(Reason::new(message, format!("Name one of {}.", open.join(", "))));
        }
        reasons
    }

    fn requests(&self, hash: &str, request_type: &Id, status: &Id, queue: &Id) -> (Verdict, Vec<Reason>) {
        let mut reasons = Vec::new();
        let waits = Live::Queue(moving::queue_after(self.moves, queue).clone());
        if !waits.is_in(self.new) {
            let help = format!("--move queue.{queue}=OTHER has them wait in another");
            reasons.push(gone(&waits, &help));
        }
        let Some((definition, kept)) = self.kept_type(hash, request_type) else {
            return settled(reasons, Vec::new());
        };
        if moving::status_after(self.moves, request_type, status).is_some() && *hash != *self.new.hash {
            let Some(new) = self.new.requests.get(request_type) else { return settled(reasons, Vec::new()) };
            reasons.extend(other_types(kept, new));
            return settled(reasons, newly_asked(kept, new).as_deref().map(moved_without).into_iter().collect());
        }
        let help = format!("--move {request_type}.{status}=STATUS gives them the new form and workflow");
        let names = names::of_type(kept, definition);
        reasons.extend(names.iter().filter(|live| !live.is_in(self.new)).map(|live| gone(live, &help)));
        settled(reasons, Vec::new())
    }

    fn drafts(&self, hash: &str, request_type: &Id) -> (Verdict, Vec<Reason>) {
        let Some((definition, kept)) = self.kept_type(hash, request_type) else {
            return settled(Vec::new(), Vec::new());
        };
        let new = self.new.requests.get(request_type);
        let fields = new.and_then(|new| newly_asked(kept, new));
        let asked: Vec<Reason> = fields.as_deref().map(draft_without).into_iter().collect();
        if let Some(new) = new.filter(|_| moving::drafts_go_on(self.moves, request_type)) {
            return settled(other_types(kept, new), asked);
        }
        let mut names = names::of_type(kept, definition);
        names.extend(kept.queue.values().cloned().map(Live::Queue));
        let help = match new {
            Some(_) => format!("--move {request_type}.draft=draft gives them the new form"),
            None => "their authors can send or discard them first".to_owned(),
        };
        let reasons = names.iter().filter(|live| !live.is_in(self.new)).map(|live| gone(live, &help)).collect();
        settled(reasons, asked)
    }

    fn task(&self, task: &OpenTask) -> Vec<Reason> {
        let mut names: BTreeSet<Live> = task.kinds.iter().cloned().map(Live::Kind).collect();
        names.extend(names::of_words(&task.by));
        let after = |live: &Live| match live {
            Live::Kind(kind) => Live::Kind(moving::kind_after(self.moves, kind).clone()),
            Live::Role(role) => Live::Role(moving::role_after(self.moves, role).clone()),
            other => other.clone(),
        };
        let help = |live: &Live| match live {
            Live::Kind(kind) => format!("--move kind.{kind}=OTHER asks for another kind"),
            Live::Role(role) => format!("--move role.{role}=OTHER asks another role"),
            _ => String::new(),
        };
        names.iter().filter(|live| !after(live).is_in(self.new)).map(|live| gone(live, &help(live))).collect()
    }

    fn kept_type(&self, hash: &str, request_type: &Id) -> Option<(&Definition, &RequestType)> {
        let definition = self.kept.get(hash)?;
        Some((definition.as_ref(), definition.requests.get(request_type)?.as_ref()))
    }
}

/// The verdict of what breaks and what will be asked.
fn settled(breaks: Vec<Reason>, asked: Vec<Reason>) -> (Verdict, Vec<Reason>) {
    match (breaks.is_empty(), asked.is_empty()) {
        (false, _) => (Verdict::Breaks, breaks),
        (true, false) => (Verdict::NeedsAnswer, asked),
        (true, true) => (Verdict::Untouched, Vec::new()),
    }
}

fn gone(live: &Live, or: &str) -> Reason {
    let (noun, below, id) = live.words();
    Reason::new(format!("The {noun} `{id}` is gone."), format!("Keep it below {below}; or {or}."))
}

/// Fields that are something else in the new form: an answer of the one is none of the other.
fn other_types(kept: &RequestType, new: &RequestType) -> Vec<Reason> {
    let fields = |of: &RequestType| -> BTreeMap<Id, Field> {
        of.fields().chain(&of.team_fields).map(|field| (field.id.clone(), field.clone())).collect()
    };
    let before = fields(kept);
    let other = |field: &Field| {
        let was = before.get(&field.id)?;
        let same = mem::discriminant(&was.field_type) == mem::discriminant(&field.field_type);
        (!same).then(|| {
            let message = format!("The field `{}` is of another type in the new form.", field.id);
            Reason::new(message, "Give the new field an id of its own.")
        })
    };
    fields(new).values().filter_map(other).collect()
}

/// The fields that the new form asks of everybody and the kept one did not.
fn newly_asked(kept: &RequestType, new: &RequestType) -> Option<String> {
    let must = |field: &Field| field.is_asked() && matches!(field.required, Requirement::Always);
    let had: BTreeSet<&Id> = kept.fields().filter(|field| must(field)).map(|field| &field.id).collect();
    let asked: Vec<String> = new
        .fields()
        .filter(|field| must(field) && !had.contains(&field.id))
        .map(|field| format!("`{}`", field.id))
        .collect();
    (!asked.is_empty()).then(|| asked.join(", "))
}

fn draft_without(fields: &str) -> Reason {
    Reason::new(format!("The new form also asks {fields}."), "Whoever goes on with it answers first.")
}

fn moved_without(fields: &str) -> Reason {
    let help = "They go on without; the team may ask for it.";
    Reason::new(format!("The new form also asks {fields}."), help)
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Requests { request_type, status } => write!(f, "open requests of `{request_type}` in `{status}`"),
            Self::Drafts { request_type } => write!(f, "drafts of `{request_type}`"),
            Self::Tasks { request_type, status } => {
                write!(f, "open tasks of requests of `{request_type}` in `{status}`")
            }
            Self::Documents { request_type, kind } => {
                write!(f, "documents `{kind}` of open requests of `{request_type}`")
            }
            Self::People { role } => write!(f, "people with the role `{role}`"),
            Self::Bookings { slot } => write!(f, "bookings of the slot `{slot}`"),
            Self::Projects { kind } => write!(f, "open projects of the kind `{kind}`"),
            Self::Move { asked } => write!(f, "--move {asked}"),
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.verdict {
            Verdict::Breaks => "breaks",
            Verdict::NeedsAnswer => "needs an answer",
            Verdict::Untouched => "untouched",
        };
        match self.held {
            Held::Move { .. } => writeln!(f, "  {word}: {}", self.held)?,
            _ => writeln!(f, "  {word}: {} {}", self.count, self.held)?,
        }
        for Reason { message, help } in &self.reasons {
            writeln!(f, "{}", format!("    {message} {help}").trim_end())?;
        }
        Ok(())
    }
}
