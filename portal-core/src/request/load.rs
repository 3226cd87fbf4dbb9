//! Loading what a decision about a request needs.

use std::sync::Arc;

use super::{Staff, life::Moment};
use crate::{
    Desk, Portal, Refused,
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
        let dossier = self.store.dossier(&self.sees(), id).await?.ok_or(Refused::NotFound)?;
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
        let (actor, viewer) = (Some(self.viewer.account()), Some(self.viewer));
        Moment { actor, viewer, ..self.portal.moment(workflow, None) }
    }
}

impl Portal {
    /// Now, by the portal itself, with a workflow.
    pub(crate) fn moment<'m>(&'m self, workflow: &'m RequestType, staff: Option<&'m Staff>) -> Moment<'m> {
        let (definition, ids) = (self.definition().as_ref(), self.parts().ids.as_ref());
        Moment { definition, workflow, ids, now: self.now(), actor: None, viewer: None, staff }
    }
}
