//! The player: one request, one step after the other, each at its moment.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Acts, Letters, NotPlayed, PastLetter, Play, cast::Cast};
use crate::{
    Desk, Portal, Refused,
    definition::{PlayedStep, RequestType, Script},
    document::Incoming,
    form::{FieldFault, RawAnswers, Reading, as_sent},
    id::{Id, RequestId, Version},
    identity::Side,
    identity::Viewer,
    notification::{DeliveryState, Suppressed},
    portal::broken,
    request::Post,
    simulate::{Played, compare, will_do},
    store::{Changes, Dossier, Expect, Record, Store, StoreError},
};

pub(super) struct Player<'a> {
    /// At the moment of the present step.
    pub portal: Portal,
    pub store: &'a dyn Store,
    pub show: &'a Play<'a>,
    pub cast: &'a Cast,
    pub script: &'a Script,
    pub workflow: Arc<RequestType>,
    pub letters: Vec<PastLetter>,
    acts: Acts,
}

impl<'a> Player<'a> {
    pub fn new(
        portal: &Portal,
        store: &'a dyn Store,
        show: &'a Play<'a>,
        cast: &'a Cast,
        id: &Id,
    ) -> Result<Self, NotPlayed> {
        let script = show.scripts.get(id);
        let workflow = script.and_then(|script| portal.definition().requests.get(&script.request)).cloned();
        let (Some(script), Some(workflow)) = (script, workflow) else {
            return Err(NotPlayed::Script { script: id.clone(), why: "there is no such script".to_owned() });
        };
        let (portal, letters, acts) = (portal.clone(), Vec::new(), Acts::default());
        Ok(Self { portal, store, show, cast, script, workflow, letters, acts })
    }

    /// Plays the whole script, and lets time pass until `now`.
    pub async fn play(&mut self, times: &[DateTime<Utc>], now: DateTime<Utc>) -> Played<()> {
        let (sent, steps) = times.split_first().ok_or("it has no times")?;
        self.portal = self.portal.at(*sent);
        let request = self.submit().await.map_err(|why| format!("the form cannot be sent: {why}"))?;
        self.tell().await.map_err(|error| failed(&error))?;
        let script = self.script;
        for (number, (step, at)) in (1..).zip(script.play.iter().zip(steps)) {
            self.pass(request, *at).await.map_err(|error| failed(&error))?;
            let done = match step {
                PlayedStep::Wait(_) => Ok(()),
                PlayedStep::Move(made) => self.make(made, request).await,
                PlayedStep::Task(done) => self.close(done, request).await,
                PlayedStep::Message { by, text } => self.say(by, text, request).await,
            };
            done.map_err(|why| format!("step {number}: {why}"))?;
            self.tell().await.map_err(|error| failed(&error))?;
        }
        compare(&script.expect, &self.dossier(request).await?)?;
        self.pass(request, now).await.map_err(|error| failed(&error))
    }

    /// Time goes by: what is due meanwhile happens on its way.
    async fn pass(&mut self, request: RequestId, until: DateTime<Utc>) -> Result<(), StoreError> {
        while let Some(at) = self.portal.wakes(self.store, request).await?.filter(|at| *at <= until) {
            self.portal = self.portal.at(at);
            let mut changes = self.portal.pass_time(self.store, request).await?;
            self.acts.take_from(&mut changes);
            self.store.commit(&changes).await?;
            self.tell().await?;
        }
        self.portal = self.portal.at(until);
        Ok(())
    }

    async fn say(&mut self, by: &Id, text: &str, request: RequestId) -> Played<()> {
        let post = Post { request, audience: Side::Client, body: text.to_owned(), key: String::new() };
        self.desk(by)?.post(&post).await.map(drop).map_err(told)
    }

    /// Tells people of what was done, as the worker would.
    async fn tell(&mut self) -> Result<(), StoreError> {
        for act in self.acts.drain() {
            let Some(act) = self.store.act(act).await? else { continue };
            let deliveries = self.portal.deliveries_of(self.store, &act).await?;
            let mut changes = Changes::new();
            let ids: Vec<_> = deliveries.iter().map(|delivery| delivery.id).collect();
            for delivery in deliveries {
                changes.create(Record::Delivery(delivery));
            }
            self.store.commit(&changes).await?;
            self.send(&ids).await?;
        }
        Ok(())
    }

    async fn send(&mut self, ids: &[crate::id::DeliveryId]) -> Result<(), StoreError> {
        let (mut changes, at) = (Changes::new(), self.portal.now());
        for outgoing in self.store.outgoing(ids).await? {
            let mut delivery = outgoing.delivery.clone();
            match (self.portal.make(&outgoing).await?, self.show.letters) {
                (Err(Suppressed(code)), _) => {
                    (delivery.state, delivery.reason) = (DeliveryState::Suppressed, Some(code.to_owned()));
                }
                (Ok(_), Letters::HeldBack) => {
                    (delivery.state, delivery.reason) = (DeliveryState::Suppressed, Some("only_played".to_owned()));
                }
                (Ok(envelope), Letters::Kept) => {
                    (delivery.state, delivery.attempts) = (DeliveryState::Delivered, 1);
                    (delivery.tried, delivery.delivered) = (Some(at), Some(at));
                    self.letters.push(PastLetter { envelope, at });
                }
            }
            changes.write(Record::Delivery(delivery), Expect::Loaded(Version::FIRST));
        }
        self.store.commit(&changes).await
    }

    /// The desk of somebody of the demo, at the present moment of the play.
    pub fn desk(&self, id: &Id) -> Played<Desk<'_>> {
        let viewer: &Viewer = self.cast.viewers.get(id).ok_or_else(|| format!("nobody is called `{id}`"))?;
        Ok(self.portal.desk_on(self.store, viewer).aside(&self.acts))
    }

    /// The request as it stands.
    pub async fn dossier(&self, request: RequestId) -> Played<Dossier> {
        let found = self.store.to_move(request).await.map_err(|error| failed(&error))?;
        found.ok_or_else(|| failed(&broken("a request that is played is not there")))
    }

    pub fn reading(&self) -> Reading<'_> {
        let definition = self.portal.definition();
        let calendar = definition.calendars.values().next().expect("a checked definition has a calendar");
        let ids = self.portal.parts().ids.as_ref();
        Reading { people: self.cast, ids, now: self.portal.now(), zone: definition.time_zone, calendar }
    }

    /// Answers as a browser would send them.
    pub fn sent(&self, answers: &crate::form::Answers) -> RawAnswers {
        as_sent(answers, self.portal.definition().time_zone)
    }

    /// A file of the folder, as a browser would send it.
    pub fn file(&self, path: &str) -> Played<Incoming<'static>> {
        let found = self.show.files.iter().find(|file| file.path == path);
        let found = found.ok_or_else(|| format!("there is no file `{path}`"))?;
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        Ok(Incoming::whole(name, found.bytes.clone()))
    }
}

/// Why somebody was refused, in a sentence.
pub(super) fn told(refused: Refused) -> String {
    match refused {
        Refused::Answers(faults) => answers(&faults),
        Refused::Broken(why) | Refused::Unavailable(why) => why.to_string(),
        refused => refused.to_string(),
    }
}

/// Which answer will not do.
pub(super) fn answers(faults: &[FieldFault]) -> String {
    will_do(faults).err().unwrap_or_default()
}

fn failed(error: &StoreError) -> String {
    format!("the database failed: {error}")
}
