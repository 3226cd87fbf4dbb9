//! What the tables hold, in one number, and a way back to what they held.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection};

/// Tables that a refusal may write to.
const FREE: [&str; 2] = ["portal_audit", "portal_throttle"];
/// Columns that only say when something was last used.
const SEEN: [&str; 3] = ["seen", "used", "last_used"];

/// A second connection to a portal's database.
pub struct Ledger {
    conn: Conn,
    tables: Vec<Table>,
    sum: String,
}

enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

struct Table {
    name: String,
    columns: Vec<String>,
}

impl Ledger {
    /// Opens it, and keeps what the tables hold now.
    pub async fn open(url: &str) -> Self {
        let (conn, begin, columns) = match url.starts_with("sqlite") {
            true => (Conn::Sqlite(SqliteConnection::connect(url).await.unwrap()), "attach ':memory:' as kept", SQLITE),
            false => (Conn::Postgres(PgConnection::connect(url).await.unwrap()), "create schema kept", POSTGRES),
        };
        let mut ledger = Self { conn, tables: Vec::new(), sum: String::new() };
        for (name, column) in ledger.rows(columns).await {
            match ledger.tables.last_mut().filter(|table| table.name == name) {
                Some(table) => table.columns.push(column),
                None => ledger.tables.push(Table { name, columns: vec![column] }),
            }
        }
        let copy = |Table { name, .. }: &Table| format!("create table kept.{name} as select * from {name};");
        let copies: String = ledger.tables.iter().map(copy).collect();
        ledger.execute(&format!("{begin};{copies}")).await;
        ledger.sum = ledger.sum_statement();
        ledger
    }

    /// The sum of all rows that a refusal must leave as they are.
    pub async fn sum(&mut self) -> String {
        let statement = AssertSqlSafe(self.sum.clone());
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlx::query_scalar(statement).fetch_one(conn).await.unwrap(),
            Conn::Postgres(conn) => sqlx::query_scalar(statement).fetch_one(conn).await.unwrap(),
        }
    }

    /// Goes back to what was kept.
    pub async fn back(&mut self) {
        let again = |Table { name, columns }: &Table| {
            let columns = columns.join(", ");
            format!("delete from {name}; insert into {name} ({columns}) select {columns} from kept.{name};")
        };
        let all: String = self.tables.iter().map(again).collect();
        let whole = match self.conn {
            Conn::Sqlite(_) => format!("pragma foreign_keys = off; begin immediate; {all} commit;"),
            Conn::Postgres(_) => format!("begin; set local session_replication_role = replica; {all} commit;"),
        };
        self.execute(&whole).await;
    }

    /// How many of those who were there have another password than they had.
    pub async fn other_passwords(&mut self) -> i64 {
        const OTHERS: &str = "select count(*) from portal_account now join kept.portal_account kept on kept.id = now.id \
            where now.password is distinct from kept.password";
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlx::query_scalar(OTHERS).fetch_one(conn).await.unwrap(),
            Conn::Postgres(conn) => sqlx::query_scalar(OTHERS).fetch_one(conn).await.unwrap(),
        }
    }

    /// Forgets who had to wait: no verdict hangs on how many came before.
    pub async fn calm(&mut self) {
        self.execute("delete from portal_throttle").await;
    }

    fn sum_statement(&self) -> String {
        let sum = |Table { name, columns }: &Table| {
            let told = columns.iter().filter(|column| !SEEN.contains(&column.as_str()));
            match self.conn {
                Conn::Sqlite(_) => {
                    let told: Vec<_> = told.map(|column| format!("quote({column})")).collect();
                    let row = told.join(" || ',' || ");
                    format!(
                        "(select coalesce(group_concat(it, ';'), '') from (select {row} as it from {name} order by 1))"
                    )
                }
                Conn::Postgres(_) => {
                    let row = format!("row({})::text", told.cloned().collect::<Vec<_>>().join(", "));
                    format!(
                        "(select coalesce(md5(string_agg(it, ';' order by it)), '') from (select {row} as it from {name}) t)"
                    )
                }
            }
        };
        let counted = self.tables.iter().filter(|table| !FREE.contains(&table.name.as_str()));
        format!("select {}", counted.map(sum).collect::<Vec<_>>().join(" || '/' || "))
    }

    async fn rows(&mut self, statement: &'static str) -> Vec<(String, String)> {
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let rows = sqlx::query(statement).fetch_all(conn).await.unwrap();
                rows.iter().map(|row| (row.get(0), row.get(1))).collect()
            }
            Conn::Postgres(conn) => {
                let rows = sqlx::query(statement).fetch_all(conn).await.unwrap();
                rows.iter().map(|row| (row.get(0), row.get(1))).collect()
            }
        }
    }

    async fn execute(&mut self, statements: &str) {
        let statements = AssertSqlSafe(statements.to_owned());
        match &mut self.conn {
            Conn::Sqlite(conn) => drop(conn.execute(sqlx::raw_sql(statements)).await.unwrap()),
            Conn::Postgres(conn) => drop(conn.execute(sqlx::raw_sql(statements)).await.unwrap()),
        }
    }
}

const SQLITE: &str = "select t.name, c.name from sqlite_master t join pragma_table_xinfo(t.name) c \
    where t.type = 'table' and t.name like 'portal\\_%' escape '\\' and c.hidden = 0 order by t.name, c.cid";
const POSTGRES: &str = "select table_name::text, column_name::text from information_schema.columns \
    where table_schema = 'public' and table_name like 'portal\\_%' and is_generated = 'NEVER' \
    order by table_name, ordinal_position";
