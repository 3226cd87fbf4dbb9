//! What a connection waits for just now, and until when.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::Instant,
};

use super::{Limits, pace::Pace};

/// After our last byte, this long for the peer to read it and to close. Closing at once on what it still sends would
/// reset the connection, and take the answer (431, 413, 408) away from it.
const LINGER: Duration = Duration::from_secs(2);

/// What one connection waits for. Shared by its two directions and its answers.
#[derive(Clone, Debug)]
pub struct Watch(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    writes: Pace,
    headers: Duration,
    idle: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing has come yet.
    Silent,
    /// A request has begun.
    Headers,
    /// It is being answered. Its body has a pace of its own.
    Busy,
    /// It was answered.
    Idle,
    /// Our side is closed.
    Lingering,
}

impl Watch {
    /// A connection that was just opened.
    pub fn new(limits: &Limits) -> Self {
        Self(Arc::new(Mutex::new(State {
            phase: Phase::Silent,
            since: Instant::now(),
            writes: Pace::new(limits.write, limits.rate),
            headers: limits.headers,
            idle: limits.idle,
        })))
    }

    /// A request is being answered.
    pub fn busy(&self) {
        self.state().turn(Phase::Busy);
    }

    /// The answer was given away to its last byte; the peer may still be reading.
    pub fn idle(&self) {
        self.state().turn(Phase::Idle);
    }

    /// When this connection has taken too long; `None`: it is our turn.
    pub fn deadline(&self) -> Option<Instant> {
        let state = self.state();
        let phase = match state.phase {
            Phase::Silent | Phase::Headers => Some(state.since + state.headers),
            Phase::Idle => Some(state.since + state.idle),
            Phase::Lingering => Some(state.since + LINGER),
            Phase::Busy => None,
        };
        [phase, state.writes.deadline()].into_iter().flatten().min()
    }

    fn read(&self, bytes: usize) {
        let mut state = self.state();
        if bytes > 0 && matches!(state.phase, Phase::Silent | Phase::Idle) {
            state.turn(Phase::Headers);
        }
    }

    fn wrote(&self, written: &Poll<io::Result<usize>>) {
        let (mut state, now) = (self.state(), Instant::now());
        match written {
            Poll::Pending => state.writes.waits(now),
            Poll::Ready(Ok(bytes)) => {
                state.writes.moved(*bytes, now);
                // What is left of an answer is still being read: the rest between requests begins after it.
                if state.phase == Phase::Idle {
                    state.since = now;
                }
            }
            Poll::Ready(Err(_)) => {}
        }
    }

    fn lingers(&self) {
        let mut state = self.state();
        if state.phase != Phase::Lingering {
            state.turn(Phase::Lingering);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn turn(&mut self, phase: Phase) {
        self.phase = phase;
        self.since = Instant::now();
    }
}

/// A connection's bytes, of which the watch is told.
#[derive(Debug)]
pub struct Watched {
    stream: TcpStream,
    watch: Watch,
    shut: bool,
}

impl Watched {
    /// Tells this watch.
    pub fn new(stream: TcpStream, watch: Watch) -> Self {
        Self { stream, watch, shut: false }
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.watch.read(buffer.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch.wrote(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.watch.wrote(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    /// Closes our side, then passes over what still comes until the peer closes its own, or the watch ends it.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.shut {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            self.shut = true;
            self.watch.lingers();
        }
        let mut passed = [0; 8 * 1024];
        loop {
            let mut buffer = ReadBuf::new(&mut passed);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {}
                _ => return Poll::Ready(Ok(())),
            }
        }
    }
}
