//! Requests without end: refused with their own status, at no cost in memory.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::{
    browser::{Answer, Browser},
    long,
    program::{PATIENCE, Start},
};

/// Most that memory may grow by (SECURITY F29), in KiB.
const GROWTH: u64 = 64 * 1024;

/// Sends a head, then the same piece for ever (if it is none, nothing more), until it is answered.
async fn endless(browser: &Browser, head: &str, piece: Vec<u8>) -> Answer {
    let mut stream = TcpStream::connect(&browser.address).await.unwrap();
    // What is refused early need not be taken whole.
    let _ = stream.write_all(head.as_bytes()).await;
    let (mut reading, mut writing) = stream.into_split();
    let sending = tokio::spawn(async move {
        while !piece.is_empty() && writing.write_all(&piece).await.is_ok() {}
        writing
    });
    let mut heard = Vec::new();
    let mut bytes = [0; 4096];
    // Until the head of an answer is there: a client that hears "too large" stops sending.
    let answer = timeout(PATIENCE, async {
        loop {
            let read = reading.read(&mut bytes).await.unwrap_or_default();
            heard.extend(&bytes[..read]);
            if let Some(answer) = Answer::parse(&String::from_utf8_lossy(&heard)) {
                return answer;
            }
            assert!(read > 0, "cut off without an answer: {}", String::from_utf8_lossy(&heard));
        }
    });
    let answer = answer.await.expect("an answer in the end");
    sending.abort();
    answer
}

fn chunk(content: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", content.len()).as_bytes(), content, b"\r\n"].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn f29_what_is_too_large_is_refused_with_its_own_status_and_costs_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let server = Start::on(folder.path()).start();
    let claire = Browser::of(&server.address, "claire").await;
    let draft = claire.post("/portal/requests/new/quote", &[("another", "yes")]).await.unwrap().to().unwrap();
    let step = format!("{draft}/steps/documents");
    let before = server.peak();

    for _ in 0..if long() { 20 } else { 2 } {
        let (declared, form, files, parts, header, fields) = tokio::join!(
            declared(&claire),
            endless_form(&claire),
            endless_file(&claire, &step),
            parts(&claire, &step),
            header(&claire),
            fields(&claire),
        );
        for (what, answer, status) in [
            ("10 GiB declared", declared, &[413][..]),
            ("an endless form", form, &[413]),
            ("an endless file", files, &[413]),
            ("10,000 parts", parts, &[400, 413]),
            ("a header of 1 MB", header, &[431]),
            ("10,000 headers", fields, &[431]),
        ] {
            assert!(status.contains(&answer.status), "{what}: {answer:?}");
        }
    }
    let grown = server.peak() - before;
    println!("f29: memory grew by {grown} KiB to {} KiB at most", server.peak());
    assert!(grown < GROWTH, "{grown} KiB");
    assert_eq!(claire.get(&step).await.unwrap().status, 200, "the draft is as it was");
}

async fn declared(browser: &Browser) -> Answer {
    let more = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 10737418240\r\n";
    endless(browser, &browser.head("POST", "/portal/sign-in", more), vec![b'a'; 1 << 16]).await
}

async fn endless_form(browser: &Browser) -> Answer {
    let more = "content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n";
    endless(browser, &browser.head("POST", "/portal/sign-in", more), chunk(&[b'a'; 16_000])).await
}

async fn endless_file(browser: &Browser, step: &str) -> Answer {
    let more = "content-type: multipart/form-data; boundary=b\r\ntransfer-encoding: chunked\r\n";
    let part = b"--b\r\nContent-Disposition: form-data; name=\"brief\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n";
    let head = browser.head("POST", step, more) + &String::from_utf8_lossy(&chunk(part));
    endless(browser, &head, chunk(&[b'a'; 16_000])).await
}

async fn parts(browser: &Browser, step: &str) -> Answer {
    let part = "--b\r\nContent-Disposition: form-data; name=\"subject\"\r\n\r\na\r\n";
    let body = part.repeat(10_000) + "--b--\r\n";
    let more = format!("content-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n", body.len());
    endless(browser, &(browser.head("POST", step, &more) + &body), Vec::new()).await
}

async fn header(browser: &Browser) -> Answer {
    let head = format!("GET / HTTP/1.1\r\nhost: {}\r\nx-large: {}\r\n\r\n", browser.address, "a".repeat(1 << 20));
    endless(browser, &head, Vec::new()).await
}

async fn fields(browser: &Browser) -> Answer {
    let head = format!("GET / HTTP/1.1\r\nhost: {}\r\n{}\r\n", browser.address, "a: b\r\n".repeat(10_000));
    endless(browser, &head, Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn f29_headers_are_refused_from_the_first_field_and_byte_too_many() {
    let folder = tempfile::tempdir().unwrap();
    let server = Start::on(folder.path()).start();
    let browser = Browser::at(&server.address);
    let host = format!("host: {}\r\nconnection: close\r\n", server.address);
    let with = |more: String| format!("GET /healthz HTTP/1.1\r\n{host}{more}\r\n");
    let fields = |number: usize| with("a: b\r\n".repeat(number - 2));
    let bytes = |number: usize| with(format!("a: {}\r\n", "b".repeat(number - with("a: \r\n".to_owned()).len())));
    for (head, status) in
        [(fields(100), 200), (fields(101), 431), (bytes(16 * 1024 - 1), 200), (bytes(16 * 1024 + 1), 431)]
    {
        assert_eq!(browser.send(head.as_bytes()).await.unwrap().status, status);
    }
}
