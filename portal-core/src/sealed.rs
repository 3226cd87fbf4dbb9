//! What must not be readable from a copy of the database is encrypted with a key that is kept elsewhere (SECURITY A07):
//! ChaCha20-Poly1305 (RFC 8439), bound to what it is for and to whose it is.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{clock::Ids, identity::hex};

/// The keys of a portal: one that seals, and older ones that only open.
pub struct SecretKeys {
    current: Key,
    older: Vec<Key>,
}

struct Key {
    /// Names the key in what it sealed, in eight digits; it tells nothing of the key.
    name: String,
    key: LessSafeKey,
}

impl std::fmt::Debug for SecretKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretKeys").field("current", &self.current.name).finish_non_exhaustive()
    }
}

impl SecretKeys {
    /// Keys of 256 random bits each.
    pub fn new(current: [u8; 32], older: &[[u8; 32]]) -> Self {
        Self { current: Key::new(current), older: older.iter().copied().map(Key::new).collect() }
    }

    /// Whether a key of this name is here: what was sealed with it can be opened.
    pub fn has(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// Whether something was sealed with the key that seals now.
    pub(crate) fn is_current(&self, sealed: &str) -> bool {
        sealed.split_once('.').is_some_and(|(name, _)| name == self.current.name)
    }

    /// Encrypts something for one purpose and one owner: under another of either it cannot be opened.
    pub(crate) fn seal(&self, ids: &dyn Ids, purpose: &str, owner: Uuid, plain: &[u8]) -> String {
        let nonce: [u8; NONCE_LEN] = ids.secret()[..NONCE_LEN].try_into().expect("twelve of 32 bytes");
        let mut bytes = plain.to_vec();
        let sealed = self.current.key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound(purpose, owner)),
            &mut bytes,
        );
        sealed.expect("a secret is shorter than 256 GiB");
        format!("{}.{}{}", self.current.name, hex(&nonce), hex(&bytes))
    }

    /// Opens what [`SecretKeys::seal`] wrote; `None`: something else, or written with a key that is not here.
    pub(crate) fn open(&self, purpose: &str, owner: Uuid, sealed: &str) -> Option<Vec<u8>> {
        let (name, text) = sealed.split_once('.')?;
        let key = self.named(name)?;
        let (nonce, mut bytes) = (unhex(text.get(..2 * NONCE_LEN)?)?, unhex(text.get(2 * NONCE_LEN..)?)?);
        let nonce = Nonce::try_assume_unique_for_key(&nonce).ok()?;
        let plain = key.key.open_in_place(nonce, Aad::from(bound(purpose, owner)), &mut bytes).ok()?;
        Some(plain.to_vec())
    }

    fn named(&self, name: &str) -> Option<&Key> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.name == name)
    }
}

impl Key {
    fn new(bytes: [u8; 32]) -> Self {
        let named = Sha256::new().chain_update("portal secret key\0").chain_update(bytes).finalize();
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).expect("the algorithm takes 32 bytes");
        Self { name: hex(&named[..4]), key: LessSafeKey::new(key) }
    }
}

fn bound(purpose: &str, owner: Uuid) -> Vec<u8> {
    [purpose.as_bytes(), b"\0", owner.as_bytes()].concat()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Counting;

    const OWNER: Uuid = Uuid::from_u128(1);

    #[test]
    fn a07_what_is_sealed_opens_for_its_purpose_and_owner_with_its_key_alone() {
        let (ids, keys) = (Counting::default(), SecretKeys::new([1; 32], &[]));
        let sealed = keys.seal(&ids, "factor", OWNER, b"secret");
        assert_eq!(keys.open("factor", OWNER, &sealed).as_deref(), Some(&b"secret"[..]));
        assert!(!sealed.contains(&hex(b"secret")));
        assert_eq!(keys.open("offer", OWNER, &sealed), None);
        assert_eq!(keys.open("factor", Uuid::from_u128(2), &sealed), None);
        assert_eq!(SecretKeys::new([2; 32], &[]).open("factor", OWNER, &sealed), None);
        for place in 0..sealed.len() {
            let mut broken = sealed.clone().into_bytes();
            broken[place] = if broken[place] == b'0' { b'1' } else { b'0' };
            assert_eq!(keys.open("factor", OWNER, &String::from_utf8(broken).unwrap()), None, "{place}");
        }
        for broken in ["", ".", "ab", &sealed[..20], &sealed[..sealed.len() - 1], "é.é"] {
            assert_eq!(keys.open("factor", OWNER, broken), None, "{broken}");
        }
    }

    #[test]
    fn after_a_change_of_key_the_older_one_still_opens_and_the_new_one_seals() {
        let ids = Counting::default();
        let old = SecretKeys::new([1; 32], &[]).seal(&ids, "factor", OWNER, b"secret");
        let keys = SecretKeys::new([2; 32], &[[1; 32]]);
        assert!(keys.open("factor", OWNER, &old).is_some() && !keys.is_current(&old));
        let new = keys.seal(&ids, "factor", OWNER, b"secret");
        assert!(keys.is_current(&new));
        let (alone, name) = (SecretKeys::new([2; 32], &[]), |sealed: &str| sealed[..8].to_owned());
        assert!(alone.open("factor", OWNER, &new).is_some());
        assert!(keys.has(&name(&old)) && alone.has(&name(&new)) && !alone.has(&name(&old)));
    }

    #[test]
    fn a07_keys_do_not_show_themselves() {
        assert!(!format!("{:?}", SecretKeys::new([0xab; 32], &[])).contains("abab"));
    }
}
