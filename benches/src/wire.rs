//! A proxy before Postgres that writes down which statements are run and how often the client waits for an answer: the
//! statements of a server are read off the wire, not guessed.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use anyhow::{Result, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// The code of a request for TLS in place of a protocol version.
const TLS: [u8; 4] = 80_877_103_u32.to_be_bytes();

/// A running proxy.
#[derive(Clone, Debug)]
pub struct Wire {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The statements that were run, in order.
    pub statements: Vec<String>,
    /// How often the client waited for Postgres.
    pub round_trips: usize,
}

/// Asked by the portal once a second, whatever is done: which version of the definition is in force.
const NEWEST: &str = "select hash from portal_definition order by published desc, hash desc limit 1";

impl Seen {
    /// What was done for the operation itself: the portal's question of each second is left out.
    fn for_the_operation(mut self) -> Self {
        let all = self.statements.len();
        self.statements.retain(|statement| statement != NEWEST);
        self.round_trips = self.round_trips.saturating_sub(all - self.statements.len());
        self
    }
}

impl Wire {
    /// Listens on a free port for connections to `postgres`.
    pub async fn listen(postgres: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let wire = Self { address: listener.local_addr()?, seen: Arc::default() };
        let seen = wire.seen.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, postgres, seen.clone()));
            }
        });
        Ok(wire)
    }

    /// What was seen since the last time.
    pub fn take(&self) -> Seen {
        std::mem::take(&mut *self.seen.lock().expect("nobody panics with it")).for_the_operation()
    }
}

async fn carry(client: TcpStream, postgres: SocketAddr, seen: Arc<Mutex<Seen>>) -> Result<()> {
    let server = TcpStream::connect(postgres).await?;
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
    }
    let ((mut from_client, mut to_client), (mut from_server, to_server)) = (client.into_split(), server.into_split());
    let to_server = begin(&mut from_client, &mut to_client, to_server).await?;
    tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    listen(from_client, to_server, &seen).await
}

/// Passes the first message on; TLS is declined, or there would be nothing to read.
async fn begin(
    from_client: &mut OwnedReadHalf,
    to_client: &mut OwnedWriteHalf,
    mut to_server: OwnedWriteHalf,
) -> Result<OwnedWriteHalf> {
    loop {
        let length = from_client.read_u32().await?;
        let mut rest = vec![0; length.saturating_sub(4) as usize];
        from_client.read_exact(&mut rest).await?;
        if rest.starts_with(&TLS) {
            to_client.write_all(b"N").await?;
            continue;
        }
        to_server.write_u32(length).await?;
        to_server.write_all(&rest).await?;
        return Ok(to_server);
    }
}

/// Passes messages on and reads those that say what is run.
async fn listen(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, seen: &Mutex<Seen>) -> Result<()> {
    let mut prepared: HashMap<Vec<u8>, String> = HashMap::new();
    loop {
        let kind = from.read_u8().await?;
        let length = from.read_u32().await?;
        let mut body = vec![0; length.saturating_sub(4) as usize];
        from.read_exact(&mut body).await?;
        note(kind, &body, &mut prepared, seen)?;
        let message = [&[kind], length.to_be_bytes().as_slice(), &body].concat();
        to.write_all(&message).await?;
    }
}

fn note(kind: u8, body: &[u8], prepared: &mut HashMap<Vec<u8>, String>, seen: &Mutex<Seen>) -> Result<()> {
    let mut words = body.split(|byte| *byte == 0);
    let mut word = || words.next().unwrap_or_default();
    let mut seen = seen.lock().expect("nobody panics with it");
    match kind {
        // Parse: a name, a statement.
        b'P' => {
            let name = word().to_vec();
            prepared.insert(name, String::from_utf8_lossy(word()).into_owned());
        }
        // Bind: a portal, the name of a statement.
        b'B' => {
            word();
            let Some(statement) = prepared.get(word()) else { bail!("a statement that was not prepared") };
            seen.statements.push(statement.clone());
        }
        // Query: a statement that is run at once.
        b'Q' => {
            seen.statements.push(String::from_utf8_lossy(word()).into_owned());
            seen.round_trips += 1;
        }
        // Sync: the client waits.
        b'S' => seen.round_trips += 1,
        _ => {}
    }
    Ok(())
}
