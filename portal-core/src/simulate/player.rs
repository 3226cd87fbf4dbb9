//! The player: one request, one step after the other.

use std::{cell::OnceCell, collections::BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    people::{Counting, People, Somebody},
    report::{Line, Report, What},
    tell::name,
};
use crate::{
    definition::{Calendar, Definition, Demo, Duration, Expect, PlayedStep, RequestType, Script, due_at},
    form::Reading,
    id::{Id, TaskId},
    identity::Side,
    notification,
    request::{Happening, Life, Moment, Staff, Task},
    store::Dossier,
    wording::Wording,
};

/// Why a step of a script cannot be played, in a sentence.
pub(crate) type Played<T> = Result<T, String>;

/// Plays a script with the people of the demo, from a moment on. `id` is the name of its file.
pub fn simulate(definition: &Definition, demo: &Demo, id: &Id, script: &Script, from: DateTime<Utc>) -> Report {
    let mut report = Report { script: id.clone(), lines: Vec::new(), failure: None, zone: definition.time_zone };
    let Some(workflow) = definition.requests.get(&script.request) else {
        report.failure = Some(format!("there is no request type `{}`", script.request));
        return report;
    };
    let (people, ids, wording) = (People::of(demo, definition, from), Counting::default(), notification::wording());
    let stage =
        Stage { definition, workflow, demo, script, people: &people, staff: OnceCell::new(), ids: &ids, wording };
    let mut player = Player { stage: &stage, now: from, lines: Vec::new(), late: BTreeSet::new() };
    report.failure = player.play().err();
    report.lines = player.lines;
    report
}

/// What does not change while a script is played.
pub(super) struct Stage<'a> {
    pub definition: &'a Definition,
    pub workflow: &'a RequestType,
    pub demo: &'a Demo,
    pub script: &'a Script,
    pub people: &'a People,
    /// Who of the team works the request, once its queue is known.
    pub staff: OnceCell<Staff>,
    pub ids: &'a Counting,
    pub wording: Wording,
}

pub(super) struct Player<'a> {
    pub stage: &'a Stage<'a>,
    pub now: DateTime<Utc>,
    pub lines: Vec<Line>,
    /// What was already told to be late.
    pub late: BTreeSet<(DateTime<Utc>, Option<TaskId>)>,
}

impl<'a> Player<'a> {
    fn play(&mut self) -> Played<()> {
        let script = self.stage.script;
        let mut dossier = self.submit(script).map_err(|why| format!("the form cannot be sent: {why}"))?;
        for (at, step) in script.play.iter().enumerate() {
            dossier = self.step(step, dossier).map_err(|why| format!("step {}: {why}", at + 1))?;
        }
        compare(&script.expect, &dossier)
    }

    fn step(&mut self, step: &PlayedStep, dossier: Dossier) -> Played<Dossier> {
        match step {
            PlayedStep::Wait(duration) => Ok(self.wait(*duration, dossier)),
            PlayedStep::Move(made) => self.make(made, dossier),
            PlayedStep::Task(done) => self.close(done, dossier),
            PlayedStep::Message { by, text } => self.say(by, text, dossier),
        }
    }

    /// Time goes by: what is due meanwhile happens on its way.
    fn wait(&mut self, duration: Duration, mut dossier: Dossier) -> Dossier {
        let end = due_at(self.now, duration, self.calendar(), self.stage.definition.time_zone);
        loop {
            let life = Life::new(self.moment(None), dossier.clone());
            let wakes = life.wakes().filter(|at| *at <= end);
            let passed = self.passed(&life, wakes.unwrap_or(end));
            self.lines.extend(passed);
            let Some(at) = wakes else {
                self.now = end;
                return dossier;
            };
            self.now = at;
            let mut life = Life::new(self.moment(None), dossier);
            if life.time_passed() {
                let moved = life.events().iter().any(|event| matches!(event.what, Happening::Moved { .. }));
                let does = if moved { "goes on by itself" } else { "tells of a deadline" };
                self.tell(What::Act { by: None, does: does.to_owned() });
            }
            dossier = self.done(life);
        }
    }

    /// The deadlines that pass until a moment, each told once, in order.
    fn passed(&mut self, life: &Life<'_>, until: DateTime<Utc>) -> Vec<Line> {
        let open = life.tasks().iter().filter(|task| task.is_open());
        let of_tasks = open.filter_map(|task| Some((task.due?, Some(task.id), Some(name(task)))));
        let of_status = life.request().due.filter(|_| life.request().ended.is_none()).map(|due| (due, None, None));
        let mut passed: Vec<_> = of_tasks.chain(of_status).filter(|(due, ..)| *due <= until).collect();
        passed.retain(|(due, task, _)| self.late.insert((*due, *task)));
        passed.sort();
        passed.into_iter().map(|(at, _, task)| Line { at, what: What::Late { task } }).collect()
    }

    fn say(&mut self, by: &Id, text: &str, dossier: Dossier) -> Played<Dossier> {
        let somebody = self.somebody(by)?;
        self.acts(somebody, "writes a message");
        let team = somebody.viewer.is_on(Side::Team, dossier.request.organisation);
        let mut life = Life::new(self.moment(Some(somebody)), dossier);
        life.say(Side::Client, somebody.account.id, text.to_owned());
        if !team {
            life.heard();
        }
        Ok(self.done(life))
    }

    pub fn somebody(&self, id: &Id) -> Played<&'a Somebody> {
        self.stage.people.by_id.get(id).ok_or_else(|| format!("nobody is called `{id}`"))
    }

    pub fn moment(&self, actor: Option<&'a Somebody>) -> Moment<'a> {
        let Stage { definition, workflow, ids, .. } = *self.stage;
        let (viewer, actor) = (actor.map(|actor| &actor.viewer), actor.map(|actor| actor.account.id));
        Moment { definition, workflow, ids, now: self.now, actor, viewer, staff: self.stage.staff.get() }
    }

    fn calendar(&self) -> &'a Calendar {
        self.stage.definition.calendars.values().next().expect("a checked definition has a calendar")
    }

    pub fn reading(&self) -> Reading<'a> {
        let Stage { definition, people, ids, .. } = *self.stage;
        Reading { people, ids, now: self.now, zone: definition.time_zone, calendar: self.calendar() }
    }
}

/// Says where the end is not as expected.
pub(crate) fn compare(expect: &Expect, dossier: &Dossier) -> Played<()> {
    let status = &dossier.request.status;
    if let Some(expected) = expect.status.as_ref().filter(|expected| *expected != status) {
        return Err(format!("at the end it stands in `{status}`, and `{expected}` is expected"));
    }
    let open = || dossier.tasks.iter().filter(|task| task.is_open()).map(name);
    match &expect.open {
        Some(expected) if expected.iter().cloned().collect::<BTreeSet<Id>>() != open().collect::<BTreeSet<Id>>() => {
            let (found, expected) = (list(open()), list(expected.iter().cloned()));
            Err(format!("at the end these tasks are open: {found}; expected are: {expected}"))
        }
        _ => Ok(()),
    }
}

/// The tasks that somebody may still do something about, by name.
pub(super) fn unfinished(tasks: &[Task]) -> String {
    list(tasks.iter().filter(|task| task.is_unfinished()).map(name))
}

fn list(ids: impl Iterator<Item = Id>) -> String {
    let names: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
