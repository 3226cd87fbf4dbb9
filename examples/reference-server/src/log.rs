//! The log on standard error: one line an event, plain or JSON. A thread of its own writes it, so that a pipe that
//! nobody reads holds up no request (SECURITY F40): what does not fit in the queue is dropped and counted.

mod line;

use std::{
    io::{self, Write},
    iter, panic,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::settings::LogFormat;

/// How many lines may wait for the thread that writes them.
const WAITING: usize = 4096;
/// How long lines gather before they are written: waking the writer for each costs a page more than writing it.
const BREATH: Duration = Duration::from_millis(5);
/// How long the end of the program waits for the last lines.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// The log. Clones share one queue.
#[derive(Clone)]
pub struct Log {
    queue: SyncSender<Piece>,
    dropped: Arc<AtomicU64>,
}

enum Piece {
    Line(Vec<u8>),
    /// Answered when all lines before it are written.
    Written(Sender<()>),
}

/// Begins the log.
///
/// # Errors
/// When the filter is not understood.
pub fn begin(format: LogFormat, filter: &str) -> anyhow::Result<Log> {
    let filter = EnvFilter::try_new(filter).with_context(|| {
        format!("--log-filter (RUST_LOG) is not understood: {filter}; `warn,portal=info` is the default")
    })?;
    let log = Log::to(io::stderr())?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(log.clone());
    let begun = match format {
        LogFormat::Plain => subscriber.try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).with_span_list(false).try_init(),
    };
    begun.map_err(|error| anyhow!(error))?;
    // The words of a panic may hold what somebody typed; its place is enough to find it.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    Ok(log)
}

impl Log {
    fn to(mut out: impl Write + Send + 'static) -> io::Result<Self> {
        let (queue, pieces) = sync_channel(WAITING);
        let log = Self { queue, dropped: Arc::default() };
        let dropped = log.dropped.clone();
        thread::Builder::new().name("log".to_owned()).spawn(move || write(&pieces, &dropped, &mut out))?;
        Ok(log)
    }

    /// How many lines were dropped since the start.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Waits until all is written, for at most a second.
    pub fn end(&self) {
        let since = Instant::now();
        let (written, answer) = channel();
        let mut piece = Piece::Written(written);
        while let Err(TrySendError::Full(back)) = self.queue.try_send(piece) {
            if since.elapsed() > LAST_WORDS {
                return;
            }
            piece = back;
            thread::sleep(Duration::from_millis(10));
        }
        let _ = answer.recv_timeout(LAST_WORDS.saturating_sub(since.elapsed()));
    }
}

fn write(pieces: &Receiver<Piece>, dropped: &AtomicU64, out: &mut impl Write) {
    let mut told = 0;
    let mut lines = Vec::new();
    while let Ok(first) = pieces.recv() {
        for piece in iter::once(first).chain(pieces.try_iter().take(WAITING)) {
            match piece {
                Piece::Line(line) => lines.extend(line),
                Piece::Written(answer) => {
                    put(&mut lines, out);
                    // Who asked may have stopped waiting.
                    let _ = answer.send(());
                }
            }
        }
        put(&mut lines, out);
        let now = dropped.load(Ordering::Relaxed);
        if now > told {
            tracing::warn!(lines = now - told, "log lines were dropped: they were not read fast enough");
            told = now;
        }
        thread::sleep(BREATH);
    }
}

fn put(lines: &mut Vec<u8>, out: &mut impl Write) {
    // Nothing can be said of a log that cannot be written; the next lines may go.
    let _ = out.write_all(lines);
    lines.clear();
}

/// Takes the text of one event.
pub struct Event(Log);

impl<'a> MakeWriter<'a> for Log {
    type Writer = Event;

    fn make_writer(&'a self) -> Event {
        Event(self.clone())
    }
}

impl Write for Event {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if self.0.queue.try_send(Piece::Line(line::one(text))).is_err() {
            self.0.dropped.fetch_add(1, Ordering::Relaxed);
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};

    use super::*;

    #[test]
    fn f40_a_full_log_drops_lines_and_counts_them_and_goes_on_when_it_is_read() {
        let (read, write) = io::pipe().unwrap();
        let log = Log::to(write).unwrap();
        let line = [&[b'x'; 1023][..], b"\n"].concat();
        for _ in 0..2 * WAITING {
            log.make_writer().write_all(&line).unwrap();
        }
        let dropped = usize::try_from(log.dropped()).unwrap();
        assert!(dropped > 0, "more than the queue and the pipe hold");
        log.end();
        let kept = 2 * WAITING - dropped;
        let lines = BufReader::new(read).lines().take(kept).map(Result::unwrap);
        assert_eq!(lines.filter(|line| line.len() == 1023).count(), kept, "what was kept is written, whole");
    }
}
