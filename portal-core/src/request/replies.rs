//! Usual replies: what the team often writes, ready for one request.

use super::{Particulars, RequestView, Words};
use crate::{Desk, Refused, id::Id, identity::Side};

/// A usual reply to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsualReply {
    /// Its id.
    pub id: Id,
    /// What the team picks, in the language of whoever writes.
    pub label: String,
    /// What the client would read, with its names filled in.
    pub text: String,
    /// The language of the text: of who opened the request.
    pub locale: String,
}

impl Desk<'_> {
    /// The usual replies in force for a request, for somebody of the team who reads `locale` and may write to the client;
    /// for others there are none.
    pub async fn replies(&self, view: &RequestView, locale: &str) -> Result<Vec<UsualReply>, Refused> {
        let words = Words { live: self.definition(), kept: &view.workflow, locale };
        if self.side() == Side::Client || !view.may_write || words.replies().next().is_none() {
            return Ok(Vec::new());
        }
        let reader = self.reader_locale(view).await?;
        let about = Particulars::of(view, self.viewer).for_client();
        let reply = |(id, reply): (&Id, &crate::definition::Reply)| UsualReply {
            id: id.clone(),
            label: reply.label.get(locale).to_owned(),
            text: Words { locale: &reader, ..words }.say(&reply.text, &about),
            locale: reader.clone(),
        };
        Ok(words.replies().map(reply).collect())
    }
}
