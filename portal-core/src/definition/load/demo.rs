//! `demo.yaml`: organisations and people of the demo.

use indexmap::IndexMap;

use super::{
    branding::address,
    file::File,
    map::Map,
    portal::Portal,
    reader::{Names, Reader},
    yaml::{self, Node},
};
use crate::{
    definition::{Demo, DemoOrganisation, DemoPerson, code},
    form::{Answers, Choice, FieldType, Value},
    id::Id,
    identity::{Side, email_key},
};

pub(super) fn read(file: &File<'_>, portal: &Portal) -> Option<Demo> {
    let root = yaml::parse(file)?;
    let read = Reader { file, locales: &portal.locales };
    let map = read.map(&root, "the demo")?;
    let mut demo = Demo { organisations: IndexMap::new(), people: IndexMap::new() };
    let people = map.get("people").map(|node| read.named(node, "people")).unwrap_or_default();
    let people = Names::new(people.iter().map(|(id, _)| &id.value), true);
    for (id, node) in
        map.need("organisations", "a demo").map(|node| read.named(node, "organisations")).unwrap_or_default()
    {
        let Some(map) = read.map(node, "an organisation") else { continue };
        let name = map.need("name", "an organisation").and_then(|node| read.line(node, "a name", 120));
        let mut organisation =
            DemoOrganisation { name: name.unwrap_or_default(), attributes: Answers::new(), people: IndexMap::new() };
        if let Some(node) = map.get("attributes") {
            attributes(read, node, portal, &people, &mut organisation);
        }
        map.finish(&[]);
        read.insert(&mut demo.organisations, &id, organisation);
    }
    let organisations = Names::new(demo.organisations.keys(), true);
    for (id, node) in map.need("people", "a demo").map(|node| read.named(node, "people")).unwrap_or_default() {
        let Some(map) = read.map(node, "a person") else { continue };
        let person = person(read, &map, portal, &organisations);
        let email = map.get("email");
        map.finish(&["queues"]);
        let Some(person) = person else { continue };
        let twice = demo.people.values().any(|other| email_key(&other.email) == email_key(&person.email));
        if let Some(node) = email.filter(|_| twice) {
            read.fault(&code::DUPLICATE_ID, &node.span, "two people have this address");
        }
        read.insert(&mut demo.people, &id, person);
    }
    map.finish(&["play"]);
    Some(demo)
}

/// What is known of an organisation beside its name.
fn attributes<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal, people: &Names, of: &mut DemoOrganisation) {
    let names = Names::new(portal.attributes.organisation.keys(), portal.read);
    for (id, node) in read.named(node, "attributes") {
        let Some(attribute) = portal.attributes.organisation.get(&id.value) else {
            if names.complete {
                let what = "an attribute of organisations";
                read.unknown(&code::UNKNOWN_NAME, id.value.as_str(), &id.span, what, names.words());
            }
            continue;
        };
        if matches!(attribute.field.field_type, FieldType::Person { .. }) {
            let person = read.known(node, "a person of the demo", people);
            of.people.extend(person.map(|person| (id.value, person)));
        } else {
            of.attributes.extend(value(read, node, &attribute.field.field_type).map(|value| (id.value, value)));
        }
    }
}

/// A value of a type, as it is written in a file.
fn value<'a>(read: Reader<'a>, node: &'a Node, field: &FieldType) -> Option<Value> {
    let options = |options: &[Choice]| Names::new(options.iter().map(|option| &option.id), true);
    Some(match field {
        FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. } => {
            Value::Number(read.value(node, "a number")?)
        }
        FieldType::Date { .. } => Value::Date(read.value(node, "a date such as `2026-01-31`")?),
        FieldType::YesNo | FieldType::Confirm => Value::Bool(read.value(node, "`true` or `false`")?),
        FieldType::Choice(of) => Value::Text(read.known(node, "one of the options", &options(of))?.to_string()),
        FieldType::Choices(of) => {
            let chosen = read.all_known(node, "one of the options", &options(of));
            Value::List(chosen.iter().map(Id::to_string).collect())
        }
        FieldType::List => {
            Value::List(node.one_or_list().iter().filter_map(|item| read.line(item, "a text", 200)).collect())
        }
        _ => Value::Text(read.line(node, "a text", 5_000)?),
    })
}

fn person<'a>(read: Reader<'a>, map: &Map<'a>, portal: &Portal, organisations: &Names) -> Option<DemoPerson> {
    let name = map.need("name", "a person").and_then(|node| read.line(node, "a name", 120));
    let email = map.need("email", "a person").and_then(|node| address(read, node));
    let role = map.need("role", "a person").and_then(|node| read.known(node, "a role", &portal.role_names()));
    let organisation = map.get("organisation").and_then(|node| read.known(node, "an organisation", organisations));
    let locales: Vec<(&str, &str)> = portal.locales.iter().map(|locale| (locale.as_str(), locale.as_str())).collect();
    let locale = map.get("locale").and_then(|node| read.choice(node, "a locale of this portal", &locales));
    let role = role?;
    match portal.roles.get(&role).map(|role| role.side) {
        Some(Side::Client) if !map.has("organisation") => {
            let message = format!("`{role}` is a role of the client side, which needs `organisation`");
            read.fault(&code::MISSING_KEY, &map.span, message);
        }
        Some(Side::Team) if map.has("organisation") => {
            let message = format!("`{role}` is a role of the team, which has no organisation");
            read.fault(&code::TOGETHER, &map.key_span("organisation"), message);
        }
        _ => {}
    }
    let locale = locale.or(portal.locales.first().map(String::as_str)).unwrap_or("en").to_owned();
    Some(DemoPerson { name: name?, email: email?, organisation, role: Id::from(role.as_str()), locale })
}
