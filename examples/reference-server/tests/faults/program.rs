//! The program under test: started with any settings, watched, told to end, killed, started again on the same data.

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::support::PROGRAM;

/// Longest wait for anything that must come in the end. No test measures with it.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Settings that a developer's environment must not add to.
const OURS: [&str; 6] =
    ["DATABASE_URL", "SMTP_URL", "PORTAL_BASE_URL", "PORTAL_DEFINITIONS", "PORTAL_NO_DEMO", "PORTAL_FAULT"];

/// How the program is to be started.
#[derive(Clone, Debug)]
pub struct Start {
    data: PathBuf,
    settings: Vec<(String, String)>,
    descriptors: Option<u32>,
}

/// A program that runs.
pub struct Program {
    child: Child,
    pub address: String,
    said: Arc<Mutex<Vec<String>>>,
    listeners: Vec<JoinHandle<()>>,
}

impl Start {
    /// On a data folder, which another start may have filled.
    pub fn on(data: &Path) -> Self {
        Self { data: data.to_owned(), settings: Vec::new(), descriptors: None }
    }

    /// With a setting more.
    #[allow(clippy::needless_pass_by_value, reason = "a literal reads better")]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.settings.push((name.to_owned(), value.to_string()));
        self
    }

    /// With at most so many descriptors.
    pub fn descriptors(mut self, number: u32) -> Self {
        self.descriptors = Some(number);
        self
    }

    /// Starts it and waits until it says where it listens.
    pub fn start(&self) -> Program {
        let mut program = self.spawn();
        program.address = program.where_it_listens();
        program
    }

    /// Starts it and waits for nothing.
    pub fn spawn(&self) -> Program {
        let mut command = match self.descriptors {
            None => Command::new(PROGRAM),
            Some(number) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", "ulimit -n \"$1\"; shift; exec \"$@\"", "sh", &number.to_string(), PROGRAM]);
                shell
            }
        };
        for name in OURS {
            command.env_remove(name);
        }
        command.args(["--listen", "127.0.0.1:0", "--data"]).arg(&self.data).env("PORTAL_NO_PLAY", "true");
        for bound in ["SUBMITS", "UPLOADS", "SEARCHES"] {
            command.env(format!("PORTAL_{bound}_PER_MINUTE"), "0");
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Mutex::new(Vec::new()));
        let listeners = vec![listen(child.stdout.take().unwrap(), &said), listen(child.stderr.take().unwrap(), &said)];
        Program { child, address: String::new(), said, listeners }
    }
}

/// Keeps what it says, so that nothing it says can block it.
fn listen(from: impl Read + Send + 'static, into: &Arc<Mutex<Vec<String>>>) -> JoinHandle<()> {
    let into = into.clone();
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            into.lock().unwrap().push(line);
        }
    })
}

impl Program {
    /// Waits until it says where it listens.
    pub fn listening(&mut self) -> String {
        self.address = self.where_it_listens();
        self.address.clone()
    }

    fn where_it_listens(&mut self) -> String {
        let address = |line: &String| {
            let rest = line.strip_prefix("Open http://")?;
            rest.split('/').next().map(str::to_owned)
        };
        let since = Instant::now();
        loop {
            if let Some(address) = self.said.lock().unwrap().iter().find_map(address) {
                return address;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && since.elapsed() < PATIENCE, "it does not start: {ended:?}\n{}", self.log());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// All that it has said.
    pub fn log(&self) -> String {
        self.said.lock().unwrap().join("\n")
    }

    /// Whether it has said this by now. What it said a moment ago may still be on its way: see [`Program::says`].
    pub fn said(&self, text: &str) -> bool {
        self.said.lock().unwrap().iter().any(|line| line.contains(text))
    }

    /// Waits until it has said this.
    pub async fn says(&self, text: &str) {
        let since = Instant::now();
        while !self.said(text) {
            assert!(since.elapsed() < PATIENCE, "it does not say {text:?}\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Sends it a signal, such as TERM.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success(), "no signal could be sent");
    }

    /// Ends it at once, as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits until it has ended by itself, and all that it said has been heard.
    pub async fn ended(&mut self) -> ExitStatus {
        let since = Instant::now();
        loop {
            if let Some(ended) = self.child.try_wait().unwrap() {
                self.listeners.drain(..).for_each(|listener| listener.join().unwrap());
                return ended;
            }
            assert!(since.elapsed() < PATIENCE, "it does not end\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The most memory it has had so far, in KiB.
    pub fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            eprintln!("The program said:\n{}", self.log());
        }
    }
}
