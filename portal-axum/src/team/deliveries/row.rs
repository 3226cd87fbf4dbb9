//! A message in the list, and work that was given up.

use portal_core::{
    definition::Definition,
    id::Id,
    notification::DeliveryState,
    store::{GivenUp, JobKind, Sent},
};
use serde::Serialize;

use crate::{
    links::Links,
    show::sample,
    tongue::{Tongue, When},
};

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryRow {
    /// To whom.
    pub recipient: String,
    /// What it is about.
    pub about: String,
    /// What the request is about.
    pub title: String,
    /// The request's short public name.
    pub reference: String,
    /// The request.
    pub url: String,
    /// The shape and colour of its tag.
    pub tag: &'static str,
    /// Where it stands, in words.
    pub state: String,
    /// Why it failed or was held back.
    pub reason: Option<String>,
    /// How often it was tried, when it is not delivered or was not at once.
    pub attempts: Option<String>,
    /// When it is tried again.
    pub next: Option<When>,
    /// When it was made.
    pub created: When,
    /// When the other side took it.
    pub delivered: Option<When>,
    /// Where it is sent again.
    pub retry: Option<String>,
}

/// Work of the portal that was given up.
#[derive(Clone, Debug, Serialize)]
pub struct StuckRow {
    /// What was to be done, in words.
    pub what: String,
    /// Title, reference and address of the request it is about.
    pub request: Option<(String, String, String)>,
    /// Why it could not be done.
    pub reason: String,
    /// How often it was tried.
    pub attempts: String,
    /// When it was given up.
    pub at: When,
    /// Where it is taken up again.
    pub retry: String,
}

impl DeliveryRow {
    pub(super) fn of(sent: &Sent, recipient: String, definition: &Definition, links: &Links, tongue: &Tongue) -> Self {
        let Sent { delivery, request: summary, next } = sent;
        let (tag, state) = state(delivery.state);
        let again = delivery.state == DeliveryState::Failed;
        let tries = delivery.attempts > u32::from(delivery.state == DeliveryState::Delivered);
        let waits = delivery.state == DeliveryState::Pending && delivery.reason.is_some();
        Self {
            recipient,
            about: about(&delivery.rule, definition, tongue),
            title: summary.title.clone(),
            reference: summary.reference.to_string(),
            url: links.team_request(summary.id),
            tag,
            state: tongue.say(state),
            reason: delivery.reason.as_deref().map(|reason| why(reason, tongue)),
            attempts: tries.then(|| tongue.say_with("delivery-attempts", &[("count", delivery.attempts.into())])),
            next: next.filter(|_| waits).map(|at| tongue.moment(at)),
            created: tongue.moment(delivery.created),
            delivered: delivery.delivered.map(|at| tongue.moment(at)),
            retry: again.then(|| links.to(&format!("/team/deliveries/{}/retry", delivery.id))),
        }
    }
}

fn state(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Pending => ("team", "delivery-pending"),
        DeliveryState::Sending => ("team", "delivery-sending"),
        DeliveryState::Delivered => ("done", "delivery-delivered"),
        DeliveryState::Failed => ("refused", "delivery-failed"),
        DeliveryState::Suppressed => ("withdrawn", "delivery-suppressed"),
    }
}

/// The other side's own words, or ours for a code.
fn why(reason: &str, tongue: &Tongue) -> String {
    match reason {
        "recipient_gone" => tongue.say("delivery-gone"),
        "no_longer_needed" => tongue.say("delivery-no-longer-needed"),
        "only_played" => tongue.say("delivery-only-played"),
        "host_busy" => tongue.say("delivery-host-busy"),
        words => words.to_owned(),
    }
}

/// What a message is about: the shipped words of a shipped rule, the subject of one's own.
fn about(rule: &Id, definition: &Definition, tongue: &Tongue) -> String {
    let own = definition.rules.get(rule).and_then(|rule| rule.subject.as_ref());
    match (own, rule.as_str()) {
        (Some(subject), _) => subject.written(tongue.locale()),
        (None, "receipt") => tongue.say("rule-receipt"),
        (None, "new_request") => tongue.say("rule-new-request"),
        (None, "status_changed") => tongue.say("rule-status-changed"),
        (None, "action_required") => tongue.say("rule-action-required"),
        (None, "due_soon") => tongue.say("rule-due-soon"),
        (None, "late") => tongue.say("rule-late"),
        (None, "action_answered") => tongue.say("rule-action-answered"),
        (None, "new_reply") => tongue.say("rule-new-reply"),
        (None, "document_available") => tongue.say("rule-document-available"),
        (None, "closed") => tongue.say("rule-closed"),
        (None, id) => id.to_owned(),
    }
}

impl StuckRow {
    pub(super) fn of(work: &GivenUp, links: &Links, tongue: &Tongue) -> Self {
        let request = |(id, title, reference): &(portal_core::id::RequestId, String, portal_core::id::Reference)| {
            (title.clone(), reference.to_string(), links.team_request(*id))
        };
        Self {
            what: tongue.say(match work.kind {
                JobKind::Notify => "stuck-notify",
                JobKind::Deliver => "stuck-deliver",
                JobKind::Wake => "stuck-wake",
                JobKind::Link => "stuck-link",
                JobKind::Alert => "stuck-alert",
                JobKind::Other => "stuck-other",
            }),
            request: work.request.as_ref().map(request),
            reason: work.reason.clone(),
            attempts: tongue.say_with("delivery-attempts", &[("count", work.attempts.into())]),
            at: tongue.moment(work.at),
            retry: links.to(&format!("/team/deliveries/work/{}/retry", work.id)),
        }
    }
}

/// Work that was given up, about something and about nothing known.
pub(super) fn stuck(tongue: &Tongue) -> Vec<StuckRow> {
    let row = |what: &str, request: Option<(String, String, String)>, reason: &str| StuckRow {
        what: tongue.say(what),
        request,
        reason: reason.to_owned(),
        attempts: tongue.say_with("delivery-attempts", &[("count", 5u32.into())]),
        at: sample::moment(tongue),
        retry: "/team/deliveries/work/1/retry".to_owned(),
    };
    let request = ("Cooling for the server room".to_owned(), "QUO-7F3K-9M2C".to_owned(), "/team/requests/1".to_owned());
    vec![
        row("stuck-notify", Some(request), "the database refused: a request keeps a definition that is not stored"),
        row("stuck-other", None, "this program does not know such work; a newer one may have left it"),
    ]
}

/// Messages in each state.
pub(super) fn samples(tongue: &Tongue) -> Vec<DeliveryRow> {
    let row = |recipient: &str, about: &str, tag, state: &str| DeliveryRow {
        recipient: recipient.to_owned(),
        about: tongue.say(about),
        title: "Cooling for the server room".to_owned(),
        reference: "QUO-7F3K-9M2C".to_owned(),
        url: "/team/requests/1".to_owned(),
        tag,
        state: tongue.say(state),
        reason: None,
        attempts: None,
        next: None,
        created: sample::moment(tongue),
        delivered: None,
        retry: None,
    };
    let answer = "550 5.1.1 <claire@alpha.example>: Recipient address rejected: User unknown in virtual mailbox table";
    vec![
        row("Tom Weber", "rule-new-request", "team", "delivery-pending"),
        DeliveryRow {
            reason: Some("connecting: 421 4.3.2 too busy".to_owned()),
            attempts: Some(tongue.say_with("delivery-attempts", &[("count", 3u32.into())])),
            next: Some(sample::moment(tongue)),
            ..row("Nadia Petit", "rule-new-reply", "team", "delivery-pending")
        },
        DeliveryRow {
            reason: Some(answer.to_owned()),
            attempts: Some(tongue.say_with("delivery-attempts", &[("count", 12u32.into())])),
            retry: Some("/team/deliveries/1/retry".to_owned()),
            ..row("Claire Martin", "rule-action-required", "refused", "delivery-failed")
        },
        DeliveryRow {
            delivered: Some(sample::moment(tongue)),
            ..row("Aline Roche", "rule-document-available", "done", "delivery-delivered")
        },
        DeliveryRow {
            reason: Some(tongue.say("delivery-gone")),
            ..row("Claire Martin", "rule-receipt", "withdrawn", "delivery-suppressed")
        },
        DeliveryRow {
            reason: Some(tongue.say("delivery-only-played")),
            ..row("Bruno Keller", "rule-receipt", "withdrawn", "delivery-suppressed")
        },
    ]
}
