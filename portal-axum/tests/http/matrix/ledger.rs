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
    /// The last sum, with how often a row had been written until then.
    last: Option<(i64, String)>,
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
            true => (Conn::Sqlite(SqliteConnection::connect(url).await.unwrap()), BEGIN_SQLITE, SQLITE),
            false => (Conn::Postgres(PgConnection::connect(url).await.unwrap()), BEGIN_POSTGRES, POSTGRES),
        };
        let mut ledger = Self { conn, tables: Vec::new(), sum: String::new(), last: None };
        for (name, column) in ledger.rows(columns).await {
            match ledger.tables.last_mut().filter(|table| table.name == name) {
                Some(table) => table.columns.push(column),
                None => ledger.tables.push(Table { name, columns: vec![column] }),
            }
        }
        let copy = |Table { name, .. }: &Table| format!("create table kept.{name} as select * from {name};");
        let copies: String = ledger.tables.iter().map(copy).collect();
        let counted: String = ledger.counted().map(|table| ledger.counting(table)).collect();
        ledger.execute(&format!("{begin}{copies}{counted}")).await;
        ledger.sum = ledger.sum_statement();
        ledger
    }

    /// The sum of all rows that a refusal must leave as they are. It is made anew only when a row was written since: most
    /// answers write none, and adding up takes longer than all the rest.
    pub async fn sum(&mut self) -> String {
        let written: i64 = match &mut self.conn {
            Conn::Sqlite(conn) => sqlx::query_scalar("select times from matrix_written").fetch_one(conn).await.unwrap(),
            Conn::Postgres(conn) => {
                sqlx::query_scalar("select case when is_called then last_value else 0 end from kept.written")
                    .fetch_one(conn)
                    .await
                    .unwrap()
            }
        };
        if let Some((_, sum)) = self.last.as_ref().filter(|(until, _)| *until == written) {
            return sum.clone();
        }
        let statement = AssertSqlSafe(self.sum.clone());
        let sum: String = match &mut self.conn {
            Conn::Sqlite(conn) => sqlx::query_scalar(statement).fetch_one(conn).await.unwrap(),
            Conn::Postgres(conn) => sqlx::query_scalar(statement).fetch_one(conn).await.unwrap(),
        };
        self.last = Some((written, sum.clone()));
        sum
    }

    /// The tables that a refusal must leave as they are.
    fn counted(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| !FREE.contains(&table.name.as_str()))
    }

    /// Counts each row of a table that is written from now on.
    fn counting(&self, Table { name, .. }: &Table) -> String {
        match self.conn {
            Conn::Sqlite(_) => ["insert", "update", "delete"]
                .map(|act| {
                    format!(
                        "create trigger matrix_{name}_{act} after {act} on {name} \
                        begin update matrix_written set times = times + 1; end;"
                    )
                })
                .concat(),
            Conn::Postgres(_) => format!(
                "create trigger matrix_written after insert or update or delete on {name} \
                for each row execute function kept.count_written();"
            ),
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
        self.last = None;
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
        format!("select {}", self.counted().map(sum).collect::<Vec<_>>().join(" || '/' || "))
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

/// What waits for a second factor does so for hours, however long the matrix takes on a slow machine.
const BEGIN_SQLITE: &str = "attach ':memory:' as kept; \
    update portal_session set expires = expires + 36000000000 where pending is not null; \
    create table matrix_written (times integer not null); insert into matrix_written values (0);";
const BEGIN_POSTGRES: &str = "create schema kept; \
    update portal_session set expires = expires + interval '10 hours' where pending is not null; \
    create sequence kept.written; \
    create function kept.count_written() returns trigger language plpgsql as \
    $$begin perform nextval('kept.written'); return null; end$$;";
const SQLITE: &str = "select t.name, c.name from sqlite_master t join pragma_table_xinfo(t.name) c \
    where t.type = 'table' and t.name like 'portal\\_%' escape '\\' and c.hidden = 0 order by t.name, c.cid";
const POSTGRES: &str = "select table_name::text, column_name::text from information_schema.columns \
    where table_schema = 'public' and table_name like 'portal\\_%' and is_generated = 'NEVER' \
    order by table_name, ordinal_position";
