//! The API as one person uses it with a token: what was seen comes with its tag, a failure with its code.

use anyhow::bail;
use reqwest::{
    Client, Method, RequestBuilder, StatusCode,
    header::{CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::types::Problem;

/// Somebody's access, with what the next change carries.
#[derive(Clone, Debug)]
pub struct Portal {
    http: Client,
    base: String,
    token: String,
    seen: Option<String>,
    key: Option<String>,
}

/// A thing as it was when it was seen.
#[derive(Debug)]
pub struct Seen<T> {
    pub now: T,
    tag: Option<String>,
}

impl Portal {
    /// With the address of the API and a token.
    pub fn new(base: &str, token: &str) -> Self {
        Self { http: Client::new(), base: base.to_owned(), token: token.to_owned(), seen: None, key: None }
    }

    /// Changes are made to what was seen, or refused when it has changed since.
    pub fn seeing<T>(&self, seen: &Seen<T>) -> Self {
        Self { seen: seen.tag.clone(), ..self.clone() }
    }

    /// Changes are made once under this key, however often they are sent.
    pub fn once(&self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self.clone() }
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<Seen<T>> {
        self.send(self.request(Method::GET, path)).await
    }

    /// `None` when it is as it was.
    pub async fn get_if_changed<T: DeserializeOwned>(
        &self,
        path: &str,
        seen: &Seen<T>,
    ) -> anyhow::Result<Option<Seen<T>>> {
        let request = self.request(Method::GET, path).header(IF_NONE_MATCH, seen.tag.as_deref().unwrap_or_default());
        let response = request.send().await?;
        if response.status() == StatusCode::NOT_MODIFIED { Ok(None) } else { read(response).await.map(Some) }
    }

    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: Value) -> anyhow::Result<Seen<T>> {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put<T: DeserializeOwned>(&self, path: &str, body: Value) -> anyhow::Result<Seen<T>> {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// Sends a file; a body may also be a stream.
    pub async fn upload<T: DeserializeOwned>(&self, path: &str, file: &'static [u8]) -> anyhow::Result<Seen<T>> {
        let request = self.request(Method::POST, path).header(CONTENT_TYPE, "application/octet-stream");
        self.send(request.body(file)).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(tag) = &self.seen {
            request = request.header(IF_MATCH, tag);
        }
        if let Some(key) = &self.key {
            request = request.header("idempotency-key", key);
        }
        request
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> anyhow::Result<Seen<T>> {
        read(request.send().await?).await
    }
}

/// What an answer tells: a thing with its tag, or a problem.
async fn read<T: DeserializeOwned>(response: reqwest::Response) -> anyhow::Result<Seen<T>> {
    let status = response.status();
    if !status.is_success() {
        let problem: Problem = response.json().await?;
        bail!("{status} {}: {} {} ({})", problem.code, problem.title, problem.detail, problem.request_id);
    }
    let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    Ok(Seen { tag, now: response.json().await? })
}
