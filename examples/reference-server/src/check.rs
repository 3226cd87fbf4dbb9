//! `portal check FOLDER`.

use std::{path::Path, process::ExitCode};

use portal::core::definition;

/// Prints every fault of a definition; the exit code is 1 when there is one, 2 when the folder cannot be read.
pub fn check(folder: &Path) -> ExitCode {
    let sources = match portal::read_folder(folder) {
        Ok(sources) => sources,
        Err(error) => {
            eprintln!("{} cannot be read: {error}", folder.display());
            return ExitCode::from(2);
        }
    };
    match definition::load(&sources).and_then(|loaded| definition::demo(&sources).map(|_| loaded)) {
        Ok((definition, warnings)) => {
            for warning in &warnings {
                println!(
                    "{}:{}:{} warning {}: {} ({})",
                    warning.path, warning.line, warning.column, warning.code, warning.message, warning.help
                );
            }
            println!(
                "{}: {} request type(s), no faults, {} warning(s)",
                definition.id,
                definition.requests.len(),
                warnings.len()
            );
            ExitCode::SUCCESS
        }
        Err(faults) => {
            eprintln!("{faults}");
            ExitCode::FAILURE
        }
    }
}
