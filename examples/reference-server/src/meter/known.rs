//! Every measure there is, with its labels and what it says. `docs/operating.md` lists the same, and a test compares what
//! a run gives with both.

/// Name, labels, meaning.
pub const KNOWN: [(&str, &str, &str); 18] = [
    ("portal_build_info", "version", "Always 1; the label says which version runs."),
    ("portal_database_acquire_duration_seconds", "", "How long a use of the database waited for a connection."),
    (
        "portal_database_commit_duration_seconds",
        "outcome",
        "How long a batch of changes took: committed, conflict, failed.",
    ),
    ("portal_database_conflicts_total", "kind", "Batches that were refused because something had changed meanwhile."),
    ("portal_database_connections", "state", "Connections of the pool: idle, used."),
    (
        "portal_deliveries_total",
        "channel, state",
        "What became of tries to deliver: delivered, pending (again later), failed, suppressed.",
    ),
    ("portal_disk_free_bytes", "", "Free space below the data folder."),
    (
        "portal_http_request_duration_seconds",
        "method, route, status",
        "How long answers took to begin, by the route's pattern and the class of the status.",
    ),
    ("portal_log_lines_dropped_total", "", "Lines of the log that nobody read fast enough."),
    ("portal_ready", "part", "Whether a part is good (1) or not (0): database, worker, disk."),
    ("portal_sign_ins_total", "outcome", "Passwords that were tried: ok, refused, throttled."),
    ("portal_upload_bytes_total", "", "Bytes of files that were taken in or judged."),
    (
        "portal_worker_jobs_total",
        "kind, event",
        "Jobs of this process: claimed, done, failed (they come back), lost to another worker.",
    ),
    (
        "portal_worker_lag_seconds",
        "",
        "How long the oldest job has waited that nobody does, whichever process should do it.",
    ),
    ("process_max_fds", "", "Most files and connections that may be open."),
    ("process_open_fds", "", "Files and connections that are open."),
    ("process_resident_memory_bytes", "", "Memory in use."),
    ("process_start_time_seconds", "", "When the program began, in seconds since 1970."),
];

/// What a measure says.
pub fn help(name: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(known, ..)| *known == name).map(|(.., help)| *help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_in_the_documentation_are_this_programs() {
        let row = |(name, labels, help): &(&str, &str, &str)| format!("| `{name}` | {labels} | {help} |\n");
        let rows: String = KNOWN.iter().map(row).collect();
        crate::page::has("measures", &format!("| measure | labels | what it says |\n|---|---|---|\n{rows}"));
    }
}
