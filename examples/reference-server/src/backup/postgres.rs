//! `pg_dump` and `pg_restore`, with the password where nobody sees it: in their environment, not in their arguments.

use std::{
    io,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use url::Url;

use crate::settings::Address;

/// Our tables, and nothing else that may be in the same database.
const OURS: &str = "portal_*";
/// What an address may say that Postgres' own programs understand.
const UNDERSTOOD: [&str; 9] =
    ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "hostaddr", "port", "application_name", "options"];

/// Dumps our tables as they are at one moment.
pub fn dump(from: &Address, into: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("pg_dump");
    command.args(["--format=custom", "--no-owner", "--no-privileges"]).arg(format!("--table={OURS}"));
    command.arg("--file").arg(into);
    run(&mut command, from, "pg_dump")
}

/// Puts a dump into a database that has none of our tables: wholly or not at all.
pub fn restore(from: &Path, into: &Address) -> anyhow::Result<()> {
    let mut command = Command::new("pg_restore");
    command.args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]);
    run(command.arg(from), into, "pg_restore")
}

fn run(command: &mut Command, address: &Address, name: &str) -> anyhow::Result<()> {
    let (address, password) = parted(address)?;
    command.arg(format!("--dbname={address}")).stdin(Stdio::null());
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => bail!("{name} did not end well ({status}); nothing was kept"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
            "{name} is not here: install Postgres' client programs, of the server's version or newer (postgresql-client), or \
             do it by hand as docs/operating.md says"
        ),
        Err(error) => Err(error).with_context(|| format!("{name} cannot be run")),
    }
}

/// The address without its password and without what only our driver understands; and the password.
fn parted(address: &Address) -> anyhow::Result<(String, Option<String>)> {
    let mut url = Url::parse(address.reveal()).ok().context("DATABASE_URL is no postgres:// address")?;
    let decoded = |text: &str| {
        url::form_urlencoded::parse(format!("p={}", text.replace('+', "%2B")).as_bytes())
            .next()
            .map(|(_, text)| text.into_owned())
    };
    let mut password = url.password().and_then(decoded);
    let said: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if let Some((_, given)) = said.iter().find(|(name, _)| name == "password") {
        password = Some(given.clone());
    }
    let kept: Vec<&(String, String)> = said.iter().filter(|(name, _)| UNDERSTOOD.contains(&name.as_str())).collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    if url.password().is_some() {
        url.set_password(None).map_err(|()| anyhow::anyhow!("DATABASE_URL is no postgres:// address"))?;
    }
    Ok((url.to_string(), password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i13_the_password_is_no_argument() {
        let split = |address: &str| parted(&Address::from(address.to_owned())).unwrap();
        let (address, password) =
            split("postgres://u:p%40s+s@db.example/portal?sslmode=require&statement-cache-capacity=1");
        assert_eq!(address, "postgres://u@db.example/portal?sslmode=require");
        assert_eq!(password.as_deref(), Some("p@s+s"));
        assert_eq!(
            split("postgres:///portal?host=/run&password=x"),
            ("postgres:///portal?host=%2Frun".to_owned(), Some("x".to_owned()))
        );
    }
}
