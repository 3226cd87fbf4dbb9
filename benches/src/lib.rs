//! Measures the portal beside the least that could do the same: (a) pgbench with the minimal SQL, (b) a bare axum +
//! sqlx server with the portal's own statements, (c) the portal. All on one Postgres, in one run, in turn.

pub mod bare;
pub mod door;
pub mod load;
pub mod operation;
pub mod pgbench;
pub mod postgres;
pub mod proc;
pub mod report;
pub mod run;
pub mod seed;
pub mod server;
pub mod target;
pub mod wire;
