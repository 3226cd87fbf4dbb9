//! The evaluation's own pages, on loopback only: a start page to enter as each of the demo people, and the mailbox with
//! the letters that the portal has written.

use std::sync::Arc;

use axum::{
    Form, Router,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use minijinja::{Environment, context, value::Serde};
use portal::{
    Portal,
    core::{id::AccountId, identity::Side},
    demo::Person,
    email::EmlFolder,
    pages,
};
use serde::{Deserialize, Serialize};
use tower_http::csrf::CsrfLayer;

/// The password of every demo person. The demo answers on loopback only.
pub const PASSWORD: &str = "try-the-portal";

/// What may load on these pages: our own stylesheet, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";
/// What may load in a letter: its inline styles, and nothing from outside; it runs in a sandbox.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; \
                             sandbox allow-top-navigation-by-user-activation";

#[derive(Clone)]
struct Evaluation {
    portal: Portal,
    people: Arc<Vec<Person>>,
    mails: Option<Arc<EmlFolder>>,
    templates: Arc<Environment<'static>>,
}

/// The start page and the mailbox; without people, only our own 404 outside of the portal.
pub fn router(portal: Portal, people: Vec<Person>, mails: Option<Arc<EmlFolder>>) -> Router {
    let mut templates = Environment::new();
    for (name, source) in [
        ("layout.html", include_str!("../templates/layout.html")),
        ("start.html", include_str!("../templates/start.html")),
        ("mailbox.html", include_str!("../templates/mailbox.html")),
        ("letter.html", include_str!("../templates/letter.html")),
        ("nothing.html", include_str!("../templates/nothing.html")),
    ] {
        templates.add_template(name, source).expect("the shipped templates parse");
    }
    let state = Evaluation { portal, people: Arc::new(people), mails, templates: Arc::new(templates) };
    let router = match state.people.is_empty() {
        true => Router::new().route("/", get(|State(it): State<Evaluation>| async move { Redirect::to(&it.home()) })),
        false => Router::new()
            .route("/", get(start))
            .route("/demo/enter", post(enter))
            .route("/mailbox", get(mailbox))
            .route("/mailbox/{file}", get(letter))
            .route("/mailbox/{file}/html", get(letter_html)),
    };
    router
        .route("/demo/evaluation.css", get(stylesheet))
        .fallback(nothing)
        .layer(CsrfLayer::new())
        .layer(middleware::map_response(secure))
        .with_state(state)
}

async fn nothing(State(evaluation): State<Evaluation>) -> Response {
    (StatusCode::NOT_FOUND, evaluation.page("nothing.html", context! {})).into_response()
}

async fn stylesheet() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../templates/evaluation.css"))
}

#[derive(Clone, Debug, Serialize)]
struct Entry {
    account: String,
    name: String,
    email: String,
    role: String,
    initials: String,
}

#[derive(Clone, Debug, Serialize)]
struct Company {
    name: String,
    team: bool,
    people: Vec<Entry>,
}

async fn start(State(evaluation): State<Evaluation>) -> Response {
    let mut companies: Vec<Company> = Vec::new();
    for person in evaluation.people.iter() {
        let portal = evaluation.portal.latest();
        let definition = portal.definition();
        let team = person.organisation.is_none();
        let name = person.organisation.clone().unwrap_or_else(|| definition.name.get("en").to_owned());
        let role = definition.roles.get(&person.of.role).map(|role| role.label.get("en").to_owned());
        let initials = person.of.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
        let entry = Entry {
            account: person.account.to_string(),
            name: person.of.name.clone(),
            email: person.of.email.clone(),
            role: role.unwrap_or_default(),
            initials,
        };
        match companies.iter_mut().find(|company| company.name == name) {
            Some(company) => company.people.push(entry),
            None => companies.push(Company { name, team, people: vec![entry] }),
        }
    }
    evaluation.page(
        "start.html",
        context! { companies => Serde(companies), password => PASSWORD, mailbox => evaluation.mails.is_some() },
    )
}

#[derive(Deserialize)]
struct Enter {
    account: AccountId,
}

async fn enter(State(evaluation): State<Evaluation>, Form(Enter { account }): Form<Enter>) -> Response {
    if !evaluation.people.iter().any(|person| person.account == account) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match evaluation.portal.sign_in_as(account).await {
        Ok(signed_in) => {
            let cookie = pages::keep_token(&signed_in.token, signed_in.expires - chrono::Utc::now());
            let home = match evaluation.side(account) {
                Side::Team => format!("{}/team/queue", evaluation.home()),
                Side::Client => evaluation.home(),
            };
            ([(header::SET_COOKIE, cookie)], Redirect::to(&home)).into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "nobody could enter");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Line {
    file: String,
    to: String,
    to_name: String,
    subject: String,
    date: String,
}

async fn mailbox(State(evaluation): State<Evaluation>) -> Response {
    let Some(mails) = &evaluation.mails else { return StatusCode::NOT_FOUND.into_response() };
    let Ok(list) = mails.list().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let letters: Vec<Line> = list
        .into_iter()
        .map(|mail| Line {
            file: mail.file,
            to: mail.to,
            to_name: mail.to_name,
            subject: mail.subject,
            date: mail.date.format("%-d %B %Y, %H:%M UTC").to_string(),
        })
        .collect();
    evaluation.page("mailbox.html", context! { letters => Serde(letters) })
}

async fn letter(State(evaluation): State<Evaluation>, Path(file): Path<String>) -> Response {
    let Some(mails) = &evaluation.mails else { return StatusCode::NOT_FOUND.into_response() };
    match mails.read(&file).await {
        Ok(Some(mail)) => {
            let date = mail.date.format("%-d %B %Y, %H:%M UTC").to_string();
            evaluation.page("letter.html", context! { mail => Serde(mail), date })
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn letter_html(State(evaluation): State<Evaluation>, Path(file): Path<String>) -> Response {
    let Some(mails) = &evaluation.mails else { return StatusCode::NOT_FOUND.into_response() };
    match mails.read(&file).await {
        Ok(Some(mail)) => ([(header::CONTENT_SECURITY_POLICY, LETTER_POLICY)], Html(mail.html)).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

impl Evaluation {
    fn home(&self) -> String {
        self.portal.base_url().path().trim_end_matches('/').to_owned()
    }

    fn side(&self, account: AccountId) -> Side {
        let team = self.people.iter().any(|person| person.account == account && person.organisation.is_none());
        if team { Side::Team } else { Side::Client }
    }

    fn page(&self, template: &str, content: minijinja::Value) -> Response {
        let portal = self.portal.latest();
        let definition = portal.definition();
        let names = pages::Assets::of(definition.branding.accent.as_deref());
        let base = format!("{}/assets", self.home());
        let frame = context! {
            portal => definition.name.get("en"),
            initial => definition.name.get("en").chars().next().unwrap_or('P').to_string(),
            styles => [format!("{base}/{}", names.style), format!("{base}/{}", names.brand), "/demo/evaluation.css".to_owned()],
            icon => format!("{base}/{}", names.icon),
            mailbox => self.mails.is_some(),
            home => if self.people.is_empty() { self.home() } else { "/".to_owned() },
            place => if template == "start.html" { "start" } else if template == "nothing.html" { "" } else { "mailbox" },
        };
        let rendered =
            self.templates.get_template(template).and_then(|template| template.render(context! { frame, ..content }));
        match rendered {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                tracing::error!(%error, template, "a page could not be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

async fn secure(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
