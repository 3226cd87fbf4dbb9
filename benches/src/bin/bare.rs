//! (b): `bare ADDRESS DATABASE FOLDER` serves what [`benches::bare`] has.

use std::{net::SocketAddr, path::Path};

use anyhow::{Context, Result};
use sqlx::postgres::PgPoolOptions;

/// As many connections as the portal's pool has.
const CONNECTIONS: u32 = 10;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, database, folder] = &arguments[..] else { anyhow::bail!("bare ADDRESS DATABASE FOLDER") };
    let address: SocketAddr = address.parse().context("an address")?;
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false).connect(database).await?;
    let app = benches::bare::router(pool, Path::new(folder)).await?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, app).await?)
}
