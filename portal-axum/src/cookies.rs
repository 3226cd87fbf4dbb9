//! Our cookies: the session's token, by what a browser is known, and the chosen language; beside a provider's sign-in, what was begun there and which
//! provider it was. All are `__Host-`: bound to this host, never sent
//! without TLS (loopback excepted), unreadable for scripts (SECURITY S07).

use axum::http::{HeaderMap, HeaderValue, header};
use chrono::TimeDelta;
use portal_core::identity::{KnownBrowser, Secret};

const SESSION: &str = "__Host-portal";
const BROWSER: &str = "__Host-portal-browser";
const LANGUAGE: &str = "__Host-portal-language";
#[cfg(feature = "oidc")]
const WAY: &str = "__Host-portal-way";
#[cfg(feature = "oidc")]
const PROVIDER: &str = "__Host-portal-provider";

/// The token a browser sent. Two cookies of this name are none: one of them was tossed in from elsewhere (S08).
pub fn token(headers: &HeaderMap) -> Option<Secret> {
    Secret::parse(only(headers, SESSION)?)
}

/// What a browser kept of an earlier sign-in.
pub fn browser(headers: &HeaderMap) -> Option<&str> {
    only(headers, BROWSER)
}

/// Keeps by what a browser is known.
pub fn keep_browser(known: &KnownBrowser) -> HeaderValue {
    cookie(BROWSER, &known.word, known.lasts.num_seconds())
}

/// The language a browser chose.
pub fn language(headers: &HeaderMap) -> Option<&str> {
    only(headers, LANGUAGE)
}

/// Keeps the token for as long as the session can last.
pub fn keep_token(token: &Secret, lasts: TimeDelta) -> HeaderValue {
    cookie(SESSION, &token.reveal(), lasts.num_seconds().max(0))
}

/// Takes the token back.
pub fn drop_token() -> HeaderValue {
    cookie(SESSION, "", 0)
}

/// Keeps a language for a year. Only for a locale of the definition.
pub fn keep_language(locale: &str) -> HeaderValue {
    cookie(LANGUAGE, locale, TimeDelta::days(365).num_seconds())
}

/// What a browser began at a provider.
#[cfg(feature = "oidc")]
pub(crate) fn way(headers: &HeaderMap) -> Option<&str> {
    only(headers, WAY)
}

/// Keeps what a browser begins at a provider.
#[cfg(feature = "oidc")]
pub(crate) fn keep_way(value: &str, lasts: TimeDelta) -> HeaderValue {
    cookie(WAY, value, lasts.num_seconds())
}

/// What was begun has ended.
#[cfg(feature = "oidc")]
pub(crate) fn drop_way() -> HeaderValue {
    cookie(WAY, "", 0)
}

/// Which provider the session began with.
#[cfg(feature = "oidc")]
pub(crate) fn provider(headers: &HeaderMap) -> Option<&str> {
    only(headers, PROVIDER)
}

/// Keeps which provider the session began with, for as long as any can last.
#[cfg(feature = "oidc")]
pub(crate) fn keep_provider(key: &str) -> HeaderValue {
    cookie(PROVIDER, key, TimeDelta::days(7).num_seconds())
}

/// The session has ended, or began otherwise.
#[cfg(feature = "oidc")]
pub(crate) fn drop_provider() -> HeaderValue {
    cookie(PROVIDER, "", 0)
}

fn cookie(name: &str, value: &str, seconds: i64) -> HeaderValue {
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax");
    HeaderValue::from_str(&text).expect("tokens and locales are plain ASCII")
}

fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut found = pairs.filter(|(known, _)| *known == name).map(|(_, value)| value);
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(cookies: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookies).unwrap())])
    }

    #[test]
    fn s07_the_cookie_is_bound_to_the_host_and_hidden_from_scripts_also_on_removal() {
        let token = Secret::new([7; 32]);
        let known = KnownBrowser { word: "0a1b2c3d.00".to_owned(), lasts: KnownBrowser::LASTS };
        let all = [keep_token(&token, TimeDelta::days(7)), drop_token(), keep_language("fr"), keep_browser(&known)];
        for set in all {
            let set = set.to_str().unwrap();
            assert!(set.starts_with("__Host-") && set.len() < 4096 && !set.contains("Domain"), "{set}");
            assert!(set.contains("; Path=/;") && set.ends_with("; HttpOnly; Secure; SameSite=Lax"), "{set}");
        }
    }

    #[test]
    fn s08_a_broken_or_doubled_token_is_none() {
        let good = Secret::new([7; 32]).reveal();
        assert!(token(&sent(&format!("a=b; __Host-portal={good}"))).is_some());
        for wrong in [format!("__Host-portal={good}; __Host-portal={good}"), format!("__Host-portal={}", &good[1..])] {
            assert!(token(&sent(&wrong)).is_none(), "{wrong}");
        }
    }
}
