//! The client portal, ready to try: `portal` serves it, `portal check FOLDER` checks a definition. Only this program
//! reads the environment.

mod accept;
mod check;
mod demo;
mod evaluation;
#[cfg(feature = "fault-points")]
mod fault;
mod hosts;
mod serve;
mod settings;
mod verify;

use std::{process::ExitCode, time::Duration};

use clap::Parser;
use settings::{Command, Settings};

fn main() -> ExitCode {
    let settings = Settings::parse();
    #[cfg(feature = "fault-points")]
    if let Err(error) = fault::register() {
        eprintln!("PORTAL_FAULT will not do: {error}");
        return ExitCode::from(2);
    }
    let done = match &settings.command {
        Some(Command::Check { folder }) => return check::check(folder),
        Some(Command::Verify(place)) => match runtime() {
            Ok(runtime) => return runtime.block_on(verify::verify(place)),
            Err(error) => Err(error),
        },
        Some(Command::Serve(serve)) => run(serve),
        None => run(&settings.serve),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(settings: &settings::Serve) -> anyhow::Result<()> {
    let runtime = runtime()?;
    let served = runtime.block_on(serve::serve(settings));
    // A file that hangs must not keep a program that was told to end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
