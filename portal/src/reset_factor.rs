//! Taking lost second factors away, beside a portal that runs or not: the store is all it takes.

use portal_core::{
    Refused,
    clock::now,
    identity::{Factor, email_key},
    store::People as _,
};
use portal_sqlx::SqlxStore;

use crate::clock::{SystemClock, SystemIds};

/// Takes the second factor away from the person with this address, who lost it together with its recovery codes
/// ([`Factor::reset`]). Be sure who asks for it: until they set up another, their password alone opens the account.
///
/// # Errors
/// [`Refused::NotFound`] when nobody has the address, or they have no second factor.
pub async fn reset_factor(store: &SqlxStore, email: &str) -> Result<(), Refused> {
    let account = store.account_by_email(&email_key(email)).await?.ok_or(Refused::NotFound)?;
    Factor::reset(store, &SystemIds, now(&SystemClock), account.id).await
}

/// Takes away all second factors that are encrypted with a secret key of this name, when that key is lost. Gives how many.
///
/// # Errors
/// When the database is not available; those before stay taken away.
pub async fn reset_factors_of_key(store: &SqlxStore, key: &str) -> Result<usize, Refused> {
    let mut gone = 0;
    for account in store.factors_of_key(key).await? {
        match Factor::reset(store, &SystemIds, now(&SystemClock), account).await {
            // Its person took it away meanwhile.
            Err(Refused::NotFound) => {}
            done => {
                done?;
                gone += 1;
            }
        }
    }
    Ok(gone)
}
