//! Clients that are silent, slow, or take nothing: cut off in time, while others are answered.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    browser::{Answer, Browser},
    long,
    program::{PATIENCE, Start},
};

/// How a client is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slow {
    Silent,
    PartOfTheHeaders,
    PartOfTheBody,
    TricklingBody,
    TakingNothing,
}

/// How long one waits to be cut off: the longest limit, in the long form 60 s, and what a busy machine may add. Who takes
/// nothing is cut off so long after the system's buffers are full, and a hundred of them take some time to fill theirs.
const CUT_OFF: Duration = PATIENCE.saturating_add(Duration::from_mins(1));

/// Seconds for headers, body, writing.
struct Limits(u64, u64, u64);

impl Slow {
    const ALL: [Self; 5] =
        [Self::Silent, Self::PartOfTheHeaders, Self::PartOfTheBody, Self::TricklingBody, Self::TakingNothing];

    fn limit(self, limits: &Limits) -> Duration {
        Duration::from_secs(match self {
            Self::Silent | Self::PartOfTheHeaders => limits.0,
            Self::PartOfTheBody | Self::TricklingBody => limits.1,
            Self::TakingNothing => limits.2,
        })
    }

    /// Behaves so until it is cut off. Gives how long that took, from before it came.
    async fn be(self, browser: Browser, page: String) -> (Self, Duration) {
        let since = Instant::now();
        match self {
            Self::Silent => silent(&browser, "").await,
            Self::PartOfTheHeaders => silent(&browser, "GET /portal/sign-in HTTP/1.1\r\nhost: ").await,
            Self::PartOfTheBody | Self::TricklingBody => {
                let answer = body(&browser, self == Self::TricklingBody).await;
                assert_eq!(answer.status, 408, "{self:?}: {answer:?}");
                assert!(answer.body.contains("did not arrive in time"), "{answer:?}");
            }
            Self::TakingNothing => taking_nothing(&browser, &page).await,
        }
        (self, since.elapsed())
    }
}

async fn silent(browser: &Browser, said: &str) {
    let mut stream = TcpStream::connect(&browser.address).await.unwrap();
    stream.write_all(said.as_bytes()).await.unwrap();
    let mut heard = Vec::new();
    // It may be closed or reset; there is nothing to say to who asked nothing.
    let _ = timeout(CUT_OFF, stream.read_to_end(&mut heard)).await.expect("cut off in the end");
    assert_eq!(String::from_utf8_lossy(&heard), "");
}

/// A body that is announced, begun and left at that; or that comes in drops, and is never silent for long.
async fn body(browser: &Browser, trickling: bool) -> Answer {
    let form = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 100000\r\n";
    let mut stream = TcpStream::connect(&browser.address).await.unwrap();
    stream.write_all(browser.head("POST", "/portal/sign-in", form).as_bytes()).await.unwrap();
    stream.write_all(b"email=").await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let drops = tokio::spawn(async move {
        while trickling && writing.write_all(b"a").await.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
        // Dropping it would close this side.
        writing
    });
    let mut heard = Vec::new();
    let _ = timeout(CUT_OFF, reading.read_to_end(&mut heard)).await.expect("cut off in the end");
    drops.abort();
    Answer::parse(&String::from_utf8_lossy(&heard)).expect("an answer")
}

/// Asks for more than the system keeps for it, and reads none of it. Cut off, it learns so by what it tries to send.
async fn taking_nothing(browser: &Browser, page: &str) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let stream = socket.connect(browser.address.parse().unwrap()).await.unwrap();
    let one = format!("GET {page} HTTP/1.1\r\nhost: {}\r\n\r\n", browser.address);
    let _ = stream.try_write(one.repeat(500).as_bytes()).unwrap();
    let since = Instant::now();
    while !matches!(stream.try_write(b"."), Err(error) if error.kind() != std::io::ErrorKind::WouldBlock) {
        assert!(since.elapsed() < CUT_OFF, "cut off in the end");
        sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_slow_clients_are_cut_off_in_time_and_delay_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (limits, of_each) = if long() { (Limits(10, 30, 60), 100) } else { (Limits(2, 3, 4), 8) };
    let server = Start::on(folder.path())
        .with("PORTAL_TIMEOUT_HEADERS", limits.0)
        .with("PORTAL_TIMEOUT_BODY", limits.1)
        .with("PORTAL_TIMEOUT_WRITE", limits.2)
        .start();
    let claire = Browser::of(&server.address, "claire").await;
    let start = claire.get("/").await.unwrap().body.replace("&#x2f;", "/");
    let styles = start.split('"').find(|url| url.contains("/assets/portal") && url.contains(".css"));
    let styles = styles.expect("the stylesheet's address").to_owned();
    assert!(claire.get(&styles).await.unwrap().body.len() > 20_000, "it is large");

    let mut slow = JoinSet::new();
    for kind in Slow::ALL {
        for _ in 0..of_each {
            slow.spawn(kind.be(Browser::at(&server.address), styles.clone()));
        }
    }
    let mut times = Vec::new();
    let mut worst = Slow::ALL.map(|kind| (kind, Duration::ZERO));
    while !slow.is_empty() {
        for path in ["/portal", "/portal/requests", "/healthz"] {
            let asked = Instant::now();
            assert_eq!(claire.get(path).await.unwrap().status, 200, "{path}");
            times.push(asked.elapsed());
        }
        while let Some(cut) = slow.try_join_next() {
            let (kind, took) = cut.unwrap();
            assert!(took >= kind.limit(&limits), "{kind:?} was cut off early, after {took:?}");
            let slot = worst.iter_mut().find(|(known, _)| *known == kind).unwrap();
            slot.1 = slot.1.max(took);
        }
        sleep(Duration::from_millis(20)).await;
    }
    times.sort_unstable();
    let (last, p99) = (times[times.len() - 1], times[times.len() * 99 / 100]);
    println!("f28: {} slow clients, cut off after at most {worst:?}", of_each * Slow::ALL.len());
    println!("f28: {} other requests meanwhile: p99 {p99:?}, slowest {last:?}", times.len());
    assert!(last < Duration::from_secs(5), "others are answered: {last:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_more_silent_clients_than_connections_are_cut_off_and_others_get_their_turn() {
    let folder = tempfile::tempdir().unwrap();
    let server = Start::on(folder.path()).with("PORTAL_TIMEOUT_HEADERS", 1).with("PORTAL_CONNECTIONS", 8).start();
    let mut silent = JoinSet::new();
    for _ in 0..32 {
        silent.spawn(Slow::Silent.be(Browser::at(&server.address), String::new()));
    }
    let browser = Browser::at(&server.address);
    for _ in 0..5 {
        assert_eq!(browser.get("/healthz").await.unwrap().status, 200);
    }
    silent.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_a_connection_may_rest_between_requests_longer_than_headers_may_take() {
    let folder = tempfile::tempdir().unwrap();
    let server = Start::on(folder.path()).with("PORTAL_TIMEOUT_HEADERS", 1).with("PORTAL_TIMEOUT_IDLE", 60).start();
    let mut stream = TcpStream::connect(&server.address).await.unwrap();
    for _ in 0..2 {
        let request = format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", server.address);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut heard = String::new();
        while !heard.ends_with("\r\n\r\nup") {
            let mut piece = [0; 1024];
            let read = timeout(PATIENCE, stream.read(&mut piece)).await.unwrap().unwrap();
            assert!(read > 0, "closed after {heard}");
            heard.push_str(&String::from_utf8_lossy(&piece[..read]));
        }
        sleep(Duration::from_secs(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_a_connection_that_rests_too_long_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Start::on(folder.path()).with("PORTAL_TIMEOUT_HEADERS", 600).with("PORTAL_TIMEOUT_IDLE", 1).start();
    let mut stream = TcpStream::connect(&server.address).await.unwrap();
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", server.address);
    stream.write_all(request.as_bytes()).await.unwrap();
    let since = Instant::now();
    let mut heard = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut heard)).await.expect("closed in the end").unwrap();
    assert!(heard.starts_with("HTTP/1.1 200") && heard.ends_with("\r\n\r\nup"), "{heard}");
    assert!(since.elapsed() >= Duration::from_millis(900), "it was closed at once");
}
