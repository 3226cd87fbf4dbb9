//! A request's body, which must come at a pace, and an answer's body, whose end the watch is told.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    BoxError,
    body::{Body, Bytes},
    http::Request,
};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use tokio::time::{self, Instant, Sleep};

use super::{Limits, pace::Pace, watch::Watch};

/// Whether a body did not come in time.
#[derive(Clone, Debug, Default)]
pub struct Late(Arc<AtomicBool>);

impl Late {
    /// Whether it did not.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A request's body, at a pace.
#[derive(Debug)]
pub struct Paced {
    inner: Incoming,
    pace: Pace,
    timer: Pin<Box<Sleep>>,
    late: Late,
}

impl Paced {
    /// Holds a request's body to its pace.
    pub fn around(request: Request<Incoming>, limits: &Limits) -> (Request<Body>, Late) {
        let late = Late::default();
        let request = request.map(|inner| {
            if inner.is_end_stream() {
                return Body::empty();
            }
            let timer = Box::pin(time::sleep(limits.body));
            Body::new(Self { inner, pace: Pace::new(limits.body, limits.rate), timer, late: late.clone() })
        });
        (request, late)
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.inner).poll_frame(cx) {
            let bytes = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref().map(Bytes::len));
            this.pace.moved(bytes.unwrap_or_default(), Instant::now());
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        this.pace.waits(Instant::now());
        let Some(deadline) = this.pace.deadline() else { return Poll::Pending };
        if this.timer.deadline() != deadline {
            this.timer.as_mut().reset(deadline);
        }
        this.timer.as_mut().poll(cx).map(|()| {
            this.late.0.store(true, Ordering::Release);
            Some(Err("the body did not come in time".into()))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// An answer's body.
#[derive(Debug)]
pub struct Answer {
    inner: Body,
    watch: Watch,
}

impl Answer {
    /// Tells this watch when it has ended.
    pub fn new(inner: Body, watch: Watch) -> Self {
        Self { inner, watch }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.watch.idle();
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.inner).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
