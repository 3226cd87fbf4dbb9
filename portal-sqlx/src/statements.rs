//! Every statement, as each room lists its own, is understood by both databases.

use portal_core::{
    conformance,
    id::{AccountId, OrganisationId, ProjectId, RequestId},
    identity::{Exceptions, Reach, Seat, SeatLimits},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _};
use uuid::Uuid;

use crate::{
    SqlxStore, audit, bookings, commit, definitions, deliveries, documents, dossier, drafts, engine, figures, grant,
    history, identities, keys, links, moving, organisations, outgoing, people, projects,
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
        audit::statements,
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
        grant::statements,
        verify::statements,
    ]
    .map(|room| room(dialect))
    .concat();
    let named = || Some(vec![ProjectId(Uuid::nil()), ProjectId(Uuid::max())]);
    let in_projects = || SeatLimits { projects: named(), queues: None };
    let in_queues = || SeatLimits { projects: None, queues: Some(vec!["sales".into(), "support".into()]) };
    let in_both = || SeatLimits { projects: named(), queues: Some(vec!["sales".into()]) };
    let limited = |reaches: &[(Seat, Reach, SeatLimits)], invited: &[RequestId]| {
        conformance::scope_in(AccountId(Uuid::nil()), reaches, invited)
    };
    let named_projects = limited(&[(seat, Reach::Projects, in_projects())], &[]);
    let of_team = limited(&[(Seat::Team, Reach::All, in_projects())], &[]);
    let of_queues = limited(&[(Seat::Team, Reach::Queues, in_queues())], &[]);
    let owned = limited(&[(Seat::Team, Reach::Own, in_both()), (Seat::Team, Reach::Queues, in_both())], &[]);
    let guest = limited(&[], &[RequestId(Uuid::nil())]);
    let every = limited(
        &[
            (seat, Reach::Own, SeatLimits::default()),
            (other, Reach::Organisation, SeatLimits::default()),
            (seat, Reach::Own, in_projects()),
            (seat, Reach::Projects, in_projects()),
            (Seat::Team, Reach::Projects, in_projects()),
            (Seat::Team, Reach::Own, SeatLimits::default()),
        ],
        &[RequestId(Uuid::nil()), RequestId(Uuid::max())],
    );
    let of_client = [&own, &whole, &several, &both, &few, &fewer, &named_projects, &guest];
    let scopes = of_client.into_iter().chain([&team, &not_all, &of_team, &of_queues, &owned, &every]);
    for sight in std::iter::once(Sight::Portal).chain(scopes.map(Sight::Of)) {
        let rooms = [
            projects::statements,
            organisations::statements,
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
