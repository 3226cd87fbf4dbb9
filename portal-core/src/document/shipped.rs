//! What ships with the definition: resources, in the library and on the pages of reading tasks, and the blanks of kinds.

use bytes::Bytes;
use uuid::Uuid;

use super::{Download, Judgement, judge};
use crate::{
    Desk, Refused,
    definition::{Condition, Kind, Resource, ResourceContent},
    form::{Answers, Form},
    id::{AccountId, Id, OrganisationId, TaskId},
    identity::{Facts, Paper, Side},
    request::{Item, Life, Loaded, Task, TaskAction},
    store::{Expect, Subject},
};

/// How much of the two ends of a file is looked at to tell its media type, in bytes.
const ENDS: usize = 8_192;

/// A shipped file, or where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shipped {
    /// A file of the definition's folder.
    File {
        /// Its name, without its folder.
        name: String,
        /// Media type by content.
        media_type: &'static str,
        /// Its bytes.
        bytes: Bytes,
    },
    /// An address on the web.
    Link(String),
}

/// What a part of a reading task shows.
#[derive(Debug)]
pub enum Opened {
    /// A resource.
    Shipped(Shipped),
    /// A document of the request.
    Document(Box<Download>),
}

impl<'a> Desk<'a> {
    /// The resources that the viewer is offered, in the order of the definition: those of kinds they see, that exist for
    /// one of their organisations. The team is offered those of all organisations.
    pub fn resources(&self) -> Vec<(&'a Id, &'a Resource)> {
        self.definition().resources.iter().filter(|(_, resource)| self.is_offered(resource)).collect()
    }

    /// Opens a resource.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer is not offered it.
    pub fn open_resource(&self, id: &str) -> Result<Shipped, Refused> {
        let found = self.definition().resources.get(id).filter(|resource| self.is_offered(resource));
        self.shipped(&found.ok_or(Refused::NotFound)?.content)
    }

    /// The blank of a kind to fill in, for whoever may hand in such documents or sees them.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is none for them.
    pub fn blank(&self, kind: &str) -> Result<Shipped, Refused> {
        let (id, found) = self.kind(kind)?;
        let model = found.model.as_ref().filter(|_| self.uses(id, found)).ok_or(Refused::NotFound)?;
        self.shipped(&ResourceContent::File(model.clone()))
    }

    /// Opens what a part of a reading task shows. For whoever is to do the task it counts as read from then on.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the viewer does not see the task, or the part shows nothing that they see.
    pub async fn open_item(&self, task: TaskId, item: usize) -> Result<Opened, Refused> {
        let loaded = self.load_of_task(task).await?;
        let part = readable(&loaded, task, item, self.side())?.1.clone();
        let opened = match self.definition().resources.get(&part.kind) {
            Some(resource) if self.sees_shipped(&resource.kind, loaded.dossier.request.organisation) => {
                Opened::Shipped(self.shipped(&resource.content)?)
            }
            Some(_) => return Err(Refused::NotFound),
            None => {
                let document = *part.documents.first().ok_or(Refused::NotFound)?;
                Opened::Document(Box::new(self.download(document).await?))
            }
        };
        match self.mark_read(task, item).await {
            Ok(_) | Err(Refused::Forbidden | Refused::NotHere) => Ok(opened),
            Err(refused) => Err(refused),
        }
    }

    /// Notes that a part of a reading task was read. The task is closed on its own.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] when the task is somebody else's to do, [`Refused::NotHere`] when it is not open,
    /// [`Refused::NotFound`] when there is no such part.
    pub async fn mark_read(&self, task: TaskId, item: usize) -> Result<TaskId, Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load_of_task(task).await?;
            let (found, part) = readable(&loaded, task, item, self.side())?;
            self.must_do(found, &loaded)?;
            if !found.is_open() {
                return Err(Refused::NotHere);
            }
            if part.done {
                return Ok(task);
            }
            let expect = Expect::Loaded(loaded.dossier.request.version);
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier.clone());
            life.edit_task(task, |task| task.items[item].done = true);
            if self.commit(Subject::Task(task), life.into_changes(expect), &mut tries).await? {
                return Ok(task);
            }
        }
    }

    fn is_offered(&self, resource: &Resource) -> bool {
        if self.side() == Side::Team {
            return self.sees_shipped(&resource.kind, OrganisationId(Uuid::nil()));
        }
        let exists = |when: &Condition, id: OrganisationId| {
            self.viewer.organisation(id).is_some_and(|found| {
                let environment = self.environment(found, None);
                when.holds(&Form::new(&[], &environment).known(&Answers::new()))
            })
        };
        self.viewer.organisations().any(|id| {
            self.sees_shipped(&resource.kind, id) && resource.offered_when.as_ref().is_none_or(|when| exists(when, id))
        })
    }

    /// Whether the viewer sees what ships of a kind: no request makes an exception.
    fn sees_shipped(&self, kind: &Id, organisation: OrganisationId) -> bool {
        let nobody = AccountId(Uuid::nil());
        let paper = Some(Paper { kind, added_by: None });
        let facts = Facts {
            organisation,
            request: None,
            request_type: None,
            project: None,
            queue: None,
            opened_by: nobody,
            owner: None,
            audience: Side::Client,
            paper,
        };
        self.viewer.sees_kind(&facts)
    }

    /// Whether the viewer may hand in documents of a kind, or sees them.
    fn uses(&self, id: &Id, kind: &Kind) -> bool {
        let anywhere = self.viewer.organisations().chain([OrganisationId(Uuid::nil())]);
        kind.added_by.contains(&self.side()) || anywhere.into_iter().any(|of| self.sees_shipped(id, of))
    }

    fn shipped(&self, content: &ResourceContent) -> Result<Shipped, Refused> {
        let path = match content {
            ResourceContent::Link(address) => return Ok(Shipped::Link(address.clone())),
            ResourceContent::File(path) => path,
        };
        let bytes = self.definition().shipped.get(path).cloned().ok_or(Refused::NotFound)?;
        let (head, tail) = (&bytes[..bytes.len().min(ENDS)], &bytes[bytes.len().saturating_sub(ENDS)..]);
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        let media_type = match judge(head, tail, &name) {
            Judgement::Is(_, media_type) => media_type,
            Judgement::CutOff(_) | Judgement::Unknown => "application/octet-stream",
        };
        Ok(Shipped::File { name, media_type, bytes })
    }
}

/// A part of a reading task that a side sees.
fn readable(loaded: &Loaded, task: TaskId, item: usize, side: Side) -> Result<(&Task, &Item), Refused> {
    let found = loaded.dossier.tasks.iter().find(|found| found.id == task).ok_or(Refused::NotFound)?;
    let seen = side == Side::Team || loaded.workflow.client_sees(found);
    let part = found.items.get(item).filter(|_| seen && found.action == TaskAction::Read);
    Ok((found, part.ok_or(Refused::NotFound)?))
}
