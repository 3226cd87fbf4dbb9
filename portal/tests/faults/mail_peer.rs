//! An SMTP server that says what a test tells it to, and keeps what it took: who was written to, with which Message-ID.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// Where a conversation stands when the server is to say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Greeting,
    Hello,
    Sender,
    Recipient,
    Data,
    /// After the final dot.
    Dot,
}

pub const STAGES: [Stage; 6] =
    [Stage::Greeting, Stage::Hello, Stage::Sender, Stage::Recipient, Stage::Data, Stage::Dot];

/// What the server does there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// What a server should.
    Well,
    /// Answers so; from the greeting on, a 4xx or 5xx is not what a server should.
    Says(String),
    /// Nothing, until [`Peer::release`]; then it hangs up.
    Silence,
    /// Nothing, until [`Peer::release`]; then what a server should.
    Waits,
    /// Hangs up. After the final dot the message is kept: its acceptance is not learned.
    HangsUp,
}

/// A message that it took responsibility for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub to: String,
    pub id: String,
}

/// A conversation so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Talk {
    pub to: String,
    /// Whether the letter itself was spoken of.
    pub data: bool,
    /// Whether the server stands silent, or has.
    pub held: bool,
    /// Whether one side has hung up.
    pub over: bool,
}

type Script = Arc<dyn Fn(Stage, &Talk, usize) -> Does + Send + Sync>;

#[derive(Clone)]
pub struct Peer {
    pub port: u16,
    script: Arc<Mutex<Script>>,
    kept: Arc<Mutex<Vec<Kept>>>,
    talks: Arc<Mutex<Vec<Talk>>>,
    released: Arc<watch::Sender<u32>>,
}

impl Peer {
    /// A server that does what a server should.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = Self {
            port: listener.local_addr().unwrap().port(),
            script: Arc::new(Mutex::new(Arc::new(|_, _, _| Does::Well))),
            kept: Arc::default(),
            talks: Arc::default(),
            released: Arc::new(watch::Sender::new(0)),
        };
        let serving = peer.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = {
                    let mut talks = serving.talks.lock().unwrap();
                    talks.push(Talk::default());
                    talks.len() - 1
                };
                let peer = serving.clone();
                tokio::spawn(async move {
                    let _ = peer.talk(stream, number).await;
                    peer.talks.lock().unwrap()[number].over = true;
                });
            }
        });
        peer
    }

    /// From now on it does what `script` says of the stage, the conversation so far, and the conversation's number.
    pub fn does(&self, script: impl Fn(Stage, &Talk, usize) -> Does + Send + Sync + 'static) {
        *self.script.lock().unwrap() = Arc::new(script);
    }

    /// From now on it does what a server should.
    pub fn behaves(&self) {
        self.does(|_, _, _| Does::Well);
    }

    /// Ends every silence so far.
    pub fn release(&self) {
        self.released.send_modify(|number| *number += 1);
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What it kept, in the order in which it came.
    pub fn kept(&self) -> Vec<Kept> {
        self.kept.lock().unwrap().clone()
    }

    /// How often it kept each Message-ID.
    pub fn times(&self) -> HashMap<String, usize> {
        let mut times = HashMap::new();
        for kept in self.kept.lock().unwrap().iter() {
            *times.entry(kept.id.clone()).or_default() += 1;
        }
        times
    }

    pub fn talks(&self) -> Vec<Talk> {
        self.talks.lock().unwrap().clone()
    }

    async fn talk(&self, stream: TcpStream, number: usize) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        if !self.does_at(Stage::Greeting, number, "220 peer.example ready", &mut write).await? {
            return Ok(());
        }
        while let Some(line) = lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let (stage, well) = match verb.as_str() {
                "EHLO" | "HELO" => (Stage::Hello, "250 peer.example"),
                "MAIL" => (Stage::Sender, "250 2.1.0 well"),
                "RCPT" => {
                    let to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    self.talks.lock().unwrap()[number].to = to;
                    (Stage::Recipient, "250 2.1.5 well")
                }
                "DATA" => {
                    self.talks.lock().unwrap()[number].data = true;
                    (Stage::Data, "354 go on")
                }
                "QUIT" => return write.write_all(b"221 2.0.0 goodbye\r\n").await,
                _ => {
                    write.write_all(b"502 5.5.1 not known\r\n").await?;
                    continue;
                }
            };
            if !self.does_at(stage, number, well, &mut write).await? {
                return Ok(());
            }
            if stage == Stage::Data && self.at(stage, number) == Does::Well {
                let mut id = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    if let Some(found) = line.strip_prefix("Message-ID: ") {
                        found.clone_into(&mut id);
                    }
                }
                let to = self.talks.lock().unwrap()[number].to.clone();
                if !matches!(self.at(Stage::Dot, number), Does::Says(_) | Does::Silence) {
                    self.kept.lock().unwrap().push(Kept { to, id });
                }
                if !self.does_at(Stage::Dot, number, "250 2.0.0 kept", &mut write).await? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn at(&self, stage: Stage, number: usize) -> Does {
        let talk = self.talks.lock().unwrap()[number].clone();
        let script = self.script.lock().unwrap().clone();
        script(stage, &talk, number)
    }

    /// Does what is to be done there; `false`: the conversation is over.
    async fn does_at(
        &self,
        stage: Stage,
        number: usize,
        well: &str,
        write: &mut (impl AsyncWriteExt + Unpin),
    ) -> std::io::Result<bool> {
        let does = self.at(stage, number);
        if matches!(does, Does::Silence | Does::Waits) {
            let mut released = self.released.subscribe();
            self.talks.lock().unwrap()[number].held = true;
            let _ = released.changed().await;
        }
        let says = match &does {
            Does::Well | Does::Waits => well,
            Does::Says(answer) => answer,
            Does::Silence | Does::HangsUp => return Ok(false),
        };
        write.write_all(format!("{says}\r\n").as_bytes()).await?;
        // Who answers 421 hangs up.
        Ok(!says.starts_with("421"))
    }
}
