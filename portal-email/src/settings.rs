//! Where the mail server is and how to talk to it, read from a URL.

use std::net::IpAddr;

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use url::Url;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte (`smtps`).
    Implicit,
    /// STARTTLS, or no mail: never in clear text after a failed attempt.
    StartTls,
    /// None.
    Clear,
}

/// A mail server.
#[derive(Clone)]
pub struct Settings {
    pub host: String,
    pub port: u16,
    pub protection: Protection,
    pub credentials: Option<Credentials>,
    pub hello: Option<String>,
}

/// What is wrong with a mail server's URL. The texts never repeat the URL, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not a URL.
    #[error("the mail server's address is not a URL; write smtps://user:password@host, with %40 for @ in a password")]
    Url,
    /// Neither `smtp` nor `smtps`.
    #[error("a mail server's URL begins with smtps:// or smtp://, not {0}://")]
    Scheme(String),
    /// No host.
    #[error("the mail server's URL names no host")]
    Host,
    /// A parameter that is not known, or with a value that is not.
    #[error(
        "the mail server's URL has the unknown parameter {0}; only tls=required and tls=none are known, with smtp://"
    )]
    Parameter(String),
    /// `tls=none` with a password for another machine.
    #[error("tls=none would send the password in clear text; use smtps:// or leave tls=none out")]
    ClearPassword,
    /// A user without a password, or the other way round.
    #[error("the mail server's URL has a user without a password, or a password without a user")]
    Credentials,
    /// The certificate given as trusted is none.
    #[error("the mail server's certificate cannot be used: {0}")]
    Certificate(String),
}

impl Settings {
    /// Reads `smtps://user:password@host:port/name` or `smtp://…?tls=required|none`. The name after the slash is how
    /// we introduce ourselves (EHLO).
    ///
    /// Ports, when not given: 465 with `smtps`, 587 with STARTTLS, 25 in clear. `smtp` means STARTTLS, unless the
    /// server is this machine (`localhost`, `127.0.0.1`, `[::1]`) or `tls=none` says otherwise.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(text).map_err(|_| SettingsError::Url)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(SettingsError::Host)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let protection = protection(&url, &host)?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from);
        let user = decoded(url.username()).map_err(|_| SettingsError::Url)?;
        let password = decoded(url.password().unwrap_or_default()).map_err(|_| SettingsError::Url)?;
        let credentials = match (user.is_empty(), password.is_empty()) {
            (true, true) => None,
            (false, false) => Some(Credentials::new(user, password)),
            _ => return Err(SettingsError::Credentials),
        };
        if protection == Protection::Clear && credentials.is_some() && !is_this_machine(&host) {
            return Err(SettingsError::ClearPassword);
        }
        let port = url.port().unwrap_or(match protection {
            Protection::Implicit => 465,
            Protection::StartTls => 587,
            Protection::Clear => 25,
        });
        let hello = Some(url.path().trim_matches('/').to_owned()).filter(|name| !name.is_empty());
        Ok(Self { host, port, protection, credentials, hello })
    }
}

fn protection(url: &Url, host: &str) -> Result<Protection, SettingsError> {
    let mut protection = match url.scheme() {
        "smtps" => Protection::Implicit,
        "smtp" if is_this_machine(host) => Protection::Clear,
        "smtp" => Protection::StartTls,
        other => return Err(SettingsError::Scheme(other.to_owned())),
    };
    for (key, value) in url.query_pairs() {
        protection = match (url.scheme(), &*key, &*value) {
            ("smtp", "tls", "required") => Protection::StartTls,
            ("smtp", "tls", "none") => Protection::Clear,
            _ => return Err(SettingsError::Parameter(format!("{key}={value}"))),
        };
    }
    Ok(protection)
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, u16, Protection) {
        let settings = Settings::parse(text).unwrap();
        (settings.host, settings.port, settings.protection)
    }

    #[test]
    fn f19_another_machine_is_spoken_to_through_tls_unless_the_url_says_otherwise() {
        use Protection::{Clear, Implicit, StartTls};
        assert_eq!(read("smtps://mail.example"), ("mail.example".into(), 465, Implicit));
        assert_eq!(read("smtp://mail.example"), ("mail.example".into(), 587, StartTls));
        assert_eq!(read("smtp://mail.example:25?tls=required"), ("mail.example".into(), 25, StartTls));
        assert_eq!(read("smtp://192.0.2.1?tls=none"), ("192.0.2.1".into(), 25, Clear));
        assert_eq!(read("smtp://localhost:1025"), ("localhost".into(), 1025, Clear));
        assert_eq!(read("smtp://[::1]:1025"), ("::1".into(), 1025, Clear));
        assert_eq!(read("smtp://127.0.0.1?tls=required"), ("127.0.0.1".into(), 587, StartTls));
    }

    #[test]
    fn f19_a_password_never_goes_to_another_machine_in_clear() {
        assert_eq!(Settings::parse("smtp://u:p@mail.example?tls=none").err(), Some(SettingsError::ClearPassword));
        assert!(Settings::parse("smtp://u:p@localhost").is_ok());
    }

    #[test]
    fn user_and_password_may_hold_any_character() {
        let settings = Settings::parse("smtps://a%40b.example:p%3Aa+%2Fs%C3%A9@mail.example/portal.example").unwrap();
        assert_eq!(settings.credentials, Some(Credentials::new("a@b.example".into(), "p:a+/sé".into())));
        assert_eq!(settings.hello.as_deref(), Some("portal.example"));
    }

    #[test]
    fn a_url_with_a_fault_is_refused_without_repeating_the_password() {
        for url in [
            "",
            "mail.example",
            "http://u:secret@h",
            "smtp://",
            "smtps://h?tls=none",
            "smtp://h?tls=maybe",
            "smtp://h?tsl=none",
            "smtp://u@h",
            "smtp://:secret@h",
            "smtp://u:secret@h:99999",
        ] {
            let error = Settings::parse(url).err().unwrap_or_else(|| panic!("{url} was taken"));
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
