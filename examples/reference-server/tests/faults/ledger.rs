//! People who work while the program is killed under them, and the list they keep outside of it: what was acknowledged to
//! them, and what they tried once and never heard of again.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::watch, time::sleep};

use crate::{browser::Browser, place::Place};

/// Between two tries at a program that is not there.
const BREATH: Duration = Duration::from_millis(30);

/// What was done, by its text, which is nowhere twice.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Submitted and acknowledged, tried until it was.
    pub submitted: Vec<String>,
    /// Messages written and acknowledged, tried until they were.
    pub written: Vec<String>,
    /// Messages that were tried once and not acknowledged.
    pub unknown: Vec<String>,
    /// How often a connection ended without an answer.
    pub cut: usize,
}

impl Ledger {
    /// What was acknowledged is there once; what was not, once or not at all.
    pub async fn holds(&self, place: &Place) {
        let titles = place.texts("select title from portal_request").await;
        let bodies = place.texts("select body from portal_message").await;
        let there = |all: &[String], text: &String| all.iter().filter(|known| *known == text).count();
        assert!(!self.submitted.is_empty() && !self.written.is_empty(), "people did work: {self:?}");
        for subject in &self.submitted {
            assert_eq!(there(&titles, subject), 1, "{subject}");
        }
        for text in &self.written {
            assert_eq!(there(&bodies, text), 1, "{text}");
        }
        for text in &self.unknown {
            assert!(there(&bodies, text) <= 1, "{text}");
        }
        assert_eq!(titles.len(), titles.iter().collect::<BTreeSet<_>>().len(), "no request is there twice");
        assert_eq!(bodies.len(), bodies.iter().collect::<BTreeSet<_>>().len(), "no message is there twice");
    }
}

/// Something that somebody does.
enum Act<'a> {
    FillIn(&'a str),
    Submit(&'a str),
    Write(&'a str, &'a str),
}

impl Act<'_> {
    /// Tries it once; gives the address it led to.
    async fn attempt(&self, browser: &Browser) -> std::io::Result<String> {
        match self {
            Self::FillIn(subject) => browser.filled_in(subject).await,
            Self::Submit(draft) => browser.submit(draft).await,
            Self::Write(request, text) => {
                browser.post(&format!("{request}/messages"), &[("body", text), ("key", text)]).await?.to()
            }
        }
    }
}

/// Somebody with a browser, who works until told to stop.
pub struct Worker {
    pub who: usize,
    pub browser: Browser,
    pub address: watch::Receiver<String>,
    pub ledger: Arc<Mutex<Ledger>>,
    pub stop: Arc<AtomicBool>,
}

impl Worker {
    /// Submits a request and writes messages to it, over and over. What is begun is finished.
    pub async fn works(self) {
        for n in 0.. {
            if self.stop.load(Ordering::SeqCst) {
                return;
            }
            let subject = format!("request-{}-{n}.", self.who);
            let draft = self.until_done(&Act::FillIn(&subject)).await;
            let request = self.until_done(&Act::Submit(&draft)).await;
            self.ledger.lock().unwrap().submitted.push(subject);
            for m in 0..4 {
                self.writes(&request, &format!("message-{}-{n}-{m}.", self.who), m % 2 == 0).await;
            }
        }
    }

    async fn writes(&self, request: &str, text: &str, again: bool) {
        let act = Act::Write(request, text);
        if again {
            self.until_done(&act).await;
            self.ledger.lock().unwrap().written.push(text.to_owned());
            return;
        }
        let tried = act.attempt(&self.now()).await;
        if let Err(error) = &tried {
            self.note(error);
        }
        let mut ledger = self.ledger.lock().unwrap();
        match tried {
            Ok(_) => ledger.written.push(text.to_owned()),
            Err(_) => ledger.unknown.push(text.to_owned()),
        }
    }

    /// Tries until it is acknowledged.
    async fn until_done(&self, act: &Act<'_>) -> String {
        loop {
            match act.attempt(&self.now()).await {
                Ok(done) => return done,
                Err(error) => {
                    self.note(&error);
                    sleep(BREATH).await;
                }
            }
        }
    }

    /// Only a cut connection and 503 are reasons to try again.
    fn note(&self, error: &std::io::Error) {
        if error.kind() != std::io::ErrorKind::Other {
            self.ledger.lock().unwrap().cut += 1;
        } else if !is_away(error) {
            panic!("{error}");
        }
    }

    fn now(&self) -> Browser {
        self.browser.moved(&self.address.borrow())
    }
}

/// Whether an answer that is no redirect said 503, and when to come back.
fn is_away(answer: &std::io::Error) -> bool {
    let said = answer.to_string().to_lowercase();
    said.starts_with("http/1.1 503") && said.contains("\r\nretry-after: ")
}
