//! `portal token`: makes a token with which a program comes in for a person, and prints it this once.

use std::process::ExitCode;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use portal::{Refused, store::SqlxStore};

use crate::settings::{NewToken, Place};

/// Makes a token on the configured database; the portal may be running or not.
pub async fn token(place: &Place, asked: &NewToken) -> anyhow::Result<ExitCode> {
    let address = place.database();
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let lifetime = TimeDelta::days(asked.days.into());
    let made = portal::make_token(&store, &asked.person, &asked.name, lifetime).await;
    store.close().await;
    match made {
        Ok(secret) => println!("{}", secret.reveal()),
        Err(Refused::NotFound) => bail!("nobody may come in under the address {} (--person)", asked.person),
        Err(Refused::Missing(_)) => {
            bail!("a name of 1 to 100 characters (--name) and 1 to 366 days (--days) are needed")
        }
        Err(refused) => return Err(refused).context("the token could not be made"),
    }
    eprintln!("It is shown this once, and good for {} days. Send it as `Authorization: Bearer …`.", asked.days);
    Ok(ExitCode::SUCCESS)
}
