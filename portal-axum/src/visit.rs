//! One visit: everything known around a request before its handler runs: where we are mounted, who comes, which
//! language they read. Handlers take it as an argument: [`Visit`] for anybody, [`Person`] for somebody who is signed in.

mod locale;

use std::{ops::Deref, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{StatusCode, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use futures_util::FutureExt;
use portal_core::{
    Desk, Portal, Refused,
    definition::RequestType,
    id::RequestId,
    identity::{Account, Entered, Side, Viewer},
    request::Words,
};

use crate::{
    ClientAddress, Reference, Web,
    entrance::{Comer, Recognised},
    links::Links,
    page::{self, Frame, Page, Place},
    problem::{Dressed, Problem, dress},
    refusal::Tried,
    tongue::Tongue,
};

/// How long an entrance may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everything known around a request.
#[derive(Clone, Debug)]
pub struct Visit {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    web: Web,
    links: Links,
    tongue: Tongue,
    entered: Option<Entered>,
    recognised: Option<Recognised>,
    here: String,
    reference: Reference,
}

/// A visit of somebody who is signed in. Anybody else is sent to sign in first.
#[derive(Clone, Debug)]
pub struct Person {
    visit: Visit,
    entered: Entered,
}

/// A visit of somebody of the team. For clients the team's pages do not exist.
#[derive(Clone, Debug)]
pub struct TeamPerson(Person);

/// Opens the visit, and gives every failure its page on the way out.
pub async fn open(State(web): State<Web>, request: Request, next: Next) -> Response {
    let web = web.fresh().await.visited_from(ClientAddress::bucket(request.extensions()));
    let (parts, body) = request.into_parts();
    let identified = identify(&web, &parts).await;
    let mut request = Request::from_parts(parts, body);
    let (comer, trouble) = match identified {
        Ok(comer) => (comer, None),
        Err(refused) => (Comer::default(), Some(refused)),
    };
    let visit = Visit::new(web, &request, comer);
    let tried = Tried::of(&request, "");
    request.extensions_mut().insert(visit.clone());
    let response = match trouble {
        None => next.run(request).await,
        Some(refused) => Problem::from(refused).into_response(),
    };
    tried.note(&visit, tried.refused(&response)).await;
    dress(&visit, response).await
}

/// Asks the entrances who comes. One that panics or hangs lets nobody in, and nobody through as a stranger (SECURITY F38).
pub(crate) async fn identify(web: &Web, parts: &Parts) -> Result<Comer, Refused> {
    patiently(web.door().identify(web.portal(), parts)).await
}

/// Waits for what an entrance says, for as long as it may take, and takes a panic for no answer.
pub(crate) async fn patiently<T>(asked: impl Future<Output = Result<T, Refused>>) -> Result<T, Refused> {
    match tokio::time::timeout(PATIENCE, AssertUnwindSafe(asked).catch_unwind()).await {
        Ok(Ok(identified)) => identified,
        Ok(Err(_)) => Err(Refused::Unavailable("the entrance panicked".into())),
        Err(_) => Err(Refused::Unavailable("the entrance does not answer".into())),
    }
}

impl Visit {
    pub(crate) fn new(web: Web, request: &Request, comer: Comer) -> Self {
        let Comer { entered, recognised } = comer;
        let definition = web.portal().definition().clone();
        let account = entered.as_ref().map(|entered| entered.account.locale.as_str());
        let locale = locale::choose(&definition, request.headers(), account);
        let here = request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned();
        let links = Links::of(request);
        let tongue = Tongue::of(&definition, &locale);
        let reference = request.extensions().get::<Reference>().cloned().unwrap_or_else(Reference::fresh);
        Self { inner: Arc::new(Inner { web, links, tongue, entered, recognised, here, reference }) }
    }

    /// The portal.
    pub fn portal(&self) -> &Portal {
        self.inner.web.portal()
    }

    /// The addresses of our pages.
    pub fn links(&self) -> &Links {
        &self.inner.links
    }

    /// The person's language.
    pub fn tongue(&self) -> &Tongue {
        &self.inner.tongue
    }

    /// The words of requests that keep this form and workflow.
    pub(crate) fn words<'v>(&'v self, kept: &'v RequestType) -> Words<'v> {
        Words { live: self.portal().definition(), kept, locale: self.tongue().locale() }
    }

    /// Where we are, below the mount point.
    pub fn here(&self) -> &str {
        &self.inner.here
    }

    /// A number by which support finds this request in the log.
    pub fn reference(&self) -> &str {
        self.inner.reference.as_str()
    }

    /// Who comes, if we know.
    pub fn entered(&self) -> Option<&Entered> {
        self.inner.entered.as_ref()
    }

    /// Whom the host recognises, let in or not.
    pub(crate) fn recognised(&self) -> Option<&Recognised> {
        self.inner.recognised.as_ref()
    }

    /// Whether they come with a session of ours, which can be made fresh.
    pub(crate) fn has_session(&self) -> bool {
        self.entered().is_some_and(|entered| entered.session.is_some())
    }

    pub(crate) fn web(&self) -> &Web {
        &self.inner.web
    }

    /// Shows a page.
    pub async fn page<P: Page>(&self, page: P) -> Response {
        self.page_with(StatusCode::OK, page).await
    }

    /// Shows a page with a status of its own: 422 for a form with faults, 409 for one that came too late.
    pub async fn page_with<P: Page>(&self, status: StatusCode, page: P) -> Response {
        self.framed(status, &page, &self.frame().await)
    }

    /// Shows why nothing is shown. The page says nothing of the address, so that what is not yours and what does not
    /// exist look the same to the last byte.
    pub(crate) async fn problem_page<P: Page>(&self, status: StatusCode, page: P) -> Response {
        let mut frame = self.frame().await;
        "/".clone_into(&mut frame.here);
        frame.notice = None;
        if let Some(person) = &mut frame.person {
            person.session_seconds = 0;
        }
        self.framed(status, &page, &frame)
    }

    fn framed<P: Page>(&self, status: StatusCode, page: &P, frame: &Frame) -> Response {
        let drawn = self.web().templates().render(page, frame, self.tongue()).or_else(|error| {
            // A state of the page that no sample showed: nobody is left without it for that.
            let Some(spare) = self.web().spare() else { return Err(error) };
            tracing::error!(reference = self.reference(), template = P::TEMPLATE, %error, "an own page broke; ours is shown");
            spare.render(page, frame, self.tongue())
        });
        match drawn {
            Ok(html) => {
                let mut response = (status, Html(html)).into_response();
                response.extensions_mut().insert(Dressed);
                response
            }
            Err(error) => {
                // Shown by `Display`: a template error's `Debug` repeats what was to be shown.
                tracing::error!(reference = self.reference(), template = P::TEMPLATE, %error, "a page broke");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    async fn frame(&self) -> Frame {
        let definition = self.portal().definition();
        let mut frame = Frame::new(definition, self.links(), self.tongue(), self.here());
        let Some(entered) = self.entered() else { return frame };
        let organisations = self.portal().desk(&entered.viewer).organisations().await.unwrap_or_default();
        let names: Vec<&str> = organisations.iter().map(|organisation| organisation.name.as_str()).collect();
        let organisation = if names.is_empty() { frame.portal.clone() } else { names.join(", ") };
        frame.person = Some(page::Person::of(entered, organisation, self.portal().now(), self.links()));
        frame.notice = self.notice();
        (frame.side, frame.places) = match entered.viewer.side() {
            Side::Client => ("client", self.client_places()),
            Side::Team => ("team", crate::team::places(self)),
        };
        frame
    }

    fn client_places(&self) -> Vec<Place> {
        let mut places = vec![self.place("nav-home", "/"), self.place("nav-requests", "/requests")];
        let belongs = self.entered().is_some_and(|entered| entered.viewer.organisations().next().is_some());
        if belongs && self.portal().definition().has_projects() {
            places.push(self.place("nav-projects", "/projects"));
        }
        places.push(self.place("nav-documents", "/documents"));
        places.extend(self.people_place());
        if self.entered().is_some_and(|entered| self.portal().desk(&entered.viewer).manages_tokens()) {
            places.push(self.place("nav-tokens", "/tokens"));
        }
        places
    }

    /// The people of one's own place, for whoever sees them.
    pub(crate) fn people_place(&self) -> Option<Place> {
        let desk = self.portal().desk(&self.entered()?.viewer);
        (!desk.own_seats().is_empty()).then(|| self.place("nav-people", "/people"))
    }

    /// An entry of the navigation: a word and a path below the mount point.
    pub fn place(&self, word: &str, inside: &str) -> Place {
        let path = self.here().split('?').next().unwrap_or_default();
        let is_below =
            |place: &str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        // Drafts and tasks belong to requests, the people of one of several organisations to people.
        let below = is_below(inside)
            || inside == "/requests" && (is_below("/drafts") || is_below("/tasks"))
            || inside == "/people" && is_below("/organisations");
        let url = if inside == "/" { self.links().home() } else { self.links().to(inside) };
        Place { label: self.tongue().say(word), url, current: below }
    }

    /// What was just done, from the `done` of our own redirects: only words we know, never text from the address.
    fn notice(&self) -> Option<crate::page::Notice> {
        let query = self.here().split_once('?')?.1;
        let done = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "done")?.1;
        let known = crate::done::Done::parse(&done)?;
        Some(crate::page::Notice { text: self.tongue().say(known.word()) })
    }
}

impl Person {
    /// What they may do.
    pub fn viewer(&self) -> &Viewer {
        &self.entered.viewer
    }

    /// Who they are.
    pub fn account(&self) -> &Account {
        &self.entered.account
    }

    /// A request's page for their side.
    pub fn request_url(&self, id: RequestId) -> String {
        match self.viewer().side() {
            Side::Client => self.links().request(id),
            Side::Team => self.links().team_request(id),
        }
    }

    /// Their use cases.
    pub fn desk(&self) -> Desk<'_> {
        self.visit.portal().desk(&self.entered.viewer)
    }
}

impl Deref for Person {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Deref for TeamPerson {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::Status(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

impl<S: Sync> FromRequestParts<S> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let entered = visit.entered().cloned().ok_or(Problem::SignIn)?;
        Ok(Self { visit, entered })
    }
}

impl<S: Sync> FromRequestParts<S> for TeamPerson {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let person = Person::from_request_parts(parts, state).await?;
        match person.viewer().side() {
            Side::Team => Ok(Self(person)),
            Side::Client => Err(Refused::NotFound.into()),
        }
    }
}
