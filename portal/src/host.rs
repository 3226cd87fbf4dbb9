//! Patience with the host: what it does not say soon is unknown, and a host that failed is left alone for a while.

use std::{
    collections::BTreeMap,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use futures_util::FutureExt;
use portal_core::{
    form::Value,
    host::{Host, HostError, HostQuestion},
    id::Id,
};
use tokio::time::{Instant, timeout};

/// How long a form waits for the host.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a host is left alone that did not answer: nobody waits for it a second time meanwhile.
const REST: Duration = Duration::from_secs(10);

/// A host that is not waited for.
pub(crate) struct Patient {
    host: Arc<dyn Host>,
    rests_until: Mutex<Option<Instant>>,
}

impl Patient {
    pub(crate) fn new(host: Arc<dyn Host>) -> Self {
        Self { host, rests_until: Mutex::new(None) }
    }

    fn rests(&self) -> bool {
        self.rests_until.lock().is_ok_and(|until| until.is_some_and(|until| Instant::now() < until))
    }

    fn rest(&self) {
        if let Ok(mut until) = self.rests_until.lock() {
            *until = Some(Instant::now() + REST);
        }
    }
}

#[async_trait]
impl Host for Patient {
    async fn attributes(&self, asked: &HostQuestion) -> Result<BTreeMap<Id, Value>, HostError> {
        if self.rests() {
            return Ok(BTreeMap::new());
        }
        let answer = AssertUnwindSafe(self.host.attributes(asked)).catch_unwind();
        let failed = match timeout(PATIENCE, answer).await {
            Ok(Ok(Ok(values))) => return Ok(values),
            Ok(Ok(Err(error))) => error,
            Ok(Err(_)) => "it panicked".into(),
            Err(_) => "it did not answer in time".into(),
        };
        self.rest();
        Err(failed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use portal_core::id::{AccountId, OrganisationId};

    use super::*;

    /// A host that answers, fails, panics or hangs.
    struct Moody(&'static str, AtomicU32);

    #[async_trait]
    impl Host for Moody {
        async fn attributes(&self, asked: &HostQuestion) -> Result<BTreeMap<Id, Value>, HostError> {
            self.1.fetch_add(1, Ordering::Relaxed);
            match self.0 {
                "answers" => Ok([(asked.attributes[0].clone(), Value::Bool(true))].into()),
                "fails" => Err("no".into()),
                "panics" => panic!("on purpose"),
                _ => std::future::pending().await,
            }
        }
    }

    fn question() -> HostQuestion {
        HostQuestion {
            account: AccountId(uuid::Uuid::nil()),
            email: String::new(),
            organisation: OrganisationId(uuid::Uuid::nil()),
            organisation_name: String::new(),
            attributes: vec![Id::from("vip")],
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_fails_panics_or_hangs_is_not_waited_for_and_left_alone_for_a_while() {
        for mood in ["fails", "panics", "hangs"] {
            let moody = Arc::new(Moody(mood, AtomicU32::new(0)));
            let patient = Patient::new(moody.clone());
            let begun = Instant::now();
            assert!(patient.attributes(&question()).await.is_err(), "{mood}");
            assert!(begun.elapsed() <= PATIENCE, "{mood}");
            assert_eq!(patient.attributes(&question()).await.unwrap(), BTreeMap::new(), "{mood}");
            assert_eq!(moody.1.load(Ordering::Relaxed), 1, "{mood}");
            tokio::time::advance(REST).await;
            assert!(patient.attributes(&question()).await.is_err(), "{mood}");
        }
    }

    #[tokio::test]
    async fn what_a_host_says_is_passed_on() {
        let patient = Patient::new(Arc::new(Moody("answers", AtomicU32::new(0))));
        for _ in 0..2 {
            assert_eq!(patient.attributes(&question()).await.unwrap()["vip"], Value::Bool(true));
        }
    }
}
