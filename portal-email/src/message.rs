//! A rendered letter becomes a message of RFC 5322: text first, HTML second.

use std::time::SystemTime;

use lettre::{
    Message,
    message::{
        MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use portal_core::channel::Envelope;

use crate::{
    address::{header, mailbox},
    render::Rendered,
};

/// Why no message could be made of an envelope.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// The recipient's address is none.
    #[error("the recipient's address is not usable")]
    Recipient,
    /// The sender's address is none.
    #[error("the sender's address is not usable")]
    Sender,
    /// The Message-ID has not the form `<delivery-id@host>`.
    #[error("the Message-ID is not of the form <id@host>")]
    MessageId,
    /// The parts did not fit together.
    #[error("the message could not be put together: {0}")]
    Parts(#[from] lettre::error::Error),
}

/// Tells other machines that no person wrote this, so that they do not answer it (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Makes the message of an envelope. It has one recipient, the Message-ID as given, and says where answers go only where
/// somebody reads them. Line
/// breaks in names and in the subject become spaces; an address that could be read as more than one is refused.
pub fn message(envelope: &Envelope, rendered: &Rendered, date: SystemTime) -> Result<Message, MessageError> {
    let to = mailbox(&envelope.to_name, &envelope.to).ok_or(MessageError::Recipient)?;
    let from = mailbox(&envelope.from_name, &envelope.from).ok_or(MessageError::Sender)?;
    if !is_message_id(&envelope.message_id) {
        return Err(MessageError::MessageId);
    }
    let builder = match &envelope.replies {
        Some(address) => Message::builder().reply_to(mailbox("", address).ok_or(MessageError::Sender)?),
        None => Message::builder(),
    };
    Ok(builder
        .date(date)
        .message_id(Some(envelope.message_id.clone()))
        .from(from)
        .to(to)
        .subject(header(&rendered.subject))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(rendered.text.clone(), rendered.html.clone()))?)
}

/// `<left@right>` in printable ASCII, at most 250 bytes: one header line (RFC 5322 §2.1.1 allows 998).
fn is_message_id(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !b"<>@\"\\".contains(&b));
    text.len() <= 250 && inner.and_then(|inner| inner.split_once('@')).is_some_and(|(l, r)| plain(l) && plain(r))
}
