//! Whether a provider stands for the second factor.

use portal_axum::{Provider, Web};

use super::{
    START, comes_back,
    fake::{CLIENT, Fake, SECRET, Says, says},
    known,
};
use crate::{client::Client, factor::set_up, world::World};

#[tokio::test]
async fn a12_a_provider_spares_nobody_the_second_factor_unless_its_word_on_that_counts() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "claire", "248").await;
    set_up(&world, &mut world.browser("claire").await, "/account/second-factor").await;
    let of = |trusted: &[&str]| {
        let provider = Provider::new("novaterm", "Novaterm ID", fake.issuer(), CLIENT).unwrap().secret(SECRET);
        let provider = provider.trusted_factors(trusted.iter().copied());
        Client::new(Web::new(world.portal.clone()).provider(provider).router())
    };
    let by = |methods: &[&'static str], class| Says { methods: methods.to_vec(), class, ..says("248") };
    let code = "/sign-in/code?next=%2Frequests";
    let cases = [
        (&[][..], by(&["pwd", "mfa"], Some("phr")), code),
        (&["mfa", "phr"], by(&[], None), code),
        (&["mfa", "phr"], by(&["pwd"], Some("0")), code),
        (&["mfa", "phr"], by(&["MFA"], Some("phrh")), code),
        (&["mfa", "phr"], by(&["pwd", "mfa"], None), "/requests"),
        (&["mfa", "phr"], by(&[], Some("phr")), "/requests"),
    ];
    for (trusted, says, to) in cases {
        let mut client = of(trusted);
        assert_eq!(comes_back(&mut client, &fake, &format!("{START}?next=/requests"), says).await.to(), to);
        let opens = client.get("/account").await.status == 200;
        assert_eq!(opens, to == "/requests");
    }
}
