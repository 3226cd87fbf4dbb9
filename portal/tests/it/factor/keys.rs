//! What is stored of a factor, the key that it is encrypted with, and what is lost.

use portal::{
    Refused,
    core::{
        identity::{Secret, SignIn},
        store::{Links as _, People as _},
    },
};

use super::{code, finish, opens, sign_in, with_factor};
use crate::support::{self, PASSWORD, World, address};

on_both!(a07_what_is_stored_of_a_factor_opens_nothing, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    let claire = world.viewer("claire").await.account();
    let stored = world.store.factor(claire).await.unwrap().unwrap();
    let raw = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let hex = raw.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert!(!stored.secret.contains(&hex) && !stored.secret.contains(&secret.replace(' ', "")));
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let hash = Secret::new(stored.codes[0]).reveal();
    for stolen in [&hash, &hash[..24], &stored.secret] {
        assert!(matches!(finish(&world, &begun, stolen).await, Err(Refused::Credentials)));
    }
});

/// Another portal on the same tables, without a secret key.
fn another(world: &World) -> portal::Builder {
    portal::builder(world.store.clone())
        .definitions(support::definition_folder())
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("other")).unwrap())
        .mail(world.post.clone())
        .clock(world.clock.clone())
}

/// The same with secret keys.
fn with_keys(world: &World, key: [u8; 32], older: &[[u8; 32]]) -> portal::Builder {
    older.iter().fold(another(world).secret_key(key), |builder, key| builder.older_secret_key(*key))
}

on_both!(a_portal_without_a_key_starts_where_nobody_must_have_a_factor_and_then_nobody_can, world, {
    let refused = another(&world).build().await.unwrap_err();
    assert!(matches!(refused.problems[..], [portal::Problem::Missing { what: "secret_key", .. }]), "{refused}");
    let tried_out = another(&world).without_required_factor().build().await.unwrap();
    let (email, password) = (address("tom"), PASSWORD.to_owned());
    let tom =
        tried_out.sign_in(&SignIn { email, password, from: "192.0.2.1".to_owned(), browser: None }).await.unwrap();
    assert_eq!(tom.pending, None);
    let tom = tried_out.enter(&tom.token).await.unwrap().unwrap().viewer;
    assert_eq!(tried_out.desk(&tom).own_factor().await.unwrap(), None);
    assert!(matches!(tried_out.desk(&tom).offer_factor(None).await, Err(Refused::Unavailable(_))));
});

on_both!(a_start_without_the_key_of_stored_factors_says_which_is_missing_and_what_to_do, world, {
    with_keys(&world, [8; 32], &[]).build().await.expect("nothing is encrypted yet");
    let (secret, _) = with_factor(&world, "claire").await;
    let claire = world.viewer("claire").await.account();
    let stored = async || world.store.factor(claire).await.unwrap().unwrap().secret;
    let name = stored().await[..8].to_owned();
    let refused = with_keys(&world, [8; 32], &[]).build().await.unwrap_err();
    let [portal::Problem::SecretKey(missing)] = &refused.problems[..] else { panic!("{refused}") };
    assert_eq!(missing, std::slice::from_ref(&name));
    let told = refused.to_string();
    for words in ["`secret_key`", "`older_secret_key`", &format!("portal reset-factor --key {name}")] {
        assert!(told.contains(words), "{words} is not in {told}");
    }

    let changed = with_keys(&world, [8; 32], &[[7; 32]]).build().await.unwrap();
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    changed.finish_sign_in(&begun, &code(&world, &secret, 0), "192.0.2.1").await.unwrap();
    assert_ne!(stored().await[..8], name, "each use brings a factor under the new key");
    with_keys(&world, [8; 32], &[]).build().await.expect("the older key can go");

    assert_eq!(portal::reset_factors_of_key(&world.store, &name).await.unwrap(), 0);
    assert_eq!(portal::reset_factors_of_key(&world.store, &stored().await[..8]).await.unwrap(), 1);
    with_keys(&world, [9; 32], &[]).build().await.expect("what no key opens is gone");
});

on_both!(s03_a_lost_factor_is_taken_away_with_the_sessions_and_its_person_is_told, world, {
    let (_, codes) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let open = finish(&world, &begun, &codes[0]).await.unwrap().token;
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    world.letters().await;
    portal::reset_factor(&world.store, &address("claire").to_uppercase()).await.unwrap();
    assert!(opens(&world, &open).await.is_none());
    let sent = world.letters().await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].1.starts_with("Two-step sign-in is off"), "{sent:?}");
    let claire = sign_in(&world, "claire", "192.0.2.1").await;
    assert_eq!(claire.pending, None);
    let links = world.store.links_of(claire.account.id).await.unwrap();
    assert_eq!(links, [], "A03");
    for nobody in [address("claire"), "nobody@alpha.example".to_owned()] {
        assert!(matches!(portal::reset_factor(&world.store, &nobody).await, Err(Refused::NotFound)), "{nobody}");
    }
});
