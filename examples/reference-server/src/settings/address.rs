//! An address that may hold a password.

use std::{convert::Infallible, fmt, path::PathBuf, str::FromStr};

/// An address that may hold a password: it is never printed, neither by a log nor by an error (SECURITY I13).
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address itself, for whoever connects to it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The file of a SQLite database; `None`: it is in memory, or of another kind.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let path = self.0.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split('?').next().unwrap_or_default();
        (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
    }

    /// Whether it is a Postgres.
    pub fn is_postgres(&self) -> bool {
        self.0.starts_with("postgres:") || self.0.starts_with("postgresql:")
    }
}

impl From<String> for Address {
    fn from(address: String) -> Self {
        Self(address)
    }
}

impl FromStr for Address {
    type Err = Infallible;

    fn from_str(address: &str) -> Result<Self, Infallible> {
        Ok(Self(address.to_owned()))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::settings::Settings;

    #[test]
    fn i13_settings_print_no_secret() {
        let secret = "kestrel";
        let url = format!("postgres://user:{secret}@db.example/portal");
        let mail = format!("smtps://user:{secret}@mail.example");
        let key = "ab".repeat(32);
        let arguments = ["portal", "--database-url", &url, "--smtp-url", &mail, "--secret-key", &key];
        let shown = format!("{:?}", Settings::try_parse_from(arguments).unwrap());
        assert!(shown.contains("hidden") && !shown.contains(secret) && !shown.contains("abab"), "{shown}");
    }

    #[test]
    fn only_a_sqlite_file_is_a_file() {
        let file = |address: &str| Address::from(address.to_owned()).sqlite_file();
        assert_eq!(file("sqlite:///var/lib/portal/portal.db?mode=rwc"), Some("/var/lib/portal/portal.db".into()));
        assert_eq!(file("sqlite:portal.db"), Some("portal.db".into()));
        for other in ["sqlite::memory:", "sqlite://", "postgres://localhost/portal"] {
            assert_eq!(file(other), None, "{other}");
        }
    }
}
