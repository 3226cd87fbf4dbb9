//! Small writes by themselves: forgetting failures, noting use, removing what has outlived its time.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    booking,
    fault::point,
    identity::{Bucket, Device},
    store::StoreError,
};

use super::throttle::SPAN;
use crate::{
    conn::Conn,
    figures,
    query::{Query, Sql},
};

const PING: &str = "select 1 where true";
const FORGIVE: &str = "delete from portal_throttle where bucket = $1";
const TOUCH: &str = "update portal_session set seen = $2 where hash = $1 and seen < $2";
const TOUCH_FROM: &str =
    "update portal_session set seen = $2, browser = $3, address = $4 where hash = $1 and seen <= $2";
const TOUCH_TOKEN: &str = "update portal_token set used = $2 where hash = $1 and (used is null or used < $2)";
/// Counters of times that are over.
const PAST: &str = "delete from portal_place where key < $1";
/// How long links stay after their end, so that who invited sees that nobody answered (SECURITY §4).
const LINKS: TimeDelta = TimeDelta::days(7);
/// How long letters about the safety of accounts stay, as other letters do (SECURITY §4).
const ALERTS: TimeDelta = TimeDelta::days(30);
/// Ended sessions and tokens, links a week after their end, letters about accounts after a month, old throttle rows, spent idempotency keys, places that were given back and whose time is over.
const SWEEPS: [Sql; 7] = [
    Sql {
        postgres: "delete from portal_session \
            where expires <= $1 or seen + idle_seconds * interval '1 second' <= $1",
        sqlite: "delete from portal_session where expires <= $1 or seen + idle_seconds * 1000000 <= $1",
    },
    Sql {
        postgres: "delete from portal_token where expires <= $1",
        sqlite: "delete from portal_token where expires <= $1",
    },
    Sql {
        postgres: "delete from portal_link where expires <= $1",
        sqlite: "delete from portal_link where expires <= $1",
    },
    Sql {
        postgres: "delete from portal_alert where created <= $1",
        sqlite: "delete from portal_alert where created <= $1",
    },
    Sql {
        postgres: "delete from portal_throttle where last < $1",
        sqlite: "delete from portal_throttle where last < $1",
    },
    Sql {
        postgres: "delete from portal_idempotency where expires <= $1",
        sqlite: "delete from portal_idempotency where expires <= $1",
    },
    Sql {
        postgres: "delete from portal_booking where state = 'given_back' and ends <= $1",
        sqlite: "delete from portal_booking where state = 'given_back' and ends <= $1",
    },
];

pub(super) async fn forgive(conn: &mut Conn<'_>, bucket: &Bucket) -> Result<(), StoreError> {
    conn.run(Query::new(conn.dialect(), FORGIVE).arg(bucket.key())).await?;
    Ok(())
}

pub(super) async fn touch(
    conn: &mut Conn<'_>,
    session: &[u8; 32],
    from: Option<&Device>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let dialect = conn.dialect();
    let query = match from {
        Some(Device { browser, address }) => {
            Query::new(dialect, TOUCH_FROM).arg(*session).arg(now).arg(browser.as_str()).arg(address.as_str())
        }
        None => Query::new(dialect, TOUCH).arg(*session).arg(now),
    };
    conn.run(query).await?;
    Ok(())
}

pub(super) async fn touch_token(conn: &mut Conn<'_>, token: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
    conn.run(Query::new(conn.dialect(), TOUCH_TOKEN).arg(*token).arg(now)).await?;
    Ok(())
}

pub(super) async fn sweep(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut gone = 0;
    for (sql, before) in SWEEPS.iter().zip([now, now, now - LINKS, now - ALERTS, now - SPAN, now, now]) {
        gone += conn.run(Query::new(conn.dialect(), sql.on(conn.dialect())).arg(before)).await?;
        point("sweep.between");
    }
    gone += figures::expire_drafts(conn, now).await?;
    point("sweep.between");
    gone += conn.run(Query::new(conn.dialect(), PAST).arg(booking::past(now))).await?;
    Ok(gone)
}

pub(super) async fn ping(conn: &mut Conn<'_>) -> Result<(), StoreError> {
    conn.run(Query::new(conn.dialect(), PING)).await?;
    Ok(())
}

#[cfg(test)]
pub(super) fn statements(dialect: crate::query::Dialect) -> Vec<Query> {
    let sweeps = SWEEPS.iter().map(|sql| Query::new(dialect, sql.on(dialect)));
    sweeps.chain([PING, FORGIVE, TOUCH, TOUCH_FROM, TOUCH_TOKEN, PAST].map(|sql| Query::new(dialect, sql))).collect()
}
