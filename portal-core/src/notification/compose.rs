//! From a delivery to a letter in the recipient's language: what happened, what is expected, by when, one button.
//! A letter carries titles, statuses, booked times and links; no other answers, no message texts, no documents
//! (SECURITY P10).

use url::Url;

use super::{Action, Letter};
use crate::{
    definition::{Definition, RequestType},
    form::{Field, Value, one_line},
    format,
    id::Id,
    identity::{Side, Viewer},
    request::{Happening, Particulars, Task, TaskAction, Words},
    store::Outgoing,
    wording::{Arg, Wording},
};

/// Accent of a portal that has none of its own; 5.9:1 against white.
pub(super) const ACCENT: &str = "#1d4ed8";

/// What a letter is made from.
pub struct Occasion<'a> {
    /// The definition in force.
    pub definition: &'a Definition,
    /// The workflow the request keeps.
    pub workflow: &'a RequestType,
    /// The words of letters.
    pub wording: &'a Wording,
    /// Where the portal is reached.
    pub base_url: &'a Url,
    /// The delivery, its recipient, and what happened.
    pub outgoing: &'a Outgoing,
    /// What the recipient may see.
    pub viewer: &'a Viewer,
}

/// The words of letters, in all shipped languages.
pub fn wording() -> Wording {
    let sources =
        [("en", include_str!("../../locales/en/letter.ftl")), ("fr", include_str!("../../locales/fr/letter.ftl"))];
    Wording::new(&sources).expect("the shipped words are well formed")
}

/// Composes the letter.
pub fn compose(occasion: &Occasion<'_>) -> Letter {
    let Occasion { definition, outgoing, .. } = occasion;
    let account = &outgoing.account;
    let locale = definition.locale(&account.locale);
    let words = Words { live: definition, kept: occasion.workflow, locale };
    let about = Particulars::of_letter(outgoing, occasion.viewer);
    let say = Say { occasion, words, about, task: outgoing.task.as_ref() };
    let name = account.first_name();
    let portal = definition.name.get(locale).to_owned();
    let help = definition.branding.support_email.as_ref().or(definition.branding.support_phone.as_ref());
    let help = help.map(|help| say.with("footer-help", &[("help", help)]));
    let footer = [Some(say.with("footer", &[("portal", &portal)])), help];
    Letter {
        locale: locale.to_owned(),
        subject: say.subject(),
        greeting: say.with("greeting", &[("name", name)]),
        paragraphs: say.paragraphs(),
        facts: say.facts(),
        action: Some(say.action()),
        footer: footer.into_iter().flatten().collect::<Vec<_>>().join(" "),
        accent: definition.branding.accent.clone().unwrap_or_else(|| ACCENT.to_owned()),
        portal,
    }
}

struct Say<'a> {
    occasion: &'a Occasion<'a>,
    words: Words<'a>,
    about: Particulars<'a>,
    task: Option<&'a Task>,
}

impl Say<'_> {
    fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, value)| (*name, Arg::from(*value))).collect();
        self.occasion.wording.with(self.words.locale, key, &args)
    }

    fn get(&self, key: &str) -> String {
        self.occasion.wording.get(self.words.locale, key)
    }

    fn side(&self) -> Side {
        let organisation = self.occasion.outgoing.request.organisation;
        if self.occasion.viewer.is_on(Side::Team, organisation) { Side::Team } else { Side::Client }
    }

    /// The key of a text of the rule; an own rule has the general ones.
    fn key(&self, text: &str) -> String {
        let rule = self.occasion.outgoing.delivery.rule.as_str();
        let asks = rule == "action_required" || self.asked().is_some();
        let (rule, what) = match (rule, &self.occasion.outgoing.event.what, text) {
            ("action_answered", Happening::TaskRefused { .. }, "subject" | "intro") => {
                (rule, format!("{text}-refused"))
            }
            // Nobody had asked for it.
            ("action_answered", _, "subject" | "intro") if self.task.is_some_and(Task::is_unasked) => {
                (rule, format!("{text}-changed"))
            }
            ("action_answered", _, "subject" | "intro") => (rule, format!("{text}-done")),
            ("action_required" | "due_soon" | "late", _, "button") if asks => {
                ("action_required", format!("button-{}", self.asks_to()))
            }
            ("late", Happening::Late, "subject" | "intro") => (rule, format!("{text}-request")),
            ("late", _, "subject") => (rule, format!("{text}-task")),
            ("late", _, "intro") if self.is_theirs() => (rule, format!("{text}-theirs")),
            ("late", _, "intro") => (rule, format!("{text}-yours")),
            _ => (rule, text.to_owned()),
        };
        let key = format!("{rule}-{what}");
        if self.occasion.wording.keys("en").contains(key.as_str()) { key } else { format!("own-{text}") }
    }

    /// The open task that the letter asks its reader to do: then its button leads there.
    fn asked(&self) -> Option<&Task> {
        let asks = matches!(self.occasion.outgoing.delivery.rule.as_str(), "action_required" | "due_soon" | "late");
        self.task.filter(|task| asks && task.is_open() && !self.is_theirs())
    }

    /// Whether its task is the other side's to do.
    fn is_theirs(&self) -> bool {
        self.task.is_some_and(|task| task.side != self.side())
    }

    /// What its task asks for, as the keys of its words name it.
    fn asks_to(&self) -> &'static str {
        match self.task.map(|task| task.action) {
            Some(TaskAction::Provide) => "provide",
            Some(TaskAction::Correct) if self.task.is_some_and(Task::is_unasked) => "change",
            Some(TaskAction::Answer | TaskAction::Correct | TaskAction::Reply) => "answer",
            Some(TaskAction::Read) => "read",
            Some(TaskAction::Book) => "book",
            Some(TaskAction::Do) => "do",
            Some(TaskAction::ApproveDocument | TaskAction::ApproveRequest) | None => "approve",
        }
    }

    fn task_label(&self) -> String {
        let general = || self.get(&format!("task-{}", self.asks_to()));
        self.task.and_then(|task| self.words.task(task)).map_or_else(general, str::to_owned)
    }

    /// The status that the event led to. A letter that leaves late tells of its own event; the one after it, of what came
    /// next.
    fn led_to(&self) -> &Id {
        match &self.occasion.outgoing.event.what {
            Happening::Submitted { status } | Happening::Closed { status, .. } => status,
            Happening::Moved { to, .. } => to,
            _ => &self.occasion.outgoing.request.status,
        }
    }

    fn status(&self) -> &str {
        self.words.status(self.led_to(), self.side())
    }

    fn subject(&self) -> String {
        let own = self
            .occasion
            .definition
            .rules
            .get(&self.occasion.outgoing.delivery.rule)
            .and_then(|rule| rule.subject.as_ref());
        let request = &self.occasion.outgoing.request;
        match own {
            Some(subject) => format!("{} ({})", one_line(&self.words.say(subject, &self.about)), request.reference),
            None => {
                let task = self.task_label();
                self.with(
                    &self.key("subject"),
                    &[("title", &request.title), ("status", self.status()), ("task", &task)],
                )
            }
        }
    }

    fn paragraphs(&self) -> Vec<String> {
        let own = self
            .occasion
            .definition
            .rules
            .get(&self.occasion.outgoing.delivery.rule)
            .and_then(|rule| rule.intro.as_ref());
        let actor = self
            .occasion
            .outgoing
            .actor
            .clone()
            .unwrap_or_else(|| self.occasion.definition.name.get(self.words.locale).to_owned());
        let intro = match own {
            Some(intro) => self.words.say(intro, &self.about),
            None => self.with(&self.key("intro"), &[("actor", &actor)]),
        };
        let rule = self.occasion.outgoing.delivery.rule.as_str();
        let explains = matches!(rule, "status_changed" | "closed");
        let explain = explains.then(|| self.words.explain(self.led_to(), &self.about));
        let reason = self.asked().map(|task| self.words.reason(task, &self.about));
        let refusal = self.task.and_then(|task| task.outcome.clone()).filter(|_| rule == "action_answered");
        [Some(intro), explain, reason, refusal].into_iter().flatten().filter(|text| !text.is_empty()).collect()
    }

    fn facts(&self) -> Vec<(String, String)> {
        let Outgoing { request, organisation, .. } = self.occasion.outgoing;
        let mut facts = vec![
            (self.get("fact-request"), request.title.clone()),
            (self.get("fact-reference"), request.reference.to_string()),
            (self.get("fact-status"), self.status().to_owned()),
        ];
        if self.side() == Side::Team {
            facts.insert(0, (self.get("fact-client"), organisation.name.clone()));
        }
        facts.extend(self.times());
        let asked = self.task.filter(|task| task.is_open());
        let items = asked.iter().flat_map(|task| &task.items).map(|item| self.words.item(item));
        let items: Vec<String> = items.filter(|name| !name.is_empty()).collect();
        if !items.is_empty() {
            facts.push((self.get("fact-needed"), items.join(", ")));
        }
        let still = request.ended.is_none() && *self.led_to() == request.status;
        let due = asked.map_or(request.due.filter(|_| still), |task| task.due);
        if let Some(due) = due {
            let day = due.with_timezone(&self.occasion.definition.time_zone).date_naive();
            facts.push((self.get("fact-due"), format::date(self.words.locale, day)));
        }
        facts
    }

    /// The times that are booked, each with its question; none of those that not everybody sees.
    fn times(&self) -> Vec<(String, String)> {
        let (locale, zone) = (self.words.locale, self.occasion.definition.time_zone);
        let request = &self.occasion.outgoing.request;
        let fields = self.occasion.workflow.fields().filter(|field| field.seen_by.0.is_empty());
        let time = |field: &Field| match request.answers.get(&field.id)? {
            Value::Slot(chosen) if request.ended.is_none() => {
                let when = format::span(locale, chosen.starts, chosen.ends, zone);
                Some((field.label.get(locale).to_owned(), when))
            }
            _ => None,
        };
        fields.filter_map(time).collect()
    }

    fn action(&self) -> Action {
        let request = &self.occasion.outgoing.request;
        let asked = self.asked();
        let path = match (self.side(), asked) {
            (Side::Client, Some(task)) => format!("tasks/{}", task.id),
            (Side::Client, None) => format!("requests/{}", request.id),
            (Side::Team, _) => format!("team/requests/{}", request.id),
        };
        let base = self.occasion.base_url.as_str().trim_end_matches('/');
        Action { label: self.get(&self.key("button")), url: format!("{base}/{path}") }
    }
}
