//! Loading what a decision about a request needs.

use std::sync::Arc;

use super::life::Moment;
use crate::{
    Desk, Refused,
    definition::RequestType,
    id::{RequestId, TaskId},
    identity::{Permission, Side},
    store::Dossier,
};

/// A request with its workflow, as a use case works with it.
pub(crate) struct Loaded {
    pub(crate) dossier: Dossier,
    pub(crate) workflow: Arc<RequestType>,
}

impl Desk<'_> {
    /// Loads a request that the viewer sees; what they do not see does not exist.
    pub(crate) async fn load(&self, id: RequestId) -> Result<Loaded, Refused> {
        let dossier = self.store.dossier(&self.sees(), &self.reads(), id).await?.ok_or(Refused::NotFound)?;
        let workflow = self.portal.workflow(&dossier.request.definition, &dossier.request.request_type).await?;
        Ok(Loaded { dossier, workflow })
    }

    /// Loads the request that a task belongs to.
    pub(crate) async fn load_of_task(&self, id: TaskId) -> Result<Loaded, Refused> {
        let request = self.store.request_of_task(&self.sees(), id).await?.ok_or(Refused::NotFound)?;
        let loaded = self.load(request).await?;
        loaded.dossier.tasks.iter().any(|task| task.id == id).then_some(loaded).ok_or(Refused::NotFound)
    }

    /// Refuses unless the viewer has the permission on this request.
    pub(crate) fn must(&self, permission: Permission, dossier: &Dossier) -> Result<(), Refused> {
        let facts = dossier.request.facts(Side::Client);
        self.viewer.scope(permission).admits(&facts).then_some(()).ok_or(Refused::Forbidden)
    }

    /// Now, by this viewer, with a workflow.
    pub(crate) fn moment<'m>(&'m self, workflow: &'m RequestType) -> Moment<'m> {
        Moment {
            definition: self.definition(),
            workflow,
            ids: self.parts().ids.as_ref(),
            now: self.now(),
            actor: Some(self.viewer.account()),
            viewer: Some(self.viewer),
            staff: None,
        }
    }
}
