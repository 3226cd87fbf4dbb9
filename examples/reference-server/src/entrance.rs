//! The ways in: the portal's own accounts, and a provider of `OpenID` Connect beside them when one is set.

use anyhow::Context;
use portal::{
    Portal,
    pages::{Provider, Web},
};
use url::Url;

use crate::settings::Serve;

/// The word of the provider in the portal's addresses.
const KEY: &str = "oidc";

/// The pages with the ways in that are set.
pub fn pages(settings: &Serve, portal: &Portal) -> anyhow::Result<Web> {
    let web = Web::new(portal.clone());
    let (Some(issuer), Some(client)) = (&settings.oidc_issuer, &settings.oidc_client_id) else { return Ok(web) };
    let host = Url::parse(issuer).ok().and_then(|url| url.host_str().map(str::to_owned));
    let label = settings.oidc_label.clone().or(host).unwrap_or_default();
    let provider = Provider::new(KEY, label, issuer, client).context("--oidc-issuer (PORTAL_OIDC_ISSUER)")?;
    let provider = provider.trusted_factors(&settings.oidc_trusted_factors);
    let secret = settings.oidc_client_secret.as_ref();
    Ok(web.provider(secret.into_iter().fold(provider, |provider, secret| provider.secret(secret.reveal()))))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::settings::Settings;

    #[test]
    fn i13_a_provider_has_a_client_and_its_secret_is_not_printed() {
        let parse = |arguments: &[&str]| Settings::try_parse_from([&["portal"], arguments].concat());
        let issuer = ["--oidc-issuer", "https://login.example"];
        assert!(parse(&issuer).is_err(), "without a client");
        let whole = [&issuer[..], &["--oidc-client-id", "portal", "--oidc-client-secret", "kestrel"]].concat();
        assert!(!format!("{:?}", parse(&whole).unwrap()).contains("kestrel"));
    }
}
