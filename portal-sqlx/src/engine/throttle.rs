//! How guesses are counted: each before it is checked, one after the other for each bucket.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    identity::{Bucket, Verdict, delay_after},
    store::StoreError,
};
use sqlx::types::Json;

use crate::{
    conn::Conn,
    error::broken,
    query::{Query, Sql},
    value::Time,
};

/// What is older is forgotten.
pub(super) const SPAN: TimeDelta = TimeDelta::hours(24);

const FIRST_GUESS: &str = "insert into portal_throttle (bucket, failures, last, checks) \
     values ($1, 0, $2, '[]') on conflict (bucket) do nothing";
const GUESSES: Sql = Sql {
    postgres: "select failures, last, checks from portal_throttle where bucket = $1 for update",
    sqlite: "select failures, last, checks from portal_throttle where bucket = $1",
};
const GUESS: Sql = Sql {
    postgres: "update portal_throttle set failures = $2, last = $3, checks = cast($4 as jsonb) where bucket = $1",
    sqlite: "update portal_throttle set failures = $2, last = $3, checks = $4 where bucket = $1",
};

/// The guesses at one bucket so far.
#[derive(Debug, sqlx::FromRow)]
struct Guesses {
    failures: i64,
    last: Time,
    checks: Json<Vec<i64>>,
}

pub(super) async fn throttle(conn: &mut Conn<'_>, bucket: &Bucket, now: DateTime<Utc>) -> Result<Verdict, StoreError> {
    let mut tx = conn.begin().await?;
    let result = guess(&mut tx.conn(), bucket, now).await;
    tx.end(result).await
}

async fn guess(conn: &mut Conn<'_>, bucket: &Bucket, now: DateTime<Utc>) -> Result<Verdict, StoreError> {
    let named = |sql| Query::new(conn.dialect(), sql).arg(bucket.key());
    let (first, read, write) = (named(FIRST_GUESS), named(GUESSES.on(conn.dialect())), named(GUESS.on(conn.dialect())));
    conn.run(first.arg(now)).await?;
    let mut guesses: Guesses = conn.one(read).await?.ok_or_else(|| broken("a throttle row vanished"))?;
    let verdict = guesses.add(bucket, now);
    if verdict == Verdict::Go {
        let checks = serde_json::to_string(&guesses.checks).map_err(broken)?;
        conn.run(write.arg(guesses.failures).arg(guesses.last.0).arg(checks)).await?;
    }
    Ok(verdict)
}

impl Guesses {
    /// Counts a guess, unless one must wait.
    fn add(&mut self, bucket: &Bucket, now: DateTime<Utc>) -> Verdict {
        if self.last.0 + SPAN < now {
            *self = Self { failures: 0, last: Time(now), checks: Json(Vec::new()) };
        }
        let delay = delay_after(bucket, u32::try_from(self.failures).unwrap_or(u32::MAX));
        let next = self.last.0 + delay;
        // Of two at the same moment the second to be counted may have looked at the clock first.
        if !delay.is_zero() && now < next {
            return Verdict::Wait(next);
        }
        if let Some((most, span)) = bucket.most() {
            let checks = &mut self.checks.0;
            let since = (now - span).timestamp_micros();
            checks.retain(|at| *at > since);
            if checks.len() >= most {
                let oldest = DateTime::from_timestamp_micros(checks[0]).unwrap_or(now);
                return Verdict::Wait(oldest + span);
            }
            checks.push(now.timestamp_micros());
        }
        self.failures += 1;
        self.last = Time(self.last.0.max(now));
        Verdict::Go
    }
}

#[cfg(test)]
pub(super) fn statements(dialect: crate::query::Dialect) -> Vec<Query> {
    vec![
        Query::new(dialect, FIRST_GUESS),
        Query::new(dialect, GUESSES.on(dialect)),
        Query::new(dialect, GUESS.on(dialect)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh(now: DateTime<Utc>) -> Guesses {
        Guesses { failures: 0, last: Time(now), checks: Json(Vec::new()) }
    }

    #[test]
    fn an_account_is_never_checked_more_than_25_times_a_day() {
        let start = DateTime::UNIX_EPOCH;
        let account = Bucket::Account("claire@alpha.example".into());
        let mut guesses = fresh(start);
        let (mut now, mut checks) = (start, Vec::new());
        while now < start + TimeDelta::days(7) {
            match guesses.add(&account, now) {
                Verdict::Go => checks.push(now),
                Verdict::Wait(until) => {
                    assert!(until > now);
                    now = until;
                }
            }
        }
        let most = checks.iter().map(|at| checks.iter().filter(|other| **other > *at - SPAN && *other <= at).count());
        assert_eq!(most.max(), Some(25));
    }

    #[test]
    fn who_looked_at_the_clock_first_and_is_counted_second_need_not_wait() {
        let start = DateTime::UNIX_EPOCH;
        for bucket in [Bucket::Account("claire@alpha.example".into()), Bucket::Address("192.0.2.1".into())] {
            let mut guesses = fresh(start);
            assert_eq!(guesses.add(&bucket, start + TimeDelta::seconds(1)), Verdict::Go);
            assert_eq!(guesses.add(&bucket, start), Verdict::Go);
            assert_eq!((guesses.failures, guesses.last.0), (2, start + TimeDelta::seconds(1)));
        }
    }

    #[test]
    fn what_is_a_day_old_is_forgotten() {
        let start = DateTime::UNIX_EPOCH;
        let account = Bucket::Account("claire@alpha.example".into());
        let mut guesses = fresh(start);
        for _ in 0..3 {
            assert_eq!(guesses.add(&account, start), Verdict::Go);
        }
        assert_eq!(guesses.add(&account, start), Verdict::Wait(start + TimeDelta::seconds(5)));
        let later = start + SPAN + TimeDelta::microseconds(1);
        assert_eq!(guesses.add(&account, later), Verdict::Go);
        assert_eq!(guesses.failures, 1);
    }
}
