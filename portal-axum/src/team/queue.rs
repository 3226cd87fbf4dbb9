//! The queue: every request of the team in shipped views, searched and paged.

use axum::{
    Router,
    extract::Query,
    response::{Redirect, Response},
    routing::get,
};
use chrono::{DateTime, Utc};
use portal_core::{
    Desk, Refused,
    definition::WaitsFor,
    id::AccountId,
    identity::{Paced, Permission},
    store::{Cursor, Filter, Order, Page as Rows, Summary},
};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    page::{Page, SeenBy},
    paging,
    problem::Problem,
    show::{RequestRow, request_row},
    tongue::Tongue,
    visit::TeamPerson,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team", get(enter)).route("/team/queue", get(show))
}

/// The queue.
#[derive(Clone, Debug, Serialize)]
pub struct QueuePage {
    /// The views, in order.
    pub views: Vec<ViewTab>,
    /// The `view` of the one that is shown.
    pub view: &'static str,
    /// Where the search goes.
    pub action: String,
    /// What is looked for.
    pub text: String,
    /// The view without the search; none when nothing is looked for.
    pub clear: Option<String>,
    /// The requests of this page.
    pub rows: Vec<QueueRow>,
    /// Why there are none.
    pub nothing: Option<String>,
    /// The first page, when this is a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// A view as a tab.
#[derive(Clone, Debug, Serialize)]
pub struct ViewTab {
    /// Its name.
    pub label: String,
    /// How many requests it has: `12`, `99+`.
    pub count: String,
    /// Its address.
    pub url: String,
    /// Whether it is shown.
    pub current: bool,
}

/// A request of the queue.
#[derive(Clone, Debug, Serialize)]
pub struct QueueRow {
    /// The request.
    #[serde(flatten)]
    pub row: RequestRow,
    /// Whether its deadline has passed.
    pub late: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    view: String,
    text: String,
    after: String,
}

/// The views that ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Open,
    Mine,
    Unowned,
    Us,
    Client,
    Over,
}

impl View {
    const ALL: [Self; 6] = [Self::Open, Self::Mine, Self::Unowned, Self::Us, Self::Client, Self::Over];

    /// The name in the address, and the words for the tab and for an empty list.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Open => ("open", "queue-open", "queue-open-none"),
            Self::Mine => ("mine", "queue-mine", "queue-mine-none"),
            Self::Unowned => ("unowned", "queue-unowned", "queue-unowned-none"),
            Self::Us => ("us", "queue-us", "queue-us-none"),
            Self::Client => ("client", "queue-client", "queue-client-none"),
            Self::Over => ("over", "queue-over", "queue-over-none"),
        }
    }

    fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.words().0 == name).unwrap_or(Self::Open)
    }

    fn filter(self, me: AccountId) -> Filter {
        let open = Filter { open: Some(true), order: Order::Due, ..Filter::default() };
        match self {
            Self::Open => open,
            Self::Mine => Filter { owner: Some(me), ..open },
            Self::Unowned => Filter { unowned: true, ..open },
            Self::Us => Filter { waits_for: Some(WaitsFor::Team), ..open },
            Self::Client => Filter { waits_for: Some(WaitsFor::Client), ..open },
            Self::Over => Filter { open: Some(false), ..Filter::default() },
        }
    }
}

async fn enter(person: TeamPerson) -> Redirect {
    Redirect::to(&person.links().to("/team/queue"))
}

async fn show(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let view = View::of(&asked.view);
    let text = Some(asked.text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = Filter { text, ..view.filter(person.viewer().account()) };
    let desk = person.desk();
    if filter.text.is_some() {
        desk.pace(Paced::Search).await?;
    }
    let rows = desk.requests(&filter, paging::read(&asked.after).as_ref()).await?;
    let page = QueuePage {
        views: tabs(&person, &desk, view).await?,
        rows: shown(&person, &desk, &rows).await?,
        ..QueuePage::of(&person, view, &asked, rows.next.as_ref())
    };
    Ok(person.page(page.with_reason(&person, view)).await)
}

async fn tabs(person: &TeamPerson, desk: &Desk<'_>, shown: View) -> Result<Vec<ViewTab>, Refused> {
    let mut tabs = Vec::new();
    for view in View::ALL {
        let count = desk.count(&view.filter(person.viewer().account())).await?;
        let (name, label, _) = view.words();
        tabs.push(ViewTab {
            label: person.tongue().say(label),
            count: if count < 100 { count.to_string() } else { "99+".to_owned() },
            url: person.links().to(&paging::address("/team/queue", &[("view", name)])),
            current: view == shown,
        });
    }
    Ok(tabs)
}

async fn shown(person: &TeamPerson, desk: &Desk<'_>, rows: &Rows<Summary>) -> Result<Vec<QueueRow>, Refused> {
    let workflows = desk.workflows(&rows.rows).await?;
    let now = person.portal().now();
    let row = |summary| {
        let row = request_row(
            summary,
            &workflows,
            person.portal().definition(),
            person.desk().side(),
            person.links(),
            person.tongue(),
        )?;
        Some(QueueRow { row, late: is_late(summary, now) })
    };
    Ok(rows.rows.iter().filter_map(row).collect())
}

fn is_late(summary: &Summary, now: DateTime<Utc>) -> bool {
    summary.ended.is_none() && summary.due.is_some_and(|due| due < now)
}

impl QueuePage {
    fn of(person: &TeamPerson, view: View, asked: &Asked, next: Option<&Cursor>) -> Self {
        let (name, ..) = view.words();
        let text = asked.text.trim();
        let address = |text: &str, after: &str| {
            person.links().to(&paging::address("/team/queue", &[("view", name), ("text", text), ("after", after)]))
        };
        Self {
            views: Vec::new(),
            view: name,
            action: person.links().to("/team/queue"),
            text: text.to_owned(),
            clear: (!text.is_empty()).then(|| address("", "")),
            rows: Vec::new(),
            nothing: None,
            first: (!asked.after.is_empty()).then(|| address(text, "")),
            next: next.map(|next| address(text, &paging::write(next))),
        }
    }

    /// Says why the list is empty: nothing allowed, nothing found, nothing yet.
    fn with_reason(mut self, person: &TeamPerson, view: View) -> Self {
        let tongue = person.tongue();
        let allowed = !person.viewer().scope(Permission::RequestView).is_nothing();
        self.nothing = self.rows.is_empty().then(|| match (allowed, self.text.is_empty()) {
            (false, _) => tongue.say("queue-not-allowed"),
            (true, false) => tongue.say_with("queue-not-found", &[("text", self.text.as_str().into())]),
            (true, true) => tongue.say(view.words().2),
        });
        self
    }
}

impl Page for QueuePage {
    const TEMPLATE: &'static str = "team/queue.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let tab = |view: View, count: &str, shown: View| ViewTab {
            label: tongue.say(view.words().1),
            count: count.to_owned(),
            url: format!("/team/queue?view={}", view.words().0),
            current: view == shown,
        };
        let tabs = |shown| {
            View::ALL.into_iter().zip(["99+", "4", "1", "3", "2", "28"]).map(|(v, n)| tab(v, n, shown)).collect()
        };
        let full = Self {
            views: tabs(View::Open),
            view: "open",
            action: "/team/queue".to_owned(),
            text: String::new(),
            clear: None,
            rows: super::sample::rows(tongue),
            nothing: None,
            first: None,
            next: Some("/team/queue?after=1.2".to_owned()),
        };
        let lost = Self {
            text: "chiller".to_owned(),
            clear: Some("/team/queue".to_owned()),
            rows: Vec::new(),
            nothing: Some(tongue.say_with("queue-not-found", &[("text", "chiller".into())])),
            next: None,
            ..full.clone()
        };
        let none = Self {
            views: tabs(View::Mine),
            view: "mine",
            rows: Vec::new(),
            nothing: Some(tongue.say("queue-mine-none")),
            next: None,
            ..full.clone()
        };
        vec![full, lost, none]
    }
}
