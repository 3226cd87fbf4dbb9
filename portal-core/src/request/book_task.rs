//! Tasks that book: which times are offered, and choosing one of them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Task, TaskAction};
use crate::{
    Desk, Refused,
    booking::{Holder, Opening, Purpose, Wanted, reconcile},
    form::{FieldFault, Reason},
    id::Id,
    store::{Changes, Dossier},
};

impl Desk<'_> {
    /// The slot that a task books, and the times of it that can be had; `None`: it does not book, or not now.
    pub(crate) async fn times_of_task(&self, task: &Task) -> Result<Option<(Id, Vec<Opening>)>, Refused> {
        let Some(item) = task.items.first().filter(|_| task.action == TaskAction::Book && task.is_open()) else {
            return Ok(None);
        };
        let mut agenda = self.agenda_of(std::slice::from_ref(&item.kind)).await?;
        let free = agenda.openings.as_mut().and_then(|openings| openings.remove(&item.kind));
        Ok(Some((item.kind.clone(), free.unwrap_or_default())))
    }

    /// What is written so that a request has the time that was chosen in its task. `full` are the places that were found
    /// full in the meantime.
    ///
    /// # Errors
    /// [`Refused::Answers`] when the time cannot be had.
    pub(super) async fn book(
        &self,
        task: &Task,
        starts: DateTime<Utc>,
        dossier: &Dossier,
        full: &BTreeSet<Uuid>,
    ) -> Result<Changes, Refused> {
        let live = self.definition();
        let gone = FieldFault { step: Id::from(""), field: Id::from("time"), reason: Reason::NotFree };
        let gone = || Refused::Answers(vec![gone.clone()]);
        let asked = task.items.first().map(|item| &item.kind).ok_or_else(gone)?;
        let (id, slot) = live.slots.get_key_value(asked).ok_or_else(gone)?;
        let mut agenda = self.agenda_of(std::slice::from_ref(id)).await?;
        agenda.without(full, live);
        if !agenda.offers(id, starts) {
            return Err(gone());
        }
        let field = task.template.clone().unwrap_or_else(|| Id::from("book"));
        let holder = Holder {
            organisation: dossier.request.organisation,
            account: self.viewer.account(),
            draft: None,
            purpose: Purpose::Request(dossier.request.id),
        };
        let wanted = [Wanted { field, id: id.clone(), slot, starts }];
        Ok(reconcile(&[], agenda.others(), &wanted, holder, self.parts().ids.as_ref(), self.now()))
    }
}
