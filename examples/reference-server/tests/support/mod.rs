//! The real program on a free port of this machine, and a client that speaks plain HTTP to it.
#![allow(clippy::unwrap_used, reason = "a test may")]
#![allow(dead_code, reason = "each test program uses its part")]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_portal");

pub struct Server {
    child: Child,
    pub address: String,
    pub folder: tempfile::TempDir,
}

impl Server {
    /// Starts the program and waits until it says where it listens.
    pub fn start(more: &[(&str, &str)]) -> Self {
        Self::start_with(&[], more)
    }

    /// The same with flags besides.
    pub fn start_with(flags: &[&str], more: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(PROGRAM);
        // It begins empty, unless the test says otherwise.
        command.env("PORTAL_NO_PLAY", "true");
        command.args(["--listen", "127.0.0.1:0", "--data"]).arg(folder.path()).args(flags).envs(more.iter().copied());
        for name in ["DATABASE_URL", "SMTP_URL", "PORTAL_BASE_URL", "PORTAL_DEFINITIONS"] {
            if !more.iter().any(|(given, _)| *given == name) {
                command.env_remove(name);
            }
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.by_ref().map(Result::unwrap).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split('/').next().map(str::to_owned)
        });
        // What it says later must not block it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.expect("it says its address"), folder }
    }

    /// One request; the status line, headers and body as text.
    pub async fn ask(&self, request: &str) -> String {
        let answered = timeout(Duration::from_secs(20), async {
            let mut stream = TcpStream::connect(&self.address).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        });
        answered.await.expect("an answer within 20 s")
    }

    /// Sends what is no proper request; gives what is answered until the connection ends, however it does.
    pub async fn told(&self, message: &str) -> String {
        let answered = timeout(Duration::from_secs(20), async {
            let mut stream = TcpStream::connect(&self.address).await.unwrap();
            let _ = stream.write_all(message.as_bytes()).await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            String::from_utf8_lossy(&answer).into_owned()
        });
        answered.await.expect("the connection ends within 20 s")
    }

    pub async fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address)).await
    }

    /// As somebody who is signed in.
    pub async fn get_with(&self, path: &str, cookie: &str) -> String {
        let host = &self.address;
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n")).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> String {
        let body = format!("email={email}&password={password}&next=%2F");
        self.ask(&format!(
            "POST /portal/sign-in HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {1}\r\nconnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        ))
        .await
    }

    /// Asks it to end as Ctrl-C does, and gives whether it ended well.
    pub fn interrupt(&mut self) -> bool {
        let done = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        done.success() && self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
