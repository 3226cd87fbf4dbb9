//! `channels` and `connectors`: what the portal talks to.

use indexmap::IndexMap;

use super::{branding::web_address, reader::Reader, yaml::Node};
use crate::{
    definition::{ChannelKind, ChannelPlace, ConnectorKind, ConnectorPlace, code},
    id::Id,
};

/// The channel that every portal has.
pub(super) const MAIL: &str = "mail";

/// Reads `channels`.
pub(super) fn channels<'a>(read: Reader<'a>, node: &'a Node) -> IndexMap<Id, ChannelPlace> {
    let kinds = [("slack", ChannelKind::Slack), ("teams", ChannelKind::Teams), ("webhook", ChannelKind::Webhook)];
    let mut channels = IndexMap::new();
    for (id, node) in read.named(node, "channels") {
        if id.value.as_str() == MAIL {
            read.fault(&code::RESERVED, &id.span, "`mail` is always there");
        }
        let Some(map) = read.map(node, "a channel") else { continue };
        let kind = map.need("type", "a channel").and_then(|node| read.choice(node, "a type of channel", &kinds));
        let secret = map.need("secret", "a channel").and_then(|node| secret(read, node));
        map.finish(&[]);
        if let (Some(kind), Some(secret)) = (kind, secret) {
            read.insert(&mut channels, &id, ChannelPlace { kind, secret });
        }
    }
    channels
}

/// Reads `connectors`.
pub(super) fn connectors<'a>(read: Reader<'a>, node: &'a Node) -> IndexMap<Id, ConnectorPlace> {
    let kinds = [("http", ConnectorKind::Http)];
    let mut connectors = IndexMap::new();
    for (id, node) in read.named(node, "connectors") {
        if id.value.as_str() == "tasks_done" {
            read.fault(&code::RESERVED, &id.span, "`tasks_done` makes a move go by itself");
        }
        read.not_reserved(&id, &["late", "message"]);
        let Some(map) = read.map(node, "a connector") else { continue };
        let kind = map.need("type", "a connector").and_then(|node| read.choice(node, "a type of connector", &kinds));
        let url = map.need("url", "a connector").and_then(|node| web_address(read, node));
        let secret = map.get("secret").and_then(|node| secret(read, node));
        map.finish(&[]);
        if let (Some(kind), Some(url)) = (kind, url) {
            read.insert(&mut connectors, &id, ConnectorPlace { kind, url, secret });
        }
    }
    connectors
}

/// The name of a secret, never the secret itself: definitions are read by many.
fn secret<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let text = read.word(node, "the name of a secret")?;
    let shaped = text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if !shaped || text.len() > 60 {
        let help = "write the name under which the host supplies it, such as SALES_CHAT";
        read.file.fault_with(&code::VALUE, node.span.clone(), "this is not the name of a secret", help);
        return None;
    }
    Some(text.to_owned())
}
