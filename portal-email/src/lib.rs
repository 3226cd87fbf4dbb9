//! Mail for the client portal: letters become HTML and text, and leave over SMTP ([`Smtp`]) or into a folder of `.eml`
//! files ([`EmlFolder`]), both behind the port [`Channel`](portal_core::channel::Channel) of the core.

mod address;
mod check;
mod colour;
mod folder;
mod message;
mod render;
mod samples;
mod settings;
mod smtp;
mod templates;

pub use check::MailCheck;
pub use folder::{EmlFolder, LISTED, Mail};
pub use message::{MessageError, message};
pub use render::{RenderError, Rendered, draw, render};
pub use settings::SettingsError;
pub use smtp::{Smtp, Timeouts};
pub use templates::SHIPPED;

use std::time::SystemTime;

use portal_core::channel::{ChannelError, Envelope};

/// Renders a letter and makes its message. What cannot be made will not be possible later either.
fn compose(envelope: &Envelope, date: SystemTime) -> Result<(Rendered, lettre::Message), ChannelError> {
    let rendered = draw(envelope).map_err(|error| ChannelError::Permanent(error.to_string()))?;
    let message = message(envelope, &rendered, date).map_err(|error| ChannelError::Permanent(error.to_string()))?;
    Ok((rendered, message))
}
