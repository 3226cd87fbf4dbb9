//! What is free of the slots that a form asks for, and what its draft has of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Booking, BookingState, Holder, Opening, Wanted, offered, place, reconcile};
use crate::{
    Desk, Refused,
    clock::Ids,
    definition::{Definition, Slot, due_at},
    form::{Answers, Field, FieldType, Value},
    id::{DraftId, Id},
    store::Changes,
};

/// The times that a form may ask for, and the bookings behind them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda {
    /// The times that can be had, by slot; `None`: the form asks for none.
    pub(crate) openings: Option<BTreeMap<Id, Vec<Opening>>>,
    /// What the draft took and did not give back.
    own: Vec<Booking>,
    /// What others took, in the reach of the slots.
    others: Vec<Booking>,
}

impl Agenda {
    /// Works out what is free. `taken` are the bookings of the slots in their reach, those of the draft among them.
    fn new(
        slots: &[(&Id, &Slot)],
        own: Vec<Booking>,
        taken: Vec<Booking>,
        live: &Definition,
        now: DateTime<Utc>,
    ) -> Self {
        let (zone, is_own) = (live.time_zone, |other: &Booking| own.iter().any(|mine| mine.id == other.id));
        let others: Vec<Booking> = taken.into_iter().filter(|booking| !is_own(booking)).collect();
        let mut openings = BTreeMap::new();
        for (id, slot) in slots {
            let Some(calendar) = live.calendars.get(&slot.calendar) else { continue };
            let of_slot: Vec<Booking> = others.iter().filter(|booking| booking.slot == **id).cloned().collect();
            let mut free = offered(slot, calendar, zone, now, &of_slot);
            // What is held was offered when it was chosen, and stays so, though its notice begins meanwhile.
            let held = own.iter().filter(|booking| booking.slot == **id && booking.stands(now) && booking.starts > now);
            for booking in held.filter(|booking| booking.state == BookingState::Held) {
                if let Err(at) = free.binary_search_by_key(&booking.starts, |opening| opening.starts) {
                    free.insert(at, Opening { starts: booking.starts, ends: booking.ends, left: 1 });
                }
            }
            openings.insert((*id).clone(), free);
        }
        Self { openings: Some(openings), own, others }
    }

    /// Takes away what was found full in the meantime, by the counters that were.
    pub(crate) fn without(&mut self, full: &BTreeSet<Uuid>, live: &Definition) {
        for (id, free) in self.openings.iter_mut().flatten() {
            let Some(slot) = live.slots.get(id) else { continue };
            free.retain(|opening| !place::covered(id, slot, opening.starts).iter().any(|place| full.contains(place)));
        }
    }

    /// Whether a time can be had.
    pub(crate) fn offers(&self, slot: &Id, starts: DateTime<Utc>) -> bool {
        let free = self.openings.as_ref().and_then(|openings| openings.get(slot));
        free.is_some_and(|free| free.iter().any(|opening| opening.starts == starts))
    }

    /// What others took, in the reach of the slots.
    pub(crate) fn others(&self) -> &[Booking] {
        &self.others
    }

    /// What is written so that the holder has what the answers ask for, and nothing else. A time that cannot be had is
    /// not asked for: the form tells of it.
    pub(crate) fn settle<'f>(
        &self,
        fields: impl IntoIterator<Item = &'f Field>,
        answers: &Answers,
        live: &Definition,
        holder: Holder,
        ids: &dyn Ids,
        now: DateTime<Utc>,
    ) -> Changes {
        let asks = |field: &Field| match (&field.field_type, answers.get(&field.id)) {
            (FieldType::Slot { .. }, Some(Value::Slot(chosen))) => {
                let is_free = self.offers(&chosen.slot, chosen.starts);
                let (id, slot) = live.slots.get_key_value(&chosen.slot).filter(|_| is_free)?;
                Some(Wanted { field: field.id.clone(), id: id.clone(), slot, starts: chosen.starts })
            }
            _ => None,
        };
        let wanted: Vec<Wanted<'_>> = fields.into_iter().filter_map(asks).collect();
        reconcile(&self.own, &self.others, &wanted, holder, ids, now)
    }
}

/// The slots that fields ask for times of, each once.
fn asked<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Vec<Id> {
    let mut named: BTreeSet<&Id> = BTreeSet::new();
    for field in fields {
        if let FieldType::Slot { of } = &field.field_type {
            named.extend(of.values());
        }
    }
    named.into_iter().cloned().collect()
}

impl Desk<'_> {
    /// What can be had of the slots that fields ask for. What a draft holds counts as free to it.
    pub(crate) async fn agenda<'f>(
        &self,
        fields: impl IntoIterator<Item = &'f Field>,
        draft: DraftId,
    ) -> Result<Agenda, Refused> {
        let asked = asked(fields);
        if asked.is_empty() {
            return Ok(Agenda::default());
        }
        let own = self.store.taken_for_draft(draft).await?;
        self.agenda_with(&asked, own).await
    }

    /// What can be had of slots by whoever holds none of them.
    pub(crate) async fn agenda_of(&self, slots: &[Id]) -> Result<Agenda, Refused> {
        self.agenda_with(slots, Vec::new()).await
    }

    async fn agenda_with(&self, asked: &[Id], own: Vec<Booking>) -> Result<Agenda, Refused> {
        let (live, now) = (self.definition(), self.now());
        let slots: Vec<(&Id, &Slot)> = asked.iter().filter_map(|id| live.slots.get_key_value(id)).collect();
        let mut taken = Vec::new();
        for (id, slot) in &slots {
            let Some(calendar) = live.calendars.get(&slot.calendar) else { continue };
            let until = due_at(now, slot.ahead, calendar, live.time_zone) + slot.length;
            taken.extend(self.store.taken(id, now, until).await?);
        }
        Ok(Agenda::new(&slots, own, taken, live, now))
    }
}
