//! The route matrix (SECURITY §2.0, T01): every address × everybody who may come × everything they may ask for. The addresses
//! come from the router and from the API's own document; the verdicts stand in `verdicts/`, to be read by people, and a
//! new address without verdicts fails. After each refusal the tables are as they were, and what is another company's is
//! answered as what does not exist, to the last byte.
//!
//! `PORTAL_TEST_WRITE=1` writes the verdicts anew: read the difference before it is kept.

mod ledger;
mod routes;
mod scene;

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use axum::http::{HeaderMap, StatusCode, header};

use self::{
    ledger::Ledger,
    routes::{Document, Known, Route},
    scene::{PEOPLE, Scene, WHOSE, Whose},
};
use crate::{
    client::{Answer, Client, multipart},
    world::{PDF, World},
};

/// An id that nothing has.
const MISSING: &str = "01890000-0000-7000-8000-0000000000ff";
/// What browsers send: enough for every form to be read.
const FORM: [(&str, &str); 12] = [
    ("portal.intent", "done"),
    ("body", "Some words"),
    ("reason", "For a reason"),
    ("name", "New Name"),
    ("email", "new@matrix.example"),
    ("role", "client_user"),
    ("locale", "fr"),
    ("password", "a long phrase of words"),
    ("seen", "1"),
    ("owner", ""),
    ("subject", "Another subject"),
    ("colour", "blue"),
];
/// Pages for everybody.
const PUBLIC: [&str; 14] = [
    "/assets/{file}",
    "/sign-in",
    "/sign-in/with/{provider}",
    "/signed-out/{provider}",
    "/sign-out",
    "/language",
    "/forgot",
    "/invitations/{token}",
    "/invitations/{token}/with/{provider}",
    "/reset/{token}",
    "/api/v1",
    "/api/v1/",
    "/api/v1/docs",
    "/api/v1/openapi.json",
];
/// Pages for whoever has taken the first step of signing in, with whom they are for.
const SECOND_STEP: [(&str, &str); 2] = [("wanda", "/sign-in/code"), ("enno", "/sign-in/second-factor")];
/// What an address asks for behind its question mark.
const QUERIES: [(&str, &str); 1] = [("/team/requests/{request}/documents/new", "?kind=report")];
/// The page of an item says that it was read by showing it.
const NOTED: [&str; 1] = ["/tasks/{task}/items/{item}"];

#[derive(Clone, Copy)]
enum Part {
    Client,
    Team,
    Api,
}

impl Part {
    fn has(self, route: &Route) -> bool {
        match self {
            Self::Api => route.path.starts_with("/api/"),
            Self::Team => route.path.starts_with("/team"),
            Self::Client => !route.path.starts_with("/api/") && !route.path.starts_with("/team"),
        }
    }

    fn file(self) -> PathBuf {
        let name = match self {
            Self::Client => "client",
            Self::Team => "team",
            Self::Api => "api",
        };
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/http/matrix/verdicts/{name}.txt"))
    }
}

macro_rules! on_both {
    ($name:ident, $part:expr) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn on_sqlite() {
                judge(World::of("matrix").await, $part).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                judge(World::of_on_postgres("matrix").await, $part).await;
            }
        }
    };
}

on_both!(t01_a12_a19_x03_each_page_of_clients_answers_each_person_as_the_verdicts_say, Part::Client);
on_both!(t01_a12_a19_x03_each_page_of_the_team_answers_each_person_as_the_verdicts_say, Part::Team);
on_both!(t01_a12_a19_x03_each_operation_of_the_api_answers_each_person_as_the_verdicts_say, Part::Api);

async fn judge(world: World, part: Part) {
    let scene = Scene::set(world).await;
    let all = routes::of(&scene.app());
    let document = scene.browser("tom").get("/api/v1/openapi.json").await.is(200);
    let document = Document(serde_json::from_slice(&document.body).unwrap());
    let operations: Vec<_> = document.routes().into_iter().collect();
    let served: Vec<_> =
        all.iter().filter(|route| route.is_api() && !OWN.contains(&route.path.as_str())).cloned().collect();
    assert_eq!(operations, served, "the API's document names what the router serves");
    let mut ledger = Ledger::open(&scene.world.url).await;
    let before = ledger.sum().await;
    let mut matrix = Matrix { ledger, before, scene, document, faults: Vec::new() };
    let mut told = head();
    for route in all.iter().filter(|route| part.has(route)) {
        matrix.judge(route, &mut told).await;
    }
    let verdicts = kept(&told, part);
    assert!(matrix.faults.is_empty(), "{}", matrix.faults.join("\n"));
    compare(&told, &verdicts);
    matrix.scene.world.end().await;
}

/// Addresses below the API that are none of its operations.
const OWN: [&str; 3] = ["/api/v1/", "/api/v1/docs", "/api/v1/openapi.json"];

fn head() -> String {
    let mut text =
        "# yes: let in. door: asked to sign in. A number: refused with it. Read docs/security.md.\n".to_owned();
    write!(text, "{:<10}", "").unwrap();
    for name in names() {
        write!(text, "{name:>7}").unwrap();
    }
    text.push('\n');
    text
}

/// Who comes, in the order of the columns.
fn names() -> impl Iterator<Item = &'static str> {
    ["nobody"].into_iter().chain(PEOPLE.iter().map(|(name, _, _)| *name))
}

/// The verdicts that were read by people.
fn kept(told: &str, part: Part) -> String {
    let file = part.file();
    if std::env::var_os("PORTAL_TEST_WRITE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, told).unwrap();
    }
    std::fs::read_to_string(&file).unwrap_or_default()
}

#[track_caller]
fn compare(told: &str, verdicts: &str) {
    let known: Vec<&str> = verdicts.lines().collect();
    let (mut route, mut others) = ("", Vec::new());
    for (place, line) in told.lines().enumerate() {
        if !line.starts_with(' ') {
            route = line;
        }
        if known.get(place) != Some(&line) {
            others.push(format!("{route}: {line}\n  not {}", known.get(place).copied().unwrap_or("there")));
        }
    }
    others.truncate(20);
    assert!(others.is_empty(), "the answers are not those of the verdicts:\n{}", others.join("\n"));
    assert_eq!(told, verdicts, "there are verdicts of addresses that are gone");
}

struct Matrix {
    scene: Scene,
    ledger: Ledger,
    /// The sum of the tables as they were set.
    before: String,
    document: Document,
    faults: Vec<String>,
}

impl Matrix {
    async fn judge(&mut self, route: &Route, told: &mut String) {
        let theirs = route.parameters().iter().any(|parameter| Scene::is_somebodys(&route.path, parameter));
        let rows: Vec<Option<Whose>> = if theirs { WHOSE.iter().copied().map(Some).collect() } else { vec![None] };
        writeln!(told, "{} {}", route.method, route.path).unwrap();
        let mut misses = BTreeMap::new();
        for whose in rows.into_iter().rev() {
            let Some(path) = self.address(route, whose.unwrap_or(Whose::Claires)) else { continue };
            let mut row = String::new();
            for name in names() {
                let (verdict, answer) = self.ask(route, &path, name).await;
                let cell = format!("{} {path} for {name}", route.method);
                if matches!(verdict.as_str(), "404" | "412") {
                    self.is_a_twin(&cell, &mut misses, format!("{name} {verdict}"), answer);
                }
                if verdict == "yes" && !may_open(name, &route.path) {
                    self.faults.push(format!("{cell}: somebody from outside is let in"));
                }
                write!(row, "{verdict:>7}").unwrap();
            }
            writeln!(told, "{:<10}{row}", format!("  {}", whose.map_or("", Whose::word))).unwrap();
        }
    }

    /// What is not theirs and what is not at all: the same status, headers and bytes.
    fn is_a_twin(&mut self, cell: &str, misses: &mut BTreeMap<String, Answer>, whose: String, answer: Answer) {
        let Some(first) = misses.get(&whose) else {
            misses.insert(whose, answer);
            return;
        };
        let same = headers(first) == headers(&answer) && unnumbered(first) == unnumbered(&answer);
        if first.status != answer.status || !same {
            let said = format!("{}\n-- and not --\n{}", answer.text(), first.text());
            self.faults.push(format!("{cell}: not answered as what does not exist:\n{said}"));
        }
    }

    fn address(&self, route: &Route, whose: Whose) -> Option<String> {
        let mut path = route.path.clone();
        for parameter in route.parameters() {
            let value = self.scene.value(&route.path, parameter, whose)?;
            path = path.replace(&format!("{{{parameter}}}"), &value);
        }
        let query = QUERIES.iter().find(|(path, _)| *path == route.path);
        Some(path + query.map_or("", |(_, query)| query))
    }

    async fn ask(&mut self, route: &Route, path: &str, name: &str) -> (String, Answer) {
        let answer = self.send(route, path, name).await;
        let verdict = if route.path == "/sign-out" { "yes".to_owned() } else { verdict(&answer) };
        let cell = format!("{} {path} for {name}", route.method);
        if answer.status.is_server_error() {
            self.faults.push(format!("{cell}: {}\n{}", answer.status, answer.text()));
        }
        if route.method != "GET" {
            self.ledger.calm().await;
        }
        if !answer.body.is_empty() && !names_its_type(&answer) {
            self.faults.push(format!("{cell}: a body of the type {:?}", answer.headers.get(header::CONTENT_TYPE)));
        }
        if answer.text().contains("$argon2") {
            self.faults.push(format!("{cell}: what is kept of a password is shown"));
        }
        if self.ledger.sum().await != self.before {
            if self.ledger.other_passwords().await > 0 {
                self.faults.push(format!("{cell}: somebody has another password"));
            }
            if verdict != "yes" {
                self.faults.push(format!("{cell}: refused with {verdict}, and something was written"));
            } else if route.method == "GET" && !NOTED.contains(&route.path.as_str()) {
                self.faults.push(format!("{cell}: looking at it wrote something"));
            }
            self.ledger.back().await;
        }
        (verdict, answer)
    }

    /// What a browser sends there.
    fn form(&self, route: &Route) -> Vec<(&'static str, String)> {
        let company = self.scene.company.to_string();
        let own = match route.path.as_str() {
            "/team/projects/new" => vec![("organisation", company), ("kind", "site".to_owned())],
            _ => vec![("kind", "plan".to_owned())],
        };
        FORM.iter().map(|(name, value)| (*name, (*value).to_owned())).chain(own).collect()
    }

    /// Words of which only some will do: of the definition, of people, and of where a thing is turned to.
    fn known(&self, route: &Route) -> Known {
        let path = route.path.as_str();
        let kind = if path == "/api/v1/projects" { "site" } else { "report" };
        let words =
            [("kind", kind), ("request_type", "job"), ("name", "plan.pdf"), ("field", "file"), ("locale", "fr")];
        let role = if path.starts_with("/api/v1/team/") { "team_member" } else { "client_user" };
        let people = [("role", role), ("email", "new@matrix.example"), ("state", "disabled")];
        let owner = [("person", "claire@alpha.example")].into_iter().filter(|_| path == "/api/v1/tokens");
        let of_people = path.contains("/organisations/") || path.contains("/team/");
        let words = words.into_iter().chain(people.into_iter().filter(|_| of_people)).chain(owner);
        let words = words.map(|(name, word)| (name, word.to_owned()));
        words.chain([("organisation", self.scene.company.to_string())]).collect()
    }

    async fn send(&self, route: &Route, path: &str, name: &str) -> Answer {
        let mut client = self.scene.browser(name);
        if route.method == "GET" {
            return client.get(path).await;
        }
        if route.is_api() {
            let known = self.known(route);
            let tag = seen(&mut client, route, path).await;
            client.headers.push(("if-match", tag));
            let (media_type, body) = self.document.body(route, &known).unzip();
            let path = format!("{path}{}", self.document.query(route, &known));
            return client.send(route.method(), &path, media_type.as_deref(), body.unwrap_or_default()).await;
        }
        let form = self.form(route);
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = client.post(path, &form).await;
        if !matches!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::BAD_REQUEST) {
            return answer;
        }
        let (media_type, body) = multipart(&form, &[]);
        self.scene.browser(name).send(route.method(), path, Some(&media_type), body).await
    }
}

/// Whether an address may let somebody in: outsiders, and those who wait for the second step, it must not.
fn may_open(name: &str, path: &str) -> bool {
    let outside = matches!(name, "nobody" | "ines" | "wanda" | "enno");
    !outside || PUBLIC.contains(&path) || SECOND_STEP.contains(&(name, path))
}

/// The tag that somebody saw of what they change; whoever sees nothing has made one up.
async fn seen(client: &mut Client, route: &Route, path: &str) -> String {
    // The third part of an address below the API is what it is about; somebody's place stands below those of others.
    let parts = match path.split('/').position(|part| part == "people") {
        Some(people) => people + 2,
        None => 5,
    };
    let own = |path: &str| path.split('/').take(parts).collect::<Vec<_>>().join("/");
    let of = if route.path.ends_with("/fields") { path.to_owned() } else { own(path) };
    let answer = client.get(&of).await;
    let tag = answer.header("etag").to_owned();
    if tag.is_empty() { "\"1.0123456789abcdef.0123456789abcdef\"".to_owned() } else { tag }
}

/// Whether an answer says what it is, and of text in which encoding (ASVS 4.1.1).
fn names_its_type(answer: &Answer) -> bool {
    let said = answer.headers.get(header::CONTENT_TYPE).map_or("", |said| said.to_str().unwrap());
    said.contains('/') && (!said.starts_with("text/") || said.to_ascii_lowercase().contains("charset=utf-8"))
}

/// What was answered, less the number by which support finds it.
fn unnumbered(answer: &Answer) -> String {
    let text = answer.text();
    match text.split_once("\"request_id\":\"") {
        Some((before, after)) => format!("{before}{}", after.split_once('"').map_or("", |(_, rest)| rest)),
        None => text,
    }
}

fn headers(answer: &Answer) -> HeaderMap {
    let mut headers = answer.headers.clone();
    headers.remove("x-request-id");
    headers
}

fn verdict(answer: &Answer) -> String {
    let to = answer.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap());
    match answer.status {
        StatusCode::UNAUTHORIZED => "door".to_owned(),
        status if status.is_redirection() && to.starts_with("/sign-in") => "door".to_owned(),
        status if status.is_success() || status.is_redirection() => "yes".to_owned(),
        status => status.as_u16().to_string(),
    }
}
