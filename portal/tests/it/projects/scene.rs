//! A portal with projects: its definition, its people.

use portal::{
    Portal, Viewer,
    core::{
        definition::Source,
        form::Answers,
        id::{AccountId, OrganisationId, ProjectId},
        identity::NewPerson,
        project::NewProject,
    },
};

use crate::support::{PASSWORD, World};

const PORTAL: &str = "
portal: test
name: Test
queues: {sales: {label: Sales}, care: {label: Care}}
roles:
  seller:
    label: Seller
    like: team_member
    can: {request.view: queues, document.view: queues, request.process: queues, request.assign: queues,
      request.message: queues}
  helper:
    label: Helper
    like: team_member
    can: {request.view: own, document.view: own, request.process: own, request.message: own, request.assign: none}
  approver:
    label: Approver
    like: client_user
    can: {request.view: projects, document.view: projects, request.act: projects, request.message: projects,
      request.approve: projects, request.open: none}
  freelancer:
    label: Freelancer
    like: team_member
    can: {request.view: projects, document.view: projects, request.process: projects, request.message: projects,
      request.act: projects, document.add: projects, people.view: projects, request.open: none, request.assign: none,
      request.export: none}
projects:
  website:
    label: Website
    fields:
      - {id: approver, type: person, side: client, label: Approver}
      - {id: lead, type: person, side: team, label: Lead}
      - {id: launch, type: date, label: Launch}
    opens: [{request: texts, answers: {what: Texts and pictures}, due: 3 weeks}]
  print: {label: Print}
";

const TEXTS: &str = r#"
request: texts
label: Your texts
project: required
title: what
owner: project.lead
fields:
  - {id: what, label: What}
  - {id: until, type: date, required: false, label: Until, prefill: project.launch}
  - {id: ink, label: Ink, required: false, show_when: project.kind == "print"}
tasks:
  check: {approve: request, by: [project.approver]}
workflow:
  statuses:
    received: {opens: [check], waits_for: client}
    completed: {}
    withdrawn: {}
  moves:
    checked: {from: received, to: completed, on: check.done}
    unchecked: {from: received, to: withdrawn, on: check.refused}
    leave: {from: received, to: withdrawn, by: [requester, team], label: Leave it}
"#;

const HELP: &str = r"
request: help
label: Help
queue: care
project: optional
fields:
  - {id: details, label: Details}
  - {id: about, label: About, required: false, prefill: project.name}
";

const PLAIN: &str = "
request: plain
label: Plain
fields: [{id: details, label: Details}]
";

/// A portal with two companies, a partner of the first and a freelancer of the team.
pub struct Scene {
    pub portal: Portal,
    pub alpha: OrganisationId,
    pub beta: OrganisationId,
    pub claire: AccountId,
    pub partner: AccountId,
    pub freelancer: AccountId,
}

pub async fn scene(world: &World) -> Scene {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources = vec![
        source("portal.yaml", PORTAL),
        source("requests/texts.yaml", TEXTS),
        source("requests/help.yaml", HELP),
        source("requests/plain.yaml", PLAIN),
    ];
    let builder = portal::builder(world.store.clone())
        .secret_key([7; 32])
        .sources(sources)
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("files")).unwrap())
        .mail(world.post.clone())
        .clock(world.clock.clone());
    let portal = builder.build().await.unwrap_or_else(|error| panic!("{error}"));
    let (claire, alpha) = portal.person_by_email("claire@alpha.example").await.unwrap().unwrap();
    let alpha = alpha.unwrap();
    let beta = portal.add_organisation("Beta").await.unwrap();
    let person = |name: &str, organisation, role: &str| NewPerson {
        name: name.to_owned(),
        email: format!("{name}@partner.example"),
        locale: "en".to_owned(),
        password: PASSWORD.to_owned(),
        organisation,
        role: role.to_owned(),
    };
    let partner = portal.add_person(&person("paula", Some(alpha), "approver")).await.unwrap();
    let freelancer = portal.add_person(&person("fred", None, "freelancer")).await.unwrap();
    Scene { portal, alpha, beta, claire, partner, freelancer }
}

impl Scene {
    pub async fn viewer(&self, account: AccountId) -> Viewer {
        let token = self.portal.sign_in_as(account).await.unwrap().token;
        self.portal.enter(&token).await.unwrap().unwrap().viewer
    }

    /// Somebody more in the team.
    pub async fn colleague(&self, name: &str, role: &str) -> AccountId {
        let new = NewPerson {
            name: name.to_owned(),
            email: format!("{name}@partner.example"),
            locale: "en".to_owned(),
            password: PASSWORD.to_owned(),
            organisation: None,
            role: role.to_owned(),
        };
        self.portal.add_person(&new).await.unwrap()
    }

    pub async fn admin(&self) -> Viewer {
        let found = self.portal.person_by_email("nadia@novaterm.example").await.unwrap();
        self.viewer(found.expect("somebody of the team manages projects").0).await
    }

    /// A project of the first company with nothing in it.
    pub async fn project(&self, kind: &str, name: &str, organisation: OrganisationId) -> ProjectId {
        let (kind, name) = (kind.to_owned(), name.to_owned());
        let new = NewProject { organisation, kind, name, fields: Answers::new(), contact: None };
        self.portal.add_project(&new).await.unwrap()
    }
}
