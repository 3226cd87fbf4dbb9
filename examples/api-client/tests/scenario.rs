//! The example plays its scenario against the reference server, on both databases.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions};

/// What the example says when all goes well.
const SAYS: &str = "\
Claire Martin of Alpha Logistics
Cooling: Received; sent again: true
changed since: false
first in the queue: Cooling
Cooling: Missing information
Send what is missing: done
Cooling: In progress
";

/// The reference server with its data.
struct Server {
    child: Child,
    folder: tempfile::TempDir,
    url: Option<String>,
    base: String,
}

/// The program `portal`, which the workspace's build leaves beside the example.
fn program() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_api-client")).with_file_name("portal");
    assert!(program.exists(), "{} is not there: cargo build -p reference-server", program.display());
    program
}

/// A command of the program on this data.
fn command(folder: &Path, url: Option<&str>) -> Command {
    let mut command = Command::new(program());
    for name in ["DATABASE_URL", "SMTP_URL", "PORTAL_BASE_URL", "PORTAL_DEFINITIONS", "PORTAL_NO_DEMO", "PORTAL_FAULT"]
    {
        command.env_remove(name);
    }
    command.env("PORTAL_NO_PLAY", "true");
    command.env("PORTAL_DATA", folder).envs(url.map(|url| ("DATABASE_URL", url)));
    command
}

impl Server {
    fn start(url: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut server = command(folder.path(), url);
        let mut child = server.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split('/').next().map(str::to_owned)
        });
        // What it says later must not block it.
        std::thread::spawn(move || lines.for_each(drop));
        let base = format!("http://{}/portal/api/v1", address.expect("it says its address"));
        Self { child, folder, url: url.map(str::to_owned), base }
    }

    /// A token of one of the demo people.
    fn token(&self, person: &str) -> String {
        let mut token = command(self.folder.path(), self.url.as_deref());
        let made = token.args(["token", "--person", person, "--name", "example"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn the_example_plays_the_scenario(url: Option<&str>) {
    let server = Server::start(url);
    let (client, team) = (server.token("claire@alpha.example"), server.token("tom@novaterm.example"));
    let played = Command::new(env!("CARGO_BIN_EXE_api-client")).args([&server.base, &client, &team]).output().unwrap();
    let said = String::from_utf8(played.stdout).unwrap();
    assert!(played.status.success(), "{said}{}", String::from_utf8_lossy(&played.stderr));
    assert_eq!(said, SAYS);
}

#[test]
fn the_example_plays_the_scenario_on_sqlite() {
    the_example_plays_the_scenario(None);
}

#[tokio::test]
async fn the_example_plays_the_scenario_on_postgres() {
    let admin = std::env::var("PORTAL_TEST_POSTGRES");
    let admin = admin.expect("run scripts/test, or set PORTAL_TEST_POSTGRES to an admin URL");
    let options: PgConnectOptions = admin.parse().unwrap();
    let name = format!("portal_example_{}", std::process::id());
    let mut conn = PgConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut conn).await.unwrap();
    let url = options.database(&name).to_url_lossy().to_string();
    let played = tokio::task::spawn_blocking(move || the_example_plays_the_scenario(Some(&url))).await;
    sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)"))).execute(&mut conn).await.unwrap();
    played.unwrap();
}
