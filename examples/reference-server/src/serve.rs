//! Serving: the portal is built, people are told how to come in, and connections are taken until Ctrl-C.

use std::{env, net::SocketAddr, process::ExitCode, sync::Arc};

use anyhow::{Context, bail};
use axum::{Router, middleware};
use portal::{
    BuildError, Portal, Problem,
    core::{
        definition::{self, Source},
        identity::Pace,
        play::Letters,
    },
    demo,
    email::{EmlFolder, Smtp},
    files::Disk,
    store::SqlxStore,
};
use tokio::{net::TcpListener, sync::watch, time};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    accept::{self, Limits, Signals},
    businesses, entrance, evaluation, folder,
    health::Health,
    hosts::{self, Hosts},
    log,
    meter::{self, Listened, Meter},
    observe::observe,
    production, proxies, secret,
    settings::Serve,
    watch as watching,
};

/// Serves until Ctrl-C or SIGTERM, then lets what is being answered finish (SECURITY F32); told again, ends at once.
pub async fn serve(settings: &Serve) -> anyhow::Result<ExitCode> {
    let log = log::begin(settings.log, &settings.log_filter)?;
    may_start(settings)?;
    let meter = settings.metrics_listen.map(|address| Meter::begin().map(|meter| (address, meter))).transpose()?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {} (another --listen address may be free)", settings.listen))?;
    let address = listener.local_addr()?;
    let (portal, store, sources, mails) = build(settings, address).await?;
    let limits = Limits::of(settings);
    let (work, working) = watch::channel(());
    let watched = settings.definitions.clone().filter(|_| settings.watch);
    let _watching = watched.map(|folder| tokio::spawn(watching::folder(portal.clone(), folder, working.clone())));
    let health = Health::new(&portal, settings);
    let people = people(settings, &portal, &sources).await?;
    if settings.plays() {
        past(&portal, &store, &sources, &people, mails.as_deref()).await;
    }
    // Only now: a log that was sealed before would tell of the demo's past as of something put in afterwards.
    let worker = (!settings.no_worker).then(|| tokio::spawn(portal::worker(&portal).run(until(working))));
    introduce(&people);
    let app = app(settings, &portal, people, mails, address, health.clone())?;
    let mut signals = Signals::listen().context("signals cannot be heard")?;
    say(&format!(
        "Open http://{address}/ in a browser. Ctrl-C ends it; data stays in {}.",
        settings.place.data.display()
    ));
    let (stop, stopped) = watch::channel(());
    if let Some((address, meter)) = meter {
        let bound = meter::listen(address, Listened { meter, health, store, log: log.clone() }).await?;
        say(&format!("Metrics: http://{bound}/metrics"));
    }
    tokio::select! {
        never = accept::take(&listener, app, limits, stopped) => match never {},
        () = signals.next() => {}
    }
    // From here on nothing is printed: whoever was to read it may be gone, and a full pipe must not keep us.
    tracing::info!("Ending: what is being answered may finish.");
    drop(listener);
    drop(work);
    stop.send_replace(());
    let finished = async {
        stop.closed().await;
        match worker {
            Some(worker) => worker.await,
            None => Ok(()),
        }
    };
    tokio::select! {
        finished = time::timeout(limits.stop, finished) => match finished {
            Ok(worker) => worker.context("the worker did not end well")?,
            Err(_) => tracing::warn!("Some of it took too long and was cut off."),
        },
        () = signals.next() => bail!("Ended at once: what was being answered was cut off."),
    }
    tracing::info!("Ended.");
    log.end();
    Ok(ExitCode::SUCCESS)
}

/// Refuses what would be dangerous; the demo is only warned of settings that nobody reads.
fn may_start(settings: &Serve) -> anyhow::Result<()> {
    let environment: Vec<String> = env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
    let problems = production::problems(settings, &environment);
    if !problems.is_empty() {
        bail!("not started:\n- {}", problems.join("\n- "));
    }
    if !settings.no_demo {
        production::unknown(&environment).iter().for_each(|problem| say(&format!("Warning: {problem}")));
    }
    Ok(())
}

async fn build(
    settings: &Serve,
    address: SocketAddr,
) -> anyhow::Result<(Portal, SqlxStore, Vec<Source>, Option<Arc<EmlFolder>>)> {
    let data = &settings.place.data;
    folder::make(data)?;
    let sources = match &settings.definitions {
        Some(folder) => portal::read_folder(folder).with_context(|| format!("cannot read {}", folder.display()))?,
        None => {
            let name = settings.business.as_deref().unwrap_or(businesses::USUAL);
            let unknown = || format!("there is no business {name}; there are {}", businesses::names().join(", "));
            businesses::files(name).with_context(unknown)?
        }
    };
    let database = settings.place.database();
    say(&format!("Database: {}", if database.is_postgres() { "Postgres" } else { "SQLite" }));
    let store = SqlxStore::open(database.reveal()).await.context("the database cannot be reached (DATABASE_URL)")?;
    let files = Disk::open(data.join("files"))?;
    let base_url = settings.base_url.clone().unwrap_or_else(|| format!("http://{address}/portal"));
    let pace = Pace {
        submits: settings.submits_per_minute,
        uploads: settings.uploads_per_minute,
        searches: settings.searches_per_minute,
    };
    let builder = portal::builder(store.clone()).sources(sources.clone()).base_url(base_url).files(files).pace(pace);
    let builder = builder.secret_key(secret::key(settings)?.reveal());
    let builder =
        settings.older_secret_keys.iter().fold(builder, |builder, key| builder.older_secret_key(key.reveal()));
    // Whoever tries the demo out knows the one password of all: a second factor would only be in the way.
    let builder = if settings.evaluates() { builder.without_required_factor() } else { builder };
    let builder = if settings.no_migrate { builder.without_migrating() } else { builder };
    let (builder, mails) = match &settings.smtp_url {
        Some(url) => (builder.mail(Smtp::from_url(url.reveal()).context("SMTP_URL will not do")?), None),
        None if settings.evaluates() => {
            let folder = Arc::new(EmlFolder::open(data.join("mails"))?);
            (builder.mail(folder.clone()), Some(folder))
        }
        None => bail!("SMTP_URL is needed to serve for real (smtp://user:password@host:587)"),
    };
    let portal = builder.build().await.map_err(remedied)?;
    Ok((portal, store, sources, mails))
}

/// Tables that are not up to date are brought so by a command of this program.
fn remedied(error: BuildError) -> anyhow::Error {
    let tables = error.problems.iter().any(|problem| matches!(problem, Problem::Tables(_)));
    let remedy = "run `portal migrate` with the same settings, or leave --no-migrate (PORTAL_NO_MIGRATE) out";
    let error = anyhow::Error::from(error);
    if tables { error.context(remedy) } else { error }
}

/// The demo people, made where they are missing.
async fn people(settings: &Serve, portal: &Portal, sources: &[Source]) -> anyhow::Result<Vec<demo::Person>> {
    match definition::demo(sources)? {
        Some(demo) if settings.evaluates() => Ok(demo::people(portal, &demo, evaluation::PASSWORD).await?),
        _ => Ok(Vec::new()),
    }
}

/// Plays the past of the demo, unless that was done. A portal that has none is as good: why is only told.
async fn past(
    portal: &Portal,
    store: &SqlxStore,
    sources: &[Source],
    people: &[demo::Person],
    mails: Option<&EmlFolder>,
) {
    let letters = if mails.is_some() { Letters::Kept } else { Letters::HeldBack };
    let played = match demo::play(portal, store, sources, people, letters).await {
        Ok(played) => played.unwrap_or_default(),
        Err(error) => return tracing::warn!("the demo begins empty: {error}"),
    };
    let Some(mails) = mails else { return };
    for letter in played {
        if let Err(error) = mails.keep(&letter.envelope, letter.at).await {
            tracing::warn!(%error, "a letter of the demo is not in its mailbox");
        }
    }
}

fn app(
    settings: &Serve,
    portal: &Portal,
    people: Vec<demo::Person>,
    mails: Option<Arc<EmlFolder>>,
    address: SocketAddr,
    health: Health,
) -> anyhow::Result<Router> {
    let app = entrance::pages(settings, portal)?.mount(Router::new(), "/portal");
    let app = app.merge(evaluation::router(portal.clone(), people, mails));
    // Health is asked by machines that know no name.
    let app =
        app.layer(middleware::from_fn_with_state(Hosts::of(portal, address), hosts::known)).merge(health.routes());
    let app = app.layer(middleware::from_fn_with_state(settings.trusted_proxies, proxies::see_through));
    // A panic outside of the portal's own pages, which have a page for it.
    Ok(app.layer(CatchPanicLayer::new()).layer(middleware::from_fn(observe)))
}

fn introduce(people: &[demo::Person]) {
    if !people.is_empty() {
        say(&format!("Demo people, all with the password {}:", evaluation::PASSWORD));
    }
    for person in people {
        let place = person.organisation.as_deref().unwrap_or("team");
        say(&format!("  {:28} {} ({place})", person.of.email, person.of.name));
    }
}

async fn until(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}

fn say(text: &str) {
    println!("{text}");
}
