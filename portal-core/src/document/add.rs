//! Adding documents: the team's to a request, the client's to a task.

use super::{Document, FileVersion, Incoming, Rejected, receive::Received};
use crate::{
    Desk, Refused,
    definition::Kind,
    form::{Answers, Form, RawAnswers},
    id::{DocumentId, Id, RequestId, TaskId, Version},
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

impl Desk<'_> {
    /// Adds a document to a request. One of a kind that starts internal stays with the team until a move shares it.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] when the viewer's side does not add this kind, [`Refused::File`] when it will not do.
    pub async fn add_document(&self, input: &AddDocument, incoming: Incoming<'_>) -> Result<Added, Refused> {
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
        let environment = self.environment(&loaded.dossier.organisation);
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
            let document = self.new_document(&loaded.dossier.request, kind_id, audience, fields.clone(), &received);
            let id = document.id;
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier);
            life.add(document);
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
            if !task.items.iter().any(|item| item.documents.contains(&document)) {
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
