//! Writing a message to the other side, or a note for the team.

use super::{life::Life, move_request::text_fits};
use crate::{
    Desk, Refused,
    id::RequestId,
    identity::{Permission, Side},
    refused::Missing,
    store::Expect,
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
}

impl Desk<'_> {
    /// Writes a message or a note. It never conflicts with what others do meanwhile.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] without the permission; a client cannot write notes. [`Refused::Missing`] without text.
    pub async fn post(&self, input: &Post) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load(input.request).await?;
            let permission = match input.audience {
                Side::Client => Permission::RequestMessage,
                Side::Team => Permission::RequestProcess,
            };
            self.must(permission, &loaded.dossier)?;
            if input.body.trim().is_empty() {
                return Err(Refused::Missing(Missing::Text("body")));
            }
            text_fits("body", &input.body)?;
            let version = loaded.dossier.request.version;
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier.clone());
            life.say(input.audience, self.viewer.account(), input.body.trim().to_owned());
            if self.commit(life.into_changes(Expect::Loaded(version)), &mut tries).await? {
                return Ok(());
            }
        }
    }
}
