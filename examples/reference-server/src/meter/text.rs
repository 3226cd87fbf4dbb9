//! The measures as Prometheus reads them (text format 0.0.4).

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
    sync::{PoisonError, atomic::Ordering},
};

use metrics::Key;

use super::{BOUNDS, Durations, Figure, Meter, known};

impl fmt::Display for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut families: BTreeMap<String, BTreeMap<String, Figure>> = BTreeMap::new();
        for (key, figure) in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            families.entry(key.name().to_owned()).or_default().insert(labels(key), figure.clone());
        }
        for (name, series) in families {
            let kind = match series.values().next() {
                Some(Figure::Counter(_)) => "counter",
                Some(Figure::Gauge(_)) => "gauge",
                _ => "histogram",
            };
            if let Some(help) = known::help(&name) {
                writeln!(f, "# HELP {name} {help}")?;
            }
            writeln!(f, "# TYPE {name} {kind}")?;
            for (labels, figure) in series {
                match figure {
                    Figure::Counter(count) => line(f, &name, &labels, count.load(Ordering::Relaxed))?,
                    Figure::Gauge(bits) => line(f, &name, &labels, f64::from_bits(bits.load(Ordering::Relaxed)))?,
                    Figure::Histogram(durations) => histogram(f, &name, &labels, &durations)?,
                }
            }
        }
        Ok(())
    }
}

fn histogram(f: &mut fmt::Formatter<'_>, name: &str, labels: &str, durations: &Durations) -> fmt::Result {
    let comma = if labels.is_empty() { "" } else { "," };
    let mut total = 0;
    let bounds = BOUNDS.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
    for (bound, count) in bounds.zip(&durations.counts) {
        total += count.load(Ordering::Relaxed);
        line(f, &format!("{name}_bucket"), &format!("{labels}{comma}le=\"{bound}\""), total)?;
    }
    line(f, &format!("{name}_sum"), labels, f64::from_bits(durations.sum.load(Ordering::Relaxed)))?;
    line(f, &format!("{name}_count"), labels, total)
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, labels: &str, value: impl fmt::Display) -> fmt::Result {
    match labels {
        "" => writeln!(f, "{name} {value}"),
        labels => writeln!(f, "{name}{{{labels}}} {value}"),
    }
}

/// `method="GET",route="/portal"`, in the order of their names.
fn labels(key: &Key) -> String {
    let sorted: BTreeMap<&str, &str> = key.labels().map(|label| (label.key(), label.value())).collect();
    let mut text = String::new();
    for (name, value) in sorted {
        let comma = if text.is_empty() { "" } else { "," };
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}{name}=\"{value}\"");
    }
    text
}

#[cfg(test)]
mod tests {
    use metrics::{counter, gauge, histogram, with_local_recorder};

    use super::*;

    #[test]
    fn every_kind_of_measure_is_written_as_prometheus_reads_it() {
        let meter = Meter::default();
        with_local_recorder(&meter, || {
            counter!("portal_upload_bytes_total").increment(5);
            counter!("portal_upload_bytes_total").increment(2);
            gauge!("b", "z" => "a\"\\\nb", "a" => "1").set(0.5);
            for seconds in [0.002, 0.02, 20.0] {
                histogram!("c_seconds", "route" => "/portal").record(seconds);
            }
        });
        let text = meter.to_string();
        for line in [
            "# HELP portal_upload_bytes_total Bytes of files that were taken in or judged.",
            "# TYPE portal_upload_bytes_total counter",
            "portal_upload_bytes_total 7",
            "b{a=\"1\",z=\"a\\\"\\\\\\nb\"} 0.5",
            "# TYPE c_seconds histogram",
            "c_seconds_bucket{route=\"/portal\",le=\"0.001\"} 0",
            "c_seconds_bucket{route=\"/portal\",le=\"0.025\"} 2",
            "c_seconds_bucket{route=\"/portal\",le=\"+Inf\"} 3",
            "c_seconds_sum{route=\"/portal\"} 20.022",
            "c_seconds_count{route=\"/portal\"} 3",
        ] {
            assert!(text.lines().any(|written| written == line), "{line}\n{text}");
        }
    }
}
