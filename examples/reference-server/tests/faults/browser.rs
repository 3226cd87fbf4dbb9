//! A browser of our own: it keeps one cookie, follows nothing, and takes a cut connection for what it is.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// The password of the demo people.
pub const PASSWORD: &str = "try-the-portal";
/// A small PDF that is whole.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

const BOUNDARY: &str = "----a-boundary-of-the-tests";
/// Longest wait for an answer. The server itself gives up earlier.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody at a browser. Clones are further tabs of it.
#[derive(Clone, Debug)]
pub struct Browser {
    pub address: String,
    cookie: String,
}

/// An answer whose head arrived whole.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Browser {
    /// Nobody's yet.
    pub fn at(address: &str) -> Self {
        Self { address: address.to_owned(), cookie: String::new() }
    }

    /// One of the demo people's, who signs in by name.
    pub async fn of(address: &str, name: &str) -> Self {
        let mut browser = Self::at(address);
        let company = match name {
            "claire" | "aline" => "alpha",
            "bruno" => "beta",
            _ => "novaterm",
        };
        let email = format!("{name}@{company}.example");
        let form = [("email", email.as_str()), ("password", PASSWORD), ("next", "/")];
        let answer = browser.post("/portal/sign-in", &form).await.unwrap();
        let cookie = answer.header("set-cookie").unwrap_or_else(|| panic!("not signed in: {answer:?}"));
        cookie.split(';').next().unwrap().clone_into(&mut browser.cookie);
        browser
    }

    /// The same browser, after the server has moved to another port.
    pub fn moved(&self, address: &str) -> Self {
        Self { address: address.to_owned(), cookie: self.cookie.clone() }
    }

    pub async fn get(&self, path: &str) -> io::Result<Answer> {
        self.send(self.head("GET", path, "").as_bytes()).await
    }

    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> io::Result<Answer> {
        let (head, body) = self.form(path, pairs);
        self.send(format!("{head}{body}").as_bytes()).await
    }

    /// Posts a form with files: `(field, file name, bytes)`.
    pub async fn upload(
        &self,
        path: &str,
        texts: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> io::Result<Answer> {
        let body = multipart(texts, files);
        let more =
            format!("content-type: multipart/form-data; boundary={BOUNDARY}\r\ncontent-length: {}\r\n", body.len());
        self.send(&[self.head("POST", path, &more).as_bytes(), &body].concat()).await
    }

    /// Uses the API with the session of this browser; `more` are further headers, each with its line's end.
    pub async fn api(&self, method: &str, path: &str, more: &str, body: &str) -> io::Result<Answer> {
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let more = format!("{more}{kind}content-length: {}\r\n", body.len());
        let head = self.head(method, &format!("/portal/api/v1{path}"), &more);
        self.send(format!("{head}{body}").as_bytes()).await
    }

    /// A request's line and headers, with more of them.
    pub fn head(&self, method: &str, path: &str, more: &str) -> String {
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("cookie: {}\r\n", self.cookie) };
        let origin = &self.address;
        format!(
            "{method} {path} HTTP/1.1\r\nhost: {origin}\r\norigin: http://{origin}\r\nsec-fetch-site: same-origin\r\n\
             connection: close\r\n{cookie}{more}\r\n"
        )
    }

    /// The head and the body of a posted form.
    pub fn form(&self, path: &str, pairs: &[(&str, &str)]) -> (String, String) {
        let body: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let body = body.join("&");
        let more = format!("content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n", body.len());
        (self.head("POST", path, &more), body)
    }

    /// Sends these bytes and waits for an answer.
    pub async fn send(&self, request: &[u8]) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address).await?;
        stream.write_all(request).await?;
        Answer::from(&mut stream).await
    }

    /// Fills in a quote request up to the page before sending; gives the draft's address below `/portal`.
    pub async fn filled_in(&self, subject: &str) -> io::Result<String> {
        let draft = self.post("/portal/requests/new/quote", &[("another", "yes")]).await?.to()?;
        let go = ("portal.intent", "continue");
        let need = [("subject", subject), ("kind", "installation"), ("details", "Two units, quiet at night."), go];
        self.upload(&format!("{draft}/steps/need"), &need, &[]).await?.to()?;
        let project = [("budget", "5000"), ("start", "2099-01-31"), ("visit", "no"), go];
        self.upload(&format!("{draft}/steps/project"), &project, &[]).await?.to()?;
        let brief = [("brief", "brief.pdf", PDF)];
        self.upload(&format!("{draft}/steps/documents"), &[("terms", "yes"), go], &brief).await?.to()?;
        Ok(draft)
    }

    /// Sends a filled-in draft; gives the request's address. Sending again gives the same.
    pub async fn submit(&self, draft: &str) -> io::Result<String> {
        let receipt = self.post(&format!("{draft}/check"), &[]).await?.to()?;
        Ok(receipt.trim_end_matches("/receipt").to_owned())
    }
}

impl Answer {
    /// Reads an answer until the connection ends. One whose head, or whose body of a known length, is cut off is none.
    pub async fn from(stream: &mut TcpStream) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let read = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let answer = Self::parse(&text);
        match (answer, read) {
            (Some(answer), _) => Ok(answer),
            (None, Ok(Err(error))) => Err(error),
            (None, Ok(Ok(_))) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, text)),
            (None, Err(_)) => Err(io::Error::new(io::ErrorKind::TimedOut, text)),
        }
    }

    /// Reads an answer whose head is whole.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        Some(Self { status, head: head.to_owned(), body: body.to_owned() })
    }

    /// Where a redirect leads; an error for any other answer.
    pub fn to(&self) -> io::Result<String> {
        match (self.status, self.header("location")) {
            (303, Some(to)) => Ok(to),
            _ => Err(io::Error::other(format!("{}\n{}", self.head, self.body))),
        }
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}: ")))?;
        Some(line[name.len() + 2..].to_owned())
    }
}

fn multipart(texts: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in texts {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    for (name, file, content) in files {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n");
        body.extend(head.bytes());
        body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
