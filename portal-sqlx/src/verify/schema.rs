//! What the tables themselves declare: foreign keys and checks hold for every row, also for those that were there before, or
//! that came while they were switched off. The statements take the tables from the catalogue, so that no new one is forgotten.

use portal_core::{store::StoreError, verify::Broken};

use crate::{
    conn::Conn,
    query::{Query, Sql},
};

/// Postgres counts with a statement that it writes itself, in XML since that is the one way to run such a statement
/// without a function of ours.
const FOREIGN_KEYS: Sql = Sql {
    postgres: "with ours as materialized (select conrelid::regclass as child, confrelid::regclass as parent, conname, \
        string_agg(format('c.%I = p.%I', mine.attname, its.attname), ' and ') as matches, \
        string_agg(format('c.%I is not null', mine.attname), ' and ') as there \
        from pg_constraint cross join lateral unnest(conkey, confkey) as pair(mine, its) \
        join pg_class on pg_class.oid = conrelid \
        join pg_attribute mine on mine.attrelid = conrelid and mine.attnum = pair.mine \
        join pg_attribute its on its.attrelid = confrelid and its.attnum = pair.its \
        where contype = 'f' and relname like 'portal\\_%' and pg_table_is_visible(conrelid) group by 1, 2, 3) \
        select child::text || ' ' || conname::text from ours where query_to_xml(format('select count(*) as n from %s c \
        where %s and not exists (select 1 from %s p where %s)', child, there, parent, matches), false, false, '')::text \
        not like '%<n>0</n>%' order by 1 limit 100",
    sqlite: "select distinct sqlite_schema.name || ' to ' || broken.parent from sqlite_schema, \
        pragma_foreign_key_check(sqlite_schema.name) as broken where sqlite_schema.type = 'table' \
        and sqlite_schema.name like 'portal\\_%' escape '\\' order by 1 limit 100",
};
/// On SQLite this is its whole integrity check of each of our tables, with their indexes.
const CHECKS: Sql = Sql {
    postgres: "with ours as materialized (select conrelid::regclass as child, conname, \
        pg_get_expr(conbin, conrelid) as rule from pg_constraint join pg_class on pg_class.oid = conrelid \
        where contype = 'c' and relname like 'portal\\_%' and pg_table_is_visible(conrelid)) \
        select child::text || ' ' || conname::text from ours where query_to_xml(format('select count(*) as n from %s \
        where not (%s)', child, rule), false, false, '')::text not like '%<n>0</n>%' order by 1 limit 100",
    sqlite: "select sqlite_schema.name || ' ' || broken.integrity_check from sqlite_schema, \
        pragma_integrity_check(sqlite_schema.name) as broken where sqlite_schema.type = 'table' \
        and sqlite_schema.name like 'portal\\_%' escape '\\' and broken.integrity_check <> 'ok' order by 1 limit 100",
};

pub(super) async fn check(conn: &mut Conn<'_>) -> Result<Vec<Broken>, StoreError> {
    let mut found = Vec::new();
    for (code, sentence, sql) in [
        ("table.foreign_keys", "A row refers to one that is not there.", FOREIGN_KEYS),
        ("table.checks", "A row is not as its table demands.", CHECKS),
    ] {
        let names: Vec<(String,)> = conn.all(Query::new(conn.dialect(), sql.on(conn.dialect()))).await?;
        found.extend(Broken::among(code, sentence, names.into_iter().map(|(name,)| name)));
    }
    Ok(found)
}

#[cfg(test)]
pub(super) fn statements(dialect: crate::query::Dialect) -> Vec<Query> {
    [FOREIGN_KEYS, CHECKS].map(|sql| Query::new(dialect, sql.on(dialect))).into()
}
