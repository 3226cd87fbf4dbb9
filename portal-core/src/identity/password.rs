//! Passwords: the port for hashing, and the form in which they are hashed.

use async_trait::async_trait;
use unicode_normalization::UnicodeNormalization;

/// Hashes and checks passwords away from the threads that answer requests.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// Argon2id in PHC form.
    async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, PasswordError>;
    /// Whether the password fits. With `None` as much work is done as with a hash, so that time tells nothing (A01).
    async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError>;
    /// Whether a hash was made with other parameters than those in force, so that it is made anew when its person signs in
    /// (SECURITY A21; ASVS 11.4.2).
    fn is_outdated(&self, hash: &str) -> bool;
}

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many are being hashed already.
    #[error("too many sign-ins at once")]
    Busy,
    /// The hasher failed.
    #[error("password hashing failed: {0}")]
    Failed(String),
}

/// Longest password, in characters after normalisation (SECURITY §4).
pub const LONGEST: usize = 128;

/// What is longer than this as it was typed, in characters, is refused before any work (SECURITY A17): twice as much as
/// [`LONGEST`], since a letter may be typed as two characters.
pub const LONGEST_TYPED: usize = 256;

/// A password as it is hashed and compared: in composed form (NFC), so that it fits on every keyboard; nothing is cut off.
/// `None`: it is too long to be looked at.
pub fn prepared(typed: &str) -> Option<String> {
    (typed.chars().nth(LONGEST_TYPED).is_none()).then(|| typed.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a17_a_password_is_compared_in_composed_form_and_whole() {
        assert_eq!(prepared("cafe\u{301} "), Some("café ".to_owned()));
        let (one, other) = ("x".repeat(72) + "a", "x".repeat(72) + "b");
        assert_ne!(prepared(&one), prepared(&other), "73 bytes that differ in the last");
        assert!(prepared(&"x".repeat(256)).is_some() && prepared(&"x".repeat(257)).is_none());
    }
}
