//! What must hold of all rows, whatever happened (SECURITY §3): of the tables (`schema`), between rows (`laws`), of the seals of the logs (`seals`), and between
//! requests and the definitions they keep (`kept`).

mod kept;
mod laws;
mod schema;
mod seals;

use chrono::TimeDelta;
use portal_core::{
    definition::{self, Source},
    store::{DefinitionVersion, StoreError},
    verify::Broken,
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    definitions,
    error::broken,
    query::{Dialect, Query, Sql},
    value::Time,
};

/// Deliveries are kept at least so long after a submission (SECURITY §4); older ones may have gone.
const CONFIRMED: TimeDelta = TimeDelta::days(30);
const UNLIMITED: &str = "select set_config('statement_timeout', '0', true)";
const NOW: Sql = Sql {
    postgres: "select now() where true",
    sqlite: "select cast(unixepoch('subsec') * 1000000 as integer) where true",
};

pub(crate) async fn verify(conn: &mut Conn<'_>) -> Result<Vec<Broken>, StoreError> {
    let mut tx = conn.snapshot().await?;
    let result = verify_within(&mut tx.conn()).await;
    tx.end(result).await
}

async fn verify_within(conn: &mut Conn<'_>) -> Result<Vec<Broken>, StoreError> {
    if conn.dialect() == Dialect::Postgres {
        conn.run(Query::new(Dialect::Postgres, UNLIMITED)).await?;
    }
    let mut found = schema::check(conn).await?;
    for law in &laws::LAWS {
        let ids: Vec<(Uuid,)> = conn.all(Query::new(conn.dialect(), law.sql.on(conn.dialect()))).await?;
        found.extend(Broken::among(law.code, law.sentence, ids.into_iter().map(|(id,)| id)));
    }
    found.extend(confirmations(conn).await?);
    found.extend(kept::check(conn).await?);
    found.extend(seals::check(conn).await?);
    Ok(found)
}

/// Each submission since the definition in force was published has its confirmation in the outbox, if that definition
/// confirms at all.
async fn confirmations(conn: &mut Conn<'_>) -> Result<Option<Broken>, StoreError> {
    let Some(in_force) = definitions::in_force(conn).await? else { return Ok(None) };
    let published = in_force.published;
    if !load(in_force)?.confirms() {
        return Ok(None);
    }
    let now: Option<(Time,)> = conn.one(Query::new(conn.dialect(), NOW.on(conn.dialect()))).await?;
    let (Time(now),) = now.ok_or_else(|| broken("the database does not tell the time"))?;
    let since = published.max(now - CONFIRMED);
    let ids: Vec<(Uuid,)> = conn.all(Query::new(conn.dialect(), laws::UNCONFIRMED).arg(since)).await?;
    let sentence = "A submitted request has no confirmation among the deliveries, and none is being made.";
    Ok(Broken::among("request.confirmation", sentence, ids.into_iter().map(|(id,)| id)))
}

fn load(version: DefinitionVersion) -> Result<definition::Definition, StoreError> {
    let sources: Vec<Source> = version.files.into_iter().map(|(path, bytes)| Source { path, bytes }).collect();
    definition::load_stored(&sources).map_err(broken)
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let mut all: Vec<Query> = laws::LAWS.iter().map(|law| Query::new(dialect, law.sql.on(dialect))).collect();
    all.extend([laws::UNCONFIRMED, NOW.on(dialect)].map(|sql| Query::new(dialect, sql)));
    all.extend((dialect == Dialect::Postgres).then(|| Query::new(dialect, UNLIMITED)));
    all.extend(schema::statements(dialect));
    all.extend(kept::statements(dialect));
    all.extend(seals::statements(dialect));
    all
}
