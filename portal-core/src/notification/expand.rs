//! From what happened to who is told: one message per person for all that one act caused.

use super::{Delivery, DeliveryState};
use crate::{
    clock::Ids,
    definition::{Recipient, Rule, condition::Lookup},
    document::Document,
    form::Value,
    id::{AccountId, DeliveryId, Version},
    identity::{Account, Permission, Side, Viewer},
    request::{Event, Facts, Happening, Moment, Request, Task, doer},
    store::Act,
};

/// Somebody who may have to be told.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who.
    pub account: Account,
    /// What they may see and do.
    pub viewer: Viewer,
}

/// The order in which rules are preferred when one act would tell a person several things: what they must do comes
/// before what they may like to know. Own rules come after these.
const BY_WEIGHT: [&str; 10] = [
    "action_required",
    "late",
    "due_soon",
    "new_reply",
    "document_available",
    "closed",
    "action_answered",
    "status_changed",
    "receipt",
    "new_request",
];

/// Who is told of an act, by which rule. Nobody is told of their own act (but gets a receipt for what they sent), nor of
/// what they may not see.
pub fn expand(moment: &Moment<'_>, act: &Act, candidates: &[Candidate]) -> Vec<Delivery> {
    let told = |candidate: &Candidate| {
        let matches = act.events.iter().flat_map(|event| {
            let rules = moment.definition.rules.values();
            rules
                .filter(move |rule| tells(moment, rule, act, event, candidate, candidates))
                .map(move |rule| (rule, event))
        });
        let (rule, event) = matches.min_by_key(|(rule, _)| weight(rule))?;
        Some(delivery(moment.ids, moment.now, event, rule, candidate.account.id))
    };
    candidates.iter().filter_map(told).collect()
}

fn weight(rule: &Rule) -> usize {
    BY_WEIGHT.iter().position(|id| rule.id == *id).unwrap_or(BY_WEIGHT.len())
}

fn delivery(
    ids: &dyn Ids,
    now: chrono::DateTime<chrono::Utc>,
    event: &Event,
    rule: &Rule,
    recipient: AccountId,
) -> Delivery {
    Delivery {
        id: DeliveryId(ids.uuid(now)),
        organisation: event.organisation,
        request: event.request,
        act: event.act,
        event: event.id,
        rule: rule.id.clone(),
        recipient,
        channel: "mail".to_owned(),
        state: DeliveryState::Pending,
        reason: None,
        attempts: 0,
        tried: None,
        created: now,
        delivered: None,
        version: Version::FIRST,
    }
}

fn tells(
    moment: &Moment<'_>,
    rule: &Rule,
    act: &Act,
    event: &Event,
    candidate: &Candidate,
    candidates: &[Candidate],
) -> bool {
    let request = &act.dossier.request;
    let listens = rule.on.iter().any(|on| on == event.what.kind());
    let of_type = rule.request_type.as_ref().is_none_or(|request_type| *request_type == request.request_type);
    let own = event.actor == Some(candidate.account.id) && !matches!(event.what, Happening::Submitted { .. });
    listens
        && rule.mails()
        && of_type
        && !own
        && may_see(&candidate.viewer, event, request, document(event, act))
        && rule.to.iter().any(|recipient| is_one(moment, recipient, event, act, candidate, candidates))
        && holds(moment, rule, event, act, candidates)
}

fn holds<'a>(moment: &Moment<'a>, rule: &Rule, event: &Event, act: &'a Act, all: &'a [Candidate]) -> bool {
    let facts = || {
        let template = task(event, act).and_then(|task| task.template.as_ref());
        let actor = all.iter().find(|found| Some(found.account.id) == event.actor);
        let side = actor.map(|actor| side(actor, act));
        Facts::new(moment, &act.dossier).of_event(&event.what, template, side).by(actor.map(|actor| &actor.viewer))
    };
    rule.when.as_ref().is_none_or(|when| when.holds(&facts()))
}

/// The side on which somebody acts for a request.
fn side(who: &Candidate, act: &Act) -> Side {
    if who.viewer.is_on(Side::Team, &act.dossier.request) { Side::Team } else { Side::Client }
}

/// Whom a path leads to.
fn named(moment: &Moment<'_>, act: &Act, path: &str) -> Option<AccountId> {
    match Facts::new(moment, &act.dossier).value(path)?.as_ref() {
        Value::Person(person) => Some(person.account),
        _ => None,
    }
}

/// Whether somebody sees what happened, and the document that it is about.
pub(super) fn may_see(viewer: &Viewer, event: &Event, request: &Request, document: Option<&Document>) -> bool {
    let facts = request.facts(event.audience);
    let reads = |document: &Document| viewer.scope(Permission::DocumentView).admits(&document.facts(facts));
    viewer.scope(Permission::RequestView).admits(&facts)
        && (event.what.document().is_none() || document.is_some_and(reads))
}

/// The document that an event is about.
fn document<'a>(event: &Event, act: &'a Act) -> Option<&'a Document> {
    let id = event.what.document()?;
    act.dossier.documents.iter().find(|document| document.id == id)
}

fn is_one(
    moment: &Moment<'_>,
    recipient: &Recipient,
    event: &Event,
    act: &Act,
    candidate: &Candidate,
    all: &[Candidate],
) -> bool {
    let request = &act.dossier.request;
    let Candidate { account, viewer } = candidate;
    let owns = || match request.owner {
        Some(owner) => owner == account.id,
        None => viewer.is_on(Side::Team, request) && works(viewer, act),
    };
    match recipient {
        Recipient::Requester => account.id == request.opened_by,
        Recipient::Owner => owns(),
        Recipient::Doers => {
            let does = |task: &&Task| doer(viewer, task, &request.facts(Side::Client));
            match event.what {
                // Of a request that is due whoever has something to do for it.
                Happening::DueSoon | Happening::Late => {
                    act.dossier.tasks.iter().filter(|task| task.is_open() && task.required).any(|task| does(&task))
                }
                _ => task(event, act).is_some_and(|task| does(&task)),
            }
        }
        // Nothing follows a request yet.
        Recipient::Watchers => false,
        Recipient::Person(path) => named(moment, act, path) == Some(account.id),
        Recipient::Readers => !viewer.is_on(Side::Team, request),
        Recipient::OtherSide => {
            let author = all.iter().find(|found| Some(found.account.id) == event.actor);
            match author.is_some_and(|author| side(author, act) == Side::Team) {
                true => account.id == request.opened_by,
                false => owns(),
            }
        }
        Recipient::Role(role) => viewer.has_role(role, request),
        Recipient::Side(side) => viewer.is_on(*side, request),
    }
}

fn works(viewer: &Viewer, act: &Act) -> bool {
    viewer.scope(Permission::RequestProcess).admits(&act.dossier.request.facts(Side::Client))
}

/// The task that an event is about.
fn task<'a>(event: &Event, act: &'a Act) -> Option<&'a Task> {
    let id = event.what.object()?;
    act.dossier.tasks.iter().find(|task| task.id.0 == id)
}
