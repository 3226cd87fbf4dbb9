//! What a server's role may do on Postgres when another role owns the tables (SECURITY P07): everything a server does, and
//! neither change a table nor touch what the logs hold. Postgres writes the statements from its own list of our tables, so
//! that none can be forgotten.

use portal_core::store::StoreError;

use crate::{
    SqlxStore,
    conn::Conn,
    error::broken,
    pool::to_the_end,
    query::{Dialect, Query},
};

/// Definitions and seals are only added to; of an entry of a log only its seal is written afterwards.
const STATEMENTS: &str = "with ours as (select relname, oid::regclass::text as name from pg_class \
     where relkind = 'r' and relname like 'portal\\_%' and pg_table_is_visible(oid)) \
     select sql from ( \
     select 1 as step, relname, format('revoke all on %s from %I', name, $1::text) as sql from ours \
     union all select 2, relname, format('grant %s on %s to %I', case \
     when relname = 'portal_migrations' then 'select' \
     when relname in ('portal_audit', 'portal_event') then 'select, insert, update (seal)' \
     when relname in ('portal_seal', 'portal_definition') then 'select, insert' \
     else 'select, insert, update, delete' end, name, $1::text) from ours \
     union all select 0, '', format('grant usage on schema %I to %I', current_schema(), $1::text)) as statements \
     order by step, relname";
const OWNS: &str = "select count(*) from pg_class where relkind = 'r' and relname like 'portal\\_%' \
     and pg_table_is_visible(oid) and pg_has_role($1::text::name, relowner, 'usage')";

impl SqlxStore {
    /// Gives a role what a server needs on Postgres, and takes from it what it does not. To be done again after each
    /// [`SqlxStore::migrate`] that did something. Gives the statements that were run.
    ///
    /// # Errors
    /// [`StoreError::Broken`] on SQLite, which has no roles; for a role that there is not, that owns the tables, or that this
    /// one may not grant to.
    pub async fn grant(&self, role: &str) -> Result<Vec<String>, StoreError> {
        let (store, role) = (self.clone(), role.to_owned());
        to_the_end(async move { with!(transaction store, conn => granted(conn, &role)) }).await
    }
}

async fn granted(conn: &mut Conn<'_>, role: &str) -> Result<Vec<String>, StoreError> {
    if conn.dialect() == Dialect::Sqlite {
        return Err(broken("SQLite has no roles: whoever may write its file may write all of it"));
    }
    let owned: Option<(i64,)> = conn.one(Query::new(Dialect::Postgres, OWNS).arg(role)).await?;
    if owned != Some((0,)) {
        return Err(broken(format!("the role {role} owns the portal's tables, or is a superuser: name another")));
    }
    let mut tx = conn.begin().await?;
    let granted = all(&mut tx.conn(), role).await;
    tx.end(granted).await
}

async fn all(conn: &mut Conn<'_>, role: &str) -> Result<Vec<String>, StoreError> {
    let statements: Vec<(String,)> = conn.all(Query::new(Dialect::Postgres, STATEMENTS).arg(role)).await?;
    let mut done = Vec::new();
    for (sql,) in statements {
        conn.run(Query::written(Dialect::Postgres, sql.clone())).await?;
        done.push(sql);
    }
    Ok(done)
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let of_postgres = [STATEMENTS, OWNS].map(|sql| Query::new(dialect, sql).arg("portal"));
    if dialect == Dialect::Postgres { of_postgres.into() } else { Vec::new() }
}
