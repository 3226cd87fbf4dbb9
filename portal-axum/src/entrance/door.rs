//! All ways in, asked one after the other.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use axum::http::{header, request::Parts};
use portal_core::{
    Portal, Refused,
    identity::{Device, Entered, Introduced, Introducer},
};

use super::{Entrance, Way, safe_next, with_back};
use crate::{ClientAddress, cookies, links::Links, tongue::Tongue};

/// The ways in.
#[derive(Clone)]
pub(crate) struct Door {
    passwords: Passwords,
    hosts: Vec<Arc<dyn Entrance>>,
    #[cfg(feature = "oidc")]
    providers: Vec<Arc<crate::oidc::Provider>>,
}

/// Whether the portal's own accounts have passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passwords {
    Taken,
    NotTaken,
}

/// Who comes.
#[derive(Debug, Default)]
pub(crate) struct Comer {
    /// Somebody who is let in.
    pub(crate) entered: Option<Entered>,
    /// Whom the host recognises, let in or not.
    pub(crate) recognised: Option<Recognised>,
}

/// Somebody whom the host recognises.
#[derive(Clone)]
pub(crate) struct Recognised {
    pub(crate) by: Arc<dyn Entrance>,
    pub(crate) who: Introduced,
}

impl Door {
    /// The portal's own accounts alone.
    pub(crate) fn of_own_accounts() -> Self {
        Self {
            passwords: Passwords::Taken,
            hosts: Vec::new(),
            #[cfg(feature = "oidc")]
            providers: Vec::new(),
        }
    }

    /// The same without passwords.
    pub(crate) fn without_passwords(self) -> Self {
        Self { passwords: Passwords::NotTaken, ..self }
    }

    /// The host's people alone.
    pub(crate) fn of_host(host: Arc<dyn Entrance>) -> Self {
        Self::of_own_accounts().without_passwords().beside(host)
    }

    /// The same with another way in.
    pub(crate) fn beside(mut self, host: Arc<dyn Entrance>) -> Self {
        self.hosts.push(host);
        self
    }

    /// The same with a provider.
    #[cfg(feature = "oidc")]
    pub(crate) fn with(mut self, provider: crate::oidc::Provider) -> Self {
        self.providers.push(Arc::new(provider));
        self
    }

    /// The provider of a key.
    #[cfg(feature = "oidc")]
    pub(crate) fn provider(&self, key: &str) -> Option<&crate::oidc::Provider> {
        self.providers.iter().find(|provider| provider.key() == key).map(Arc::as_ref)
    }

    /// Whether somebody may come in with a password of the portal's own.
    pub(crate) fn takes_passwords(&self) -> bool {
        self.passwords == Passwords::Taken
    }

    /// Who comes: a session of ours goes before what a host says, since whoever has one chose it here.
    pub(crate) async fn identify(&self, portal: &Portal, parts: &Parts) -> Result<Comer, Refused> {
        if let Some(token) = cookies::token(&parts.headers).filter(|_| self.keeps_sessions()) {
            let entered = portal.enter_from(&token, Some(&device(parts))).await?;
            if entered.is_some() {
                return Ok(Comer { entered, recognised: None });
            }
        }
        for by in &self.hosts {
            let Some(who) = by.identify(parts).await.map_err(Refused::Unavailable)? else { continue };
            let recognised = Recognised { by: by.clone(), who };
            let entered = portal.recognise(recognised.introducer(), &recognised.who).await?;
            return Ok(Comer { entered, recognised: Some(recognised) });
        }
        Ok(Comer::default())
    }

    /// Where somebody unknown makes themselves known, to come back to `here`, a path below the mount point.
    pub(crate) fn challenge(&self, links: &Links, here: &str) -> Result<String, Refused> {
        let next = safe_next(here);
        match (self.takes_passwords(), &self.hosts[..]) {
            (false, [only]) if !self.has_providers() => sent_to(only, links, next),
            _ if next == "/" => Ok(links.sign_in()),
            _ => Ok(with_back(&links.sign_in(), "next", next)),
        }
    }

    /// The ways besides passwords, to come back to `next`.
    pub(crate) fn ways(&self, links: &Links, tongue: &Tongue, next: &str) -> Vec<Way> {
        let mut ways = self.host_ways(links, tongue, next);
        ways.extend(self.provider_ways(tongue, |key| provider_address(links, key, safe_next(next))));
        ways
    }

    /// The ways to accept an invitation besides a password.
    pub(crate) fn ways_to_accept(&self, links: &Links, tongue: &Tongue, token: &str) -> Vec<Way> {
        let here = format!("/invitations/{token}");
        let mut ways = self.host_ways(links, tongue, &here);
        ways.extend(self.provider_ways(tongue, |key| links.to(&format!("{here}/with/{key}"))));
        ways
    }

    fn host_ways(&self, links: &Links, tongue: &Tongue, next: &str) -> Vec<Way> {
        let way = |host: &Arc<dyn Entrance>| {
            let url = sent_to(host, links, safe_next(next)).ok()?;
            Some(Way { label: said(tongue, host.label()), url })
        };
        self.hosts.iter().filter_map(way).collect()
    }

    #[cfg(feature = "oidc")]
    fn provider_ways(&self, tongue: &Tongue, address: impl Fn(&str) -> String) -> Vec<Way> {
        let way = |provider: &Arc<crate::oidc::Provider>| {
            let (label, url) = (said(tongue, provider.label()), address(provider.key()));
            Way { label, url }
        };
        self.providers.iter().map(way).collect()
    }

    #[cfg(not(feature = "oidc"))]
    #[allow(clippy::unused_self, reason = "there are none without the feature")]
    fn provider_ways(&self, _: &Tongue, _: impl Fn(&str) -> String) -> Vec<Way> {
        Vec::new()
    }

    /// Whether people connect their account here with one that they have elsewhere: there is one, and they can prove who they
    /// are without it.
    pub(crate) fn connects(&self) -> bool {
        self.keeps_sessions() && (!self.hosts.is_empty() || self.has_providers())
    }

    /// A host by its place.
    pub(crate) fn host(&self, number: usize) -> Option<&Arc<dyn Entrance>> {
        self.hosts.get(number)
    }

    /// What one signs in with where this issuer introduces people.
    pub(crate) fn label_of(&self, issuer: &str) -> Option<&str> {
        let mut known = self.to_connect().into_iter();
        known.find(|(known, ..)| *known == issuer).map(|(_, label, _)| label)
    }

    /// What an account may be connected with: issuer, label, and the place below the page of connections. Hosts come
    /// first, each a form; providers are links.
    pub(crate) fn to_connect(&self) -> Vec<(&str, &str, String)> {
        let hosts = self.hosts.iter().enumerate();
        let all = hosts.map(|(number, host)| (host.issuer(), host.label(), format!("host/{number}")));
        #[cfg(feature = "oidc")]
        let all = all.chain(
            self.providers
                .iter()
                .map(|provider| (provider.introducer().issuer, provider.label(), format!("with/{}", provider.key()))),
        );
        all.collect()
    }

    fn keeps_sessions(&self) -> bool {
        self.takes_passwords() || self.has_providers()
    }

    #[cfg(feature = "oidc")]
    pub(crate) fn has_providers(&self) -> bool {
        !self.providers.is_empty()
    }

    #[cfg(not(feature = "oidc"))]
    #[expect(clippy::unused_self, reason = "as with the feature")]
    fn has_providers(&self) -> bool {
        false
    }
}

/// From where a request comes, for its person to recognise it among their sessions.
fn device(parts: &Parts) -> Device {
    let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Device::of(agent, ClientAddress::known(&parts.extensions).unwrap_or_default())
}

/// What the button of a way says.
fn said(tongue: &Tongue, label: &str) -> String {
    tongue.say_with("sign-in-with", &[("way", label.into())])
}

/// Where somebody signs in with a provider, to come back to `next`.
pub(crate) fn provider_address(links: &Links, key: &str, next: &str) -> String {
    let place = links.to(&format!("/sign-in/with/{key}"));
    if next == "/" { place } else { with_back(&place, "next", next) }
}

/// The host's address for signing in. A host that panics, or gives an address that is none, sends nobody anywhere.
pub(crate) fn sent_to(host: &Arc<dyn Entrance>, links: &Links, next: &str) -> Result<String, Refused> {
    let back = if next == "/" { links.home() } else { links.to(next) };
    let url = catch_unwind(AssertUnwindSafe(|| host.challenge(&back)))
        .map_err(|_| Refused::Unavailable("the entrance panicked".into()))?;
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(url) } else { Err(Refused::Broken("the entrance's address is none".into())) }
}

impl Recognised {
    /// Who introduces them.
    pub(crate) fn introducer(&self) -> Introducer<'_> {
        Introducer { issuer: self.by.issuer(), strangers: self.by.strangers() }
    }

    /// What to call them: what the host says, or only that it knows them.
    pub(crate) fn shown(&self) -> &str {
        self.who.shown().unwrap_or_else(|| self.by.label())
    }
}

impl std::fmt::Debug for Recognised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recognised").field("by", &self.by.issuer()).finish_non_exhaustive()
    }
}
