//! Settings, from flags and from the environment. The table in `docs/operating.md` is made from this file.

mod address;
mod definitions;
mod hidden;
#[cfg(test)]
mod table;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use portal::core::identity::Pace;

pub use address::Address;
pub use definitions::{Check, Diagram, Drawn, Format, New, Plan, Publish, Schema, Simulate};
pub use hidden::Hidden;

use crate::{accept::seconds, secret::Key};

/// A client portal, ready to try.
// Settings before a command would be those of `serve`, and lost on it: they are refused.
#[derive(Debug, Parser)]
#[command(name = "portal", version, args_conflicts_with_subcommands = true)]
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
    /// Checks a definition folder: all faults, each with file, line, caret and remedy. Exit code 1 when there is one, 2
    /// when there is no definition to check.
    Check(Check),
    /// Draws the workflows of a definition folder, as a client reads them.
    Diagram(Diagram),
    /// Prints the JSON Schema of a definition's file, for editors, or writes all of them.
    Schema(Schema),
    /// Writes a definition to begin with: a whole business, or a request type with the standard workflow. Nothing that is
    /// there is written over.
    New(New),
    /// Plays the scripts of a definition folder without a database: what happens, who is told, by when. Exit code 1 when one
    /// cannot be played or does not end as it expects.
    Simulate(Simulate),
    /// Deals with the templates of pages.
    Templates {
        /// What is to be done.
        #[command(subcommand)]
        what: Templates,
    },
    /// Tells what differs between two definitions, and with a database what publishing the newer one would mean for its
    /// drafts and open requests: untouched, needs an answer, breaks. Exit code 1 when something breaks, 2 when it cannot
    /// be planned.
    Plan(Plan),
    /// Puts a definition in force for all servers on a database, which take it up within a second. What would break is told,
    /// each with a remedy, and nothing is written; `--move` says how it is moved. Exit code 1 when it is refused, 2 when it
    /// cannot be tried.
    Publish(Publish),
    /// Checks what must hold of the database and the files, while the portal runs or not: each breach on a line; exit
    /// code 1 when there is one, 2 when it could not be checked.
    Verify(Place),
    /// Copies the database and the files into a new folder, while the portal runs or not. A Postgres is dumped by
    /// `pg_dump`.
    Backup {
        /// Where the data is.
        #[command(flatten)]
        place: Place,
        /// The folder to make.
        folder: PathBuf,
    },
    /// Puts a backup into an empty data folder (and an empty Postgres, by `pg_restore`), after all of it was checked.
    Restore {
        /// Where the data is to be.
        #[command(flatten)]
        place: Place,
        /// The folder that `portal backup` made.
        folder: PathBuf,
    },
    /// Asks a server on this machine whether it lives; exit code 1 when it does not answer.
    Health {
        /// The address it listens on.
        #[arg(long, env = "PORTAL_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Makes a token with which a program uses the API for a person, and prints it this once.
    Token {
        /// Where the tables are.
        #[command(flatten)]
        place: Place,
        /// The token.
        #[command(flatten)]
        token: NewToken,
    },
    /// Lets somebody of the team in: makes them when they are not there yet, and prints, this once, the address at which they
    /// choose their password within half an hour. For the first person of a fresh portal, and for whoever has no other way in.
    LetIn {
        /// Where the tables are.
        #[command(flatten)]
        place: Place,
        /// Who.
        #[command(flatten)]
        who: NewMember,
    },
    /// Tells why: whether somebody sees something, what they may do there, and by which rule.
    Explain {
        /// What is explained.
        #[command(subcommand)]
        what: Explain,
    },
    /// Brings the tables up to date and ends.
    Migrate {
        /// Where the tables are.
        #[command(flatten)]
        place: Place,
        /// Only tells what is to be done: exit code 0 when nothing is, 3 when something is.
        #[arg(long)]
        check: bool,
        /// Gives this role of a Postgres what a server needs, and nothing more: run as the role that owns the tables.
        #[arg(long, value_name = "ROLE", conflicts_with = "check")]
        grant: Option<String>,
    },
    /// Removes what has outlived its time in the audit log, as the role that owns the tables. A server does it by itself
    /// unless its role may not.
    Purge(Place),
    /// Takes a second factor away that was lost together with its recovery codes, or with the secret key: its person is
    /// signed out everywhere, is told by letter, and sets up another. Be sure who asks for it.
    ResetFactor {
        /// Where the tables are.
        #[command(flatten)]
        place: Place,
        /// Which.
        #[command(flatten)]
        lost: Lost,
    },
}

/// What can be done with templates.
#[derive(Debug, Subcommand)]
pub enum Templates {
    /// Writes the shipped templates into a folder, over nothing that is there: own pages begin with them.
    Export {
        /// The folder.
        folder: PathBuf,
    },
}

/// What can be explained.
#[derive(Debug, Subcommand)]
pub enum Explain {
    /// Whether a person sees a request, a document or a task; exit code 0 when they do, 1 when they do not, 2 when there is
    /// nobody or nothing to explain.
    Access {
        /// Where the tables are.
        #[command(flatten)]
        place: Place,
        /// The person's mail address.
        person: String,
        /// The reference of a request, or the id of a request, a document or a task.
        object: String,
    },
}

/// Whose second factor is lost.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Lost {
    /// That of the person with this mail address.
    #[arg(long, value_name = "EMAIL")]
    pub person: Option<String>,
    /// All that are encrypted with the secret key of this name, which a start that lacks it tells.
    #[arg(long, value_name = "NAME")]
    pub key: Option<String>,
}

/// The token that is to be made.
#[derive(Clone, Debug, Args)]
pub struct NewToken {
    /// The mail address of the person for whom programs come in with it.
    #[arg(long, value_name = "EMAIL")]
    pub person: String,
    /// What the token is called, to tell it from others.
    #[arg(long)]
    pub name: String,
    /// How long it is good, in days.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=365))]
    pub days: u16,
    /// It sees what its person sees, and changes nothing.
    #[arg(long, conflicts_with = "scopes")]
    pub read_only: bool,
    /// How far it goes: `requests`, `documents`, `projects`, `people` or `portal`, with `:read` for seeing alone. May be given
    /// several times; without any, as far as its person.
    #[arg(long = "scope", value_name = "GROUP[:read]")]
    pub scopes: Vec<String>,
}

/// Who is let in.
#[derive(Clone, Debug, Args)]
pub struct NewMember {
    /// Their mail address.
    #[arg(long, value_name = "EMAIL")]
    pub email: String,
    /// Their name; needed when nobody has the address yet.
    #[arg(long, default_value = "")]
    pub name: String,
    /// Their role when nobody has the address yet: one of the team's in portal.yaml.
    #[arg(long, default_value = "team_admin")]
    pub role: String,
    /// Where the portal is reached from outside, with its path.
    #[arg(long, env = "PORTAL_BASE_URL", default_value = "http://127.0.0.1:8080/portal")]
    pub base_url: String,
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// The folder for the SQLite database, files and mails.
    #[arg(long, env = "PORTAL_DATA", default_value = "./portal-data")]
    pub data: PathBuf,
    /// `postgres://…` or `sqlite://…`; default: an SQLite file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<Address>,
}

/// Settings of `serve`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
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
    /// One of the businesses inside this program, such as b2b-provider, instead of a folder.
    #[arg(long, value_name = "NAME", conflicts_with = "definitions")]
    pub business: Option<String>,
    /// Puts in force what is saved in the folder of --definitions; what has faults is shown to the team instead.
    #[arg(long, requires = "definitions")]
    pub watch: bool,
    /// Where the portal is reached from outside, with its path; default: `http://LISTEN/portal`.
    #[arg(long, env = "PORTAL_BASE_URL")]
    pub base_url: Option<String>,
    /// `smtp://…` or `smtps://…`; without it, mails are written as .eml files (evaluation mode only).
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<Address>,
    /// A provider of `OpenID` Connect with which people may sign in too: its issuer, `https://…`.
    #[arg(long, env = "PORTAL_OIDC_ISSUER", value_name = "URL", requires = "oidc_client_id")]
    pub oidc_issuer: Option<String>,
    /// What the provider calls this portal. It must know the address `BASE_URL/sign-in/with/oidc/back`.
    #[arg(long, env = "PORTAL_OIDC_CLIENT_ID", value_name = "ID", requires = "oidc_issuer")]
    pub oidc_client_id: Option<String>,
    /// The secret that the provider gave for this portal.
    #[arg(
        long,
        env = "PORTAL_OIDC_CLIENT_SECRET",
        hide_env_values = true,
        value_name = "SECRET",
        requires = "oidc_issuer"
    )]
    pub oidc_client_secret: Option<Hidden>,
    /// What one signs in with, after "Sign in with"; the issuer's host when nothing is said.
    #[arg(long, env = "PORTAL_OIDC_LABEL", value_name = "TEXT", requires = "oidc_issuer")]
    pub oidc_label: Option<String>,
    /// The values of `acr` or `amr` with which the provider says that it asked for a second factor; whoever comes with one is not
    /// asked for the portal's. Separated by commas.
    #[arg(
        long,
        env = "PORTAL_OIDC_TRUSTED_FACTORS",
        value_name = "VALUES",
        value_delimiter = ',',
        requires = "oidc_issuer"
    )]
    pub oidc_trusted_factors: Vec<String>,
    /// 64 hexadecimal digits with which the secrets of second factors are encrypted: the same for all servers on one
    /// database. Default: those in `secret.key` in the data folder, which the first start makes.
    #[arg(long, env = "PORTAL_SECRET_KEY", hide_env_values = true, value_name = "HEX")]
    pub secret_key: Option<Key>,
    /// Secret keys from before, separated by commas: they open what they encrypted, and encrypt no more.
    #[arg(long, env = "PORTAL_OLDER_SECRET_KEYS", hide_env_values = true, value_name = "HEX,…", value_delimiter = ',')]
    pub older_secret_keys: Vec<Key>,
    /// Serve for real: no demo people, no start page, no mailbox page. Needed to listen beyond this machine.
    #[arg(long, env = "PORTAL_NO_DEMO")]
    pub no_demo: bool,
    /// Begin the demo empty: the scripts that demo.yaml names are not played at the first start.
    #[arg(long, env = "PORTAL_NO_PLAY")]
    pub no_play: bool,
    /// Only answer: turning what happened into mails is left to another process on the same database.
    #[arg(long, env = "PORTAL_NO_WORKER")]
    pub no_worker: bool,
    /// Leave the tables alone: start only when they are up to date (`portal migrate`).
    #[arg(long, env = "PORTAL_NO_MIGRATE")]
    pub no_migrate: bool,
    /// How many proxies stand in front and each add to `X-Forwarded-For`; 0: that header is not believed.
    #[arg(long, env = "PORTAL_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: u8,
    /// Where to answer `/metrics` and `/readyz?verbose`; off when nothing is said. Not for the outside.
    #[arg(long, env = "PORTAL_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// Not ready when work has waited longer, in seconds.
    #[arg(long, env = "PORTAL_LAG_LIMIT", default_value_t = 300, value_name = "SECONDS")]
    pub lag_limit: u32,
    /// Not ready when less is free below the data folder, in MiB.
    #[arg(long, env = "PORTAL_DISK_FLOOR", default_value_t = 256, value_name = "MIB")]
    pub disk_floor: u64,
    /// How the log on standard error looks.
    #[arg(long, env = "PORTAL_LOG_FORMAT", default_value = "plain", value_name = "FORMAT")]
    pub log: LogFormat,
    /// What is logged: `warn`, `info`, or by part, as in `warn,portal=info,portal::access=off`.
    #[arg(long, env = "RUST_LOG", default_value = "warn,portal=info", value_name = "FILTER")]
    pub log_filter: String,
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
    /// Requests that one account may send within a minute; beyond that it is a 429. 0: as many as it likes.
    #[arg(long, env = "PORTAL_SUBMITS_PER_MINUTE", default_value_t = Pace::default().submits, value_name = "NUMBER")]
    pub submits_per_minute: u16,
    /// Files that one account may send within a minute. 0: as many as it likes.
    #[arg(long, env = "PORTAL_UPLOADS_PER_MINUTE", default_value_t = Pace::default().uploads, value_name = "NUMBER")]
    pub uploads_per_minute: u16,
    /// Searches by words that one account may make within a minute. 0: as many as it likes.
    #[arg(long, env = "PORTAL_SEARCHES_PER_MINUTE", default_value_t = Pace::default().searches, value_name = "NUMBER")]
    pub searches_per_minute: u16,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=1_000_000).contains(number));
    number.ok_or_else(|| "a number from 1 to 1000000".to_owned())
}

/// How the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Plain,
    /// A JSON object a line.
    Json,
}

impl Serve {
    /// Whether demo people may be entered as: only on loopback, and only when nobody said otherwise.
    pub fn evaluates(&self) -> bool {
        !self.no_demo && self.listen.ip().is_loopback()
    }

    /// Whether the past of the demo is played at the first start.
    pub fn plays(&self) -> bool {
        self.evaluates() && !self.no_play
    }
}

impl Place {
    /// The address of the database.
    pub fn database(&self) -> Address {
        let file = || Address::from(format!("sqlite://{}", self.data.join("portal.db").display()));
        self.database_url.clone().unwrap_or_else(file)
    }
}
