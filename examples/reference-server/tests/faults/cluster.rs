//! A Postgres of a test's own, to be stopped, started and filled. It goes with the test.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A Postgres on 127.0.0.1, in a folder of its own.
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
    _temporary: Option<tempfile::TempDir>,
}

impl Cluster {
    /// A new one, which runs.
    pub fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().to_owned();
        Self::within(&folder, Some(temporary))
    }

    /// A new one in this folder, which is to outlive it.
    pub fn within(folder: &Path, temporary: Option<tempfile::TempDir>) -> Self {
        let mut cluster = Self { folder: folder.to_owned(), programs: programs(), port: 0, _temporary: temporary };
        if is_root() {
            // Postgres refuses to run as root.
            let owned = Command::new("chown").arg(user()).arg(folder).status().unwrap();
            assert!(owned.success(), "the folder becomes {}'s", user());
        }
        let made = cluster
            .run("initdb", &["-D", &cluster.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        // A port that is free may be taken by somebody else before Postgres has it: then another.
        let started = (0..10).any(|_| {
            cluster.port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            cluster.starts()
        });
        assert!(started, "Postgres starts: {}", fs::read_to_string(cluster.folder.join("log")).unwrap_or_default());
        cluster
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it at once, without a word to anybody: connections break, what was not committed is gone.
    pub fn stop_at_once(&self) {
        let stopped = self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
        assert!(stopped.status.success(), "{}", String::from_utf8_lossy(&stopped.stderr));
    }

    /// Starts it again, and waits until it has recovered.
    pub fn start(&self) {
        assert!(self.starts(), "it starts again: {}", fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }

    fn starts(&self) -> bool {
        // What was committed must be with the system; only the machine's own end may lose it here.
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=50",
            self.port,
            self.folder.display()
        );
        let log = self.folder.join("log");
        let log = log.to_str().unwrap();
        self.run("pg_ctl", &["-D", &self.data(), "-l", log, "-o", &options, "-t", "60", "-w", "start"]).status.success()
    }

    fn data(&self) -> String {
        self.folder.join("data").to_str().unwrap().to_owned()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            let user = user();
            command.args([&format!("--reuid={user}"), &format!("--regid={user}"), "--clear-groups"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // A started Postgres would keep a pipe open: what is said goes to files.
        let said = tempfile::tempfile().unwrap();
        let status = command
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said.try_clone().unwrap())
            .status()
            .unwrap();
        let mut stderr = Vec::new();
        let mut said = said;
        std::io::Seek::rewind(&mut said).unwrap();
        std::io::Read::read_to_end(&mut said, &mut stderr).unwrap();
        Output { status, stdout: Vec::new(), stderr }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }
}

/// Whether we are root.
pub fn is_root() -> bool {
    rustix::process::getuid().is_root()
}

/// Who Postgres runs as, when we are root.
fn user() -> &'static str {
    let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
    if known.lines().any(|line| line.starts_with("postgres:")) { "postgres" } else { "nobody" }
}

/// Where Postgres' server programs are: Debian keeps them out of the PATH.
fn programs() -> PathBuf {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> =
        debian.chain(std::env::split_paths(&path)).filter(|folder| folder.join("initdb").exists()).collect();
    found.sort();
    found.pop().expect("Postgres' initdb and pg_ctl (scripts/test installs them)")
}
