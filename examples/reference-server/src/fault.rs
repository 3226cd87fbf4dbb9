//! What the test build does at its fault points, by `PORTAL_FAULT=NAME:N:ACTION`: at the N-th passing of the point NAME it
//! is killed as by `kill -9` (`kill`), panics (`panic`), or stands still (`hold SECONDS`). Only built with the feature
//! `fault-points`.

use std::{
    env,
    process::{Command, id},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use portal::core::fault::{POINTS, hook};
use tokio::task::block_in_place;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Action {
    Kill,
    Panic,
    Hold(Duration),
}

#[derive(Debug, PartialEq)]
struct Fault {
    name: &'static str,
    at: u64,
    action: Action,
}

/// Registers the fault that the environment asks for, if it asks for one.
pub fn register() -> Result<(), String> {
    let Ok(asked) = env::var("PORTAL_FAULT") else { return Ok(()) };
    let fault: Fault = asked.parse()?;
    let passed = AtomicU64::new(0);
    hook(Some(Arc::new(move |name| {
        if name == fault.name && passed.fetch_add(1, Ordering::SeqCst) + 1 == fault.at {
            fault.action.happen(name);
        }
    })));
    Ok(())
}

impl Action {
    fn happen(self, name: &str) {
        match self {
            Self::Kill => {
                let killed = Command::new("kill").args(["-9", &id().to_string()]).status();
                // The signal may take a moment to arrive; nothing may go on meanwhile.
                thread::sleep(Duration::from_mins(1));
                unreachable!("killed at {name}: {killed:?}");
            }
            Self::Panic => panic!("a fault at {name}"),
            // Others must be answered meanwhile, even when this thread is the one that listens for all.
            Self::Hold(time) => block_in_place(|| thread::sleep(time)),
        }
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(asked: &str) -> Result<Self, String> {
        let parts: Vec<&str> = asked.split(':').collect();
        let [name, at, action] = parts[..] else { return Err(format!("{asked}: NAME:N:ACTION is needed")) };
        let name = POINTS.into_iter().find(|point| *point == name);
        let name = name.ok_or_else(|| format!("{asked}: the points are {}", POINTS.join(", ")))?;
        let at = at.parse().ok().filter(|at| *at > 0).ok_or_else(|| format!("{asked}: N counts from 1"))?;
        let action = match action.split_once(' ') {
            None if action == "kill" => Action::Kill,
            None if action == "panic" => Action::Panic,
            Some(("hold", seconds)) => {
                let seconds = seconds.parse().map_err(|_| format!("{asked}: hold takes whole seconds"))?;
                Action::Hold(Duration::from_secs(seconds))
            }
            _ => return Err(format!("{asked}: the actions are kill, panic, hold SECONDS")),
        };
        Ok(Self { name, at, action })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f01_a_fault_is_a_point_a_count_and_an_action() {
        let held = Fault { name: "worker.sent", at: 2, action: Action::Hold(Duration::from_secs(30)) };
        assert_eq!("worker.sent:2:hold 30".parse(), Ok(held));
        let killed = Fault { name: "commit.before_commit", at: 1, action: Action::Kill };
        assert_eq!("commit.before_commit:1:kill".parse(), Ok(killed));
        for wrong in
            ["", "worker.sent", "worker.snet:1:kill", "worker.sent:0:kill", "worker.sent:1:hold", "worker.sent:1:die"]
        {
            assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
        }
    }
}
