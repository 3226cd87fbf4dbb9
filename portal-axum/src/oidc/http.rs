//! Asking a provider: few seconds, few bytes, no redirects, and only where its issuer may send us.

use std::{error::Error, net::IpAddr, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use url::{Host, Url};

/// How long a provider may take for one answer.
const PATIENCE: Duration = Duration::from_secs(4);
/// Largest answer: keys, metadata and tokens are some kilobytes.
const LARGEST: usize = 512 * 1024;

/// Why a provider gave no answer. What was asked and answered is not told: it may hold a code or a token.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    /// It would have led where we do not go.
    #[error("an address of the provider is not one that its issuer may send us to")]
    Elsewhere,
    /// It cannot be reached, takes too long, or says too much.
    #[error("the provider cannot be reached")]
    Unreachable(#[source] Box<dyn Error + Send + Sync>),
}

/// A client of one provider. It follows nothing, and goes through no proxy.
#[derive(Clone, Debug)]
pub(super) struct Http {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    issuer: Url,
}

impl Http {
    /// # Errors
    /// When the system's root certificates cannot be read.
    pub(super) fn new(issuer: Url) -> Result<Self, HttpError> {
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls(&issuer)?).https_or_http().enable_http1();
        Ok(Self { client: Client::builder(TokioExecutor::new()).build(connector.build()), issuer })
    }

    /// Asks; whatever status comes back is an answer.
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let url: Url = request.uri().to_string().parse().map_err(|_| HttpError::Elsewhere)?;
        if !may_ask(&self.issuer, &url) {
            return Err(HttpError::Elsewhere);
        }
        let asked = async {
            let request = request.map(|body| Full::new(Bytes::from(body)));
            let answer = self.client.request(request).await.map_err(|error| HttpError::Unreachable(error.into()))?;
            let (parts, body) = answer.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(HttpError::Unreachable)?;
            Ok(HttpResponse::from_parts(parts, body.to_bytes().to_vec()))
        };
        let late = |_| HttpError::Unreachable("it takes too long".into());
        tokio::time::timeout(PATIENCE, asked).await.map_err(late)?
    }
}

/// The future is boxed: its lifetime would otherwise keep handlers from being `Send`.
impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// TLS with the system's root certificates, whatever provider of cryptography the host has chosen for itself. Over loopback
/// in clear no certificates are needed, and perhaps none are there.
fn tls(issuer: &Url) -> Result<rustls::ClientConfig, HttpError> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let unreachable = |error: rustls::Error| HttpError::Unreachable(error.into());
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(ring);
    let builder = builder.with_safe_default_protocol_versions().map_err(unreachable)?;
    let builder = match issuer.scheme() {
        "https" => builder.with_platform_verifier().map_err(unreachable)?,
        _ => builder.with_root_certificates(rustls::RootCertStore::empty()),
    };
    Ok(builder.with_no_client_auth())
}

/// Whether what a provider of this issuer says may lead us there: encrypted, and to no address inside our own network that
/// the issuer's is not itself (a provider that was taken over must not make us ask for metadata of the machine we run on).
pub(super) fn may_ask(issuer: &Url, url: &Url) -> bool {
    if !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    let same_place = issuer.host() == url.host() && issuer.scheme() == url.scheme();
    match (url.scheme(), url.host()) {
        (_, Some(_)) if same_place => true,
        ("https", Some(Host::Domain(name))) => name.contains('.') && !name.ends_with(".localhost"),
        _ => false,
    }
}

/// Whether an issuer may be asked in clear: only on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_leads_us_to_encrypted_names_and_to_no_address_of_our_own_network() {
        let may = |issuer: &str, url: &str| may_ask(&issuer.parse().unwrap(), &url.parse().unwrap());
        let google = "https://accounts.google.com";
        assert!(may(google, "https://oauth2.googleapis.com/token") && may(google, "https://accounts.google.com/x"));
        for elsewhere in [
            "http://oauth2.googleapis.com/token",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/",
            "https://10.0.0.1/token",
            "https://localhost/token",
            "https://metadata/token",
            "https://a.localhost/token",
            "https://user@oauth2.googleapis.com/token",
            "file:///etc/passwd",
        ] {
            assert!(!may(google, elsewhere), "{elsewhere}");
        }
        let local = "http://127.0.0.1:4000";
        assert!(may(local, "http://127.0.0.1:4000/token") && !may(local, "http://127.0.0.2:4000/token"));
        assert!(
            may("https://10.0.0.7/realm", "https://10.0.0.7/token") && !may("https://10.0.0.7", "https://10.0.0.8/")
        );
    }
}
