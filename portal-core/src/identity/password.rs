//! Passwords: the port for hashing, and the rule for choosing one.

use async_trait::async_trait;

/// Hashes and checks passwords away from the threads that answer requests.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// Argon2id in PHC form.
    async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, PasswordError>;
    /// Whether the password fits. With `None` as much work is done as with a hash, so that time tells nothing (A01).
    async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError>;
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

/// Longest password that is hashed, in characters; more is refused before any work (SECURITY A17).
pub const LONGEST: usize = 128;

/// Whether a new password may be used: 12 to 128 characters with at least 50 bits by CNIL's count, L·log₂N with N the
/// sum of the classes used (26 + 26 + 10 + 37; recommendation 2022-100, case 2), and no rule on composition (ASVS
/// 6.2.5).
pub fn check_policy(password: &str) -> bool {
    let length = password.chars().count();
    let class = |is: fn(&char) -> bool, size: u32| if password.chars().any(|c| is(&c)) { size } else { 0 };
    let letters = class(char::is_ascii_lowercase, 26) + class(char::is_ascii_uppercase, 26);
    let others = class(char::is_ascii_digit, 10) + class(|c| !c.is_ascii_alphanumeric(), 37);
    let bits = u32::try_from(length).map_or(0.0, f64::from) * f64::from(letters + others).log2();
    (12..=LONGEST).contains(&length) && bits >= 50.0
}

#[cfg(test)]
mod tests {
    use super::check_policy;

    #[test]
    fn a17_length_and_entropy_decide_and_no_composition_rule() {
        assert!(!check_policy("elevenchars"));
        assert!(check_policy("twelveletter"));
        assert!(!check_policy("123456789012"), "12 digits are 40 bits");
        assert!(check_policy("1234567890123456"), "16 digits are 53 bits");
        assert!(check_policy(&"correct horse ".repeat(9)));
        assert!(!check_policy(&"x".repeat(129)));
    }
}
