//! The port for what leaves the portal towards a person. Mail is the first channel.

use async_trait::async_trait;

use crate::notification::{Letter, OwnLetter};

/// One letter on its way to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Constant over all retries, so that a receiver can recognise a repeat: `<delivery-id@host>` (RFC 5322 §3.6.4).
    pub message_id: String,
    /// The recipient's address.
    pub to: String,
    /// The recipient's name.
    pub to_name: String,
    /// The sender's address.
    pub from: String,
    /// The sender's name.
    pub from_name: String,
    /// Where an answer goes; `None`: nobody reads answers.
    pub replies: Option<String>,
    /// What to say, in the person's language.
    pub letter: Letter,
    /// The own template of the definition that it is drawn with; `None`: the shipped one.
    pub own: Option<OwnLetter>,
}

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// Trying again later may help (SMTP 4xx, no connection, silence).
    #[error("{0}")]
    Temporary(String),
    /// Trying again is useless (SMTP 5xx, an address that is none).
    #[error("{0}")]
    Permanent(String),
}

/// Sends letters.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Hands one letter to the outside. `Ok` means the other side has accepted responsibility for it.
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError>;
}

#[async_trait]
impl<T: Channel + ?Sized> Channel for std::sync::Arc<T> {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        self.as_ref().send(envelope).await
    }
}
