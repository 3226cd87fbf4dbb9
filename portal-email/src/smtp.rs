//! Letters leave over SMTP. We lead the conversation ourselves on lettre's connection, since its transport has one
//! timeout, for connecting only, and reports a lost goodbye as a failure after the letter was taken.

use std::{fmt, future::Future, time::Duration};

use async_trait::async_trait;
use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::Mechanism,
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use portal_core::channel::{Channel, ChannelError, Envelope};

use crate::{
    address::one_line,
    compose,
    settings::{Protection, Settings, SettingsError},
};

/// How much of a server's answer is kept, in characters.
const ANSWER: usize = 300;

/// Answers that speak of our sign-in, not of the letter (RFC 4954 §6).
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

/// How long each part of a conversation may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands, for each address of the host.
    pub connect: Duration,
    /// Until a command is answered.
    pub command: Duration,
    /// Until the message is sent and answered. A server may take long to decide, and a sender who does not wait sends
    /// twice (RFC 1047, RFC 5321 §4.5.3.2.6).
    pub acceptance: Duration,
}

impl Default for Timeouts {
    /// 30 s, 60 s and 600 s (SECURITY §4).
    fn default() -> Self {
        let [connect, command, acceptance] = [30, 60, 600].map(Duration::from_secs);
        Self { connect, command, acceptance }
    }
}

/// Sends letters through a mail server, each over a connection of its own.
///
/// What is temporary: no connection, silence, every 4xx, and everything before the letter is handed over (greeting,
/// TLS, sign-in), since then the letter is not at fault. What is permanent: a 5xx that speaks of sender, recipient or
/// message. A 5xx that asks for a sign-in (530, 534, 535, 538) is temporary wherever it comes.
#[derive(Clone)]
pub struct Smtp {
    settings: Settings,
    tls: TlsParameters,
    timeouts: Timeouts,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { host, port, protection, .. } = &self.settings;
        f.debug_struct("Smtp")
            .field("host", host)
            .field("port", port)
            .field("protection", protection)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// A mail server by its URL: `smtps://user:password@host:port/our-name`, or `smtp://…` with `?tls=required` or
    /// `?tls=none`. Without a parameter `smtp` insists on STARTTLS, except towards this machine.
    pub fn from_url(url: &str) -> Result<Self, SettingsError> {
        let settings = Settings::parse(url)?;
        let tls = TlsParameters::new(settings.host.clone()).map_err(|error| certificate(&error))?;
        Ok(Self { settings, tls, timeouts: Timeouts::default() })
    }

    /// Also trusts the certificates in `pem`, such as those of a company's own authority.
    pub fn trusting(mut self, pem: &[u8]) -> Result<Self, SettingsError> {
        let root = Certificate::from_pem(pem).map_err(|error| certificate(&error))?;
        let tls = TlsParameters::builder(self.settings.host.clone()).add_root_certificate(root);
        self.tls = tls.build().map_err(|error| certificate(&error))?;
        Ok(self)
    }

    /// Waits for other times than [`Timeouts::default`].
    #[must_use]
    pub fn waiting(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Everything up to the point where the letter itself is spoken of.
    async fn open(&self, hello: &ClientId) -> Result<AsyncSmtpConnection, ChannelError> {
        let Settings { host, port, protection, credentials, .. } = &self.settings;
        let Timeouts { connect, command, .. } = self.timeouts;
        let wrapped = (*protection == Protection::Implicit).then(|| self.tls.clone());
        let server = (host.as_str(), *port);
        let opening = AsyncSmtpConnection::connect_tokio1(server, Some(connect), hello, wrapped, None);
        // Several addresses may be tried, then come the greeting and the answer to EHLO.
        let mut connection = within(connect * 2 + command, "connecting", opening).await?;
        if *protection == Protection::StartTls {
            within(command, "STARTTLS", connection.starttls(self.tls.clone(), hello)).await?;
        }
        if let Some(credentials) = credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            within(command, "signing in", connection.auth(&mechanisms, credentials)).await?;
        }
        Ok(connection)
    }

    /// Sender, recipient, message.
    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), ChannelError> {
        let Timeouts { command, acceptance, .. } = self.timeouts;
        let (envelope, bytes) = (message.envelope(), message.formatted());
        let mut parameters = Vec::new();
        if !bytes.is_ascii() {
            // Only an address whose local part is not ASCII brings us here: bodies and other headers are encoded.
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(ChannelError::Permanent("the mail server takes no address beyond ASCII".into()));
            }
            parameters.extend([MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)]);
        }
        within(command, "sender", connection.command(Mail::new(envelope.from().cloned(), parameters))).await?;
        for to in envelope.to() {
            within(command, "recipient", connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
        }
        within(command, "data", connection.command(Data)).await?;
        within(acceptance, "message", connection.message(&bytes)).await?;
        Ok(())
    }
}

#[async_trait]
impl Channel for Smtp {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        let (_, message) = compose(envelope, std::time::SystemTime::now())?;
        let domain = envelope.from.rsplit('@').next().filter(|domain| domain.is_ascii()).unwrap_or("localhost");
        let hello = ClientId::Domain(self.settings.hello.as_deref().unwrap_or(domain).to_owned());
        let mut connection = self.open(&hello).await.map_err(|error| ChannelError::Temporary(error.to_string()))?;
        let outcome = self.hand_over(&mut connection, &message).await;
        // The goodbye is a courtesy: the letter's fate is known.
        let _ = tokio::time::timeout(Duration::from_secs(5), connection.abort()).await;
        outcome
    }
}

/// One step of the conversation, in time and with its error in our words.
async fn within<T>(
    limit: Duration,
    step: &str,
    call: impl Future<Output = Result<T, Error>>,
) -> Result<T, ChannelError> {
    match tokio::time::timeout(limit, call).await {
        Ok(outcome) => outcome.map_err(|error| failure(step, &error)),
        Err(_) => Err(ChannelError::Temporary(format!("{step}: no answer within {} s", limit.as_secs_f32()))),
    }
}

fn failure(step: &str, error: &Error) -> ChannelError {
    let Some(code) = error.status() else {
        return ChannelError::Temporary(one_line(&format!("{step}: {error}"), ANSWER));
    };
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let answer = one_line(&format!("{step}: {code} {said}"), ANSWER);
    let ours = SIGN_IN.contains(&code.into());
    if error.is_permanent() && !ours { ChannelError::Permanent(answer) } else { ChannelError::Temporary(answer) }
}

fn certificate(error: &Error) -> SettingsError {
    SettingsError::Certificate(one_line(&error.to_string(), ANSWER))
}
