//! `sign_in`, `reminders`, `satisfaction` and `retention`.

use super::{
    field::{self, Around, Owner},
    portal::Portal,
    reader::{Names, Reader},
    who::People,
    yaml::{self, Node},
};
use crate::{
    definition::{
        Ask, Duration, Keep, KeepFrom, KeepThen, Reminders, Retention, Satisfaction, SessionProfile, SignIn, Unit, Who,
        WhoWord, code, condition::Scope,
    },
    identity::Side,
};

/// Where the portal says nothing of signing in.
pub(super) fn usual_sign_in() -> SignIn {
    let second_factor = Who(vec![WhoWord::Side(Side::Team)]);
    SignIn { password: true, magic_link: false, second_factor, session: SessionProfile::Standard }
}

/// Reads `sign_in`.
pub(super) fn sign_in<'a>(read: Reader<'a>, node: &'a Node, roles: &Names) -> SignIn {
    let usual = usual_sign_in();
    let Some(map) = read.map(node, "how people sign in") else { return usual };
    let profiles = [("standard", SessionProfile::Standard), ("confidential", SessionProfile::Confidential)];
    let nobody = Scope::new();
    let second =
        map.get("second_factor").map(|node| read.who(node, People { roles, scope: &nobody, of_request: true }));
    for (word, span) in second.iter().flat_map(|named| &named.0) {
        if !matches!(word, WhoWord::Side(_) | WhoWord::Role(_)) {
            read.fault(&code::VALUE, span, "whoever signs in has a side and a role, and no request");
        }
    }
    let found = SignIn {
        password: read.truth(&map, "password", usual.password),
        magic_link: read.truth(&map, "magic_link", usual.magic_link),
        second_factor: second.map_or(usual.second_factor, |named| named.who()),
        session: map
            .get("session")
            .and_then(|node| read.choice(node, "`standard` or `confidential`", &profiles))
            .unwrap_or(usual.session),
    };
    if !found.password && !found.magic_link {
        read.fault(&code::TOGETHER, &map.key_span("password"), "without password and link nobody could sign in");
    }
    map.finish(&[]);
    found
}

/// Where the portal says nothing of reminders.
pub(super) fn usual_reminders() -> Reminders {
    let days = |count| Duration { count, unit: Unit::BusinessDays };
    Reminders { before: vec![days(2)], after: vec![days(1), days(5)] }
}

/// Reads `reminders`.
pub(super) fn reminders<'a>(read: Reader<'a>, node: &'a Node) -> Reminders {
    let usual = usual_reminders();
    let Some(map) = read.map(node, "reminders") else { return usual };
    let list = |key, usual| {
        let Some(node) = map.get(key) else { return usual };
        read.list(node, "durations").iter().filter_map(|item| read.duration(item)).collect()
    };
    let found = Reminders { before: list("before", usual.before), after: list("after", usual.after) };
    map.finish(&[]);
    found
}

/// Where the portal says nothing of satisfaction.
pub(super) fn usual_satisfaction() -> Satisfaction {
    let at_most_every = Duration { count: 1, unit: Unit::Months };
    Satisfaction { ask: Ask::Done, question: None, scale: 5, comment: true, at_most_every, fields: Vec::new() }
}

/// Reads `satisfaction`, of the portal or as a request type changes it.
pub(super) fn satisfaction<'a>(
    read: Reader<'a>,
    node: &'a Node,
    usual: &Satisfaction,
    portal: &Portal,
    mut scope: Scope,
) -> Satisfaction {
    let Some(map) = read.map(node, "satisfaction") else { return usual.clone() };
    let words = [("done", Ask::Done), ("closed", Ask::Closed), ("never", Ask::Never)];
    let scale = map.get("scale").and_then(|node| read.value(node, "a number")).unwrap_or(usual.scale);
    if !(2..=10).contains(&scale) {
        read.fault(&code::VALUE, &map.key_span("scale"), "a scale ends at 2 to 10");
    }
    if map.has("fields") {
        for key in ["question", "scale", "comment"].into_iter().filter(|key| map.has(key)) {
            read.fault(&code::TOGETHER, &map.key_span(key), format!("own `fields` stand in place of `{key}`"));
        }
    }
    let around = Around::beside(portal, Owner::Other);
    let own = |node| field::list(read, node, around, &mut scope, &mut Vec::new());
    let fields = map.get("fields").map(own).map(|placed| placed.into_iter().map(|(_, field)| field).collect());
    let found = Satisfaction {
        ask: map.get("ask").and_then(|node| read.choice(node, "when it is asked", &words)).unwrap_or(usual.ask),
        question: read.text_at(&map, "question").or_else(|| usual.question.clone()),
        scale,
        comment: read.truth(&map, "comment", usual.comment),
        at_most_every: map.get("at_most_every").and_then(|node| read.duration(node)).unwrap_or(usual.at_most_every),
        fields: fields.unwrap_or_else(|| usual.fields.clone()),
    };
    map.finish(&[]);
    found
}

/// Where the portal says nothing of retention.
pub(super) fn usual_retention() -> Retention {
    let (months, years) =
        (|count| Duration { count, unit: Unit::Months }, |count| Duration { count, unit: Unit::Years });
    Retention { drafts: months(3), requests: months(12), documents: years(5), accounts: years(2), audit: months(12) }
}

/// Reads `retention`.
pub(super) fn retention<'a>(read: Reader<'a>, node: &'a Node) -> Retention {
    let usual = usual_retention();
    let Some(map) = read.map(node, "retention") else { return usual };
    let of = |key, usual| map.get(key).and_then(|node| read.duration(node)).unwrap_or(usual);
    let found = Retention {
        drafts: of("drafts", usual.drafts),
        requests: of("requests", usual.requests),
        documents: of("documents", usual.documents),
        accounts: of("accounts", usual.accounts),
        audit: of("audit", usual.audit),
    };
    map.finish(&[]);
    found
}

/// `keep` of a request type: it begins with the end.
pub(super) fn keep_request<'a>(read: Reader<'a>, node: &'a Node) -> Option<Keep> {
    keep(read, node, &[("end", KeepFrom::End)])
}

/// `keep` of a kind of document.
pub(super) fn keep_document<'a>(read: Reader<'a>, node: &'a Node) -> Option<Keep> {
    keep(read, node, &[("shared", KeepFrom::Shared), ("end", KeepFrom::End)])
}

/// `12 months`, `forever`, or `{for: 12 months, from: shared, then: erase}`. The first of `from` is the default.
fn keep<'a>(read: Reader<'a>, node: &'a Node, from: &[(&str, KeepFrom)]) -> Option<Keep> {
    let usual = from.first().map_or(KeepFrom::End, |(_, from)| *from);
    if matches!(node.kind, yaml::Kind::Text(_)) {
        return kept(read, node, usual, KeepThen::Erase);
    }
    let map = read.map(node, "a duration, or a map")?;
    let thens = [("erase", KeepThen::Erase), ("archive", KeepThen::Archive)];
    let period = map.need("for", "`keep`");
    let from = map.get("from").and_then(|node| read.choice(node, "when it begins", from)).unwrap_or(usual);
    let then = map.get("then").and_then(|node| read.choice(node, "what becomes of it", &thens));
    map.finish(&[]);
    kept(read, period?, from, then.unwrap_or(KeepThen::Erase))
}

/// Kept for a duration, or `forever`.
fn kept<'a>(read: Reader<'a>, period: &'a Node, from: KeepFrom, then: KeepThen) -> Option<Keep> {
    let forever = matches!(&period.kind, yaml::Kind::Text(word) if word == "forever");
    let period = if forever { None } else { Some(read.duration(period)?) };
    Some(Keep { period, from, then })
}
