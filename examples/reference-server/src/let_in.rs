//! `portal let-in`: lets somebody of the team in from the console of whoever runs the portal.

use std::process::ExitCode;

use anyhow::{Context, bail};
use portal::{Refused, core::identity::LetIn, store::SqlxStore};

use crate::settings::{NewMember, Place};

/// Lets somebody in on the configured database; the portal may be running or not.
pub async fn let_in(place: &Place, asked: &NewMember) -> anyhow::Result<ExitCode> {
    let address = place.database();
    if let Some(file) = address.sqlite_file().filter(|file| !file.exists()) {
        bail!("there is no database at {} (--data, or --database-url, names another)", file.display());
    }
    let NewMember { email, name, role, base_url } = asked.clone();
    let store = SqlxStore::open(address.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let made = portal::let_in(&store, &LetIn { email, name, role }).await;
    store.close().await;
    match made {
        Ok(secret) => println!("{}/reset/{}", base_url.trim_end_matches('/'), secret.reveal()),
        Err(refused) => bail!("{}", why(refused, asked)?),
    }
    eprintln!("It is shown this once: whoever opens it within 30 minutes chooses the password of {}.", asked.email);
    Ok(ExitCode::SUCCESS)
}

/// What will not do, and how to mend it.
fn why(refused: Refused, asked: &NewMember) -> anyhow::Result<String> {
    Ok(match refused {
        Refused::NotFound => "no definition is in force on this database yet: start the server once".to_owned(),
        Refused::NotHere => format!(
            "{} is a client's account, or one that the team disabled, or nobody has a password on this portal (sign_in)",
            asked.email
        ),
        Refused::Answers(faults) => {
            let wrong: Vec<String> = faults.iter().map(|fault| format!("--{}", fault.field)).collect();
            format!("nobody has this address yet, and to make somebody these will not do: {}", wrong.join(", "))
        }
        refused => return Err(refused).context("nobody could be let in"),
    })
}
