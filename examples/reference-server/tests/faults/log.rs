//! The log: nothing of anybody in it, and nobody who waits for whoever reads it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    browser::{Browser, PDF},
    program::PATIENCE,
    support::PROGRAM,
};

/// In everything that is typed. No word of the program holds it.
const CANARY: &str = "zqcanary";

/// The program with a log of its own, apart from what it prints.
struct Logged {
    child: Child,
    address: String,
    metrics: String,
}

impl Logged {
    fn start(data: &Path, log: Stdio, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--data"]).arg(data);
        for name in ["DATABASE_URL", "SMTP_URL", "RUST_LOG"] {
            command.env_remove(name);
        }
        let mut child = command.envs(settings.iter().copied()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut after = |start: &str| {
            let line = lines.find_map(|line| line.strip_prefix(start).map(str::to_owned));
            line.expect("it starts").split('/').next().unwrap().to_owned()
        };
        let (address, metrics) = (after("Open http://"), after("Metrics: http://"));
        Self { child, address, metrics }
    }

    /// Asks it to end; gives whether it ended well.
    fn end(&mut self) -> bool {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        let since = Instant::now();
        loop {
            if let Some(ended) = self.child.try_wait().unwrap() {
                return ended.success();
            }
            assert!(since.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Types the canary wherever something can be typed; gives the number of the last answer.
async fn walk(address: &str) -> String {
    let word = |what: &str| format!("{what} {CANARY}");
    let stranger = Browser::at(address);
    let wrong = [("email", "zqcanary@alpha.example"), ("password", "zqcanary-password"), ("next", "/zqcanary")];
    assert_eq!(stranger.post("/portal/sign-in", &wrong).await.unwrap().status, 422);
    let wrong = [("email", "claire@alpha.example"), ("password", "zqcanary-password"), ("next", "/")];
    assert_eq!(stranger.post("/portal/sign-in", &wrong).await.unwrap().status, 422);
    let claire = Browser::of(address, "claire").await;
    let draft = claire.filled_in(&word("Cooling")).await.unwrap();
    let name = format!("{CANARY}.pdf");
    let update = [("terms", "yes"), ("portal.intent", "update")];
    let more = [("brief", name.as_str(), PDF)];
    claire.upload(&format!("{draft}/steps/documents"), &update, &more).await.unwrap();
    let bad = [("brief", name.as_str(), CANARY.as_bytes())];
    claire.upload(&format!("{draft}/steps/documents"), &update, &bad).await.unwrap();
    let request = claire.submit(&draft).await.unwrap();
    let said = claire.post(&format!("{request}/messages"), &[("body", &word("Hello")), ("key", CANARY)]).await.unwrap();
    assert_eq!(said.status, 303, "{said:?}");
    let team = request.replace("/portal/", "/portal/team/");
    let tom = Browser::of(address, "tom").await;
    tom.post(&format!("{team}/notes"), &[("body", &word("Margin")), ("key", "1")]).await.unwrap();
    for path in ["/portal/team/queue?q=zqcanary", "/portal/zqcanary", "/zqcanary?zqcanary=1", "/mailbox/zqcanary"] {
        tom.get(path).await.unwrap();
    }
    let strange = tom.head("ZQCANARY", "/portal/zqcanary", "user-agent: zqcanary\r\nreferer: http://zqcanary/\r\n");
    tom.send(strange.as_bytes()).await.unwrap();
    let last = claire.get(&request).await.unwrap();
    assert!(last.body.contains(CANARY), "it was typed");
    last.header("x-request-id").expect("a number")
}

async fn tells_nothing(settings: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let log = std::fs::File::create(&path).unwrap();
    let data = folder.path().join("data");
    let mut server = Logged::start(&data, log.into(), settings);
    let number = walk(&server.address).await;
    assert!(server.end(), "it ends well");
    let log = std::fs::read_to_string(&path).unwrap();
    for private in [CANARY, "laire", "alpha.example", "Alpha Logistics", "try-the-portal", "Two units"] {
        let line = log.lines().find(|line| line.to_lowercase().contains(&private.to_lowercase()));
        assert_eq!(line, None, "{private} is in the log");
    }
    let answered: Vec<&str> = log.lines().filter(|line| line.contains(&number)).collect();
    assert!(
        answered.iter().any(|line| line.contains("/portal/requests/{request}") && line.contains("200")),
        "{number}\n{log}"
    );
    log
}

#[tokio::test(flavor = "multi_thread")]
async fn i13_a_log_in_json_holds_nothing_of_anybody_and_each_line_is_an_object() {
    let log = tells_nothing(&[("PORTAL_LOG_FORMAT", "json")]).await;
    for line in log.lines() {
        let event: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("i15: {error}: {line}"));
        assert!(event["level"].is_string() && event["timestamp"].is_string(), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i13_even_a_log_for_debugging_holds_nothing_of_anybody() {
    tells_nothing(&[("RUST_LOG", "debug")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f40_a_log_that_nobody_reads_holds_up_no_request_and_no_end() {
    let folder = tempfile::tempdir().unwrap();
    // The pipe is open and full, and nobody reads it.
    let mut server = Logged::start(folder.path(), Stdio::piped(), &[("RUST_LOG", "trace")]);
    let (stranger, watcher) = (Browser::at(&server.address), Browser::at(&server.metrics));
    let since = Instant::now();
    loop {
        for _ in 0..50 {
            assert_eq!(stranger.get("/portal/sign-in").await.unwrap().status, 200);
        }
        let measures = watcher.get("/metrics").await.unwrap().body;
        let dropped = measures.lines().find_map(|line| line.strip_prefix("portal_log_lines_dropped_total "));
        if dropped.is_some_and(|dropped| dropped != "0") {
            break;
        }
        assert!(since.elapsed() < PATIENCE, "more lines than the pipe and the queue hold: {dropped:?}");
    }
    for _ in 0..20 {
        assert_eq!(stranger.get("/portal/sign-in").await.unwrap().status, 200, "it goes on");
    }
    let claire = Browser::of(&server.address, "claire").await;
    claire.filled_in("Nobody reads the log").await.unwrap();
    assert!(server.end(), "it ends, and well");
}
