//! `demo.yaml`: organisations and people of the demo.

use indexmap::IndexMap;

use super::{
    answers::Around,
    branding::address,
    demo_project,
    file::File,
    map::Map,
    portal::Portal,
    reader::{Names, Reader},
    yaml::{self, Node},
};
use crate::{
    definition::{Demo, DemoOrganisation, DemoPerson, Writings, code},
    id::Id,
    identity::{Side, email_key},
};

/// Reads the demo of a folder with these scripts.
pub(super) fn read(file: &File<'_>, portal: &Portal, scripts: &Names) -> Option<Demo> {
    let root = yaml::parse(file)?;
    let read = Reader { file, locales: &portal.locales };
    let map = read.map(&root, "the demo")?;
    let mut demo = Demo { organisations: IndexMap::new(), people: IndexMap::new(), play: Vec::new() };
    let (mut attributes, mut projects) = (Vec::new(), Vec::new());
    for (id, node) in
        map.need("organisations", "a demo").map(|node| read.named(node, "organisations")).unwrap_or_default()
    {
        let Some(map) = read.map(node, "an organisation") else { continue };
        let name = map.need("name", "an organisation").and_then(|node| read.line(node, "a name", 120));
        attributes.extend(map.get("attributes").map(|node| (id.value.clone(), node)));
        let named = map.get("projects").map(|node| read.named(node, "projects")).unwrap_or_default();
        projects.extend(named.into_iter().map(|(project, node)| (id.value.clone(), project, node)));
        map.finish(&[]);
        let (name, attributes) = (name.unwrap_or_default(), Writings::new());
        read.insert(&mut demo.organisations, &id, DemoOrganisation { name, attributes, projects: IndexMap::new() });
    }
    let organisations = Names::new(demo.organisations.keys(), true);
    for (id, node) in map.need("people", "a demo").map(|node| read.named(node, "people")).unwrap_or_default() {
        let Some(map) = read.map(node, "a person") else { continue };
        let person = person(read, &map, portal, &organisations, &projects);
        let email = map.get("email");
        map.finish(&[]);
        let Some(person) = person else { continue };
        let twice = demo.people.values().any(|other| email_key(&other.email) == email_key(&person.email));
        if let Some(node) = email.filter(|_| twice) {
            read.fault(&code::DUPLICATE_ID, &node.span, "two people have this address");
        }
        read.insert(&mut demo.people, &id, person);
    }
    known_of(read, &mut demo, attributes, portal);
    demo_project::read(read, &mut demo, projects, portal);
    demo.play = map.get("play").map(|node| read.all_known(node, "a script of `scripts/`", scripts)).unwrap_or_default();
    map.finish(&[]);
    Some(demo)
}

/// The attributes of organisations: those of the portal, each by its type. Whoever they name was read before.
fn known_of<'a>(read: Reader<'a>, demo: &mut Demo, attributes: Vec<(Id, &'a Node)>, portal: &Portal) {
    let people = Around::people(demo, portal);
    let around = Around { kinds: &IndexMap::new(), people: Some(&people) };
    let fields: Vec<_> = portal.attributes.organisation.values().map(|attribute| &attribute.field).collect();
    for (id, node) in attributes {
        let answers = read.answers(node, &fields, around);
        if let Some(organisation) = demo.organisations.get_mut(&id) {
            organisation.attributes = answers;
        }
    }
}

fn person<'a>(
    read: Reader<'a>,
    map: &Map<'a>,
    portal: &Portal,
    organisations: &Names,
    projects: &[demo_project::Found<'a>],
) -> Option<DemoPerson> {
    let name = map.need("name", "a person").and_then(|node| read.line(node, "a name", 120));
    let email = map.need("email", "a person").and_then(|node| address(read, node));
    let role = map.need("role", "a person").and_then(|node| read.known(node, "a role", &portal.role_names()));
    let organisation = map.get("organisation").and_then(|node| read.known(node, "an organisation", organisations));
    let queues = Names::new(portal.queues.keys(), portal.read);
    let queues = map.get("queues").map(|node| read.all_known(node, "a queue", &queues)).unwrap_or_default();
    let near = demo_project::near(projects, organisation.as_ref());
    let projects = map.get("projects").map(|node| read.all_known(node, "a project that they may see", &near));
    let projects = projects.unwrap_or_default();
    let locales: Vec<(&str, &str)> = portal.locales.iter().map(|locale| (locale.as_str(), locale.as_str())).collect();
    let locale = map.get("locale").and_then(|node| read.choice(node, "a locale of this portal", &locales));
    let role = role?;
    match portal.roles.get(&role).map(|role| role.side) {
        Some(Side::Client) if !map.has("organisation") => {
            let message = format!("`{role}` is a role of the client side, which needs `organisation`");
            read.fault(&code::MISSING_KEY, &map.span, message);
        }
        Some(Side::Client) if map.has("queues") => {
            read.fault(&code::TOGETHER, &map.key_span("queues"), format!("`{role}` works no queues: the team does"));
        }
        Some(Side::Team) if map.has("organisation") => {
            let message = format!("`{role}` is a role of the team, which has no organisation");
            read.fault(&code::TOGETHER, &map.key_span("organisation"), message);
        }
        _ => {}
    }
    let locale = locale.or(portal.locales.first().map(String::as_str)).unwrap_or("en").to_owned();
    Some(DemoPerson { name: name?, email: email?, organisation, role, queues, projects, locale })
}
