//! A shop that had people, sessions and tables before it had a client portal: everything that mounting one takes is in this
//! file, the shop's word for who comes in `login`, the shop itself in `shop`.
//!
//! ```text
//! cargo run -p embed-in-existing-app [LISTEN [DATA]]      # 127.0.0.1:8090 and ./shop-data
//! ```

mod login;
mod shop;

use std::{fs, net::SocketAddr, path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use axum::Router;
use sqlx::SqlitePool;

use self::{login::Login, shop::Shop};

/// What the portal offers: any folder with a `portal.yaml`.
const DEFINITIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../definitions/b2b-provider");

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let listen: SocketAddr = arguments.next().as_deref().unwrap_or("127.0.0.1:8090").parse().context("LISTEN")?;
    let data = arguments.next().unwrap_or_else(|| "shop-data".to_owned());
    fs::create_dir_all(&data)?;
    let pool = SqlitePool::connect(&format!("sqlite://{data}/shop.sqlite3?mode=rwc")).await?;
    let shop = Shop::open(pool.clone()).await?;

    let portal = portal::builder(pool)
        .definitions(DEFINITIONS)
        .base_url(format!("http://{listen}/portal"))
        .files(portal::files::Disk::open(Path::new(&data).join("files"))?)
        .mail(portal::email::EmlFolder::open(Path::new(&data).join("mails"))?)
        .secret_key(key(&Path::new(&data).join("secret.key"))?)
        .build()
        .await?;
    shop.tell_companies(&portal).await?;
    let pages = portal::pages::Web::new(portal.clone()).entrance_of(Arc::new(Login(shop.clone())));
    let app = pages.mount(Router::new().merge(shop.routes()), "/portal");

    let (stop, stopped) = tokio::sync::watch::channel(());
    let mut ends = stopped.clone();
    let work = portal::worker(&portal).run(async move { drop(ends.changed().await) });
    let worker = tokio::spawn(work);
    let listener = tokio::net::TcpListener::bind(listen).await?;
    println!("The shop is open at http://{listen}, its portal at http://{listen}/portal");
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async { drop(tokio::signal::ctrl_c().await) })
        .await?;
    drop(stop);
    worker.await?;
    Ok(())
}

/// The key that must not be in the database: made once, and kept apart from it.
fn key(file: &Path) -> Result<[u8; 32]> {
    if !file.exists() {
        fs::write(file, portal::new_secret_key())?;
    }
    let kept = fs::read(file)?;
    <[u8; 32]>::try_from(kept.as_slice()).context("the secret key has 32 bytes")
}
