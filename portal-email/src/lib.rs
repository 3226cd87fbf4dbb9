//! Mail for the client portal: letters become HTML and text, and leave over SMTP ([`Smtp`]) or into a folder of `.eml`
//! files ([`EmlFolder`]), both behind the port [`Channel`](portal_core::channel::Channel) of the core.

mod address;
mod colour;
mod folder;
mod message;
mod render;
mod settings;
mod smtp;

pub use folder::{EmlFolder, LISTED, Mail};
pub use message::{MessageError, message};
pub use render::{RenderError, Rendered, render};
pub use settings::SettingsError;
pub use smtp::{Smtp, Timeouts};

use std::time::SystemTime;

use portal_core::channel::{ChannelError, Envelope};

/// Renders a letter and makes its message. What cannot be made will not be possible later either.
fn compose(envelope: &Envelope, date: SystemTime) -> Result<(Rendered, lettre::Message), ChannelError> {
    let rendered = render(&envelope.letter).map_err(|error| ChannelError::Permanent(error.to_string()))?;
    let message = message(envelope, &rendered, date).map_err(|error| ChannelError::Permanent(error.to_string()))?;
    Ok((rendered, message))
}
