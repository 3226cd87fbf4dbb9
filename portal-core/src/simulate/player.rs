//! The player: one request, one act after the other, on a clock that only `wait` moves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use url::Url;

use super::{
    answer::Reading,
    people::{Counting, Known, People, Somebody},
    report::{Line, Report, What},
};
use crate::{
    definition::{Action, Calendar, Definition, Demo, Doing, Duration, Expect, Given, How, Play, RequestType, Script, Step, Text, Words, due_at},
    document::{Document, FileVersion},
    form::{Answers, Draft, Environment, FieldFault, Form, Value},
    id::{DocumentId, DraftId, Id, OrganisationId, Reference, TaskId, Version},
    identity::{Permission, Side},
    notification::{self, Occasion, compose, expand},
    request::{
        Approval, AskedFor, Event, Happening, Life, Moment, MoveRequest, Place, Staff, Task, TaskState, begin, decide,
        doer, may_make, moved, new_request, Beginning,
    },
    store::{Act, Dossier, Outgoing},
    wording::Wording,
};

/// Plays a script with the people of the demo, from a moment on.
pub fn simulate(definition: &Definition, demo: &Demo, script: &Script, from: DateTime<Utc>) -> Report {
    let mut report =
        Report { script: script.id.clone(), lines: Vec::new(), failures: Vec::new(), zone: definition.time_zone };
    let Some(workflow) = definition.requests.get(&script.request) else {
        report.failures.push(format!("there is no request type `{}`", script.request));
        return report;
    };
    let people = People::of(demo, definition, from);
    let staff = people.staff();
    let ids = Counting::default();
    let stage = Stage { definition, workflow, demo, people: &people, staff: &staff, ids: &ids, wording: notification::wording() };
    let mut player = Player { stage: &stage, now: from, report, late: BTreeSet::new(), known: Known::new() };
    let mut dossier = match player.submit(script) {
        Ok(dossier) => dossier,
        Err(why) => {
            player.report.failures.push(format!("it cannot be sent: {why}"));
            return player.report;
        }
    };
    for play in &script.play {
        match player.play(play, dossier.clone()) {
            Ok(next) => dossier = next,
            Err(why) => {
                player.report.failures.push(format!("line {}: {why}", play.line));
                return player.report;
            }
        }
    }
    player.compare(&script.expect, &dossier);
    player.report
}

/// What does not change while a script is played.
struct Stage<'a> {
    definition: &'a Definition,
    workflow: &'a RequestType,
    demo: &'a Demo,
    people: &'a People,
    staff: &'a Staff,
    ids: &'a Counting,
    wording: Wording,
}

struct Player<'a> {
    stage: &'a Stage<'a>,
    now: DateTime<Utc>,
    report: Report,
    /// What was already told to be late.
    late: BTreeSet<(Option<TaskId>, Option<DateTime<Utc>>)>,
    /// What is known of the organisation.
    known: Known,
}

/// Why a step of a script cannot be played, in a sentence.
type Played<T> = Result<T, String>;

impl<'a> Player<'a> {
    fn tell(&mut self, what: What) {
        self.report.lines.push(Line { at: self.now, what });
    }

    fn somebody(&self, id: &Id) -> Played<&'a Somebody> {
        self.stage.people.by_id.get(id).ok_or_else(|| format!("nobody is called `{id}`"))
    }

    fn moment(&self, actor: Option<&Somebody>) -> Moment<'a> {
        let Stage { definition, workflow, ids, staff, .. } = *self.stage;
        let actor = actor.map(|somebody| somebody.account.id);
        Moment { definition, workflow, ids, now: self.now, actor, staff: Some(staff) }
    }

    fn calendar(&self) -> &'a Calendar {
        self.stage.definition.calendars.values().next().expect("a checked definition has a calendar")
    }

    fn reading(&self) -> Reading<'a> {
        let Stage { definition, people, ids, .. } = *self.stage;
        Reading { people, ids, now: self.now, zone: definition.time_zone, calendar: self.calendar() }
    }

    /// Sends the form.
    fn submit(&mut self, script: &Script) -> Played<Dossier> {
        let by = self.somebody(&script.by)?;
        let own = self.stage.demo.people.get(&script.by).and_then(|person| person.organisation.clone());
        let company = script.organisation.clone().or(own).ok_or("it is not said for which `organisation`")?;
        let organisation = self.stage.people.organisations.get(&company).ok_or("the organisation is not in the demo")?;
        let may = by.viewer.scope(Permission::RequestOpen);
        let reached = may.is_all() || may.organisations().contains(&organisation.id) || may.own().contains(&organisation.id);
        if !reached {
            return Err(format!("`{}` may not open requests", script.by));
        }
        self.known.insert("organisation.name".to_owned(), Value::Text(organisation.name.clone()));
        let environment = self.environment(by, organisation.id);
        let workflow = self.stage.workflow;
        let form = Form::new(&workflow.steps, &environment);
        let answers = self.reading().answers(&script.answers, workflow.fields())?;
        let answers = form.settle(&answers);
        if let Some(fault) = form.check(&answers).first() {
            return Err(told(fault));
        }
        let known = form.known(&answers);
        let queue = workflow.queue.choose(&known).cloned().ok_or("no queue takes it")?;
        let start = workflow.start(&known).clone();
        let moment = self.moment(Some(by));
        let draft = Draft {
            id: DraftId(uuid::Uuid::from_u128(1)),
            account: by.account.id,
            organisation: organisation.id,
            request_type: workflow.id.clone(),
            definition: self.stage.definition.hash.to_string(),
            answers: answers.clone(),
            step: None,
            created: self.now,
            edited: self.now,
            expires: self.now,
            version: Version::FIRST,
        };
        let beginning = Beginning { queue, start: start.clone() };
        let request = new_request(&moment, &draft, answers.clone(), beginning, Reference::new(&workflow.prefix, 1));
        let dossier = Dossier {
            request,
            organisation: organisation.clone(),
            tasks: Vec::new(),
            documents: Vec::new(),
            visits: BTreeMap::new(),
        };
        self.tell(What::Act { by: Some(by.account.name.clone()), does: "sends the request".to_owned() });
        let mut life = Life::new(moment, dossier);
        begin(&mut life, &moment, &start, &known);
        Ok(self.done(life))
    }

    fn environment(&self, by: &Somebody, organisation: OrganisationId) -> Environment {
        let today = self.now.with_timezone(&self.stage.definition.time_zone).date_naive();
        let role = by.viewer.role_in(organisation).map_or(Value::Null, |role| Value::Text(role.to_string()));
        let mut facts = self.known.clone();
        facts.extend([
            ("account.name".to_owned(), Value::Text(by.account.name.clone())),
            ("account.email".to_owned(), Value::Text(by.account.email.clone())),
            ("account.role".to_owned(), role),
        ]);
        Environment { now: self.now, today, facts }
    }

    fn play(&mut self, play: &Play, dossier: Dossier) -> Played<Dossier> {
        match &play.what {
            Doing::Wait(duration) => Ok(self.wait(*duration, dossier)),
            Doing::Move { by, made, with } => self.make(by, made, with, dossier),
            Doing::Task { by, task, how } => self.task(by, task, how, dossier),
            Doing::Say { by, text, note } => {
                let somebody = self.somebody(by)?;
                let team = somebody.viewer.side() == Side::Team;
                let does = if *note { "keeps a note" } else { "writes a message" };
                self.tell(What::Act { by: Some(somebody.account.name.clone()), does: does.to_owned() });
                let mut life = Life::new(self.moment(Some(somebody)), dossier);
                life.say(if *note { Side::Team } else { Side::Client }, somebody.account.id, text.clone());
                if !team {
                    life.heard();
                }
                Ok(self.done(life))
            }
        }
    }

    /// Time goes by: what is due meanwhile happens on its way.
    fn wait(&mut self, duration: Duration, mut dossier: Dossier) -> Dossier {
        let end = due_at(self.now, duration, self.calendar(), self.stage.definition.time_zone);
        loop {
            let life = Life::new(self.moment(None), dossier.clone());
            let wakes = life.wakes().filter(|at| *at <= end);
            let passed = self.passes(&life, wakes.unwrap_or(end));
            let Some(at) = wakes else {
                self.now = end;
                passed.into_iter().for_each(|line| self.report.lines.push(line));
                return dossier;
            };
            passed.into_iter().for_each(|line| self.report.lines.push(line));
            self.now = at;
            let mut life = Life::new(self.moment(None), dossier);
            self.tell(What::Act { by: None, does: "goes on by itself".to_owned() });
            life.time_passed();
            dossier = self.done(life);
        }
    }

    /// The deadlines that pass until a moment, each told once, in order.
    fn passes(&mut self, life: &Life<'_>, until: DateTime<Utc>) -> Vec<Line> {
        let named = |task: &Task| Some(name(task));
        let tasks = life.tasks().iter().filter(|task| task.is_open());
        let of_tasks = tasks.filter_map(|task| Some((task.due?, Some(task.id), named(task))));
        let of_status = life.request().due.filter(|_| life.request().ended.is_none()).map(|due| (due, None, None));
        let mut passing: Vec<_> = of_tasks.chain(of_status).filter(|(due, ..)| *due <= until).collect();
        passing.sort();
        passing.retain(|(due, task, _)| self.late.insert((*task, Some(*due))));
        passing.into_iter().map(|(at, _, task)| Line { at, what: What::Late { task } }).collect()
    }

    fn make(&mut self, by: &Id, id: &Id, with: &Given, dossier: Dossier) -> Played<Dossier> {
        let somebody = self.somebody(by)?;
        let workflow = self.stage.workflow;
        let made = workflow.moves.get(id).ok_or_else(|| format!("there is no move `{id}`"))?;
        let moment = self.moment(Some(somebody));
        if !may_make(&somebody.viewer, made, &moment, &dossier) {
            return Err(format!("`{by}` may not make the move `{id}`"));
        }
        let reading = self.reading();
        let fields = reading.answers(&with.fields, workflow.team_fields.iter())?;
        for need in &made.needs {
            if let crate::definition::Need::Field(field) = need
                && !fields.contains_key(field)
                && !dossier.request.team_answers.contains_key(field)
            {
                return Err(format!("the move `{id}` needs the field `{field}`"));
            }
        }
        let reason = workflow.reasons.get(with.reason.as_str()).map(|reason| &reason.text);
        let input = MoveRequest {
            seen: dossier.request.version.0,
            by: id.to_string(),
            comment: with.comment.clone(),
            note: with.note.clone(),
            reason: reason.map_or_else(|| with.reason.clone(), |text| text.get("en").to_owned()),
            asked: with.tasks.iter().map(|(kind, what)| AskedFor { kind: Id::from(kind.as_str()), name: what.word().unwrap_or_default().to_owned() }).collect(),
            ..MoveRequest::default()
        };
        self.tell(What::Act { by: Some(somebody.account.name.clone()), does: format!("makes the move {id}") });
        let mut life = Life::new(moment, dossier);
        for document in self.documents(&with.documents, life.request().id, somebody, None)? {
            life.add(document);
        }
        match moved(life, id, made, &input, fields, somebody.account.id, None) {
            Ok(life) => Ok(self.done(life)),
            Err(refused) => Err(format!("the move `{id}` cannot be made here: {refused}")),
        }
    }

    /// Documents as somebody adds them: a map of their own data, or only a file.
    fn documents(&self, words: &Words, request: crate::id::RequestId, by: &Somebody, shown: Option<Side>) -> Played<Vec<Document>> {
        let reading = self.reading();
        let mut documents = Vec::new();
        for (kind_id, written) in words {
            let kind = self.stage.definition.kinds.get(kind_id.as_str()).ok_or_else(|| format!("there is no kind `{kind_id}`"))?;
            for one in written.parts() {
                let (file, data): (&str, Words) = match one {
                    crate::definition::Written::Map(data) => {
                        let file = data.iter().find(|(name, _)| name == "file").and_then(|(_, file)| file.word());
                        (file.unwrap_or(kind_id), data.iter().filter(|(name, _)| name != "file").cloned().collect())
                    }
                    other => (other.word().unwrap_or(kind_id), Vec::new()),
                };
                let file = reading.file(file);
                let audience = shown.unwrap_or(if kind.starts_internal { Side::Team } else { Side::Client });
                documents.push(Document {
                    id: DocumentId(crate::clock::Ids::uuid(self.stage.ids, self.now)),
                    organisation: OrganisationId(uuid::Uuid::nil()),
                    request,
                    kind: Id::from(kind_id.as_str()),
                    audience,
                    title: file.name.clone(),
                    fields: reading.answers(&data, kind.fields.iter())?,
                    file: FileVersion { number: 1, blob: file.blob, name: file.name, size: file.size, media_type: file.media_type },
                    added_by: by.account.id,
                    created: self.now,
                    shared: (audience == Side::Client).then_some(self.now),
                    version: Version::FIRST,
                });
            }
        }
        Ok(documents)
    }

    fn task(&mut self, by: &Id, id: &Id, how: &How, dossier: Dossier) -> Played<Dossier> {
        let somebody = self.somebody(by)?;
        let found = dossier.tasks.iter().rev().find(|task| task.is_unfinished() && name(task) == *id).cloned();
        let task = found.ok_or_else(|| format!("no task `{id}` is open; open are: {}", open(&dossier)))?;
        let checks = matches!(how, How::Accept | How::GiveBack(_) | How::Waive(_));
        let may = match checks {
            true => somebody.viewer.scope(Permission::RequestProcess).admits(&dossier.request.facts(Side::Client)),
            false => doer(&somebody.viewer, &task, Place::of(&dossier.request)),
        };
        if !may {
            return Err(format!("`{by}` cannot do the task `{id}`"));
        }
        if !checks && task.state != TaskState::Open {
            return Err(format!("the task `{id}` is not open yet"));
        }
        self.tell(What::Act { by: Some(somebody.account.name.clone()), does: format!("{} the task {id}", does(how)) });
        let mut life = Life::new(self.moment(Some(somebody)), dossier);
        let approval = match how {
            How::Approve => Approval::Approve,
            How::Refuse(reason) => Approval::Refuse(reason.clone()),
            How::Reply(text) => Approval::Reply(text.clone()),
            How::Done => Approval::Done,
            How::Accept if task.state == TaskState::Checking => {
                life.accept(task.id);
                return Ok(self.done(life));
            }
            How::GiveBack(reason) if task.state == TaskState::Checking => {
                let reasons: Vec<(usize, String)> = (0..task.items.len()).map(|at| (at, reason.clone())).collect();
                life.give_back(task.id, &reasons);
                return Ok(self.done(life));
            }
            How::Accept | How::GiveBack(_) => return Err(format!("the task `{id}` was not handed in to be checked")),
            How::Waive(reason) => {
                life.waive(task.id, reason.clone());
                return Ok(self.done(life));
            }
            How::Documents(words) => {
                for document in self.documents(words, life.request().id, somebody, Some(Side::Client))? {
                    let (kind, added) = (document.kind.clone(), document.id);
                    life.add(document);
                    life.edit_task(task.id, |task| {
                        task.items.iter_mut().filter(|item| item.kind == kind).for_each(|item| item.documents.push(added));
                    });
                }
                Approval::Done
            }
            How::Answers(words) => {
                self.answer(&task, words, somebody, &mut life)?;
                life.close(task.id, Ok(()));
                return Ok(self.done(life));
            }
            How::Book(time) => {
                let at = self.reading().moment(time).ok_or_else(|| format!("`{time}` is not a time"))?;
                life.edit_task(task.id, |task| task.items.iter_mut().for_each(|item| item.booked = Some(at)));
                life.close(task.id, Ok(()));
                return Ok(self.done(life));
            }
        };
        let current = life.tasks().iter().find(|found| found.id == task.id).cloned().unwrap_or(task);
        let outcome = decide(&current, &approval).map_err(|refused| format!("the task `{id}` cannot be closed so: {refused}"))?;
        if let How::Reply(text) = how {
            let audience = if self.stage.workflow.client_sees(&current) { Side::Client } else { Side::Team };
            life.say(audience, somebody.account.id, text.clone());
        }
        life.close(current.id, outcome);
        Ok(self.done(life))
    }

    /// Answers to the fields of a task, checked as a form checks them.
    fn answer(&self, task: &Task, words: &Words, by: &Somebody, life: &mut Life<'_>) -> Played<()> {
        let workflow = self.stage.workflow;
        let template = task.template.as_ref().and_then(|id| workflow.tasks.get(id));
        let environment = self.environment(by, life.request().organisation);
        match template.map(|template| &template.action) {
            Some(Action::Answer(fields)) => {
                let steps = [Step { id: Id::from("task"), label: Text::from(""), show_when: None, fields: fields.clone() }];
                let answers = self.reading().answers(words, fields.iter())?;
                let form = Form::new(&steps, &environment);
                let answers = form.settle(&answers);
                if let Some(fault) = form.check(&answers).first() {
                    return Err(told(fault));
                }
                life.request_mut().answers.extend(answers);
            }
            Some(Action::Correct(flagged)) => {
                let answers = self.reading().answers(words, workflow.fields())?;
                if let Some(other) = answers.keys().find(|field| !flagged.contains(field)) {
                    return Err(format!("the task opens {}, not `{other}`", list(flagged.iter())));
                }
                let mut whole: Answers = life.request().answers.clone();
                whole.extend(answers);
                let form = Form::new(&workflow.steps, &environment);
                let whole = form.settle(&whole);
                if let Some(fault) = form.check(&whole).iter().find(|fault| flagged.contains(&fault.field)) {
                    return Err(told(fault));
                }
                life.request_mut().answers = whole;
            }
            _ => return Err("this task takes no answers".to_owned()),
        }
        Ok(())
    }

    /// Tells what an act came to, and whom it tells.
    fn done(&mut self, life: Life<'_>) -> Dossier {
        let (dossier, events) = life.into_parts();
        for event in &events {
            self.event(event, &dossier);
        }
        if !events.is_empty() {
            self.mails(Act { events, dossier: dossier.clone() });
        }
        dossier
    }

    fn event(&mut self, event: &Event, dossier: &Dossier) {
        let workflow = self.stage.workflow;
        let locale = &self.stage.definition.locales[0];
        let task = |id: &TaskId| dossier.tasks.iter().find(|task| task.id == *id);
        let what = match &event.what {
            Happening::Submitted { status } | Happening::Moved { to: status, .. } => {
                let shown = workflow.shown(status);
                let label = workflow.statuses.get(shown).map_or("", |status| status.label.get(locale)).to_owned();
                let current = *status == dossier.request.status;
                let request = &dossier.request;
                Some(What::Status {
                    status: status.clone(),
                    label,
                    waits_for: request.waits_for,
                    ended: request.ended.filter(|_| current),
                    due: request.due.filter(|_| current),
                })
            }
            Happening::Assigned { owner } => {
                Some(What::Owner { owner: owner.and_then(|owner| self.stage.people.name(owner)) })
            }
            Happening::TaskOpened { task: id } | Happening::TaskReturned { task: id } => task(id).map(|task| {
                let template = task.template.as_ref().and_then(|id| workflow.tasks.get(id));
                What::Opened {
                    task: name(task),
                    label: template.map_or("", |template| template.label.get(locale)).to_owned(),
                    side: task.side,
                    due: task.due,
                }
            }),
            Happening::TaskDone { task: id } => task(id).map(|task| What::Closed { task: name(task), state: TaskState::Done }),
            Happening::TaskRefused { task: id } => task(id).map(|task| What::Closed { task: name(task), state: TaskState::Refused }),
            Happening::TaskWaived { task: id } => task(id).map(|task| What::Closed { task: name(task), state: TaskState::Waived }),
            Happening::TaskEnded { task: id } => task(id).map(|task| What::Closed { task: name(task), state: TaskState::Ended }),
            Happening::TaskHandedIn { task: id } => task(id).map(|task| What::Closed { task: name(task), state: TaskState::Checking }),
            Happening::DocumentShared { document } => dossier
                .documents
                .iter()
                .find(|found| found.id == *document)
                .map(|found| What::Shared { document: found.kind.clone() }),
            _ => None,
        };
        if let Some(what) = what {
            self.tell(what);
        }
    }

    /// The letters that an act causes, by the rules in force.
    fn mails(&mut self, act: Act) {
        let Stage { definition, workflow, people, ref wording, .. } = *self.stage;
        let base_url = Url::parse("https://portal.example/").expect("a plain address");
        let moment = self.moment(None);
        let candidates = people.candidates(act.dossier.request.organisation);
        for delivery in expand(&moment, &act, &candidates) {
            let Some(to) = people.by_id.values().find(|somebody| somebody.account.id == delivery.recipient) else { continue };
            let Some(event) = act.events.iter().find(|event| event.id == delivery.event).cloned() else { continue };
            let task = event.what.object().and_then(|id| act.dossier.tasks.iter().find(|task| task.id.0 == id)).cloned();
            let rule = delivery.rule.clone();
            let outgoing = Outgoing {
                delivery,
                account: to.account.clone(),
                memberships: to.memberships.clone(),
                actor: event.actor.and_then(|actor| people.name(actor)),
                event,
                task,
                request: act.dossier.request.clone(),
                organisation: act.dossier.organisation.clone(),
            };
            let occasion = Occasion { definition, workflow, wording, base_url: &base_url, outgoing: &outgoing, viewer: &to.viewer };
            let subject = compose(&occasion).subject;
            self.tell(What::Mail { to: to.account.name.clone(), rule, subject });
        }
    }

    /// Says where the end is not as expected.
    fn compare(&mut self, expect: &Expect, dossier: &Dossier) {
        let status = &dossier.request.status;
        if let Some(expected) = expect.status.as_ref().filter(|expected| *expected != status) {
            self.report.failures.push(format!("it is in `{status}`, and `{expected}` is expected"));
        }
        let found: BTreeSet<Id> = dossier.tasks.iter().filter(|task| task.is_open()).map(name).collect();
        if let Some(expected) = &expect.open
            && expected.iter().cloned().collect::<BTreeSet<Id>>() != found
        {
            let (found, expected) = (open(dossier), list(expected.iter()));
            self.report.failures.push(format!("open are {found}; expected are {expected}"));
        }
    }
}

/// What a task is called in a script: its template, or the first kind that was asked for by hand.
fn name(task: &Task) -> Id {
    let asked = || task.items.first().map(|item| item.kind.clone());
    task.template.clone().or_else(asked).unwrap_or_else(|| Id::from("task"))
}

fn open(dossier: &Dossier) -> String {
    let names: Vec<Id> = dossier.tasks.iter().filter(|task| task.is_unfinished()).map(name).collect();
    list(names.iter())
}

fn list<'a>(ids: impl Iterator<Item = &'a Id>) -> String {
    let names: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn told(fault: &FieldFault) -> String {
    format!("the answer to `{}` will not do ({:?})", fault.field, fault.reason)
}

fn does(how: &How) -> &'static str {
    match how {
        How::Done | How::Documents(_) | How::Answers(_) => "does",
        How::Approve => "approves",
        How::Refuse(_) => "refuses",
        How::Reply(_) => "replies to",
        How::Book(_) => "books",
        How::Accept => "accepts",
        How::GiveBack(_) => "gives back",
        How::Waive(_) => "waives",
    }
}
