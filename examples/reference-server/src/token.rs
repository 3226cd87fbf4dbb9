//! `portal token`: makes a token with which a program comes in for a person, and prints it this once.

use std::process::ExitCode;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use portal::{
    Refused,
    core::identity::{PermissionGroup, TokenAccess, TokenScope},
    store::SqlxStore,
};

use crate::settings::{NewToken, Place};

/// Makes a token on the configured database; the portal may be running or not.
pub async fn token(place: &Place, asked: &NewToken) -> anyhow::Result<ExitCode> {
    let scope = scope(asked)?;
    let address = place.database();
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let lifetime = TimeDelta::days(asked.days.into());
    let made = portal::make_token(&store, &asked.person, &asked.name, lifetime, scope).await;
    store.close().await;
    match made {
        Ok(secret) => println!("{}", secret.reveal()),
        Err(Refused::NotFound) => bail!("nobody may come in under the address {} (--person)", asked.person),
        Err(Refused::Missing(_)) => {
            bail!("a name of 1 to 100 characters (--name) and 1 to 365 days (--days) are needed")
        }
        Err(refused) => return Err(refused).context("the token could not be made"),
    }
    eprintln!("It is shown this once, and good for {} days. Send it as `Authorization: Bearer …`.", asked.days);
    Ok(ExitCode::SUCCESS)
}

/// How far the token goes; `None`: as far as its person.
fn scope(asked: &NewToken) -> anyhow::Result<Option<TokenScope>> {
    if asked.read_only {
        return Ok(Some(TokenScope::read_only()));
    }
    let mut scope: Option<TokenScope> = None;
    for written in &asked.scopes {
        let (name, access) = match written.strip_suffix(":read") {
            Some(name) => (name, TokenAccess::Read),
            None => (written.as_str(), TokenAccess::Full),
        };
        let group = PermissionGroup::parse(name);
        let group = group.with_context(|| format!("{name} is no group of permissions (--scope)"))?;
        scope = Some(scope.unwrap_or_default().with(group, access));
    }
    Ok(scope)
}
