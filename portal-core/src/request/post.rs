//! Writing a message to the other side, or a note for the team.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::{Moment, life::Life, move_request::written};
use crate::{
    Desk, Refused,
    id::{MessageId, RequestId},
    identity::{Permission, Side, hex},
    refused::Missing,
    store::{Change, Changes, Expect, IdempotencyKey, Subject},
};

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct Post {
    /// On which request.
    pub request: RequestId,
    /// `Client`: a message that both sides read. `Team`: a note.
    pub audience: Side,
    /// The text; at most 5,000 characters.
    pub body: String,
    /// What makes two tries the same: a double click writes once, but another text is another
    /// message. At most 200 characters; empty: each try counts.
    pub key: String,
}

impl Desk<'_> {
    /// Writes a message or a note. It never conflicts with what others do meanwhile. A second try gives what the first
    /// wrote.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without the permission; a client cannot write notes. [`Refused::Missing`] without text.
    pub async fn post(&self, input: &Post) -> Result<MessageId, Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load(input.request).await?;
            let permission = match input.audience {
                Side::Client => Permission::RequestMessage,
                Side::Team => Permission::RequestProcess,
            };
            self.must(permission, &loaded.dossier)?;
            let body = written("body", &input.body)?;
            if body.is_empty() {
                return Err(Refused::Missing(Missing::Text("body")));
            }
            let version = loaded.dossier.request.version;
            let staff = self.staff(&loaded.workflow, &loaded.dossier.request.facts(Side::Client)).await?;
            let moment = Moment { staff: staff.as_ref(), ..self.moment(&loaded.workflow) };
            let mut life = Life::new(moment, loaded.dossier.clone());
            let message = life.say(input.audience, self.viewer.account(), body);
            if self.side() == Side::Client {
                life.heard();
            }
            let made = Subject::Message(message);
            let mut changes = life.into_changes(Expect::Loaded(version));
            changes.extend(self.at_most_once(input, made));
            match self.commit(made, changes, &mut tries).await {
                Ok(true) => return Ok(message),
                Err(Refused::Repeated(Subject::Message(first))) => return Ok(first),
                Ok(false) => {}
                Err(refused) => return Err(refused),
            }
        }
    }

    fn at_most_once(&self, input: &Post, made: Subject) -> Changes {
        let mut changes = Changes::new();
        if !input.key.is_empty() && input.key.len() <= 200 {
            let said: [u8; 32] = Sha256::digest(format!("{}\0{}", input.key, input.body)).into();
            let key = IdempotencyKey {
                account: self.viewer.account(),
                route: "post",
                key: format!("{}/{}", input.request, hex(&said)),
                body: said,
                expires: self.now() + TimeDelta::hours(24),
            };
            changes.push(Change::Once(key, made));
        }
        changes
    }
}
