//! What whoever runs the server relies on: what it refuses, what it says of its health, its commands, and that what the
//! documentation gives to copy is right.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    io::Read,
    path::Path,
    process::{Command, Output, Stdio},
};

use support::{PROGRAM, Server};

const PAGE: &str = include_str!("../../../docs/operating.md");

/// Runs the program to its end, with these settings and no others of ours.
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command = Command::new(PROGRAM);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORTAL_") || name.ends_with("_URL")) {
        command.env_remove(name);
    }
    let Output { status, stdout, stderr } = command.args(arguments).envs(environment.iter().copied()).output().unwrap();
    (status.code(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

#[test]
fn i12_a_dangerous_start_is_refused_with_every_setting_and_its_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&data, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let environment =
        [("PORTAL_NO_DEMO", "true"), ("PORTAL_BASE_URL", "http://portal.example/"), ("PORTAL_DATAA", "/x")];
    let (code, said) = run(&["--data", data.to_str().unwrap()], &environment);
    assert_eq!(code, Some(1), "{said}");
    for part in ["SMTP_URL", "PORTAL_BASE_URL", "https://", "chmod 700", "PORTAL_DATAA is no setting"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 0, "nothing was begun");
}

#[test]
fn settings_before_a_command_are_refused_rather_than_lost() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let (code, said) = run(&["--data", data, "verify"], &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("'verify' cannot be used with '--data <DATA>'"), "{said}");
    let (code, said) = run(&["migrate", "--data", data], &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(folder.path().join("portal.db").exists());
}

#[test]
fn i13_no_error_repeats_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    for (name, value) in [
        ("DATABASE_URL", "postgres://user:zqcanary@127.0.0.1:1/portal"),
        ("DATABASE_URL", "postgres://user:zqcanary@127.0.0.1:port/portal"),
        ("DATABASE_URL", "mysql://user:zqcanary@127.0.0.1/portal"),
        ("DATABASE_URL", "zqcanary"),
        ("SMTP_URL", "smtp://user:zqcanary@mail.example?tls=none"),
        ("SMTP_URL", "smtp://user:zqcanary@mail example"),
        ("SMTP_URL", "zqcanary"),
    ] {
        for more in [&["--no-demo"][..], &[]] {
            let (code, said) = run(&[&["--listen", "127.0.0.1:0", "--data", data], more].concat(), &[(name, value)]);
            assert_eq!(code, Some(1), "{value}: {said}");
            assert!(!said.contains("zqcanary"), "{value}: {said}");
        }
        let backup = folder.path().join("backup").display().to_string();
        for command in [&["verify"][..], &["migrate"], &["backup", &backup], &["restore", &backup]] {
            let (_, said) = run(&[command, &["--data", data]].concat(), &[(name, value)]);
            assert!(!said.contains("zqcanary"), "{command:?} {value}: {said}");
        }
    }
}

#[test]
fn migrating_is_a_step_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let (code, said) = run(&["migrate", "--check", "--data", data], &[]);
    assert!(code == Some(3) && !Path::new(data).exists(), "asking makes nothing: {said}");
    let (code, said) = run(&["--no-migrate", "--listen", "127.0.0.1:0", "--data", data], &[]);
    assert!(code == Some(1) && said.contains("portal migrate") && said.contains("0001 portal"), "{said}");
    let (code, said) = run(&["migrate", "--check", "--data", data], &[]);
    assert!(code == Some(3) && said.contains("0001 portal"), "{said}");
    for (done, word) in [("migrate", "Done: 0001 portal"), ("migrate", "up to date")] {
        let (code, said) = run(&[done, "--data", data], &[]);
        assert!(code == Some(0) && said.contains(word), "{said}");
    }
    let (code, said) = run(&["migrate", "--check", "--data", data], &[]);
    assert!(code == Some(0) && said.contains("up to date"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i14_from_outside_health_says_up_or_down_and_nothing_more() {
    let good = Server::start(&[]);
    let ready = good.get("/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 200") && ready.ends_with("\r\n\r\nup"), "{ready}");
    let (code, said) = run(&["health", "--listen", &good.address], &[]);
    assert_eq!((code, said.trim()), (Some(0), "up"));
    let full = Server::start(&[("PORTAL_DISK_FLOOR", "1000000000000")]);
    let ready = full.get("/readyz?verbose").await;
    assert!(ready.starts_with("HTTP/1.1 503") && ready.ends_with("\r\n\r\ndown"), "{ready}");
    assert!(ready.contains("\r\nretry-after: "), "{ready}");
    assert!(full.get("/healthz").await.starts_with("HTTP/1.1 200"), "it lives");
    assert!(full.get("/metrics").await.starts_with("HTTP/1.1 404"));
    let address = full.address.clone();
    drop(full);
    let (code, said) = run(&["health", "--listen", &address], &[]);
    assert!(code == Some(1) && said.starts_with("down"), "{said}");
}

#[test]
fn the_parts_of_health_are_told_where_metrics_are() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--disk-floor", "1000000000000"];
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .arg("--data")
        .arg(folder.path())
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap())).map(Result::unwrap);
    let metrics = lines.find_map(|line| line.strip_prefix("Metrics: http://").map(str::to_owned)).unwrap();
    let address = metrics.split('/').next().unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    std::io::Write::write_all(&mut stream, b"GET /readyz?verbose HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut told = String::new();
    stream.read_to_string(&mut told).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(told.starts_with("HTTP/1.1 503"), "{told}");
    for line in ["database up\n", "worker up: the oldest job has waited ", "disk down: "] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

/// The first block of this kind that holds `part`.
fn block(kind: &str, part: &str) -> &'static str {
    let begin = format!("\n```{kind}\n");
    let mut blocks = PAGE.split(&begin).skip(1).map(|rest| rest.split("\n```").next().unwrap());
    blocks.find(|block| block.contains(part)).expect("the block is in docs/operating.md")
}

/// Each flag and each variable of ours that a text names is one of the program's.
fn names_only_settings(text: &str) {
    let (_, help) = run(&["serve", "--help"], &[]);
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !(c.is_alphanumeric() || "-_".contains(c))).map(str::to_owned).collect()
    };
    let known = words(&help);
    let ours = |word: &&String| word.starts_with("PORTAL_") || word.starts_with("--");
    let named: Vec<String> = words(text).iter().filter(ours).cloned().collect();
    assert!(!named.is_empty());
    for name in named {
        assert!(known.contains(&name), "{name} is no setting");
    }
}

#[test]
fn the_documented_unit_is_one_that_systemd_takes() {
    let unit = block("ini", "[Service]");
    for line in unit.lines().filter(|line| line.starts_with("ExecStart=") || line.starts_with("Environment=")) {
        names_only_settings(line);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("portal.service");
    std::fs::write(&path, unit.replace("/usr/local/bin/portal", PROGRAM)).unwrap();
    match Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&path).output() {
        Ok(verified) => {
            let said = String::from_utf8_lossy(&verified.stderr).into_owned();
            assert!(verified.status.success() && !said.contains("portal.service"), "{said}");
        }
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "systemd is not here: {error}"),
    }
}

#[test]
fn the_documented_container_runs_as_nobody_and_names_only_settings() {
    let file = block("dockerfile", "ENTRYPOINT");
    names_only_settings(file.lines().find(|line| line.starts_with("ENV ")).unwrap());
    let lines: Vec<&str> = file.lines().collect();
    let place = |start: &str| lines.iter().position(|line| line.starts_with(start)).unwrap();
    assert!(place("USER 10001") < place("ENTRYPOINT"));
    assert!(place("HEALTHCHECK") > 0 && file.contains("CMD [\"portal\", \"health\"]"));
    let (code, said) = run(&["health", "--help"], &[]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn the_documented_alerts_ask_for_measures_that_there_are() {
    let (_, table) = PAGE.split_once("<!-- measures").unwrap();
    let table = table.split("<!-- end").next().unwrap();
    let rules = block("yaml", "- alert:");
    assert_eq!(rules.matches("- alert:").count(), 5);
    let mut named = 0;
    for word in rules.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| word.starts_with("portal_")) {
        let name = ["_bucket", "_count", "_sum"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        assert!(table.contains(&format!("`{name}`")), "{word}");
        named += 1;
    }
    assert!(named >= 5, "{named}");
}
