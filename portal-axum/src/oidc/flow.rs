//! The way to a provider and back.

use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use openidconnect::{
    AuthType, AuthorizationCode, CsrfToken, EndUserName, EndpointMaybeSet, EndpointNotSet, EndpointSet, LocalizedClaim,
    OAuth2TokenResponse as _, PkceCodeChallenge, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope,
    TokenResponse as _,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims,
        CoreJwsSigningAlgorithm as Signed, CoreTokenResponse, CoreUserInfoClaims,
    },
};
use portal_core::{
    Refused,
    identity::{Introduced, Secret, SignedIn},
};
use serde::Deserialize;
use url::Url;

use super::{
    Provider, leave,
    pending::{Pending, Purpose},
    trouble::Trouble,
};
use crate::{
    Web, cookies,
    entrance::{CONNECTIONS, StrangerPage, confirm_first, provider_address, safe_next},
    link::arrives,
    path::At,
    problem::Problem,
    sign_in::begin as begin_session,
    visit::{Person, Visit},
};

/// How an ID token may be signed: with the provider's private key, never with a secret that we share, and never not at all.
const SIGNED: [Signed; 9] = [
    Signed::RsaSsaPkcs1V15Sha256,
    Signed::RsaSsaPkcs1V15Sha384,
    Signed::RsaSsaPkcs1V15Sha512,
    Signed::RsaSsaPssSha256,
    Signed::RsaSsaPssSha384,
    Signed::RsaSsaPssSha512,
    Signed::EcdsaP256Sha256,
    Signed::EcdsaP384Sha384,
    Signed::EdDsa,
];

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/sign-in/with/{provider}", get(sign_in))
        .route("/sign-in/with/{provider}/back", get(back))
        .route("/invitations/{token}/with/{provider}", get(accept))
        .route("/account/connections/with/{provider}", get(connect))
        .route("/signed-out/{provider}", get(leave::show))
}

/// Which provider.
#[derive(Deserialize)]
pub(super) struct Which {
    pub(super) provider: String,
}

#[derive(Deserialize)]
struct ByInvitation {
    token: String,
    provider: String,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

/// What the provider sends the browser back with.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Only from a page of ours, as signing in with a password (SECURITY X05): a link from elsewhere would have people go on as
/// whom the provider knows, who is perhaps somebody else than they are here. It leads to the page with the button.
async fn sign_in(
    visit: Visit,
    headers: HeaderMap,
    At(Which { provider: key }): At<Which>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (provider, next) = (known(&visit, &key)?, safe_next(&asked.next));
    if !begun_here(visit.portal().base_url(), &headers) {
        return Ok(Redirect::to(&visit.web().door().challenge(visit.links(), next)?).into_response());
    }
    Ok(begin(&visit, provider, Purpose::SignIn(next.to_owned())).await)
}

/// Only from the page of the invitation: a link from elsewhere would have people join a place that they did not look at. It
/// leads to that page, and so does one that is worth nothing.
async fn accept(
    visit: Visit,
    headers: HeaderMap,
    At(ByInvitation { token, provider: key }): At<ByInvitation>,
) -> Result<Response, Problem> {
    let provider = known(&visit, &key)?;
    let secret = Secret::parse(&token).ok_or(Refused::NotFound)?;
    match visit.portal().invitation(&secret).await {
        Ok(_) if begun_here(visit.portal().base_url(), &headers) => {
            Ok(begin(&visit, provider, Purpose::Accept(secret.reveal())).await)
        }
        Ok(_) | Err(Refused::NotFound) => {
            Ok(Redirect::to(&visit.links().to(&format!("/invitations/{token}"))).into_response())
        }
        Err(refused) => Err(refused.into()),
    }
}

/// Only from a page of ours, by somebody who has just proved who they are: a link from elsewhere would have people connect
/// an account that is not theirs.
async fn connect(
    person: Person,
    headers: HeaderMap,
    At(Which { provider: key }): At<Which>,
) -> Result<Response, Problem> {
    let provider = known(&person, &key)?;
    if !begun_here(person.portal().base_url(), &headers) {
        return Ok(Redirect::to(&person.links().to(CONNECTIONS)).into_response());
    }
    match person.desk().require_fresh() {
        Ok(()) => Ok(begin(&person, provider, Purpose::Connect).await),
        Err(refused) => confirm_first(&person, refused),
    }
}

/// Sends the browser to the provider, with what it must bring back.
async fn begin(visit: &Visit, provider: &Provider, purpose: Purpose) -> Response {
    let pending = Pending::begin(purpose, visit.portal().now());
    match provider.address(&pending, visit.portal().base_url()).await {
        Ok(url) => ([(header::SET_COOKIE, pending.kept())], Redirect::to(url.as_str())).into_response(),
        Err(trouble) => trouble.show(visit, provider, &pending.purpose).await,
    }
}

/// What was begun ends here: its cookie goes.
async fn back(
    visit: Visit,
    headers: HeaderMap,
    At(Which { provider: key }): At<Which>,
    Query(answer): Query<Answer>,
) -> Result<Response, Problem> {
    let provider = known(&visit, &key)?;
    let pending = Pending::of(&headers);
    let purpose = pending.as_ref().map_or_else(|| Purpose::SignIn("/".to_owned()), |pending| pending.purpose.clone());
    let mut response = match provider.introduce(&visit, pending.as_ref(), answer).await {
        Ok(who) => come_in(&visit, &headers, provider, &purpose, &who).await?,
        Err(trouble) => trouble.show(&visit, provider, &purpose).await,
    };
    response.headers_mut().append(header::SET_COOKIE, cookies::drop_way());
    Ok(response)
}

/// Lets in whom the provider introduces, or says why not.
async fn come_in(
    visit: &Visit,
    headers: &HeaderMap,
    provider: &Provider,
    purpose: &Purpose,
    who: &Introduced,
) -> Result<Response, Problem> {
    let (portal, by, links) = (visit.portal(), provider.introducer(), visit.links());
    let next = match purpose {
        Purpose::Connect => return connected(visit, provider, purpose, who).await,
        Purpose::SignIn(next) => next.clone(),
        Purpose::Accept(token) => {
            let secret = Secret::parse(token).ok_or(Refused::NotFound)?;
            let accepted = match portal.invitation(&secret).await {
                Ok(invited) => {
                    portal.accept_introduced(&secret, by, who, &invited.name).await.map(|_| arrives(&invited))
                }
                Err(refused) => Err(refused),
            };
            match accepted {
                Ok(next) => next,
                Err(Refused::Credentials) => {
                    return Ok(Trouble::SomebodyElse.show(visit, provider, purpose).await);
                }
                // The page of the invitation says that it is worth nothing.
                Err(Refused::NotFound) => {
                    return Ok(Redirect::to(&links.to(&format!("/invitations/{token}"))).into_response());
                }
                Err(refused) => return Err(refused.into()),
            }
        }
    };
    match portal.sign_in_introduced(by, who).await {
        Ok(signed_in) => entered(visit, headers, provider, &signed_in, &next).await,
        Err(Refused::Credentials) => Ok(StrangerPage::at_provider(visit, provider.label(), who).await),
        Err(refused) => Err(refused.into()),
    }
}

/// Connects whoever is signed in with whom the provider introduces.
async fn connected(
    visit: &Visit,
    provider: &Provider,
    purpose: &Purpose,
    who: &Introduced,
) -> Result<Response, Problem> {
    let Some(entered) = visit.entered() else { return Err(Problem::SignIn) };
    match visit.portal().desk(&entered.viewer).connect(provider.introducer(), who).await {
        Ok(_) => Ok(Redirect::to(&visit.links().to(CONNECTIONS)).into_response()),
        Err(Refused::NotHere | Refused::Credentials) => Ok(Trouble::Taken.show(visit, provider, purpose).await),
        Err(refused) => confirm_first(visit, refused),
    }
}

/// Gives the new session's cookie, and keeps which provider it began with.
async fn entered(
    visit: &Visit,
    headers: &HeaderMap,
    provider: &Provider,
    signed_in: &SignedIn,
    next: &str,
) -> Result<Response, Problem> {
    let mut response = begin_session(visit, headers, signed_in, next).await?;
    response.headers_mut().append(header::SET_COOKIE, cookies::keep_provider(provider.key()));
    Ok(response)
}

fn known<'v>(visit: &'v Visit, key: &str) -> Result<&'v Provider, Problem> {
    visit.web().door().provider(key).ok_or(Problem::Status(StatusCode::NOT_FOUND))
}

/// Where one tries again.
pub(super) fn again(visit: &Visit, provider: &Provider, purpose: &Purpose) -> String {
    match purpose {
        Purpose::SignIn(next) => provider_address(visit.links(), provider.key(), next),
        Purpose::Connect => visit.links().to(CONNECTIONS),
        Purpose::Accept(token) => visit.links().to(&format!("/invitations/{token}")),
    }
}

/// Whether a page of ours leads here. Browsers say so; one that does not say it says at least where it comes from.
fn begun_here(base: &Url, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (said("sec-fetch-site"), said("referer").and_then(|from| Url::parse(from).ok())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from.origin() == base.origin(),
        (None, None) => false,
    }
}

impl Provider {
    /// Where the provider asks the person.
    async fn address(&self, pending: &Pending, base: &Url) -> Result<Url, Trouble> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata, base)?;
        let (flow, challenge) = (
            CoreAuthenticationFlow::AuthorizationCode,
            PkceCodeChallenge::from_code_verifier_sha256(&pending.verifier()),
        );
        let (state, nonce) = (CsrfToken::new(pending.state()), pending.nonce());
        let request = client.authorize_url(flow, move || state, move || nonce);
        let request = request.add_scope(Scope::new("profile".to_owned())).add_scope(Scope::new("email".to_owned()));
        let (url, ..) = request.set_pkce_challenge(challenge).url();
        if super::http::may_ask(self.issuer.url(), &url) { Ok(url) } else { Err(Trouble::Unreachable) }
    }

    /// Whom the provider introduces with its answer.
    async fn introduce(&self, visit: &Visit, pending: Option<&Pending>, answer: Answer) -> Result<Introduced, Trouble> {
        let (now, base) = (visit.portal().now(), visit.portal().base_url());
        let state = answer.state.unwrap_or_default();
        let pending = pending.filter(|pending| pending.is_answered_by(&state, now)).ok_or(Trouble::Expired)?;
        // An answer of another provider must not be taken for one of this (RFC 9207).
        if answer.iss.is_some_and(|iss| iss != self.issuer.as_str()) {
            return Err(Trouble::Failed);
        }
        if let Some(word) = answer.error {
            return Err(Trouble::of_word(&word));
        }
        let code = AuthorizationCode::new(answer.code.ok_or(Trouble::Failed)?);
        let metadata = self.metadata().await?;
        let tokens = self.exchange(&self.client(&metadata, base)?, code, pending).await?;
        let token = tokens.id_token().ok_or(Trouble::Failed)?;
        let claims = match self.claims(&metadata, token, pending, now) {
            Ok(claims) => claims,
            // The keys may have changed since they were fetched.
            Err(trouble) => match self.newer_metadata().await? {
                Some(newer) => self.claims(&newer, token, pending, now)?,
                None => return Err(trouble),
            },
        };
        Ok(self.introduced(&self.client(&metadata, base)?, &tokens, &claims).await)
    }

    async fn exchange(
        &self,
        client: &Client,
        code: AuthorizationCode,
        pending: &Pending,
    ) -> Result<CoreTokenResponse, Trouble> {
        let http = self.http()?;
        let request = client.exchange_code(code).map_err(|_| Trouble::Unreachable)?;
        request.set_pkce_verifier(pending.verifier()).request_async(http).await.map_err(|error| match error {
            RequestTokenError::Request(error) => self.unreachable(&error),
            // What came back may hold a token: only its kind is told.
            RequestTokenError::ServerResponse(refusal) => self.failed(&format!("{:?}", refusal.error())),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => self.failed("an answer that is none"),
        })
    }

    /// What the ID token says, if its signature, issuer, audience, nonce and expiry hold (ASVS 10.5).
    fn claims(
        &self,
        metadata: &ProviderMetadataWithLogout,
        token: &CoreIdToken,
        pending: &Pending,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<CoreIdTokenClaims, Trouble> {
        let client = CoreClient::from_provider_metadata(metadata.clone(), self.client.clone(), self.secret.clone());
        let verifier = client.id_token_verifier().set_allowed_algs(SIGNED).set_time_fn(move || now);
        token.claims(&verifier, &pending.nonce()).cloned().map_err(|error| self.failed(&error.to_string()))
    }

    /// The person, with the address that the ID token or else the provider's page about them gives. Without it they are
    /// known by their subject all the same.
    async fn introduced(&self, client: &Client, tokens: &CoreTokenResponse, claims: &CoreIdTokenClaims) -> Introduced {
        let who = Introduced::new(claims.subject().as_str());
        let name = |name: Option<&LocalizedClaim<EndUserName>>| {
            name.and_then(|name| name.get(None)).map(|name| name.as_str().to_owned())
        };
        let mut email = claims.email().map(|email| email.as_str().to_owned());
        let (mut verified, mut called) = (claims.email_verified(), name(claims.name()));
        if email.is_none()
            && let Some(about) = self.about(client, tokens, claims).await
        {
            email = about.email().map(|email| email.as_str().to_owned());
            (verified, called) = (about.email_verified(), name(about.name()));
        }
        let who = called.into_iter().fold(who, Introduced::named);
        let who = if self.trusts(claims) { who.with_second_factor() } else { who };
        match (email, verified) {
            (Some(email), Some(true)) => who.with_verified_email(email),
            (Some(email), _) => who.with_email(email),
            (None, _) => who,
        }
    }

    /// Whether it asked for a second factor, as far as its word on that counts.
    fn trusts(&self, claims: &CoreIdTokenClaims) -> bool {
        let class = claims.auth_context_ref().map(|class| class.as_str());
        let methods = claims.auth_method_refs().into_iter().flatten().map(|method| method.as_str());
        class.into_iter().chain(methods).any(|said| self.trusted.iter().any(|trusted| trusted == said))
    }

    /// What the provider's page about them says, if it has one and answers.
    async fn about(
        &self,
        client: &Client,
        tokens: &CoreTokenResponse,
        claims: &CoreIdTokenClaims,
    ) -> Option<CoreUserInfoClaims> {
        let http = self.http().ok()?;
        let (token, subject) = (tokens.access_token().clone(), claims.subject().clone());
        client.user_info(token, Some(subject)).ok()?.request_async(http).await.ok()
    }

    fn client(&self, metadata: &ProviderMetadataWithLogout, base: &Url) -> Result<Client, Trouble> {
        let back = format!("{}/sign-in/with/{}/back", base.as_str().trim_end_matches('/'), self.key);
        let back = RedirectUrl::new(back).map_err(|_| Trouble::Failed)?;
        let client = CoreClient::from_provider_metadata(metadata.clone(), self.client.clone(), self.secret.clone());
        let known = |method| {
            let methods = metadata.token_endpoint_auth_methods_supported();
            methods.is_some_and(|methods| methods.contains(&method))
        };
        let in_body = known(CoreClientAuthMethod::ClientSecretPost) && !known(CoreClientAuthMethod::ClientSecretBasic);
        let client = if in_body { client.set_auth_type(AuthType::RequestBody) } else { client };
        Ok(client.set_redirect_uri(back))
    }

    fn failed(&self, why: &str) -> Trouble {
        tracing::warn!(provider = self.key, why, "a sign-in by a provider does not hold");
        Trouble::Failed
    }
}
