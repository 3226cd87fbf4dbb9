//! Starts and stops the SMTP server of `peer.py`.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// A running SMTP server. It ends with this value.
pub struct Peer {
    process: Child,
    store: TempDir,
    /// Where it listens on 127.0.0.1.
    pub port: u16,
}

impl Peer {
    /// Starts a server that behaves as `arguments` say.
    pub fn start(arguments: &[&str]) -> Self {
        let python = std::env::var("PORTAL_TEST_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".into());
        let store = tempfile::tempdir().unwrap();
        let log = fs::File::create(store.path().join("log")).unwrap();
        let mut process = Command::new(&python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../portal-email/tests/peer.py"))
            .arg("--store")
            .arg(store.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{python} does not start ({error}): run scripts/test, which installs it"));
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(port) = line.strip_prefix("ready ").and_then(|port| port.trim().parse().ok()) else {
            let _ = process.kill();
            let _ = process.wait();
            let log = fs::read_to_string(store.path().join("log")).unwrap();
            panic!("{python} has no working aiosmtpd: run scripts/test, which installs it\n{log}");
        };
        Self { process, store, port }
    }

    /// The `number`-th message that it kept, and what it knows of it; `None`: there are fewer.
    pub fn kept(&self, number: usize) -> Option<(String, serde_json::Value)> {
        let facts = fs::read(self.path(&format!("{number}.json"))).ok()?;
        let message = fs::read_to_string(self.path(&format!("{number}.eml"))).unwrap();
        Some((message, serde_json::from_slice(&facts).unwrap()))
    }

    /// How often a sender was named to it.
    pub fn senders(&self) -> usize {
        fs::read_to_string(self.path("senders")).map_or(0, |senders| senders.lines().count())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.store.path().join(name)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A self-signed certificate for `localhost` with its key, as one PEM file in a folder of its own.
pub fn certificate() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let settings = "[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nCN=localhost\n\
                    [ext]\nsubjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\n";
    fs::write(path("settings"), settings).unwrap();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config"])
        .arg(path("settings"))
        .arg("-out")
        .arg(path("certificate"))
        .arg("-keyout")
        .arg(path("key"))
        .output()
        .unwrap_or_else(|error| panic!("openssl does not start ({error}): run scripts/test, which installs it"));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let both = [fs::read(path("certificate")).unwrap(), fs::read(path("key")).unwrap()].concat();
    fs::write(path("both"), both).unwrap();
    let both = path("both").to_string_lossy().into_owned();
    (folder, both)
}
