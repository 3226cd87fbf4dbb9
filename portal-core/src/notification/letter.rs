//! What a message says, before it becomes HTML and text.

use serde::{Deserialize, Serialize};

/// A short letter with at most one button. All texts are finished and in the recipient's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// BCP 47 tag of the language.
    pub locale: String,
    /// The subject line.
    pub subject: String,
    /// `Hello Claire,`
    pub greeting: String,
    /// Paragraphs, in order.
    pub paragraphs: Vec<String>,
    /// Label and value pairs: reference, status, deadline.
    pub facts: Vec<(String, String)>,
    /// The one button.
    pub action: Option<Action>,
    /// Why the person gets this, and where help is.
    pub footer: String,
    /// Name of the portal, for the head of the letter.
    pub portal: String,
    /// Accent colour as `#rrggbb`.
    pub accent: String,
}

/// A button of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What it says.
    pub label: String,
    /// Where it leads: always below the portal's base URL.
    pub url: String,
}
