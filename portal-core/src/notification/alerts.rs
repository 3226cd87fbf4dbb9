//! Letters about the safety of accounts: the worker's part.

use super::{
    DeliveryState,
    account_letter::{AccountLetter, CROWDED, Tried},
    caught,
    delivery::spread,
};
use crate::{
    Portal,
    channel::{ChannelError, Envelope},
    fault::point,
    id::AlertId,
    identity::{Alert, AlertKind},
    store::{Changes, Expect, Lease, Outcome, Record, StoreError},
};

impl Portal {
    /// Sends a letter about the safety of an account.
    pub(super) async fn send_alert(&self, lease: &Lease) -> Result<(), StoreError> {
        let (parts, now) = (self.parts(), self.now());
        let waits = |alert: &Alert| matches!(alert.letter, DeliveryState::Pending | DeliveryState::Sending);
        let found = parts.store.alert(AlertId(lease.job.subject)).await?.filter(waits);
        let Some(alert) = found else { return self.settled(lease, &Outcome::Done, None).await };
        let Some(place) = parts.hosts.enter(&alert.email) else {
            return self.settled(lease, &Outcome::PutOff(now + spread(CROWDED, self.chance())), None).await;
        };
        let attempts = alert.attempts + 1;
        let sending = Alert { attempts, letter: DeliveryState::Sending, reason: None, ..alert };
        let mut changes = Changes::new();
        changes.write(Record::Alert(sending.clone()), Expect::Loaded(sending.version));
        match parts.store.commit(&changes).await {
            Err(StoreError::Conflict(_)) => return self.settled(lease, &Outcome::Again(now), None).await,
            done => done?,
        }
        let sending = Alert { version: sending.version.next(), ..sending };
        point("worker.before_sending");
        let sent = caught(parts.mail.send(&self.alert_letter(&sending))).await;
        point("worker.sent");
        drop(place);
        let sent = sent.unwrap_or_else(|panic| Err(ChannelError::Temporary(panic)));
        let tried = Tried { attempts, created: sending.created, expires: None };
        let (letter, reason, outcome) = tried.came_to(sent, self.now(), self.chance());
        let version = sending.version;
        self.settled(lease, &outcome, Some((Record::Alert(Alert { letter, reason, ..sending }), version))).await
    }

    fn alert_letter(&self, alert: &Alert) -> Envelope {
        let definition = self.definition();
        let locale = definition.locale(&alert.locale);
        let when = crate::format::date_time(locale, alert.created, definition.time_zone);
        let mut facts = vec![("fact-when", when)];
        let about = match alert.kind {
            AlertKind::AddressAsked | AlertKind::AddressChanged => Some("fact-address"),
            AlertKind::IdentityConnected | AlertKind::IdentityDisconnected => Some("fact-sign-in"),
            _ => None,
        };
        facts.extend(about.map(|fact| (fact, alert.about.clone())));
        self.account_letter(AccountLetter {
            id: alert.id.to_string(),
            to: (&alert.name, &alert.email, &alert.locale),
            word: alert.kind.word(),
            paragraphs: ["intro", "advice"],
            footer: "alert-footer",
            about: vec![("address", &alert.email)],
            facts,
            path: alert.kind.leads_to().map(str::to_owned),
        })
    }
}
