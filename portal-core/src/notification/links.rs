//! Letters with a link that is spent once: an invitation, a new password, another address, signing in. Each letter has a
//! token of its own, drawn when it leaves; its hash is written before the letter is handed over, so that whoever gets it can
//! use it at once.

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
    id::LinkId,
    identity::{Link, LinkPurpose, Seat, Secret},
    store::{Changes, Expect, Lease, Outcome, Record, StoreError},
};

impl Portal {
    /// Sends the letter of a link, unless it does not count any more.
    pub(super) async fn send_link(&self, lease: &Lease) -> Result<(), StoreError> {
        let (parts, now) = (self.parts(), self.now());
        let found = parts.store.link(LinkId(lease.job.subject)).await?.filter(|link| link.counts(now));
        let waits = |link: &Link| matches!(link.letter, DeliveryState::Pending | DeliveryState::Sending);
        let Some(link) = found.filter(waits) else { return self.settled(lease, &Outcome::Done, None).await };
        let Some(place) = parts.hosts.enter(&link.email) else {
            return self.settled(lease, &Outcome::PutOff(now + spread(CROWDED, self.chance())), None).await;
        };
        let secret = Secret::new(parts.ids.secret());
        let (hash, attempts) = (Some(secret.hash()), link.attempts + 1);
        let sending = Link { hash, attempts, letter: DeliveryState::Sending, reason: None, ..link };
        let Some(sending) = self.wrote_link(sending).await? else {
            return self.settled(lease, &Outcome::Again(now), None).await;
        };
        let envelope = self.link_letter(&sending, &secret).await?;
        point("worker.before_sending");
        let sent = caught(parts.mail.send(&envelope)).await;
        point("worker.sent");
        drop(place);
        let sent = sent.unwrap_or_else(|panic| Err(ChannelError::Temporary(panic)));
        let tried = Tried { attempts, created: sending.created, expires: Some(sending.expires) };
        let (letter, reason, outcome) = tried.came_to(sent, self.now(), self.chance());
        let version = sending.version;
        self.settled(lease, &outcome, Some((Record::Link(Link { letter, reason, ..sending }), version))).await
    }

    /// Writes a link; `None`: somebody has changed it meanwhile.
    async fn wrote_link(&self, link: Link) -> Result<Option<Link>, StoreError> {
        let mut changes = Changes::new();
        changes.write(Record::Link(link.clone()), Expect::Loaded(link.version));
        match self.parts().store.commit(&changes).await {
            Ok(()) => Ok(Some(Link { version: link.version.next(), ..link })),
            Err(StoreError::Conflict(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn link_letter(&self, link: &Link, secret: &Secret) -> Result<Envelope, StoreError> {
        let definition = self.definition();
        let locale = definition.locale(&link.locale);
        let portal = definition.name.get(locale);
        let (word, path) = match &link.purpose {
            LinkPurpose::Invitation { seat: Seat::Request { .. }, .. } => ("guest", "invitations"),
            LinkPurpose::Invitation { .. } => ("invitation", "invitations"),
            LinkPurpose::Reset { .. } => ("reset", "reset"),
            LinkPurpose::Address { .. } => ("address", "address"),
            LinkPurpose::SignIn { .. } => ("enter", "enter"),
        };
        let (mut sender, mut place, mut request) = (portal.to_owned(), portal.to_owned(), String::new());
        if let LinkPurpose::Invitation { sender: id, seat, .. } = &link.purpose {
            let mut names = self.parts().store.names(&[*id]).await?;
            sender = names.remove(id).unwrap_or(sender);
            if let Some(id) = seat.organisation() {
                let found = self.parts().store.organisations(&[id]).await?.pop();
                place = found.map_or(place, |organisation| organisation.name);
            }
            if let Some(id) = seat.request() {
                request = self.titled(id).await?.unwrap_or_default();
            }
        }
        let until = crate::format::date_time(locale, link.expires, definition.time_zone);
        Ok(self.account_letter(AccountLetter {
            id: format!("{}.{}", link.id, link.attempts),
            to: (&link.name, &link.email, &link.locale),
            word,
            paragraphs: ["intro", "once"],
            footer: &format!("{word}-footer"),
            about: vec![("sender", &sender), ("place", &place), ("request", &request)],
            facts: vec![("fact-until", until)],
            path: Some(format!("{path}/{}", secret.reveal())),
        }))
    }
}
