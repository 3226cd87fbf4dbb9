//! What the database says, as the core understands it.

use portal_core::store::{Conflict, StoreError};

/// Sorts a failure: what may pass by itself is [`StoreError::Unavailable`], a taken name is a conflict, the rest is
/// [`StoreError::Broken`].
pub(crate) fn store_error(error: sqlx::Error) -> StoreError {
    use sqlx::Error as E;
    if let E::Database(cause) = &error {
        if let Some(name) = cause.is_unique_violation().then(|| taken(cause.as_ref())).flatten() {
            return StoreError::Conflict(Conflict::Taken(name));
        }
        if cause.code().is_some_and(|code| passes(&code)) {
            return StoreError::Unavailable(Box::new(error));
        }
    }
    match error {
        // A protocol error is a peer that vanished in the middle of a handshake, or a proxy that answers in its place.
        E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::BeginFailed => {
            StoreError::Unavailable(Box::new(error))
        }
        other => broken(other),
    }
}

/// A failure that trying again does not mend.
pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Broken(cause.into())
}

/// Whether trying again later may help. Five characters are an SQLSTATE of Postgres: connection lost (class 08), out of
/// resources (53), shut down (57P0x), serialisation or deadlock (40001, 40P01), lock not got in time (55P03), statement
/// cancelled (57014), idle transaction ended (25P03). Others are SQLite's codes, whose low byte says busy (5), locked
/// (6), I/O (10), full (13) or cannot open (14).
fn passes(code: &str) -> bool {
    match code.len() {
        5 => {
            ["08", "53", "57P0"].iter().any(|class| code.starts_with(class))
                || ["40001", "40P01", "55P03", "57014", "25P03"].contains(&code)
        }
        _ => code.parse::<u32>().is_ok_and(|code| [5, 6, 10, 13, 14].contains(&(code & 0xff))),
    }
}

/// The name that is taken. Postgres tells the constraint, SQLite the columns in its message.
fn taken(error: &dyn sqlx::error::DatabaseError) -> Option<&'static str> {
    let place = error.constraint().unwrap_or_else(|| error.message());
    if place.contains("portal_link") {
        Some("link")
    } else if place.contains("portal_identity") {
        Some("identity")
    } else if place.contains("portal_membership") {
        Some("membership")
    } else if place.contains("email_key") {
        Some("email")
    } else if place.contains("portal_request_reference") || place.contains("portal_request.reference") {
        Some("reference")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn only_what_may_pass_by_itself_is_unavailable() {
        for code in ["57P01", "40001", "55P03", "57014", "53300", "08006", "5", "261", "517", "14"] {
            assert!(passes(code), "{code}");
        }
        for code in ["23505", "22021", "42P01", "1", "19", "787", "2067"] {
            assert!(!passes(code), "{code}");
        }
    }
}
