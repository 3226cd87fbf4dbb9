//! Letters with a link that is spent once: an invitation, a new password. Each letter has a token of its own, drawn when it
//! leaves; its hash is written before the letter is handed over, so that whoever gets it can use it at once.

use chrono::{DateTime, Utc};

use super::{Action, DeliveryState, Letter, caught, compose::ACCENT, delivery::spread, next_attempt};
use crate::{
    Portal,
    channel::{ChannelError, Envelope},
    fault::point,
    id::LinkId,
    identity::{Link, LinkPurpose, Seat, Secret},
    store::{Changes, Conflict, Expect, Lease, Outcome, Record, StoreError},
    wording::Arg,
};

/// How long a letter waits when too many are on their way to its host.
const CROWDED: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

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
        let (link, outcome) = tried(sending, self.now(), sent, self.chance());
        self.settled(lease, &outcome, Some(link)).await
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

    /// Ends the job. A link that was spent or taken back while its letter was on its way stays as it is.
    async fn settled(&self, lease: &Lease, outcome: &Outcome, link: Option<Link>) -> Result<(), StoreError> {
        let engine = &self.parts().engine;
        let mut changes = Changes::new();
        if let Some(link) = link {
            let loaded = Expect::Loaded(link.version);
            changes.write(Record::Link(link), loaded);
        }
        match engine.settle(lease, outcome, &changes).await {
            Err(StoreError::Conflict(Conflict::Moved(_))) => {
                engine.settle(lease, &Outcome::Done, &Changes::new()).await.map(|_| ())
            }
            done => done.map(|_| ()),
        }
    }

    async fn link_letter(&self, link: &Link, secret: &Secret) -> Result<Envelope, StoreError> {
        let definition = self.definition();
        let locale = definition.locale(&link.locale).to_owned();
        let portal = definition.name.get(&locale).to_owned();
        let say = |key: &str, args: &[(&str, &str)]| {
            let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, value)| (*name, Arg::from(*value))).collect();
            self.parts().wording.with(&locale, key, &args)
        };
        let (kind, path, sender) = match &link.purpose {
            LinkPurpose::Invitation { sender, .. } => {
                let names = self.parts().store.names(&[*sender]).await?;
                ("invitation", "invitations", names.get(sender).cloned().unwrap_or_else(|| portal.clone()))
            }
            LinkPurpose::Reset { .. } => ("reset", "reset", String::new()),
        };
        let place = match &link.purpose {
            LinkPurpose::Invitation { seat: Seat::Organisation(id), .. } => {
                self.parts().store.organisations(&[*id]).await?.pop().map(|organisation| organisation.name)
            }
            _ => None,
        };
        let place = place.unwrap_or_else(|| portal.clone());
        let about = [("sender", sender.as_str()), ("portal", &portal), ("place", &place)];
        let named = |text: &str| say(&format!("{kind}-{text}"), &about);
        let until = crate::format::date_time(&locale, link.expires, definition.time_zone);
        let help = definition.branding.support_email.as_ref().or(definition.branding.support_phone.as_ref());
        let help = help.map(|help| say("footer-help", &[("help", help)]));
        let first = link.name.split_whitespace().next().unwrap_or(&link.name);
        let base = self.base_url().as_str().trim_end_matches('/');
        let host = self.base_url().host_str().unwrap_or("localhost");
        let branding = &definition.branding;
        let letter = Letter {
            subject: named("subject"),
            greeting: say("greeting", &[("name", first)]),
            paragraphs: vec![named("intro"), named("once")],
            facts: vec![(say("fact-until", &[]), until)],
            action: Some(Action { label: named("button"), url: format!("{base}/{path}/{}", secret.reveal()) }),
            footer: [Some(named("footer")), help].into_iter().flatten().collect::<Vec<_>>().join(" "),
            accent: branding.accent.clone().unwrap_or_else(|| ACCENT.to_owned()),
            portal: portal.clone(),
            locale,
        };
        Ok(Envelope {
            message_id: format!("<{}.{}@{host}>", link.id, link.attempts),
            to: link.email.clone(),
            to_name: link.name.clone(),
            from: branding.sender_email.clone().unwrap_or_else(|| format!("portal@{host}")),
            from_name: branding.sender_name.clone().unwrap_or(portal),
            replies: branding.replies.clone(),
            letter,
            own: None,
        })
    }
}

/// The rule: what becomes of a link and its job after its letter was handed over. A letter is not tried beyond the end of
/// its link (SECURITY F20).
fn tried(link: Link, now: DateTime<Utc>, sent: Result<(), ChannelError>, chance: u32) -> (Link, Outcome) {
    let (letter, reason, outcome) = match sent {
        Ok(()) => (DeliveryState::Delivered, None, Outcome::Done),
        Err(ChannelError::Permanent(reason)) => (DeliveryState::Failed, Some(reason), Outcome::Done),
        Err(ChannelError::Temporary(reason)) => {
            let again = next_attempt(link.attempts, link.created, now, chance).filter(|again| *again < link.expires);
            match again {
                Some(again) => (DeliveryState::Pending, Some(reason), Outcome::Again(again)),
                None => (DeliveryState::Failed, Some(reason), Outcome::Done),
            }
        }
    };
    (Link { letter, reason, ..link }, outcome)
}
