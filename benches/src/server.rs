//! A server that is measured: a process of its own that listens on 127.0.0.1.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use tokio::time::timeout;

use crate::load::{Connection, Request};

/// Longest wait for a server to answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server; it ends with this value.
#[derive(Debug)]
pub struct Server {
    process: Child,
    /// Where it answers.
    pub address: SocketAddr,
}

impl Server {
    /// The portal as its reference server serves it, without the worker: what is measured is the answer to a person,
    /// and mails are sent by another process. Nobody is kept to so many requests a minute: few people play many here.
    pub async fn portal(program: &Path, database: &str, data: &Path) -> Result<Self> {
        let address = free()?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--listen").arg(address.to_string()).arg("--data").arg(data).arg("--database-url");
        command.arg(database).args(["--no-demo", "--no-worker", "--smtp-url", "smtp://127.0.0.1:9"]);
        command.args(["--submits-per-minute", "0", "--uploads-per-minute", "0", "--searches-per-minute", "0"]);
        Self::start(command, address).await
    }

    /// The portal as somebody tries it, with the people of its demo, behind a proxy that says from where each comes.
    pub async fn with_demo(program: &Path, database: &str, data: &Path) -> Result<Self> {
        let address = free()?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--listen").arg(address.to_string()).arg("--data").arg(data).arg("--database-url");
        command.arg(database).args(["--trusted-proxies", "1", "--no-play"]);
        Self::start(command, address).await
    }

    /// The bare server: this program's sibling.
    pub async fn bare(program: &Path, database: &str, data: &Path) -> Result<Self> {
        let address = free()?;
        let mut command = Command::new(program);
        command.arg(address.to_string()).arg(database).arg(data);
        Self::start(command, address).await
    }

    async fn start(mut command: Command, address: SocketAddr) -> Result<Self> {
        command.env_clear().stdout(Stdio::null()).stderr(Stdio::null());
        let mut server = Self { process: command.spawn()?, address };
        let begun = Instant::now();
        while !server.answers().await {
            if let Some(status) = server.process.try_wait()? {
                bail!("{command:?} ended: {status}");
            }
            if begun.elapsed() > PATIENCE {
                bail!("{command:?} does not answer");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(server)
    }

    /// Whether it answers: it may listen before it is ready to.
    async fn answers(&self) -> bool {
        let asked = async {
            let health = Request::new("GET", "/healthz", "", b"").to(self.address);
            Connection::open(self.address).await?.ask(&health, false).await
        };
        timeout(Duration::from_secs(5), asked).await.is_ok_and(|answer| answer.is_ok_and(|answer| answer.status == 200))
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
