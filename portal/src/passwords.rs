//! Argon2id away from the threads that answer requests: as many at once as there are cores, a short waiting room, then
//! "too many" (SECURITY §4, R09).

use std::{
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, Version,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use async_trait::async_trait;
use portal_core::identity::{PasswordError, Passwords};
use tokio::sync::Semaphore;

/// How many may wait for a core.
const WAITING_ROOM: usize = 64;

/// A hash that no password fits, checked when there is no account, so that time tells nothing (SECURITY A01).
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZS1zYWx0LTE2LWJ5$ynKzWKpBf2Uh3fsFLyKAFsADzJ4vxU0QTUQzxt4aBQo";

/// Memory, in KiB, passes and lanes of a hash (SECURITY §4), and the least that ASVS 5.0 (appendix C) takes as memory for so
/// many passes.
const PARAMETERS: (u32, u32, u32) = (19_456, 2, 1);
const FLOORS: [(u32, u32); 3] = [(47_104, 1), (19_456, 2), (12_288, 3)];

const _: () = assert!(meets_floor(PARAMETERS.0, PARAMETERS.1), "weaker than ASVS 5.0 allows");

const fn meets_floor(memory: u32, passes: u32) -> bool {
    let mut floor = 0;
    while floor < FLOORS.len() {
        if memory >= FLOORS[floor].0 && passes >= FLOORS[floor].1 {
            return true;
        }
        floor += 1;
    }
    false
}

/// Argon2id with [`PARAMETERS`].
pub(crate) struct Argon2id {
    cores: Arc<Semaphore>,
    present: AtomicUsize,
    most: usize,
}

impl Argon2id {
    pub(crate) fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Self { cores: Arc::new(Semaphore::new(cores)), present: AtomicUsize::new(0), most: cores + WAITING_ROOM }
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let guard = Present::enter(&self.present, self.most)?;
        let permit = self.cores.clone().acquire_owned().await.map_err(|error| failed(&error))?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        let done = done.await.map_err(|error| failed(&error));
        drop(guard);
        done
    }
}

/// One who hashes or waits.
struct Present<'a>(&'a AtomicUsize);

impl<'a> Present<'a> {
    fn enter(present: &'a AtomicUsize, most: usize) -> Result<Self, PasswordError> {
        if present.fetch_add(1, Ordering::Relaxed) >= most {
            present.fetch_sub(1, Ordering::Relaxed);
            return Err(PasswordError::Busy);
        }
        Ok(Self(present))
    }
}

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn failed(error: &impl ToString) -> PasswordError {
    PasswordError::Failed(error.to_string())
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters())
}

fn parameters() -> Params {
    let (memory, passes, lanes) = PARAMETERS;
    Params::new(memory, passes, lanes, Some(32)).expect("these are in bounds")
}

#[async_trait]
impl Passwords for Argon2id {
    async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, PasswordError> {
        let password = password.to_owned();
        self.run(move || argon2().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string()))
            .await?
            .map_err(|error| failed(&error))
    }

    async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
        let (password, known) = (password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or(NOBODY).to_owned();
        self.run(move || argon2().verify_password(password.as_bytes(), hash.as_str()).is_ok() && known).await
    }

    fn is_outdated(&self, hash: &str) -> bool {
        let made_with = PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok());
        made_with.is_none_or(|made_with| made_with != parameters())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only_and_nobody_has_none() {
        let passwords = Argon2id::new();
        let hash = passwords.hash("correct horse battery", [7; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("correct horse battery", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("correct horse batterY", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("correct horse battery", None).await.unwrap());
    }

    #[test]
    fn a21_a_hash_of_other_parameters_is_outdated_and_weaker_ones_than_the_floor_do_not_build() {
        let passwords = Argon2id::new();
        assert!(!passwords.is_outdated(NOBODY));
        for other in ["m=12288,t=3,p=1", "m=19456,t=3,p=1", "m=19456,t=2,p=2"] {
            assert!(passwords.is_outdated(&NOBODY.replace("m=19456,t=2,p=1", other)), "{other}");
        }
        assert!(passwords.is_outdated("$2b$12$abcdefghijklmnopqrstuv"));
        assert!(meets_floor(47_104, 1) && meets_floor(12_288, 3) && !meets_floor(12_288, 2) && !meets_floor(19_455, 2));
    }

    #[tokio::test]
    async fn r09_beyond_the_waiting_room_it_says_too_many() {
        let passwords = Argon2id { cores: Arc::new(Semaphore::new(0)), present: AtomicUsize::new(0), most: 2 };
        let waiting = [passwords.verify("a", None), passwords.verify("b", None)];
        let mut waiting = waiting.map(Box::pin);
        for one in &mut waiting {
            let soon = tokio::time::timeout(std::time::Duration::from_millis(10), one).await;
            assert!(soon.is_err(), "it waits");
        }
        assert!(matches!(passwords.verify("c", None).await, Err(PasswordError::Busy)));
    }
}
