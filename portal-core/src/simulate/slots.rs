//! The times that the form of a script may choose: all that the team offers, since nobody else takes any.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::player::{Played, Player};
use crate::{
    booking::{Booking, BookingState, Opening, offered},
    clock::Ids,
    definition::{Script, Slot, Written},
    form::{Answers, Appointment, Environment, FieldType, Form, Value},
    id::{BookingId, Id, Version},
    request::Request,
};

impl Player<'_> {
    /// The times that can be had, by slot.
    pub(super) fn openings(&self) -> BTreeMap<Id, Vec<Opening>> {
        let live = self.stage.definition;
        let free = |(id, slot): (&Id, &Slot)| {
            let calendar = live.calendars.get(&slot.calendar)?;
            Some((id.clone(), offered(slot, calendar, live.time_zone, self.now, &[])))
        };
        live.slots.iter().filter_map(free).collect()
    }

    /// For each field that asks for one, the first time that can be had from the day on that the script names.
    pub(super) fn choose_times(&self, script: &Script, environment: &Environment, answers: &mut Answers) -> Played<()> {
        let workflow = self.stage.workflow;
        let form = Form::new(&workflow.steps, environment);
        for field in workflow.fields() {
            let (FieldType::Slot { of }, Some(Written::Day(day))) = (&field.field_type, script.answers.get(&field.id))
            else {
                continue;
            };
            let slot = of.choose(&form.known(answers)).cloned().ok_or("no slot is asked for")?;
            let chosen = first_time(&field.id, slot, environment, self.reading().from(*day))?;
            answers.insert(field.id.clone(), Value::Slot(chosen));
        }
        Ok(())
    }

    /// What the request has booked.
    pub(super) fn bookings(&self, request: &Request) -> Vec<Booking> {
        let booked = |(field, value): (&Id, &Value)| match value {
            Value::Slot(chosen) => Some(Booking {
                id: BookingId(self.stage.ids.uuid(self.now)),
                organisation: request.organisation,
                slot: chosen.slot.clone(),
                starts: chosen.starts,
                ends: chosen.ends,
                counted: Vec::new(),
                draft: None,
                request: Some(request.id),
                field: field.clone(),
                account: request.opened_by,
                state: BookingState::Booked,
                held_until: None,
                created: self.now,
                version: Version::FIRST,
            }),
            _ => None,
        };
        request.answers.iter().filter_map(booked).collect()
    }
}

/// The first time of a slot that can be had from a moment on.
pub(crate) fn first_time(field: &Id, slot: Id, environment: &Environment, from: DateTime<Utc>) -> Played<Appointment> {
    let openings = environment.openings.as_ref().and_then(|openings| openings.get(&slot));
    let opening = openings.and_then(|free| free.iter().find(|opening| opening.starts >= from));
    let opening = opening.ok_or_else(|| format!("from then on no time of `{slot}` is free for `{field}`"))?;
    Ok(Appointment { starts: opening.starts, ends: opening.ends, slot })
}
