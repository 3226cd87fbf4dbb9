//! The other side of the mail: takes every letter, and keeps a list of its own of what it has taken.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// How often each letter was taken, by its Message-ID and recipient.
pub type Taken = BTreeMap<(String, String), u32>;

/// A mail server in this process.
#[derive(Clone, Debug)]
pub struct Peer {
    port: u16,
    taken: Arc<Mutex<Taken>>,
}

impl Peer {
    /// Listens until the test ends.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = Self { port: listener.local_addr().unwrap().port(), taken: Arc::default() };
        let taken = peer.taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, taken.clone()));
            }
        });
        peer
    }

    /// The setting that names it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What it has taken so far.
    pub fn taken(&self) -> Taken {
        self.taken.lock().unwrap().clone()
    }
}

/// One conversation (RFC 5321). A letter counts as taken before we say so: whoever is killed then never learns of it.
async fn talk(stream: TcpStream, taken: Arc<Mutex<Taken>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut to, mut id, mut within) = (String::new(), String::new(), false);
    stream.write_all(b"220 peer\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let said = line.trim_end().to_owned();
        line.clear();
        if within {
            if let Some(named) = said.strip_prefix("Message-ID: ") {
                named.clone_into(&mut id);
            }
            if said == "." {
                within = false;
                *taken.lock().unwrap().entry((id.clone(), to.clone())).or_default() += 1;
                stream.write_all(b"250 taken\r\n").await?;
            }
            continue;
        }
        let command = said.to_uppercase();
        let answer: &[u8] = if command.starts_with("EHLO") {
            b"250-peer\r\n250 8BITMIME\r\n"
        } else if command.starts_with("RCPT TO:") {
            to = said["RCPT TO:".len()..].trim_matches(['<', '>', ' ']).to_owned();
            b"250 yes\r\n"
        } else if command == "DATA" {
            within = true;
            b"354 go on\r\n"
        } else if command == "QUIT" {
            stream.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else {
            b"250 yes\r\n"
        };
        stream.write_all(answer).await?;
    }
    Ok(())
}
