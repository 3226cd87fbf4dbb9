//! Which host names this server answers to. A name it does not know gets nothing: neither a rebound name of somebody's
//! page (DNS rebinding) nor a forged `Host` reaches the portal (SECURITY A02, X17; RFC 9112 §3.2).

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use portal::Portal;

/// The names this server answers to.
#[derive(Clone, Debug)]
pub struct Hosts(Arc<Vec<String>>);

impl Hosts {
    /// The base URL's host, and the address that is listened on by number and as `localhost`.
    pub fn of(portal: &Portal, address: SocketAddr) -> Self {
        let base = portal.base_url();
        let host = base.host_str().unwrap_or_default();
        let base = base.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Self(Arc::new(vec![base, address.to_string(), format!("localhost:{}", address.port())]))
    }

    fn know(&self, request: &Request) -> Result<(), StatusCode> {
        let mut named = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return Err(StatusCode::BAD_REQUEST) };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()).ok_or(StatusCode::BAD_REQUEST)?;
        if host.as_str().contains('@') {
            return Err(StatusCode::BAD_REQUEST);
        }
        let known = |name: &String| name.eq_ignore_ascii_case(host.as_str());
        self.0.iter().any(known).then_some(()).ok_or(StatusCode::MISDIRECTED_REQUEST)
    }
}

/// Lets only known hosts through: 400 for none, two or a malformed one, 421 for another's.
pub async fn known(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    match hosts.know(&request) {
        Ok(()) => next.run(request).await,
        Err(status) => (status, "This server does not answer to that name.\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asked(hosts: &[&str]) -> Result<(), StatusCode> {
        let known = Hosts(Arc::new(vec!["portal.example".to_owned(), "127.0.0.1:8080".to_owned()]));
        let mut request = Request::builder().uri("/");
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        known.know(&request.body(Body::empty()).expect("a request"))
    }

    #[test]
    fn x17_only_known_hosts_are_answered() {
        for good in ["portal.example", "PORTAL.example", "127.0.0.1:8080"] {
            assert_eq!(asked(&[good]), Ok(()), "{good}");
        }
        for other in ["evil.example", "portal.example:81", "portal.example.evil.example", "[::1]:8080"] {
            assert_eq!(asked(&[other]), Err(StatusCode::MISDIRECTED_REQUEST), "{other}");
        }
        for bad in [&[][..], &["portal.example", "portal.example"], &["a b"], &["user@portal.example"]] {
            assert_eq!(asked(bad), Err(StatusCode::BAD_REQUEST), "{bad:?}");
        }
    }
}
