//! What the integrator's commands are told. Nothing of it comes from the environment, but where `publish` finds the tables.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use portal::core::definition::plan::Moving;

use super::{Address, Place};

/// What is checked, and how it is told.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// The folder with portal.yaml.
    #[arg(required_unless_present = "explain")]
    pub folder: Option<PathBuf>,
    /// How the faults are told.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub format: Format,
    /// Exit code 1 for a warning too.
    #[arg(long)]
    pub deny_warnings: bool,
    /// Explains a code, such as PD009, with an example and what mends it.
    #[arg(long, value_name = "CODE", conflicts_with = "folder")]
    pub explain: Option<String>,
}

/// How faults, or what a script comes to, are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// In lines, for people.
    Text,
    /// A JSON array, for programs.
    Json,
}

/// What is drawn, and where it goes.
#[derive(Clone, Debug, Args)]
pub struct Diagram {
    /// The folder with portal.yaml.
    pub folder: PathBuf,
    /// The request type; all of them when nothing is said.
    #[arg(value_name = "TYPE")]
    pub request_type: Option<String>,
    /// As a picture, or as text for documents that draw by themselves.
    #[arg(long, default_value = "svg", value_name = "FORMAT")]
    pub format: Drawn,
    /// The language of the words; the portal's first when nothing is said.
    #[arg(long)]
    pub locale: Option<String>,
    /// A folder to write a file per type into; else the only type, or the named one, is printed.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// What a workflow is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Drawn {
    /// An SVG document.
    Svg,
    /// A Mermaid flowchart.
    Mermaid,
}

/// Which schema is shown, or where all of them go.
#[derive(Clone, Debug, Args)]
pub struct Schema {
    /// The file: portal, request, documents, script, demo.
    pub name: Option<String>,
    /// A folder to write all of them into.
    #[arg(long, value_name = "FOLDER", conflicts_with = "name")]
    pub out: Option<PathBuf>,
}

/// What is written, and where to.
#[derive(Clone, Debug, Args)]
pub struct New {
    /// `request`, or a business such as b2b-provider.
    pub what: String,
    /// For `request` its id and perhaps a folder (default: this one); for a business a folder that is empty or missing.
    #[arg(value_name = "NAME OR FOLDER", num_args = 0..=2)]
    pub name_or_folder: Vec<String>,
}

/// What is compared, and with what is there.
#[derive(Clone, Debug, Args)]
pub struct Plan {
    /// The older folder and the newer one; with --database the newer alone, and the version in force is the older.
    #[arg(value_name = "OLD NEW", num_args = 1..=2, required = true)]
    pub folders: Vec<PathBuf>,
    /// The database whose drafts and open requests count: `postgres://…` or `sqlite://…`.
    #[arg(long, value_name = "URL", alias = "database-url")]
    pub database: Option<Address>,
    /// What would be moved in the same step, as for `publish`: TYPE.STATUS=STATUS, TYPE.draft=draft, queue.OLD=NEW,
    /// role.OLD=NEW, kind.OLD=NEW. May be given several times.
    #[arg(long = "move", value_name = "MOVE", requires = "database")]
    pub moves: Vec<Moving>,
    /// How the plan is told.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub format: Format,
}

/// What is put in force, where, and what is moved.
#[derive(Clone, Debug, Args)]
pub struct Publish {
    /// The folder with portal.yaml.
    pub folder: PathBuf,
    /// Where the tables are.
    #[command(flatten)]
    pub place: Place,
    /// Moves what would break, or what is to go on with the new form and workflow: TYPE.STATUS=STATUS, TYPE.draft=draft,
    /// queue.OLD=NEW, role.OLD=NEW, kind.OLD=NEW. May be given several times.
    #[arg(long = "move", value_name = "MOVE")]
    pub moves: Vec<Moving>,
}

/// What is played, and how it is told.
#[derive(Clone, Debug, Args)]
pub struct Simulate {
    /// The folder with portal.yaml.
    pub folder: PathBuf,
    /// The scripts, by the names of their files without `.yaml`; all of them when nothing is said.
    #[arg(value_name = "SCRIPT")]
    pub scripts: Vec<String>,
    /// When the requests are sent, in the portal's time zone, such as 2026-03-02T09:30; now when nothing is said.
    #[arg(long, value_name = "MOMENT", value_parser = local)]
    pub from: Option<chrono::NaiveDateTime>,
    /// How it is told.
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub format: Format,
}

/// A moment as somebody in the portal's time zone writes it.
fn local(text: &str) -> Result<chrono::NaiveDateTime, String> {
    let read = |format| chrono::NaiveDateTime::parse_from_str(text, format).ok();
    read("%Y-%m-%dT%H:%M").or_else(|| read("%Y-%m-%d %H:%M")).ok_or_else(|| "write it as 2026-03-02T09:30".to_owned())
}
