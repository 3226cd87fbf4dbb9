//! Adding documents: the team's to a request, the client's to a task.

use super::{Document, FileVersion, Incoming, Rejected, receive::Received};
use crate::{
    Desk, Refused,
    definition::Kind,
    form::{Answers, FieldType, Form, RawAnswers, Value},
    id::{BlobId, DocumentId, Id, RequestId, TaskId, Version},
    identity::{Permission, Side},
    request::{Happening, Life, TaskAction, TaskState},
    store::{Change, Changes, Expect, Subject},
};

/// Most files per item of a task (SECURITY §4).
const PER_ITEM: usize = 10;

/// A document that the team adds to a request.
#[derive(Clone, Debug)]
pub struct AddDocument {
    /// The request.
    pub request: RequestId,
    /// The kind of document.
    pub kind: String,
    /// Its own data, as typed.
    pub fields: RawAnswers,
}

/// A document that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// It.
    pub document: DocumentId,
    /// The version that the request had just before: what somebody saw then is still true but for the document.
    pub over: Version,
}

/// The team's own field that takes another file of a kind.
fn room(loaded: &crate::request::Loaded, field: &str, of: &Id) -> Result<Id, Refused> {
    let found = loaded.workflow.team_fields.iter().find(|found| found.id == field).ok_or(Refused::NotFound)?;
    let FieldType::Document { kind, max } = &found.field_type else { return Err(Refused::NotFound) };
    if kind != of {
        return Err(Refused::NotFound);
    }
    let there = match loaded.dossier.request.team_answers.get(&found.id) {
        Some(Value::Files(files)) => files.len(),
        _ => 0,
    };
    if there >= *max as usize { Err(Refused::File(Rejected::TooMany(*max))) } else { Ok(found.id.clone()) }
}

impl Desk<'_> {
    /// Adds a document to a request. One of a kind that starts internal stays with the team until a move shares it.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] when the viewer's side does not add this kind, [`Refused::File`] when it will not do.
    pub async fn add_document(&self, input: &AddDocument, incoming: Incoming<'_>) -> Result<Added, Refused> {
        self.add_to(input, None, incoming).await
    }

    /// Adds a file to one of the team's own fields: it becomes a document of the field's kind, and the field names it.
    ///
    /// # Errors
    /// As [`Desk::add_document`], and [`Refused::NotFound`] when there is no such field.
    pub async fn add_to_field(
        &self,
        request: RequestId,
        field: &str,
        fields: RawAnswers,
        incoming: Incoming<'_>,
    ) -> Result<Added, Refused> {
        let loaded = self.load(request).await?;
        self.must_write_fields(&loaded.dossier)?;
        let found = loaded.workflow.team_fields.iter().find(|found| found.id == field);
        let Some(FieldType::Document { kind, .. }) = found.map(|found| &found.field_type) else {
            return Err(Refused::NotFound);
        };
        let input = AddDocument { request, kind: kind.to_string(), fields };
        self.add_to(&input, Some(field), incoming).await
    }

    async fn add_to(&self, input: &AddDocument, field: Option<&str>, incoming: Incoming<'_>) -> Result<Added, Refused> {
        let loaded = self.load(input.request).await?;
        self.must(Permission::DocumentAdd, &loaded.dossier)?;
        let organisation = loaded.dossier.request.organisation;
        let (kind_id, kind) = self.kind(&input.kind)?;
        let side = if self.viewer.is_on(Side::Team, organisation) { Side::Team } else { Side::Client };
        let request = &loaded.dossier.request;
        let named = kind.adders.includes(self.viewer, &request.relations());
        if !kind.added_by.contains(&side) || !named {
            return Err(Refused::Forbidden);
        }
        if let Some(field) = field {
            room(&loaded, field, kind_id)?;
        }
        let environment = self.environment(&loaded.dossier.organisation, Some(loaded.dossier.request.id));
        let (fields, faults) = Form::read_fields(&kind.fields, &input.fields, &environment);
        if !faults.is_empty() {
            return Err(Refused::Answers(faults));
        }
        let received = self.receive(organisation, None, kind, incoming).await?;
        let internal = side == Side::Team && kind.starts_internal;
        let audience = if internal { Side::Team } else { Side::Client };
        let mut tries = self.tries();
        loop {
            let loaded = self.load(input.request).await?;
            let over = loaded.dossier.request.version;
            let place = field.map(|field| room(&loaded, field, kind_id)).transpose()?;
            let document = self.new_document(&loaded.dossier.request, kind_id, audience, fields.clone(), &received);
            let id = document.id;
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier);
            life.add(document);
            if let Some(field) = place {
                let files = life.request_mut().team_answers.entry(field).or_insert_with(|| Value::Files(Vec::new()));
                if let Value::Files(files) = files {
                    files.push(received.file.clone());
                }
            }
            life.log(
                audience,
                match (side, internal) {
                    (Side::Team, false) => Happening::DocumentShared { document: id },
                    _ => Happening::DocumentAdded { document: id },
                },
            );
            let changes = life.into_changes(Expect::Loaded(over));
            if self.record(Subject::Document(id), &received, changes, &mut tries).await? {
                return Ok(Added { document: id, over });
            }
        }
    }

    /// Takes a file out of one of the team's own fields. It stays among the documents of the request.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] unless the viewer works the request for the team, [`Refused::NotFound`] when the field holds
    /// no such file, or they do not see it.
    pub async fn take_out(&self, request: RequestId, field: &str, blob: BlobId) -> Result<Version, Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load(request).await?;
            self.must_write_fields(&loaded.dossier)?;
            self.saw(loaded.dossier.request.version)?;
            let (over, facts) = (loaded.dossier.request.version, loaded.dossier.request.facts(Side::Client));
            let file = loaded.dossier.documents.iter().find(|document| document.file.blob == blob);
            let seen = file.is_none_or(|document| self.viewer.sees_kind(&document.facts(facts)));
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier);
            let answers = &mut life.request_mut().team_answers;
            let Some(Value::Files(files)) = answers.get_mut(field).filter(|_| seen) else {
                return Err(Refused::NotFound);
            };
            let before = files.len();
            files.retain(|file| file.blob != blob);
            let (left, gone) = (files.len(), files.len() < before);
            if !gone {
                return Err(Refused::NotFound);
            }
            if left == 0 {
                answers.shift_remove(field);
            }
            let changes = life.into_changes(Expect::Loaded(over));
            if self.commit(Subject::Request(request), changes, &mut tries).await? {
                return Ok(over);
            }
        }
    }

    /// Hands in a file for one item of a task. It is the team's to see only once the task is closed.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] when the task is somebody else's, [`Refused::NotHere`] when it is closed,
    /// [`Refused::File`] when the file will not do.
    pub async fn provide(&self, id: TaskId, item: usize, incoming: Incoming<'_>) -> Result<DocumentId, Refused> {
        let loaded = self.load_of_task(id).await?;
        let (kind_id, kind) = self.providable(&loaded, id, item)?;
        let received = self.receive(loaded.dossier.request.organisation, None, kind, incoming).await?;
        let mut tries = self.tries();
        loop {
            let loaded = self.load_of_task(id).await?;
            self.providable(&loaded, id, item)?;
            let expect = Expect::Loaded(loaded.dossier.request.version);
            let request = &loaded.dossier.request;
            let document = self.new_document(request, &kind_id, Side::Client, Answers::new(), &received);
            let added = document.id;
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier);
            life.add(document);
            life.edit_task(id, |task| task.items[item].documents.push(added));
            let changes = life.into_changes(expect);
            if self.record(Subject::Document(added), &received, changes, &mut tries).await? {
                return Ok(added);
            }
        }
    }

    /// Takes a file back that was attached to an open task by mistake.
    ///
    /// # Errors
    /// As [`Desk::provide`]; [`Refused::NotFound`] when the task has no such file.
    pub async fn take_back(&self, id: TaskId, document: DocumentId) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load_of_task(id).await?;
            let task = loaded.dossier.tasks.iter().find(|task| task.id == id).ok_or(Refused::NotFound)?;
            self.must_do(task, &loaded)?;
            self.saw(task.version)?;
            if task.state != TaskState::Open || task.action != TaskAction::Provide {
                return Err(Refused::NotHere);
            }
            let facts = loaded.dossier.request.facts(Side::Client);
            let known = loaded.dossier.documents.iter().find(|known| known.id == document);
            let attached = task.items.iter().any(|item| item.documents.contains(&document));
            if !attached || !known.is_some_and(|known| self.viewer.sees_kind(&known.facts(facts))) {
                return Err(Refused::NotFound);
            }
            let expect = Expect::Loaded(loaded.dossier.request.version);
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier);
            life.edit_task(id, |task| task.items.iter_mut().for_each(|item| item.documents.retain(|d| *d != document)));
            let mut changes = life.into_changes(expect);
            changes.push(Change::Remove(Subject::Document(document)));
            if self.commit(Subject::Task(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// A kind of document in force.
    pub(crate) fn kind(&self, id: &str) -> Result<(&Id, &Kind), Refused> {
        self.definition().kinds.get_key_value(id).ok_or(Refused::NotFound)
    }

    fn providable(&self, loaded: &crate::request::Loaded, id: TaskId, item: usize) -> Result<(Id, &Kind), Refused> {
        let task = loaded.dossier.tasks.iter().find(|task| task.id == id).ok_or(Refused::NotFound)?;
        self.must_do(task, loaded)?;
        if task.state != TaskState::Open || task.action != TaskAction::Provide {
            return Err(Refused::NotHere);
        }
        let item = task.items.get(item).ok_or(Refused::NotFound)?;
        if item.documents.len() >= PER_ITEM {
            return Err(Refused::File(Rejected::TooMany(10)));
        }
        let (kind_id, kind) = self.kind(item.kind.as_str())?;
        Ok((kind_id.clone(), kind))
    }

    fn new_document(
        &self,
        request: &crate::request::Request,
        kind: &Id,
        audience: Side,
        fields: Answers,
        received: &Received,
    ) -> Document {
        let now = self.now();
        let file = &received.file;
        Document {
            id: DocumentId(self.portal.uuid(now)),
            organisation: request.organisation,
            request: request.id,
            kind: kind.clone(),
            audience,
            title: file.name.clone(),
            fields,
            file: FileVersion {
                number: 1,
                blob: file.blob,
                name: file.name.clone(),
                size: file.size,
                media_type: file.media_type.clone(),
            },
            added_by: self.viewer.account(),
            created: now,
            shared: (audience == Side::Client).then_some(now),
            version: Version::FIRST,
        }
    }

    /// Commits a batch together with the row of a file; when it cannot be, the bytes go at once.
    pub(crate) async fn record(
        &self,
        made: Subject,
        received: &Received,
        mut changes: Changes,
        tries: &mut crate::desk::Tries,
    ) -> Result<bool, Refused> {
        received.record(self.parts().space, &mut changes);
        let once = self.once.map(|once| once.with(received.sha256()));
        let committed = self.under(once.as_ref()).commit(made, changes, tries).await;
        // After an unclear end (the answer to COMMIT was lost) the row may be there: then the bytes must stay, and the
        // sweep decides.
        if let Err(Refused::Full | Refused::Stale | Refused::Forbidden | Refused::Repeated(_) | Refused::KeyReused) =
            committed
        {
            self.drop_bytes(received.file.blob).await;
        }
        committed
    }
}
