//! Who comes, and what there is to come to: each thing once as Claire's, as her colleague Aline's, as Bruno's of another
//! company, as one that is gone, and as one that never was.

mod invited;

use std::{collections::BTreeMap, sync::OnceLock};

use axum::Router;
use portal::core::{
    document::{AddDocument, Incoming},
    form::{Answers, BeginDraft, ProjectChoice, RawAnswers, Value as Filled},
    id::{AccountId, Id, OrganisationId, ProjectId},
    identity::{
        AccountState, Device, Introduced, Introducer, Invite, NewPerson, Pending, Seat, Side, SignIn, Strangers,
    },
    project::NewProject,
    request::{Post, Submit},
    store::{Changes, Expect, People as _, Record, Store as _},
};
use portal_axum::{Provider, Web};

use super::MISSING;
use crate::{
    client::Client,
    factor::set_up,
    oidc::fake::{CLIENT, Fake},
    world::{PASSWORD, PDF, World},
};

/// Who comes, in the order of the columns, with their company and role. Tim is of the team, for one project alone; Ines
/// is disabled. Gus has no place but at Claire's request. Wanda gave her password and not yet the code of her second factor; Enno gave his and must set one up.
pub const PEOPLE: [(&str, &str, &str); 13] = [
    ("vera", "alpha", "client_viewer"),
    ("claire", "alpha", "client_user"),
    ("victor", "alpha", "validator"),
    ("aline", "alpha", "client_admin"),
    ("dan", "alpha", "client_user"),
    ("gus", "", GUEST),
    ("bea", "beta", "client_admin"),
    ("tim", "", "team_member"),
    ("tom", "", "team_member"),
    ("nadia", "", "team_admin"),
    ("ines", "alpha", "client_user"),
    ("wanda", "alpha", "client_admin"),
    ("enno", "", "team_admin"),
];

/// Of nobody: invited to Claire's request alone, to act on it.
const GUEST: &str = "";

/// The word of the provider in addresses.
const PROVIDER: &str = "novaterm";

/// Whose a thing is, in the order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    Claires,
    Alines,
    Brunos,
    Gone,
    Missing,
}

pub const WHOSE: [Whose; 5] = [Whose::Claires, Whose::Alines, Whose::Brunos, Whose::Gone, Whose::Missing];

impl Whose {
    pub fn word(self) -> &'static str {
        match self {
            Self::Claires => "Claire's",
            Self::Alines => "Aline's",
            Self::Brunos => "Bruno's",
            Self::Gone => "gone",
            Self::Missing => "missing",
        }
    }
}

pub struct Scene {
    pub world: World,
    /// A provider that people may sign in with.
    provider: Fake,
    /// The portal with all its ways in, made once.
    app: OnceLock<Router>,
    /// The cookie of each person's session.
    pub sessions: BTreeMap<&'static str, String>,
    /// The name of the stylesheet.
    style: String,
    /// Claire's company.
    pub company: OrganisationId,
    things: BTreeMap<(&'static str, Whose), String>,
}

impl Scene {
    pub async fn set(world: World) -> Self {
        let companies = people(&world).await;
        let style = world.anybody().get("/sign-in").await.is(200).between("&#x2f;assets&#x2f;", "\"");
        let (company, provider) = (companies["alpha"], Fake::open().await);
        let (app, sessions, things) = (OnceLock::new(), BTreeMap::new(), BTreeMap::new());
        let mut scene = Self { world, provider, app, sessions, style, company, things };
        for (whose, name, company) in
            [(Whose::Claires, "claire", "alpha"), (Whose::Alines, "aline", "alpha"), (Whose::Brunos, "bruno", "beta")]
        {
            scene.own(whose, name, companies[company]).await;
        }
        scene.places(&companies).await;
        scene.guests(&companies).await;
        scene.identities().await;
        scene.sessions().await;
        scene
    }

    /// The portal with all its ways in.
    pub fn app(&self) -> Router {
        let made = || {
            let provider = Provider::new(PROVIDER, "Novaterm ID", self.provider.issuer(), CLIENT).unwrap();
            Web::new(self.world.portal.clone()).provider(provider).router()
        };
        self.app.get_or_init(made).clone()
    }

    /// A browser of somebody, or of nobody.
    pub fn browser(&self, name: &str) -> Client {
        let mut client = Client::new(self.app());
        let session = self.sessions.get(name).map(|token| ("__Host-portal".to_owned(), token.clone()));
        client.cookies.extend(session);
        client
    }

    /// What stands for a parameter of an address; `None`: there is no such thing.
    pub fn value(&self, path: &str, parameter: &str, whose: Whose) -> Option<String> {
        let word = match (parameter, path) {
            ("file", path) if path.starts_with("/assets") => &self.style,
            ("file", path) if path.starts_with("/team") => "job.svg",
            ("step", _) => "form",
            ("by" | "move", path) if path.starts_with("/team") || path.starts_with("/api") => "finish",
            ("by", _) => "withdraw",
            ("item" | "number", _) => "0",
            ("provider", _) => PROVIDER,
            ("request_type", _) => "job",
            ("id", path) if path.contains("shared") => "basics",
            ("resource", _) => "basics",
            ("id" | "kind", _) => "plan",
            _ => return self.things.get(&(thing(path, parameter), whose)).cloned(),
        };
        Some(word.to_owned())
    }

    /// Whether a parameter stands for something that is somebody's.
    pub fn is_somebodys(path: &str, parameter: &str) -> bool {
        let words = ["step", "by", "move", "item", "number", "provider", "request_type", "id", "resource", "kind"];
        !words.contains(&parameter) && (parameter != "file" || path.contains("/drafts/"))
    }

    fn keep(&mut self, thing: &'static str, whose: Whose, id: impl std::fmt::Display) {
        self.things.insert((thing, whose), id.to_string());
    }

    async fn account(&self, name: &str) -> Option<AccountId> {
        account(&self.world, name).await
    }

    async fn viewer(&self, name: &str) -> portal::Viewer {
        let signed_in = self.world.portal.sign_in_as(self.account(name).await.unwrap()).await.unwrap();
        self.world.portal.enter(&signed_in.token).await.unwrap().unwrap().viewer
    }

    /// A project, a request in it with its tasks, a document, messages, and a draft with a file.
    async fn own(&mut self, whose: Whose, name: &str, organisation: OrganisationId) {
        let (kind, title) = ("site".to_owned(), format!("Site of {name}"));
        let new = NewProject { organisation, kind, name: title, fields: Answers::new(), contact: None };
        let project: ProjectId = self.world.portal.add_project(&new).await.unwrap();
        let (viewer, nadia) = (self.viewer(name).await, self.viewer("nadia").await);
        let portal = self.world.portal.clone();
        let (desk, team) = (portal.desk(&viewer), portal.desk(&nadia));
        let (request_type, chosen) = ("job".to_owned(), ProjectChoice::In(project));
        let begin = BeginDraft { request_type, project: chosen, another: true, ..BeginDraft::default() };
        let raw: RawAnswers = [("subject".to_owned(), vec![format!("Job of {name}")])].into();
        let draft = desk.begin_draft(&begin).await.unwrap();
        desk.attach(draft, "file", file()).await.unwrap();
        desk.save_step(draft, "form", &raw).await.unwrap();
        let request = desk.submit(&Submit { draft }).await.unwrap().request;
        let draft = desk.begin_draft(&begin).await.unwrap();
        desk.attach(draft, "file", file()).await.unwrap();
        desk.save_step(draft, "form", &raw).await.unwrap();
        let answers = desk.draft(draft).await.unwrap().draft.answers;
        let Some(Filled::Files(files)) = answers.get(&Id::from("file")) else { panic!("{answers:?}") };
        let gone = desk.begin_draft(&begin).await.unwrap();
        desk.discard_draft(gone).await.unwrap();
        let dossier = team.request(request).await.unwrap().dossier;
        let said = |audience| Post { request, audience, body: "Hello".to_owned(), key: String::new() };
        let report = AddDocument { request, kind: "report".to_owned(), fields: RawAnswers::new() };
        let message = desk.post(&said(Side::Client)).await.unwrap();
        let note = team.post(&said(Side::Team)).await.unwrap();
        let inside = team.add_document(&report, file()).await.unwrap().document;
        self.keep("project", whose, project);
        self.keep("request", whose, request);
        self.keep("document", whose, dossier.documents[0].id);
        self.keep("inside", whose, inside);
        self.keep("message", whose, message);
        self.keep("note", whose, note);
        self.keep("draft", whose, draft);
        self.keep("file", whose, files[0].blob);
        self.keep("draft", Whose::Gone, gone);
        for task in &dossier.tasks {
            if let Some(name) = TASKS.iter().find(|name| *task.template.as_ref().unwrap() == ***name) {
                self.keep(name, whose, task.id);
            }
        }
    }

    /// Who belongs where, and who was invited; and what never was.
    async fn places(&mut self, companies: &BTreeMap<String, OrganisationId>) {
        let store = self.world.store.clone();
        for (whose, company) in [(Whose::Claires, "alpha"), (Whose::Alines, "alpha"), (Whose::Brunos, "beta")] {
            self.keep("organisation", whose, companies[company]);
        }
        for (whose, name) in [(Whose::Claires, "claire"), (Whose::Alines, "vera"), (Whose::Brunos, "bruno")] {
            let account = self.account(name).await.unwrap();
            let seat = store.memberships(account).await.unwrap().remove(0).id;
            self.keep("seat", whose, seat);
        }
        let tom = self.account("tom").await.unwrap();
        self.keep("colleague", Whose::Claires, store.memberships(tom).await.unwrap().remove(0).id);
        for (whose, who, company) in [(Whose::Alines, "aline", "alpha"), (Whose::Brunos, "bea", "beta")] {
            let viewer = self.viewer(who).await;
            let seat = Seat::Organisation(companies[company]);
            let (name, email) = ("Newcomer".to_owned(), format!("newcomer@{company}.example"));
            let invite =
                Invite { seat, name, email, role: "client_user".to_owned(), projects: None, locale: "en".to_owned() };
            let desk = self.world.portal.desk(&viewer);
            let invitation = desk.invite(&invite).await.unwrap();
            let gone = desk.invite(&Invite { email: format!("gone@{company}.example"), ..invite }).await.unwrap();
            desk.revoke_invitation(seat, gone).await.unwrap();
            self.keep("invitation", whose, invitation);
            self.keep("invitation", Whose::Gone, gone);
        }
        self.of_the_team().await;
        self.world.work(None).await;
        let (nadia, tim) = (self.viewer("nadia").await, self.account("tim").await.unwrap());
        let letters = self.world.portal.desk(&nadia).deliveries(false, None).await.unwrap();
        self.keep("delivery", Whose::Claires, letters.rows[0].delivery.id);
        let project = self.things[&("project", Whose::Claires)].parse().unwrap();
        self.world.portal.limit_to_projects(tim, Seat::Team, Some(vec![project])).await.unwrap();
        for thing in THINGS {
            self.keep(thing, Whose::Missing, MISSING);
        }
        self.keep("token", Whose::Missing, "ab".repeat(32));
    }

    /// Under which names people are known elsewhere.
    async fn identities(&mut self) {
        for (whose, name) in [(Whose::Claires, "claire"), (Whose::Alines, "aline"), (Whose::Brunos, "bruno")] {
            let account = self.account(name).await.unwrap();
            let identity = self.world.portal.add_identity("elsewhere", name, account).await.unwrap();
            self.keep("identity", whose, identity);
        }
        let claire = self.viewer("claire").await;
        let desk = self.world.portal.desk(&claire);
        let by = Introducer { issuer: "elsewhere", strangers: Strangers::Invited };
        let gone = desk.connect(by, &Introduced::new("gone")).await.unwrap();
        desk.disconnect(gone).await.unwrap();
        self.keep("identity", Whose::Gone, gone);
    }

    async fn sessions(&mut self) {
        for (name, _, _) in PEOPLE {
            let signed_in = self.world.portal.sign_in_as(self.account(name).await.unwrap()).await.unwrap();
            // Its first use notes from where it comes.
            self.world.portal.enter_from(&signed_in.token, Some(&Device::default())).await.unwrap();
            self.sessions.insert(name, signed_in.token.reveal());
        }
        for (whose, name) in [(Whose::Claires, "claire"), (Whose::Alines, "aline"), (Whose::Brunos, "bruno")] {
            let elsewhere = self.world.portal.sign_in_as(self.account(name).await.unwrap()).await.unwrap();
            let session = self.world.portal.enter(&elsewhere.token).await.unwrap().unwrap().session.unwrap();
            self.keep("session", whose, session.handle());
        }
        self.keep("session", Whose::Missing, "ab".repeat(16));
        set_up(&self.world, &mut self.browser("wanda"), "/account/second-factor").await;
        for (name, waits) in [("wanda", Pending::Code), ("enno", Pending::Enrolment)] {
            let email = format!("{name}@matrix.example");
            let typed = SignIn { email, password: PASSWORD.to_owned(), from: "192.0.2.1".to_owned(), browser: None };
            let begun = self.world.portal.sign_in(&typed).await.unwrap();
            assert_eq!(begun.pending, Some(waits));
            self.sessions.insert(name, begun.token.reveal());
        }
        let store = &self.world.store;
        let mut ines = store.account(self.account("ines").await.unwrap()).await.unwrap().unwrap();
        let loaded = ines.version;
        ines.state = AccountState::Disabled;
        let mut changes = Changes::new();
        changes.write(Record::Account(ines), Expect::Loaded(loaded));
        store.commit(&changes).await.unwrap();
    }
}

/// The shipped people and those of the matrix; gives the companies.
async fn people(world: &World) -> BTreeMap<String, OrganisationId> {
    let mut companies = BTreeMap::new();
    for (name, of) in [("claire", "alpha"), ("bruno", "beta")] {
        let viewer = world.viewer(name).await;
        companies.insert(of.to_owned(), viewer.organisations().next().unwrap());
    }
    for (name, company, role) in PEOPLE {
        if role != GUEST && account(world, name).await.is_none() {
            let new = NewPerson {
                name: name.to_owned(),
                email: format!("{name}@matrix.example"),
                locale: "en".to_owned(),
                password: PASSWORD.to_owned(),
                organisation: companies.get(company).copied(),
                role: role.to_owned(),
            };
            world.portal.add_person(&new).await.unwrap();
        }
    }
    companies
}

async fn account(world: &World, name: &str) -> Option<AccountId> {
    for address in [crate::world::address(name), format!("{name}@matrix.example")] {
        if let Some((id, _)) = world.portal.person_by_email(&address).await.unwrap() {
            return Some(id);
        }
    }
    None
}

/// The tasks of a request, by the names that the definition gives them.
const TASKS: [&str; 7] = ["tick", "door", "study", "send", "mend", "agree", "meet"];
const THINGS: [&str; 25] = [
    "guest",
    "guest invitation",
    "organisation",
    "project",
    "request",
    "document",
    "message",
    "note",
    "draft",
    "file",
    "seat",
    "colleague",
    "invitation",
    "summons",
    "program",
    "identity",
    "delivery",
    "job",
    "tick",
    "door",
    "study",
    "send",
    "mend",
    "agree",
    "meet",
];

/// What a parameter stands for; a task is one that the address is meant for.
fn thing(path: &str, parameter: &str) -> &'static str {
    let last = path.rsplit('/').find(|part| !part.starts_with('{')).unwrap_or_default();
    let team = path.starts_with("/api/v1/team/");
    match (parameter, last) {
        ("seat" | "membership", _) if path.contains("/requests/") => "guest",
        ("invitation", _) if path.contains("/requests/") => "guest invitation",
        ("work", _) => "job",
        ("membership", _) if team => "colleague",
        ("membership", _) => "seat",
        ("invitation", _) if team => "summons",
        // In the pages it may be the secret of a link.
        ("token", _) if path.contains("/tokens/") => "program",
        ("task", "approve" | "refuse") => "agree",
        ("task", "answers") => "mend",
        ("task", "book") => "meet",
        ("task", "reply") => "door",
        ("task", "items" | "read") => "study",
        ("task", "done" | "outcome") => "tick",
        ("task", _) => "send",
        ("message", "notes") => "note",
        (other, _) => {
            THINGS.iter().chain(&["token", "session"]).find(|thing| **thing == other).copied().unwrap_or("nothing")
        }
    }
}

fn file() -> Incoming<'static> {
    let bytes = Box::pin(futures_util::stream::iter([Ok(bytes::Bytes::from_static(PDF))]));
    Incoming { name: "plan.pdf".to_owned(), bytes }
}
