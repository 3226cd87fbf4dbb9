//! Serving: the portal is built, people are told how to come in, and connections are taken until Ctrl-C.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use axum::{Router, extract::State, http::StatusCode, middleware, routing::get};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use portal::{
    Portal,
    core::definition::{self, Source},
    email::{EmlFolder, Smtp},
    files::Disk,
    store::SqlxStore,
};
use tokio::{net::TcpListener, sync::watch, time};

use crate::{
    demo, evaluation,
    hosts::{self, Hosts},
    settings::Serve,
};

/// A client must have sent its headers by then (SECURITY §4).
const HEADERS: Duration = Duration::from_secs(10);
/// Connections that are being answered may finish within this time (SECURITY F32).
const GRACE: Duration = Duration::from_secs(30);

/// Serves until Ctrl-C or SIGTERM.
pub async fn serve(settings: &Serve) -> anyhow::Result<()> {
    log();
    if !settings.no_demo && !settings.listen.ip().is_loopback() {
        bail!("the demo answers on this machine only: listen on 127.0.0.1, or add --no-demo to serve for real");
    }
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {} (another --listen address may be free)", settings.listen))?;
    let address = listener.local_addr()?;
    let (portal, sources, mails) = build(settings, address).await?;
    let (stop, stopped) = watch::channel(());
    let worker = tokio::spawn(portal::worker(&portal).run(until(stopped)));
    let app = app(settings, &portal, &sources, mails, address).await?;
    say(&format!("Open http://{address}/ in a browser. Ctrl-C ends it; data stays in {}.", settings.data.display()));
    let graceful = accept(listener, app, signal(stop)).await;
    if time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        say("Some connections were cut off.");
    }
    worker.await.context("the worker did not end well")?;
    say("Ended.");
    Ok(())
}

async fn build(settings: &Serve, address: SocketAddr) -> anyhow::Result<(Portal, Vec<Source>, Option<Arc<EmlFolder>>)> {
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("cannot make the data folder {}", settings.data.display()))?;
    let sources = match &settings.definitions {
        Some(folder) => portal::read_folder(folder).with_context(|| format!("cannot read {}", folder.display()))?,
        None => shipped(),
    };
    let file = || format!("sqlite://{}", settings.data.join("portal.db").display());
    let database = settings.database_url.clone().unwrap_or_else(file);
    say(&format!("Database: {}", if database.starts_with("postgres") { "Postgres" } else { "SQLite" }));
    let store = SqlxStore::open(&database).await.context("the database cannot be reached (DATABASE_URL)")?;
    let files = Disk::open(settings.data.join("files"))?;
    let base_url = settings.base_url.clone().unwrap_or_else(|| format!("http://{address}/portal"));
    let builder = portal::builder(store).sources(sources.clone()).base_url(base_url).files(files);
    let (builder, mails) = match &settings.smtp_url {
        Some(url) => (builder.mail(Smtp::from_url(url).context("SMTP_URL will not do")?), None),
        None if settings.evaluates() => {
            let folder = Arc::new(EmlFolder::open(settings.data.join("mails"))?);
            (builder.mail(folder.clone()), Some(folder))
        }
        None => bail!("SMTP_URL is needed to serve for real (smtp://user:password@host:587)"),
    };
    Ok((builder.build().await?, sources, mails))
}

async fn app(
    settings: &Serve,
    portal: &Portal,
    sources: &[Source],
    mails: Option<Arc<EmlFolder>>,
    address: SocketAddr,
) -> anyhow::Result<Router> {
    let health =
        Router::new().route("/healthz", get(|| async { "up" })).route("/readyz", get(ready).with_state(portal.clone()));
    let app = portal::mount(Router::new(), "/portal", portal);
    let people = match definition::demo(sources)? {
        Some(demo) if settings.evaluates() => demo::people(portal, &demo).await?,
        _ => Vec::new(),
    };
    introduce(&people);
    let app = app.merge(evaluation::router(portal.clone(), people, mails));
    // Health is asked by machines that know no name.
    Ok(app.layer(middleware::from_fn_with_state(Hosts::of(portal, address), hosts::known)).merge(health))
}

fn introduce(people: &[demo::Person]) {
    if !people.is_empty() {
        say(&format!("Demo people, all with the password {}:", demo::PASSWORD));
    }
    for person in people {
        let place = person.organisation.as_deref().unwrap_or("team");
        say(&format!("  {:28} {} ({place})", person.of.email, person.of.name));
    }
}

async fn ready(State(portal): State<Portal>) -> (StatusCode, &'static str) {
    match time::timeout(Duration::from_secs(4), portal.ready()).await {
        Ok(Ok(())) => (StatusCode::OK, "up"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "down"),
    }
}

/// Takes connections until `stop`; what is being answered then is given back to be waited for.
async fn accept(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) -> GracefulShutdown {
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => return graceful,
        };
        let Ok((stream, peer)) = taken else {
            // Out of descriptors, or the peer left at once: the loop must live on (SECURITY F30).
            time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = app.clone().layer(axum::Extension(axum::extract::ConnectInfo(peer)));
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(16 * 1024);
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}

/// Ready when somebody wants the server to end.
async fn signal(stop: watch::Sender<()>) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::warn!(%error, "SIGTERM is not heard");
                let _ = interrupt.await;
                drop(stop);
                return;
            }
        };
        tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
    say("Ending: what is being answered may finish.");
    drop(stop);
}

async fn until(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}

/// The definition inside this program.
fn shipped() -> Vec<Source> {
    static FOLDER: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../definitions/b2b-provider");
    fn collect(folder: &include_dir::Dir<'_>, into: &mut Vec<Source>) {
        for file in folder.files() {
            into.push(Source { path: file.path().to_string_lossy().into_owned(), bytes: file.contents().to_vec() });
        }
        folder.dirs().for_each(|folder| collect(folder, into));
    }
    let mut sources = Vec::new();
    collect(&FOLDER, &mut sources);
    sources
}

fn log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,portal=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

fn say(text: &str) {
    println!("{text}");
}
