//! The table of settings in `docs/operating.md`, made from the code.

use clap::{Arg, CommandFactory};

use super::Settings;

fn row(argument: &Arg) -> Option<String> {
    let environment = argument.get_env()?.to_string_lossy().into_owned();
    let flag = argument.get_long()?;
    let value = match argument.get_action().takes_values() {
        true => argument.get_value_names().and_then(|names| names.first()).map(|name| format!(" {name}")),
        false => None,
    };
    let default: Vec<String> =
        argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> =
        argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    let values = match values.is_empty() || !argument.get_action().takes_values() {
        true => String::new(),
        false => format!(": {}", values.join(" or ")),
    };
    let value = value.unwrap_or_default();
    Some(format!("| `--{flag}{value}` | `{environment}` | {} | {help}{values} |", default.join(" ")))
}

/// The table as it should be.
fn table() -> String {
    let command = Settings::command();
    let rows: Vec<String> = command.get_arguments().filter_map(row).collect();
    format!("| flag | environment | default | what it is |\n|---|---|---|---|\n{}\n", rows.join("\n"))
}

#[test]
fn the_settings_in_the_documentation_are_this_programs() {
    crate::page::has("settings", &table());
}
