//! Signing in with a provider of `OpenID` Connect: authorization code with PKCE. Metadata and keys are fetched when they are
//! first needed; no token is kept or logged. Its pages stand in `entrance`.

mod flow;
mod http;
mod leave;
mod pending;
mod trouble;

use std::{sync::Arc, time::Duration};

use openidconnect::{ClientId, ClientSecret, IssuerUrl, ProviderMetadataWithLogout};
use portal_core::identity::{Introducer, Strangers};
use tokio::{sync::RwLock, time::Instant};
use url::Url;

pub(crate) use self::{flow::routes, leave::after_sign_out};
use self::{
    http::{Http, HttpError, is_loopback},
    trouble::Trouble,
};

/// How long metadata and keys are taken for true.
const KNOWN: Duration = Duration::from_mins(10);
/// Keys that are younger are not asked for anew when a signature does not fit them.
const YOUNG: Duration = Duration::from_secs(10);
/// How long a provider is left alone that gave no answer.
const REST: Duration = Duration::from_secs(3);

/// A provider of `OpenID` Connect.
#[derive(Clone)]
pub struct Provider {
    key: String,
    label: String,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    strangers: Strangers,
    trusted: Vec<String>,
    http: Result<Http, Arc<HttpError>>,
    known: Arc<RwLock<Fetched>>,
}

/// What is known of a provider.
#[derive(Default)]
struct Fetched {
    metadata: Option<(Instant, Arc<ProviderMetadataWithLogout>)>,
    failed: Option<Instant>,
}

impl Fetched {
    fn younger_than(&self, age: Duration) -> Option<Arc<ProviderMetadataWithLogout>> {
        self.metadata.as_ref().filter(|(at, _)| at.elapsed() < age).map(|(_, metadata)| metadata.clone())
    }
}

/// Why a provider cannot be one.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The key is part of addresses.
    #[error("the key {0:?} is not a word of a to z, 0 to 9 and hyphens")]
    Key(String),
    /// The issuer is none.
    #[error("the issuer {0} is not an https address without query (http is for this machine alone)")]
    Issuer(String),
}

impl Provider {
    /// A provider: `key` is a short word that stands in the portal's addresses and stays, `label` what one signs in with, as
    /// it stands after "Sign in with". The provider must know the redirect address `BASE_URL/sign-in/with/KEY/back` and,
    /// where it has a sign-out, `BASE_URL/sign-in`.
    ///
    /// # Errors
    /// When the key or the issuer will not do.
    pub fn new(
        key: impl Into<String>,
        label: impl Into<String>,
        issuer: impl Into<String>,
        client: impl Into<String>,
    ) -> Result<Self, ProviderError> {
        let (key, issuer) = (key.into(), issuer.into());
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if key.is_empty() || key.len() > 40 || !key.bytes().all(plain) {
            return Err(ProviderError::Key(key));
        }
        let url = Url::parse(&issuer).map_err(|_| ProviderError::Issuer(issuer.clone()))?;
        let secure = url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url);
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let (true, Ok(issuer)) = (secure && plain && issuer.len() <= 255, IssuerUrl::new(issuer.clone())) else {
            return Err(ProviderError::Issuer(issuer));
        };
        Ok(Self {
            key,
            label: label.into(),
            issuer,
            client: ClientId::new(client.into()),
            secret: None,
            strangers: Strangers::Invited,
            trusted: Vec::new(),
            http: Http::new(url).map_err(Arc::new),
            known: Arc::default(),
        })
    }

    /// With the secret that the provider gave for the portal.
    pub fn secret(self, secret: impl Into<String>) -> Self {
        Self { secret: Some(ClientSecret::new(secret.into())), ..self }
    }

    /// What becomes of people whom the provider introduces for the first time.
    pub fn strangers(self, strangers: Strangers) -> Self {
        Self { strangers, ..self }
    }

    /// The values of `acr` or `amr` in its ID tokens by which it says that it asked for a second factor, such as `mfa`. Whoever
    /// comes with one of them is not asked for the portal's. Read at the provider's what they mean there.
    pub fn trusted_factors(self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { trusted: values.into_iter().map(Into::into).collect(), ..self }
    }

    /// The word that stands in addresses.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// What one signs in with.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Who introduces people.
    pub(crate) fn introducer(&self) -> Introducer<'_> {
        Introducer { issuer: self.issuer.as_str(), strangers: self.strangers }
    }

    /// The provider's metadata and keys, as they were within the last minutes.
    async fn metadata(&self) -> Result<Arc<ProviderMetadataWithLogout>, Trouble> {
        let known = self.known.read().await.younger_than(KNOWN);
        match known {
            Some(metadata) => Ok(metadata),
            None => self.fetch().await,
        }
    }

    /// The same anew, for keys that may have changed; `None`: they are too young for that.
    async fn newer_metadata(&self) -> Result<Option<Arc<ProviderMetadataWithLogout>>, Trouble> {
        let young = self.known.read().await.younger_than(YOUNG).is_some();
        if young { Ok(None) } else { self.fetch().await.map(Some) }
    }

    /// One fetches, the others wait for what comes of it. A provider that gave no answer is left alone for a moment, so
    /// that those who wait are not kept one after the other.
    async fn fetch(&self) -> Result<Arc<ProviderMetadataWithLogout>, Trouble> {
        let mut known = self.known.write().await;
        if let Some(metadata) = known.younger_than(YOUNG) {
            return Ok(metadata);
        }
        if known.failed.is_some_and(|at| at.elapsed() < REST) {
            return Err(Trouble::Unreachable);
        }
        let http = self.http()?;
        let fetched = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), http).await;
        match fetched {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *known = Fetched { metadata: Some((Instant::now(), metadata.clone())), failed: None };
                Ok(metadata)
            }
            Err(error) => {
                known.failed = Some(Instant::now());
                Err(self.unreachable(&error))
            }
        }
    }

    fn http(&self) -> Result<&Http, Trouble> {
        self.http.as_ref().map_err(|error| self.unreachable(error.as_ref()))
    }

    /// Says in the log what the page does not. An answer's text may hold anything: only the kind of failure is told.
    fn unreachable(&self, error: &(dyn std::error::Error + 'static)) -> Trouble {
        let mut causes = vec![error.to_string()];
        let mut cause = error.source();
        while let Some(next) = cause {
            causes.push(next.to_string());
            cause = next.source();
        }
        tracing::warn!(provider = self.key, error = causes.join(": "), "a provider cannot be asked");
        Trouble::Unreachable
    }
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_encrypted_or_on_this_machine_and_its_key_a_word() {
        let of = |key: &str, issuer: &str| Provider::new(key, "X", issuer, "portal").map(drop);
        assert!(of("novaterm", "https://login.novaterm.example/realm").is_ok());
        assert!(of("local", "http://127.0.0.1:4000").is_ok() && of("local", "http://localhost:4000").is_ok());
        for issuer in ["http://login.example", "http://10.0.0.1", "https://a@b.example", "https://a.example?b", "a", ""]
        {
            assert!(matches!(of("a", issuer), Err(ProviderError::Issuer(_))), "{issuer}");
        }
        for key in ["", "A", "a/b", "a b", "é"] {
            assert!(matches!(of(key, "https://a.example"), Err(ProviderError::Key(_))), "{key}");
        }
    }

    #[test]
    fn s10_a_provider_does_not_show_its_secret() {
        let provider = Provider::new("a", "A", "https://a.example", "portal").unwrap().secret("hush-hush");
        assert!(!format!("{provider:?}").contains("hush"));
    }
}
