//! A bell that rouses whoever waits for work, without knowing of any runtime.

use std::{
    future::poll_fn,
    sync::Mutex,
    task::{Poll, Waker},
};

/// Rings after a commit. Ringing while nobody waits is remembered once.
#[derive(Debug, Default)]
pub struct Bell(Mutex<(bool, Vec<Waker>)>);

impl Bell {
    /// Rouses everybody who waits, or the next who comes.
    pub fn ring(&self) {
        let waiting = {
            let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            state.0 = true;
            std::mem::take(&mut state.1)
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Waits for the bell. Dropping the future is harmless.
    pub async fn rung(&self) {
        poll_fn(|context| {
            let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if std::mem::take(&mut state.0) {
                return Poll::Ready(());
            }
            if !state.1.iter().any(|waker| waker.will_wake(context.waker())) {
                state.1.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}
