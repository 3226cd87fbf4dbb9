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
        Self { passwords: Passwords::Taken, hosts: Vec::new() }
    }

    /// The host's people alone.
    pub(crate) fn of_host(host: Arc<dyn Entrance>) -> Self {
        Self { passwords: Passwords::NotTaken, hosts: vec![host] }
    }

    /// The same with another way in.
    pub(crate) fn beside(mut self, host: Arc<dyn Entrance>) -> Self {
        self.hosts.push(host);
        self
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
            (false, [only]) => sent_to(only, links, next),
            _ if next == "/" => Ok(links.sign_in()),
            _ => Ok(with_back(&links.sign_in(), "next", next)),
        }
    }

    /// The ways besides passwords, to come back to `next`.
    pub(crate) fn ways(&self, links: &Links, tongue: &Tongue, next: &str) -> Vec<Way> {
        let way = |host: &Arc<dyn Entrance>| {
            let url = sent_to(host, links, safe_next(next)).ok()?;
            Some(Way { label: tongue.say_with("sign-in-with", &[("way", host.label().into())]), url })
        };
        self.hosts.iter().filter_map(way).collect()
    }

    /// The ways to accept an invitation besides a password.
    pub(crate) fn ways_to_accept(&self, links: &Links, tongue: &Tongue, token: &str) -> Vec<Way> {
        self.ways(links, tongue, &format!("/invitations/{token}"))
    }

    fn keeps_sessions(&self) -> bool {
        self.takes_passwords()
    }
}

/// From where a request comes, for its person to recognise it among their sessions.
fn device(parts: &Parts) -> Device {
    let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Device::of(agent, ClientAddress::known(&parts.extensions).unwrap_or_default())
}

/// The host's address for signing in. A host that panics, or gives an address that is none, sends nobody anywhere.
fn sent_to(host: &Arc<dyn Entrance>, links: &Links, next: &str) -> Result<String, Refused> {
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
