//! What the server measures, for Prometheus. Libraries count through the facade `metrics`; here it is kept and written
//! out. No measure has a label that a stranger chooses, and none names anybody (SECURITY I14, P12).

mod known;
mod listen;
mod process;
mod text;

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use metrics::{Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit};

pub use listen::{Listened, listen};

/// The upper bounds of durations, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Keeps every measure. Clones share them.
#[derive(Clone, Default)]
pub struct Meter(Arc<RwLock<HashMap<Key, Figure>>>);

/// One measure with its labels.
#[derive(Clone)]
enum Figure {
    Counter(Arc<AtomicU64>),
    /// The bits of a floating-point number.
    Gauge(Arc<AtomicU64>),
    Histogram(Arc<Durations>),
}

/// How many took how long.
#[derive(Default)]
struct Durations {
    /// By the bound they are below; the last: above all.
    counts: [AtomicU64; BOUNDS.len() + 1],
    /// The bits of the sum in seconds.
    sum: AtomicU64,
}

impl Meter {
    /// Counts from now on for the whole program.
    pub fn begin() -> anyhow::Result<Self> {
        let meter = Self::default();
        metrics::set_global_recorder(meter.clone()).map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(meter)
    }

    fn figure(&self, key: &Key, new: impl FnOnce() -> Figure) -> Figure {
        if let Some(figure) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return figure.clone();
        }
        self.0.write().unwrap_or_else(PoisonError::into_inner).entry(key.clone()).or_insert_with(new).clone()
    }
}

impl Recorder for Meter {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        match self.figure(key, || Figure::Counter(Arc::default())) {
            Figure::Counter(counter) => Counter::from_arc(counter),
            _ => Counter::noop(),
        }
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        match self.figure(key, || Figure::Gauge(Arc::default())) {
            Figure::Gauge(gauge) => Gauge::from_arc(gauge),
            _ => Gauge::noop(),
        }
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        match self.figure(key, || Figure::Histogram(Arc::default())) {
            Figure::Histogram(durations) => Histogram::from_arc(durations),
            _ => Histogram::noop(),
        }
    }
}

impl HistogramFn for Durations {
    fn record(&self, seconds: f64) {
        let place = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        self.counts[place].fetch_add(1, Ordering::Relaxed);
        let add = |bits| Some((f64::from_bits(bits) + seconds).to_bits());
        // Adding always gives a new sum, so this ends with one.
        let _ = self.sum.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}
