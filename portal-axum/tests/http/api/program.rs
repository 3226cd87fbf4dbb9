//! A program of our own that uses the API with a token.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use portal::core::identity::{NewToken, TokenScope};
use serde_json::Value;

use crate::{
    client::{Answer, Client},
    world::{World, address},
};

/// A program in whose name requests are sent.
pub struct Program {
    pub client: Client,
}

/// What a request carries besides its body.
#[derive(Clone, Copy, Debug)]
pub struct With<'a> {
    pub tag: Option<&'a str>,
    pub key: Option<&'a str>,
}

/// Nothing besides the body.
pub const PLAIN: With<'static> = With { tag: None, key: None };

/// The tag that was seen.
pub fn seen(tag: &str) -> With<'_> {
    With { tag: Some(tag), key: None }
}

/// A key of one's own.
pub fn key(key: &str) -> With<'_> {
    With { tag: None, key: Some(key) }
}

impl World {
    /// A program with a token of one of the demo people.
    pub async fn program(&self, name: &str) -> Program {
        let (account, _) = self.portal.person_by_email(&address(name)).await.unwrap().expect("a demo person");
        let token = self.portal.make_token(account, "test", TimeDelta::days(1)).await.unwrap();
        let mut client = Client::new(self.app());
        client.headers = vec![("authorization", format!("Bearer {}", token.reveal()))];
        Program { client }
    }

    /// A program with a token of one of the demo people that changes nothing.
    pub async fn reader(&self, name: &str) -> Program {
        self.scoped(name, TokenScope::read_only()).await
    }

    /// A program with a token of one of the demo people that goes this far.
    pub async fn scoped(&self, name: &str, scope: TokenScope) -> Program {
        let (account, _) = self.portal.person_by_email(&address(name)).await.unwrap().expect("a demo person");
        let (name, lifetime, scope) = ("test".to_owned(), TimeDelta::days(1), Some(scope));
        let token = self.portal.make_scoped_token(NewToken { account, name, lifetime, scope }).await.unwrap();
        let mut client = Client::new(self.app());
        client.headers = vec![("authorization", format!("Bearer {}", token.reveal()))];
        Program { client }
    }
}

impl Program {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.client.get(&format!("/api/v1{path}")).await
    }

    pub async fn get_if_changed(&mut self, path: &str, tag: &str) -> Answer {
        self.client.headers.push(("if-none-match", tag.to_owned()));
        let answer = self.get(path).await;
        self.client.headers.pop();
        answer
    }

    pub async fn send(&mut self, method: Method, path: &str, with: With<'_>, body: Value) -> Answer {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let kind = (!body.is_empty()).then_some("application/json");
        self.send_raw(method, path, with, kind, body).await
    }

    pub async fn post(&mut self, path: &str, with: With<'_>, body: Value) -> Answer {
        self.send(Method::POST, path, with, body).await
    }

    pub async fn put(&mut self, path: &str, with: With<'_>, body: Value) -> Answer {
        self.send(Method::PUT, path, with, body).await
    }

    pub async fn delete(&mut self, path: &str, with: With<'_>) -> Answer {
        self.send(Method::DELETE, path, with, Value::Null).await
    }

    /// Sends a file.
    pub async fn upload(&mut self, path: &str, with: With<'_>, bytes: &[u8]) -> Answer {
        self.send_raw(Method::POST, path, with, Some("application/octet-stream"), bytes.to_vec()).await
    }

    pub async fn send_raw(
        &mut self,
        method: Method,
        path: &str,
        with: With<'_>,
        kind: Option<&str>,
        body: Vec<u8>,
    ) -> Answer {
        let before = self.client.headers.len();
        self.client.headers.extend(with.tag.map(|tag| ("if-match", tag.to_owned())));
        self.client.headers.extend(with.key.map(|key| ("idempotency-key", key.to_owned())));
        let answer = self.client.send(method, &format!("/api/v1{path}"), kind, body).await;
        self.client.headers.truncate(before);
        answer
    }

    /// The tag of a thing as it is now.
    pub async fn tag(&mut self, path: &str) -> String {
        self.get(path).await.is(200).header("etag").to_owned()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// Asserts a problem of the documented shape.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let body = self.json();
        assert_eq!(self.status, StatusCode::from_u16(status).unwrap(), "{body}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!((body["code"].as_str(), body["status"].as_u64()), (Some(code), Some(status.into())), "{body}");
        assert!(body["type"].as_str().unwrap().ends_with(&format!("/docs#{code}")), "{body}");
        let words = ["title", "detail"].map(|name| body[name].as_str().unwrap_or_default().to_owned());
        assert!(words.iter().all(|text| text.len() > 5 && !text.starts_with("api-")), "{body}");
        assert_eq!(body["request_id"].as_str(), Some(self.header("x-request-id")));
        for error in body["errors"].as_array().into_iter().flatten() {
            assert!(error["code"].is_string() && !error["detail"].as_str().unwrap().starts_with("api-"), "{error}");
            assert!(error["pointer"].is_string() != error["parameter"].is_string(), "{error}");
        }
        self
    }

    /// Asserts that the errors stand exactly there: pointer or parameter, and code.
    #[track_caller]
    pub fn errors(self, expected: &[(&str, &str)]) -> Self {
        let body = self.json();
        let place = |error: &Value| error["pointer"].as_str().or(error["parameter"].as_str()).unwrap().to_owned();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let found: Vec<(String, String)> =
            errors.iter().map(|error| (place(error), error["code"].as_str().unwrap().to_owned())).collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(place, code)| ((*place).to_owned(), (*code).to_owned())).collect();
        assert_eq!(found, expected, "{body}");
        self
    }
}
