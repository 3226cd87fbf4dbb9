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

pub(crate) async fn in_force(conn: &mut Conn<'_>) -> Result<Option<DefinitionVersion>, StoreError> {
    let query = definitions(conn.dialect()).push(" order by published desc, hash desc limit 1");
    conn.one::<DefinitionRow>(query).await?.map(DefinitionVersion::try_from).transpose()
}

pub(crate) async fn definition(conn: &mut Conn<'_>, hash: &str) -> Result<Option<DefinitionVersion>, StoreError> {
    let query = definitions(conn.dialect()).push(" where hash = $1").arg(hash);
    conn.one::<DefinitionRow>(query).await?.map(DefinitionVersion::try_from).transpose()
}
