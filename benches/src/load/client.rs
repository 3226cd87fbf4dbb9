//! One connection to a server, kept open: sends a request, reads the answer whole.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A request as it goes over the wire.
#[derive(Clone, Debug)]
pub struct Request {
    head: Vec<u8>,
    body: &'static [u8],
}

impl Request {
    /// A request with its headers (each line ended) and body.
    pub fn new(method: &str, path: &str, headers: &str, body: &'static [u8]) -> Self {
        let length = if method == "GET" { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let head = format!("{method} {path} HTTP/1.1\r\nhost: HOST\r\n{headers}{length}\r\n");
        Self { head: head.into_bytes(), body }
    }

    /// The same request for the server at an address.
    pub fn to(mut self, address: SocketAddr) -> Self {
        let text = String::from_utf8_lossy(&self.head).replacen("HOST", &address.to_string(), 1);
        self.head = text.into_bytes();
        self
    }
}

/// What a server answered.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head, as it came.
    pub head: String,
    /// The body, when it was asked to be kept.
    pub body: Vec<u8>,
    /// Its length.
    pub length: usize,
}

/// An open connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads the answer; keeps its body only when asked to.
    pub async fn ask(&mut self, request: &Request, keep: bool) -> Result<Answer> {
        self.stream.write_all(&request.head).await?;
        self.stream.write_all(request.body).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let mut answer = Answer { status, ..Answer::default() };
        if let Some(length) = value("content-length:") {
            answer.length = length.parse()?;
            self.rest(end, answer.length, keep, &mut answer.body).await?;
        } else if value("transfer-encoding:") == Some("chunked") {
            self.chunks(end, keep, &mut answer).await?;
        }
        answer.head = head;
        Ok(answer)
    }

    async fn more(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => bail!("the server hung up"),
            _ => Ok(()),
        }
    }

    /// Reads a body of known length that begins in the buffer.
    async fn rest(&mut self, begin: usize, length: usize, keep: bool, body: &mut Vec<u8>) -> Result<()> {
        let mut read = self.buffer.len() - begin;
        if keep {
            body.extend_from_slice(&self.buffer[begin..]);
        }
        while read < length {
            self.buffer.clear();
            self.more().await?;
            read += self.buffer.len();
            if keep {
                body.extend_from_slice(&self.buffer);
            }
        }
        ensure!(read <= length, "more than was announced");
        Ok(())
    }

    async fn chunks(&mut self, mut at: usize, keep: bool, answer: &mut Answer) -> Result<()> {
        loop {
            let line = loop {
                if let Some(found) = find(&self.buffer[at..], b"\r\n") {
                    break at + found;
                }
                self.more().await?;
            };
            let length = usize::from_str_radix(std::str::from_utf8(&self.buffer[at..line])?.trim(), 16)?;
            let (begin, end) = (line + 2, line + 2 + length);
            while self.buffer.len() < end + 2 {
                self.more().await?;
            }
            if keep {
                answer.body.extend_from_slice(&self.buffer[begin..end]);
            }
            answer.length += length;
            at = end + 2;
            if length == 0 {
                return Ok(());
            }
            self.buffer.drain(..at);
            at = 0;
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
