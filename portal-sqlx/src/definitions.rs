//! Reads of published definitions.

use portal_core::store::{DefinitionVersion, StoreError};

use crate::{
    conn::Conn,
    query::{Dialect, Query},
    table::DefinitionRow,
};

fn definitions(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").push(DefinitionRow::COLUMNS).push(" from portal_definition")
}

fn newest(dialect: Dialect) -> Query {
    definitions(dialect).push(" order by published desc, hash desc limit 1")
}

fn newest_hash(dialect: Dialect) -> Query {
    Query::new(dialect, "select hash from portal_definition order by published desc, hash desc limit 1")
}

fn by_hash(dialect: Dialect, hash: &str) -> Query {
    definitions(dialect).push(" where hash = $1").arg(hash)
}

pub(crate) async fn in_force(conn: &mut Conn<'_>) -> Result<Option<DefinitionVersion>, StoreError> {
    conn.one::<DefinitionRow>(newest(conn.dialect())).await?.map(DefinitionVersion::try_from).transpose()
}

/// Asked once a second: without the files.
pub(crate) async fn newest_in_force(conn: &mut Conn<'_>) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = conn.one(newest_hash(conn.dialect())).await?;
    Ok(row.map(|(hash,)| hash))
}

pub(crate) async fn definition(conn: &mut Conn<'_>, hash: &str) -> Result<Option<DefinitionVersion>, StoreError> {
    conn.one::<DefinitionRow>(by_hash(conn.dialect(), hash)).await?.map(DefinitionVersion::try_from).transpose()
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    vec![newest(dialect), newest_hash(dialect), by_hash(dialect, "hash")]
}
