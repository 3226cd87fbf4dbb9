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
        Self::known(extensions).unwrap_or_else(|| "unknown".to_owned())
    }

    /// The same; `None` when it is not known.
    pub(crate) fn known(extensions: &Extensions) -> Option<String> {
        let told = extensions.get::<Self>().map(|told| told.0);
        let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let known = match told.or_else(peer)?.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
            IpAddr::V4(address) => address.to_string(),
        };
        Some(known)
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
    fn r02_guesses_count_by_the_network_one_customer_gets() {
        assert_eq!(bucket("192.0.2.7"), "192.0.2.7");
        assert_eq!(bucket("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(bucket("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(ClientAddress::bucket(&Extensions::new()), "unknown");
    }
}
