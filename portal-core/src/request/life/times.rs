//! The times that are booked for a request: given back when it ends before them, and gone when it is opened again.

use super::Life;
use crate::{booking, form::Value, store::Changes};

impl Life<'_> {
    /// Forgets the answers whose times were given back: who opens a request again has no time until they choose one.
    pub(super) fn forget_lost_times(&mut self) {
        let booked = &self.dossier.bookings;
        let stands = |value: &Value| match value {
            Value::Slot(chosen) => {
                booked.iter().any(|booking| booking.slot == chosen.slot && booking.starts == chosen.starts)
            }
            _ => true,
        };
        self.dossier.request.answers.retain(|_, value| stands(value));
    }

    /// Leaves the places of a request that is over to others, if their time is yet to come.
    pub(super) fn times_given_back(&self) -> Changes {
        match self.dossier.request.ended {
            Some(_) => booking::give_back(&self.dossier.bookings, self.moment.now),
            None => Changes::new(),
        }
    }
}
