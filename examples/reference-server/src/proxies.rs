//! Who asks, when proxies stand in front: each of ours adds one address to the right of `X-Forwarded-For`; what stands
//! further left was said by the client and is not believed (SECURITY R01).

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use portal::pages::ClientAddress;

/// Puts the client's address where the portal looks for it.
pub async fn see_through(State(proxies): State<u8>, mut request: Request, next: Next) -> Response {
    if let Some(address) = client(request.headers(), proxies) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// The address that the outermost of our proxies saw.
fn client(headers: &HeaderMap, proxies: u8) -> Option<IpAddr> {
    let place = usize::from(proxies).checked_sub(1)?;
    let said: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|line| line.to_str().unwrap_or_default().split(','))
        .map(str::trim)
        .collect();
    said.iter().rev().nth(place)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen(lines: &[&'static str], proxies: u8) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        client(&headers, proxies).map(|address| address.to_string())
    }

    #[test]
    fn r01_only_what_our_own_proxies_added_is_believed() {
        let forged = ["203.0.113.9, 198.51.100.7", "192.0.2.1"];
        assert_eq!(seen(&forged, 0), None);
        assert_eq!(seen(&forged, 1).as_deref(), Some("192.0.2.1"));
        assert_eq!(seen(&forged, 2).as_deref(), Some("198.51.100.7"));
        assert_eq!(seen(&forged, 4), None, "fewer proxies than said: the peer counts");
        assert_eq!(seen(&["nonsense"], 1), None);
        assert_eq!(seen(&["2001:db8::1"], 1).as_deref(), Some("2001:db8::1"));
    }
}
