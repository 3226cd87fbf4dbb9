//! What time alone does to a request: no person acts, and the portal decides by its workflow.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::life::Life;
use crate::{
    Portal,
    definition::RequestType,
    id::RequestId,
    identity::Side,
    store::{Changes, Dossier, Expect, Record, Store, StoreError},
};

impl Portal {
    /// What time has done to a request until now, and the job that wakes it next. Nothing, where there is no such request.
    pub(crate) async fn pass_time(&self, store: &dyn Store, id: RequestId) -> Result<Changes, StoreError> {
        let Some((dossier, workflow)) = self.standing(store, id).await? else { return Ok(Changes::new()) };
        let staff = self.staff(store, &workflow, &dossier.request.facts(Side::Client)).await?;
        let expect = Expect::Loaded(dossier.request.version);
        let mut life = Life::new(self.moment(&workflow, staff.as_ref()), dossier);
        if life.time_passed() {
            return Ok(life.into_changes(expect));
        }
        let mut changes = Changes::new();
        if let Some(job) = life.wake() {
            changes.create(Record::Job(job));
        }
        Ok(changes)
    }

    /// When time alone will next do something to a request; `None`: never.
    pub(crate) async fn wakes(&self, store: &dyn Store, id: RequestId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Some((dossier, workflow)) = self.standing(store, id).await? else { return Ok(None) };
        Ok(Life::new(self.moment(&workflow, None), dossier).wakes())
    }

    async fn standing(
        &self,
        store: &dyn Store,
        id: RequestId,
    ) -> Result<Option<(Dossier, Arc<RequestType>)>, StoreError> {
        let Some(dossier) = store.to_move(id).await? else { return Ok(None) };
        let workflow = self.workflow(&dossier.request.definition, &dossier.request.request_type).await?;
        Ok(Some((dossier, workflow)))
    }
}
