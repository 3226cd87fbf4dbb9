//! The second factor: codes by time from an app (RFC 6238), and recovery codes for when the app is away. The rules, pure.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

use crate::{
    clock::Ids,
    id::{AccountId, Version},
};

/// The second factor of an account, once it was confirmed. An account has one at most.
#[derive(Clone, PartialEq, Eq)]
pub struct Factor {
    /// Whose.
    pub account: AccountId,
    /// Its secret, encrypted with the portal's key.
    pub secret: String,
    /// SHA-256 of each recovery code that was not used: they have 120 bits (SECURITY §4).
    pub codes: Vec<[u8; 32]>,
    /// The last time step whose code was accepted: that code, and those before, are never accepted again (ASVS 6.5.1).
    pub step: i64,
    /// When it was set up.
    pub since: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

impl std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Factor")
            .field("account", &self.account)
            .field("codes", &self.codes.len())
            .finish_non_exhaustive()
    }
}

impl Factor {
    /// How many recovery codes there are at first (SECURITY §4).
    pub const CODES: usize = 10;
    /// Bytes of a secret (SECURITY §4, RFC 4226 R6: 160 bits).
    pub(super) const SECRET: usize = 20;
    /// How long an offered secret may be confirmed.
    pub(super) const OFFERED: TimeDelta = TimeDelta::minutes(30);

    /// The factor after its app gave this code; `None`: it is wrong, or was used.
    pub(super) fn after_code(&self, secret: &[u8], typed: &str, now: DateTime<Utc>) -> Option<Self> {
        Some(Self { step: step_of(secret, typed, now, self.step)?, ..self.clone() })
    }

    /// The factor after a recovery code was used; `None`: it is none of its.
    pub(super) fn after_recovery(&self, typed: &str) -> Option<Self> {
        let used = recovery_hash(typed)?;
        let place = self.codes.iter().position(|code| *code == used)?;
        let mut codes = self.codes.clone();
        codes.remove(place);
        Some(Self { codes, ..self.clone() })
    }
}

/// Seconds of a time step (SECURITY §4).
const STEP: i64 = 30;
/// Characters of a recovery code.
const RECOVERY: usize = 24;
/// More is no code of either kind, however it is spaced.
const LONGEST: usize = 64;

/// The time step of a code: the present one, or one before or after it (SECURITY §4), later than `last`.
pub(super) fn step_of(secret: &[u8], typed: &str, now: DateTime<Utc>, last: i64) -> Option<i64> {
    let (code, totp) = (plain(typed)?, totp(secret)?);
    let present = now.timestamp().div_euclid(STEP);
    let is_of = |step: &i64| u64::try_from(step * STEP).is_ok_and(|time| totp.check(&code, time).is_some());
    let digits = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    (present - 1..=present + 1).filter(|step| digits && *step > last).find(is_of)
}

/// Looks at one step at a time: which steps count is ours to say.
fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret.to_vec()).with_skew(0).build().ok()
}

/// What the app reads from the picture: secret, portal and person.
pub(super) fn address(secret: &[u8], portal: &str, email: &str) -> Option<String> {
    let named = |text: &str| text.replace(':', " ");
    let built =
        Builder::new().with_secret(secret.to_vec()).with_issuer(Some(named(portal))).with_account_name(named(email));
    built.build().ok()?.to_url().ok()
}

/// Bytes in the letters of RFC 4648 §6, without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    totp_rs::Secret::from(bytes).to_base32()
}

/// New recovery codes, in groups of four.
pub(super) fn new_codes(ids: &dyn Ids) -> Vec<String> {
    let grouped = |code: String| {
        let letters: Vec<char> = code.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    };
    (0..Factor::CODES).map(|_| grouped(base32(&ids.secret()[..15]))).collect()
}

/// The hash of a recovery code as it was typed; `None`: it is none.
pub(super) fn recovery_hash(typed: &str) -> Option<[u8; 32]> {
    let code = plain(typed).filter(|code| code.len() == RECOVERY)?;
    Some(Sha256::digest(code.as_bytes()).into())
}

/// A code without the spaces and dashes that people type.
fn plain(typed: &str) -> Option<String> {
    let short = typed.len() <= LONGEST;
    let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_ascii_uppercase();
    (short && !kept.is_empty()).then_some(kept)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use uuid::Uuid;

    use super::*;
    use crate::fixture::{CLAIRE, account, monday};

    /// Secrets that differ.
    #[derive(Default)]
    struct Drawn(AtomicU64);

    impl Ids for Drawn {
        fn uuid(&self, _: DateTime<Utc>) -> Uuid {
            Uuid::nil()
        }

        fn secret(&self) -> [u8; 32] {
            Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes()).into()
        }
    }

    /// RFC 6238, appendix B.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn factor(codes: &[String]) -> Factor {
        let codes = codes.iter().filter_map(|code| recovery_hash(code)).collect();
        let (account, secret) = (account(CLAIRE), String::new());
        Factor { account, secret, codes, step: 0, since: monday(), version: Version::FIRST }
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (time, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(step_of(SECRET, code, at(time), 0), Some(time / 30), "{time}");
        }
        assert_eq!(step_of(SECRET, " 005 924 ", at(1_234_567_890), 0), Some(41_152_263));
    }

    #[test]
    fn a13_a_code_counts_one_step_early_or_late_and_never_again() {
        let step = 41_152_263;
        let when = |steps: i64| at((step + steps) * 30);
        for drift in [-1, 0, 1] {
            assert_eq!(step_of(SECRET, "005924", when(drift), 0), Some(step), "{drift}");
            assert_eq!(step_of(SECRET, "005924", when(drift), step), None, "used");
        }
        for drift in [-2, 2] {
            assert_eq!(step_of(SECRET, "005924", when(drift), 0), None, "{drift}");
        }
        let factor = factor(&[]).after_code(SECRET, "005924", when(0)).unwrap();
        assert_eq!(factor.step, step);
        assert!(factor.after_code(SECRET, "005924", when(1)).is_none());
    }

    #[test]
    fn a08_only_six_digits_are_a_code() {
        for wrong in ["", "5924", "0005924", "005924é", "٠٠٥٩٢٤", "00592 4x", &"0".repeat(1 << 20), "null"] {
            assert_eq!(step_of(SECRET, wrong, at(1_234_567_890), 0), None, "{wrong:?}");
        }
    }

    #[test]
    fn a16_a_recovery_code_has_120_bits_and_is_used_up() {
        let codes = new_codes(&Drawn::default());
        assert_eq!((codes.len(), codes[0].len()), (10, 24 + 5));
        assert!(
            codes[0].chars().all(|c| c == '-' || c.is_ascii_uppercase() || ('2'..='7').contains(&c)),
            "{}",
            codes[0]
        );
        let factor = factor(&codes);
        let typed = codes[3].to_lowercase().replace('-', " ");
        let after = factor.after_recovery(&typed).unwrap();
        assert_eq!(after.codes.len(), 9);
        assert!(after.after_recovery(&codes[3]).is_none() && after.after_recovery(&codes[4]).is_some());
        for wrong in ["", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", &codes[0][..28], &format!("{}A", codes[0])] {
            assert!(factor.after_recovery(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_picture_names_portal_and_person() {
        let address = address(SECRET, "Durand: Services", "claire@alpha.example").unwrap();
        let wanted = "otpauth://totp/Durand%20%20Services:claire%40alpha.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Durand%20%20Services";
        assert_eq!(address, wanted);
    }

    #[test]
    fn a07_a_factor_does_not_show_what_it_is_made_of() {
        let shown = format!("{:?}", Factor { secret: "abcd".to_owned(), ..factor(&new_codes(&Drawn::default())) });
        assert!(!shown.contains("abcd") && shown.contains("codes: 10"), "{shown}");
    }
}
