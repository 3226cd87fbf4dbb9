//! Settings, from flags and from the environment.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand};

use crate::accept::seconds;

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
    Serve(Box<Serve>),
    /// Checks a definition folder: all faults, each with file, line and remedy; exit code 1 when there is one.
    Check {
        /// The folder with portal.yaml.
        folder: PathBuf,
    },
    /// Checks what must hold of the database and the files, while the portal runs or not: each breach on a line; exit
    /// code 1 when there is one, 2 when it could not be checked.
    Verify(Place),
}

/// Where the data is.
#[derive(Debug, Args)]
pub struct Place {
    /// The folder for the SQLite database, files and mails.
    #[arg(long, env = "PORTAL_DATA", default_value = "./portal-data")]
    pub data: PathBuf,
    /// `postgres://…` or `sqlite://…`; default: an SQLite file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

impl Place {
    /// The address of the database.
    pub fn database(&self) -> String {
        let file = || format!("sqlite://{}", self.data.join("portal.db").display());
        self.database_url.clone().unwrap_or_else(file)
    }
}

/// Settings of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on.
    #[arg(long, env = "PORTAL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where the data is.
    #[command(flatten)]
    pub place: Place,
    /// The folder with portal.yaml; the shipped B2B provider when nothing is said.
    #[arg(long, env = "PORTAL_DEFINITIONS")]
    pub definitions: Option<PathBuf>,
    /// Where the portal is reached from outside, with its path; default: `http://LISTEN/portal`.
    #[arg(long, env = "PORTAL_BASE_URL")]
    pub base_url: Option<String>,
    /// `smtp://…` or `smtps://…`; without it, mails are written as .eml files (evaluation mode only).
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Serve for real: no demo people, no start page, no mailbox page. Needed to listen beyond this machine.
    #[arg(long, env = "PORTAL_NO_DEMO")]
    pub no_demo: bool,
    /// Seconds in which a client must have sent its headers; then it is cut off.
    #[arg(long, env = "PORTAL_TIMEOUT_HEADERS", default_value = "10", value_parser = seconds, value_name = "SECONDS")]
    pub timeout_headers: Duration,
    /// Seconds that a connection may rest between two requests.
    #[arg(long, env = "PORTAL_TIMEOUT_IDLE", default_value = "60", value_parser = seconds, value_name = "SECONDS")]
    pub timeout_idle: Duration,
    /// Seconds after which a body of which nothing comes, or less than 1 kB per second in all, is a 408.
    #[arg(long, env = "PORTAL_TIMEOUT_BODY", default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub timeout_body: Duration,
    /// Seconds after which a client that takes nothing of its answer is cut off.
    #[arg(long, env = "PORTAL_TIMEOUT_WRITE", default_value = "60", value_parser = seconds, value_name = "SECONDS")]
    pub timeout_write: Duration,
    /// Seconds that what is being answered may take when the program is told to end.
    #[arg(long, env = "PORTAL_TIMEOUT_STOP", default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub timeout_stop: Duration,
    /// Open connections; further ones wait. Default: 1000, or fewer where the system allows few descriptors.
    #[arg(long, env = "PORTAL_CONNECTIONS", value_parser = at_least_one, value_name = "NUMBER")]
    pub connections: Option<usize>,
    /// Open connections from one address, or one /64 of IPv6; further ones are closed. Loopback is free of it.
    #[arg(long, env = "PORTAL_CONNECTIONS_PER_ADDRESS", default_value = "64", value_parser = at_least_one, value_name = "NUMBER")]
    pub connections_per_address: usize,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=1_000_000).contains(number));
    number.ok_or_else(|| "a number from 1 to 1000000".to_owned())
}

impl Serve {
    /// Whether demo people may be entered as: only on loopback, and only when nobody said otherwise.
    pub fn evaluates(&self) -> bool {
        !self.no_demo && self.listen.ip().is_loopback()
    }
}
