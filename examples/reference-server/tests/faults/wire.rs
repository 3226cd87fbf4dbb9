//! A wire between the program and Postgres that understands what passes: it sees in which transaction a row is inserted,
//! and can be told to cut just that transaction's commit. It knows only what it saw itself.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// When a commit is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// When Postgres has answered that it is committed; the program never hears it.
    Answered,
    /// When it was sent; whether Postgres gets to it, nobody knows.
    Sent,
}

/// What the wire is to do, and has done.
#[derive(Debug, Default)]
struct Orders {
    /// Cut the next commit of a transaction that inserts into this table.
    next: Option<(&'static str, Cut)>,
    cuts: usize,
}

/// The wire. It lasts as long as the test.
#[derive(Clone, Debug)]
pub struct Wire {
    port: u16,
    orders: Arc<Mutex<Orders>>,
}

impl Wire {
    /// To the Postgres at this address, such as `127.0.0.1:5432`.
    pub async fn to(postgres: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self { port: listener.local_addr().unwrap().port(), orders: Arc::default() };
        let orders = wire.orders.clone();
        tokio::spawn(async move {
            while let Ok((program, _)) = listener.accept().await {
                let (postgres, orders) = (postgres.clone(), orders.clone());
                tokio::spawn(async move {
                    let postgres = TcpStream::connect(postgres).await?;
                    pass(program, postgres, Seen::new(orders)).await
                });
            }
        });
        wire
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on the next commit that inserted into this table is cut.
    pub fn cut_next(&self, table: &'static str, cut: Cut) {
        self.orders.lock().unwrap().next = Some((table, cut));
    }

    /// How many commits were cut so far.
    pub fn cuts(&self) -> usize {
        self.orders.lock().unwrap().cuts
    }
}

/// Passes messages whole, in both directions, until either side ends or the wire is cut.
async fn pass(mut program: TcpStream, mut postgres: TcpStream, mut seen: Seen) -> io::Result<()> {
    for side in [&program, &postgres] {
        side.set_nodelay(true)?;
    }
    let (mut asked, mut told) = (Vec::new(), Vec::new());
    let mut started = false;
    loop {
        tokio::select! {
            read = program.read_buf(&mut asked) => if read? == 0 { return Ok(()) },
            read = postgres.read_buf(&mut told) => if read? == 0 { return Ok(()) },
        }
        // The first message of a connection has no type.
        if !started && let Some(length) = length(&asked, 0) {
            let first: Vec<u8> = asked.drain(..length).collect();
            postgres.write_all(&first).await?;
            started = true;
        }
        while started && let Some(message) = message(&mut asked) {
            let cut = seen.asked(&message);
            postgres.write_all(&message).await?;
            if cut {
                return Ok(());
            }
        }
        while let Some(message) = message(&mut told) {
            if seen.told(&message) {
                return Ok(());
            }
            program.write_all(&message).await?;
        }
    }
}

/// Takes the first whole message: one byte of type, four of length (which counts itself), the rest.
fn message(buffer: &mut Vec<u8>) -> Option<Vec<u8>> {
    let length = length(buffer, 1)?;
    Some(buffer.drain(..length).collect())
}

fn length(buffer: &[u8], skip: usize) -> Option<usize> {
    let bytes: [u8; 4] = buffer.get(skip..skip + 4)?.try_into().unwrap();
    let length = skip + usize::try_from(u32::from_be_bytes(bytes)).unwrap();
    (buffer.len() >= length).then_some(length)
}

/// What a connection has shown: its prepared statements, and how its open transaction stands.
#[derive(Debug)]
struct Seen {
    orders: Arc<Mutex<Orders>>,
    statements: HashMap<Vec<u8>, String>,
    inserted: Vec<String>,
}

impl Seen {
    fn new(orders: Arc<Mutex<Orders>>) -> Self {
        Self { orders, statements: HashMap::new(), inserted: Vec::new() }
    }

    /// The program has said this. Whether the wire is cut once it has passed.
    fn asked(&mut self, message: &[u8]) -> bool {
        let mut words = message[5..].split(|byte| *byte == 0);
        let mut word = || words.next().unwrap_or_default();
        match message[0] {
            b'P' => {
                let (name, sql) = (word().to_vec(), String::from_utf8_lossy(word()).to_lowercase());
                self.statements.insert(name, sql);
                false
            }
            b'B' => {
                let (_, name) = (word(), word());
                let sql = self.statements.get(name).cloned().unwrap_or_default();
                self.ran(&sql);
                false
            }
            b'Q' => {
                let sql = String::from_utf8_lossy(word()).to_lowercase();
                self.ran(&sql);
                sql.starts_with("commit") && self.cuts(Cut::Sent)
            }
            _ => false,
        }
    }

    fn ran(&mut self, sql: &str) {
        // A batch may come as one statement that writes to several tables.
        for rest in sql.split("insert into ").skip(1) {
            self.inserted.push(rest.split([' ', '(']).next().unwrap_or_default().to_owned());
        }
    }

    /// Postgres has said this. Whether the wire is cut before it passes.
    fn told(&mut self, message: &[u8]) -> bool {
        match message[0] {
            b'C' if message[5..].starts_with(b"COMMIT") => self.cuts(Cut::Answered),
            b'C' if message[5..].starts_with(b"ROLLBACK") => {
                self.inserted.clear();
                false
            }
            // Ready for the next one, outside of a transaction.
            b'Z' if message[5] == b'I' => {
                self.inserted.clear();
                false
            }
            _ => false,
        }
    }

    /// Whether the open transaction is the one that is to be cut now. It is cut once.
    fn cuts(&self, now: Cut) -> bool {
        let mut orders = self.orders.lock().unwrap();
        let due =
            orders.next.is_some_and(|(table, cut)| cut == now && self.inserted.iter().any(|known| known == table));
        if due {
            orders.next = None;
            orders.cuts += 1;
        }
        due
    }
}
