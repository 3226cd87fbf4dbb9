//! Every statement, as each room lists its own, is understood by both databases.

use portal_core::{
    conformance,
    id::{AccountId, OrganisationId, ProjectId},
    identity::{Exceptions, Reach, Seat},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _};
use uuid::Uuid;

use crate::{
    SqlxStore, bookings, commit, definitions, deliveries, documents, dossier, drafts, engine, figures, history,
    identities, keys, links, moving, outgoing, people, projects,
    query::{Dialect, Query},
    reach::Sight,
    requests, standing, verify,
};

fn statements(dialect: Dialect) -> Vec<String> {
    let seat = Seat::Organisation(OrganisationId(Uuid::nil()));
    let scope = |reaches: &[(Seat, Reach)]| conformance::scope(AccountId(Uuid::nil()), reaches);
    let other = Seat::Organisation(OrganisationId(Uuid::max()));
    let (own, whole) = (scope(&[(seat, Reach::Own)]), scope(&[(seat, Reach::Organisation)]));
    let several = scope(&[(seat, Reach::Organisation), (other, Reach::Organisation)]);
    let both = scope(&[(seat, Reach::Own), (other, Reach::Organisation)]);
    let kinds = Exceptions::ALL.map(|exceptions| ("quote", exceptions));
    let types = Exceptions::ALL.map(|exceptions| ("secret", exceptions));
    let narrowed =
        |reaches: &[(Seat, Reach)]| conformance::narrowed_scope(AccountId(Uuid::nil()), reaches, &[], &kinds);
    let without =
        |reaches: &[(Seat, Reach)]| conformance::narrowed_scope(AccountId(Uuid::nil()), reaches, &types, &kinds);
    let few = narrowed(&[(seat, Reach::Own), (other, Reach::Organisation)]);
    let team = narrowed(&[(Seat::Team, Reach::All)]);
    let fewer = without(&[(seat, Reach::Own), (other, Reach::Organisation)]);
    let not_all = without(&[(Seat::Team, Reach::All)]);
    let mut all = [
        people::statements,
        definitions::statements,
        standing::statements,
        moving::statements,
        keys::statements,
        links::statements,
        identities::statements,
        outgoing::statements,
        drafts::statements,
        bookings::statements,
        figures::statements,
        commit::statements,
        engine::statements,
        verify::statements,
    ]
    .map(|room| room(dialect))
    .concat();
    let limited = |reaches: &[(Seat, Reach)]| {
        let named =
            |(seat, reach): &(Seat, Reach)| (*seat, *reach, Some(vec![ProjectId(Uuid::nil()), ProjectId(Uuid::max())]));
        conformance::scope_in(AccountId(Uuid::nil()), &reaches.iter().map(named).collect::<Vec<_>>())
    };
    let named = limited(&[(seat, Reach::Projects)]);
    let of_team = limited(&[(Seat::Team, Reach::All)]);
    let every = conformance::scope_in(
        AccountId(Uuid::nil()),
        &[
            (seat, Reach::Own, None),
            (other, Reach::Organisation, None),
            (seat, Reach::Own, Some(vec![ProjectId(Uuid::nil())])),
            (seat, Reach::Projects, Some(vec![ProjectId(Uuid::max())])),
            (Seat::Team, Reach::Projects, Some(vec![ProjectId(Uuid::nil())])),
        ],
    );
    let scopes = [&own, &whole, &several, &both, &few, &team, &fewer, &not_all, &named, &of_team, &every];
    for sight in std::iter::once(Sight::Portal).chain(scopes.map(Sight::Of)) {
        let rooms = [
            projects::statements,
            requests::statements,
            dossier::statements,
            history::statements,
            documents::statements,
            deliveries::statements,
        ];
        all.extend(rooms.map(|room| room(dialect, sight)).concat());
    }
    all.into_iter().map(|query: Query| query.into_parts().0.into_owned()).collect()
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn sqlite_understands_every_statement() {
    let store = SqlxStore::open("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let mut held = store.hold().await.unwrap();
    #[allow(irrefutable_let_patterns, reason = "Postgres may be left out")]
    let crate::conn::Conn::Sqlite(conn) = held.conn() else { unreachable!("the address says so") };
    for sql in statements(Dialect::Sqlite) {
        let prepared = conn.prepare(AssertSqlSafe(sql.as_str()).into_sql_str()).await;
        assert!(prepared.is_ok(), "{sql}\n{prepared:?}");
    }
}

/// In a transaction that creates the tables and is undone, so that no database has to be made.
#[cfg(feature = "postgres")]
#[tokio::test]
async fn postgres_understands_every_statement() {
    let admin = std::env::var("PORTAL_TEST_POSTGRES")
        .expect("this test needs Postgres: run scripts/test, or set PORTAL_TEST_POSTGRES to an admin address");
    let mut conn = sqlx::PgConnection::connect(&admin).await.unwrap();
    let mut tx = conn.begin().await.unwrap();
    sqlx::raw_sql("create schema portal_statements; set local search_path = portal_statements")
        .execute(&mut *tx)
        .await
        .unwrap();
    for (_, _, migration) in crate::postgres::MIGRATIONS {
        sqlx::raw_sql(*migration).execute(&mut *tx).await.unwrap();
    }
    for sql in statements(Dialect::Postgres) {
        let prepared = tx.prepare(AssertSqlSafe(sql.as_str()).into_sql_str()).await;
        assert!(prepared.is_ok(), "{sql}\n{prepared:?}");
    }
    tx.rollback().await.unwrap();
}
