//! What is measured, under the same name everywhere.

use clap::ValueEnum;
use serde::Serialize;

/// One thing people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// A client submits a filled-in form with 1 KB of answers.
    Submit,
    /// A client looks at the first page of the requests of their organisation.
    List,
    /// A client looks at one request with its timeline.
    Request,
    /// A client looks at the start page.
    Dashboard,
    /// Somebody of the team takes a request.
    Move,
    /// A client attaches a file of 1 MB to a form.
    Upload,
    /// A client downloads a file of 1 MB.
    Download,
}

impl Operation {
    /// All, in the order of the table.
    pub const ALL: [Self; 7] =
        [Self::Submit, Self::List, Self::Request, Self::Dashboard, Self::Move, Self::Upload, Self::Download];

    /// Its name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::List => "list",
            Self::Request => "request",
            Self::Dashboard => "dashboard",
            Self::Move => "move",
            Self::Upload => "upload",
            Self::Download => "download",
        }
    }

    /// Whether each try uses something up that is made before: a form, a request to move.
    pub fn uses_up(self) -> bool {
        matches!(self, Self::Submit | Self::Move | Self::Upload)
    }
}
