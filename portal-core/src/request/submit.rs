//! Submitting a draft: it becomes a request, once, however often it is tried.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Happening, Request,
    life::{Life, Moment},
};
use crate::{
    Desk, Refused,
    booking::{Holder, Purpose},
    definition::{InProject, RequestType, WaitsFor, condition::Lookup},
    document::{Document, FileVersion},
    form::{Answers, Draft, FieldType, Form, FormEvent, Value},
    id::{AccountId, BlobId, DocumentId, DraftId, Id, OrganisationId, ProjectId, Reference, RequestId, Version},
    identity::{Facts, Permission, Side},
    store::{Change, Changes, Dossier, Expect, IdempotencyKey, Subject},
};

/// What a person sends.
#[derive(Clone, Debug)]
pub struct Submit {
    /// The draft; also the key that makes the submission happen once.
    pub draft: DraftId,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The request.
    pub request: RequestId,
}

impl Desk<'_> {
    /// Submits a draft. A repeat, at once or later, gives the first receipt.
    ///
    /// # Errors
    /// [`Refused::Answers`] with everything that will not do, a time that somebody else just took among it; the draft
    /// stays as it is. [`Refused::Stale`] when the draft
    /// changed since it was seen ([`Desk::seeing`]).
    pub async fn submit(&self, input: &Submit) -> Result<Receipt, Refused> {
        let account = self.viewer.account();
        let Some(draft) = self.store.draft(account, input.draft).await? else {
            // An earlier try, or the first of several at once, has turned the draft into a request.
            let request = self.store.submitted(account, input.draft).await?.ok_or(Refused::NotFound)?;
            return Ok(Receipt { request });
        };
        self.saw(draft.version)?;
        let workflow = self.portal.workflow(&draft.definition, &draft.request_type).await?;
        if !self.may_go_on(&draft, &workflow) {
            return Err(Refused::Forbidden);
        }
        let mut tries = self.tries();
        let mut full = BTreeSet::new();
        loop {
            let (request, mut changes) = self.submission(&draft, &full).await?;
            self.figure_pause(&mut changes, &draft);
            let seconds = (self.now() - draft.created).num_seconds();
            self.figure(&mut changes, &draft, FormEvent::Submitted { seconds });
            if let Some(seen) = self.seen() {
                changes.push(Change::Require(Subject::Draft(draft.id), seen));
            }
            match self.commit(Subject::Request(request), changes, &mut tries).await {
                Ok(true) => return Ok(Receipt { request }),
                Ok(false) => {}
                // Somebody was faster: the form tells which time is gone.
                Err(Refused::NoPlace(place)) if full.insert(place) => {}
                Err(Refused::Repeated(Subject::Request(request))) => return Ok(Receipt { request }),
                Err(refused) => return Err(refused),
            }
        }
    }

    /// Whether the viewer may still open requests where a draft of theirs will open one.
    pub(crate) fn may_go_on(&self, draft: &Draft, workflow: &RequestType) -> bool {
        let scope = self.viewer.scope(Permission::RequestOpen);
        let in_projects = workflow.project != InProject::None && self.viewer.begins_in_projects(draft.organisation);
        scope.begins(draft.organisation, draft.project) || in_projects
    }

    async fn submission(&self, draft: &Draft, full: &BTreeSet<Uuid>) -> Result<(RequestId, Changes), Refused> {
        let workflow = self.portal.workflow(&draft.definition, &draft.request_type).await?;
        let organisation = self.organisation(draft.organisation).await?;
        let project = self.project_of(draft, &workflow).await?;
        let mut environment = self.around_form(&organisation, project.as_ref(), &workflow, None).await?;
        let mut agenda = self.agenda(workflow.fields(), draft.id).await?;
        agenda.without(full, self.definition());
        environment.openings.clone_from(&agenda.openings);
        let form = Form::new(&workflow.steps, &environment);
        let answers = form.validate(&draft.answers).map_err(Refused::Answers)?;
        let known = form.known(&answers);
        let queue = workflow.queue.choose(&known).cloned().expect("the last case of a checked type always holds");
        let facts = Facts {
            organisation: draft.organisation,
            request: None,
            request_type: Some(&draft.request_type),
            project: project.as_ref().map(|project| project.id),
            queue: Some(&queue),
            opened_by: draft.account,
            owner: None,
            audience: Side::Client,
            paper: None,
        };
        let staff = self.staff(&workflow, &facts).await?;
        let moment = Moment { staff: staff.as_ref(), ..self.moment(&workflow) };
        let random = u64::from_le_bytes(moment.ids.secret()[..8].try_into().expect("eight of 32 bytes"));
        let reference = Reference::new(&workflow.prefix, random);
        let start = workflow.start(&known).clone();
        let beginning = Beginning {
            organisation: draft.organisation,
            project: facts.project,
            opened_by: draft.account,
            definition: draft.definition.clone(),
            queue: queue.clone(),
            start: start.clone(),
        };
        let request = new_request(&moment, beginning, Answers::clone(&answers), reference);
        let id = request.id;
        let Draft { organisation: whose, account, .. } = *draft;
        let holder = Holder { organisation: whose, account, draft: Some(draft.id), purpose: Purpose::Request(id) };
        let fields = workflow.fields();
        let booked = agenda.settle(fields, &request.answers, self.definition(), holder, moment.ids, moment.now);
        let mut life = Life::new(
            moment,
            Dossier {
                request,
                organisation,
                project,
                tasks: Vec::new(),
                documents: Vec::new(),
                bookings: Vec::new(),
                visits: BTreeMap::new(),
            },
        );
        begin(&mut life, &moment, &start, &known);
        let mut changes = submitted(life, &moment, draft);
        changes.extend(booked);
        Ok((id, changes))
    }
}

/// For whom a request begins, and where.
pub(crate) struct Beginning {
    pub organisation: OrganisationId,
    pub project: Option<ProjectId>,
    pub opened_by: AccountId,
    /// The hash of the definition it keeps.
    pub definition: String,
    pub queue: Id,
    pub start: Id,
}

/// The request that a draft becomes, before its life begins.
pub(crate) fn new_request(
    moment: &Moment<'_>,
    beginning: Beginning,
    answers: Answers,
    reference: Reference,
) -> Request {
    let title = title(moment.workflow, &answers).unwrap_or_else(|| reference.to_string());
    let now: DateTime<Utc> = moment.now;
    Request {
        id: RequestId(moment.ids.uuid(now)),
        organisation: beginning.organisation,
        project: beginning.project,
        reference,
        request_type: moment.workflow.id.clone(),
        definition: beginning.definition,
        title,
        opened_by: beginning.opened_by,
        queue: beginning.queue,
        owner: None,
        status: beginning.start,
        since: now,
        waits_for: WaitsFor::Team,
        ended: None,
        due: None,
        reminded: None,
        answers,
        team_answers: Answers::new(),
        events: 0,
        submitted: now,
        activity: now,
        version: Version::FIRST,
    }
}

/// What a request is called after its answers, where they say it.
pub(super) fn title(workflow: &RequestType, answers: &Answers) -> Option<String> {
    match answers.get(workflow.title.as_ref()?)? {
        Value::Text(text) => Some(text.lines().next().unwrap_or_default().chars().take(120).collect()),
        _ => None,
    }
}

/// The rule of a submission: its files are documents, it has its first owner, and it enters its first status.
pub(crate) fn begin(life: &mut Life<'_>, moment: &Moment<'_>, start: &Id, known: &dyn Lookup) {
    life.log(Side::Client, Happening::Submitted { status: start.clone() });
    for document in documents(moment, life.request()) {
        life.add(document);
    }
    life.give_first(known);
    life.enter(start, &[]);
}

/// The batch of a submission: the request with its life begun, its files as documents, the draft gone, and the key
/// that lets it happen only once.
fn submitted(life: Life<'_>, moment: &Moment<'_>, draft: &Draft) -> Changes {
    let request = life.request().id;
    let blobs: Vec<BlobId> = life.documents().iter().map(|document| document.file.blob).collect();
    let mut changes = Changes::new();
    let key = IdempotencyKey {
        account: draft.account,
        route: "submit",
        key: draft.id.to_string(),
        body: Sha256::digest(draft.id.0).into(),
        expires: moment.now + TimeDelta::days(90),
    };
    changes.push(Change::Once(key, Subject::Request(request)));
    changes.extend(life.into_changes(Expect::New));
    for blob in blobs {
        changes.push(Change::Release(blob));
    }
    changes.push(Change::Remove(Subject::Draft(draft.id)));
    changes
}

/// The files of the answers as documents of the request.
fn documents(moment: &Moment<'_>, request: &Request) -> Vec<Document> {
    let mut documents = Vec::new();
    for field in moment.workflow.fields() {
        let (FieldType::Document { kind, .. }, Some(Value::Files(files))) =
            (&field.field_type, request.answers.get(&field.id))
        else {
            continue;
        };
        for file in files {
            let name = file.name.clone();
            let media_type = file.media_type.clone();
            documents.push(Document {
                id: DocumentId(moment.ids.uuid(moment.now)),
                organisation: request.organisation,
                request: request.id,
                kind: kind.clone(),
                audience: Side::Client,
                title: name.clone(),
                fields: Answers::new(),
                file: FileVersion { number: 1, blob: file.blob, name, size: file.size, media_type },
                added_by: request.opened_by,
                created: moment.now,
                shared: Some(moment.now),
                version: Version::FIRST,
            });
        }
    }
    documents
}
