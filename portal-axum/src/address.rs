//! From which network address somebody comes.

use std::net::{IpAddr, SocketAddr};

use axum::{extract::ConnectInfo, http::Extensions};

/// The network address of a client as the host trusts it. A host behind a proxy puts it into the request's extensions;
/// without it the peer's own address counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What guesses are counted by: an IPv4 address whole, the /64 of an IPv6 one (SECURITY §4).
    pub(crate) fn bucket(extensions: &Extensions) -> String {
        let told = extensions.get::<Self>().map(|told| told.0);
        let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        match told.or_else(peer).map(|address| address.to_canonical()) {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
            Some(IpAddr::V4(address)) => address.to_string(),
            None => "unknown".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(address: &str) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ClientAddress(address.parse().unwrap()));
        ClientAddress::bucket(&extensions)
    }

    #[test]
    fn guesses_count_by_the_network_one_customer_gets() {
        assert_eq!(bucket("192.0.2.7"), "192.0.2.7");
        assert_eq!(bucket("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(bucket("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(ClientAddress::bucket(&Extensions::new()), "unknown");
    }
}
