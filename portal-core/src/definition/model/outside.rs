//! What the portal talks to: channels beside mail, and connectors. Secrets are named here and supplied by the host.

/// A channel beside mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelPlace {
    /// What it is.
    pub kind: ChannelKind,
    /// The name under which the host supplies its address or token.
    pub secret: String,
}

/// The kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// Slack.
    Slack,
    /// Microsoft Teams.
    Teams,
    /// A signed call to any address.
    Webhook,
}

/// Another system that is told of requests, or tells of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorPlace {
    /// How it is talked to.
    pub kind: ConnectorKind,
    /// Where it is.
    pub url: String,
    /// The name under which the host supplies its key.
    pub secret: Option<String>,
}

/// How another system is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectorKind {
    /// JSON over HTTP.
    Http,
}
