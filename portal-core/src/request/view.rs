//! Looking at requests and tasks.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    Facts, Happening, Item, Moment, OfferedMove, Request, Task, TaskState, answer_task, close_task, load::Loaded,
};
use crate::{
    Desk, Refused,
    booking::Opening,
    definition::{Relations, RequestType},
    document::Document,
    form::{Environment, Field, FieldType, Options, Reopened, Value},
    id::{AccountId, DocumentId, Id, RequestId, TaskId},
    identity::{self, Paper, Permission, Seat, Side, Viewer},
    store::{Cursor, Dossier, Filter, History, Page, Summary},
};

/// A request as its page shows it.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// The request, its organisation, tasks and documents. Documents that are not for the viewer are left out, and for
    /// the team those that a client has not sent yet.
    pub dossier: Dossier,
    /// The form and workflow it keeps.
    pub workflow: Arc<RequestType>,
    /// What happened and what was said, as far as the viewer's side sees it.
    pub history: History,
    /// Names of everybody who appears in it.
    pub names: HashMap<AccountId, String>,
    /// The open tasks that the viewer can do.
    pub mine: Vec<TaskId>,
    /// The moves the viewer can make now.
    pub moves: Vec<OfferedMove>,
    /// Whether the viewer may write a message.
    pub may_write: bool,
    /// Whether the viewer works requests: notes, owner, documents.
    pub works: bool,
    /// Whether the viewer may change the answers.
    pub may_change: bool,
}

/// A task as its page shows it.
#[derive(Clone, Debug)]
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// Its request.
    pub dossier: Dossier,
    /// The form and workflow the request keeps.
    pub workflow: Arc<RequestType>,
    /// Whether the viewer can do it.
    pub can_do: bool,
    /// Whether the viewer accepts what was handed in, or gives it back, now.
    pub can_check: bool,
    /// The slot that the viewer can book now, and the times of it that can be had.
    pub times: Option<(Id, Vec<Opening>)>,
    /// Names of who can do it, by name; for saying whose turn it is.
    pub doers: Vec<String>,
    /// The fields that it asks for and that are still open.
    pub open: Vec<Id>,
    /// The fields whose answers are not for the viewer.
    pub(super) unseen: Vec<Id>,
    /// What is known around them.
    pub environment: Environment,
    /// Names of who opened the request and who works it.
    pub names: HashMap<AccountId, String>,
}

/// An answer, and the own words of whoever chose "other".
type WithWords<'v> = (&'v Value, Option<&'v Value>);

impl TaskView {
    /// The answer that a part is about, and the one it replaced, each with the own words beside it; as far as the viewer
    /// sees them.
    pub fn answer<'v>(&'v self, item: &'v Item) -> (Option<WithWords<'v>>, Option<WithWords<'v>>) {
        if self.unseen.contains(&item.kind) {
            return (None, None);
        }
        let (answers, words) = (&self.dossier.request.answers, Options::words(item.kind.as_str()));
        let now = answers.get(&item.kind).map(|value| (value, answers.get(words.as_str())));
        (now, item.was.as_ref().map(|value| (value, item.was_words.as_ref())))
    }

    /// The fields it asks for, ready to be asked what is shown.
    pub fn form(&self) -> Reopened<'_> {
        let (steps, open, before) = (self.workflow.asking(), self.open.clone(), &self.dossier.request.answers);
        match self.task.is_unasked() {
            true => Reopened::unasked(steps, open, before, &self.environment),
            false => Reopened::new(steps, open, &self.environment),
        }
    }
}

impl Desk<'_> {
    /// A request with everything its page shows.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer does not see it.
    pub async fn request(&self, id: RequestId) -> Result<RequestView, Refused> {
        let mut loaded = self.load(id).await?;
        let side = self.side();
        if side == Side::Client {
            let workflow = loaded.workflow.clone();
            loaded.dossier.tasks.retain(|task| workflow.client_sees(task));
        }
        let history = self.store.history(&self.sees(), &self.reads(), id, side).await?;
        let open = loaded.dossier.tasks.iter().filter(|task| task.is_open());
        let mine = open.filter(|task| self.can_do(task, &loaded)).map(|task| task.id).collect();
        let moves = self.offered_moves(&loaded.workflow, &loaded.dossier);
        let may_change = self.may_change(&loaded);
        self.leave_out(&mut loaded);
        let request = &loaded.dossier.request;
        let acted = history.events.iter().filter_map(|event| event.actor);
        let wrote = history.messages.iter().map(|message| message.author);
        let added = loaded.dossier.documents.iter().map(|document| document.added_by);
        let given = history.events.iter().filter_map(|event| match event.what {
            Happening::Assigned { owner } => owner,
            _ => None,
        });
        let people = acted.chain(given).chain(wrote).chain(added).chain([request.opened_by]).chain(request.owner);
        let names = self.names(people).await?;
        Ok(RequestView {
            moves,
            may_change,
            may_write: self.must(Permission::RequestMessage, &loaded.dossier).is_ok(),
            works: self.must(Permission::RequestProcess, &loaded.dossier).is_ok() && side == Side::Team,
            dossier: loaded.dossier,
            workflow: loaded.workflow,
            history,
            names,
            mine,
        })
    }

    /// Takes away what is not for the viewer: documents out of their reach, the answers to fields that name who sees them,
    /// and for clients the team's own.
    fn leave_out(&self, loaded: &mut Loaded) {
        let gone = self.unseen(loaded);
        self.work_out(loaded);
        self.leave_out_documents(&mut loaded.dossier);
        let Loaded { dossier, workflow } = loaded;
        let request = &mut dossier.request;
        for id in gone {
            for answers in [&mut request.answers, &mut request.team_answers] {
                answers.shift_remove(&id);
                answers.shift_remove(Options::words(id.as_str()).as_str());
            }
        }
        if self.side() == Side::Client {
            let known = |id: &Id| {
                workflow.team_fields.iter().any(|field| id.as_str().split('.').next() == Some(field.id.as_str()))
            };
            request.team_answers.retain(|id, _| known(id));
        }
    }

    /// Puts what is computed among the team's fields to what the team wrote down, for showing it.
    fn work_out(&self, loaded: &mut Loaded) {
        let moment = self.moment(&loaded.workflow);
        let facts = Facts::new(&moment, &loaded.dossier);
        let computed = loaded.workflow.team_fields.iter().filter(|field| field.value.is_some());
        let values: Vec<(Id, Value)> =
            computed.filter_map(|field| Some((field.id.clone(), facts.derived(field.id.as_str())?))).collect();
        loaded.dossier.request.team_answers.extend(values);
    }

    /// Takes away the documents that are out of the viewer's reach.
    pub(super) fn leave_out_documents(&self, dossier: &mut Dossier) {
        let (reads, facts) = (self.reads(), dossier.request.facts(Side::Client));
        dossier.documents.retain(|document| reads.admits(&document.facts(facts)));
        let (documents, request) = (&dossier.documents, &mut dossier.request);
        for answer in request.team_answers.values_mut() {
            if let Value::Files(files) = answer {
                files.retain(|file| documents.iter().any(|document| document.file.blob == file.blob));
            }
        }
        request.team_answers.retain(|_, answer| !answer.is_empty());
    }

    /// The fields whose answers are not for the viewer.
    pub(super) fn unseen(&self, loaded: &Loaded) -> Vec<Id> {
        unseen_by(self.viewer, &self.moment(&loaded.workflow), loaded)
    }

    /// The locale of who opened a request: what the team writes for them is best written in it.
    pub async fn reader_locale(&self, view: &RequestView) -> Result<String, Refused> {
        let reader = self.store.account(view.dossier.request.opened_by).await?;
        let definition = self.definition();
        Ok(definition.locale(reader.as_ref().map_or("", |account| &account.locale)).to_owned())
    }

    /// A task with everything its page shows.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer does not see its request.
    pub async fn task(&self, id: TaskId) -> Result<TaskView, Refused> {
        let loaded = self.load_of_task(id).await?;
        let task = close_task::find(&loaded, id)?.clone();
        if self.side() == Side::Client && !loaded.workflow.client_sees(&task) {
            return Err(Refused::NotFound);
        }
        let doers = self.doers(&task, &loaded).await?;
        let can_do = self.can_do(&task, &loaded);
        let can_check =
            task.state == TaskState::Checking && self.must(Permission::RequestProcess, &loaded.dossier).is_ok();
        let times = if can_do { self.times_of_task(&task).await? } else { None };
        let environment = self.environment_of(&task, &loaded).await?;
        let unseen = self.unseen(&loaded);
        let open = answer_task::open_fields(&task, &unseen);
        let Loaded { mut dossier, workflow } = loaded;
        self.leave_out_documents(&mut dossier);
        let names = self.names([dossier.request.opened_by].into_iter().chain(dossier.request.owner)).await?;
        Ok(TaskView { task, dossier, workflow, can_do, can_check, times, doers, open, unseen, environment, names })
    }

    /// A page of the requests that the viewer sees, at most 25.
    pub async fn requests(&self, filter: &Filter, after: Option<&Cursor>) -> Result<Page<Summary>, Refused> {
        self.requests_of(filter, after, 25).await
    }

    /// A page of the requests that the viewer sees, at most so many.
    pub async fn requests_of(
        &self,
        filter: &Filter,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Summary>, Refused> {
        Ok(self.store.requests(&self.sees(), filter, after, at_most).await?)
    }

    /// How many requests a list has, at most 100.
    pub async fn count(&self, filter: &Filter) -> Result<u32, Refused> {
        Ok(self.store.count(&self.sees(), filter).await?)
    }

    /// The form and workflow that a request in a list keeps.
    pub async fn workflow(&self, summary: &Summary) -> Result<Arc<RequestType>, Refused> {
        Ok(self.portal.workflow(&summary.definition, &summary.request_type).await?)
    }

    async fn doers(&self, task: &Task, loaded: &Loaded) -> Result<Vec<String>, Refused> {
        let request = &loaded.dossier.request;
        let organisation = request.organisation;
        let seats = match task.side {
            Side::Client => vec![Seat::Organisation(organisation), Seat::Request { request: request.id, organisation }],
            Side::Team => vec![Seat::Team],
        };
        let mut names: BTreeMap<(String, AccountId), bool> = BTreeMap::new();
        for seat in seats {
            for (account, memberships) in self.store.seated(seat).await? {
                let viewer = Viewer::new(&account, &memberships, self.definition());
                let does = close_task::doer(&viewer, task, &request.facts(Side::Client));
                names.insert((account.name, account.id), does);
            }
        }
        Ok(names.into_iter().filter(|(_, does)| *does).map(|((name, _), _)| name).collect())
    }
}

/// The fields of a request whose answers are not for somebody.
pub(super) fn unseen_by(viewer: &Viewer, moment: &Moment<'_>, loaded: &Loaded) -> Vec<Id> {
    let Loaded { dossier, workflow } = loaded;
    let facts = Facts::new(moment, dossier);
    let relations = Relations { known: Some(&facts), ..dossier.request.relations() };
    let named = |field: &Field| field.seen_by.includes(viewer, &relations);
    let sees = |field: &Field| named(field) && sees_files(viewer, field, &dossier.request);
    let client = viewer.side() == Side::Client;
    let asked = workflow.asked().filter(|field| !sees(field) || client && workflow.is_inside(&field.id));
    let of_team = workflow.team_fields.iter().filter(|field| !named(field) || client && !field.client_sees);
    asked.chain(of_team).map(|field| field.id.clone()).collect()
}

/// Whether the files of a field, if it holds any, are of a kind that somebody sees.
fn sees_files(viewer: &Viewer, field: &Field, request: &Request) -> bool {
    let FieldType::Document { kind, .. } = &field.field_type else { return true };
    let paper = Paper { kind, added_by: Some(request.opened_by) };
    viewer.sees_kind(&identity::Facts { paper: Some(paper), ..request.facts(Side::Client) })
}

impl RequestView {
    /// A document of the request.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.dossier.documents.iter().find(|document| document.id == id)
    }
}
