//! What letters about an account share, apart from any request: how they look, and what becomes of one that was tried.

use chrono::{DateTime, Utc};

use super::{Action, DeliveryState, Letter, compose::ACCENT, next_attempt};
use crate::{
    Portal,
    channel::{ChannelError, Envelope},
    id::Version,
    store::{Changes, Conflict, Expect, Lease, Outcome, Record, StoreError},
    wording::Arg,
};

/// How long a letter waits when too many are on their way to its host.
pub(super) const CROWDED: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// A letter about an account, before it has its look.
pub(super) struct AccountLetter<'a> {
    /// What its `Message-ID` is made of.
    pub id: String,
    /// To whom: name, address, language.
    pub to: (&'a str, &'a str, &'a str),
    /// The beginning of the names of its words.
    pub word: &'a str,
    /// The ends of the names of its paragraphs.
    pub paragraphs: [&'a str; 2],
    /// Whose footer it has.
    pub footer: &'a str,
    /// What its words speak of.
    pub about: Vec<(&'a str, &'a str)>,
    /// Label and value pairs; the label is the name of a word.
    pub facts: Vec<(&'a str, String)>,
    /// Where its button leads, below the portal's address.
    pub path: Option<String>,
}

impl Portal {
    /// Ends the job, and writes where its letter stands: a row, and the version it was loaded with. What somebody changed
    /// while its letter was on the way stays as it is.
    pub(super) async fn settled(
        &self,
        lease: &Lease,
        outcome: &Outcome,
        stands: Option<(Record, Version)>,
    ) -> Result<(), StoreError> {
        let engine = &self.parts().engine;
        let mut changes = Changes::new();
        if let Some((record, loaded)) = stands {
            changes.write(record, Expect::Loaded(loaded));
        }
        match engine.settle(lease, outcome, &changes).await {
            Err(StoreError::Conflict(Conflict::Moved(_))) => {
                engine.settle(lease, &Outcome::Done, &Changes::new()).await.map(|_| ())
            }
            done => done.map(|_| ()),
        }
    }

    /// Gives a letter its words and its look.
    pub(super) fn account_letter(&self, it: AccountLetter<'_>) -> Envelope {
        let definition = self.definition();
        let (name, email, locale) = it.to;
        let locale = definition.locale(locale).to_owned();
        let portal = definition.name.get(&locale).to_owned();
        let say = |key: &str, args: &[(&str, &str)]| {
            let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, value)| (*name, Arg::from(*value))).collect();
            self.parts().wording.with(&locale, key, &args)
        };
        let about: Vec<(&str, &str)> = it.about.iter().copied().chain([("portal", portal.as_str())]).collect();
        let named = |text: &str| say(&format!("{}-{text}", it.word), &about);
        let branding = &definition.branding;
        let help = branding.support_email.as_ref().or(branding.support_phone.as_ref());
        let help = help.map(|help| say("footer-help", &[("help", help)]));
        let first = name.split_whitespace().next().unwrap_or(name);
        let base = self.base_url().as_str().trim_end_matches('/');
        let host = self.base_url().host_str().unwrap_or("localhost");
        let letter = Letter {
            subject: named("subject"),
            greeting: say("greeting", &[("name", first)]),
            paragraphs: it.paragraphs.iter().map(|text| named(text)).collect(),
            facts: it.facts.into_iter().map(|(label, value)| (say(label, &[]), value)).collect(),
            action: it.path.map(|path| Action { label: named("button"), url: format!("{base}/{path}") }),
            footer: [Some(say(it.footer, &about)), help].into_iter().flatten().collect::<Vec<_>>().join(" "),
            accent: branding.accent.clone().unwrap_or_else(|| ACCENT.to_owned()),
            portal: portal.clone(),
            locale,
        };
        Envelope {
            message_id: format!("<{}@{host}>", it.id),
            to: email.to_owned(),
            to_name: name.to_owned(),
            from: branding.sender_email.clone().unwrap_or_else(|| format!("portal@{host}")),
            from_name: branding.sender_name.clone().unwrap_or(portal),
            replies: branding.replies.clone(),
            letter,
            own: None,
        }
    }
}

/// How often a letter was tried, since when, and until when it makes sense at all.
pub(super) struct Tried {
    pub attempts: u32,
    pub created: DateTime<Utc>,
    pub expires: Option<DateTime<Utc>>,
}

impl Tried {
    /// The rule: what becomes of a letter and its job after it was handed over. A letter is not tried beyond the end of what
    /// it is about (SECURITY F20).
    pub(super) fn came_to(
        &self,
        sent: Result<(), ChannelError>,
        now: DateTime<Utc>,
        chance: u32,
    ) -> (DeliveryState, Option<String>, Outcome) {
        let counts = |again: &DateTime<Utc>| self.expires.is_none_or(|expires| *again < expires);
        match sent {
            Ok(()) => (DeliveryState::Delivered, None, Outcome::Done),
            Err(ChannelError::Permanent(reason)) => (DeliveryState::Failed, Some(reason), Outcome::Done),
            Err(ChannelError::Temporary(reason)) => {
                match next_attempt(self.attempts, self.created, now, chance).filter(counts) {
                    Some(again) => (DeliveryState::Pending, Some(reason), Outcome::Again(again)),
                    None => (DeliveryState::Failed, Some(reason), Outcome::Done),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::monday;

    #[test]
    fn f20_a_letter_is_tried_again_until_what_it_is_about_is_over() {
        let temporary = || Err(ChannelError::Temporary("451".to_owned()));
        let (attempts, created) = (1, monday());
        let endless = Tried { attempts, created, expires: None };
        assert!(matches!(
            endless.came_to(temporary(), monday(), 0),
            (DeliveryState::Pending, Some(_), Outcome::Again(_))
        ));
        let over = Tried { attempts, created, expires: Some(monday()) };
        assert!(matches!(over.came_to(temporary(), monday(), 0), (DeliveryState::Failed, Some(_), Outcome::Done)));
        let refused = Err(ChannelError::Permanent("550".to_owned()));
        assert!(matches!(endless.came_to(refused, monday(), 0), (DeliveryState::Failed, Some(_), Outcome::Done)));
        assert!(matches!(endless.came_to(Ok(()), monday(), 0), (DeliveryState::Delivered, None, Outcome::Done)));
    }
}
