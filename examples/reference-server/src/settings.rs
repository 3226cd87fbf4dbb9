//! Settings, from flags and from the environment.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// A client portal, ready to try.
#[derive(Debug, Parser)]
#[command(name = "portal", version)]
pub struct Settings {
    /// What to do; `serve` when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Settings of `serve`.
    #[command(flatten)]
    pub serve: Serve,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the portal.
    Serve(Serve),
    /// Checks a definition folder: all faults, each with file, line and remedy; exit code 1 when there is one.
    Check {
        /// The folder with portal.yaml.
        folder: PathBuf,
    },
}

/// Settings of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on.
    #[arg(long, env = "PORTAL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The folder for the SQLite database, files and mails.
    #[arg(long, env = "PORTAL_DATA", default_value = "./portal-data")]
    pub data: PathBuf,
    /// The folder with portal.yaml; the shipped B2B provider when nothing is said.
    #[arg(long, env = "PORTAL_DEFINITIONS")]
    pub definitions: Option<PathBuf>,
    /// Where the portal is reached from outside, with its path; default: `http://LISTEN/portal`.
    #[arg(long, env = "PORTAL_BASE_URL")]
    pub base_url: Option<String>,
    /// `postgres://…` or `sqlite://…`; default: an SQLite file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// `smtp://…` or `smtps://…`; without it, mails are written as .eml files (evaluation mode only).
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Serve for real: no demo people, no start page, no mailbox page. Needed to listen beyond this machine.
    #[arg(long, env = "PORTAL_NO_DEMO")]
    pub no_demo: bool,
}

impl Serve {
    /// Whether demo people may be entered as: only on loopback, and only when nobody said otherwise.
    pub fn evaluates(&self) -> bool {
        !self.no_demo && self.listen.ip().is_loopback()
    }
}
