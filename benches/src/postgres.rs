//! A throwaway Postgres with the settings it ships with, which are durable: `fsync`, `synchronous_commit` and
//! `full_page_writes` are on, `shared_buffers` is 128 MB.

use std::{
    fs,
    io::Write as _,
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use sqlx::{Connection as _, PgConnection};

/// Longest wait for a server that starts or ends.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server; it ends with this value, and its folder with it.
#[derive(Debug)]
pub struct Postgres {
    process: Child,
    port: u16,
    programs: PathBuf,
    folder: tempfile::TempDir,
}

impl Postgres {
    /// Makes a server in a folder of its own and starts it.
    ///
    /// # Errors
    /// When no Postgres is installed, or it does not start within a minute.
    pub async fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("portal-bench-postgres.").tempdir()?;
        let data = folder.path().join("data");
        let owner = owner(folder.path())?;
        let mut initdb = as_owner(&programs.join("initdb"), owner);
        let made = initdb.arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]);
        let made = made.current_dir(folder.path()).output()?;
        if !made.status.success() {
            bail!("initdb: {}", String::from_utf8_lossy(&made.stderr));
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = fs::File::create(folder.path().join("log"))?;
        let mut server = as_owner(&programs.join("postgres"), owner);
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        server.arg("-k").arg(folder.path()).current_dir(folder.path());
        let process = server.stdout(Stdio::null()).stderr(log).spawn()?;
        let server = Self { process, port, programs, folder };
        server.wait().await?;
        Ok(server)
    }

    async fn wait(&self) -> Result<()> {
        let begun = Instant::now();
        loop {
            match PgConnection::connect(&self.url("postgres")).await {
                Ok(conn) => return Ok(conn.close().await?),
                Err(error) if begun.elapsed() > PATIENCE => return Err(error).context("Postgres did not start"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// The address of a database, over TCP on this machine.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The first process; its children are the connections' and Postgres' own.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// One of Postgres' programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = as_owner(&self.programs.join("pg_ctl"), owner(self.folder.path()).ok().flatten());
        stop.args(["stop", "-m", "fast", "-w", "-D"]).arg(self.folder.path().join("data"));
        let stopped = stop.current_dir(self.folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = writeln!(std::io::stderr(), "Postgres, process {}, did not stop by itself.", self.process.id());
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// The folder of Postgres' server programs, which Debian keeps out of the PATH; the newest counts.
fn programs() -> Result<PathBuf> {
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&in_path).collect();
    let mut debian: Vec<PathBuf> =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin")).collect();
    debian.sort();
    folders.extend(debian.into_iter().rev());
    let complete = |folder: &PathBuf| ["initdb", "postgres", "pgbench"].iter().all(|name| folder.join(name).exists());
    folders.into_iter().find(complete).context("initdb, postgres and pgbench are needed: install postgresql")
}

/// Postgres refuses to run as root: then its folder and processes belong to the user `postgres`.
fn owner(folder: &Path) -> Result<Option<(u32, u32)>> {
    let id = |of: &str| -> Result<u32> {
        let output = Command::new("id").args(["-u"]).args((!of.is_empty()).then_some(of)).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    };
    if id("")? != 0 {
        return Ok(None);
    }
    let user = id("postgres").context("the user postgres is needed to run Postgres when we are root")?;
    std::os::unix::fs::chown(folder, Some(user), Some(user))?;
    Ok(Some((user, user)))
}

fn as_owner(program: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}
