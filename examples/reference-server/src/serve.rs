//! Serving: the portal is built, people are told how to come in, and connections are taken until Ctrl-C.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use axum::{Router, extract::State, http::StatusCode, middleware, routing::get};
use portal::{
    Portal,
    core::definition::{self, Source},
    email::{EmlFolder, Smtp},
    files::Disk,
    store::SqlxStore,
};
use tokio::{net::TcpListener, sync::watch, time};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    accept::{self, Limits, Signals},
    demo, evaluation,
    hosts::{self, Hosts},
    settings::Serve,
};

/// Serves until Ctrl-C or SIGTERM, then lets what is being answered finish (SECURITY F32); told again, ends at once.
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
    let limits = Limits::of(settings);
    let (work, working) = watch::channel(());
    let worker = tokio::spawn(portal::worker(&portal).run(until(working)));
    let app = app(settings, &portal, &sources, mails, address).await?;
    let mut signals = Signals::listen().context("signals cannot be heard")?;
    say(&format!(
        "Open http://{address}/ in a browser. Ctrl-C ends it; data stays in {}.",
        settings.place.data.display()
    ));
    let (stop, stopped) = watch::channel(());
    tokio::select! {
        never = accept::take(&listener, app, limits, stopped) => match never {},
        () = signals.next() => {}
    }
    say("Ending: what is being answered may finish.");
    drop(listener);
    drop(work);
    stop.send_replace(());
    let finished = async { tokio::join!(stop.closed(), worker).1 };
    tokio::select! {
        finished = time::timeout(limits.stop, finished) => match finished {
            Ok(worker) => worker.context("the worker did not end well")?,
            Err(_) => say("Some of it took too long and was cut off."),
        },
        () = signals.next() => bail!("Ended at once: what was being answered was cut off."),
    }
    say("Ended.");
    Ok(())
}

async fn build(settings: &Serve, address: SocketAddr) -> anyhow::Result<(Portal, Vec<Source>, Option<Arc<EmlFolder>>)> {
    std::fs::create_dir_all(&settings.place.data)
        .with_context(|| format!("cannot make the data folder {}", settings.place.data.display()))?;
    let sources = match &settings.definitions {
        Some(folder) => portal::read_folder(folder).with_context(|| format!("cannot read {}", folder.display()))?,
        None => shipped(),
    };
    let database = settings.place.database();
    say(&format!("Database: {}", if database.starts_with("postgres") { "Postgres" } else { "SQLite" }));
    let store = SqlxStore::open(&database).await.context("the database cannot be reached (DATABASE_URL)")?;
    let files = Disk::open(settings.place.data.join("files"))?;
    let base_url = settings.base_url.clone().unwrap_or_else(|| format!("http://{address}/portal"));
    let builder = portal::builder(store).sources(sources.clone()).base_url(base_url).files(files);
    let (builder, mails) = match &settings.smtp_url {
        Some(url) => (builder.mail(Smtp::from_url(url).context("SMTP_URL will not do")?), None),
        None if settings.evaluates() => {
            let folder = Arc::new(EmlFolder::open(settings.place.data.join("mails"))?);
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
    let app = app.layer(middleware::from_fn_with_state(Hosts::of(portal, address), hosts::known)).merge(health);
    // A panic outside of the portal's own pages, which have a page for it.
    Ok(app.layer(CatchPanicLayer::new()))
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
