//! A provider that says what no real one says: wrong nonces, foreign audiences, signatures of somebody else. The real one is in
//! the browser tests.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use chrono::{TimeDelta, Utc};
use openidconnect::{
    Audience, AuthenticationContextClass, AuthenticationMethodReference, EmptyAdditionalClaims, EndUserEmail,
    EndUserName, IssuerUrl, JsonWebKeyId, Nonce, PrivateSigningKey, StandardClaims, SubjectIdentifier,
    core::{
        CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet,
        CoreJwsSigningAlgorithm,
    },
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use self::base64ish::encoded;

pub const CLIENT: &str = "portal";
pub const SECRET: &str = "a-secret-for-tests";

const OURS: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIOlMBD0D/bFyWwfe63tcJvWupZ+nkYN48GtjgSYbIpAU\n-----END PRIVATE KEY-----\n";
const OTHER: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA7YosAvqPls4r6ScrMMgS0CqwaGk4D4WtFXpwijGA5I\n-----END PRIVATE KEY-----\n";

/// What the ID token says, and how it is signed.
#[derive(Clone)]
pub struct Says {
    pub subject: String,
    pub email: Option<(String, bool)>,
    pub nonce: Option<String>,
    pub audience: String,
    pub issuer: Option<String>,
    pub lasts: TimeDelta,
    pub methods: Vec<&'static str>,
    pub class: Option<&'static str>,
    pub signed: Signed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    Well,
    ByAnother,
    WithTheSecret,
    NotAtAll,
}

pub fn says(subject: &str) -> Says {
    Says {
        subject: subject.to_owned(),
        email: None,
        nonce: None,
        audience: CLIENT.to_owned(),
        issuer: None,
        lasts: TimeDelta::minutes(5),
        methods: Vec::new(),
        class: None,
        signed: Signed::Well,
    }
}

/// What the fake is asked next, and what it has seen.
#[derive(Default)]
struct Inner {
    issuer: String,
    codes: BTreeMap<String, (String, String, Says)>,
    away: bool,
    elsewhere: bool,
    name: Option<String>,
    asked: u32,
}

#[derive(Clone, Default)]
pub struct Fake(Arc<Mutex<Inner>>);

impl Fake {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Self::default();
        fake.0.lock().unwrap().issuer = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        fake
    }

    pub fn issuer(&self) -> String {
        self.0.lock().unwrap().issuer.clone()
    }

    /// It answers nothing that makes sense from now on, or does again.
    pub fn goes_away(&self, away: bool) {
        self.0.lock().unwrap().away = away;
    }

    /// Its metadata lead to an address inside of our own network by a redirect.
    pub fn leads_elsewhere(&self) {
        self.0.lock().unwrap().elsewhere = true;
    }

    /// Its metadata name this issuer.
    pub fn calls_itself(&self, issuer: &str) {
        self.0.lock().unwrap().name = Some(issuer.to_owned());
    }

    /// How often its metadata were asked for.
    pub fn asked(&self) -> u32 {
        self.0.lock().unwrap().asked
    }

    /// The person signs in there: gives the code for what the browser was sent with.
    pub fn signs_in(&self, sent: &BTreeMap<String, String>, says: Says) -> String {
        let mut inner = self.0.lock().unwrap();
        let code = format!("code-{}", inner.codes.len());
        inner.codes.insert(code.clone(), (sent["code_challenge"].clone(), sent["nonce"].clone(), says));
        code
    }
}

async fn metadata(State(fake): State<Fake>) -> Response {
    let mut inner = fake.0.lock().unwrap();
    inner.asked += 1;
    let issuer = inner.issuer.clone();
    if inner.elsewhere {
        return Redirect::temporary("http://169.254.169.254/latest/meta-data").into_response();
    }
    if inner.away {
        return (StatusCode::BAD_GATEWAY, "an error page with a-secret-for-tests").into_response();
    }
    Json(json!({
        "issuer": inner.name.as_ref().unwrap_or(&issuer),
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    }))
    .into_response()
}

fn key(pem: &str) -> CoreEdDsaPrivateSigningKey {
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, Some(JsonWebKeyId::new("one".to_owned()))).unwrap()
}

async fn keys() -> Json<CoreJsonWebKeySet> {
    Json(CoreJsonWebKeySet::new(vec![key(OURS).as_verification_key()]))
}

/// A code counts once, and only with the verifier of its challenge.
async fn token(State(fake): State<Fake>, Form(asked): Form<BTreeMap<String, String>>) -> Response {
    let mut inner = fake.0.lock().unwrap();
    let issuer = inner.issuer.clone();
    let found = inner.codes.remove(asked.get("code").map_or("", String::as_str));
    let Some((challenge, nonce, says)) = found else { return refused("invalid_grant") };
    if encoded(&Sha256::digest(&asked["code_verifier"])) != challenge || asked["grant_type"] != "authorization_code" {
        return refused("invalid_grant");
    }
    let token = signed(&issuer, &nonce, &says);
    Json(json!({"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 60, "id_token": token}))
        .into_response()
}

fn refused(word: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": word }))).into_response()
}

fn signed(issuer: &str, nonce: &str, says: &Says) -> Value {
    let email = says.email.clone();
    let (address, verified) = email.map_or((None, None), |(address, verified)| (Some(address), Some(verified)));
    let about = StandardClaims::new(SubjectIdentifier::new(says.subject.clone()))
        .set_email(address.map(EndUserEmail::new))
        .set_email_verified(verified)
        .set_name(Some(EndUserName::new("Somebody There".to_owned()).into()));
    let issuer = IssuerUrl::new(says.issuer.clone().unwrap_or_else(|| issuer.to_owned())).unwrap();
    let now = Utc::now();
    let audience = vec![Audience::new(says.audience.clone())];
    let nonce = Nonce::new(says.nonce.clone().unwrap_or_else(|| nonce.to_owned()));
    let claims = CoreIdTokenClaims::new(issuer, audience, now + says.lasts, now, about, EmptyAdditionalClaims {});
    let methods = says.methods.iter().map(|method| AuthenticationMethodReference::new((*method).to_owned())).collect();
    let class = says.class.map(|class| AuthenticationContextClass::new(class.to_owned()));
    let claims = claims.set_nonce(Some(nonce)).set_auth_method_refs(Some(methods)).set_auth_context_ref(class);
    let well = CoreJwsSigningAlgorithm::EdDsa;
    let token = match says.signed {
        Signed::Well => CoreIdToken::new(claims, &key(OURS), well, None, None),
        Signed::ByAnother => CoreIdToken::new(claims, &key(OTHER), well, None, None),
        Signed::WithTheSecret => {
            let secret = CoreHmacKey::new(SECRET);
            CoreIdToken::new(claims, &secret, CoreJwsSigningAlgorithm::HmacSha256, None, None)
        }
        Signed::NotAtAll => {
            let (head, body) = (json!({"alg": "none"}).to_string(), serde_json::to_string(&claims).unwrap());
            return json!(format!("{}.{}.", encoded(head.as_bytes()), encoded(body.as_bytes())));
        }
    };
    json!(token.unwrap().to_string())
}

/// The alphabet of tokens, without a crate for it.
mod base64ish {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    pub fn encoded(bytes: &[u8]) -> String {
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for place in 0..=chunk.len() {
                text.push(char::from(ALPHABET[((bits >> (18 - 6 * place)) & 63) as usize]));
            }
        }
        text
    }
}
