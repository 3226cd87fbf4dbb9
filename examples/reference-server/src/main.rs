//! The client portal, ready to try: `portal` serves it, `portal check FOLDER` checks a definition. Only this program
//! reads the environment.

mod accept;
mod ask;
mod backup;
mod businesses;
mod check;
mod diagram;
mod entrance;
mod evaluation;
mod explain;
#[cfg(feature = "fault-points")]
mod fault;
mod folder;
mod health;
mod hosts;
mod let_in;
mod log;
mod meter;
mod migrate;
mod new;
mod observe;
#[cfg(test)]
mod page;
mod plan;
mod production;
mod proxies;
mod publish;
mod purge;
mod reset_factor;
mod schema;
mod secret;
mod serve;
mod settings;
mod simulate;
mod templates;
mod token;
mod verify;
mod watch;

use std::{process::ExitCode, sync::mpsc, thread, time::Duration};

use clap::Parser;
use settings::{Command, Settings, Templates};

/// A page is drawn from many small pieces: the system's allocator takes a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let settings = Settings::parse();
    #[cfg(feature = "fault-points")]
    if let Err(error) = fault::register() {
        eprintln!("PORTAL_FAULT will not do: {error}");
        return ExitCode::from(2);
    }
    let done = match &settings.command {
        Some(Command::Check(asked)) => return check::check(asked),
        Some(Command::Diagram(asked)) => diagram::diagram(asked),
        Some(Command::Schema(asked)) => schema::print(asked.name.as_deref(), asked.out.as_deref()),
        Some(Command::New(asked)) => new::new(asked),
        Some(Command::Simulate(asked)) => simulate::play(asked),
        Some(Command::Templates { what: Templates::Export { folder } }) => templates::export(folder),
        Some(Command::Plan(asked)) => match runtime() {
            Ok(runtime) => return runtime.block_on(plan::plan(asked)),
            Err(error) => Err(error),
        },
        Some(Command::Publish(asked)) => match runtime() {
            Ok(runtime) => return runtime.block_on(publish::publish(asked)),
            Err(error) => Err(error),
        },
        Some(Command::Verify(place)) => match runtime() {
            Ok(runtime) => return runtime.block_on(verify::verify(place)),
            Err(error) => Err(error),
        },
        Some(Command::Explain { what }) => match runtime() {
            Ok(runtime) => return runtime.block_on(explain::explain(what)),
            Err(error) => Err(error),
        },
        Some(Command::Serve(serve)) => run(serve::serve(serve)),
        Some(Command::Health { listen }) => return ask::health(*listen),
        Some(Command::Backup { place, folder }) => run(backup::backup(place, folder)),
        Some(Command::Restore { place, folder }) => run(backup::restore(place, folder)),
        Some(Command::Migrate { place, check, grant }) => run(migrate::migrate(place, *check, grant.as_deref())),
        Some(Command::Purge(place)) => run(purge::purge(place)),
        Some(Command::ResetFactor { place, lost }) => run(reset_factor::reset_factor(place, lost)),
        Some(Command::Token { place, token }) => run(token::token(place, token)),
        Some(Command::LetIn { place, who }) => run(let_in::let_in(place, who)),
        None => run(serve::serve(&settings.serve)),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            tell(format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = runtime()?;
    let done = runtime.block_on(work);
    // A file that hangs must not keep a program that was told to end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

/// Says why it ends, for at most a second: nobody may be reading, and a full pipe must not keep a program that ends.
fn tell(why: String) {
    let (told, wait) = mpsc::channel();
    thread::spawn(move || {
        eprintln!("{why}");
        told.send(())
    });
    let _ = wait.recv_timeout(Duration::from_secs(1));
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
