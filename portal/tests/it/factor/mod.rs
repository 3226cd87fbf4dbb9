//! The second factor, on both databases: setting it up, signing in with it, recovery codes, taking it away.

mod keys;
mod own;
mod steps;

use crate::support::{PASSWORD, World, address};
use chrono::TimeDelta;
use portal::{
    Refused, Viewer,
    core::identity::{Confirm, Offer, Secret, SignIn, SignedIn},
};

async fn sign_in(world: &World, name: &str, from: &str) -> SignedIn {
    let (email, password) = (address(name), PASSWORD.to_owned());
    world.portal.sign_in(&SignIn { email, password, from: from.to_owned(), browser: None }).await.unwrap()
}

/// What an app shows of this secret, so many steps from now.
fn code(world: &World, secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    app.generate(u64::try_from(world.portal.now().timestamp() + 30 * steps).unwrap()).to_string()
}

/// Six digits that are not the code of any step that counts.
fn wrong(world: &World, secret: &str) -> String {
    let right: Vec<String> = (-1..=1).map(|steps| code(world, secret, steps)).collect();
    ["000000", "111111", "222222", "333333"]
        .into_iter()
        .find(|it| !right.iter().any(|right| right == it))
        .unwrap()
        .to_owned()
}

/// Gives somebody a factor: its secret, and the recovery codes.
async fn with_factor(world: &World, name: &str) -> (String, Vec<String>) {
    let viewer = world.viewer(name).await;
    let desk = world.portal.desk(&viewer);
    let Offer { secret, sealed, address, .. } = desk.offer_factor(None).await.unwrap();
    assert!(address.starts_with("otpauth://totp/") && address.contains(&secret.replace(' ', "")), "{address}");
    let refused = desk.set_factor(&sealed, &wrong(world, &secret)).await;
    assert!(matches!(refused, Err(Refused::Credentials)), "only a confirmed factor counts");
    assert_eq!(desk.own_factor().await.unwrap().unwrap().since, None);
    let codes = desk.set_factor(&sealed, &code(world, &secret, 0)).await.unwrap();
    world.clock.pass(TimeDelta::seconds(90));
    (secret, codes)
}

fn confirm(password: &str, code: &str) -> Confirm {
    Confirm { password: password.to_owned(), code: code.to_owned(), from: "192.0.2.1".to_owned() }
}

async fn finish(world: &World, token: &Secret, code: &str) -> Result<SignedIn, Refused> {
    world.portal.finish_sign_in(token, code, "192.0.2.1").await
}

async fn opens(world: &World, token: &Secret) -> Option<Viewer> {
    world.portal.enter(token).await.unwrap().map(|entered| entered.viewer)
}
