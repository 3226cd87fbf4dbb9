//! One rule everywhere: for people of many kinds, what the list, the count, the search, the object, the download, the pages,
//! the API and the letters show is what their scope admits. The contract of stores proves it of the statements; this goes
//! through the router and the worker, on both databases.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use portal::{
    Portal, Viewer,
    core::{
        channel::{Channel, ChannelError, Envelope},
        definition::Source,
        document::{AddDocument, Incoming},
        form::{Answers, BeginDraft, ProjectChoice, RawAnswers},
        id::{AccountId, DocumentId, Id, MembershipId, OrganisationId, ProjectId, RequestId, Version},
        identity::{Membership, MembershipState, NewPerson, Permission, Seat, SeatLimits, Side},
        project::NewProject,
        request::{Post, Submit},
        store::{Changes, Filter, Record, Store as _},
    },
};
use serde_json::Value;

use super::{
    api::program::Program,
    client::Client,
    world::{PASSWORD, PDF, World},
};
use crate::on_both;

const PORTAL: &str = "
portal: everywhere
name: Everywhere
queues: {sales: {label: Sales}, care: {label: Care}}
roles:
  partner: {label: Partner, like: client_user, can: {request.view: projects, document.view: projects}}
  seller: {label: Seller, like: team_member, can: {request.view: queues, document.view: queues}}
  helper: {label: Helper, like: team_member, can: {request.view: own, document.view: own}}
projects:
  site: {label: Site}
notifications:
  told:
    on: message.posted
    to: [client, team]
    subject: Something was said
    intro: Read it in the portal.
";
const DOCUMENTS: &str = "
kinds:
  plan: {label: Plan, added_by: [team], accepts: [pdf]}
  secret: {label: Secret, added_by: [team], accepts: [pdf], seen_by: [client_admin, team_admin, helper]}
";
const HELP: &str = "
request: help
label: Help
queue: care
project: optional
fields: [{id: what, label: What}]
title: what
";
const ORDER: &str = "
request: order
label: Order
project: optional
fields: [{id: what, label: What}]
title: what
";
const QUIET: &str = "
request: quiet
label: Quiet
seen_by: [requester, owner, client_admin, team_admin]
project: optional
fields: [{id: what, label: What}]
title: what
";
const ROLES: [&str; 8] =
    ["client_viewer", "client_user", "client_admin", "partner", "team_member", "team_admin", "seller", "helper"];
/// How many people look.
const PEOPLE: usize = 12;

/// Keeps to whom letters went.
#[derive(Clone, Default)]
struct Letters(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl Channel for Letters {
    async fn send(&self, envelope: &Envelope) -> Result<(), ChannelError> {
        self.0.lock().unwrap().push(envelope.to.clone());
        Ok(())
    }
}

/// Chance that falls the same way each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// A portal with what there is to be seen.
struct Scene {
    portal: Portal,
    letters: Letters,
    organisations: [OrganisationId; 2],
    projects: Vec<ProjectId>,
    requests: Vec<RequestId>,
    documents: Vec<DocumentId>,
    admin: Viewer,
    _folder: tempfile::TempDir,
}

async fn viewer(portal: &Portal, account: AccountId) -> Viewer {
    let signed_in = portal.sign_in_as(account).await.unwrap();
    portal.enter(&signed_in.token).await.unwrap().unwrap().viewer
}

fn person(name: &str, organisation: Option<OrganisationId>, role: &str) -> NewPerson {
    NewPerson {
        name: name.to_owned(),
        email: format!("{name}@everywhere.example"),
        locale: "en".to_owned(),
        password: PASSWORD.to_owned(),
        organisation,
        role: role.to_owned(),
    }
}

impl Scene {
    async fn of(world: &World, dice: &mut Dice) -> Self {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
        let sources = vec![
            source("portal.yaml", PORTAL),
            source("documents.yaml", DOCUMENTS),
            source("requests/help.yaml", HELP),
            source("requests/order.yaml", ORDER),
            source("requests/quiet.yaml", QUIET),
        ];
        let letters = Letters::default();
        let folder = tempfile::tempdir().unwrap();
        let builder = portal::builder(world.store.clone())
            .secret_key([7; 32])
            .sources(sources)
            .base_url("https://novaterm.example")
            .files(portal::files::Disk::open(folder.path().join("files")).unwrap())
            .mail(letters.clone());
        let portal = builder.build().await.unwrap_or_else(|error| panic!("{error}"));
        let organisations =
            [portal.add_organisation("First").await.unwrap(), portal.add_organisation("Second").await.unwrap()];
        let admin = portal.add_person(&person("admin", None, "team_admin")).await.unwrap();
        let admin = viewer(&portal, admin).await;
        let (projects, requests, documents) = (Vec::new(), Vec::new(), Vec::new());
        let mut scene = Self { portal, letters, organisations, projects, requests, documents, admin, _folder: folder };
        for organisation in organisations {
            for name in ["One", "Two"] {
                let (kind, name) = ("site".to_owned(), name.to_owned());
                let new = NewProject { organisation, kind, name, fields: Answers::new(), contact: None };
                scene.projects.push(scene.portal.add_project(&new).await.unwrap());
            }
        }
        for (place, organisation) in organisations.into_iter().enumerate() {
            for name in ["opener", "other"] {
                let new = person(&format!("{name}{place}"), Some(organisation), "client_user");
                let account = scene.portal.add_person(&new).await.unwrap();
                for request_type in ["help", "order", "quiet"] {
                    scene.open(dice, account, place, request_type).await;
                }
            }
        }
        scene
    }

    /// A request with a document of each kind.
    async fn open(&mut self, dice: &mut Dice, account: AccountId, place: usize, request_type: &str) {
        let opener = viewer(&self.portal, account).await;
        let desk = self.portal.desk(&opener);
        let own = [self.projects[2 * place], self.projects[2 * place + 1]];
        let choices = [ProjectChoice::In(own[0]), ProjectChoice::In(own[1]), ProjectChoice::NoneOfThem];
        let project = dice.one(&choices);
        let begin =
            BeginDraft { request_type: request_type.to_owned(), project, another: true, ..BeginDraft::default() };
        let draft = desk.begin_draft(&begin).await.unwrap();
        let title = format!("Title-{:02}-", self.requests.len());
        let raw: RawAnswers = [("what".to_owned(), vec![title])].into();
        desk.save_step(draft, "form", &raw).await.unwrap();
        let request = desk.submit(&Submit { draft }).await.unwrap().request;
        self.requests.push(request);
        let admin = self.portal.desk(&self.admin);
        for kind in ["plan", "secret"] {
            let bytes = Box::pin(futures_util::stream::iter([Ok(bytes::Bytes::from_static(PDF))]));
            let incoming = Incoming { name: format!("{kind}{}.pdf", self.requests.len()), bytes };
            let input = AddDocument { request, kind: kind.to_owned(), fields: RawAnswers::new() };
            self.documents.push(admin.add_document(&input, incoming).await.unwrap().document);
        }
    }

    /// Somebody with one to three places, each narrowed or not.
    async fn newcomer(&self, world: &World, dice: &mut Dice, number: usize) -> AccountId {
        let mut account = None;
        for _ in 0..=dice.below(3) {
            let role = dice.one(&ROLES);
            let client = role.starts_with("client") || role == "partner";
            let organisation = client.then(|| dice.one(&self.organisations));
            let seat = organisation.map_or(Seat::Team, Seat::Organisation);
            let own: &[ProjectId] = match organisation {
                Some(id) if id == self.organisations[0] => &self.projects[..2],
                Some(_) => &self.projects[2..],
                None => &self.projects,
            };
            let projects = (role == "partner" || dice.below(4) == 0).then(|| vec![dice.one(own)]);
            let queues = (!client && (role == "seller" || dice.below(4) == 0))
                .then(|| vec![Id::from(dice.one(&["sales", "care"]))]);
            let Some(account) = account else {
                let new = person(&format!("person{number}"), organisation, role);
                let made = self.portal.add_person(&new).await.unwrap();
                self.portal.limit_to_projects(made, seat, projects).await.unwrap();
                if seat == Seat::Team {
                    self.portal.limit_to_queues(made, queues).await.unwrap();
                }
                account = Some(made);
                continue;
            };
            let (id, limits) = (MembershipId(uuid::Uuid::now_v7()), SeatLimits { projects, queues });
            let (created, version, role) = (self.portal.now(), Version::FIRST, Id::from(role));
            let mut changes = Changes::new();
            let state = MembershipState::Active;
            let place = Membership { id, account, seat, role, state, limits, created, version };
            changes.create(Record::Membership(place));
            world.store.commit(&changes).await.unwrap();
        }
        account.expect("there is one place at least")
    }
}

fn ids(items: &Value) -> BTreeSet<String> {
    items["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn words<T: ToString>(ids: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}

/// Everything that one person is shown is what their scope admits.
async fn agrees(scene: &Scene, account: AccountId) -> BTreeSet<RequestId> {
    let who = viewer(&scene.portal, account).await;
    let (sees, reads) = (who.scope(Permission::RequestView), who.scope(Permission::DocumentView));
    let admin = scene.portal.desk(&scene.admin);
    let (mut requests, mut documents, mut titles) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for id in &scene.requests {
        let dossier = admin.request(*id).await.unwrap().dossier;
        let facts = dossier.request.facts(Side::Client);
        if sees.admits(&facts) {
            requests.insert(*id);
            titles.insert(dossier.request.title.clone());
        }
        let read = dossier.documents.iter().filter(|document| reads.admits(&document.facts(facts)));
        documents.extend(read.map(|document| document.id));
    }
    let token = scene.portal.make_token(account, "test", chrono::TimeDelta::days(1)).await.unwrap();
    let mut client = Client::new(portal_axum::router(scene.portal.clone()));
    client.headers = vec![("authorization", format!("Bearer {}", token.reveal()))];
    let mut api = Program { client };
    let listed = api.get("/requests?limit=100").await.is(200).json();
    assert_eq!(ids(&listed), words(&requests), "the list of the API, {who:?}");
    let found = api.get("/requests?limit=100&text=Title").await.is(200).json();
    assert_eq!(ids(&found), words(&requests), "the search of the API, {who:?}");
    let counted = scene.portal.desk(&who).count(&Filter::default()).await.unwrap();
    assert_eq!(counted as usize, requests.len(), "the count, {who:?}");
    let listed = api.get("/documents?limit=100").await.is(200).json();
    assert_eq!(ids(&listed), words(&documents), "the documents of the API, {who:?}");

    let session = scene.portal.sign_in_as(account).await.unwrap().token;
    let mut browser = Client::new(portal_axum::router(scene.portal.clone()));
    browser.cookies.insert("__Host-portal".to_owned(), session.reveal());
    let team = who.side() == Side::Team;
    let (list, below) = if team { ("/team/queue", "/team/requests") } else { ("/requests", "/requests") };
    let page = browser.get(list).await.is(200).text();
    for (place, id) in scene.requests.iter().enumerate() {
        let title = format!("Title-{place:02}-");
        assert_eq!(page.contains(&title), titles.contains(&title), "the list's page: {title} {who:?}");
        let want = if requests.contains(id) { 200 } else { 404 };
        api.get(&format!("/requests/{id}")).await.is(want);
        browser.get(&format!("{below}/{id}")).await.is(want);
    }
    for id in &scene.documents {
        let want = if documents.contains(id) { 200 } else { 404 };
        api.get(&format!("/documents/{id}")).await.is(want);
        api.get(&format!("/documents/{id}/content")).await.is(want);
        browser.get(&format!("/documents/{id}")).await.is(want);
    }
    requests
}

on_both!(list_count_search_object_download_pages_api_and_letters_show_what_the_scope_admits, world, {
    let mut dice = Dice(20_261_130);
    let scene = Scene::of(&world, &mut dice).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(scene.newcomer(&world, &mut dice, number).await);
    }
    // Some work what there is.
    let admin = scene.portal.desk(&scene.admin);
    for request in &scene.requests {
        let owners = admin.owners_of(&admin.request(*request).await.unwrap().dossier.request).await.unwrap();
        if dice.below(2) == 0 {
            admin.assign(*request, Some(dice.one(&owners).id)).await.unwrap();
        }
    }
    let mut seen = Vec::new();
    for account in &people {
        seen.push(agrees(&scene, *account).await);
    }
    assert!(seen.iter().any(BTreeSet::is_empty) && seen.iter().any(|all| all.len() == scene.requests.len()));
    for request in &scene.requests {
        while scene.portal.tick().await.unwrap() > 0 {}
        scene.letters.0.lock().unwrap().clear();
        let (body, key) = ("Hello".to_owned(), String::new());
        admin.post(&Post { request: *request, audience: Side::Client, body, key }).await.unwrap();
        while scene.portal.tick().await.unwrap() > 0 {}
        let told: BTreeSet<String> = scene.letters.0.lock().unwrap().iter().cloned().collect();
        for (number, all) in seen.iter().enumerate() {
            let is_told = told.contains(&format!("person{number}@everywhere.example"));
            assert_eq!(is_told, all.contains(request), "person{number}'s letter");
        }
    }
});
